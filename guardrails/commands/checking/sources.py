"""Which Terraform is looked at for the paths that were named: whole roots, each with the account that it is for.

A folder brings the roots below it. A file brings the roots that hold or call its folder, wherever in the project they
stand: a module is judged with the values that each root gives it. A module that no root calls stands for itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from guardrails.files.policies.walk import absolute, policy_files, shown
from guardrails.files.project import Place
from guardrails.files.reading import MAX_YAML_BYTES, read_text
from guardrails.files.terraform_values.live_roots import LIVE
from guardrails.files.terraform_values.view import folder_name
from guardrails.model.organization.levels import every_account, find_account
from guardrails.model.organization.tree import Organization
from guardrails.model.report import CheckedFile, FileStatus
from guardrails.terraform.sources.roots import NAMES, VALUES, Folder, below, folder_at, roots_of, roots_that_reach

_ACCOUNT_ID: Final = re.compile(r'^[ \t]*account_id[ \t]*=[ \t]*"(\d{12})"', re.MULTILINE)
_ALWAYS_READ: Final = ("terraform.tfvars", "terraform.tfvars.json", "*.auto.tfvars", "*.auto.tfvars.json")
"""The files of values that Terraform reads without being told.

Source: https://developer.hashicorp.com/terraform/language/values/variables (2026-11)
"""


@dataclass(frozen=True, slots=True)
class Root:
    """One root: how it is called to users, its folder, and the id of the account it is for (empty: nobody says)."""

    name: str
    folder: Path
    account: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """The roots to look at. `whole`: no root of the project is left out, so what no finding needs is known.

    `unreadable` are files of them.
    """

    roots: tuple[Path, ...] = ()
    whole: bool = False
    unreadable: tuple[CheckedFile, ...] = ()


def scope_of(paths: Sequence[Path], here: Place | None) -> Scope:
    """Return the roots to look at for these paths; none where there are no blocks of Terraform."""
    files = [absolute(path) for path in paths if not path.is_dir() and path.name.endswith((*NAMES, *VALUES))]
    folders = _folders(path for path in paths if path.is_dir())
    chosen = set(roots_of(folders))
    for top in sorted({_project_of(file, here) for file in files}):
        everything = _folders([top])
        changed = {file.parent for file in files if file.is_relative_to(top)}
        chosen.update(roots_that_reach(everything, changed))
        folders = everything | folders
    _complete(folders)
    held = tuple(one for one in sorted(chosen) if any(folders[part].holds for part in below(folders, [one])))
    return Scope(held, _is_whole(chosen, here), tuple(_unreadable(folders, held)))


def _folders(tops: Iterable[Path]) -> dict[Path, Folder]:
    """Return the folders of Terraform below some folders, hidden ones left out."""
    files = (file for top in tops for file in policy_files([absolute(top)], absolute(top)))
    return {path: folder_at(path) for path in {file.parent for file in files if file.name.endswith(NAMES)}}


def _complete(folders: dict[Path, Folder]) -> None:
    """Add the local modules that these folders call and that stand elsewhere."""
    waiting = list(folders.values())
    while waiting:
        for path in waiting.pop().calls:
            if path not in folders and path.is_dir():
                folders[path] = folder_at(path)
                waiting.append(folders[path])


def _project_of(file: Path, here: Place | None) -> Path:
    """The folder in which everything stands that may call the folder of a file."""
    if here is not None and not here.bundled and file.is_relative_to(absolute(here.root)):
        return absolute(here.root)
    for one in file.parents:
        if (one / ".git").exists():
            return one
    current = Path.cwd()
    return current if file.is_relative_to(current) else file.parent


def _is_whole(chosen: set[Path], here: Place | None) -> bool:
    """Whether every root is there that the project's waivers may be for: its live roots, or without such, all."""
    if here is None or here.bundled:
        return False
    live = absolute(here.root) / LIVE
    every = _folders([live]) or _folders([here.root])
    return chosen.issuperset(roots_of(every))


def _unreadable(folders: dict[Path, Folder], roots: Sequence[Path]) -> Iterator[CheckedFile]:
    for path in below(folders, roots):
        for problem in folders[path].problems:
            file, _, reason = problem.partition(": ")
            yield CheckedFile(shown(path / Path(file).name, Path.cwd()), FileStatus.UNREADABLE, reason)


def with_accounts(scope: Scope, here: Place | None, organization: Organization, given: str) -> tuple[Root, ...]:
    """Return the roots with the account of each: the one that was given, else by its place or its values."""
    return tuple(Root(shown(one, Path.cwd()), one, given or _account(one, here, organization)) for one in scope.roots)


def _account(root: Path, here: Place | None, organization: Organization) -> str:
    live = absolute(here.root) / LIVE if here is not None and not here.bundled else None
    if live is not None and root.is_relative_to(live) and root != live:
        folder = root.relative_to(live).parts[0]
        named = next((one.id for one in every_account(organization) if folder_name(one.name) == folder), "")
        if named:
            return named
    account = find_account(organization, _told(root))
    return account.id if account else ""


def _told(root: Path) -> str:
    """The value of `account_id` in the files of values of a root, as Terraform reads them: the last one counts."""
    told = ""
    for pattern in _ALWAYS_READ:
        for file in sorted(root.glob(pattern)):
            text = read_text(file, root, file.name, MAX_YAML_BYTES)
            told = (_id_in(text, file.name.endswith(".json")) if isinstance(text, str) else "") or told
    return told


def _id_in(text: str, is_json: bool) -> str:
    if not is_json:
        found = _ACCOUNT_ID.search(text)
        return found[1] if found else ""
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    value = values.get("account_id") if isinstance(values, dict) else None
    return value if isinstance(value, str) else ""
