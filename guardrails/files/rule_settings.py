"""`rules/settings.json`: what Checkov checks and cfn-lint rules need to know of the organization, and nothing else.

The rules import nothing of Guardrails, so that plain Checkov and plain cfn-lint can run them; this file is how the
organization reaches them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from guardrails.catalog.instance_types import accelerated_types
from guardrails.files.loaded import Project
from guardrails.files.rules.entries import mapping
from guardrails.model.organization.levels import every_account
from guardrails.model.organization.tree import Account, Mechanism

FILE: Final = "rules/settings.json"
"""Where the file stands in a project; the checks look for it beside their own folder."""

VERSION: Final = 1

_SETTINGS: Final = (
    "partition",
    "home_region",
    "dr_region",
    "allowed_regions",
    "naming",
    "tags",
    "budgets",
    "retention",
    "accelerators",
    "time_zone",
    "logs",
    "alerts",
    "security_profile",
    "images",
    "tailnet",
)
"""The settings that rules may ask for; what is not here (quotas, trusted services) is for the engine alone."""

_ACCOUNT: Final = ("vpcs", "backup", "endpoints", "data_class", "segment", "delegated")


def settings_text(project: Project) -> str:
    """Return the text of the file: JSON, two spaces deep, sorted, and the same for the same organization."""
    return json.dumps(rule_settings(project), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def rule_settings(project: Project) -> dict[str, Any]:
    """Return what the rules may know: settings, accounts, access, CI subjects, state, and known accelerated types."""
    organization = project.organization
    settings = mapping(project, "settings")
    return {
        "version": VERSION,
        "organization": organization.name,
        "management": organization.management.id,
        "settings": {name: settings[name] for name in _SETTINGS if name in settings},
        "accounts": [_account(one) for one in every_account(organization)],
        "principals": {name: list(values) for name, values in organization.principals.items()},
        "access": dict(mapping(project, "access")),
        "ci": dict(mapping(project, "ci")),
        "state": dict(mapping(project, "state")),
        "delegations": dict(mapping(project, "delegations")),
        "exceptions": [
            {"policy": one.policy, "accounts": list(one.accounts), "expires": one.expires.isoformat()}
            for one in organization.exceptions
            if one.mechanism is Mechanism.ACCOUNT
        ],
        "accelerated": sorted(one.name for one in accelerated_types()),
    }


def _account(one: Account) -> dict[str, Any]:
    told: Mapping[str, object] = one.entry.values
    row = {
        "name": one.name,
        "id": one.id,
        "email": one.email,
        "env": one.env,
        "status": one.status.value,
        "owner": one.owner,
        "budget_usd": one.budget_usd,
        "connectivity": one.connectivity,
        "data_class": one.data_class,
        "template": one.template,
    }
    return row | {name: told[name] for name in _ACCOUNT if name in told and name not in row}
