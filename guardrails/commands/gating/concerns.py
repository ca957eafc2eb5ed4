"""What the policies say of one action, and what of a request matters to them: alike ones are explained once."""

from __future__ import annotations

from dataclasses import dataclass, replace

from guardrails.evaluation.asked import keys_asked
from guardrails.evaluation.matching import concerning, resource_element_matches
from guardrails.evaluation.reach import rcp_reach
from guardrails.model.policy.document import Element, PolicyDocument, PolicySet
from guardrails.model.request import Partial, Request

Levels = tuple[tuple[PolicyDocument, ...], ...]


@dataclass(frozen=True, slots=True)
class Concern:
    """`policies` without the statements that do not name the action; the keys and resource elements of the others."""

    policies: PolicySet
    keys: tuple[str, ...]
    elements: tuple[tuple[Element, bool], ...]

    def signature(self, request: Request) -> tuple[object, ...]:
        """Return what decides about a request of the action: two of equal signature are explained alike."""
        resource, context = request.resource, request.context
        named = (resource_element_matches(one, resource, context, variables=each) for one, each in self.elements)
        shape = (request.action, request.principal, isinstance(resource, Partial), rcp_reach(request))
        return (*shape, *(context.get(key) for key in self.keys), *named)


def concern_of(policies: PolicySet, action: str) -> Concern:
    """Return what a policy set says of an action."""
    reduced = replace(policies, scps=_levels(policies.scps, action), rcps=_levels(policies.rcps, action))
    documents = [document for level in (*reduced.scps, *reduced.rcps) for document in level]
    elements = {(row.resource, document.variables) for document in documents for row in document.statements}
    return Concern(reduced, tuple(sorted(keys_asked(documents))), tuple(elements))


def _levels(levels: Levels, action: str) -> Levels:
    return tuple(tuple(concerning(document, (action,)) for document in level) for level in levels)
