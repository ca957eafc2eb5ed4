"""What the HTML report shows, worked out: the templates format it and decide nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from guardrails.model.answer import Outcome
from guardrails.model.finding import Confidence, Finding, Rule, Severity
from guardrails.model.gate_report import GateReport, Judged, PlanVerdict
from guardrails.model.plan.values import Mark
from guardrails.model.source import Location
from guardrails.renderers.findings.tally import docs_anchor, place_of
from guardrails.renderers.gate.grouping import (
    by_resource,
    called,
    decided,
    details,
    plan_name,
    rules_of,
    severities,
    telling,
    undecided,
    unmapped_words,
    verb_counts,
)
from guardrails.renderers.gate.rule_page import Block, blocks

MOST_RESOURCES = 400
MOST_REQUESTS = 300
"""Resources and requests of a plan that are shown one by one; the others are counted."""

_SOURCE_LINES = 12
_TYPES = 5
_BLOCKS = 80
"""Lines of a resource's source, types that a rule looks at, and paragraphs of its page that are shown."""


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding: `rule_id` and `node_id` are anchors, empty where there is nothing to lead to."""

    finding: Finding
    slug: str
    rule_id: str
    place: str
    node_id: str
    details: tuple[tuple[str, str], ...]
    related: tuple[str, ...]
    sure: str


@dataclass(frozen=True, slots=True)
class ResourceView:
    """One resource with its findings; `lines` are numbered lines of its source.

    `alike` are other resources with the very same findings: anchor, address, place. One card holds them all.
    """

    id: str
    address: str
    verb: str
    place: str
    worst: str
    lines: tuple[tuple[int, str], ...]
    findings: tuple[FindingView, ...]
    alike: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RequestView:
    """One request that decides something; `region` is empty where nobody knows it."""

    judged: Judged
    words: str
    kind: str
    region: str
    deciders: tuple[tuple[str, str, str], ...]
    """Statement, node, anchor of the node."""
    hangs_on: tuple[tuple[str, str], ...]
    """Key, and the attribute of the plan behind it."""


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule of a plan: how much it saw and found."""

    id: str
    rule: Rule
    seen: int
    found: int
    types: tuple[str, ...]
    more_types: int
    advisory: bool
    docs: str
    page: tuple[Block, ...]
    """The rule's page, where it found something and the page is at hand."""


@dataclass(frozen=True, slots=True)
class PlanView:
    """Everything about one plan; `hidden` findings and `more` requests are only counted."""

    id: str
    plan: PlanVerdict
    name: str
    verbs: tuple[tuple[str, int], ...]
    severities: str
    resources: tuple[ResourceView, ...]
    open: tuple[ResourceView, ...]
    hidden: int
    requests: tuple[RequestView, ...]
    more: int
    quiet: tuple[tuple[str, str, int], ...]
    """Action, outcome and count of the requests that nothing stands against."""
    unmapped: str
    rules: tuple[RuleView, ...]


@dataclass(slots=True)
class Node:
    """A node of the organization; `decides` counts the findings and requests that it decides."""

    id: str
    kind: str
    name: str
    policies: tuple[str, ...]
    target: bool
    decides: int = 0
    children: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PageView:
    """The whole page."""

    report: GateReport
    figures: tuple[tuple[str, str, int], ...]
    """Label, kind for the color, count."""
    plans: tuple[PlanView, ...]
    tree: tuple[Node, ...]


def page_of(report: GateReport) -> PageView:
    """Return the page of a report."""
    anchors, tree = _tree(report)
    builder = _Builder(report, anchors)
    plans = tuple(builder.plan(plan, number) for number, plan in enumerate(report.plans, 1))
    return PageView(report, tuple(_figures(report)), plans, tuple(tree))


def _figures(report: GateReport) -> Iterator[tuple[str, str, int]]:
    counts = Counter(one.severity for one in report.findings if not one.undecided)
    for severity in reversed(Severity):
        yield f"{severity.value}{'' if counts[severity] == 1 else 's'}", severity.value, counts[severity]
    yield "not decided", "open", sum(one.undecided for one in report.findings)
    yield "waived", "aside", sum(len(plan.waived) for plan in report.plans)
    yield "baselined", "aside", sum(len(plan.baselined) for plan in report.plans)
    judged = [one for plan in report.plans for one in plan.requests]
    yield "requests", "aside", len(judged)
    yield "denied", "error", sum(one.outcome is Outcome.DENY for one in judged)


def _tree(report: GateReport) -> tuple[dict[str, str], list[Node]]:
    """Return the anchors of nodes by name, and the top nodes; a depth that skips a level counts as one deeper."""
    targets = {plan.account for plan in report.plans}
    decides = Counter(_base(name) for name in _deciding(report))
    anchors: dict[str, str] = {}
    top: list[Node] = []
    above: list[tuple[int, Node]] = []
    for number, (depth, kind, name, policies) in enumerate(report.tree, 1):
        target = kind == "account" and name in targets
        node = Node(f"node-{number}", kind, name, policies, target, decides[_base(name)])
        while above and above[-1][0] >= depth:
            above.pop()
        (above[-1][1].children if above else top).append(node)
        above.append((depth, node))
        anchors.setdefault(_base(name), node.id)
    return anchors, top


def _deciding(report: GateReport) -> Iterator[str]:
    for plan in report.plans:
        for judged in plan.requests:
            if judged.outcome is not Outcome.ALLOW:
                yield from dict.fromkeys(decider.node for decider in judged.deciders)


def _base(name: str) -> str:
    """Return the last part of a path of names: nodes are written as `Workloads/Dev` or `Dev`."""
    return name.rpartition("/")[2].casefold()


class _Builder:
    """What the views of all plans share: slugs and anchors of rules and nodes."""

    def __init__(self, report: GateReport, nodes: dict[str, str]) -> None:
        self._report = report
        self._rules = rules_of(report)
        self._sources = {file: text.split("\n") for file, text in report.sources.items()}
        self._nodes = nodes

    def plan(self, plan: PlanVerdict, number: int) -> PlanView:
        """Return everything about one plan."""
        anchor = f"plan-{number}"
        sure, open = by_resource(decided(plan), plan), by_resource(undecided(plan), plan)
        decisive = sorted(filter(_decisive, plan.requests), key=lambda one: _ORDER[_kind(one)])
        quiet = Counter((one.prediction.action, one.outcome.words) for one in plan.requests if not _decisive(one))
        ids = {run.rule.id: f"{anchor}-rule-{at}" for at, run in enumerate(plan.rules, 1)}
        resources = [
            self._resource(one.address, one.verb, one.findings, plan, f"{anchor}-resource-{at}", ids)
            for at, one in enumerate((*sure[:MOST_RESOURCES], *open[:MOST_RESOURCES]), 1)
        ]
        cut = len(sure[:MOST_RESOURCES])
        hidden = (*sure[MOST_RESOURCES:], *open[MOST_RESOURCES:])
        return PlanView(
            anchor,
            plan,
            plan_name(plan, self._report),
            tuple(verb_counts(plan.verbs)),
            severities(decided(plan)),
            tuple(_merged(resources[:cut])),
            tuple(_merged(resources[cut:])),
            sum(len(one.findings) for one in hidden),
            tuple(self._request(one) for one in decisive[:MOST_REQUESTS]),
            len(decisive[MOST_REQUESTS:]),
            tuple((action, words, count) for (action, words), count in sorted(quiet.items())),
            unmapped_words(plan, 40),
            tuple(_rules(plan, ids, self._report.pages)),
        )

    def _resource(
        self, address: str, verb: str, found: Iterable[Finding], plan: PlanVerdict, id: str, ids: dict[str, str]
    ) -> ResourceView:
        findings = tuple(found)
        placed = next((one.location for one in findings if one.location.file != plan.file), None)
        place = place_of(placed) if placed and address else ""
        views = tuple(self._finding(one, {place, plan.file}, ids) for one in findings)
        worst = "open" if findings[0].undecided else findings[0].severity.value
        return ResourceView(id, address, verb, place, worst, self._lines(placed if address else None), views)

    def _lines(self, location: Location | None) -> tuple[tuple[int, str], ...]:
        """Return the first lines of what a place spans; nothing where its text is not at hand."""
        if location is None or location.span is None or location.file not in self._sources:
            return ()
        lines, first = self._sources[location.file], location.span.line
        last = min(max(first, location.span.end_line), first + _SOURCE_LINES - 1, len(lines))
        return tuple((number, lines[number - 1].rstrip()) for number in range(max(1, first), last + 1))

    def _finding(self, finding: Finding, told: set[str], ids: dict[str, str]) -> FindingView:
        rule = self._rules.get(finding.rule)
        place = place_of(finding.location)
        return FindingView(
            finding,
            called(rule) if rule else "",
            ids.get(finding.rule, ""),
            "" if place in told else place,
            self._nodes.get(_base(finding.node), "") if finding.node else "",
            tuple(details(finding)),
            tuple(f"{place_of(at)} {words}".rstrip() for at, words in finding.related),
            "" if finding.confidence is Confidence.HIGH else finding.confidence.value,
        )

    def _request(self, judged: Judged) -> RequestView:
        region = judged.prediction.region
        return RequestView(
            judged,
            "no SCP binds" if judged.gap else judged.outcome.words,
            _kind(judged),
            "" if isinstance(region, Mark) else region,
            tuple((one.statement, one.node, self._nodes.get(_base(one.node), "")) for one in judged.deciders),
            tuple((key, judged.causes.get(key, "")) for key in judged.hangs_on),
        )


def _merged(resources: Iterable[ResourceView]) -> Iterator[ResourceView]:
    """Yield the resources; those that differ only in where they are come as one."""
    groups: dict[object, list[ResourceView]] = {}
    for one in resources:
        same = (
            one.verb,
            tuple((view.finding.rule, view.finding.message, view.details) for view in one.findings),
        )
        groups.setdefault(same if one.address else one.id, []).append(one)
    for first, *others in groups.values():
        yield replace(first, alike=tuple((one.id, one.address, one.place) for one in others))


_ORDER = {"error": 0, "gap": 1, "open": 2, "aside": 3}


def _kind(judged: Judged) -> str:
    if judged.gap:
        return "gap"
    return {Outcome.DENY: "error", Outcome.UNKNOWN: "open"}.get(judged.outcome, "aside")


def _decisive(judged: Judged) -> bool:
    return judged.gap or judged.outcome in (Outcome.DENY, Outcome.UNKNOWN)


def _rules(plan: PlanVerdict, ids: Mapping[str, str], pages: Mapping[str, str]) -> Iterator[RuleView]:
    found = Counter(one.rule for one in plan.findings)
    for run in sorted(telling(plan), key=lambda run: run.rule.id):
        rule = run.rule
        shown = run.types[:_TYPES]
        more = len(run.types) - len(shown)
        page = blocks(pages.get(rule.id, ""))[:_BLOCKS] if found[rule.id] else ()
        yield RuleView(ids[rule.id], rule, run.seen, found[rule.id], shown, more, run.advisory, docs_anchor(rule), page)
