"""The engine: what AWS answers to one authorization request, under a set of policies, with three values throughout.

`decide.py` is the specification and stays short; `compiled/` is its fast twin; `explain.py` says why. To add a
condition operator: a row in `operators.py`, a case in the corpus.
"""
