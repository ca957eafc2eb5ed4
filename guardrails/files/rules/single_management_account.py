"""ORG-001: there is exactly one management account, outside the tree, and no SCP is attached to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guardrails.files import codes
from guardrails.files.loaded import Project
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.organization.levels import every_account

RULE = Rule(
    "ORG-001",
    "single-management-account",
    "Exactly one management account; it has no `scps` and sits outside OUs.",
    Severity.ERROR,
    ("A3",),
)


def check(project: Project, today: date) -> Iterator[Finding]:
    """Yield what makes it unclear which account is the management account, or pretends that SCPs reach it."""
    management = project.organization.management
    for key, attached in (("scps", management.scps), ("rcps", management.rcps)):
        if attached:
            message = f"the management account has {key}, but no {key[:3].upper()} ever binds it"
            help = "remove them; keep workloads and people out of the management account instead"
            yield codes.finding(RULE, message, project.at(("management", key)), help)
    for account in every_account(project.organization)[1:]:
        if account.env == "mgmt":
            message = f"{account.name} has env mgmt, which only the management account has"
            yield codes.finding(RULE, message, project.at(account.pointer), "give it the env of its workloads")
