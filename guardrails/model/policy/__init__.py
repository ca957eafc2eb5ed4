"""Policy documents as values: the normal form of IAM's JSON, its parser and printer, and the table of operators.

To add an element of the policy language: a field in `document.py`, its reading in `elements.py` or `statements.py`, its
printing in `render.py`, a code for each way to get it wrong in `problem.py`, a row in `tests/unit/model/policy`.
"""
