"""Control Tower before landing zone 4.0 has a Log Archive and an Audit account.

## What it does

With `control_tower.enabled` and a `landing_zone_version` below 4.0 it looks for two different active member accounts.
Log Archive is the account that `delegations` names for `cloudtrail_bucket` (or `cloudtrail`), Audit one that it names
for GuardDuty, Security Hub, Config or Macie, such as a "Security Tooling" account. Where `delegations` says nothing,
an account called `Log Archive`, `Audit` or `Security Tooling` counts. Without a version there is a warning, for then
nobody can tell.

## Why it matters

Earlier landing zones cannot be set up without these two accounts: "three accounts with Control Tower" are five.
Since 4.0 both are optional. A model that lacks accounts which exist leaves them without guardrails and budget.

## Example

```yaml
organization:
  settings: {control_tower: {enabled: true, landing_zone_version: "3.3"}}
```

## Use instead

```yaml
organization:
  settings: {control_tower: {enabled: true, landing_zone_version: "4.0"}}
```

## How to fix

Add the two accounts (usually in an OU Security), or upgrade the landing zone and write its version.

## Sources

- https://docs.aws.amazon.com/controltower/latest/userguide/key-changes-lz-v4.html (2026-09)
- https://docs.aws.amazon.com/controltower/latest/userguide/step-one.html (2026-09)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from guardrails.files import codes
from guardrails.files.loaded import Project
from guardrails.files.rules.entries import joined, mapping
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.organization.levels import find_account, members
from guardrails.model.organization.tree import Account

RULE = Rule(
    "ORG-011",
    "control-tower-accounts",
    "Control Tower before landing zone 4.0 has a Log Archive and an Audit account.",
    Severity.ERROR,
    ("A2", "C2", "C3"),
)

OPTIONAL_SINCE = 4
_LOGS = ("cloudtrail_bucket", "log_archive", "cloudtrail")
_AUDIT = ("audit", "securityhub", "guardduty", "config", "macie")
_LOG_NAMES, _AUDIT_NAMES = ("log archive",), ("audit", "security tooling")


def check(project: Project, today: date) -> Iterator[Finding]:
    """Yield the accounts that an old landing zone needs and the file lacks, or that the version is not told."""
    settings = project.organization.settings
    if settings.get("control_tower.enabled") is not True:
        return
    text = settings.text("control_tower.landing_zone_version")
    version = re.fullmatch(r"v?(\d+)(?:\.\d+)*", text.strip())
    if version is None:
        place = project.at(("settings", "control_tower", "landing_zone_version"))
        message = f"Control Tower is enabled, but {repr(text) if text else 'nothing'} says which landing zone it runs"
        help = 'write landing_zone_version: "4.0" (or yours); before 4.0 two more accounts are needed'
        yield codes.finding(RULE, message, place, help, Severity.WARNING)
    elif int(version[1]) < OPTIONAL_SINCE:
        missing = _missing(project)
        if missing:
            message = f"landing zone {text} cannot be without {joined(missing)}, and no active member account is it"
            help = "add the accounts and name them under delegations, or upgrade to landing zone 4.0"
            yield codes.finding(RULE, message, project.at(("settings", "control_tower", "landing_zone_version")), help)


def _missing(project: Project) -> list[str]:
    archive = _account(project, _LOGS, _LOG_NAMES, None)
    audit = _account(project, _AUDIT, _AUDIT_NAMES, archive)
    return [name for name, found in (("a Log Archive account", archive), ("an Audit account", audit)) if found is None]


def _account(project: Project, services: Iterable[str], names: Iterable[str], other: Account | None) -> Account | None:
    """Return an active member account that one of the services is delegated to, else one of that name."""
    delegations = mapping(project, "delegations")
    wanted = [delegations[service] for service in services if service in delegations] + list(names)
    active = members(project.organization)
    found = (find_account(project.organization, name) for name in wanted)
    return next((one for one in found if one is not None and one in active and one != other), None)
