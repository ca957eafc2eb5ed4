"""Organization, OU, account, policy, exception: what `scps/organization.yaml` says, once it is known to be well formed.

Equality is of content; `pointer` (where the thing stands in the file) does not count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Final

from guardrails.model.organization.invariant import Invariant
from guardrails.model.policy.document import PolicyType
from guardrails.model.source import Pointer

FULL_ACCESS: Final = "FullAWSAccess"
"""The policy AWS attaches to every new root, OU and account; a node that says nothing about SCPs still has it.

Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html (2026-09)
"""


class Status(Enum):
    """Where an account is in its life; a planned one need not have an id yet."""

    ACTIVE = "active"
    PLANNED = "planned"
    SUSPENDED = "suspended"
    CLOSING = "closing"


class Mechanism(Enum):
    """How an exception opens a policy: by principal, by account, by resource, or by not attaching it at one node."""

    PRINCIPAL = "principal"
    ACCOUNT = "account"
    RESOURCE = "resource"
    DETACH = "detach"


class NodeKind(Enum):
    """The three kinds of place a policy can be attached to."""

    ROOT = "root"
    OU = "ou"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Settings:
    """A part of the file as plain values (mappings, lists, text, numbers, booleans), looked up by path."""

    values: Mapping[str, object] = field(default_factory=dict)

    def get(self, path: str) -> object:
        """Return the value at a dotted path such as `accelerators.allow`; None where there is none."""
        value: object = self.values
        for part in path.split("."):
            if not isinstance(value, Mapping):
                return None
            value = value.get(part)
        return value

    def texts(self, path: str) -> tuple[str, ...]:
        """Return the list of texts at a path; empty where there is none."""
        value = self.get(path)
        return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()

    def text(self, path: str, default: str = "") -> str:
        """Return the text at a path, or the default where there is none."""
        value = self.get(path)
        return value if isinstance(value, str) else default

    def number(self, path: str, default: int) -> int:
        """Return the whole number at a path, or the default where there is none."""
        value = self.get(path)
        return value if isinstance(value, int) and not isinstance(value, bool) else default


@dataclass(frozen=True, slots=True)
class Account:
    """One account. `id` is 12 digits, or empty while the account is planned; text that was not given is empty.

    `scps` are slugs, or `FullAWSAccess` alone where the file says nothing. `budget_usd` is US dollars a month. `entry`
    is everything the file says of the account (`vpcs`, `endpoints`, `backup`, ...), as plain values.
    """

    name: str
    id: str = ""
    email: str = ""
    env: str = ""
    owner: str = ""
    status: Status = Status.ACTIVE
    scps: tuple[str, ...] = (FULL_ACCESS,)
    rcps: tuple[str, ...] = ()
    budget_usd: float | None = None
    cost_center: str = ""
    connectivity: str = ""
    data_class: str = ""
    allowed_services: tuple[str, ...] = ()
    template: str = ""
    pointer: Pointer = field(default=(), compare=False, repr=False)
    entry: Settings = field(default_factory=Settings, compare=False, repr=False)

    @property
    def kind(self) -> NodeKind:
        """Always ACCOUNT; a path from the root ends in one."""
        return NodeKind.ACCOUNT


@dataclass(frozen=True, slots=True)
class Node:
    """The root or an OU, with what is attached to it and what lies directly under it."""

    name: str
    kind: NodeKind = NodeKind.OU
    scps: tuple[str, ...] = (FULL_ACCESS,)
    rcps: tuple[str, ...] = ()
    ous: tuple[Node, ...] = ()
    accounts: tuple[Account, ...] = ()
    managed_by: str = ""
    pointer: Pointer = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Policy:
    """One entry of the catalog of policies: exactly one of `file`, `library` and `aws_managed` is not empty.

    `params` are values or `$...` references, not yet resolved; `exempt` names entries of the organization's
    principals. A `draft` need not be attached anywhere.
    """

    slug: str
    type: PolicyType = PolicyType.SCP
    file: str = ""
    library: str = ""
    aws_managed: str = ""
    params: Mapping[str, object] = field(default_factory=dict)
    exempt: tuple[str, ...] = ()
    draft: bool = False
    pointer: Pointer = field(default=(), compare=False, repr=False)

    @property
    def param_texts(self) -> tuple[str, ...]:
        """The texts among the values of all parameters, those of lists too."""
        values = (item for one in self.params.values() for item in (one if isinstance(one, list) else [one]))
        return tuple(item for item in values if isinstance(item, str))


@dataclass(frozen=True, slots=True)
class PolicyException:
    """A reviewed opening of one policy, open until and including the day `expires`.

    `statement` is a Sid, empty for `detach`. The scope is by mechanism: `principals` (ARN patterns, short forms like
    `role/Name`, or names of principals), `accounts` (names or ids), `resources` (ARN patterns), `node` (name or path).
    """

    id: str
    policy: str
    mechanism: Mechanism
    expires: date
    statement: str = ""
    principals: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    node: str = ""
    reason: str = ""
    alternative_considered: str = ""
    owner: str = ""
    approved_by: str = ""
    compensating: tuple[str, ...] = ()
    pointer: Pointer = field(default=(), compare=False, repr=False)

    def expired(self, today: date) -> bool:
        """Whether the exception no longer opens anything on that day."""
        return today > self.expires


@dataclass(frozen=True, slots=True)
class Organization:
    """The whole organization. `management` stands outside the tree: no SCP or RCP reaches it.

    `principals` are named lists of ARN patterns; `state` is the file's `state` section as plain values, `sections` the
    whole file (`sections.get("access.assignments")`).
    """

    name: str
    management: Account
    root: Node
    policies: Mapping[str, Policy] = field(default_factory=dict)
    principals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)
    exceptions: tuple[PolicyException, ...] = ()
    invariants: tuple[Invariant, ...] = ()
    state: Mapping[str, object] = field(default_factory=dict)
    sections: Settings = field(default_factory=Settings, compare=False, repr=False)
