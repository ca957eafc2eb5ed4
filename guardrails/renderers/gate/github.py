"""GitHub annotations of the gate, one a line, each naming its resource: an annotation shows nothing around it."""

from __future__ import annotations

from guardrails.model.finding import Finding, Rule
from guardrails.model.gate_report import Conclusion, GateReport
from guardrails.renderers.findings.tally import WORST_FIRST
from guardrails.renderers.gate.grouping import called, details, gravity, rules_of, sentence
from guardrails.renderers.workflow_commands import LEVELS, capped, command, place_properties


def render(report: GateReport) -> str:
    """Return errors, warnings, notices, ten of each at most; where nothing was found, why a plan is not passed."""
    rules = rules_of(report)
    lines: list[str] = []
    for severity in WORST_FIRST:
        level = LEVELS[severity]
        found = [one for one in report.findings if gravity(one, report) is severity]
        commands = [_finding(one, rules.get(one.rule), level) for one in found]
        lines += capped(commands, level, "guardrails gate", "see the summary of the job")
    if not report.findings and report.conclusion is not Conclusion.PASSED:
        title = f"guardrails gate: {report.conclusion.value}"
        lines.append(command("error", {"title": title}, *(report.reasons or ("no reason is known",))))
    return "".join(f"{line}\n" for line in lines)


def _finding(finding: Finding, rule: Rule | None, level: str) -> str:
    title = f"{finding.rule} {called(rule)}" if rule else finding.rule
    lines = [sentence(finding), *(f"{name}: {words}" for name, words in details(finding))]
    return command(level, {**place_properties(finding.location), "title": title}, *lines)
