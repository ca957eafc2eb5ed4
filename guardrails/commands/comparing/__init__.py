"""Differences: the two sides that are compared, their accounts side by side, and what a change of policies touches.

`sides` reads what the user named (folders, revisions, documents, a plan); `pairing` puts accounts together and
`describing` says what differs between their policies; `scenarios` and `hits` show what a difference means in practice.
To add a kind of input: a branch in `sides.py`.
"""
