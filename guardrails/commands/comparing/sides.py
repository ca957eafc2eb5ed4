"""The two sides of a comparison: what the user named, read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from guardrails.commands.comparing.compared import Side, Sides
from guardrails.commands.comparing.git import Repository, repository_of
from guardrails.commands.opening import project_on
from guardrails.commands.outcomes import Ends, Misused

if TYPE_CHECKING:
    from guardrails.commands.comparing.documents import Documents
    from guardrails.files.loaded import Project

HEAD = "HEAD"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line names: one or two words, the project's folder, a day for each side."""

    words: tuple[str, ...]
    root: Path | None
    days: tuple[date, date]
    together: bool = False


@dataclass(frozen=True, slots=True)
class _Named:
    """What one side was called: a path, or a revision of a repository (no path), or (neither) the working tree."""

    label: str
    path: Path | None = None
    revision: str = ""


@contextmanager
def sides_of(wanted: Wanted) -> Iterator[Sides]:
    """Yield both sides; files of revisions are gone afterwards.

    Raises Misused for words that name nothing, and for projects that cannot be used; Undecided for what cannot be read.
    """
    if len(wanted.words) == 1 and (wanted.words[0] == "-" or Path(wanted.words[0]).is_file()):
        from guardrails.commands.comparing.planned import sides_of_plan

        if wanted.days[0] != wanted.days[1]:
            raise Misused("a plan is applied on one day: --today-before and --today-after do not go with it")
        yield sides_of_plan(Path(wanted.words[0]), wanted.root, wanted.days)
        return
    with TemporaryDirectory(prefix="guardrails-") as scratch:
        named = _named(wanted)
        folders = tuple(_folder(one, wanted.root, Path(scratch) / str(at)) for at, one in enumerate(named))
        yield _read(named, folders, wanted)


def _named(wanted: Wanted) -> tuple[_Named, _Named]:
    if len(wanted.words) == 2:
        one, other = map(_word, wanted.words)
        return one, other
    (word,) = wanted.words
    if Path(word).exists():
        if wanted.days[0] == wanted.days[1]:
            raise Misused(f"{word}: with what? Name a second folder or revision, or another day with --today-after")
        return _word(word), _word(word)
    if ".." in word:
        return _range(word, wanted.root)
    return _word(word), _Named("the working tree")


def _word(word: str) -> _Named:
    """A path where one of that name exists, else a revision; `refs/heads/NAME` is a branch whatever files there are."""
    path = Path(word)
    return _Named(word, path=path) if path.exists() else _Named(word, revision=word)


def _range(word: str, root: Path | None) -> tuple[_Named, _Named]:
    dots = "..." if "..." in word else ".."
    one, _, other = word.partition(dots)
    one, other = one or HEAD, other or HEAD
    if dots == "..":
        return _Named(one, revision=one), _Named(other, revision=other)
    base = repository_of(root or Path()).merge_base(one, other)
    return _Named(f"{base[:12]}, where {other} left {one}", revision=base), _Named(other, revision=other)


def _folder(named: _Named, root: Path | None, scratch: Path) -> Path | None:
    """Where a side can be read: a file or folder; None for the project that is found from here."""
    if not named.revision:
        return named.path or root
    from guardrails.commands.comparing.revisions import project_at

    try:
        repository: Repository = repository_of(root or Path())
    except Misused as problem:
        reason = problem.message.removeprefix("error: ")
        raise Misused(f"{named.revision}: no file or folder here, and no revision, for {reason}") from None
    return project_at(repository, named.revision, root or Path(), root is not None, scratch)


def _read(named: tuple[_Named, _Named], folders: tuple[Path | None, ...], wanted: Wanted) -> Sides:
    kinds = [folder is None or is_project(folder) for folder in folders]
    labels = _labels(named, wanted.days)
    if not any(kinds):
        return _of_documents(folders, labels, wanted)
    if not all(kinds):
        bare = labels[kinds.index(False)]
        raise Misused(f"{bare} holds no organization file, the other side is a project: compare two of a kind")
    if wanted.together:
        raise Misused("--together is for documents without an organization file, which says where they are attached")
    one, other = (
        Side(label, _project(folder, label, day), day)
        for folder, label, day in zip(folders, labels, wanted.days, strict=True)
    )
    return Sides(one, other)


def _labels(named: tuple[_Named, _Named], days: tuple[date, date]) -> tuple[str, str]:
    if days[0] == days[1]:
        return named[0].label, named[1].label
    return f"{named[0].label} on {days[0].isoformat()}", f"{named[1].label} on {days[1].isoformat()}"


def is_project(folder: Path) -> bool:
    """Return whether a folder holds an organization file of ours, directly or in `scps/`."""
    return any((folder / one).is_file() for one in ("scps/organization.yaml", "organization.yaml"))


def _project(folder: Path | None, label: str, day: date) -> Project:
    """The project in a folder (None: the one that is found from here); raises Misused, naming the side."""
    if folder is not None and folder.resolve().name == "scps" and not (folder / "scps").is_dir():
        folder = folder.resolve().parent  # the files that it names are named from there
    try:
        project = project_on(folder, day)
    except Misused as problem:
        lines = [line.removeprefix("error: ") for line in problem.message.splitlines()]
        raise Misused([f"{label}: {line}" for line in lines]) from None
    if project.bundled:
        raise Misused(f"{label}: there is no project here; name one with --root")
    return project


def _documents(folder: Path, label: str) -> Documents:
    """The documents of a side; what is wrong with one is said with the name of the side."""
    from guardrails.commands.comparing.documents import documents_in

    try:
        return documents_in(folder)
    except Ends as problem:
        lines = [line.removeprefix("error: ") for line in problem.message.splitlines()]
        named = (line.removeprefix(f"{folder}: ").removeprefix(f"{folder.name}: ") for line in lines)
        raise type(problem)([f"{label}: {line}" for line in named]) from None


def _of_documents(folders: tuple[Path | None, ...], labels: tuple[str, str], wanted: Wanted) -> Sides:
    from guardrails.commands.comparing.documents import alone

    places = [folder for folder in folders if folder is not None]
    one, other = (_documents(folder, label) for folder, label in zip(places, labels, strict=True))
    if all(folder.is_file() for folder in places) and len(one) == len(other) == 1:
        one = dict(zip(other, one.values(), strict=True))  # one policy, whatever the two files are called
    before, after = (alone(*pair, wanted.together, places[0]) for pair in ((one, other), (other, one)))
    note = "no organization file: each document is looked at alone, in any account, whatever it is attached to"
    together = "no organization file: all documents are taken to be attached together, in any account"
    return Sides(
        Side(labels[0], before, wanted.days[0]),
        Side(labels[1], after, wanted.days[1]),
        of="policy",
        notes=(together if wanted.together else note,),
    )
