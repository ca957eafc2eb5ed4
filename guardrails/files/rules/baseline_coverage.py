"""Every active member account is covered by GuardDuty, Config, a trail and a budget.

## What it does

For each active member account it looks for something in the file that switches each part on:

- GuardDuty: a delegated administrator (`delegations.guardduty`), or `factory.enable_guardduty: true`.
- Config: `delegations.config`, `factory.enable_config: true`, or Control Tower before landing zone 4.0.
- Trail: a trail of the organization (`settings.retention.org_trail_days`, `delegations.cloudtrail_bucket` or
  `delegations.cloudtrail`), `settings.retention.<env>.cloudtrail_days`, or `factory.enable_cloudtrail: true`.
- Money: `budget_usd`, or the cost anomaly detection of the organization (`settings.budgets.anomaly_usd`), whose
  monitor watches every account. With the latter alone there is a note.

`factory.enable_...: false` means not covered, whatever else is there. Policies such as threat-detection do not count:
an SCP keeps a service from being switched off, it never switches one on.

## Why it matters

One account without these is where an intruder, a broken rule or a bill goes unseen.

## Example

```yaml
organization:
  root: {ous: [{name: Workloads, accounts: [{name: Dev, factory: {enable_guardduty: false}}]}]}
```

## Use instead

```yaml
organization:
  root: {ous: [{name: Workloads, accounts: [{name: Dev, factory: {enable_guardduty: true}}]}]}
```

## How to fix

Name the delegated administrators, say how long the organization's trail is kept, and give each account a budget.

## Sources

- https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_organizations.html (2026-09)
- https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html (2026-09)
- https://docs.aws.amazon.com/controltower/latest/userguide/key-changes-lz-v4.html (2026-09)
- https://docs.aws.amazon.com/cost-management/latest/userguide/getting-started-ad.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from guardrails.files import codes
from guardrails.files.loaded import Project
from guardrails.files.rules.entries import entry, joined, mapping
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.organization.levels import members
from guardrails.model.organization.tree import Account

RULE = Rule(
    "ORG-015",
    "baseline-coverage",
    "Every active member account is covered by GuardDuty, Config, a trail and a budget.",
    Severity.ERROR,
    ("A24", "C13", "E4", "E5"),
)

_NAMED = 5
"""A message names at most so many accounts."""


class _Part(NamedTuple):
    """One part of the baseline: how a sentence calls it, its switch in `factory`, what else covers an account."""

    name: str
    switch: str
    covers: Callable[[Project, Account], bool]
    help: str


def check(project: Project, today: date) -> Iterator[Finding]:
    """Yield one finding for each part of the baseline that accounts lack, and one for each that switches it off."""
    accounts = members(project.organization)
    for part in _PARTS:
        open: list[str] = []
        for account in accounts:
            switched = _factory(project, account).get(part.switch)
            if switched is False:
                message = f"{account.name} is not covered by {part.name}: its factory switches it off"
                place = project.at((*account.pointer, "factory", part.switch))
                yield codes.finding(RULE, message, place, "set it to true, or suspend the account")
            elif switched is not True and not part.covers(project, account):
                open.append(account.name)
        if open:
            yield _finding(project, part, open, len(accounts))
    yield from _money(project, accounts)


def _finding(project: Project, part: _Part, names: list[str], of: int) -> Finding:
    who = f"no active member account ({_shown(names)})" if len(names) == of else _shown(names)
    verb = "is" if len(names) in (1, of) else "are"
    message = f"{who} {verb} {'' if len(names) == of else 'not '}covered by {part.name}"
    return codes.finding(RULE, message, project.at(("delegations",)), part.help)


def _shown(names: list[str]) -> str:
    return joined([*names[:_NAMED], f"{len(names) - _NAMED} more"] if len(names) > _NAMED else names)


def _factory(project: Project, account: Account) -> Mapping[str, Any]:
    return {} if account.template else entry(project, account).get("factory") or {}


def _guardduty(project: Project, account: Account) -> bool:
    return bool(mapping(project, "delegations").get("guardduty"))


def _config(project: Project, account: Account) -> bool:
    settings = project.organization.settings
    tower = settings.get("control_tower.enabled") is True
    old = settings.text("control_tower.landing_zone_version").startswith(("1.", "2.", "3."))
    return bool(mapping(project, "delegations").get("config")) or (tower and old)


def _trail(project: Project, account: Account) -> bool:
    delegations, settings = mapping(project, "delegations"), project.organization.settings
    kept = settings.get("retention.org_trail_days") or settings.get(f"retention.{account.env}.cloudtrail_days")
    return bool(kept or delegations.get("cloudtrail_bucket") or delegations.get("cloudtrail"))


_PARTS = (
    _Part(
        "GuardDuty",
        "enable_guardduty",
        _guardduty,
        "name its delegated administrator: delegations: {guardduty: ...}",
    ),
    _Part("Config", "enable_config", _config, "name its delegated administrator: delegations: {config: ...}"),
    _Part(
        "a trail",
        "enable_cloudtrail",
        _trail,
        "say how long the organization's trail is kept: settings: {retention: {org_trail_days: 365}}",
    ),
)


def _money(project: Project, accounts: tuple[Account, ...]) -> Iterator[Finding]:
    """Yield one error for each account whose spending nothing watches, or one note where anomaly detection does."""
    bare = [account for account in accounts if account.budget_usd is None]
    if bare and project.organization.settings.get("budgets.anomaly_usd"):
        verb = "has no budget of its own" if len(bare) == 1 else "have no budgets of their own"
        message = f"{_shown([one.name for one in bare])} {verb}; only the organization's anomaly detection watches"
        place, help = project.at(bare[0].pointer), "add budget_usd to each"
        related = tuple((project.at(one.pointer), one.name) for one in bare[1:])
        yield codes.finding(RULE, message, place, help, Severity.NOTE, related=related)
        return
    for account in bare:
        message = f"{account.name} has no budget, and no anomaly detection watches its spending"
        yield codes.finding(RULE, message, project.at(account.pointer), "add budget_usd")
