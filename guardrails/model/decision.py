"""Answers: `Truth` (three values), `Decision`, and `Verdict`, the set of decisions that are still possible."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Truth(Enum):
    """Kleene's three values. `UNKNOWN` is "one of the two others, we cannot tell which"."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2

    def __bool__(self) -> bool:
        raise TypeError("a Truth is not a bool; compare it with `is Truth.TRUE`")

    def __and__(self, other: Truth) -> Truth:
        return self if self.value <= other.value else other

    def __or__(self, other: Truth) -> Truth:
        return self if self.value >= other.value else other

    def __invert__(self) -> Truth:
        return _NEGATED[self]

    @staticmethod
    def of(value: bool) -> Truth:
        """Return the certain truth of a Python bool."""
        return Truth.TRUE if value else Truth.FALSE


_NEGATED = {Truth.FALSE: Truth.TRUE, Truth.UNKNOWN: Truth.UNKNOWN, Truth.TRUE: Truth.FALSE}


def every(truths: Iterable[Truth]) -> Truth:
    """Return the conjunction; of nothing it is TRUE."""
    result = Truth.TRUE
    for truth in truths:
        result = result & truth
        if result is Truth.FALSE:
            break
    return result


def some(truths: Iterable[Truth]) -> Truth:
    """Return the disjunction; of nothing it is FALSE."""
    result = Truth.FALSE
    for truth in truths:
        result = result | truth
        if result is Truth.TRUE:
            break
    return result


class Decision(Enum):
    """AWS's three answers, written as its policy simulator means them."""

    ALLOW = "allow"
    IMPLICIT_DENY = "implicit-deny"
    EXPLICIT_DENY = "explicit-deny"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decisions that are still possible; one when nothing relevant is unknown.

    Sound, not complete: two statements that test the same unknown key are treated as independent, so a verdict may
    hold a decision that no value of that key would bring about. It never lacks one that is possible.
    """

    possible: frozenset[Decision]

    @staticmethod
    def of(deny: Truth, allow: Truth) -> Verdict:
        """Return the verdict of "some Deny matches" and "every policy that must allow does"."""
        return _VERDICTS[deny, allow]

    @property
    def decision(self) -> Decision | None:
        """The decision, or None while more than one is possible."""
        return next(iter(self.possible)) if len(self.possible) == 1 else None

    @property
    def denied(self) -> Truth:
        """Whether the request is denied, explicitly or implicitly."""
        if Decision.ALLOW not in self.possible:
            return Truth.TRUE
        return Truth.UNKNOWN if len(self.possible) > 1 else Truth.FALSE

    def __str__(self) -> str:
        return self.decision.value if self.decision else "unknown"


def _verdict(deny: Truth, allow: Truth) -> Verdict:
    possible = set()
    if deny is not Truth.FALSE:
        possible.add(Decision.EXPLICIT_DENY)
    if deny is not Truth.TRUE and allow is not Truth.FALSE:
        possible.add(Decision.ALLOW)
    if deny is not Truth.TRUE and allow is not Truth.TRUE:
        possible.add(Decision.IMPLICIT_DENY)
    return Verdict(frozenset(possible))


_VERDICTS = {(deny, allow): _verdict(deny, allow) for deny in Truth for allow in Truth}


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the verdict of a call that makes several authorization requests: it succeeds only if each is allowed.

    An explicit deny of one decides the call; raises ValueError for no verdict at all, which must never mean "allowed".
    """
    deny, allow, seen = Truth.FALSE, Truth.TRUE, False
    for verdict in verdicts:
        seen = True
        deny = deny | _truth_of(Decision.EXPLICIT_DENY, verdict)
        allow = allow & ~_truth_of(Decision.IMPLICIT_DENY, verdict)
    if not seen:
        raise ValueError("a call without an authorization request has no verdict")
    return Verdict.of(deny, allow)


def _truth_of(decision: Decision, verdict: Verdict) -> Truth:
    if decision not in verdict.possible:
        return Truth.FALSE
    return Truth.TRUE if len(verdict.possible) == 1 else Truth.UNKNOWN
