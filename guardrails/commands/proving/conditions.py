"""Who and where, as conditions of the policy language: principals by name or pattern, context keys by their values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from guardrails.catalog.keys import condition_key, is_multivalued
from guardrails.files.parameters import ParameterError, resolve
from guardrails.model.organization.invariant import Sense, Where
from guardrails.model.organization.tree import Organization
from guardrails.model.policy.document import Condition, SetOperator

CALLER = "aws:PrincipalArn"

_SHORT = {"role/": "iam", "user/": "iam", "federated-user/": "sts"}
_OPERATORS = {
    "bool": ("Bool", ""),
    "numeric": ("NumericEquals", "NumericNotEquals"),
    "date": ("DateEquals", "DateNotEquals"),
    "ip": ("IpAddress", "NotIpAddress"),
}
"""By type of key: the operator for values that it has, and for values that it has not (Bool has no such twin)."""

_AMONG = {Sense.IS: SetOperator.FOR_ANY_VALUE, Sense.ONLY: SetOperator.FOR_ALL_VALUES}
"""How a key with several values is compared where one of them must match, and where all must."""


class ClaimProblem(ValueError):
    """Something that an invariant or question names and that is nothing; `part` is the key that holds it."""

    def __init__(self, message: str, part: str, at: int | str | None = None) -> None:
        super().__init__(message)
        self.part = part
        self.at = at


def texts_of(values: Iterable[str], organization: Organization, part: str) -> tuple[str, ...]:
    """Return the values with references such as `$settings.allowed_regions` followed; ClaimProblem for a dead one."""
    found: list[str] = []
    for value in values:
        try:
            one = resolve(value, organization)
        except ParameterError as error:
            raise ClaimProblem(str(error), part) from None
        found += [one] if isinstance(one, str) else one
    return tuple(dict.fromkeys(found))


def callers(principals: Iterable[str], organization: Organization, part: str) -> tuple[str, ...]:
    """Return the ARN patterns that principals mean: names of the file's `principals`, `role/X`, `root`, ARN patterns.

    Raises ClaimProblem, with what would be understood, for anything else.
    """
    found: list[str] = []
    for at, one in enumerate(principals):
        found += _caller(one.strip(), organization, part, at)
    return tuple(dict.fromkeys(found))


def _caller(text: str, organization: Organization, part: str, at: int) -> Sequence[str]:
    if text in organization.principals:
        return organization.principals[text]
    if text.startswith("$"):
        return texts_of([text], organization, part)
    if text.startswith("arn:") and text.count(":") >= 5:
        return (text,)
    partition = organization.settings.text("partition", "aws")
    if text == "root":
        return (f"arn:{partition}:iam::*:root",)
    for start, service in _SHORT.items():
        if text.startswith(start) and len(text) > len(start):
            return (f"arn:{partition}:{service}::*:{text}",)
    names = ", ".join(sorted(organization.principals))
    hint = "role/NAME, user/NAME, root, a pattern of an ARN" + (f" or one of {names}" if names else "")
    raise ClaimProblem(f"{text!r} is not a principal: write {hint}", part, at)


def who(principals: Sequence[str], but: Sequence[str], organization: Organization) -> tuple[Condition, ...]:
    """Return the conditions on the caller: one of `principals` (none: everybody), and none of `but`."""
    found = []
    if principals:
        found.append(Condition("ArnLike", CALLER, callers(principals, organization, "principals")))
    if but:
        found.append(Condition("ArnNotLike", CALLER, callers(but, organization, "except")))
    return tuple(found)


def where(rows: Iterable[Where], organization: Organization) -> tuple[Condition, ...]:
    """Return a condition for each row; ClaimProblem for a key without values, or a reference that is dead."""
    return tuple(_condition(row, organization) for row in rows)


def _condition(row: Where, organization: Organization) -> Condition:
    if row.sense in (Sense.ABSENT, Sense.PRESENT):
        return Condition("Null", row.key, ("true" if row.sense is Sense.ABSENT else "false",))
    values = texts_of(row.values, organization, "where")
    if not values:
        raise ClaimProblem(f"{row.key} has no values to compare with", "where", row.key)
    if row.sense in _AMONG:
        among = _AMONG[row.sense] if is_multivalued(row.key) else SetOperator.NONE
        return Condition(_operator(row.key, values)[0], row.key, values, among)
    return _without(row.key, values)


def _without(key: str, values: tuple[str, ...]) -> Condition:
    """Return the condition that holds where the key has none of the values, or is not sent at all."""
    operator = _operator(key, values)[1]
    if not operator:  # Bool: what is not true is false, or not there
        turned = tuple({"true": "false", "false": "true"}.get(value.lower(), value) for value in values)
        return Condition("Bool", key, turned, if_exists=True)
    among = SetOperator.FOR_ALL_VALUES if is_multivalued(key) else SetOperator.NONE
    return Condition(operator, key, values, among)


def _operator(key: str, values: Sequence[str]) -> tuple[str, str]:
    """Return the operator for values that a key has, and the one for values that it has not."""
    known = condition_key(key)
    kind = known.type if known else "string"
    patterns = any("*" in value or "?" in value for value in values)
    if kind == "arn" and all(value.count(":") >= 5 for value in values):
        return "ArnLike", "ArnNotLike"
    if kind in _OPERATORS and not patterns:
        return _OPERATORS[kind]
    return ("StringLike", "StringNotLike") if patterns else ("StringEquals", "StringNotEquals")
