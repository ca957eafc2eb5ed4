"""A small project with Terraform: an organization with two accounts, a live root for each, and modules."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.unit.lint.project import DEV, project_from

TODAY = date(2026, 11, 20)
VPC = 'resource "aws_vpc" "main" {\n  cidr_block = "10.0.0.0/16"\n}\n'


def put_vpc(folder: Path) -> None:
    """Make a folder that holds one resource."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "main.tf").write_text(VPC, "utf-8")


def put_call(folder: Path, source: str) -> None:
    """Make a folder that calls a module."""
    folder.mkdir(parents=True, exist_ok=True)
    text = f'module "{Path(source).name}" {{\n  source = "{source}"\n}}\n'
    (folder / "main.tf").write_text(text, "utf-8")


def put_project(folder: Path) -> Path:
    """Make a project: the organization of `tests/unit/lint/project.py` with Prod, 333333333333, beside Dev."""
    prod = {**DEV, "name": "Prod", "id": "333333333333", "email": "aws+prod@example.com", "env": "prod"}
    ou = {"name": "Workloads", "scps": ["FullAWSAccess"], "accounts": [DEV, prod]}
    project_from(folder, {"root": {"scps": ["FullAWSAccess"], "ous": [ou]}}, {})
    put_call(folder / "terraform/live/dev/networking", "../../../modules/network")
    put_call(folder / "terraform/live/prod/networking", "../../../modules/network")
    put_call(folder / "terraform/modules/network", "../addresses")
    put_vpc(folder / "terraform/modules/addresses")
    return folder
