"""What a question was asked over, in words: who calls, and of each path which calls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guardrails.model.policy.document import EVERYTHING, Condition, Element, SetOperator
from guardrails.model.proof import Breadth, Calls, Property

_CALLER = "aws:principalarn"
_EVERYBODY = "every role but service-linked ones, user, federated user and root"
_FEW = 12
_BREADTHS = {
    Breadth.EVERY: "every one that AWS could send, with and without each context key that it may carry",
    Breadth.ORDINARY: "ordinary ones: over TLS, to the organization's Regions, in the caller's own account, "
    "with optional context keys only where the question names them",
}


def domain(properties: Iterable[Property], accounts: Iterable[str]) -> Iterator[str]:
    """Yield what all paths of a question have in common: the requests, and who makes them."""
    first, *rest = properties
    yield f"requests: {_BREADTHS[first.breadth]}"
    yield f"callers: {_who(first)} of {', '.join(accounts)}{_but([first, *rest])}"


def _who(one: Property) -> str:
    named = _values([one], "ArnLike")
    return ", ".join(named) or _EVERYBODY


def _but(properties: Iterable[Property]) -> str:
    spared = _values(properties, "ArnNotLike")
    return f"; not {', '.join(spared)}" if spared else ""


def _values(properties: Iterable[Property], operator: str) -> tuple[str, ...]:
    rows = (row for one in properties for calls in one.about for row in calls.conditions)
    found = (value for row in rows if row.operator == operator and row.key.lower() == _CALLER for value in row.values)
    return tuple(dict.fromkeys(_short(value) for value in found))


def _short(pattern: str) -> str:
    """Return `role/x` for a pattern of any account's."""
    fields = pattern.split(":", 5)
    return fields[5] if len(fields) == 6 and fields[2] in ("iam", "sts") and fields[4] == "*" else pattern


def path_in_words(one: Property) -> str:
    """Return a path with its calls; once where its name says all."""
    told = "; ".join(calls_in_words(calls) for calls in one.about)
    return told if told == one.path else f"{one.path}: {told}"


def calls_in_words(calls: Calls) -> str:
    """Return which calls a path is: actions, resources, and the conditions other than who calls."""
    parts = [_element(calls.action)]
    if calls.resource != EVERYTHING:
        parts.append(f"on {_element(calls.resource)}")
    elif calls.resource_type:
        parts.append(f"on {calls.resource_type}")
    rows = [_condition(row) for row in calls.conditions if row.key.lower() != _CALLER]
    return " ".join(parts) + (f" where {' and '.join(rows)}" if rows else "")


def _element(element: Element) -> str:
    return ("everything but " if element.negated else "") + listed(element.patterns)


def listed(texts: tuple[str, ...]) -> str:
    """Return some of the texts, and how many more there are."""
    more = f" and {len(texts) - _FEW} more" if len(texts) > _FEW else ""
    return ", ".join(texts[:_FEW]) + more


def _condition(row: Condition) -> str:
    if row.operator == "Null":
        return f"{row.key} is {'not sent' if row.values == ('true',) else 'sent'}"
    negated = "Not" in row.operator
    if row.set_operator is SetOperator.FOR_ANY_VALUE and not negated:
        return f"some {row.key} is {listed(row.values)}"
    if row.set_operator is SetOperator.FOR_ALL_VALUES and negated:
        return f"no {row.key} is {listed(row.values)}"
    if (
        row.set_operator is not SetOperator.NONE
        or row.if_exists
        or not row.operator.startswith(("String", "Arn", "Bool"))
    ):
        return f"{row.spelled} {row.key} {listed(row.values)}"
    return f"{row.key} is {'not ' if negated else ''}{listed(row.values)}"
