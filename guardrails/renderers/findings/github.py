"""GitHub annotations of a check, one a line."""

from __future__ import annotations

from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.report import CheckReport, FileStatus
from guardrails.renderers.findings.tally import WORST_FIRST, rules_by_id
from guardrails.renderers.workflow_commands import LEVELS, capped, command, place_properties


def render(report: CheckReport) -> str:
    """Return one command a line: errors (unreadable files first), warnings, notices; empty without any."""
    rules = rules_by_id(report)
    lines: list[str] = []
    for severity in WORST_FIRST:
        level = LEVELS[severity]
        commands = _unreadable(report) if severity is Severity.ERROR else []
        commands += [_finding(one, rules.get(one.rule), level) for one in report.findings if one.severity is severity]
        lines += capped(commands, level, "guardrails check", "see the text output of the job")
    return "".join(f"{line}\n" for line in lines)


def _unreadable(report: CheckReport) -> list[str]:
    return [
        command("error", {"file": one.file, "title": "unreadable"}, one.reason or "cannot be read")
        for one in report.files
        if one.status is FileStatus.UNREADABLE
    ]


def _finding(finding: Finding, rule: Rule | None, level: str) -> str:
    title = f"{finding.rule} {rule.slug}" if rule else finding.rule
    parts = [finding.message]
    parts += [f"shows: {finding.witness}"] if finding.witness else []
    parts += [f"help: {finding.help}"] if finding.help else []
    return command(level, {**place_properties(finding.location), "title": title}, *parts)
