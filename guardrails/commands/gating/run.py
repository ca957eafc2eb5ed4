"""One run of the gate over one or several plans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guardrails import __version__
from guardrails.commands.gating.answering import Answering, answering_for, comments_of
from guardrails.commands.gating.asking_checkov import about_comments, ask_checkov, forbids_comments
from guardrails.commands.gating.asking_engine import ask_engine
from guardrails.commands.gating.choosing import Target, target_of
from guardrails.commands.gating.locating import Located, located
from guardrails.commands.gating.options import Options
from guardrails.commands.gating.selecting import Selection, selection_of
from guardrails.commands.gating.surroundings import pages_of, tree_of
from guardrails.commands.opening import account_of, day_of
from guardrails.commands.outcomes import Misused
from guardrails.commands.plan_inputs import plan_in, refuse_unknown_region
from guardrails.commands.scanning.findings import Scanned
from guardrails.commands.scanning.findings import Target as ScanTarget
from guardrails.commands.scanning.recognizing import parted
from guardrails.commands.scanning.selection import checks_for, tools_of
from guardrails.commands.words import catalog_date
from guardrails.gate.inspection import Inspection
from guardrails.gate.outcome import Terms, conclude
from guardrails.gate.running import run_rules
from guardrails.model.finding import Finding, Severity
from guardrails.model.fingerprint import plan_fingerprint
from guardrails.model.gate_report import Conclusion, GateReport, PlanVerdict
from guardrails.model.plan.change import Verb
from guardrails.model.plan.plan import Placements, Plan, References
from guardrails.terraform.placement.placing import placements_of
from guardrails.terraform.references.resolver import resolver_of

if TYPE_CHECKING:
    from guardrails.commands.gating.judging_templates import Templates
    from guardrails.commands.scanning.starting import Scanning
    from guardrails.files.loaded import Project
    from guardrails.files.tool_rules import ToolRules


@dataclass(frozen=True, slots=True)
class Opened:
    """One plan that was read, with what was worked out of it before any rule is asked."""

    plan: Plan
    places: Located
    references: References
    placements: Placements
    target: Target


@dataclass(frozen=True, slots=True)
class Run:
    """What all plans of one run share. `scanning` is None where Checkov is not asked."""

    project: Project
    options: Options
    selection: Selection
    answering: Answering
    tools: ToolRules
    scanning: Scanning | None

    def scanned(self, one: Opened) -> Scanned:
        """Return what Checkov says of a plan; nothing where it is not asked."""
        if self.scanning is None:
            return Scanned(())
        target = ScanTarget(one.target.environment, one.target.account.name)
        scan = self.scanning.result(one.plan.digest)
        return ask_checkov(scan, one.plan, self.tools, target, self.selection.checkov, self.selection.advisory)

    def notes(self, ignored: int) -> tuple[str, ...]:
        """Return that Checkov was switched off, where it was, and how many skip comments do not count."""
        if not self.options.scan.checkov:
            return ("Checkov is switched off: the checks of single resources (CKV_...) did not run",)
        return (f"{ignored} skip comments for Checkov do not count: they are forbidden",) if ignored else ()


def judge_plans(
    paths: Sequence[Path], project: Project, options: Options, today: datetime | None, *, pages: bool = False
) -> GateReport:
    """Return the gate's answer about the plans in these files.

    Raises Undecided for input that is no complete plan, Misused for options, waivers or a baseline that cannot be used.

    Args:
        pages: whether to bring the pages of the rules that were found, for formats that hold them.
    """
    tools = tools_of(project)
    selection = selection_of(options.only, options.advisory, options.require_match, tools, options.scan)
    answering = answering_for(project, options, day_of(today), tools)
    refuse_unknown_region(options.region)
    plans, others = parted(paths)
    judging = _templates(others, project, options, tools)
    with judging as templates, _scanning(plans, project, options, selection, tools) as scanning:
        opened = [_opened(path, project, options, scanning) for path in plans]
        _refuse_twice(opened)
        run = Run(project, options, selection, answering, tools, scanning)
        verdicts = tuple(_verdict(one, opened, run) for one in opened)
        targets = tuple((one.target.account, one.target.environment) for one in opened)
        verdicts += templates.verdicts(selection, answering, targets) if templates else ()
    conclusion, reasons = _concluded(verdicts, options.terms(selection, project.bundled), tools)
    found = {one.rule for plan in verdicts for one in (*plan.findings, *(row.finding for row in plan.waived))}
    return GateReport(
        conclusion=conclusion,
        reasons=reasons,
        organization=project.organization.name,
        bundled=project.bundled,
        plans=verdicts,
        fail_on=Severity(options.fail_on),
        on_unknown=options.on_unknown or "",
        tree=tree_of(project),
        sources={name: text for one in opened for name, text in one.places.texts.items()}
        | {one.file: one.source for one in (templates.each if templates else ())},
        version=__version__,
        catalog_date=catalog_date("services"),
        pages=pages_of(found) if pages else {},
    )


def _templates(
    others: Sequence[Path], project: Project, options: Options, tools: ToolRules
) -> AbstractContextManager[Templates | None]:
    """Return the templates of the run; None for a run on plans alone, which does not load what judges them."""
    if not others:
        return nullcontext()
    from guardrails.commands.gating.judging_templates import templates_for

    return templates_for(others, project, options, tools)


def _concluded(verdicts: Sequence[PlanVerdict], terms: Terms, tools: ToolRules) -> tuple[Conclusion, tuple[str, ...]]:
    """Return the conclusion about plans and templates together."""
    if not any(one.of_template for one in verdicts):
        return conclude(verdicts, terms)
    from guardrails.commands.gating.judging_templates import conclude_all

    return conclude_all(verdicts, terms, tools)


def _scanning(
    plans: Sequence[Path], project: Project, options: Options, selection: Selection, tools: ToolRules
) -> AbstractContextManager[Scanning | None]:
    """Start Checkov for the checks that are selected; None where there are none, or no plan."""
    account = account_of(project.organization, options.account) if options.account else None
    env = options.environment or (account.env if account else "")
    checks = checks_for(tools, selection.checkov, env, account.name if account else "")
    if not checks or not plans:
        return nullcontext()
    from guardrails.commands.scanning.starting import start

    return start(project, options.scan, checks)


def _refuse_twice(opened: Sequence[Opened]) -> None:
    """Raise Misused for a plan that is given twice: it would be held against itself."""
    first: dict[str, str] = {}
    for one in opened:
        if one.plan.digest in first:
            raise Misused(f"{one.plan.file} is the same plan as {first[one.plan.digest]}")
        first[one.plan.digest] = one.plan.file


def rebased(report: GateReport, baseline: Iterable[Finding], options: Options, project: Project) -> GateReport:
    """Return the report as it is with these findings in the baseline."""
    known = {plan_fingerprint(one) for one in baseline}
    plans = tuple(_with_baseline(plan, known) for plan in report.plans)
    selection = selection_of(options.only, options.advisory, options.require_match, tools_of(project), options.scan)
    terms = options.terms(selection, report.bundled)
    conclusion, reasons = _concluded(plans, terms, tools_of(project))
    return replace(report, plans=plans, conclusion=conclusion, reasons=reasons)


def _with_baseline(plan: PlanVerdict, known: Collection[str]) -> PlanVerdict:
    moved = [one for one in plan.findings if not one.undecided and plan_fingerprint(one) in known]
    covered = set(map(id, moved))
    stay = tuple(one for one in plan.findings if id(one) not in covered)
    return replace(plan, findings=stay, baselined=(*plan.baselined, *moved))


def _opened(path: Path, project: Project, options: Options, scanning: Scanning | None) -> Opened:
    plan = plan_in(path, allow_incomplete=options.allow_incomplete)
    given = account_of(project.organization, options.account).id if options.account else ""
    placements = placements_of(plan, account=given, region=options.region)
    words = (options.account, options.environment, options.caller)
    target = target_of(plan, placements, project.organization, *words)
    if scanning:  # it works while the sources are read and the rules are asked
        scanning.submit(plan.digest, plan, target.account.name)
    places = located(plan, path, options.source)
    return Opened(plan, places, resolver_of(plan, places.sources), placements, target)


def _verdict(one: Opened, opened: Sequence[Opened], run: Run) -> PlanVerdict:
    options, selection, answering = run.options, run.selection, run.answering
    inspection = _inspection(one, opened, run.project, options, answering)
    ruled, runs = run_rules(inspection, selection.rules, selection.advisory)
    asked = ask_engine(run.project, inspection, one.target.caller, selection)
    scanned = run.scanned(one)
    skips = one.places.skip_comments() if run.scanning else ()
    findings = one.places.place((*ruled, *asked.findings, *scanned.every))
    if options.changed_only:
        findings = tuple(finding for finding in findings if _of_change(finding, one.plan))
    forbidden = forbids_comments(run.project, options.scan.skip_comments)
    ids = selection.engine | {each.rule.id for each in (*runs, *scanned.runs)}
    stay, waived, known = answering.apply(
        (*findings, *about_comments(skips)),
        one.plan,
        comments_of(one.places, answering.known),
        ids,
        () if forbidden else skips,
    )
    ignored = len(skips) if forbidden else 0
    return PlanVerdict(
        **_told(one),
        findings=tuple(sorted(stay, key=_order)),
        waived=waived,
        baselined=known,
        requests=asked.requests,
        unmapped=asked.unmapped,
        rules=(*runs, *asked.runs, *scanned.runs),
        scenarios=asked.scenarios,
        notes=(*_notes(one), *asked.notes, *run.notes(ignored), *scanned.notes),
    )


def _notes(one: Opened) -> tuple[str, ...]:
    """What is told of the plan itself, of its target and of its sources."""
    return (*one.plan.warnings, *one.target.notes, *one.places.problems)


def _inspection(
    one: Opened, opened: Sequence[Opened], project: Project, options: Options, answering: Answering
) -> Inspection:
    return Inspection(
        plan=one.plan,
        organization=project.organization,
        account=one.target.account,
        environment=one.target.environment,
        references=one.references,
        placements=one.placements,
        today=answering.today,
        module=options.module,
        repeated=options.repeated,
        approval=answering.approval,
        siblings=tuple((other.plan, other.target.account) for other in opened if other is not one),
    )


def _told(one: Opened) -> dict[str, Any]:
    """What a verdict says of its plan, whatever was found."""
    plan, account = one.plan, one.target.account
    rows = [row for row in (*plan.changes, *plan.deferred) if row.managed]
    return {
        "file": plan.file,
        "account": account.name,
        "account_id": account.id,
        "environment": one.target.environment,
        "digest": plan.digest,
        "complete": plan.complete,
        "terraform_version": plan.terraform_version,
        "verbs": Counter(row.verb.value for row in rows),
        "resources": {row.address: row.verb.value for row in rows if row.verb is not Verb.NO_OP},
    }


def _of_change(finding: Finding, plan: Plan) -> bool:
    """Whether a finding is about a resource that the plan does something to, or about none in particular."""
    change = plan.by_address.get(finding.address)
    still = change is not None and change.verb in (Verb.NO_OP, Verb.READ)
    return change is None or not still or change.importing or bool(change.previous_address)


def _order(one: Finding) -> tuple[bool, int, str, str, str, str]:
    return (one.undecided, -one.severity.rank, one.address, one.rule, one.attribute, one.message)
