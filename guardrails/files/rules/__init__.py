"""Rules of the organization file: one file per rule, one literal table in `table.py`.

To add one: `<slug>.py` with `RULE` and `check(project, today)`, a row in `table.py`, a test of the same name.
"""
