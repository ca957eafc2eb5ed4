"""Verb: judges a whole Terraform plan: denials, rules over several resources, waivers, the outcome.

To add a plan rule: `rules/<slug>.py` with its rule and its check, and a plan that breaks it beside one that does not.
"""
