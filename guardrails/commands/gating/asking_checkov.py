"""What Checkov says of a plan, as findings of the gate; and the skip comments in the sources beside the plan."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from guardrails.commands.scanning.findings import Scanned, Target, findings_of
from guardrails.commands.scanning.selection import checks_for
from guardrails.gate.inspection import at
from guardrails.gate.waiving import unexplained
from guardrails.model.finding import Finding
from guardrails.model.gate_report import Waived
from guardrails.model.plan.change import Change, without_keys
from guardrails.model.plan.plan import Plan
from guardrails.model.plan.values import Mark, read
from guardrails.model.scan import Record, Scan
from guardrails.model.source import Location

if TYPE_CHECKING:
    from guardrails.files.loaded import Project
    from guardrails.files.tool_rules import ToolRules
    from guardrails.terraform.sources.places import SkipComment


def ask_checkov(
    scan: Scan, plan: Plan, tools: ToolRules, target: Target, chosen: Collection[str], advisory: Collection[str]
) -> Scanned:
    """Return what Checkov found in a plan, at the changes that it is about."""
    from guardrails.terraform.redacted import late_attributes

    types = frozenset(one.type for one in plan.changes if one.managed)
    checks = checks_for(tools, chosen, target.environment, target.account, types)

    def place(record: Record) -> Location:
        change = _change(record, plan)
        return at(plan, change) if change else _of_provider(record, plan)

    def value(record: Record, attribute: str) -> str:
        change = _change(record, plan)
        return _shown(change, attribute) if change else ""

    return findings_of(
        scan, tools, place, target, checks=checks, late=plan.once(late_attributes), value=value, advisory=advisory
    )


def _of_provider(record: Record, plan: Plan) -> Location:
    """Return the place of a provider block (`aws.default`, `aws.dr`), or of the plan as a whole."""
    key = record.address.removesuffix(".default")
    return Location(plan.file, ("configuration", "provider_config", key) if key in plan.providers else ())


def _change(record: Record, plan: Plan) -> Change | None:
    return plan.by_address.get(record.address)


def _shown(change: Change, attribute: str) -> str:
    """Return the scalar at a dotted path; empty for what is hidden, unknown, or stands in several blocks."""
    value: object = change.after
    for step in attribute.split("."):
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        value = read(value, (step,))
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, bool):
        return str(value).lower()
    known = not isinstance(value, Mark) and isinstance(value, (str, int, float))
    return str(value) if known and len(str(value)) <= 200 else ""


def honoured(
    findings: Iterable[Finding], comments: Sequence[SkipComment]
) -> tuple[tuple[Finding, ...], tuple[Waived, ...]]:
    """Return the findings that no comment skips, and those that one does, waived by nobody and for ever."""
    stay: list[Finding] = []
    waived: list[Waived] = []
    for one in findings:
        address = without_keys(one.address)
        by = next((each for each in comments if one.rule in each.checks and each.covers(address)), None)
        if by is None:
            stay.append(one)
        else:
            waived.append(Waived(one, "", by.reason, None, by.location))
    return tuple(stay), tuple(waived)


def about_comments(comments: Iterable[SkipComment]) -> tuple[Finding, ...]:
    """Return a finding for each skip comment that gives no reason."""
    silent = {one.location: one for one in comments if not one.reason}
    return tuple(unexplained(", ".join(one.checks), one.address, place) for place, one in silent.items())


def forbids_comments(project: Project, told: str) -> bool:
    """Whether skip comments do not count: by the command line, else by the organization file."""
    from guardrails.files.rules.entries import mapping

    checks = mapping(project, "settings").get("checks") or {}
    return (told or checks.get("skip_comments") or "allow") == "forbid"
