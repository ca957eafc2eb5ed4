"""A project as it was at a revision: the files it is made of, written into a folder of their own."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from guardrails.commands.comparing.git import LINK, Entry, Repository
from guardrails.commands.outcomes import Misused
from guardrails.files.reading import MAX_YAML_BYTES, decode, inside

_MOST_LINKS = 8
"""How often files that links lead to are fetched; links may lead to links."""


def project_at(repository: Repository, revision: str, start: Path, exact: bool, target: Path) -> Path:
    """Write the project of a revision below `target` and return its folder there.

    Args:
        start: a folder of the working tree; the project is looked for there, then upward.
        exact: whether it has to be there itself. A folder without an organization file is then taken as it is, for
            its documents.

    Raises:
        Misused: the revision, or a project in it, is not there.
    """
    commit = repository.commit(revision)
    here = _from_top(repository, start)
    home = _home(repository, commit, here, exact)
    if home is None and not exact:
        place = f"{here or 'the top folder'} or above it"
        raise Misused(f"{revision}: no scps/organization.yaml in {place}; name the project's folder with --root")
    if home is None:
        folder, paths = here, [here or "."]
    else:
        folder, paths = home[0], _parts(repository, commit, *home)
    written = _written(repository, commit, paths, target)
    if not written:
        raise Misused(f"{revision}: there is nothing in {here or 'the top folder'}")
    return target / folder


def _from_top(repository: Repository, start: Path) -> str:
    """A folder of the working tree as git writes it: from the top, with slashes, empty for the top itself."""
    whole, top = start.resolve(), repository.top.resolve()
    if not whole.is_relative_to(top):
        raise Misused(f"{start}: not in the repository {top}")
    found = whole.relative_to(top).as_posix()
    return "" if found == "." else found


def _home(repository: Repository, commit: str, here: str, exact: bool) -> tuple[str, str] | None:
    """The project's folder and its organization file, both from the top; None where there is none."""
    above = [here, *(_folder(one) for one in PurePosixPath(here).parents)] if here else [""]
    places = [(one, posixpath.join(one, "scps/organization.yaml")) for one in (above[:1] if exact else above)]
    if PurePosixPath(here).name == "scps":
        places.insert(0, (above[1], posixpath.join(here, "organization.yaml")))
    else:
        places.insert(1, (here, posixpath.join(here, "organization.yaml")))
    there = {one.path for one in repository.entries(commit, [file for _, file in places])}
    return next(((folder, file) for folder, file in places if file in there), None)


def _folder(path: PurePosixPath) -> str:
    return "" if str(path) == "." else str(path)


def _parts(repository: Repository, commit: str, folder: str, file: str) -> list[str]:
    """What a project is made of: the folder of its organization file, and documents that this names elsewhere."""
    beside = posixpath.dirname(file)
    # An organization file at the top of a project lies among who knows what.
    own = [beside] if beside != folder else [file, posixpath.join(folder, "tests")]
    (entry,) = repository.entries(commit, [file])
    text = decode(repository.contents([entry])[entry.id], file, MAX_YAML_BYTES)
    return [*own, *(posixpath.join(folder, name) for name in _named(text) if inside(name))]


def _named(text: object) -> Iterable[str]:
    """The files that an organization file names; none where it cannot be read, which is reported when it is loaded."""
    from guardrails.files.yaml_text import read_yaml

    value = read_yaml(text, "organization.yaml").value if isinstance(text, str) else None
    policies = value.get("policies") if isinstance(value, dict) else None
    rows = policies.values() if isinstance(policies, dict) else ()
    return [one["file"] for one in rows if isinstance(one, dict) and isinstance(one.get("file"), str)]


def _written(repository: Repository, commit: str, paths: list[str], target: Path) -> bool:
    """Write files and what links among them lead to; links come last, so that nothing is written through one."""
    done: dict[str, Entry] = {}
    for _ in range(_MOST_LINKS):
        found = [one for one in repository.entries(commit, paths) if one.path not in done] if paths else []
        if not found:
            break
        contents = repository.contents(found)
        done |= {one.path: one for one in found}
        for one in found:
            _write(target, one, contents[one.id])
        paths = [_led_to(one, contents[one.id]) for one in found if one.mode == LINK]
        paths = [path for path in paths if path and not path.startswith("../") and path != ".."]
    links = [one for one in done.values() if one.mode == LINK]
    contents = repository.contents(links)
    for one in links:
        _link(target, one, contents[one.id])
    return bool(done)


def _led_to(link: Entry, content: bytes) -> str:
    """Where a link leads, from the top; empty for an absolute one."""
    goal = os.fsdecode(content)
    return "" if goal.startswith("/") else posixpath.normpath(posixpath.join(posixpath.dirname(link.path), goal))


def _write(target: Path, one: Entry, content: bytes) -> None:
    place = target / one.path
    if one.mode == LINK or not inside(one.path):
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)


def _link(target: Path, one: Entry, content: bytes) -> None:
    place = target / one.path
    if inside(one.path) and not os.path.lexists(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(os.fsdecode(content))
