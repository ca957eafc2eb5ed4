"""Answers of commands, ready to be rendered: one row of a simulation, one scenario that ran."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class Outcome(Enum):
    """What the organization's policies say to one call in one account."""

    ALLOW = "allow"
    """No SCP or RCP denies it; whether the account's own policies grant it is another question."""
    DENY = "deny"
    UNKNOWN = "unknown"
    NOT_RESTRICTED = "not-restricted"
    """SCPs do not bind this caller at all: `Answer.exemption` says why."""

    @property
    def words(self) -> str:
        """The outcome as a sentence has it."""
        return _WORDS[self]


_WORDS = {
    Outcome.ALLOW: "not denied",
    Outcome.DENY: "DENIED",
    Outcome.UNKNOWN: "unknown",
    Outcome.NOT_RESTRICTED: "not restricted",
}


@dataclass(frozen=True, slots=True)
class Decider:
    """What decides: a statement of a policy at a node, or (`policy` empty) a node where nothing allows the call."""

    node: str
    policy: str = ""
    sid: str = ""
    policy_type: str = "SCP"
    pointer: str = ""

    @property
    def statement(self) -> str:
        """`gpu-cap#CapRunInstances`; the pointer stands in for a missing Sid, a sentence for a missing statement."""
        if not self.policy:
            return "no statement allows it"
        return f"{self.policy}#{self.sid or self.pointer.lstrip('/')}"


@dataclass(frozen=True, slots=True)
class Cost:
    """What an instance of an accelerated type costs, in US dollars an hour (None: not known), against the cap.

    `cap_type` is the most expensive type that the organization's settings allow; `budget_hours` says after how many
    hours one such instance has used up the account's monthly budget.
    """

    instance_type: str
    accelerators: str
    usd_per_hour: float | None
    cap_type: str = ""
    cap_usd_per_hour: float | None = None
    budget_hours: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the cap's price this is, or None where either is not known."""
        if self.usd_per_hour is None or not self.cap_usd_per_hour:
            return None
        return self.usd_per_hour / self.cap_usd_per_hour


@dataclass(frozen=True, slots=True)
class Answer:
    """One row: what happens to one call in one account.

    `resources` are the ARNs of the authorization requests that decide (all, where the call is not denied); `why` are
    the lines of the explanation, indented by two blanks a level, empty unless asked for.
    """

    account: str
    account_id: str
    action: str
    outcome: Outcome
    principal: str = ""
    deciders: tuple[Decider, ...] = ()
    hangs_on: tuple[str, ...] = ()
    exemption: str = ""
    exempted_from: tuple[str, ...] = ()
    assumed_absent: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    cost: Cost | None = None
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Simulation:
    """The answer to `guardrails simulate`: rows in the order of the organization file, and what was assumed for all."""

    organization: str
    bundled: bool
    region: str
    answers: tuple[Answer, ...]
    notes: tuple[str, ...] = ()
    catalog_date: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """One scenario or case that ran; `failures` is empty when it passed."""

    id: str
    file: str
    line: int
    name: str
    policy: str = ""
    failures: tuple[str, ...] = ()
    seconds: float = field(default=0.0, compare=False)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many scenarios each statement of a policy decides; a policy without any counts as `tested` False."""

    policy: str
    tested: bool
    statements: tuple[tuple[str, int], ...] = ()

    @property
    def never_decisive(self) -> tuple[str, ...]:
        """The statements that decide no scenario."""
        return tuple(name for name, count in self.statements if not count)


@dataclass(frozen=True, slots=True)
class ScenarioReport:
    """The answer to `guardrails test`: what ran, what the scenarios cover, and what could not be read."""

    trials: tuple[Trial, ...]
    coverage: tuple[Coverage, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether everything ran, nothing failed, and every statement is decisive somewhere."""
        covered = all(one.tested and not one.never_decisive for one in self.coverage)
        return bool(self.trials) and covered and not self.problems and not any(one.failures for one in self.trials)
