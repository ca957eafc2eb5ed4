"""What `--fix` does to files, and `--diff` shows: the safe fixes of a check's findings, file by file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from guardrails.commands.checking.entries import Entry
from guardrails.commands.outcomes import Misused
from guardrails.commands.outputs import write
from guardrails.lint.fixes.fixing import apply_fixes, diff_of
from guardrails.model.finding import Finding, Fix
from guardrails.renderers.table import clean


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file before and after; `skipped` says which safe fixes were not applied, and why."""

    file: str
    path: Path
    before: str
    after: str
    applied: int
    skipped: tuple[str, ...] = ()

    @property
    def diff(self) -> str:
        """The change as a unified diff; empty where nothing changes."""
        return diff_of(self.file, self.before, self.after)

    @property
    def summary(self) -> str:
        """What was done in one line."""
        words = f"{self.file}: {self.applied} {'fix' if self.applied == 1 else 'fixes'}"
        return f"{words}; left: {'; '.join(self.skipped)}" if self.skipped else words

    def write(self) -> bool:
        """Write the file if it changes, and say whether it did; raises Misused where it cannot be written.

        What was read must still stand there byte for byte: nothing that changed meanwhile is lost.
        """
        if self.after == self.before:
            return False
        if _holds(self.path, self.after):  # by another name of the file, or another run
            return True
        if not _holds(self.path, self.before):
            raise Misused(f"{clean(self.file)}: not mended, it changed meanwhile; run again")
        write(self.path, self.after)
        return True


def mended(entries: Sequence[Entry], findings: Iterable[Finding]) -> tuple[FileChange, ...]:
    """Return what the safe fixes of the findings make of each file that has any."""
    safe = [one for one in findings if one.fix and one.fix.safe]
    changes = []
    for entry in {entry.path: entry for entry in entries if entry.path}.values():
        fixes = [one.fix for one in safe if one.fix and one.location.file == entry.subject.file]
        if fixes and entry.path:
            changes.append(_change(entry, entry.path, [one for at, one in enumerate(fixes) if one not in fixes[:at]]))
    return tuple(changes)


def _change(entry: Entry, path: Path, fixes: list[Fix]) -> FileChange:
    if not _holds(path, entry.text):
        left = "all fixes (save the file as UTF-8 without byte order mark first)"
        return FileChange(entry.subject.file, path, entry.text, entry.text, 0, (left,))
    done = apply_fixes(entry.text, fixes)
    skipped = tuple(f"{fix.title} ({why})" for fix, why in done.skipped)
    return FileChange(entry.subject.file, path, entry.text, done.text, len(done.applied), skipped)


def _holds(path: Path, text: str) -> bool:
    """Whether a file holds that text, byte for byte."""
    try:
        return path.read_bytes() == text.encode("utf-8")
    except (OSError, ValueError):
        return False
