"""A small organization to prove things of, and a stand-in for the prover that says what it is told to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from guardrails.files.loaded import Project
from guardrails.files.project import load_project
from guardrails.model.organization.tree import Account

TODAY = date(2026, 11, 22)
TRAIL = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "KeepTrails",
            "Effect": "Deny",
            "Action": "cloudtrail:StopLogging",
            "Resource": "*",
            "Condition": {"ArnNotLike": {"aws:PrincipalArn": ["arn:aws:iam::*:role/guardrails/apply"]}},
        }
    ],
}
ORGANIZATION: dict[str, Any] = {
    "apiVersion": "guardrails.dev/v1",
    "kind": "Organization",
    "metadata": {"name": "small"},
    "settings": {
        "organization_id": "o-a1b2c3d4e5",
        "home_region": "eu-central-1",
        "dr_region": "eu-west-1",
        "allowed_regions": ["eu-central-1", "eu-west-1"],
        "accelerators": {"families": ["p*", "g*"], "allow": ["g5.xlarge"]},
    },
    "principals": {"pipeline": ["arn:aws:iam::*:role/guardrails/apply"], "break_glass": ["arn:aws:iam::*:role/glass"]},
    "policies": {"trail": {"type": "SCP", "file": "scps/trail.json"}},
    "management": {"name": "Management", "id": "999999999999", "email": "aws+mgmt@example.com", "env": "mgmt"},
    "root": {
        "scps": ["FullAWSAccess", "trail"],
        "ous": [
            {
                "name": "Workloads",
                "accounts": [
                    {"name": "Dev", "id": "111111111111", "email": "aws+dev@example.com", "env": "dev", "owner": "ml"},
                    {
                        "name": "Prod",
                        "id": "222222222222",
                        "email": "aws+prod@example.com",
                        "env": "prod",
                        "owner": "ml",
                    },
                    {"name": "Later", "status": "planned", "env": "prod"},
                ],
            },
            {
                "name": "Sandbox",
                "accounts": [{"name": "Toys", "id": "333333333333", "env": "sandbox", "email": "aws+toys@example.com"}],
            },
        ],
    },
}


def folder(
    path: Path,
    *invariants: Mapping[str, Any],
    changes: Mapping[str, Any] | None = None,
    documents: Mapping[str, Any] | None = None,
) -> Path:
    """Write the organization, with invariants and other top-level keys, and return its folder."""
    (path / "scps").mkdir(parents=True)
    for name, document in {"trail": TRAIL, **(documents or {})}.items():
        (path / "scps" / f"{name}.json").write_text(json.dumps(document), "utf-8")
    organization = json.loads(json.dumps({**ORGANIZATION, **(changes or {}), "invariants": invariants}))  # no aliases
    (path / "scps" / "organization.yaml").write_text(yaml.safe_dump(organization, sort_keys=False), "utf-8")
    return path


def project(path: Path, *invariants: Mapping[str, Any], **rest: Any) -> Project:
    """Return the organization, read."""
    return load_project(folder(path, *invariants, **rest), TODAY)


def account(project: Project, name: str = "Dev") -> Account:
    """Return an account by name."""
    from guardrails.model.organization.levels import find_account

    found = find_account(project.organization, name)
    assert found is not None
    return found
