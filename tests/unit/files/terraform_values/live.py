"""Our own organization in a folder of its own, changed in its text, with the folders of its live roots."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from guardrails.files.loaded import Project
from guardrails.files.project import read_project
from guardrails.files.terraform_values.table import MODULES
from guardrails.files.terraform_values.view import View
from guardrails.model.organization.levels import find_account
from tests.unit.files.build import TODAY

REPOSITORY = Path(__file__).parents[4]
LIVE = REPOSITORY / "terraform" / "live"
ROOTS = sorted(
    (folder.parent.name, folder.name)
    for folder in LIVE.glob("*/*")
    if folder.is_dir() and not folder.name.startswith(".")
)

Changes = dict[str, str]


def write(folder: Path, changes: Changes | None = None) -> Path:
    """Write the project with each text of its organization file replaced by another, and return its folder."""
    ignored = shutil.ignore_patterns("examples", "tests", "rendered")
    shutil.copytree(REPOSITORY / "scps", folder / "scps", ignore=ignored)
    file = folder / "scps" / "organization.yaml"
    text = file.read_text("utf-8")
    for old, new in (changes or {}).items():
        assert old in text, f"{old!r} is not in the organization file any more"
        text = text.replace(old, new)
    file.write_text(text, "utf-8")
    for account, module in ROOTS:
        (folder / "terraform" / "live" / account / module).mkdir(parents=True)
    return folder


def read(folder: Path, changes: Changes | None = None) -> Project:
    """Return the project as `write` makes it; it must be without error."""
    project, findings = read_project(write(folder, changes), TODAY)
    assert project is not None and not findings, findings
    return project


def values(project: Project, account: str, module: str) -> dict[str, Any]:
    """Return the values of one root."""
    found = find_account(project.organization, account)
    assert found is not None
    return MODULES[module](View(project, found, module))


def flat(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every plain value below, by its dotted path."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from flat(item, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from flat(item, f"{path}.{at}")
    else:
        yield path, value


def everything(project: Project) -> dict[str, Any]:
    """Return every plain value of every root, by `account/module path`."""
    return {
        f"{account}/{module} {path}": value
        for account, module in ROOTS
        for path, value in flat(values(project, account, module))
    }
