"""ORG-004: every account has one environment out of the known ones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guardrails.files import codes
from guardrails.files.loaded import Project
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.organization.levels import every_account

RULE = Rule("ORG-004", "account-environments", "One environment per account, out of the known ones.", Severity.ERROR)

ENVIRONMENTS = ("mgmt", "shared", "sandbox", "dev", "test", "staging", "prod", "dr")


def check(project: Project, today: date) -> Iterator[Finding]:
    """Yield every account whose environment is not known."""
    for account in every_account(project.organization):
        if account.env not in ENVIRONMENTS:
            message = f"{account.name} has the environment {account.env!r}"
            yield codes.finding(
                RULE, message, project.at((*account.pointer, "env")), f"use one of {', '.join(ENVIRONMENTS)}"
            )
