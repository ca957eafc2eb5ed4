"""Keys with several values: that one and the same value is among some and not among others, as one condition.

Two rows of a policy speak of two values: `ForAnyValue` of an accelerated type and `ForAllValues` of no allowed one
leave out the call that names an accelerated type beside an allowed one.
"""

from __future__ import annotations

from dataclasses import replace

from guardrails.catalog.instance_types import over_cap_patterns
from guardrails.model.policy.document import Condition, SetOperator
from guardrails.model.proof import Calls

_ML = "ml."


def beside_others(calls: Calls) -> tuple[Calls, ...]:
    """Return the calls, and those of which one value alone is as the rows of a key say, whatever stands beside it."""
    rows = calls.conditions
    for wanted in rows:
        for unwanted in rows:
            if _is_pair(wanted, unwanted):
                rest = tuple(row for row in rows if row is not wanted and row is not unwanted)
                one = replace(wanted, operator="StringLike", values=without(wanted.values, unwanted.values))
                return (calls, replace(calls, conditions=(*rest, one))) if one.values else (calls,)
    return (calls,)


def _is_pair(wanted: Condition, unwanted: Condition) -> bool:
    return (
        wanted.key.lower() == unwanted.key.lower()
        and wanted.set_operator is SetOperator.FOR_ANY_VALUE
        and unwanted.set_operator is SetOperator.FOR_ALL_VALUES
        and wanted.operator in ("StringLike", "StringEquals")
        and unwanted.operator == "StringNotEquals"
    )


def without(wanted: tuple[str, ...], unwanted: tuple[str, ...]) -> tuple[str, ...]:
    """Return patterns of the instance types that are among `wanted` (patterns) and not among `unwanted` (types)."""
    start = _ML if all(one.startswith(_ML) for one in wanted) else ""
    plain = [[one.removeprefix(_ML) for one in listed] for listed in (wanted, unwanted)]
    return tuple(start + one for one in over_cap_patterns(*plain))
