"""Who decides: an explanation of the engine as nodes, policies and statements of the organization."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guardrails.model.answer import Decider
from guardrails.model.decision import Decision, Truth
from guardrails.model.organization.tree import Mechanism, PolicyException
from guardrails.model.policy.document import Effect
from guardrails.model.source import show_pointer

if TYPE_CHECKING:
    from guardrails.evaluation.explain import Explanation, StatementReport
    from guardrails.files.loaded import Project
    from guardrails.model.organization.tree import Account


def deciders_of(project: Project, account: Account, explanation: Explanation) -> list[Decider]:
    """Return the Denies that decide, root first; where none does and nothing allows, the nodes that are silent."""
    found = [
        _decider(project, account, report)
        for report in explanation.deciding
        if report.policy_type.value in ("SCP", "RCP") and report.statement.effect is Effect.DENY
    ]
    if found or explanation.verdict.decision is not Decision.IMPLICIT_DENY:
        return found
    levels = project.levels(account)
    return [Decider(levels[at].path or levels[at].name) for at in explanation.silent_levels]


def _decider(project: Project, account: Account, report: StatementReport) -> Decider:
    rcp = report.policy_type.value == "RCP"
    levels = project.rcp_levels(account) if rcp else project.levels(account)
    at = report.level if report.level is not None and report.level < len(levels) else None
    node = (levels[at].path or levels[at].name) if at is not None else "the resource's account"
    return Decider(node, report.document, report.sid, report.policy_type.value, show_pointer(report.statement.pointer))


def exempted_from(project: Project, account: Account, explanation: Explanation) -> list[str]:
    """Return the Denies that spared the caller: `audit-trail#DenyTrailTampering`, with the exception behind it."""
    lines = []
    for report in explanation.exempting:
        decider = _decider(project, account, report)
        keys = {row.condition.key.lower() for row in report.conditions if row.truth is Truth.FALSE}
        opened = [one for one in project.active if _opens(one, report, keys)]
        by = "".join(f" ({one.id} until {one.expires.isoformat()})" for one in opened)
        lines.append(f"{decider.statement}{by}")
    return lines


def _opens(exception: PolicyException, report: StatementReport, keys: set[str]) -> bool:
    """Whether the exception may be the reason why a Deny spares the caller."""
    if exception.policy != report.document or exception.statement != report.sid:
        return False
    if exception.mechanism is Mechanism.ACCOUNT:
        return "aws:principalaccount" in keys
    if exception.mechanism is not Mechanism.PRINCIPAL or "aws:principalarn" not in keys:
        return False
    from fnmatch import fnmatchcase

    found = [str(row.found) for row in report.conditions if row.condition.key.lower() == "aws:principalarn"]
    patterns = (one if one.startswith("arn:") else f"*:{one}" for one in exception.principals)
    return any(fnmatchcase(arn, pattern) for pattern in patterns for arn in found)


def spelled(keys: tuple[str, ...], explanation: Explanation) -> list[str]:
    """Return the keys in the spelling of the policies that test them."""
    names = {row.condition.key.lower(): row.condition.key for one in explanation.statements for row in one.conditions}
    return [names.get(key, key) for key in keys]
