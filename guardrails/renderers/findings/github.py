"""GitHub annotations: workflow commands on the standard output of a job.

The runner shows ten annotations of each level per step and drops the rest without a word, so ten at most are written,
the last of which says how many more there are. A command starts a line; findings are one line each, for everything
in them that ends a line is escaped, and so `::` inside of them orders nothing.
Sources: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands (2026-10),
https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md (2026-10)
"""

from __future__ import annotations

from collections.abc import Sequence

from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.report import CheckReport, FileStatus
from guardrails.renderers.findings.tally import WORST_FIRST, rules_by_id
from guardrails.renderers.table import clean, cut

PER_LEVEL = 10
_LONGEST = 4000
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(report: CheckReport) -> str:
    """Return one command a line: errors (unreadable files first), warnings, notices; empty without any."""
    rules = rules_by_id(report)
    lines: list[str] = []
    for severity in WORST_FIRST:
        level = _LEVELS[severity]
        commands = _unreadable(report) if severity is Severity.ERROR else []
        commands += [_finding(one, rules.get(one.rule), level) for one in report.findings if one.severity is severity]
        lines += _capped(commands, level)
    return "".join(f"{line}\n" for line in lines)


def _capped(commands: Sequence[str], level: str) -> list[str]:
    if len(commands) <= PER_LEVEL:
        return list(commands)
    more = len(commands) - (PER_LEVEL - 1)
    last = _command(level, {"title": "guardrails check"}, f"{more} more, see the text output of the job")
    return [*commands[: PER_LEVEL - 1], last]


def _unreadable(report: CheckReport) -> list[str]:
    return [
        _command("error", {"file": one.file, "title": "unreadable"}, one.reason or "cannot be read")
        for one in report.files
        if one.status is FileStatus.UNREADABLE
    ]


def _finding(finding: Finding, rule: Rule | None, level: str) -> str:
    span = finding.location.span
    properties: dict[str, object] = {"file": finding.location.file.removeprefix("./")}
    if span:
        properties |= {"line": max(1, span.line), "endLine": max(1, span.end_line)}
    if span and span.line == span.end_line:  # columns count only within one line
        properties |= {"col": span.column, "endColumn": span.end_column}
    properties["title"] = f"{finding.rule} {rule.slug}" if rule else finding.rule
    parts = [finding.message]
    parts += [f"shows: {finding.witness}"] if finding.witness else []
    parts += [f"help: {finding.help}"] if finding.help else []
    return _command(level, properties, *parts)


def _command(level: str, properties: dict[str, object], *lines: str) -> str:
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{level} {listed}::{'%0A'.join(_data(line) for line in lines)}"


def _data(text: str) -> str:
    """Return text with percent signs escaped; what ends a line is no longer in it."""
    return clean(cut(text, _LONGEST)).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
