"""A minimal organization that breaks no rule, into which an example or a case is merged."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from guardrails.files.project import read_project
from guardrails.files.rules.table import judge
from guardrails.model.finding import Finding
from tests.unit.files.build import TODAY

MINIMAL: dict[str, Any] = {
    "apiVersion": "guardrails.dev/v1",
    "kind": "Organization",
    "metadata": {"name": "example"},
    "settings": {"retention": {"org_trail_days": 365}},
    "delegations": {"guardduty": "Management", "config": "Management"},
    "management": {
        "name": "Management",
        "id": "111111111111",
        "email": "aws+mgmt@example.com",
        "owner": "platform",
        "budget_usd": 100,
    },
    "root": {
        "scps": ["FullAWSAccess"],
        "ous": [
            {
                "name": "Workloads",
                "accounts": [
                    {
                        "name": "Dev",
                        "id": "222222222222",
                        "email": "aws+dev@example.com",
                        "env": "dev",
                        "owner": "platform",
                        "budget_usd": 1000,
                    }
                ],
            }
        ],
    },
}


def merged(base: Any, over: Any) -> Any:
    """Mappings merge by key, lists of named things by name; anything else is replaced."""
    if isinstance(base, dict) and isinstance(over, dict):
        return {**base, **{key: merged(base.get(key), value) for key, value in over.items()}}
    named = isinstance(over, list) and all(isinstance(item, dict) and "name" in item for item in over)
    if isinstance(base, list) and named and over:
        rows = {item["name"]: item for item in base}
        return list({**rows, **{item["name"]: merged(rows.get(item["name"]), item) for item in over}}.values())
    return over


def findings_of(folder: Path, example: dict[str, Any]) -> tuple[Finding, ...]:
    """Write an example (`organization`, `documents`) as a project and return everything that is found in it."""
    (folder / "scps").mkdir()
    for slug, document in example.get("documents", {}).items():
        (folder / "scps" / f"{slug}.json").write_text(json.dumps(document), encoding="utf-8")
    organization = merged(copy.deepcopy(MINIMAL), example["organization"])
    (folder / "scps" / "organization.yaml").write_text(json.dumps(organization, indent=1), encoding="utf-8")
    project, findings = read_project(folder, TODAY, full=True)
    return findings if project is None else judge(project, TODAY)
