"""What somebody answers for: waivers from their file and from comments in the sources, and a baseline."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from guardrails.commands.gating.asking_checkov import honoured
from guardrails.commands.gating.selecting import waivable
from guardrails.commands.outcomes import Misused
from guardrails.files.answered_rules import unknown_rules
from guardrails.files.approvals import InvalidApproval, read_approval
from guardrails.files.baseline import InvalidBaseline, read_baseline
from guardrails.files.waivers import FILE_NAME, WORD, read_waivers, waiver_of_comment
from guardrails.gate.waiving import set_aside
from guardrails.model.approval import Approval
from guardrails.model.finding import Finding
from guardrails.model.fingerprint import plan_fingerprint
from guardrails.model.gate_report import Waived
from guardrails.model.plan.plan import Plan
from guardrails.model.waiver import Waiver

if TYPE_CHECKING:
    from guardrails.commands.gating.locating import Located
    from guardrails.commands.gating.options import Options
    from guardrails.files.loaded import Project
    from guardrails.files.tool_rules import ToolRules
    from guardrails.terraform.sources.places import SkipComment


@dataclass(frozen=True, slots=True)
class Answering:
    """Waivers, baseline and earlier report of one run, and the day on which waivers are judged."""

    waivers: tuple[Waiver, ...]
    baseline: frozenset[str]
    today: date
    approval: Approval | None = None
    known: Mapping[str, str] = field(default_factory=dict)
    """Slugs, by id, of the rules that a waiver may name."""

    def apply(
        self,
        findings: Iterable[Finding],
        plan: Plan,
        comments: tuple[Waiver, ...],
        rules: Collection[str],
        skips: Sequence[SkipComment] = (),
    ) -> tuple[tuple[Finding, ...], tuple[Waived, ...], tuple[Finding, ...]]:
        """Return the findings that stay open, those waived, and those of the baseline.

        Waivers go first: where one speaks of a finding, somebody answers for it whatever a skip comment says.
        """
        rows = (*plan.changes, *plan.deferred, *plan.drift)
        addresses = {one for row in rows for one in (row.address, row.previous_address) if one}
        stay, waived = set_aside(findings, (*comments, *self.waivers), self.today, addresses, rules)
        stay, skipped = honoured(stay, skips)
        known = [one for one in stay if not one.undecided and plan_fingerprint(one) in self.baseline]
        covered = set(map(id, known))
        return tuple(one for one in stay if id(one) not in covered), (*waived, *skipped), tuple(known)


def answering_for(project: Project, options: Options, today: date, tools: ToolRules | None = None) -> Answering:
    """Return the waivers, the baseline and the earlier report to work with.

    Raises Misused for files that cannot be used.
    """
    waivers, known = options.waivers, waivable(tools)
    file = waivers or _default(project)
    entries, findings = read_waivers(file, project.root) if file else ((), ())
    _refuse((*findings, *unknown_rules(entries, known, "waived")))
    try:
        fingerprints = read_baseline(options.baseline) if options.baseline else frozenset()
        approval = read_approval(options.approved) if options.approved else None
    except (InvalidBaseline, InvalidApproval) as invalid:
        raise Misused(str(invalid)) from None
    return Answering(entries, fingerprints, today, approval, known)


def comments_of(places: Located, known: Mapping[str, str]) -> tuple[Waiver, ...]:
    """Return the waivers that stand as comments in the sources; raises Misused for one that cannot be used."""
    read = [
        waiver_of_comment(one.text.removeprefix(WORD), one.address, one.location) for one in places.waiver_comments()
    ]
    entries = tuple(one for one in read if isinstance(one, Waiver))
    _refuse((*(one for one in read if isinstance(one, Finding)), *unknown_rules(entries, known, "waived")))
    return entries


def _default(project: Project) -> Path | None:
    """The project's file of waivers; a link that leads nowhere counts as one, so that it is said."""
    file = project.root / "rules" / FILE_NAME
    return file if not project.bundled and os.path.lexists(file) else None


def _refuse(findings: Collection[Finding]) -> None:
    if findings:
        lines = (
            f"{one.location}: {one.message} [{one.rule}]" + (f"; {one.help}" if one.help else "") for one in findings
        )
        raise Misused(list(lines))
