"""Policy documents as values: the normal form of IAM's JSON, its parser, patterns and ARNs.

To add an element of the policy language: a field in `document.py`, its reading in `parse.py`, a case in the corpus.
"""
