"""Verb: one file per lint of a policy document or of the organization model, listed in one literal table.

To add a lint: `<slug>.py` with its rule and its check, a row in the table, a case that trips it and one that does not.
"""
