"""`guardrails render --tfvars`: the values and the backend of every live Terraform root, written or compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import click

from guardrails.commands.outcomes import PASSED, REFUSED, Misused
from guardrails.files.loaded import Project
from guardrails.files.terraform_values.live_roots import LIVE, Root, UnknownRoot, files_of, foreign_files, live_roots
from guardrails.files.terraform_values.view import Lacking
from guardrails.model.source import Location
from guardrails.renderers.table import clean

RERUN = "run guardrails render --tfvars"


def render_values(project: Project, check_only: bool) -> int:
    """Write the files of every live root, or with `check_only` say which are not current; return the exit code.

    Raises Misused for a folder that is no root, a value that the organization file lacks, or a file that is a link.
    """
    if project.bundled:
        raise Misused("the bundled organization has no live roots: --tfvars works in a project of yours")
    found = gathered(project)
    if found.problems:
        raise Misused([f"{place}: {problem}" for place, problem in found.problems])
    texts = found.texts
    if not texts:
        raise Misused(f"{project.root / LIVE} holds no root: nothing to render")
    lines = list(stale_values(texts)) if check_only else []
    for line in lines:
        click.echo(clean(line))
    if check_only:
        if not lines:
            click.echo(f"the values of {len(texts)} live roots are current")
        return REFUSED if lines else PASSED
    for root, files in texts.items():
        _write(root, files)
    click.echo(f"values and backends of {len(texts)} live roots written below {project.root / LIVE}")
    return PASSED


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the live roots' files should say, and by place in the organization file why that of others is not known."""

    texts: dict[Root, dict[str, str]] = field(default_factory=dict)
    problems: tuple[tuple[Location, str], ...] = ()


def gathered(project: Project) -> Gathered:
    """Return what each live root's files should say. A folder that is no root is a problem of its own."""
    try:
        roots = live_roots(project)
    except UnknownRoot as unknown:
        return Gathered(problems=((Location(LIVE.as_posix()), str(unknown)),))
    texts, problems = {}, []
    for root in roots:
        try:
            texts[root] = files_of(project, root)
        except Lacking as problem:
            place = root.folder.relative_to(project.root).as_posix()
            problems.append((project.at(problem.pointer), f"{problem}, and {place} needs it"))
    return Gathered(texts, tuple(problems))


def stale_values(texts: Mapping[Root, Mapping[str, str]]) -> Iterator[str]:
    """Yield a line for each file that is missing, not current or not ours, with what to do about it."""
    for root, files in texts.items():
        for name, text in files.items():
            file = root.folder / name
            current = _current(file)
            if current is None:
                yield f"{file} is missing; {RERUN}"
            elif current != text:
                yield f"{file} is not what the organization file says now; {RERUN}"
        for file in foreign_files(root):
            yield f"{file} does not come from the organization file; move its values there and remove it"


def _current(file: Path) -> str | None:
    if file.is_symlink():
        return ""
    try:
        return file.read_text(encoding="utf-8") if file.is_file() else None
    except (OSError, UnicodeDecodeError):
        return ""


def _write(root: Root, files: Mapping[str, str]) -> None:
    try:
        for name, text in files.items():
            file = root.folder / name
            if file.is_symlink():
                raise Misused(f"{file} is a link; remove it, for what it leads to is not ours to overwrite")
            if _current(file) != text:
                file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Misused(f"{root.folder}: {error.strerror or 'cannot be written'}") from None
