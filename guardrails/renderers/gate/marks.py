"""Fingerprints for all findings of a gate report, so that no two of them are equal, whatever plans are in it."""

from __future__ import annotations

from dataclasses import dataclass

from guardrails.model.fingerprint import digest
from guardrails.model.gate_report import GateReport
from guardrails.renderers.fingerprints import fingerprints


@dataclass(frozen=True, slots=True)
class Marks:
    """The fingerprints of one plan's findings, in their order."""

    findings: tuple[str, ...]
    waived: tuple[str, ...]
    baselined: tuple[str, ...]


def marks_of(report: GateReport) -> tuple[Marks, ...]:
    """Return the fingerprints of each plan, in the order of the plans.

    The account counts, so the same resource in two accounts has two; findings of several plans of one account that are
    otherwise equal are told apart by a number.
    """
    groups: dict[str, list[int]] = {}
    for at, plan in enumerate(report.plans):
        groups.setdefault(plan.account_id or plan.account, []).append(at)
    found: dict[int, Marks] = {}
    for account, places in groups.items():
        plans = [report.plans[at] for at in places]
        lists = [
            part for plan in plans for part in (plan.findings, tuple(w.finding for w in plan.waived), plan.baselined)
        ]
        names = iter(fingerprints([finding for part in lists for finding in part]))
        cut = [tuple(digest("gate", account, next(names)) for _ in part) for part in lists]
        for number, at in enumerate(places):
            found[at] = Marks(*cut[3 * number : 3 * number + 3])
    return tuple(found[at] for at in range(len(report.plans)))
