"""Which files below the given paths may hold policies, and what a file may be read at all."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

JSON = (".json", ".jsonc", ".json5")
KINDS = {
    **dict.fromkeys(JSON, "json"),
    **dict.fromkeys((".yaml", ".yml"), "yaml"),
    **dict.fromkeys((".tf", ".hcl", ".tofu"), "hcl"),
}
"""What the end of a name says of the text."""

TEMPLATES = (".tpl", ".tftpl", ".j2", ".jinja", ".template", ".tmpl")
"""Ends of names in front of which there may be another one that says it: `deny.json.tpl`."""

EXTENSIONS = frozenset((*KINDS, *TEMPLATES))
"""What is taken when a folder is walked. A file that is named is read whatever its name ends in."""

LEFT_OUT = frozenset(("node_modules", "__pycache__"))
"""Folders that hold what others wrote; hidden ones (`.terraform`, `.venv`, `.git`) are left out, too."""


def policy_files(paths: Sequence[Path], root: Path) -> tuple[Path, ...]:
    """Return the files to read: those given as they are, and below each folder the ones that may hold policies.

    Each stands once, folders in order of names. Also returned, for the reader to report them: paths that do not exist,
    folders that cannot be listed, links that lead out of `root` (or of their folder, where that lies elsewhere).
    """
    found: dict[Path, Path] = {}
    for path in paths:
        for file in _files(path, root):
            found.setdefault(absolute(file), file)
    return tuple(found.values())


def _files(path: Path, root: Path) -> Iterator[Path]:
    if not _is_directory(path) or leads_outside(path, root):
        yield path
        return
    waiting = [path]
    while waiting:
        folder = waiting.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            yield folder
            continue
        folders = []
        for entry in entries:
            if _is_folder(entry):
                if not entry.name.startswith(".") and entry.name not in LEFT_OUT:
                    folders.append(folder / entry.name)
            elif _is_linked_folder(entry):
                if leads_outside(folder / entry.name, path if not _below(path, root) else root):
                    yield folder / entry.name
            elif Path(entry.name).suffix.lower() in EXTENSIONS:
                yield folder / entry.name
        waiting.extend(reversed(folders))


def _is_directory(path: Path) -> bool:
    """Whether a path is a folder; one that cannot be looked at is left to the reader to report."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _is_linked_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_symlink() and entry.is_dir()
    except OSError:
        return False


def leads_outside(path: Path, root: Path) -> bool:
    """Whether links on the way lead out of `root`, or for a path that lies elsewhere, out of its own folder."""
    base = root if _below(path, root) else path.parent
    try:
        return not path.resolve().is_relative_to(base.resolve())
    except (OSError, RuntimeError, ValueError):
        return True


def _below(path: Path, root: Path) -> bool:
    return absolute(path).is_relative_to(absolute(root))


def shown(path: Path, root: Path) -> str:
    """Return how a path is named: relative to the root with `/`, absolute where it lies elsewhere."""
    whole, base = absolute(path), absolute(root)
    return (whole.relative_to(base) if whole.is_relative_to(base) else whole).as_posix()


def absolute(path: Path) -> Path:
    """Return the whole path without `..`, links as they are."""
    return Path(os.path.abspath(path))  # noqa: PTH100  # `resolve` would follow the links
