"""The gate, joined together: read, predict, judge, run the rules, place, waive, conclude.

`run` is the way in; `choosing` says for which account a plan is; `preflight` asks the engine.
"""
