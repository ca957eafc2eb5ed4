"""Follows references between the resources of a plan: which bucket does this public access block protect.

A known value decides: `identities` finds the object with this id, ARN or name. For one that AWS has yet to give, the
sources tell where they are at hand: `symbols` works out the expression (`functions`, `operators`, `types`, `values`).
Else plan JSON tells, which keeps of an expression only the names in it: `names` reads them, `scopes` knows module
instances and keys, `trails` follows. `resolver` joins them and says what it could not follow. To follow another kind of
name: `names` and a function in `trails`; another function of Terraform: a row in `functions`.
"""
