"""cfn-lint on the templates that a check was pointed at: started at once, told under the project's waivers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from guardrails.commands.checking.source_waivers import Answers, SourceWaivers, waivers_for
from guardrails.commands.checking.told import Told
from guardrails.commands.gating.selecting import waivable
from guardrails.commands.opening import account_of, project_on
from guardrails.commands.scanning.selection import tools_of
from guardrails.commands.scanning.templates import (
    Linting,
    Template,
    cfn_lint_rule,
    linting,
    template_findings,
    template_in,
    templates_in,
)
from guardrails.model.finding import Finding, Severity
from guardrails.model.report import CheckedFile, FileStatus
from guardrails.model.scan import ScanFailed

if TYPE_CHECKING:
    from guardrails.commands.scanning.options import ScanOptions
    from guardrails.files.project import Place
    from guardrails.files.tool_rules import ToolRules


@dataclass(slots=True)
class TemplateScan:
    """cfn-lint at work on templates; leave its context to end it."""

    tools: ToolRules
    templates: tuple[Template, ...]
    waivers: SourceWaivers
    linting: Linting

    def __enter__(self) -> TemplateScan:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End cfn-lint."""
        self.linting.__exit__(kind, error, trace)

    def told(self) -> Told:
        """Wait for cfn-lint and return what it says, under the waivers.

        A template that it cannot read is an unreadable file: that ends in exit code 3, and the others are still told.
        Raises Misused where the rules cannot be run.
        """
        answers, files, notes = Answers(), list[CheckedFile](), dict[str, None]()
        for one in self.templates:
            try:
                scan = self.linting.result(one)
            except ScanFailed as failed:
                files.append(CheckedFile(one.file, FileStatus.UNREADABLE, str(failed)))
                continue
            found = template_findings(scan, one, self.tools, lambda id: True)
            files.append(CheckedFile(one.file, FileStatus.CHECKED))
            notes.update(dict.fromkeys(f"{one.file}: {each}" for each in found.notes))
            # What only the stack's parameters bring is no reason to fail here: the gate asks for it.
            answers.findings += [
                replace(each, severity=Severity.NOTE) if each.undecided else each for each in found.findings
            ]
            if self.waivers.forbid_skips:
                answers.findings += [finding for finding, _ in found.skipped]
            else:
                answers.skipped += found.skipped
        return self._told(answers, files, tuple(notes))

    def _told(self, answers: Answers, files: Sequence[CheckedFile], notes: tuple[str, ...]) -> Told:
        stay, silenced = self.waivers.apply(answers)
        findings = tuple(map(self._brief, stay))
        suppressed = tuple(replace(one, finding=self._brief(one.finding)) for one in silenced)
        found = {one.rule for one in (*findings, *(one.finding for one in suppressed))}
        about_waivers = {one.rule for one in findings if one.rule.startswith("WVR-")}
        return Told(
            tuple(one for one in findings if not one.undecided),
            tuple(one for one in findings if one.undecided),
            suppressed,
            tuple(files),
            {one.file: one.source for one in self.templates},
            given=frozenset(one.file for one in files if one.status is FileStatus.UNREADABLE),
            rules=tuple(cfn_lint_rule(self.tools, id) for id in sorted(found - about_waivers)),
            notes=notes,
            brought_by="the stack's parameters",
        )

    def _brief(self, finding: Finding) -> Finding:
        """Return a finding whose words do not repeat the file: its place says it."""
        for one in self.templates:
            if finding.message.startswith(f"{one.known_as}:"):
                return replace(finding, message=finding.message.removeprefix(f"{one.known_as}:"))
        return finding


def templates_of(
    paths: Sequence[Path], here: Place | None, options: ScanOptions, account: str, waivers: Path | None, today: date
) -> TemplateScan | None:
    """Return cfn-lint at work on the templates that paths hold; None where they hold none.

    Raises Misused where cfn-lint, the project, its waivers or the account cannot be used.
    """
    files = templates_in(paths)
    if not files:
        return None
    project = project_on(here.root if here and not here.bundled else None, today)
    given = account_of(project.organization, account).name if account else ""
    tools = tools_of(project)
    known = waivable(tools)
    forbid = (options.skip_comments or project.organization.settings.text("checks.skip_comments")) == "forbid"
    answering = SourceWaivers(waivers_for(project, waivers, known, today), known, today, forbid_skips=forbid)
    templates = tuple(template_in(one, project) for one in files)
    started = linting(project, options, tools)
    for one in templates:
        started.submit(one, given)
    return TemplateScan(tools, templates, answering, started)
