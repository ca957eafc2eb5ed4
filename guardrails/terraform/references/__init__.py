"""Follows references between the resources of a plan: which bucket does this public access block protect.

Plan JSON keeps of an expression only the names in it, without functions, and names in brackets stand apart
(`fe[each.key]` is `fe` and `each.key`). So a resolver pairs and looks up, and says what it could not follow:
`names` reads the names, `scopes` knows the module instances, `identities` finds objects by their known names and ids,
`trails` follows names, `resolver` answers. To follow another kind of name: `names` and one function in `trails`.
"""
