"""Reading `requirements.yaml`: the ledger of a project's requirements. No row id is known here; the file names its own.

The form stands in `requirements_form.py`; whether artefacts and tests exist is asked of `evidence.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from guardrails.files import codes
from guardrails.files.forms import validate
from guardrails.files.reading import MAX_YAML_BYTES, read_text
from guardrails.files.requirements_form import RequirementsFile
from guardrails.files.yaml_text import YamlText, read_yaml
from guardrails.model.finding import Finding
from guardrails.model.source import Location

FILE_NAME: Final = "requirements.yaml"

COVERED: Final = "covered"
STATUSES: Final[tuple[str, ...]] = (COVERED, "partly", "documented", "planned", "out-of-scope")

LONGEST_SERIES: Final = 10_000
"""Rows that one `A1..A67` may stand for."""

_RANGE = re.compile(r"(?P<first>\D*)(?P<low>[0-9]{1,9})\.\.(?P<last>\D*)(?P<high>[0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class Series:
    """One source of requirements with the ids of all its rows, in order."""

    name: str
    title: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement. `artefacts` are paths, `path#anchor` or rule ids; `tests` are `path::name`; `line` from 1."""

    id: str
    what: str
    status: str
    reason: str
    artefacts: tuple[str, ...]
    tests: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """A project's requirements: what must be there (`series`), and what is said about it (`rows`).

    `rule_groups` and `scenarios` (folders below the project) name what else must speak of rows that exist.
    """

    title: str
    series: tuple[Series, ...]
    rule_groups: tuple[str, ...]
    scenarios: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids that must have a row, in the order of the series."""
        return tuple(id for one in self.series for id in one.ids)


def read_ledger(path: Path, root: Path) -> Ledger | tuple[Finding, ...]:
    """Return the ledger in a file below `root`, or everything that forbids using it."""
    text = read_text(path, root, path.name, MAX_YAML_BYTES)
    if isinstance(text, Finding):
        return (text,)
    source = read_yaml(text, path.name)
    if source.value is None:
        empty = codes.finding(
            codes.SYNTAX, "the file holds nothing", Location(source.file), "write title, series, rows"
        )
        return source.findings or (empty,)
    form = validate(source, RequirementsFile)
    if isinstance(form, tuple) or source.findings:
        return (*source.findings, *(form if isinstance(form, tuple) else ()))
    ledger, findings = _ledger(form, source)
    return findings or ledger


def _ledger(form: RequirementsFile, source: YamlText) -> tuple[Ledger, tuple[Finding, ...]]:
    findings: list[Finding] = []
    series = []
    for at, one in enumerate(form.series):
        ids: list[str] = []
        for place, text in enumerate(one.ids):
            expanded = _expanded(text)
            if not expanded:
                where = source.location(("series", at, "ids", place))
                message = f"{text!r} is not a range of row ids"
                findings.append(codes.finding(codes.WRONG_VALUE, message, where, "write it as A1..A67"))
            ids.extend(expanded)
        series.append(Series(one.name, one.title, tuple(ids)))
    rows = tuple(
        Row(
            one.id,
            " ".join(one.what.split()),
            one.status,
            " ".join(one.reason.split()),
            tuple(one.artefacts),
            tuple(one.tests),
            _line(source.location(("rows", at))),
        )
        for at, one in enumerate(form.rows)
    )
    return Ledger(form.title, tuple(series), tuple(form.rules), tuple(form.scenarios), rows), tuple(findings)


def _line(place: Location) -> int:
    return place.span.line if place.span else 1


def _expanded(text: str) -> tuple[str, ...]:
    """Return the ids that one text stands for; none for a range that cannot be one."""
    if ".." not in text:
        return (text,)
    found = _RANGE.fullmatch(text)
    if not found or found["first"] != found["last"]:
        return ()
    low, high = int(found["low"]), int(found["high"])
    return tuple(f"{found['first']}{number}" for number in range(low, high + 1)) if high - low < LONGEST_SERIES else ()


def groups_of(ledger: Ledger) -> Iterator[tuple[Series, tuple[Row, ...]]]:
    """Yield each series with its rows, in the order of its ids."""
    rows = {row.id: row for row in ledger.rows}
    for series in ledger.series:
        yield series, tuple(rows[id] for id in series.ids if id in rows)
