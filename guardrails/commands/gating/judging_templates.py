"""CloudFormation templates in the gate: cfn-lint judges each, and its verdict stands beside those of plans."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from guardrails.commands.gating.asking_checkov import forbids_comments
from guardrails.commands.opening import account_of
from guardrails.commands.outcomes import Misused, Undecided
from guardrails.commands.scanning.findings import Scanned
from guardrails.commands.scanning.templates import (
    Linting,
    Template,
    cfn_lint_ids,
    linting,
    template_findings,
    template_in,
)
from guardrails.gate.outcome import Terms, conclude
from guardrails.gate.waiving import set_aside
from guardrails.model.finding import Finding
from guardrails.model.fingerprint import plan_fingerprint
from guardrails.model.gate_report import DECLARED, Conclusion, PlanVerdict, Waived
from guardrails.model.organization.tree import Account
from guardrails.model.scan import Scan, ScanFailed

if TYPE_CHECKING:
    from guardrails.commands.gating.answering import Answering
    from guardrails.commands.gating.options import Options
    from guardrails.commands.gating.selecting import Selection
    from guardrails.files.loaded import Project
    from guardrails.files.tool_rules import ToolRules

_WORST = (Conclusion.REFUSED, Conclusion.UNDECIDED, Conclusion.PASSED)


@dataclass(frozen=True, slots=True)
class Templates:
    """The templates of one run, and cfn-lint; without templates there is nothing of it."""

    each: tuple[Template, ...]
    linting: Linting | None
    project: Project
    options: Options
    tools: ToolRules

    def verdicts(
        self, selection: Selection, answering: Answering, targets: Sequence[tuple[Account, str]]
    ) -> tuple[PlanVerdict, ...]:
        """Return the verdict on each template, for the account that was named, else the one that all plans are for.

        Args:
            targets: account and environment of each plan of the run.

        Raises:
            Undecided: cfn-lint cannot read one.
            Misused: nobody says for which account they are, or the rules cannot be run.
        """
        if self.linting is None:
            return ()
        account, environment = self._target(targets)
        for one in self.each:
            self.linting.submit(one, account.name)
        return tuple(
            self._verdict(one, self._scan(one), account, environment, selection, answering) for one in self.each
        )

    def _target(self, targets: Sequence[tuple[Account, str]]) -> tuple[Account, str]:
        if self.options.account:
            account = account_of(self.project.organization, self.options.account)
            return account, self.options.environment or account.env
        every = {account.id: (account, environment) for account, environment in targets}
        if len(every) != 1:
            raise Misused(f"{self.each[0].file}: say with --account for which account this template is")
        return next(iter(every.values()))

    def _scan(self, template: Template) -> Scan:
        assert self.linting is not None
        try:
            return self.linting.result(template)
        except ScanFailed as failed:
            raise Undecided(f"{template.file}: {failed}") from None

    def _verdict(
        self,
        one: Template,
        scan: Scan,
        account: Account,
        environment: str,
        selection: Selection,
        answering: Answering,
    ) -> PlanVerdict:
        picked = selection.picked
        found = template_findings(
            scan, one, self.tools, lambda id: not picked or id in picked, advisory=selection.advisory
        )
        forbidden = forbids_comments(self.project, self.options.scan.skip_comments)
        every = (*found.findings, *(finding for finding, _ in found.skipped)) if forbidden else found.findings
        addresses = {one.address(record) for record in scan.records}
        ids = {run.rule.id for run in found.runs}
        open, waived = set_aside(every, answering.waivers, answering.today, addresses, ids)
        known = [each for each in open if not each.undecided and plan_fingerprint(each) in answering.baseline]
        covered = set(map(id, known))
        return PlanVerdict(
            file=one.file,
            account=account.name,
            account_id=account.id,
            environment=environment,
            digest=hashlib.sha256(one.text).hexdigest(),
            verbs={DECLARED: scan.resources},
            findings=tuple(sorted((each for each in open if id(each) not in covered), key=_order)),
            waived=(*waived, *(() if forbidden else _skipped(found))),
            baselined=tuple(known),
            rules=found.runs,
            notes=found.notes,
        )


def _skipped(found: Scanned) -> Iterator[Waived]:
    for finding, words in found.skipped:
        yield Waived(finding, "", words, None, finding.location)


def _order(one: Finding) -> tuple[bool, int, str, str, str]:
    return (one.undecided, -one.severity.rank, one.address, one.rule, one.message)


@contextmanager
def templates_for(paths: Sequence[Path], project: Project, options: Options, tools: ToolRules) -> Iterator[Templates]:
    """Yield the templates in these files, cfn-lint at hand.

    Raises Misused for a template where cfn-lint is switched off or not there, or that is given twice.
    """
    if not paths:
        yield Templates((), None, project, options, tools)
        return
    if not options.scan.cfn_lint:
        switch = "--no-cfn-lint or GUARDRAILS_CFN_LINT=0"
        raise Misused(f"{paths[0]} is a CloudFormation template; cfn-lint judges it, and {switch} switches that off")
    each = tuple(template_in(one, project) for one in paths)
    twice = [one.file for place, one in enumerate(each) if one.file in {other.file for other in each[:place]}]
    if twice:
        raise Misused(f"{twice[0]} is given twice")
    with linting(project, options.scan, tools) as started:
        if options.account:  # cfn-lint works while plans are read
            account = account_of(project.organization, options.account)
            for one in each:
                started.submit(one, account.name)
        yield Templates(each, started, project, options, tools)


def conclude_all(verdicts: Sequence[PlanVerdict], terms: Terms, tools: ToolRules) -> tuple[Conclusion, tuple[str, ...]]:
    """Return the conclusion about plans and templates together.

    A rule that has to see a resource is asked of plans, or of templates, as it is for the ones or the others.
    """
    own = frozenset(cfn_lint_ids(tools))
    templates = [one for one in verdicts if one.of_template]
    plans = [one for one in verdicts if not one.of_template]
    parts = [conclude(templates, replace(terms, must_match=terms.must_match & own))]
    if plans:
        parts.insert(0, conclude(plans, replace(terms, must_match=terms.must_match - own)))
    worst = min((part[0] for part in parts), key=_WORST.index)
    kept = [part for part in parts if worst is Conclusion.PASSED or part[0] is not Conclusion.PASSED]
    return worst, tuple(dict.fromkeys(reason for _, reasons in kept for reason in reasons))
