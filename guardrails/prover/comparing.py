"""What a change of policies newly allows and newly denies, over all requests of an account."""

from __future__ import annotations

from guardrails.model.difference import Difference
from guardrails.model.policy.document import PolicySet
from guardrails.model.proof import Scene


def compare(before: PolicySet, after: PolicySet, scene: Scene) -> Difference:
    """Return what `after` newly allows and newly denies against `before`."""
    raise NotImplementedError
