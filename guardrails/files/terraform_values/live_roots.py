"""The live roots of a project, `terraform/live/<account>/<module>/`, and the files that each gets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from guardrails.files.loaded import Project
from guardrails.files.terraform_values.backend import backend
from guardrails.files.terraform_values.table import MODULES
from guardrails.files.terraform_values.view import View, folder_name
from guardrails.model.organization.levels import every_account
from guardrails.model.organization.tree import Account

LIVE = Path("terraform", "live")
"""Below the project folder."""

VALUES, BACKEND = "guardrails.auto.tfvars.json", "backend.hcl"
"""The files that a root gets. Terraform reads the first by itself, the second when `terraform init` names it."""


class UnknownRoot(Exception):
    """A folder among the live roots that is no account's, no module's, or a link."""


@dataclass(frozen=True, slots=True)
class Root:
    """One live root: its folder and what it is for."""

    folder: Path
    account: Account
    module: str


def live_roots(project: Project) -> tuple[Root, ...]:
    """Return the roots in the order of their folders; none where there is no such folder. Raises UnknownRoot."""
    live = project.root / LIVE
    for folder in (live.parent, live):
        _refuse_link(folder)
    accounts = _by_folder(project) if live.is_dir() else {}
    return tuple(_root(folder, module, accounts) for folder in _folders(live) for module in _folders(folder))


def _by_folder(project: Project) -> dict[str, Account]:
    """Return the accounts that have an id by the name of their folder; two of one name would share their states."""
    found: dict[str, Account] = {}
    for one in every_account(project.organization):
        name = folder_name(one.name)
        if one.id and not name:
            raise UnknownRoot(f"{one.name!r} gives no name for a folder: write it with letters or digits of ASCII")
        if one.id and name in found:
            raise UnknownRoot(
                f"{found[name].name!r} and {one.name!r} would share the folder {name}: rename one of them"
            )
        if one.id:
            found[name] = one
    return found


def _root(folder: Path, module: Path, accounts: dict[str, Account]) -> Root:
    if folder.name not in accounts:
        raise UnknownRoot(
            f"{folder} is of no account with an id: rename it, or write the id; there are {', '.join(accounts)}"
        )
    if module.name not in MODULES:
        raise UnknownRoot(f"{module} is no root that is known; there are {', '.join(MODULES)}")
    return Root(module, accounts[folder.name], module.name)


def _folders(folder: Path) -> Iterator[Path]:
    """Yield the folders in a folder, but hidden ones; a link could lead anywhere, and is refused (UnknownRoot)."""
    for one in sorted(folder.iterdir()) if folder.is_dir() else ():
        _refuse_link(one)
        if one.is_dir() and not one.name.startswith("."):
            yield one


def _refuse_link(one: Path) -> None:
    if one.is_symlink():
        raise UnknownRoot(f"{one} is a link; keep the folder itself there")


def files_of(project: Project, root: Root) -> dict[str, str]:
    """Return the text of each file of a root by its name; raises Lacking where the organization file lacks a value."""
    view = View(project, root.account, root.module)
    values = MODULES[root.module](view)
    return {VALUES: json.dumps(values, indent=2, sort_keys=True, ensure_ascii=False) + "\n", BACKEND: backend(view)}


def foreign_files(root: Root) -> list[Path]:
    """Return the files of a root that would bring in values or a backend that are not the organization file's."""
    patterns = ("terraform.tfvars", "terraform.tfvars.json", "*.auto.tfvars", "*.auto.tfvars.json", "*.hcl")
    found = {file for pattern in patterns for file in root.folder.glob(pattern)}
    return sorted(file for file in found if file.name not in (VALUES, BACKEND) and not file.name.startswith("."))
