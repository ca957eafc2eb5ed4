"""The normal form of a policy document: string-or-list, `Not` twins and operator spellings are gone."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from guardrails.model.source import Pointer


class Effect(Enum):
    """What a matching statement does."""

    ALLOW = "Allow"
    DENY = "Deny"


class PolicyType(Enum):
    """Where a document is used; each place allows other elements."""

    SCP = "SCP"
    RCP = "RCP"
    IDENTITY = "identity"
    BOUNDARY = "boundary"
    SESSION = "session"
    RESOURCE = "resource"


class SetOperator(Enum):
    """How a condition reads a multivalued key."""

    NONE = ""
    FOR_ALL_VALUES = "ForAllValues"
    FOR_ANY_VALUE = "ForAnyValue"


@dataclass(frozen=True, slots=True)
class Element:
    """`Action`, `Resource`, or (negated) its `Not` twin: never both. Patterns are as written."""

    patterns: tuple[str, ...]
    negated: bool = False


EVERYTHING = Element(("*",))


@dataclass(frozen=True, slots=True)
class PrincipalElement:
    """`Principal`, or (negated) `NotPrincipal`: pairs of type and value.

    The types are `AWS`, `Service`, `Federated` and `CanonicalUser`. The bare `"*"` is the pair `("*", "*")`.
    """

    entries: tuple[tuple[str, str], ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """One row of a condition block: operator (canonical spelling, without set operator and IfExists), key, values.

    `key` is as written; compare it in lower case. JSON booleans and numbers stand as their JSON text (`true`, `1.2`).
    """

    operator: str
    key: str
    values: tuple[str, ...]
    set_operator: SetOperator = SetOperator.NONE
    if_exists: bool = False
    pointer: Pointer = field(default=(), compare=False, repr=False)

    @property
    def spelled(self) -> str:
        """The operator as a policy writes it: `ForAnyValue:StringLikeIfExists`."""
        prefix = f"{self.set_operator.value}:" if self.set_operator is not SetOperator.NONE else ""
        return f"{prefix}{self.operator}{'IfExists' if self.if_exists else ''}"


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement. Equality is of content: the place where it stands does not count."""

    effect: Effect
    action: Element
    resource: Element = EVERYTHING
    conditions: tuple[Condition, ...] = ()
    principal: PrincipalElement | None = None
    sid: str = ""
    pointer: Pointer = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class PolicyDocument:
    """A policy. `name` is how users know it (a slug or a file); `variables` says whether `${...}` is replaced in it.

    Only Version 2012-10-17 replaces policy variables; with 2008-10-17 or none they are plain text.
    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html (2026-09)
    """

    statements: tuple[Statement, ...]
    version: str = "2012-10-17"
    id: str = ""
    name: str = field(default="", compare=False)

    @property
    def variables(self) -> bool:
        """Whether policy variables are replaced."""
        return self.version == "2012-10-17"


FULL_AWS_ACCESS = PolicyDocument((Statement(Effect.ALLOW, EVERYTHING),), name="FullAWSAccess")
"""AWS's managed SCP, attached to every root, OU and account when it is created.

Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html (2026-09)
"""

RCP_FULL_AWS_ACCESS = PolicyDocument(
    (Statement(Effect.ALLOW, EVERYTHING, principal=PrincipalElement((("*", "*"),))),), name="RCPFullAWSAccess"
)
"""AWS's managed RCP, attached everywhere and never detached; the only RCP that may allow.

Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_evaluation.html (2026-09)
"""


@dataclass(frozen=True, slots=True)
class PolicySet:
    """Every policy that takes part in one authorization.

    `scps` are levels of the principal's account and `rcps` of the resource's, root first, account last; empty means
    that the account is in no organization. `identity` is a union. None means "no such policy", which a boundary and a
    session policy read as no limit, a resource policy as no grant.
    Every RCP level implies RCPFullAWSAccess, as in AWS.
    """

    scps: tuple[tuple[PolicyDocument, ...], ...] = ()
    rcps: tuple[tuple[PolicyDocument, ...], ...] = ()
    identity: tuple[PolicyDocument, ...] = (FULL_AWS_ACCESS,)
    boundary: PolicyDocument | None = None
    session: PolicyDocument | None = None
    resource: PolicyDocument | None = None
