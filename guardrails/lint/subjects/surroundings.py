"""What stands around a document: the other documents, its organization, declared examples, the date."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from guardrails.lint.subjects.subject import Subject
from guardrails.model.organization.tree import Account, Organization
from guardrails.model.policy.document import PolicyDocument, PolicySet, PolicyType
from guardrails.model.request import Request
from guardrails.model.source import Location

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Level:
    """One place on the way from the root to an account (`path` is unique) with the final documents attached there."""

    path: str
    documents: tuple[PolicyDocument, ...]

    def holds(self, name: str) -> bool:
        """Return whether the document of that name (a policy's slug) is attached here."""
        return any(one.name == name for one in self.documents)


@dataclass(frozen=True, slots=True)
class MemberAccount:
    """An active or planned member account with its SCP and RCP levels, root first, the account itself last."""

    account: Account
    scps: tuple[Level, ...]
    rcps: tuple[Level, ...] = ()

    @property
    def path(self) -> str:
        """Its path from the root, which no other account has."""
        return self.scps[-1].path

    def levels(self, type: PolicyType) -> tuple[Level, ...]:
        """Return the levels of one type of policy, root first."""
        return self.rcps if type is PolicyType.RCP else self.scps

    @property
    def policies(self) -> PolicySet:
        """The organization policies that a request from this account, on its own resources, meets."""
        scps = tuple(level.documents for level in self.scps)
        return PolicySet(scps=scps, rcps=tuple(level.documents for level in self.rcps))


@dataclass(frozen=True, slots=True)
class Example:
    """A call that a policy's scenarios declare to be allowed: its requests, in words, and where it stands."""

    policy: str
    words: str
    account: str
    requests: tuple[Request, ...]
    place: Location


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All documents that are linted together; `organization` is None for a bare folder of policy files."""

    today: date
    subjects: tuple[Subject, ...] = ()
    organization: Organization | None = None
    members: tuple[MemberAccount, ...] = ()
    examples: Mapping[str, tuple[Example, ...]] = field(default_factory=dict)
    locations: Mapping[str, Location] = field(default_factory=dict)
    """Where each policy is defined in the organization file, by slug."""
    _made: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, name: str, make: Callable[[], _T]) -> _T:
        """Return what `make` returns, made at the first call under that name: for what all documents share."""
        if name not in self._made:
            self._made[name] = make()
        made: _T = self._made[name]
        return made
