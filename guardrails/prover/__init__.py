"""Verb: proves a property over all requests, or finds a counterexample that the evaluator replays; compares policies.

`proving` and `comparing` answer; `search` decides whether requests that some statements match and others do not exist;
`slices` cut all requests into cases in which action and resource types are fixed; `variables` are what is left open in
a case (resource, context keys), each with an exact decision whether a value satisfies conditions; `languages` are sets
of texts.
"""
