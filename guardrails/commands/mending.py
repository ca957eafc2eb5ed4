"""What `--fix` does to files, and `--diff` shows: the safe fixes of a check's findings, file by file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from guardrails.commands.entries import Entry
from guardrails.commands.outputs import write
from guardrails.lint.fixes.fixing import apply_fixes, diff_of
from guardrails.model.finding import Finding


@dataclass(frozen=True, slots=True)
class Change:
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
        """Write the file if it changes, and say whether it did; raises Misused where it cannot be written."""
        if self.after == self.before:
            return False
        write(self.path, self.after)
        return True


def mended(entries: Sequence[Entry], findings: Iterable[Finding]) -> tuple[Change, ...]:
    """Return what the safe fixes of the findings make of each file that has any."""
    safe = [one for one in findings if one.fix and one.fix.safe]
    changes = []
    for entry in {entry.path: entry for entry in entries if entry.path}.values():
        fixes = [one.fix for one in safe if one.fix and one.location.file == entry.subject.file]
        if fixes and entry.path:
            done = apply_fixes(entry.text, [one for at, one in enumerate(fixes) if one not in fixes[:at]])
            left = tuple(f"{fix.title} ({why})" for fix, why in done.skipped)
            changes.append(Change(entry.subject.file, entry.path, entry.text, done.text, len(done.applied), left))
    return tuple(changes)
