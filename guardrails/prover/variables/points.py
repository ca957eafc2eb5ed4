"""Sample values of a key that is compared as a number, date, truth value, bytes or address: few, and enough of them.

Conditions split the values of a key into classes that none of them tells apart. The points of a set of conditions hold
one value of each class, so a conjunction of these conditions and their negations that any value satisfies is satisfied
by a point. Values are read by `evaluation.operators`, as the evaluator reads them.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping
from enum import Enum
from itertools import product
from types import MappingProxyType
from typing import Any, Final

from guardrails.evaluation.operators import MISMATCH, OPERATORS
from guardrails.model.policy.document import Condition
from guardrails.prover.variables.addresses import address_points
from guardrails.prover.variables.numbers import number_points
from guardrails.prover.variables.times import both_points, date_points


class Family(Enum):
    """As what an operator reads values. Operators of one family read a value alike."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOL = "bool"
    BINARY = "binary"
    ADDRESS = "address"


NEITHER: Final = "neither"
"""A text that is no number, date, truth value, base64 or address."""

_STARTS: Final[Mapping[str, Family]] = MappingProxyType(
    {
        "Numeric": Family.NUMBER,
        "Date": Family.DATE,
        "Bool": Family.BOOL,
        "Binary": Family.BINARY,
        "IpAddress": Family.ADDRESS,
        "NotIpAddress": Family.ADDRESS,
        "String": Family.TEXT,
        "Arn": Family.TEXT,
    }
)
_LINE: Final = frozenset({Family.NUMBER, Family.DATE})
_CASES_OF_TRUE: Final = tuple("".join(letters) for letters in product(*((one, one.upper()) for one in "true")))


def family_of(condition: Condition) -> Family | None:
    """Return as what a condition reads values; None for `Null`, which reads none."""
    if condition.operator == "Null":
        return None
    return next(family for start, family in _STARTS.items() if condition.operator.startswith(start))


def points(family: Family, conditions: Iterable[Condition]) -> tuple[str, ...]:
    """Return values of one key, ordinary ones first, of which one is in each class that the conditions tell apart.

    Conditions of other families are left out; use `meeting_points` where several meet on a key. Raises ValueError for
    TEXT: texts are languages, not points.
    """
    wanted = _wanted(family, conditions)
    match family:
        case Family.NUMBER:
            found: Iterable[str] = number_points(wanted)
        case Family.DATE:
            found = date_points(wanted)
        case Family.BOOL:
            found = ("true", "false")
        case Family.BINARY:
            found = _binary_points(wanted)
        case Family.ADDRESS:
            found = address_points(wanted)
        case Family.TEXT:
            raise ValueError("texts have no points")
    return (*found, NEITHER)


def meeting_points(conditions: Iterable[Condition]) -> tuple[str, ...] | None:
    """Return points for all these conditions on one key together, whatever their families.

    None where no such points are known: conditions on its text among them, or on its bytes beside its number or date.
    """
    rows = tuple(conditions)
    families = {family for family in map(family_of, rows) if family}
    if Family.TEXT in families or (Family.BINARY in families and families & _LINE):
        return None
    found: list[str] = []
    if families >= _LINE:  # some texts are both: the seconds of aws:EpochTime, and years
        found.extend(both_points(_wanted(Family.NUMBER, rows), _wanted(Family.DATE, rows)))
        families -= _LINE
    for family in (one for one in Family if one in families):
        found.extend(points(family, rows))
    if families >= {Family.BOOL, Family.BINARY}:  # `true` is base64 of three bytes, which the case of letters changes
        found.extend(_CASES_OF_TRUE)
    return tuple(dict.fromkeys((*(one for one in found if one != NEITHER), NEITHER)))


def _wanted(family: Family, conditions: Iterable[Condition]) -> tuple[Any, ...]:
    """The values of the conditions of a family as it reads them, without those that it cannot read."""
    read = [
        OPERATORS[condition.operator].read_wanted(value)
        for condition in conditions
        if family is not Family.TEXT and family_of(condition) is family
        for value in condition.values
    ]
    return tuple(one for one in read if one is not MISMATCH)


def _binary_points(wanted: Iterable[bytes]) -> tuple[str, ...]:
    """Base64 of each of these byte strings, and of one that is longer than all of them."""
    distinct = tuple(dict.fromkeys(wanted))
    other = bytes(1 + max(map(len, distinct), default=0))
    return tuple(b64encode(one).decode() for one in (*distinct, other))
