"""Whole-plan rules: what a plan as a whole must not do, judged against the organization file; waivers and the outcome.

To add a rule: a file in `gate/rules/` with `RULE` and `check`, a row in `gate/table.py`, a page (docstring of the file)
and its fixture. A rule yields findings; one that cannot tell yields a finding with `undecided`.
"""
