"""Modules that a root calls and that are not looked at: those from elsewhere, and those that are not there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from guardrails.model.report import CheckedFile, FileStatus
from guardrails.terraform.sources.roots import NAMES

if TYPE_CHECKING:
    from guardrails.commands.checking.placing import Placed

_LOCAL: Final = ("./", "../")
_FEW: Final = 3
"""As many modules are named to the user."""


def missing_modules(part: Placed) -> Iterator[CheckedFile]:
    """Yield the files that call a local folder in which no Terraform is: Checkov goes on without it."""
    for path, name, source, file in _calls(part):
        if source.startswith(_LOCAL) and not _holds_code(_folder_of(path, part) / source):
            yield CheckedFile(file, FileStatus.UNREADABLE, f"module.{name}: there is no Terraform in {source}")


def about_foreign_modules(parts: Iterable[Placed]) -> tuple[str, ...]:
    """Return a note about the modules from registries and repositories, which only a plan shows; none without such.

    They are named by their place: a source may hold a token.
    """
    found = dict.fromkeys(
        f"module.{name} in {file}"
        for part in parts
        for _, name, source, file in _calls(part)
        if not source.startswith(_LOCAL) and not Path(source).is_absolute()
    )
    if not found:
        return ()
    rest = len(found) - _FEW
    names = ", ".join([*found][:_FEW]) + (f" and {rest} more" if rest > 0 else "")
    return (f"modules from elsewhere are not looked at, a plan shows what they make: {names}",)


def _calls(part: Placed) -> Iterator[tuple[tuple[str, ...], str, str, str]]:
    """Yield the way to each module that calls, the name and the source of the call, and its file."""
    for path, module in part.sources.modules.items():
        for name, source in module.calls.items():
            at = module.blocks.get(f"module.{name}")
            yield path, name, source, at.text.file if at else part.root.name


def _folder_of(path: tuple[str, ...], part: Placed) -> Path:
    folder = part.root.folder
    for depth, name in enumerate(path):
        folder = Path(os.path.normpath(folder / part.sources.modules[path[:depth]].calls[name]))
    return folder


def _holds_code(folder: Path) -> bool:
    try:
        return any(one.name.endswith(NAMES) for one in os.scandir(folder))
    except OSError:
        return False
