"""A small project on disk, whose organization file a test changes in one place."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from guardrails.files.loaded import Project
from guardrails.files.project import read_project
from guardrails.model.finding import Finding

TODAY = date(2026, 11, 21)

GUARD: dict[str, Any] = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "DenyUsers",
            "Effect": "Deny",
            "Action": "iam:CreateUser",
            "Resource": "*",
            "Condition": {"ArnNotLike": {"aws:PrincipalArn": ["{{pipeline}}", "{{break_glass}}"]}},
        },
        {"Sid": "DenyBuckets", "Effect": "Deny", "Action": ["s3:DeleteBucket"], "Resource": ["{{buckets}}"]},
    ],
}

ORGANIZATION: dict[str, Any] = {
    "apiVersion": "guardrails.dev/v1",
    "kind": "Organization",
    "metadata": {"name": "small"},
    "settings": {
        "allowed_regions": ["us-east-1"],
        "accelerators": {"families": ["p*"], "allow": []},
        "retention": {"org_trail_days": 365},
    },
    "delegations": {"guardduty": "Management", "config": "Management"},
    "principals": {
        "pipeline": ["arn:aws:iam::*:role/guardrails/apply"],
        "break_glass": ["arn:aws:iam::*:role/guardrails/bg"],
    },
    "policies": {
        "full-access": {"aws_managed": "FullAWSAccess"},
        "guard": {
            "file": "scps/guard.json",
            "exempt": ["pipeline"],
            "params": {"buckets": ["arn:aws:s3:::a", "arn:aws:s3:::b"]},
        },
    },
    "management": {"name": "Management", "id": "111111111111", "email": "m@example.com", "owner": "platform"},
    "root": {
        "ous": [
            {
                "name": "Workloads",
                "scps": ["full-access", "guard"],
                "accounts": [
                    {
                        "name": "Dev",
                        "id": "222222222222",
                        "email": "d@example.com",
                        "env": "dev",
                        "owner": "platform",
                        "budget_usd": 100,
                    },
                    {
                        "name": "Prod",
                        "id": "333333333333",
                        "email": "p@example.com",
                        "env": "prod",
                        "owner": "platform",
                        "budget_usd": 500,
                    },
                ],
            }
        ]
    },
}

EXCEPTION: dict[str, Any] = {
    "id": "EX-1",
    "policy": "guard",
    "statement": "DenyUsers",
    "scope": {"account": "Dev"},
    "mechanism": "account",
    "reason": "external machines",
    "alternative_considered": "Roles Anywhere",
    "owner": "platform",
    "approved_by": "security",
    "expires": "2026-12-31",
}

Change = Callable[[dict[str, Any]], object]


def read(
    folder: Path, change: Change | None = None, document: object = GUARD, full: bool = False
) -> tuple[Project | None, tuple[Finding, ...]]:
    """Write the project (JSON is YAML) with the organization changed, and read it."""
    organization = copy.deepcopy(ORGANIZATION)
    if change:
        change(organization)
    (folder / "scps").mkdir(exist_ok=True)
    (folder / "scps" / "organization.yaml").write_text(json.dumps(organization, indent=1), encoding="utf-8")
    text = document if isinstance(document, str) else json.dumps(document, indent=1)
    (folder / "scps" / "guard.json").write_text(text, encoding="utf-8")
    return read_project(folder, TODAY, full)


def good(folder: Path, change: Change | None = None, document: object = GUARD) -> Project:
    """Return a project that must be without fault."""
    project, findings = read(folder, change, document)
    assert project is not None and not findings, findings
    return project


def with_exception(**changes: Any) -> Change:
    """Return the change that adds one exception."""
    return lambda organization: organization.update(exceptions=[{**EXCEPTION, **changes}])
