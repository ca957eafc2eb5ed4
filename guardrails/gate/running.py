"""Running whole-plan rules: which ones, what each saw, what each found."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from fnmatch import fnmatchcase
from functools import lru_cache

from guardrails.gate.inspection import Inspection, PlanRule
from guardrails.model.finding import Finding
from guardrails.model.gate_report import RuleRun
from guardrails.model.plan.plan import Plan


def run_rules(
    inspection: Inspection, rules: Iterable[PlanRule], advisory: Collection[str] = ()
) -> tuple[tuple[Finding, ...], tuple[RuleRun, ...]]:
    """Return what the rules find in a plan, and for each how many resources of its types it saw."""
    found: list[Finding] = []
    runs: list[RuleRun] = []
    for one in rules:
        found.extend(one.check(inspection))
        runs.append(RuleRun(one.rule, seen_by(one.types, inspection.plan), one.types, one.rule.id in advisory))
    return tuple(found), tuple(runs)


def seen_by(types: tuple[str, ...], plan: Plan) -> int:
    """Return how many managed rows of a plan are of these resource types (globs; none: of every type)."""
    chosen = (changes for type, changes in plan.by_type.items() if not types or _of(type, types))
    return sum(len(changes) for changes in chosen)


@lru_cache(maxsize=4096)
def _of(type: str, globs: tuple[str, ...]) -> bool:
    return any(fnmatchcase(type, one) if "*" in one else type == one for one in globs)
