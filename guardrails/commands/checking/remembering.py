"""What the prover found before, by everything that it depends on: one file for each project.

A proof takes milliseconds and a project has hundreds, of which an edit touches few. Kept are findings, and that there
were none; a key is a digest of what was asked and of the code that answered. The folder is the one of the scanners'
answers, which nobody else may write to; `GUARDRAILS_CACHE=0` keeps nothing.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from guardrails import __version__
from guardrails.model.finding import Confidence, Edit, Finding, Fix, Severity
from guardrails.model.source import Location
from guardrails.runners.cache import key_of, user_folder

_FORM: Final = "proofs 1"
_PACKAGE: Final = Path(__file__).resolve().parents[2]
_LARGEST: Final = 4 * 1024 * 1024
"""Bytes of a file that is read; one that grew beyond is written anew."""

_PROJECTS: Final = 50
"""As many projects are remembered."""

Row = dict[str, Any]


@dataclass(slots=True)
class Memory:
    """Findings by key. `used` are those of this run: nothing else is kept."""

    file: Path | None = None
    known: dict[str, list[Row]] = field(default_factory=dict)
    used: dict[str, list[Row]] = field(default_factory=dict)

    def recall(self, parts: Iterable[str], ask: Callable[[], Iterable[Finding]]) -> tuple[Finding, ...]:
        """Return the findings about what `parts` say in full: those from before, else what `ask` finds."""
        if self.file is None:
            return tuple(ask())
        key = key_of(_FORM, __version__, _code(), *parts)
        found = _findings(self.known[key]) if key in self.known else None
        if found is None:
            found = tuple(ask())
        self.used[key] = [_row(one) for one in found]
        return found

    def keep(self) -> None:
        """Write what this run used, if it is not what was there; a full disk is no error."""
        if self.file is None or self.used.keys() == self.known.keys():
            return
        text = json.dumps(self.used, ensure_ascii=True, separators=(",", ":"))
        try:
            handle, name = tempfile.mkstemp(dir=self.file.parent, prefix="new-")  # 0600
            with os.fdopen(handle, "w", encoding="ascii") as opened:
                opened.write(text)
            Path(name).replace(self.file)
            _shrink(self.file.parent)
        except OSError:
            return


def _shrink(folder: Path) -> None:
    """Forget the projects that were not asked about for longest; another run may forget the same ones."""
    files = sorted(folder.glob("*.json"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[_PROJECTS:]:
        file.unlink(missing_ok=True)


def memory_of(root: Path) -> Memory:
    """Return what is remembered of the project in a folder; an empty memory where nothing can be kept."""
    folder = user_folder("proofs")
    if folder is None:
        return Memory()
    file = folder / f"{key_of(str(root.resolve()))}.json"
    return Memory(file, dict(_read(file)))


def _read(file: Path) -> Iterator[tuple[str, list[Row]]]:
    """Yield the entries of a file; none of one that is not whole: then all is asked again."""
    try:
        if file.stat().st_size > _LARGEST:
            return
        read = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return
    if isinstance(read, dict):
        yield from ((key, rows) for key, rows in read.items() if isinstance(rows, list))


@cache
def _code() -> str:
    """What answers: the files of the package, by size and time of change."""
    return json.dumps(sorted(_told(_PACKAGE)))


def _told(folder: Path) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _told(Path(entry.path)) if entry.name != "__pycache__" else ()
            elif entry.name.endswith((".py", ".json", ".zlib")):
                told = entry.stat()
                yield entry.path, told.st_size, told.st_mtime_ns


def _row(one: Finding) -> Row:
    fix = one.fix and [one.fix.title, [[edit.pointer, edit.old, edit.new] for edit in one.fix.edits], one.fix.safe]
    return {
        **{name: getattr(one, name) for name in _TEXTS},
        "severity": one.severity.value,
        "confidence": one.confidence.value,
        "pointer": one.location.pointer,
        "file": one.location.file,
        "fix": fix,
    }


_TEXTS: Final = ("rule", "message", "help", "witness", "sid", "token", "data_date")
"""What of a finding is a text; of places only file and pointer are kept, for lines move."""


def _findings(rows: list[Row]) -> tuple[Finding, ...] | None:
    """Return the findings of an entry; None where it is not whole."""
    try:
        return tuple(map(_finding, rows))
    except (KeyError, TypeError, ValueError):
        return None


def _finding(row: Row) -> Finding:
    texts = {name: row[name] for name in _TEXTS}
    if not all(isinstance(text, str) for text in (*texts.values(), row["file"])):
        raise ValueError("not an entry")
    return Finding(
        **texts,
        severity=Severity(row["severity"]),
        confidence=Confidence(row["confidence"]),
        location=Location(row["file"], tuple(row["pointer"])),
        fix=_fix(row["fix"]),
    )


def _fix(told: Any) -> Fix | None:
    if told is None:
        return None
    title, edits, safe = told
    return Fix(title, tuple(Edit(tuple(pointer), old, new) for pointer, old, new in edits), safe)
