"""Predictions: the authorization requests that applying a change of a plan leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from guardrails.model.plan.change import Change
from guardrails.model.plan.values import Mark
from guardrails.model.request import Value


class Step(Enum):
    """The operation of the provider that makes the call; a replacement has a delete and a create."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    READ = "read"


class Caller(Enum):
    """Whose authority counts when a request is authorized."""

    PROVIDER = "provider"
    """Terraform's credentials."""
    CHECK = "check"
    """AWS asks whether the caller may, for an action that the provider does not call."""
    FAS = "fas"
    """A service uses the caller's session (forward access session)."""
    SERVICE = "service"
    """A service role in the account: SCPs bind that role."""
    SLR = "slr"
    """A service-linked role: no SCP binds it."""


class Certainty(Enum):
    """How sure it is that the call is made, and that it is this one."""

    CERTAIN = "certain"
    """A curated mapping, or the one operation that the provider can make."""
    LIKELY = "likely"
    """The long tail: two independent rankings agree on the operation, or it was chosen by hand."""
    POSSIBLE = "possible"
    """The provider decides at run time whether it makes the call, or which one of several."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """One authorization request. `resource` may hold `*` for parts of the ARN that nobody knows yet.

    `context` holds service keys and tags (lower case), not the global keys that follow from caller, Region and account.
    `causes` says for each key (lower case), and for `resource`, which is UNKNOWN or partly so, the plan attribute
    behind it and its mark; the attribute is empty where AWS knows the value and no plan shows it. A key that ends in
    `/*` (`aws:requesttag/*`) is UNKNOWN and stands for every key with that start which is not named.
    `context_complete` False: the mapping knows only the action, so any other key may be sent.
    """

    change: Change
    step: Step
    action: str
    resource_type: str = ""
    resource: str = "*"
    context: Mapping[str, Value] = field(default_factory=dict)
    caller: Caller = Caller.PROVIDER
    certainty: Certainty = Certainty.CERTAIN
    region: str | Mark = ""
    account: str | Mark = ""
    """The account whose credentials make the call."""
    resource_account: str | Mark = ""
    """The owner of the resource where it is not that account; empty otherwise."""
    principal: str | Mark = ""
    """ARN of the role that the provider block assumes, or of the service role for `Caller.SERVICE`; else empty."""
    context_complete: bool = True
    causes: Mapping[str, tuple[str, Mark]] = field(default_factory=dict)
    note: str = ""
    unsaid: frozenset[str] = frozenset()
    """Keys, lower case, that the action can carry and the mapping is silent about; one that ends in `/` or `:` is the
    start of a family. Where a policy asks for one of them it is UNKNOWN."""


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A change whose requests nobody can tell: its type has no mapping, or its verb is unknown.

    `program` True: its provisioner runs a program, whatever else is known of the change.
    """

    change: Change
    reason: str
    program: bool = False


@dataclass(frozen=True, slots=True)
class Predicted:
    """Everything that is predicted of a plan. `silent` are changes that are known to make no request."""

    requests: tuple[Prediction, ...] = ()
    unmapped: tuple[Unmapped, ...] = ()
    silent: tuple[Change, ...] = ()
