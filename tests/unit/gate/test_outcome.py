"""The outcome: what closes the gate, what leaves it undecided, and that nothing evaluated never passes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from guardrails.gate.outcome import Terms, conclude
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.gate_report import Conclusion, PlanVerdict, RuleRun
from guardrails.model.source import Location

RULE = Rule("PG-005", "protected-types", "Nothing protected is destroyed.", Severity.ERROR)
ERROR = Finding("PG-005", Severity.ERROR, "destroyed", Location("plan.json"), address="aws_vpc.main")
WARNING = replace(ERROR, severity=Severity.WARNING)
DOUBT = replace(ERROR, undecided=True, hangs_on=("tags_all",))
PLAN = PlanVerdict("plan.json", "Dev", "222222222222", "dev", verbs={"create": 1}, rules=(RuleRun(RULE, 1),))
PASSED, REFUSED, UNDECIDED = Conclusion.PASSED, Conclusion.REFUSED, Conclusion.UNDECIDED


def conclusion(plan: PlanVerdict, **terms: object) -> Conclusion:
    return conclude([plan], Terms(**terms))[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("plan", "terms", "expected"),
    [
        (PLAN, {}, PASSED),
        (replace(PLAN, findings=(ERROR,)), {}, REFUSED),
        (replace(PLAN, findings=(WARNING,)), {}, PASSED),
        (replace(PLAN, findings=(WARNING,)), {"fail_on": Severity.WARNING}, REFUSED),
        (replace(PLAN, findings=(ERROR,)), {"advisory": frozenset({"PG-005"})}, PASSED),
        (replace(PLAN, findings=(DOUBT,)), {}, PASSED),
        (replace(PLAN, findings=(DOUBT,)), {"on_unknown": "fail"}, UNDECIDED),
        (replace(PLAN, findings=(DOUBT,), environment="prod"), {}, UNDECIDED),
        (replace(PLAN, findings=(DOUBT,), environment="prod"), {"on_unknown": "warn"}, PASSED),
        (replace(PLAN, findings=(DOUBT,)), {"on_unknown": "fail", "advisory": frozenset({"PG-005"})}, PASSED),
        (replace(PLAN, findings=(replace(DOUBT, severity=Severity.NOTE),)), {"on_unknown": "fail"}, PASSED),
        (replace(PLAN, findings=(ERROR, DOUBT)), {"on_unknown": "fail"}, REFUSED),
        (PLAN, {"example": True}, UNDECIDED),
        (replace(PLAN, findings=(ERROR,)), {"example": True}, REFUSED),
        (replace(PLAN, verbs={}), {}, UNDECIDED),
        (replace(PLAN, verbs={}), {"allow_empty": True}, PASSED),
        (replace(PLAN, rules=()), {}, UNDECIDED),
        (replace(PLAN, complete=False), {}, UNDECIDED),
        (replace(PLAN, complete=False), {"allow_empty": True, "on_unknown": "warn"}, UNDECIDED),
        (replace(PLAN, complete=False, findings=(ERROR,)), {}, REFUSED),
        (PLAN, {"must_match": frozenset({"PG-005"})}, PASSED),
        (PLAN, {"must_match": frozenset({"PG-013"})}, UNDECIDED),
        (replace(PLAN, rules=(RuleRun(RULE, 0),)), {"must_match": frozenset({"PG-005"})}, UNDECIDED),
    ],
)
def test_the_conclusion_about_one_plan(plan: PlanVerdict, terms: dict[str, object], expected: Conclusion) -> None:
    assert conclusion(plan, **terms) is expected


def test_one_refused_plan_refuses_all() -> None:
    assert conclude([PLAN, replace(PLAN, findings=(ERROR,))], Terms())[0] is REFUSED


def test_no_plan_is_not_passed() -> None:
    assert conclude([], Terms())[0] is UNDECIDED


def test_every_conclusion_says_why() -> None:
    for plan in (PLAN, replace(PLAN, findings=(ERROR, DOUBT)), replace(PLAN, verbs={})):
        assert conclude([plan], Terms(on_unknown="fail"))[1]


def test_waived_findings_and_those_of_a_baseline_are_counted_in_words() -> None:
    _, (line,) = conclude([replace(PLAN, findings=(WARNING, DOUBT), baselined=(ERROR,))], Terms())
    assert "1 not decided" in line
    assert "1 finding below error or advisory" in line
    assert "1 in the baseline" in line
