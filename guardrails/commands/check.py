"""`guardrails check`: the organization file and everything it names."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from guardrails.catalog.freshness import stale
from guardrails.commands.opening import BUNDLED, day_of, project_options
from guardrails.commands.outcomes import MISUSED, PASSED, REFUSED, note
from guardrails.commands.render import FOLDER, stale_files
from guardrails.files.loaded import InvalidProject, Project
from guardrails.files.project import read_project
from guardrails.files.rendering import rendered
from guardrails.files.rules.table import judge
from guardrails.model.finding import Finding, Severity
from guardrails.model.source import Location, show_pointer
from guardrails.renderers.table import clean

STALE_RENDERED = "FILE-005"
STALE_CATALOG = "CAT-001"
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


@click.command("check")
@click.option("--format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@project_options
def command(
    format: str,
    root: Path | None,
    today: datetime | None,
    quiet: bool,
    verbose: bool,
    no_color: bool,
) -> int:
    """Check the organization file, its policies, the exceptions' expiry and the rendered documents.

    Everything is reported at once. Exit 1 when a rule is broken, 2 when the files cannot be used at all; warnings and
    notes leave it at 0.
    """
    day = day_of(today)
    try:
        project, unusable = read_project(root, day, full=True)
    except InvalidProject as invalid:
        project, unusable = None, invalid.findings
    findings = list(unusable)
    if project is not None:
        if project.bundled:
            note(f"{BUNDLED} ({project.organization.name})", quiet)
        findings = [*judge(project, day), *_rendered(project)]
    findings += _catalog(day)
    ordered = sorted(findings, key=lambda one: (_ORDER.index(one.severity), one.location.file, _line(one), one.rule))
    click.echo(_json(ordered) if format == "json" else _text(ordered, quiet))
    if project is None:
        return MISUSED
    return REFUSED if any(one.severity is Severity.ERROR for one in ordered) else PASSED


def _rendered(project: Project) -> list[Finding]:
    folder = (project.root / project.file).parent / FOLDER
    if not folder.is_dir():
        return []
    texts = {f"{slug}.json": text for slug, text in rendered(project).items()}
    place = Location(folder.name)
    parted = (line.partition("; ") for line in stale_files(folder, texts, project))
    return [Finding(STALE_RENDERED, Severity.ERROR, what, place, help) for what, _, help in parted]


def _catalog(day: date) -> list[Finding]:
    return [
        Finding(
            STALE_CATALOG,
            Severity.NOTE,
            f"the catalog's {one.name} are of {one.date.isoformat()}, over 180 days old",
            Location("catalog"),
            "install a newer release",
        )
        for one in stale(day)
    ]


def _line(finding: Finding) -> int:
    return finding.location.span.line if finding.location.span else 0


def _text(findings: list[Finding], quiet: bool) -> str:
    lines = []
    for one in findings:
        if quiet and one.severity is Severity.NOTE:
            continue
        lines.append(clean(f"{one.location}: {one.severity.value} {one.rule}: {one.message}"))
        lines += [clean(f"  {one.help}")] if one.help else []
    counts = [sum(one.severity is severity for one in findings) for severity in _ORDER]
    words = (
        f"{count} {severity.value}{'' if count == 1 else 's'}" for count, severity in zip(counts, _ORDER, strict=True)
    )
    return "\n".join([*lines, ", ".join(words)])


def _json(findings: list[Finding]) -> str:
    return json.dumps({"version": 1, "findings": [_plain(one) for one in findings]}, indent=2)


def _plain(one: Finding) -> dict[str, Any]:
    span = one.location.span
    return {
        "rule": one.rule,
        "severity": one.severity.value,
        "message": one.message,
        "file": one.location.file,
        "line": span.line if span else None,
        "column": span.column if span else None,
        "pointer": show_pointer(one.location.pointer),
        "help": one.help,
    }
