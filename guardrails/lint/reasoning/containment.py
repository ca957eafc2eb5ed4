"""Containment: whether one statement surely matches every request that another one matches.

Sound, not complete: a yes is proved from the texts of the two statements, a no only means that it is not obvious. Each
part of the broader statement must be implied by the same part of the narrower: actions and resources pattern by
pattern, each condition row by some row on the same key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from guardrails.evaluation.conditions import absent_holds
from guardrails.evaluation.operators import OPERATORS
from guardrails.evaluation.patterns import Glob, action_matches, arn_fields
from guardrails.evaluation.variables import has_variables
from guardrails.lint.reasoning.overlap import is_everything
from guardrails.model.decision import Truth
from guardrails.model.policy.document import Condition, Element, SetOperator, Statement

Covers = Callable[[str, str], bool]
"""Whether a pattern surely matches all that another one matches."""


def contains(broad: Statement, narrow: Statement) -> bool:
    """Whether `broad` surely matches every request that `narrow` matches; effects are not looked at.

    Both must read variables alike: the caller sees to it that their documents are of one version.
    """
    return (
        _may_contain(broad.action, narrow.action)
        and _element(broad.action, narrow.action, action_covers, _actions_apart)
        and _element(broad.resource, narrow.resource, _resource_covers, _resources_apart)
        and broad.principal == narrow.principal
        and all(any(implies(row, wanted) for row in narrow.conditions) for wanted in broad.conditions)
    )


def container_of(statements: Sequence[Statement], at: int) -> Statement | None:
    """Return the first other statement that contains the one at that place; of two equal ones the first has none."""
    own = statements[at]
    for place, other in enumerate(statements):
        if place != at and contains(other, own) and (place < at or not contains(own, other)):
            return other
    return None


def _may_contain(broad: Element, narrow: Element) -> bool:
    """The cheap first look, which most pairs do not pass: the services of the narrow one are those of the broad one."""
    if broad.negated or narrow.negated:
        return True
    services = _services(broad.patterns)
    return "*" in services or _services(narrow.patterns) <= services


@lru_cache(maxsize=4096)
def _services(patterns: tuple[str, ...]) -> frozenset[str]:
    return frozenset(one.lower().partition(":")[0] for one in patterns)


def _element(broad: Element, narrow: Element, covers: Covers, apart: Covers) -> bool:
    if not broad.negated:
        if narrow.negated:
            return any(covers(one, "*") for one in broad.patterns)
        return _each_covered(broad.patterns, narrow.patterns, covers)
    if narrow.negated:
        return _each_covered(narrow.patterns, broad.patterns, covers)
    return all(apart(one, other) for one in narrow.patterns for other in broad.patterns)


def _each_covered(broad: Iterable[str], narrow: Iterable[str], covers: Covers) -> bool:
    patterns = tuple(broad)
    return all(any(covers(one, other) for one in patterns) for other in narrow)


def action_covers(broad: str, narrow: str) -> bool:
    """Whether an action pattern surely names every action that another one names."""
    if broad == "*" or broad.lower() == narrow.lower():  # `**` is no action of IAM's and matches nothing
        return True
    return _aligned(broad, narrow) and action_matches(broad, narrow)


def _aligned(broad: str, narrow: str) -> bool:
    """Whether matching the narrow pattern's text proves containment: `?` must not take a `*` for one character."""
    return "*" not in narrow or "?" not in broad


def _actions_apart(one: str, other: str) -> bool:
    """Whether no action is of both patterns: other services, or names that begin differently."""
    (service, _, name), (second, _, another) = one.lower().partition(":"), other.lower().partition(":")
    if "*" in (one, other):
        return False
    return service != second or _heads_differ(name, another)


def _heads_differ(one: str, other: str) -> bool:
    head, second = _literal_head(one), _literal_head(other)
    if head == one and second == other:
        return one != other
    return not (head.startswith(second) or second.startswith(head))


def _literal_head(pattern: str) -> str:
    return pattern.replace("?", "*").partition("*")[0]


def actions_apart(one: Element, other: Element) -> bool:
    """Whether surely no action is named by both elements."""
    if one.negated or other.negated:
        return False
    return all(_actions_apart(first, second) for first in one.patterns for second in other.patterns)


def _resource_covers(broad: str, narrow: str) -> bool:
    """Whether a resource pattern surely names all that another one names; one with two readings covers only itself."""
    if is_everything(broad) or broad == narrow:
        return True
    plain = _is_certain(broad) and _is_certain(narrow)
    return plain and _aligned(broad, narrow) and Glob.of(broad).matches(narrow)


def _resources_apart(one: str, other: str) -> bool:
    return _is_certain(one) and _is_certain(other) and _heads_differ(one, other)


def _is_certain(pattern: str) -> bool:
    """Whether a pattern is a whole ARN with one reading (see `evaluation.matching`)."""
    fields = arn_fields(pattern)
    lower = all(field == field.lower() for field in fields[:4])
    return len(fields) == 6 and lower and not has_variables(pattern)


def implies(row: Condition, wanted: Condition) -> bool:
    """Whether a row that holds of a request makes `wanted` hold, too."""
    if row.key.lower() != wanted.key.lower():
        return False
    if wanted.operator == "Null":
        return _implies_presence(row, wanted)
    if row.operator == "Null":
        return _implies_absence(row) and absent_holds(wanted) is Truth.TRUE
    if row.set_operator is not wanted.set_operator or row.if_exists > wanted.if_exists:
        return False
    if _family(row.operator) != _family(wanted.operator):
        return False
    if OPERATORS[row.operator].negated:
        return _values_cover(row, wanted)
    return _values_cover(wanted, row)


def _implies_presence(row: Condition, wanted: Condition) -> bool:
    if row.operator == "Null":
        return {one.lower() for one in row.values} <= {one.lower() for one in wanted.values}
    needs_value = row.set_operator is SetOperator.FOR_ANY_VALUE or (
        row.set_operator is SetOperator.NONE and not OPERATORS[row.operator].negated
    )
    return needs_value and not row.if_exists and "false" in (one.lower() for one in wanted.values)


def _implies_absence(row: Condition) -> bool:
    """Whether a `Null` row holds only where the key is absent."""
    return "false" not in (one.lower() for one in row.values)


_FAMILIES = {"ArnEquals": "ArnLike", "ArnNotEquals": "ArnNotLike"}
"""Operators that AWS documents to behave identically, under the name of one of them.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html (2026-09)
"""


def _family(operator: str) -> str:
    return _FAMILIES.get(operator, operator)


def _values_cover(broad: Condition, narrow: Condition) -> bool:
    """Whether every value of the narrow row is covered by one of the broad row."""
    covers = _COVERS.get(_family(broad.operator), _same)
    return _each_covered(broad.values, narrow.values, covers)


def _same(broad: str, narrow: str) -> bool:
    return broad == narrow


def _text_covers(broad: str, narrow: str) -> bool:
    if broad == narrow:
        return True
    plain = not (has_variables(broad) or has_variables(narrow))
    return plain and _aligned(broad, narrow) and Glob.of(broad).matches(narrow)


def _arn_covers(broad: str, narrow: str) -> bool:
    """Field by field, as ARNs are compared."""
    if broad == narrow:
        return True
    if not (_is_certain(broad) and _is_certain(narrow)):
        return False
    pairs = zip(arn_fields(broad), arn_fields(narrow), strict=True)
    return all(_aligned(one, other) and Glob.of(one).matches(other) for one, other in pairs)


_COVERS: dict[str, Covers] = {
    "StringLike": _text_covers,
    "StringNotLike": _text_covers,
    "ArnLike": _arn_covers,
    "ArnNotLike": _arn_covers,
}
