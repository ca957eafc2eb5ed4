"""AWS facts with source and date: services, actions, keys, regions, quotas, instance types; loaded only when asked for.

To add one: a row in the data file that `scripts/` builds, a small reader here that says where the fact comes from.
"""
