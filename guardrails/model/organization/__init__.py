"""The organization as values: tree, accounts, policies, exceptions, settings; and which policies reach an account.

To add a fact about an account or an OU: a field in `tree.py`, a key in `files/organization.py`, its reading in
`files/nouns.py`.
"""
