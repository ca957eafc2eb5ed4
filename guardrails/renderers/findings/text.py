"""Text for people: each finding with its source line, what shows it, how to mend it; then one line of counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from guardrails.model.finding import Confidence, Finding, Fix, Severity
from guardrails.model.report import CheckReport, FileStatus
from guardrails.model.source import Location, show_pointer
from guardrails.renderers.findings.excerpt import Excerpt, Sources, defused
from guardrails.renderers.findings.patch import patch
from guardrails.renderers.findings.tally import Tally, answered, place_of, tally

Ink = Callable[..., str]
"""`click.style`, or what leaves a text as it is."""

_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_SIGNS = {"-": "red", "+": "green"}


_RELATED = 5
"""Other places of a finding that are listed."""


def render(report: CheckReport, *, color: bool = False, verbose: bool = False, columns: int | None = None) -> str:
    """Return the findings in the order of the report, what could not be read, and the counts.

    `verbose` also lists the files that are not policies and the findings that were set aside; source lines are cut to
    a terminal of `columns` cells.
    """
    ink, sources = ink_of(color), Sources(report.sources, columns)
    slugs = {rule.id: rule.slug for rule in report.rules}
    blocks = [list(_finding(finding, slugs, sources, ink)) for finding in report.findings]
    blocks.append(list(_set_aside(report, ink, verbose)))
    lines = [line for block in blocks if block for line in (*block, "")]
    return "\n".join([*lines, _summary(tally(report), ink)]) + "\n"


def ink_of(color: bool) -> Ink:
    """Return what puts text in colors, or what leaves it as it is."""
    if not color:
        return lambda text, **_: text
    from click import style

    return style


def _finding(finding: Finding, slugs: dict[str, str], sources: Sources, ink: Ink) -> Iterator[str]:
    fore = _COLORS[finding.severity]
    slug = f" {slugs[finding.rule]}" if finding.rule in slugs else ""
    label = ink(defused(f"{finding.severity.value}[{finding.rule}]"), fg=fore, bold=True)
    yield f"{label}{ink(defused(f'{slug}: {finding.message}'), bold=True)}"
    excerpt = sources.excerpt(finding.location)
    digits = len(str(excerpt.number + (1 if excerpt.next else 0))) if excerpt else 1
    margin = " " * (digits + 1)
    yield f"{margin}{ink('-->', fg='blue')} {defused(_where(finding.location))}"
    bar = margin + " " + ink("|", fg="blue")
    if excerpt:
        yield from _source(excerpt, bar, digits, fore, ink)
    sign = f"{margin} {ink('=', fg='blue')} "
    for name, words in _remarks(finding):
        yield f"{sign}{ink(f'{name}:', bold=True)} {defused(words)}"
    if finding.data_date:
        yield f"{sign}AWS facts of {defused(finding.data_date)}"
    if finding.fix:
        how = "applied by --fix" if finding.fix.safe else "suggestion"
        yield f"{sign}{ink('fix:', bold=True)} {defused(finding.fix.title)} ({how})"
        yield from _changes(finding.fix, margin, ink)
    if finding.rule in slugs:
        yield f"{sign}guardrails explain {defused(finding.rule)}"


def _where(location: Location) -> str:
    """Return the place; where no line is known, the pointer says where to look."""
    pointer = "" if location.span else show_pointer(location.pointer)
    return f"{place_of(location)} {pointer}".rstrip()


def _source(excerpt: Excerpt, bar: str, digits: int, fore: str, ink: Ink) -> Iterator[str]:
    yield bar
    yield _numbered(excerpt.number, excerpt.line, digits, ink)
    label = f" down to line {excerpt.last}" if excerpt.last > excerpt.number else ""
    yield f"{bar} {' ' * excerpt.indent}{ink('^' * excerpt.length + label, fg=fore, bold=True)}"
    if excerpt.next:
        yield _numbered(excerpt.number + 1, excerpt.next, digits, ink)


def _numbered(number: int, line: str, digits: int, ink: Ink) -> str:
    return f" {ink(f'{number:>{digits}} |', fg='blue')} {line}".rstrip()


def _remarks(finding: Finding) -> Iterator[tuple[str, str]]:
    if finding.witness:
        yield "shows", finding.witness
    if finding.help:
        yield "help", finding.help
    for location, words in finding.related[:_RELATED]:
        yield "see", f"{_where(location)}: {words}"
    if len(finding.related) > _RELATED:
        yield "see", f"{len(finding.related) - _RELATED} more places"
    if finding.confidence is not Confidence.HIGH:
        yield "confidence", finding.confidence.value


def _changes(fix: Fix, margin: str, ink: Ink) -> Iterator[str]:
    for sign, line in patch(fix):
        shown = defused(f"{sign} {line}" if sign != "@" else line)
        yield f"{margin}     {ink(shown, fg=_SIGNS[sign]) if sign in _SIGNS else shown}"


def _set_aside(report: CheckReport, ink: Ink, verbose: bool) -> Iterator[str]:
    for file in report.files:
        if file.status is FileStatus.UNREADABLE:
            yield f"{ink('unreadable:', fg='red', bold=True)} {defused(_reasoned(file.file, file.reason))}"
    if not verbose:
        return
    for file in report.files:
        if file.status is FileStatus.NOT_A_POLICY:
            yield f"not a policy: {defused(_reasoned(file.file, file.reason))}"
    for one in report.suppressed:
        what = f"{one.finding.rule} {place_of(one.finding.location)}"
        yield f"suppressed: {defused(f'{what} {answered(one)}')}"


def _reasoned(file: str, reason: str) -> str:
    return f"{file}: {reason}" if reason else file


def _summary(counts: Tally, ink: Ink) -> str:
    worst = "red" if counts.errors or counts.unreadable else "yellow" if counts.warnings else "green"
    fixable = f"; {counts.fixable} fixable with --fix" if counts.fixable else ""
    return f"{ink(counts.found, fg=worst, bold=True)}; {counts.files}{fixable}"
