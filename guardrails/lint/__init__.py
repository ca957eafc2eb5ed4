"""Verb: lint SCPs, RCPs and what they do together; one file per rule, one literal table (`table.py`).

To add a rule: `<slug>.py` with a docstring that is its page, `RULE` and `check`; a row in `table.py`; fixtures in
`tests/unit/lint/`; `make docs`.
"""
