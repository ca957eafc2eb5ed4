"""What an action is authorized on, and whether a statement's resources are among it."""

from __future__ import annotations

from functools import lru_cache

from guardrails.catalog.services import Action, action
from guardrails.lint.reasoning.overlap import fields_of, may_match
from guardrails.lint.reasoning.situations import is_created, pattern_of, reaches, reaches_no_resource, resource_type
from guardrails.model.policy.document import Element, Statement


@lru_cache(maxsize=8192)
def meets(element: Element, name: str) -> bool:
    """Whether an action can be authorized on a resource of `Resource` or `NotResource`; an unknown action always."""
    known = action(name)
    if known is None:
        return True
    if not known.resources:
        return reaches_no_resource(element)
    return any(reaches(element, known, use) for use in known.resources)


@lru_cache(maxsize=8192)
def acts_on(name: str, pattern: str) -> bool:
    """Whether a resource of one pattern can be what an action is authorized on; for an unknown action always."""
    known = action(name)
    return known is None or any(reaches(Element((pattern,)), known, use) for use in known.resources)


def created_alike(statement: Statement, known: Action) -> str:
    """Return the resource type that a call creates and that the statement's resources name by an id; else empty."""
    for use in known.resources:
        kind = resource_type(known.name, use)
        arns = kind.arns if kind and is_created(known.name, use.type) else ()
        if any(may_match(one, arn) for one in statement.resource.patterns for arn in arns):
            return use.type
    return ""


def arn_patterns(statement: Statement, known: Action | None) -> list[str]:
    """Return the ARN patterns that an action is authorized on, those like the statement's resources first."""
    if known is None or not known.resources:
        return ["*"]
    kinds = [(use, resource_type(known.name, use)) for use in known.resources]
    found = [(use.required, pattern_of(kind.arn)) for use, kind in kinds if kind and kind.arn]
    best = sorted(found, key=lambda one: (_likeness(statement, one[1]), one[0]), reverse=True)
    return list(dict.fromkeys(pattern for _, pattern in best)) or ["*"]


def _likeness(statement: Statement, pattern: str) -> int:
    """How much an ARN pattern is like a resource of the statement: the same fields in use, the same kind of name."""
    wanted = pattern.split(":", 5)
    head = wanted[5].partition("*")[0]
    likeness = 0
    for fields in map(fields_of, statement.resource.patterns):
        if len(fields) == 6 and list(map(bool, fields[:5])) == list(map(bool, wanted[:5])):
            likeness = max(likeness, 2 if head and fields[5].startswith(head) else 1)
    return likeness
