"""Cases: all requests of a property, cut so that in each case the actions and resource types are fixed.

To add what is known of a context key's values: a row in `domains.py`.
"""
