"""What a whole-plan rule is given: the plan, where it lands, the organization, and what was worked out of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from guardrails.model.approval import Approval
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.organization.tree import Account, Organization
from guardrails.model.plan.change import Change
from guardrails.model.plan.plan import Placements, Plan, References
from guardrails.model.source import Location


@dataclass(frozen=True, slots=True)
class Inspection:
    """One plan under inspection. `account` is the target; `module` names the root's state (`networking`), if known.

    `siblings` are the other plans of the same run with their accounts. `today` is the day that expiry is judged on.
    `repeated`: the plan was made right after an apply and is to change nothing.
    """

    plan: Plan
    organization: Organization
    account: Account
    environment: str
    references: References
    placements: Placements
    today: date
    module: str = ""
    siblings: tuple[tuple[Plan, Account], ...] = ()
    approval: Approval | None = None
    """The earlier report that the plan is held to, if any."""
    repeated: bool = False


Check = Callable[[Inspection], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class PlanRule:
    """A rule, the resource types it looks at (globs; none: every type), and how it looks.

    `seen`, the number of changes of these types, tells a rule that found nothing from one that had nothing to look at.
    """

    rule: Rule
    types: tuple[str, ...]
    check: Check


def at(plan: Plan, change: Change) -> Location:
    """Return the place of a change in its plan; the source's line is found later, where the sources are at hand.

    A change that stands for an action has no row (its position is below 0): its place is the plan as a whole.
    """
    if change.position < 0:
        return Location(plan.file)
    if change.deferred:
        return Location(plan.file, ("deferred_changes", change.position, "resource_change"))
    return Location(plan.file, ("resource_changes", change.position))


def finding(
    rule: Rule,
    plan: Plan,
    change: Change,
    message: str,
    *,
    attribute: str = "",
    found: str = "",
    expected: str = "",
    help: str = "",
    severity: Severity | None = None,
) -> Finding:
    """Return a finding about a change. `message` is a sentence without a full stop that does not repeat the address."""
    return Finding(
        rule.id,
        severity or rule.severity,
        message,
        at(plan, change),
        help,
        rule.confidence,
        token=attribute,
        address=change.address,
        previous_address=change.previous_address,
        attribute=attribute,
        found=found,
        expected=expected,
    )


def undecided(
    rule: Rule, plan: Plan, change: Change, message: str, hangs_on: tuple[str, ...], help: str = ""
) -> Finding:
    """Return the finding that a rule cannot tell, and on which attributes (of the plan) that hangs."""
    return Finding(
        rule.id,
        rule.severity,
        message,
        at(plan, change),
        help,
        rule.confidence,
        token=hangs_on[0] if hangs_on else "",
        address=change.address,
        previous_address=change.previous_address,
        attribute=hangs_on[0] if hangs_on else "",
        undecided=True,
        hangs_on=hangs_on,
    )
