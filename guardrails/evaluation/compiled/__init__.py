"""The fast twin of `decide.py`: a policy set compiled once into a decider. Same verdicts, held by property tests.

To speed up an operator: a row in `tests.py`; whatever has no row runs the reference code.
"""

from guardrails.evaluation.compiled.decider import Decider, compile_policies

__all__ = ["Decider", "compile_policies"]
