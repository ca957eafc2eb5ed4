"""JUnit XML: a suite per plan, a test case per finding; a rule without findings is a case that passed."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.gate_report import Conclusion, GateReport, PlanVerdict, RuleRun, Waived
from guardrails.renderers.cases import Case, case, document, empty, failure, place_attributes, remark
from guardrails.renderers.findings.tally import place_of
from guardrails.renderers.gate.grouping import (
    account_words,
    called,
    details,
    gravity,
    keeps_shut,
    many,
    rules_of,
    sentence,
    telling,
    waiver_words,
)


def render(report: GateReport) -> str:
    """Return errors and warnings as failures; notes as cases that passed and say something.

    What was waived or baselined is skipped, so is a rule that saw nothing. What could not be decided is an error where
    that refuses a plan, else skipped. A report without a plan that passed is an error, never nothing.
    """
    rules = rules_of(report)
    suites: dict[str, list[Case]] = {}
    for plan in report.plans:
        name = f"{account_words(plan)}: {plan.file}"
        suites.setdefault(name, []).extend(_cases(plan, report, rules))
    if not any(suites.values()) and report.conclusion is not Conclusion.PASSED:
        inside = empty("error", "; ".join(report.reasons) or report.conclusion.value)
        suites.setdefault("guardrails gate", []).append(case("gate", report.conclusion.value, {}, "error", inside))
    return document(suites)


def _cases(plan: PlanVerdict, report: GateReport, rules: dict[str, Rule]) -> Iterator[Case]:
    for finding in plan.findings:
        yield _finding(finding, rules.get(finding.rule), report)
    for waived in plan.waived:
        yield _skipped(waived.finding, rules.get(waived.finding.rule), waiver_words(waived))
    for finding in plan.baselined:
        yield _skipped(finding, rules.get(finding.rule), "known from the baseline")
    told = {one.rule for one in (*plan.findings, *plan.baselined, *_findings_of(plan.waived))}
    for run in telling(plan):
        if run.rule.id not in told:
            yield _quiet(run)


def _findings_of(waived: tuple[Waived, ...]) -> Iterator[Finding]:
    return (one.finding for one in waived)


def _finding(finding: Finding, rule: Rule | None, report: GateReport) -> Case:
    lines = [
        f"{place_of(finding.location)}: {sentence(finding)}",
        *(f"{label}: {words}" for label, words in details(finding)),
    ]
    severity = gravity(finding, report)
    if finding.undecided:
        outcome = "error" if keeps_shut(finding, report) else "skipped"
        inside = empty(
            outcome, "; ".join([sentence(finding), *(f"{label}: {text}" for label, text in details(finding))])
        )
    elif severity is Severity.NOTE:
        outcome, inside = "", remark(lines)
    else:
        outcome, inside = "failure", failure(severity.value, finding.message, lines)
    return case(finding.rule, _name(finding, rule), place_attributes(finding), outcome, inside)


def _skipped(finding: Finding, rule: Rule | None, why: str) -> Case:
    return case(finding.rule, _name(finding, rule), place_attributes(finding), "skipped", empty("skipped", why))


def _quiet(run: RuleRun) -> Case:
    """Return the case of a rule that found nothing."""
    if not run.seen:
        return case(run.rule.id, called(run.rule), {}, "skipped", empty("skipped", "saw nothing to look at"))
    return case(run.rule.id, called(run.rule), {}, "", remark([f"saw {many(run.seen, 'change')}"]))


def _name(finding: Finding, rule: Rule | None) -> str:
    """Return a name that stays when lines move: the resource and what is wrong with it."""
    parts = (finding.address or place_of(finding.location), called(rule) if rule else "", finding.attribute)
    return " ".join(part for part in parts if part)
