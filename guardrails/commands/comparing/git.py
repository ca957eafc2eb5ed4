"""Reading a git repository: commits, trees and blobs as they are stored. Nothing is checked out, fetched or run.

Blobs are read by their ids: `git archive` would leave out and rewrite files as `.gitattributes` says.
Source: https://git-scm.com/docs/git-archive#ATTRIBUTES, https://git-scm.com/docs/git-cat-file (2026-11)
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from guardrails.commands.outcomes import Misused, Undecided

LONGEST: Final = 120
"""Seconds that one call of git may take."""

_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE")
"""What a hook's environment says of the repository it runs in; the folder says it here."""

_ALONE = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "",  # a partial clone would ask its remote for what it has not
    "LC_ALL": "C",
}
LINK = "120000"
_FILES = ("100644", "100755", "100664", LINK)


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a tree: its mode (`LINK` for a link), the id of its content, its path from the top."""

    mode: str
    id: str
    path: str


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository that was found; `top` is the folder of its working tree."""

    top: Path

    def commit(self, revision: str) -> str:
        """Return the id of the commit that a revision names; raises Misused where there is none."""
        if revision.startswith("-"):
            raise Misused(f"{revision}: a revision does not start with a hyphen")
        found = self._asked("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if found is None:
            raise Misused(f"{revision}: neither a file or folder here nor a revision{self._hint(revision)}")
        return found.decode().strip()

    def merge_base(self, one: str, other: str) -> str:
        """Return the commit from which both have grown; raises Misused where there is none."""
        found = self._asked("merge-base", self.commit(one), self.commit(other))
        if not found:
            raise Misused(f"{one}...{other}: the two have no common ancestor{self._shallow()}")
        return found.decode().split()[0]

    def entries(self, commit: str, paths: Iterable[str]) -> tuple[Entry, ...]:
        """Return the files of a commit at these paths (from the top; a folder means all below it)."""
        wanted = [path for path in paths if path]
        listed = self._told("ls-tree", "-r", "-z", "--full-tree", commit, "--", *wanted)
        return tuple(_entries(listed))

    def contents(self, entries: Iterable[Entry]) -> Mapping[str, bytes]:
        """Return the contents of files by their ids; raises Undecided where the clone does not have one."""
        ids = list(dict.fromkeys(one.id for one in entries))
        told = self._told("cat-file", "--batch", input="".join(f"{id}\n" for id in ids).encode()) if ids else b""
        found: dict[str, bytes] = {}
        at = 0
        while at < len(told):
            end = told.index(b"\n", at)
            id, kind, *size = told[at:end].decode().split()
            if kind != "blob":
                raise Undecided(f"this clone does not hold the object {id}: fetch the whole history first")
            found[id] = told[end + 1 : end + 1 + int(size[0])]
            at = end + 2 + int(size[0])
        return found

    def _hint(self, revision: str) -> str:
        remote = self._asked("rev-parse", "--verify", "--quiet", "--end-of-options", f"origin/{revision}^{{commit}}")
        return f"; did you mean origin/{revision}?" if remote else self._shallow()

    def _shallow(self) -> str:
        shallow = (self._asked("rev-parse", "--is-shallow-repository") or b"").strip() == b"true"
        hint = "this clone is shallow: fetch the history first (actions/checkout: `fetch-depth: 0`)"
        return f"; {hint}" if shallow else ""

    def _asked(self, *arguments: str) -> bytes | None:
        """What git answers; None where it says no."""
        run = git(self.top, *arguments)
        return run.stdout if run.returncode == 0 else None

    def _told(self, *arguments: str, input: bytes = b"") -> bytes:
        run = git(self.top, *arguments, input=input)
        if run.returncode:
            raise Undecided(f"git {arguments[0]}: {_last(run.stderr)}")
        return run.stdout


def repository_of(folder: Path) -> Repository:
    """Return the repository that a folder belongs to; raises Misused where it is in none."""
    run = git(folder, "rev-parse", "--show-toplevel")
    if run.returncode:
        raise Misused(f"{folder.resolve()} is in no git repository that can be read: {_last(run.stderr)}")
    return Repository(Path(os.fsdecode(run.stdout.rstrip(b"\n"))))


def git(folder: Path, *arguments: str, input: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Return how a run of git ended; raises Misused where the program is missing, Undecided where it takes too long."""
    environment = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE} | _ALONE
    command = ["git", "--no-pager", "-C", str(folder), *arguments]
    try:
        return subprocess.run(
            command, input=input, capture_output=True, env=environment, timeout=LONGEST, check=False, shell=False
        )
    except subprocess.TimeoutExpired:
        raise Undecided(f"git {arguments[0]} did not end within {LONGEST} seconds") from None
    except OSError as error:
        raise Misused(f"revisions need the program git, which cannot be run: {error.strerror}") from None


def _entries(listed: bytes) -> Iterator[Entry]:
    """Yield the files of a listing; submodules are left out, for their files are in another repository."""
    for row in listed.split(b"\0"):
        about, tab, path = row.partition(b"\t")
        if tab:
            mode, _, id = about.decode().split()
            if mode in _FILES:
                yield Entry(mode, id, os.fsdecode(path))


def _last(errors: bytes) -> str:
    lines = [line for line in errors.decode("utf-8", "replace").splitlines() if line.strip()]
    return lines[0].removeprefix("fatal: ") if lines else "it said nothing"
