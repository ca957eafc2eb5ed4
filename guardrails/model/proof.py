"""Properties of a policy set over all requests, and what a proof says: proven, refuted by a witness, or undecided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from guardrails.model.policy.document import EVERYTHING, Condition, Element, PolicyDocument
from guardrails.model.request import PrincipalKind, Request
from guardrails.model.source import Location


class Claim(Enum):
    """What a property says of every call that it is about."""

    DENIED = "denied"
    ALLOWED = "allowed"


@dataclass(frozen=True, slots=True)
class Calls:
    """A set of calls, in the words of the policy language: those that a statement with these elements would match.

    `conditions` also say who calls (`aws:PrincipalArn`) and where (`aws:RequestedRegion`). A call with several
    authorization requests is in the set when the one on `resource_type` is (empty: one on any of its types). `name` is
    the way that these calls are (`Training jobs of SageMaker`), for reports.
    """

    name: str
    action: Element
    resource: Element = EVERYTHING
    conditions: tuple[Condition, ...] = ()
    resource_type: str = ""


class Breadth(Enum):
    """Which requests there are for a property.

    EVERY: whatever AWS could send with the call. ORDINARY: what an ordinary call carries (over TLS, to a Region of the
    organization, not through another service, in the caller's own account), optional keys only where the property names
    them.
    """

    EVERY = "every"
    ORDINARY = "ordinary"


@dataclass(frozen=True, slots=True)
class Property:
    """A question to the prover: is every call of every set in `about` denied (or allowed)?"""

    name: str
    claim: Claim
    about: tuple[Calls, ...]
    breadth: Breadth = Breadth.EVERY

    @property
    def path(self) -> str:
        """The names of its sets of calls, which say by which path the calls reach their end."""
        return ", ".join(dict.fromkeys(one.name for one in self.about))


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a property is asked: the account and what its requests carry. Empty text: not known, so any.

    `kinds` of principals the property is about; `callers` are ARNs of principals that exist there, the likeliest first,
    and `regions` the Regions of the organization, its home first: witnesses are made of these where they can be.
    `accounts` are the ids of the organization's member accounts; `rcps` are the RCP levels over the resources of each.
    """

    account: str
    account_id: str
    organization_id: str = ""
    path: str = ""
    partition: str = "aws"
    regions: tuple[str, ...] = ("us-east-1",)
    callers: tuple[str, ...] = ()
    kinds: tuple[PrincipalKind, ...] = (
        PrincipalKind.ROLE,
        PrincipalKind.USER,
        PrincipalKind.ROOT,
        PrincipalKind.FEDERATED_USER,
    )
    accounts: tuple[str, ...] = ()
    management_id: str = ""
    rcps: Mapping[str, tuple[tuple[PolicyDocument, ...], ...]] = field(default_factory=dict, hash=False)


class Status(Enum):
    """How a question ended. Only PROVEN is a pass."""

    PROVEN = "proven"
    REFUTED = "refuted"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Witness:
    """One call, complete: its authorization requests, the one that was asked first. The evaluator has confirmed it.

    `outside` says what of it exists only outside the catalog (`a future instance type p9.48xlarge`); empty where all
    of it exists today. `words` is the call in the words of `guardrails simulate`.
    """

    requests: tuple[Request, ...]
    words: str = ""
    outside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What the prover says to one property about one policy set.

    `calls` is the name of the set that the witness or the doubt is of. `reason` says why nothing was decided, the
    budget that ran out included. `notes` qualify a proof (`holds only because its image is denied`). `domain` lists
    what the property was asked over, in words; `searched` counts the cases looked at.
    """

    status: Status
    witness: Witness | None = None
    calls: str = ""
    reason: str = ""
    notes: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    searched: int = 0


@dataclass(frozen=True, slots=True)
class NearMiss:
    """The statement that almost caught a witness: where it stands, which parts failed, and what would catch it."""

    node: str
    policy: str
    statement: str
    failed: tuple[str, ...]
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """Calls to the same end that no policy of this kind binds, why not, and what covers them instead."""

    calls: str
    why: str = ""
    covered_by: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """The answer to one invariant for one group of accounts that stand under the same policies.

    `chain` names the policies that speak of its actions, root first. `seconds` is wall time. `gaps` say which calls to
    the same end no policy of this kind binds, and what covers them. `place` is where the organization file states it,
    if it does.
    """

    asked: Property
    accounts: tuple[str, ...]
    result: Result
    chain: tuple[str, ...] = ()
    near: tuple[NearMiss, ...] = ()
    gaps: tuple[Gap, ...] = ()
    excused: str = ""
    seconds: float = field(default=0.0, compare=False)
    place: Location | None = None

    @property
    def holds(self) -> bool:
        """Whether it passes: proven, or refuted under a reviewed exception."""
        return self.result.status is Status.PROVEN or bool(self.excused)


@dataclass(frozen=True, slots=True)
class ProofReport:
    """The answer to `guardrails prove`: one proof for each property and group of accounts, in order."""

    organization: str
    bundled: bool
    proofs: tuple[Proof, ...]
    notes: tuple[str, ...] = ()
    catalog_date: str = ""
    version: str = ""
