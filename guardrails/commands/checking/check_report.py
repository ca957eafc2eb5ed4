"""The report of a check: findings in order, what is suppressed, which rules there are."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from guardrails import __version__
from guardrails.catalog.freshness import stale
from guardrails.commands.checking.inspection import Inspection
from guardrails.commands.pages import check_rules, page
from guardrails.files.answered_rules import unknown_rules
from guardrails.files.codes import DOCUMENT, STALE_CATALOG
from guardrails.files.project import Place
from guardrails.files.reading import MAX_YAML_BYTES, read_text
from guardrails.files.rules.loading import LOADING_RULES
from guardrails.files.suppressions import FILE_NAME, Suppression, read_suppressions, set_aside
from guardrails.model.finding import Finding, Rule
from guardrails.model.report import CheckReport, Suppressed
from guardrails.model.source import Location

_SUPPRESSIBLE = ("LINT-", "ORG-", "CAT-")
_BINDING = frozenset({DOCUMENT.id, *(rule.id for rule, _ in LOADING_RULES)})
"""Rules without which a project cannot be used: nobody can answer for what was not read."""


def report_of(
    found: Inspection, here: Place | None, today: date, suppressions: Path | None, pages: bool
) -> CheckReport:
    """Return the report; suppressions that cannot be used are found here, and make the inspection unusable.

    Args:
        pages: whether to bring the pages of the rules that were found, for formats that hold them.
    """
    rules = check_rules()
    entries = _suppressions(found, here, suppressions, rules)
    stay, silenced = set_aside(_once((*found.findings, *_catalog(today))), entries, today, found.whole)
    suppressed = [Suppressed(one, by.owner, by.reason, by.expires, by.place) for one, by in silenced]
    suppressed += found.suppressed
    return CheckReport(
        findings=tuple(sorted(stay, key=_order)),
        files=tuple(sorted(dict.fromkeys(found.files), key=lambda one: one.file)),
        suppressed=tuple(suppressed),
        rules=(*rules, *found.rules),
        sources={**found.sources, **_yaml_texts(stay, found.sources, here.root if here else Path.cwd())},
        pages={id: page(id).markdown for id in _ids(stay, suppressed)} if pages else {},
        version=__version__,
    )


def _ids(findings: Iterable[Finding], suppressed: Iterable[Suppressed]) -> set[str]:
    return {one.rule for one in (*findings, *(one.finding for one in suppressed))}


def _once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each finding once: two policies may share a file."""
    return tuple({(one.rule, one.location, one.message): one for one in findings}.values())


def _order(one: Finding) -> tuple[int, str, int, int, str, str]:
    span = one.location.span
    return (
        -one.severity.rank,
        one.location.file,
        span.line if span else 0,
        span.column if span else 0,
        one.rule,
        one.message,
    )


def _suppressions(
    found: Inspection, here: Place | None, named: Path | None, rules: Iterable[Rule]
) -> tuple[Suppression, ...]:
    """Return the entries of the file of suppressions; what is wrong with it goes into the inspection."""
    file = named or _default(here)
    if file is None:
        return ()
    root = here.root if here else Path.cwd()
    entries, findings = read_suppressions(file, root)
    suppressible = (rule for rule in rules if rule.id.startswith(_SUPPRESSIBLE) and rule.id not in _BINDING)
    known = {rule.id: rule.slug for rule in suppressible}
    findings = (*findings, *unknown_rules(entries, known, "suppressed"))
    found.findings += findings
    found.unusable = found.unusable or bool(findings)
    return entries


def _default(here: Place | None) -> Path | None:
    """The file of suppressions where none is named: beside the organization file, or of a folder of policies.

    A link that leads nowhere or a folder of that name counts as found: it cannot be used, and that has to be said.
    """
    folders = [(here.root / here.file).parent] if here else [Path("scps"), Path()]
    return next((file for folder in folders if os.path.lexists(file := folder / FILE_NAME)), None)


def _yaml_texts(findings: Iterable[Finding], known: Mapping[str, str], root: Path) -> dict[str, str]:
    """Return the texts of suppressions and scenarios in which something is marked."""
    marked = {one.location.file for one in findings if one.location.span and one.location.file.endswith(".yaml")}
    texts = {file: read_text(root / file, root, file, MAX_YAML_BYTES) for file in marked - known.keys()}
    return {file: text for file, text in texts.items() if isinstance(text, str)}


def _catalog(day: date) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            STALE_CATALOG.id,
            STALE_CATALOG.severity,
            f"the catalog's {one.name} are of {one.date.isoformat()}, over 180 days old",
            Location("catalog"),
            "install a newer release",
            data_date=one.date.isoformat(),
        )
        for one in stale(day)
    )
