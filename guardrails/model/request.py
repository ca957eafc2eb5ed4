"""Requests: one authorization request is a principal, an action, one resource and the request context.

`UNKNOWN` means "AWS sends this key, but we cannot read its value". A key that is not in the context is absent, which is
a fact: negated condition operators match it. The two are never the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final


class Unreadable(Enum):
    """The type of the one value `UNKNOWN`."""

    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        raise TypeError("an unknown value has no truth; compare it with `is UNKNOWN`")

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unreadable.UNKNOWN
"""A key whose presence and value cannot be known (a key that is known to be present may still be read as this)."""

Value = str | tuple[str, ...] | Unreadable
"""A context value: text for a single-valued key, a tuple for a multivalued one (even with one or no element)."""


@dataclass(frozen=True, slots=True)
class Partial:
    """A resource of which only a part is known: some ARN of this pattern, in which `*` is any text or none.

    In the first five fields of a whole ARN that text has no colon, nor has it in names of services that allow none.
    Unlike an ARN that AWS itself writes with `*` (the instance that a call is about to make) it is matched as what it
    may be: a policy's pattern that holds every such ARN names it, one that holds none does not, any other may.
    """

    pattern: str

    def __str__(self) -> str:
        return self.pattern


Resource = str | Partial | Unreadable
"""One ARN, `*` for an action without resource types, an ARN that is partly known, or UNKNOWN."""


class PrincipalKind(Enum):
    """What kind of identity makes a request; decides whether SCPs reach it."""

    USER = "user"
    ROLE = "role"
    SERVICE_LINKED_ROLE = "service-linked-role"
    ROOT = "root"
    FEDERATED_USER = "federated-user"
    SERVICE = "service"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who calls. `arn` is what `aws:PrincipalArn` holds: the role's ARN, never the ARN of one of its sessions.

    For a service principal `arn` is its name (`cloudtrail.amazonaws.com`) and `account` is empty; for an anonymous
    caller both are empty. `session` is the ARN of the role session, where the caller is one and it is known.
    """

    arn: str
    kind: PrincipalKind
    account: str = ""
    session: str = ""
    in_management_account: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """One authorization request: the unit that policies decide. Keys of `context` are lower case (see `context_of`).

    `resource_account` owns the resource; empty means the principal's own account.
    """

    principal: Principal
    action: str
    resource: Resource = "*"
    context: Mapping[str, Value] = field(default_factory=dict)
    resource_account: str = ""
    resource_in_management_account: bool = False


def context_of(values: Mapping[str, Value]) -> dict[str, Value]:
    """Return a request context: key names folded to lower case, for AWS compares them without regard to case.

    Two spellings of one key (`aws:RequestTag/Env` and `aws:RequestTag/env`) make its value UNKNOWN: AWS calls the
    result unpredictable.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html (2026-09)
    """
    context: dict[str, Value] = {}
    for key, value in values.items():
        name = key.lower()
        context[name] = UNKNOWN if name in context and context[name] != value else value
    return context
