"""The outcome: from findings to one conclusion, and the reasons for it in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guardrails.model.finding import Finding, Severity
from guardrails.model.gate_report import Conclusion, PlanVerdict


@dataclass(frozen=True, slots=True)
class Terms:
    """What closes the gate. `on_unknown` is `fail`, `warn`, or empty: fail for the environments in `strict`.

    `advisory` are rules that never close it; `must_match` rules that have to see a resource. `example`: what the plans
    are held to is not the user's organization, so they cannot pass.
    """

    fail_on: Severity = Severity.ERROR
    on_unknown: str = ""
    strict: frozenset[str] = frozenset({"prod"})
    advisory: frozenset[str] = frozenset()
    must_match: frozenset[str] = frozenset()
    allow_empty: bool = False
    example: bool = False

    def fails_on_unknown(self, plan: PlanVerdict) -> bool:
        """Whether what could not be decided keeps a plan from passing."""
        return plan.environment in self.strict if not self.on_unknown else self.on_unknown == "fail"

    def counts(self, finding: Finding) -> bool:
        """Whether a finding is one that can close the gate."""
        return finding.severity.rank >= self.fail_on.rank and finding.rule not in self.advisory


def conclude(plans: Sequence[PlanVerdict], terms: Terms) -> tuple[Conclusion, tuple[str, ...]]:
    """Return the conclusion about all plans together, and why, a line each.

    One refused plan refuses all. Nothing evaluated is never passed, unless the terms allow it.
    """
    refused = [line for plan in plans for line in _refusals(plan, terms)]
    undecided = [line for plan in plans for line in _open_questions(plan, terms)]
    if not plans:
        undecided.append("no plan was read")
    if terms.example:
        undecided.append(
            "this folder has no organization file, so your guardrails were not asked: name yours by --root"
        )
    if refused:
        return Conclusion.REFUSED, (*refused, *undecided)
    if undecided:
        return Conclusion.UNDECIDED, tuple(undecided)
    return Conclusion.PASSED, tuple(_passed(plan, terms) for plan in plans)


def _refusals(plan: PlanVerdict, terms: Terms) -> Iterator[str]:
    closing = [one for one in plan.findings if not one.undecided and terms.counts(one)]
    if closing:
        rules = sorted({one.rule for one in closing})
        yield f"{plan.file}: {_count(len(closing), 'finding')} of {', '.join(rules)}"


def _open_questions(plan: PlanVerdict, terms: Terms) -> Iterator[str]:
    doubts = [one for one in plan.findings if one.undecided and terms.counts(one)]
    if doubts and terms.fails_on_unknown(plan):
        rules = sorted({one.rule for one in doubts})
        yield f"{plan.file}: {_count(len(doubts), 'question')} could not be decided, of {', '.join(rules)}"
    if not plan.complete:
        yield f"{plan.file}: the plan is not complete, so what is left out was not judged"
    if not plan.verbs and not terms.allow_empty:
        yield f"{plan.file}: the plan has no resource, so nothing was judged (--allow-empty passes it)"
    if not plan.rules and not terms.allow_empty:
        yield f"{plan.file}: no rule ran, so nothing was judged"
    seen = {run.rule.id: run.seen for run in plan.rules}
    for rule in sorted(terms.must_match):
        if not seen.get(rule):
            yield f"{plan.file}: {rule} saw no resource, though --require-match asks for one"


def _passed(plan: PlanVerdict, terms: Terms) -> str:
    doubts = sum(one.undecided for one in plan.findings)
    rest = [f"{doubts} not decided"] if doubts else []
    mild = len(plan.findings) - doubts
    rest += [f"{_count(mild, 'finding')} below {terms.fail_on.value} or advisory"] if mild else []
    rest += [f"{len(plan.waived)} waived"] if plan.waived else []
    rest += [f"{len(plan.baselined)} in the baseline"] if plan.baselined else []
    return f"{plan.file}: nothing of severity {terms.fail_on.value}" + (f" ({', '.join(rest)})" if rest else "")


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
