"""Verb: proves an invariant over all requests, or finds a counterexample that the evaluator replays.

To add a property: one file that states it over sets of requests, and a case where it holds and one where it fails.
"""
