"""The explanation tree of `simulate --why`: per request, level, policy, statement and condition."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.commands.deciders import spelled
from guardrails.evaluation.call import Part
from guardrails.evaluation.explain import ConditionReport, Explanation, StatementReport
from guardrails.files.loaded import Level, Project
from guardrails.model.decision import Truth
from guardrails.model.organization.tree import Account
from guardrails.model.policy.document import PolicyType
from guardrails.model.request import UNKNOWN, Partial, Value
from guardrails.model.source import show_pointer

_TRUTH = {Truth.TRUE: "true", Truth.FALSE: "false", Truth.UNKNOWN: "unknown"}
_MATCHES = {Truth.TRUE: "matches", Truth.FALSE: "does not match", Truth.UNKNOWN: "may match"}


def why(project: Project, account: Account, rows: tuple[tuple[Part, Explanation], ...]) -> tuple[str, ...]:
    """Return the lines of the tree, indented by two blanks a level."""
    levels = {PolicyType.SCP: project.levels(account), PolicyType.RCP: project.rcp_levels(account)}
    return tuple(line for part, explanation in rows for line in _request(part, explanation, levels))


def _request(part: Part, explanation: Explanation, levels: dict[PolicyType, tuple[Level, ...]]) -> Iterator[str]:
    kind = f" ({part.resource_type})" if part.resource_type else ""
    partly = ", partly known" if isinstance(part.request.resource, Partial) else ""
    yield f"{part.request.action} on {part.request.resource}{kind}{partly}: {explanation.verdict}"
    if explanation.scp_exemption:
        yield f"  no SCP applies: {explanation.scp_exemption}"
    for policy_type, at in dict.fromkeys((row.policy_type, row.level) for row in explanation.statements):
        rows = [row for row in explanation.statements if (row.policy_type, row.level) == (policy_type, at)]
        if policy_type in levels and at is not None:
            level = levels[policy_type][at] if at < len(levels[policy_type]) else None
            yield f"  {policy_type.value}s at {(level.path or level.name) if level else f'level {at}'}"
            yield from _level(rows)
    absent = ", ".join(spelled(explanation.assumed_absent, explanation))
    if absent:
        yield f"  assumed absent: {absent}"


def _level(rows: list[StatementReport]) -> Iterator[str]:
    relevant = [row for row in rows if row.action and row.resource is not Truth.FALSE]
    for row in relevant:
        pointer = show_pointer(row.statement.pointer)
        name = f"{row.document}#{row.sid}" if row.sid else f"{row.document} {pointer}".rstrip()
        exempt = "; spares this caller" if row.exempted else ""
        yield f"    {row.statement.effect.value} {name} {_MATCHES[row.truth]}{exempt}"
        for condition in row.conditions:
            yield f"      {_condition(condition)}"
    others = len(rows) - len(relevant)
    if others:
        yield f"    {others} statement{'s' if others > 1 else ''} on other actions or resources"


def _condition(report: ConditionReport) -> str:
    row = report.condition
    wanted = ", ".join(row.values[:4]) + (f", ... {len(row.values)} values" if len(row.values) > 4 else "")
    return f"{_TRUTH[report.truth]}: {row.spelled} {row.key} [{wanted}], request has {_found(report.found)}"


def _found(value: Value | None) -> str:
    if value is None:
        return "no such key"
    if value is UNKNOWN:
        return "a value we do not know"
    return ", ".join(value) if isinstance(value, tuple) else str(value)
