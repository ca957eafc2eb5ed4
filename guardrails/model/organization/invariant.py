"""Invariants: what must be impossible, or must stay possible, for every request to the organization's accounts.

Equality is of content; `pointer` (where the thing stands in the file) does not count.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from guardrails.model.proof import Claim
from guardrails.model.source import Pointer

EVERY_MEMBER: Final = frozenset({"all-members", "members", "all"})
"""The words for all active accounts but the management account."""


class Sense(Enum):
    """How a row of `where` reads a key: it has one of the values, none of them, only them, is not sent, is sent."""

    IS = "is"
    IS_NOT = "is not"
    ONLY = "only"
    ABSENT = "absent"
    PRESENT = "present"


@dataclass(frozen=True, slots=True)
class Where:
    """One row of `where`: a context key as written, and patterns (`*`, `?`); these are empty for ABSENT and PRESENT.

    A key without value has none of the values, so it fits IS_NOT; of a set-valued key IS asks for one element that
    matches, IS_NOT for none, and ONLY that all of them do.
    """

    key: str
    sense: Sense
    values: tuple[str, ...] = ()
    pointer: Pointer = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Invariant:
    """One named invariant. `claim` says what must come of the calls, `what` which these are.

    `what` are names of capabilities, sentences, or actions with wildcards, as written. `accounts` are names, ids, OUs,
    `field=value` or a word of `EVERY_MEMBER`. `principals` (empty: everybody) and `except_` are names of the
    organization's principals, short forms (`role/*`, `root`) or patterns of ARNs. `resources` (empty: any) are ARN
    patterns; references such as `$settings.home_region` are resolved in them and in `where`. `boundary` is the path of
    the permissions boundary that the principals have.
    """

    name: str
    claim: Claim
    what: tuple[str, ...]
    accounts: tuple[str, ...]
    description: str = ""
    principals: tuple[str, ...] = ()
    except_: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    where: tuple[Where, ...] = ()
    boundary: str = ""
    pointer: Pointer = field(default=(), compare=False, repr=False)

    @property
    def verb(self) -> str:
        """The key of the file that says what is claimed: `deny` or `allow`."""
        return "deny" if self.claim is Claim.DENIED else "allow"
