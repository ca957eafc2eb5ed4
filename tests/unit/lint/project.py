"""Small projects on disk for the lints that need an organization: a fragment merged into a minimal one, its documents.

The minimal organization has the management account 111111111111, the root with FullAWSAccess, and the OU Workloads
with the account Dev, 222222222222.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from guardrails.files.loaded import Project
from guardrails.files.project import read_project
from guardrails.model.finding import Finding

TODAY = date(2026, 11, 21)

DEV: dict[str, Any] = {
    "name": "Dev",
    "id": "222222222222",
    "email": "aws+dev@example.com",
    "env": "dev",
    "owner": "platform",
    "budget_usd": 100,
}

MINIMAL: dict[str, Any] = {
    "apiVersion": "guardrails.dev/v1",
    "kind": "Organization",
    "metadata": {"name": "small"},
    "settings": {
        "partition": "aws",
        "home_region": "us-east-1",
        "allowed_regions": ["us-east-1"],
        "retention": {"org_trail_days": 365},
    },
    "delegations": {"guardduty": "Dev", "config": "Dev"},
    "policies": {},
    "management": {
        "name": "Management",
        "id": "111111111111",
        "email": "aws+mgmt@example.com",
        "env": "mgmt",
        "owner": "platform",
        "budget_usd": 200,
    },
    "root": {
        "scps": ["FullAWSAccess"],
        "ous": [{"name": "Workloads", "scps": ["FullAWSAccess"], "accounts": [DEV]}],
    },
}


def project_from(
    tmp_path: Path,
    organization: Mapping[str, Any] | None = None,
    documents: Mapping[str, Any] | None = None,
    scenarios: Mapping[str, Any] | None = None,
) -> Path:
    """Write a project to a folder and return the folder, which `read_project` and `--root` take.

    Args:
        organization: merged into the minimal one: mappings key by key, anything else (lists too) replaces.
        documents: by slug, an object or a text; a lone statement becomes a document. One that the fragment does not
            name under `policies` is entered there, and attached at Workloads unless the fragment attaches it.
        scenarios: by slug, a list of scenarios, or a whole scenario file as a mapping or a text.
    """
    merged = merge(MINIMAL, organization or {})
    folder = tmp_path / "scps"
    (folder / "tests").mkdir(parents=True, exist_ok=True)
    for slug, document in (documents or {}).items():
        whole = _whole(document)
        if slug not in merged["policies"]:
            _enter(merged, slug, "RCP" if _has_principal(whole) else "SCP")
        text = whole if isinstance(whole, str) else json.dumps(whole, indent=2) + "\n"
        (folder / f"{slug}.json").write_text(text, encoding="utf-8")
    for slug, rows in (scenarios or {}).items():
        form = {"policy": slug, "scenarios": rows} if isinstance(rows, list) else rows
        text = form if isinstance(form, str) else json.dumps(form, indent=1)
        (folder / "tests" / f"{slug}.yaml").write_text(text, encoding="utf-8")
    (folder / "organization.yaml").write_text(json.dumps(merged, indent=1), encoding="utf-8")
    return tmp_path


def load(folder: Path, today: date = TODAY) -> Project:
    """Return a project that must be without fault in its form."""
    project, findings = read_project(folder, today)
    assert project is not None and not findings, [one.message for one in findings]
    return project


def workloads(*slugs: str) -> dict[str, Any]:
    """Return the OU Workloads with its account, Dev, and the SCPs attached to it."""
    return {"name": "Workloads", "scps": ["FullAWSAccess", *slugs], "accounts": [DEV]}


def labs(*slugs: str) -> dict[str, Any]:
    """Return an OU Labs beside Workloads, with the account Lab, 333333333333."""
    lab = {**DEV, "name": "Lab", "id": "333333333333", "email": "aws+lab@example.com"}
    return {"name": "Labs", "scps": ["FullAWSAccess", *slugs], "accounts": [lab]}


def findings_of(folder: Path, today: date = TODAY) -> tuple[Finding, ...]:
    """Return what all lints find in all documents of a project."""
    from guardrails.commands.checking.surroundings import subjects_of, surroundings_of
    from guardrails.lint.table import lint

    project = load(folder, today)
    around = surroundings_of(project, subjects_of(project), today)
    return tuple(finding for one in around.subjects for finding in lint(one, around))


def merge(base: Mapping[str, Any], fragment: Mapping[str, Any]) -> dict[str, Any]:
    """Return the base with a fragment laid over it; neither is changed."""
    result: dict[str, Any] = copy.deepcopy(dict(base))
    for name, value in fragment.items():
        inner = result.get(name)
        both = isinstance(inner, Mapping) and isinstance(value, Mapping)
        result[name] = merge(inner, value) if both else copy.deepcopy(value)
    return result


def _whole(document: Any) -> Any:
    alone = isinstance(document, Mapping) and "Effect" in document
    return {"Version": "2012-10-17", "Statement": [document]} if alone else document


def _has_principal(document: Any) -> bool:
    rows = document.get("Statement", []) if isinstance(document, Mapping) else []
    return any("Principal" in row for row in ([rows] if isinstance(rows, Mapping) else rows))


def _enter(organization: dict[str, Any], slug: str, type: str) -> None:
    organization["policies"][slug] = {"type": type, "file": f"scps/{slug}.json"}
    if json.dumps(slug) in json.dumps(organization["root"]):
        return
    node = next(one for one in organization["root"]["ous"] if one["name"] == "Workloads")
    node.setdefault(f"{type.lower()}s", ["FullAWSAccess"] if type == "SCP" else []).append(slug)
