"""What a change of policies changes over all requests: regions newly allowed and newly denied, and what they touch."""

from __future__ import annotations

from dataclasses import dataclass, field

from guardrails.model.gate_report import ScenarioChange
from guardrails.model.proof import Witness


@dataclass(frozen=True, slots=True)
class Region:
    """A set of requests, readable: which actions, on which resources, under which conditions; and one request of it.

    `actions` and `resources` are patterns as policies write them (`NotAction` ones start with `not `); `conditions` are
    sentences such as `aws:RequestedRegion is eu-west-1`. `known_actions` counts the actions of the catalog that it
    holds. `causes` name the statements that changed, as `policy#Sid`; `unless` those of the side that allows which deny
    a part of it all the same: that part does not change.
    """

    actions: tuple[str, ...]
    resources: tuple[str, ...]
    conditions: tuple[str, ...]
    witness: Witness
    known_actions: int = 0
    causes: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """What changes between two policy sets. Both tuples empty and `undecided` too: proved equal.

    The union of `newly_allowed` (`newly_denied`), each less what its `unless` denies, is exactly what is newly allowed
    (denied); `undecided` says for what this is not known, with the reason.
    """

    newly_allowed: tuple[Region, ...] = ()
    newly_denied: tuple[Region, ...] = ()
    undecided: tuple[str, ...] = ()

    @property
    def equal(self) -> bool:
        """Whether nothing changes, proved."""
        return not (self.newly_allowed or self.newly_denied or self.undecided)


@dataclass(frozen=True, slots=True)
class AccountsDifference:
    """The difference for accounts whose policies before and after are the same ones."""

    accounts: tuple[str, ...]
    difference: Difference
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A resource of a plan that a change would hit: address, the request it makes, and how its outcome changes."""

    plan: str
    address: str
    action: str
    before: str
    after: str
    decider: str = ""


@dataclass(frozen=True, slots=True)
class DiffReport:
    """The answer to `guardrails diff`.

    `before` and `after` say what was compared, as the user named it; `of` what the groups are of: accounts, or policies
    that each stand alone. `appeared` and `gone` are accounts that only one side has. `open` says what is not known of a
    side as a whole, so that nothing is proved.
    """

    before: str
    after: str
    groups: tuple[AccountsDifference, ...]
    scenarios: tuple[ScenarioChange, ...] = ()
    hits: tuple[Hit, ...] = ()
    appeared: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    of: str = "account"
    organization: str = ""
    seconds: float = field(default=0.0, compare=False)
    version: str = ""
    catalog_date: str = ""

    @property
    def undecided(self) -> bool:
        """Whether anything is not known."""
        return bool(self.open) or any(one.difference.undecided for one in self.groups)
