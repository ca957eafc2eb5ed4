"""A small project to change, in folders and in repositories, and a comparison that needs no prover."""

from __future__ import annotations

import io
import json
import os
import subprocess
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from guardrails.cli import run
from guardrails.model.difference import Difference, Region
from guardrails.model.policy.document import PolicySet
from guardrails.model.principals import read_principal
from guardrails.model.proof import Scene, Witness
from guardrails.model.request import Request

DEV, PROD, LAB = "222222222222", "333333333333", "444444444444"

DOCUMENTS: dict[str, Any] = {
    "no-users": {
        "Version": "2012-10-17",
        "Statement": [{"Sid": "Users", "Effect": "Deny", "Action": "iam:CreateUser", "Resource": "*"}],
    },
    "regions": {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "Regions",
                "Effect": "Deny",
                "Action": "ec2:*",
                "Resource": "*",
                "Condition": {"StringNotEquals": {"aws:RequestedRegion": "{{regions}}"}},
            }
        ],
    },
}

ORGANIZATION: dict[str, Any] = {
    "apiVersion": "guardrails.dev/v1",
    "kind": "Organization",
    "metadata": {"name": "small"},
    "settings": {"organization_id": "o-a1b2c3d4e5", "home_region": "us-east-1", "allowed_regions": ["us-east-1"]},
    "principals": {"pipeline_apply": ["arn:aws:iam::*:role/Pipeline"]},
    "policies": {
        "full-access": {"type": "SCP", "aws_managed": "FullAWSAccess"},
        "no-users": {"type": "SCP", "file": "scps/no-users.json"},
        "regions": {
            "type": "SCP",
            "file": "scps/regions.json",
            "params": {"regions": "$settings.allowed_regions"},
        },
    },
    "management": {"name": "Management", "id": "111111111111", "email": "m@example.com", "env": "mgmt"},
    "root": {
        "scps": ["full-access", "no-users"],
        "ous": [
            {
                "name": "Work",
                "scps": ["full-access", "regions"],
                "accounts": [
                    {"name": "Dev", "id": DEV, "email": "d@example.com", "env": "dev"},
                    {"name": "Prod", "id": PROD, "email": "p@example.com", "env": "prod"},
                ],
            },
            {
                "name": "Lab",
                "scps": ["full-access"],
                "accounts": [{"name": "Lab", "id": LAB, "email": "l@example.com", "env": "dev"}],
            },
        ],
    },
}


def organization() -> dict[str, Any]:
    """Return a copy of the organization file, to change."""
    return deepcopy(ORGANIZATION)


def write(folder: Path, changed: Mapping[str, Any] | None = None, **documents: Any) -> Path:
    """Write a project: the small one, or a changed organization file, or other documents by slug (`_` for `-`)."""
    scps = folder / "scps"
    scps.mkdir(parents=True, exist_ok=True)
    (scps / "organization.yaml").write_text(yaml.safe_dump(dict(changed or ORGANIZATION), sort_keys=False), "utf-8")
    for slug, document in (DOCUMENTS | {name.replace("_", "-"): one for name, one in documents.items()}).items():
        (scps / f"{slug}.json").write_text(json.dumps(document), "utf-8")
    return folder


def more_regions() -> dict[str, Any]:
    """Return the organization with one more Region allowed."""
    changed = organization()
    changed["settings"]["allowed_regions"].append("eu-west-1")
    return changed


def repository(folder: Path) -> Path:
    """Return the folder as a repository without commits."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", "main", ".")
    return folder


def commit(folder: Path, name: str = "") -> str:
    """Commit all that is there, call it by a tag if it has a name, and return its id."""
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", name or "more")
    if name:
        git(folder, "tag", name)
    return git(folder, "rev-parse", "HEAD").strip()


def git(folder: Path, *arguments: str) -> str:
    """Run git as nobody in particular, without anybody's configuration."""
    who = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com"}
    who |= {"GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com", "GIT_CONFIG_GLOBAL": os.devnull}
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, **who}).stdout


def fake(before: PolicySet, after: PolicySet, scene: Scene, scene_after: Scene | None = None) -> Difference:
    """Say that everything is newly allowed where fewer statements stand, denied where more do, both where as many."""
    counts = [sum(len(one.statements) for level in some.scps for one in level) for some in (before, after)]
    region = Region(("ec2:*",), ("*",), ("somewhere",), witness(scene), 700, ("regions#Regions",))
    fewer, more = counts[1] <= counts[0], counts[1] >= counts[0]
    return Difference((region,) if fewer else (), (region,) if more else ())


def witness(scene: Scene) -> Witness:
    """Return a call in the scene's account."""
    principal = read_principal(f"arn:aws:iam::{scene.account_id or DEV}:role/Developer")
    return Witness((Request(principal, "ec2:RunInstances"),), f"ec2:RunInstances {scene.account}".strip())


class Ran(NamedTuple):
    """How a run of the command ended, and what it printed."""

    exit_code: int
    stdout: str
    stderr: str


def diff(*words: object) -> Ran:
    """Run the command."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run(["diff", *map(str, words)])
    return Ran(code, out.getvalue(), err.getvalue())
