"""The gate's answer, sorted for showing: findings by resource, what is decided and what is not, and counts in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from guardrails.model.answer import Outcome
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.gate_report import Conclusion, GateReport, Judged, PlanVerdict, RuleRun, Waived
from guardrails.model.plan.change import Verb
from guardrails.renderers.findings.tally import place_of

VERDICTS = {Conclusion.PASSED: "PASSED", Conclusion.REFUSED: "REFUSED", Conclusion.UNDECIDED: "UNDECIDED"}

_VERBS = {
    Verb.CREATE: "to create",
    Verb.UPDATE: "to update",
    Verb.DELETE_THEN_CREATE: "to replace",
    Verb.CREATE_THEN_DELETE: "to replace",
    Verb.CREATE_THEN_FORGET: "to replace",
    Verb.DELETE: "to delete",
    Verb.FORGET: "to forget",
    Verb.READ: "to read",
    Verb.UNKNOWN: "not understood",
    Verb.NO_OP: "unchanged",
}


@dataclass(frozen=True, slots=True)
class Resource:
    """What was found at one address, worst first; `verb` is what is done to it, empty where nothing is.

    The address is empty for findings that are about no resource: the plan as a whole, a waiver, the organization.
    """

    address: str
    verb: str
    findings: tuple[Finding, ...]


def by_resource(findings: Iterable[Finding], plan: PlanVerdict) -> tuple[Resource, ...]:
    """Return the findings by address; resources with the worst finding first, else in the order of the findings."""
    groups: dict[str, list[Finding]] = {}
    for finding in worst_first(findings):
        groups.setdefault(finding.address, []).append(finding)
    return tuple(Resource(name, plan.resources.get(name, ""), tuple(found)) for name, found in groups.items())


def worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings with errors first; among equals their order stays."""
    return tuple(sorted(findings, key=lambda one: -one.severity.rank))


def decided(plan: PlanVerdict) -> tuple[Finding, ...]:
    """Return the open findings that say what is wrong."""
    return tuple(one for one in plan.findings if not one.undecided)


def undecided(plan: PlanVerdict) -> tuple[Finding, ...]:
    """Return the open findings that say what could not be told."""
    return tuple(one for one in plan.findings if one.undecided)


def rules_of(report: GateReport) -> dict[str, Rule]:
    """Return every rule that ran on some plan, by its id, in order of ids."""
    found = {run.rule.id: run.rule for plan in report.plans for run in plan.rules}
    return dict(sorted(found.items()))


STOCK = "stock-checks"
"""The slug that all checks share that come with Checkov: they have no name but their id."""


def called(rule: Rule) -> str:
    """Return what a rule is called beside its id: its slug, or whose it is."""
    return "Checkov" if rule.slug == STOCK else rule.slug


def telling(plan: PlanVerdict) -> tuple[RuleRun, ...]:
    """Return the rules that ran on a plan without Checkov's own that saw nothing: there are hundreds of those."""
    return tuple(run for run in plan.rules if run.seen or run.rule.slug != STOCK)


def blind(plan: PlanVerdict) -> tuple[str, ...]:
    """Return the ids of the rules that found no resource to look at."""
    return tuple(run.rule.id for run in telling(plan) if not run.seen)


def many(count: int, word: str) -> str:
    """Return a count with its noun: `1 finding`, `2,112 findings`."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def severities(findings: Iterable[Finding]) -> str:
    """Return the findings in words: `2 errors, 1 warning`; `no findings` where there are none."""
    counts = Counter(one.severity for one in findings)
    return ", ".join(many(counts[one], one.value) for one in reversed(Severity) if counts[one]) or "no findings"


def verbs(counts: Mapping[str, int]) -> str:
    """Return what a plan does in words: `3 to create, 1 to replace, 40 unchanged`."""
    return ", ".join(f"{count:,} {words}" for words, count in verb_counts(counts)) or "no resources"


def verb_counts(counts: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """Yield what is done and how often, in a fixed order; the two orders of a replacement are one."""
    known = {verb.value: words for verb, words in _VERBS.items()}
    sums: Counter[str] = Counter()
    for verb, count in counts.items():
        sums[known.get(verb, verb)] += count
    places = {words: at for at, words in enumerate(dict.fromkeys(_VERBS.values()))}
    for words in sorted(sums, key=lambda words: (places.get(words, len(places)), words)):
        if sums[words]:
            yield words, sums[words]


def outcomes(requests: Iterable[Judged]) -> dict[Outcome, int]:
    """Return how many requests have each outcome, in the order of the outcomes."""
    counts = Counter(one.outcome for one in requests)
    return {outcome: counts[outcome] for outcome in Outcome if counts[outcome]}


def request_words(plan: PlanVerdict) -> str:
    """Return the requests in words: `120 requests: 117 not denied, 2 DENIED, 1 unknown`."""
    parts = [f"{count:,} {outcome.words}" for outcome, count in outcomes(plan.requests).items()]
    gaps = sum(one.gap for one in plan.requests)
    parts += [f"{many(gaps, 'gap')} (a service-linked role calls, which no SCP binds)"] if gaps else []
    return many(len(plan.requests), "request") + (f": {', '.join(parts)}" if parts else "")


def unmapped_words(plan: PlanVerdict, most: int = 6) -> str:
    """Return the types whose requests nobody can tell: `aws_a (2), aws_b`; empty where there are none."""
    counts = Counter(one.change.type for one in plan.unmapped)
    named = [f"{type} ({count})" if count > 1 else type for type, count in counts.most_common(most)]
    more = [f"{len(counts) - most} more types"] if len(counts) > most else []
    return ", ".join([*named, *more])


def account_words(plan: PlanVerdict) -> str:
    """Return the target in words: `Dev (222222222222, dev)`."""
    inside = ", ".join(part for part in (plan.account_id, plan.environment) if part)
    return f"{plan.account or 'unknown account'}{f' ({inside})' if inside else ''}"


def plan_name(plan: PlanVerdict, report: GateReport) -> str:
    """Return the account of a plan, with its file where several plans are for that account."""
    alone = sum(other.account == plan.account for other in report.plans) == 1
    return (plan.account or "unknown account") if alone else f"{plan.account or 'unknown account'}: {plan.file}"


def denial(finding: Finding) -> str:
    """Return the statement that denies and where it is attached: `gpu-cap#Cap at Sandbox`; empty where none does."""
    statement = finding.policy + (f"#{finding.sid}" if finding.sid else "") if finding.policy else ""
    return f"{statement} at {finding.node}" if statement and finding.node else statement or finding.node


def doubts_count(report: GateReport) -> bool:
    """Whether what could not be decided keeps the gate shut: it was asked for, or it is what did so here."""
    return report.on_unknown == "fail" or (not report.on_unknown and report.conclusion is Conclusion.UNDECIDED)


def keeps_shut(finding: Finding, report: GateReport) -> bool:
    """Whether a finding that could not be decided is among what keeps the gate shut: severe enough, not advisory."""
    advisory = {run.rule.id for plan in report.plans for run in plan.rules if run.advisory}
    severe = finding.severity.rank >= report.fail_on.rank and finding.rule not in advisory
    return finding.undecided and severe and doubts_count(report)


def gravity(finding: Finding, report: GateReport) -> Severity:
    """Return the severity to show: what could not be decided is at most a warning, unless that keeps the gate shut."""
    if finding.undecided and finding.severity is Severity.ERROR and not doubts_count(report):
        return Severity.WARNING
    return finding.severity


def sentence(finding: Finding) -> str:
    """Return the message with the resource in front: where only one line is shown, it has to name it."""
    open = "not decided: " if finding.undecided else ""
    return f"{finding.address}: {open}{finding.message}" if finding.address else f"{open}{finding.message}"


def details(finding: Finding) -> Iterator[tuple[str, str]]:
    """Yield what else is known of a finding, each with its label; places and confidence are not among it."""
    if finding.found:
        yield "found", f"{finding.attribute} = {finding.found}" if finding.attribute else finding.found
    elif finding.attribute and not finding.undecided:
        yield "attribute", finding.attribute
    if finding.expected:
        yield "expected", finding.expected
    if denial(finding):
        yield "statement" if finding.undecided else "denied by", denial(finding)
    if finding.hangs_on:
        yield "hangs on", ", ".join(finding.hangs_on)
    if finding.witness:
        yield "shows", finding.witness
    if finding.help:
        yield "help", finding.help


def short(name: str) -> str:
    """Return a name that can be part of an id: letters, digits, dots and single hyphens."""
    return "-".join(re.findall("[A-Za-z0-9._]+", name)) or "unknown"


def waiver_words(one: Waived) -> str:
    """Return until when somebody answers for a finding, who, and why; a skip comment says only why."""
    if one.expires is None:
        reason = one.reason or "no reason given"
        return f"waived without owner or expiry by a comment at {place_of(one.place)}: {reason}"
    return f"waived until {one.expires.isoformat()} by {one.owner}: {one.reason}"
