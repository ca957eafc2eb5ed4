"""Whether a property holds of all requests of an account, with a witness where it does not."""

from __future__ import annotations

from guardrails.model.policy.document import PolicySet
from guardrails.model.proof import Property, Result, Scene


def prove(policies: PolicySet, property: Property, scene: Scene) -> Result:
    """Return whether every call of the property is denied (or allowed) by `policies` in `scene`."""
    raise NotImplementedError
