"""`--output FORMAT=PATH`: reports written to files beside what the screen shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from guardrails.commands.outcomes import Misused
from guardrails.renderers.table import clean

R = TypeVar("R")
Target = tuple[str, Path]


def targets(texts: Iterable[str], formats: Iterable[str]) -> tuple[Target, ...]:
    """Return format and path of each `--output`; raises Misused for one that is not like that, or two to one file."""
    wanted = tuple(_target(text, sorted(formats)) for text in texts)
    paths = [path.absolute() for _, path in wanted]
    for at, path in enumerate(paths):
        if path in paths[:at]:
            raise Misused(f"--output: two formats cannot share the file {clean(str(wanted[at][1]))}")
    return wanted


def _target(text: str, formats: list[str]) -> Target:
    name, equals, path = text.partition("=")
    if not equals or not path or name not in formats:
        raise Misused(f"--output {clean(text)}: write FORMAT=PATH with one of {', '.join(formats)}")
    return name, Path(path)


def spare(inputs: Iterable[Path], wanted: Iterable[Target]) -> None:
    """Raise Misused where a report would be written over one of the files that it is about, through a link or not."""
    for name, path in wanted:
        if any(_same(path, one) for one in inputs):
            raise Misused(f"--output {name}={clean(str(path))}: that is a file to check, and would be overwritten")


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):  # most reports are new files
        return False


def write_all(report: R, wanted: Iterable[Target], formats: Mapping[str, Callable[[R], str]]) -> None:
    """Write the report in each format that was asked for; raises Misused where a file cannot be written."""
    for name, path in wanted:
        write(path, formats[name](report))


def write(path: Path, text: str) -> None:
    """Write a text file as it is, line ends included; raises Misused where that cannot be done."""
    try:
        path.write_bytes(text.encode("utf-8"))
    except OSError as error:
        raise Misused(f"{clean(str(path))}: {error.strerror or 'cannot be written'}") from None
