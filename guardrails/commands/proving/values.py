"""Over which values a question is asked: of each context key that the question or the policies test, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from guardrails.model.proof import Breadth, Scene

if TYPE_CHECKING:
    from guardrails.commands.proving.grouping import Group
    from guardrails.prover.slices.domains import Domain

_CALLER: Final = "aws:principalarn"
_KINDS: Final = {"arn": "any ARN or id", "numeric": "any number", "date": "any moment", "ip": "any address"}


def values_of(group: Group, scene: Scene) -> tuple[str, ...]:
    """Return a line for each key that decides anything: which values were thought of, where it is sent.

    What global keys hold in ordinary calls is not open, so these are left out there.
    """
    from guardrails.prover.slices.domains import domain_of

    fixed = "aws:" if all(one.breadth is Breadth.ORDINARY for one in group.properties) else _CALLER
    keys = {key.lower(): None for key in _keys(group)}
    return tuple(_line(domain_of(key, scene)) for key in sorted(keys) if not key.startswith(fixed))


def _keys(group: Group) -> Iterator[str]:
    from guardrails.commands.proving.grouping import concerning, documents_of

    policies = concerning(group.policies, group.properties)
    for statement in (row for document in documents_of(policies) for row in document.statements):
        yield from (row.key for row in statement.conditions)
    for calls in (part for one in group.properties for part in one.about):
        yield from (row.key for row in calls.conditions)


def _line(domain: Domain) -> str:
    several = "any set; of each value " if domain.multivalued else ""
    return f"values of {domain.name}: {several}{_values(domain)}"


def _values(domain: Domain) -> str:
    if domain.finite:
        return " or ".join(domain.finite)
    if domain.known is not None:
        count = len(domain.known())
        return f"any {domain.what or 'text'}, the {count:,} of the catalog and all others of their form"
    return _KINDS.get(domain.type, "any text")
