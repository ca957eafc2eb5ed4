"""Security services are administered by the security account, not by the management account.

## What it does

Warns when `delegations` gives a security service (GuardDuty, Security Hub, Macie, Inspector, Detective, Config,
Access Analyzer, Firewall Manager, Security Lake) to the management account although a security account exists or is
planned: an account of env `shared` that a security team owns, or that lies under an OU called Security. Without such
an account there is nothing better to name, so the rule is silent.

## Why it matters

No SCP binds the management account. Everybody who reads findings there, and every automation that acts on them,
works where no guardrail holds. AWS advises against the management account as administrator of GuardDuty.

## Example

```yaml
organization:
  delegations: {guardduty: Management, config: Management}
  root:
    ous:
      - name: Security
        accounts: [{name: Security, status: planned, env: shared, owner: security, email: aws+sec@example.com}]
```

## Use instead

```yaml
organization:
  delegations: {guardduty: Security, config: Security}
  root:
    ous:
      - name: Security
        accounts: [{name: Security, status: planned, env: shared, owner: security, email: aws+sec@example.com}]
```

## How to fix

Register the security account as delegated administrator and write it under `delegations`. While it is only planned
the warning is a reminder: there is nothing to change in AWS yet.

## Sources

- https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_organizations.html (2026-09)
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_delegate_policies.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guardrails.files import codes
from guardrails.files.loaded import Project
from guardrails.files.rules.entries import joined, mapping
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.organization.levels import find_account, places
from guardrails.model.organization.tree import Account, Status

RULE = Rule(
    "ORG-012",
    "security-delegation",
    "Security services are administered by the security account, not by the management account.",
    Severity.WARNING,
    ("A3", "C4", "E11"),
)

SERVICES = frozenset(
    "accessanalyzer auditmanager config detective firewallmanager fms guardduty inspector inspector2 macie macie2 "
    "securityhub securitylake".split()
)
"""Services with a delegated administrator whose work is security; hyphens and underscores do not count.

Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services_list.html (2026-09)
"""


def check(project: Project, today: date) -> Iterator[Finding]:
    """Yield one warning that names every security service which the management account administers."""
    management = project.organization.management
    services = [
        name
        for name, account in mapping(project, "delegations").items()
        if name.lower().replace("-", "").replace("_", "") in SERVICES
        and find_account(project.organization, account) is management
    ]
    better = _security_account(project) if services else None
    if better is None:
        return
    verb = "is" if len(services) == 1 else "are"
    who = f"{joined(services)} {verb} delegated to {management.name}, the management account, which no SCP binds"
    if better.status is Status.PLANNED:
        message, help = f"{who}; {better.name} is planned", f"delegate to {better.name} as soon as it is active"
    else:
        message, help = f"{who}, although there is {better.name}", f"delegate to {better.name}"
    place = project.at(("delegations", services[0]) if len(services) == 1 else ("delegations",))
    yield codes.finding(RULE, message, place, help)


def _security_account(project: Project) -> Account | None:
    """Return the security account, an active one if there is; an account that only keeps logs is none."""
    logs = mapping(project, "delegations").get("cloudtrail_bucket", "")
    found = []
    for path in places(project.organization):
        place = path[-1]
        if not isinstance(place, Account) or place.env != "shared" or place.name == logs:
            continue
        under = any(part.name.casefold() == "security" for part in path[:-1])
        if (under or "security" in place.owner.casefold()) and place.status in (Status.ACTIVE, Status.PLANNED):
            found.append(place)
    return min(found, key=lambda one: one.status is Status.PLANNED, default=None)
