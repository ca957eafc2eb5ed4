"""Condition operators: one table. Adding one is a row; absence, unknown, IfExists and OR/NOR live in `conditions.py`.

A test compares one readable context value with one policy value in the positive sense; `negated` turns the operator
round. A value that cannot be read as the operator's type is `MISMATCH`: AWS says that the match then fails and the
statement never applies, whatever the polarity.

Sources (2026-09): https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html,
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

import binascii
import operator
import re
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from guardrails.evaluation.patterns import Glob, arn_fields

if TYPE_CHECKING:
    from ipaddress import IPv4Network, IPv6Network


class Mismatch:
    """The type of `MISMATCH`: a value that is not of the operator's type."""


MISMATCH: Final = Mismatch()

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?", re.ASCII)
_DATE = re.compile(
    r"(?P<year>\d{4})(-(?P<month>\d\d)(-(?P<day>\d\d)"
    r"(T(?P<hour>\d\d):(?P<minute>\d\d)(:(?P<second>\d\d)(\.(?P<fraction>\d+))?)?(?P<zone>Z|[+-]\d\d:?\d\d))?)?)?",
    re.ASCII,
)
_ADDRESS = re.compile(r"[0-9A-Fa-f:.]+(/\d{1,3})?", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Operator:
    """One operator: how to read both sides, and the positive test of a found value against a wanted one."""

    name: str
    read_found: Callable[[str], Any]
    read_wanted: Callable[[str], Any]
    test: Callable[[Any, Any], bool]
    negated: bool = False
    patterns: bool = False
    """Whether the policy's value is a pattern (`*`, `?`) that policy variables may fill."""
    variables: bool = False


def _text(value: str) -> str:
    return value


def _folded(value: str) -> str:
    return value.lower()


def _number(value: str) -> Decimal | Mismatch:
    return Decimal(value) if _NUMBER.fullmatch(value) else MISMATCH


@lru_cache(maxsize=4096)
def _instant(value: str) -> Decimal | Mismatch:
    """Seconds since 1970 of an ISO 8601 instant (W3C profile) or of epoch seconds; five digits or more are an epoch."""
    if _NUMBER.fullmatch(value) and len(value) > 4:
        return Decimal(value)
    found = _DATE.fullmatch(value)
    if not found:
        return MISMATCH
    part = {name: int(found[name] or default) for name, default in _DATE_DEFAULTS.items()}
    try:
        day = datetime(**part, tzinfo=_zone(found["zone"] or "Z"))
    except ValueError:
        return MISMATCH
    elapsed = day - _EPOCH
    return Decimal(elapsed.days * 86400 + elapsed.seconds) + Decimal(f"0.{found['fraction'] or 0}")


_DATE_DEFAULTS = {"year": 1, "month": 1, "day": 1, "hour": 0, "minute": 0, "second": 0}


def _zone(text: str) -> timezone:
    if text == "Z":
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return timezone(timedelta(minutes=minutes if text[0] == "+" else -minutes))


def _truth(value: str) -> bool | Mismatch:
    return {"true": True, "false": False}.get(value.lower(), MISMATCH)


def _bytes(value: str) -> bytes | Mismatch:
    try:
        return b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return MISMATCH


@lru_cache(maxsize=4096)
def _network(value: str) -> IPv4Network | IPv6Network | Mismatch:
    """A CIDR block; a bare address is a block of one (/32, or /128 for IPv6)."""
    from ipaddress import ip_network  # costs 8 ms, and most policies name no address

    if not _ADDRESS.fullmatch(value):
        return MISMATCH
    try:
        return ip_network(value, strict=False)
    except ValueError:
        return MISMATCH


def _within(found: IPv4Network | IPv6Network, wanted: IPv4Network | IPv6Network) -> bool:
    return found.version == wanted.version and found.subnet_of(wanted)  # type: ignore[arg-type]


def _arn(value: str) -> tuple[str, ...] | Mismatch:
    fields = arn_fields(value)
    return fields if len(fields) == 6 else MISMATCH


def _arn_like(found: tuple[str, ...], wanted: tuple[Glob, ...]) -> bool:
    return all(glob.matches(field) for field, glob in zip(found, wanted, strict=True))


def _like(found: str, wanted: Glob) -> bool:
    return wanted.matches(found)


def _arn_globs(value: str) -> tuple[Glob, ...] | Mismatch:
    fields = arn_fields(value)
    return tuple(Glob.of(field) for field in fields) if len(fields) == 6 else MISMATCH


def _string(name: str, **rest: Any) -> Operator:
    return Operator(name, _text, _text, operator.eq, variables=True, **rest)


def _string_ignoring_case(name: str, **rest: Any) -> Operator:
    return Operator(name, _folded, _folded, operator.eq, variables=True, **rest)


def _string_like(name: str, **rest: Any) -> Operator:
    return Operator(name, _text, Glob.of, _like, patterns=True, variables=True, **rest)


def _arn_operator(name: str, **rest: Any) -> Operator:
    return Operator(name, _arn, _arn_globs, _arn_like, patterns=True, variables=True, **rest)


def _numeric(name: str, test: Callable[[Any, Any], bool], **rest: Any) -> Operator:
    return Operator(name, _number, _number, test, **rest)


def _date(name: str, test: Callable[[Any, Any], bool], **rest: Any) -> Operator:
    return Operator(name, _instant, _instant, test, **rest)


OPERATORS: Final[dict[str, Operator]] = {
    row.name: row
    for row in (
        _string("StringEquals"),
        _string("StringNotEquals", negated=True),
        _string_ignoring_case("StringEqualsIgnoreCase"),
        _string_ignoring_case("StringNotEqualsIgnoreCase", negated=True),
        _string_like("StringLike"),
        _string_like("StringNotLike", negated=True),
        _arn_operator("ArnEquals"),
        _arn_operator("ArnNotEquals", negated=True),
        _arn_operator("ArnLike"),
        _arn_operator("ArnNotLike", negated=True),
        _numeric("NumericEquals", operator.eq),
        _numeric("NumericNotEquals", operator.eq, negated=True),
        _numeric("NumericLessThan", operator.lt),
        _numeric("NumericLessThanEquals", operator.le),
        _numeric("NumericGreaterThan", operator.gt),
        _numeric("NumericGreaterThanEquals", operator.ge),
        _date("DateEquals", operator.eq),
        _date("DateNotEquals", operator.eq, negated=True),
        _date("DateLessThan", operator.lt),
        _date("DateLessThanEquals", operator.le),
        _date("DateGreaterThan", operator.gt),
        _date("DateGreaterThanEquals", operator.ge),
        Operator("Bool", _truth, _truth, operator.eq),
        Operator("BinaryEquals", _bytes, _bytes, operator.eq),
        Operator("IpAddress", _network, _network, _within),
        Operator("NotIpAddress", _network, _network, _within, negated=True),
    )
}
"""Every operator but `Null`, which tests presence and never a value."""
