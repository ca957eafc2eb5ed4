"""Rules of the organization file: one file per rule, one literal table in `table.py`.

To add one: `<slug>.py` with its page as docstring, `RULE` and `check(project, today)`; a row in `table.py`; cases in
`tests/unit/files/cases/<slug>.yaml`. An id is never used twice.
"""
