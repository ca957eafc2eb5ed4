"""What a case leaves open: one variable for each resource and context key, with every condition that tests it.

To add a condition operator: a row in `operators.py`.
"""
