"""Checkov on the sources that a check was pointed at: started at once, asked root by root, told once for each block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final

from guardrails.commands.checking.calls import about_foreign_modules, missing_modules
from guardrails.commands.checking.placing import Placed, given_policies, placed
from guardrails.commands.checking.source_waivers import Answers, SourceWaivers, waivers_for
from guardrails.commands.checking.sources import Root, Scope, scope_of, with_accounts
from guardrails.commands.checking.told import Told
from guardrails.commands.gating.selecting import waivable
from guardrails.commands.opening import account_of, project_on
from guardrails.commands.outcomes import Undecided
from guardrails.commands.scanning.findings import Target, findings_of
from guardrails.commands.scanning.selection import checkov_rules, checks_for, rule_of, tools_of
from guardrails.commands.scanning.starting import Scanning, start
from guardrails.model.finding import Finding, Severity
from guardrails.model.organization.levels import find_account
from guardrails.model.report import CheckedFile, FileStatus
from guardrails.model.scan import Scan
from guardrails.terraform.sources.roots import NAMES, VALUES

if TYPE_CHECKING:
    from guardrails.commands.scanning.options import ScanOptions
    from guardrails.files.loaded import Project
    from guardrails.files.project import Place
    from guardrails.files.tool_rules import ToolRules

_VALUES: Final = ("*.tfvars", "*.tfvars.json")
_JSON: Final = "Checkov does not read Terraform written as JSON: judge its plan with the gate, or say --no-checkov"
_FEW: Final = 6
"""As many roots are named to the user."""


@dataclass(slots=True)
class SourceScan:
    """Checkov at work on roots; leave its context to end it."""

    project: Project
    tools: ToolRules
    parts: tuple[Placed, ...]
    checks: Mapping[str, tuple[str, ...]]
    """By name of a root, the checks that are to run there."""
    waivers: SourceWaivers
    unreadable: tuple[CheckedFile, ...]
    scanning: Scanning

    @property
    def summary(self) -> str:
        """Which roots are looked at, for the user."""
        names = [part.root.name for part in self.parts]
        shown = ", ".join(names[:_FEW]) + (f" and {len(names) - _FEW} more" if len(names) > _FEW else "")
        return f"Checkov looks at {len(names)} {'root' if len(names) == 1 else 'roots'} of Terraform: {shown}"

    def __enter__(self) -> SourceScan:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End Checkov."""
        self.scanning.__exit__(kind, error, trace)

    def told(self) -> Told:
        """Wait for Checkov and return everything that it says of the roots, under the waivers.

        Raises Misused where the checks cannot be run. A root that cannot be scanned is an unreadable file: that ends
        in exit code 3, and what was found elsewhere is still said.
        """
        answers, files, notes = Answers(), [*self.unreadable], dict[str, None]()
        files += dict.fromkeys(one for part in self.parts for one in missing_modules(part))
        for part in self.parts:
            scan = self._scan(part, files) if part.is_code else None
            if not part.is_code:
                files += _looked_at(part)
            if scan is not None:
                notes.update(dict.fromkeys(scan.notes))
                files += _looked_at(part)
                self._take(part, scan, answers)
        findings, suppressed = self.waivers.apply(answers)
        found = {one.rule for one in (*findings, *(one.finding for one in suppressed))}
        return Told(
            tuple(one for one in findings if not one.undecided),
            tuple(one for one in findings if one.undecided),
            suppressed,
            tuple(files),
            {file: text for part in self.parts for file, text in part.texts.items()},
            frozenset(file for part in self.parts for file in given_policies(part.sources) if not self.project.bundled),
            tuple(rule for id in sorted(found) if (rule := rule_of(self.tools, id))),
            (*notes, *about_foreign_modules(self.parts)),
        )

    def _scan(self, part: Placed, files: list[CheckedFile]) -> Scan | None:
        try:
            return self.scanning.result(part.root.name)
        except Undecided as failed:
            reason = failed.message.removeprefix("error: ")
            files.append(CheckedFile(part.root.name, FileStatus.UNREADABLE, reason))
            return None

    def _take(self, part: Placed, scan: Scan, answers: Answers) -> None:
        checks = self.checks[part.root.name]
        found = findings_of(scan, self.tools, part.place, self._target(part.root), checks=checks)
        for finding in found.findings:
            answers.findings.append(_said(part.called(finding)))
        for finding, comment in found.skipped:
            answers.skipped.append((part.called(finding), comment))
        answers.comments += part.comments
        answers.looked(scan, checks)

    def _target(self, root: Root) -> Target:
        return target_of(self.project, root)


def _looked_at(part: Placed) -> Iterator[CheckedFile]:
    """Yield what became of the files of a root: Checkov passes over those that are written as JSON."""
    for file in part.sources.texts:
        if file.endswith(".json") and file in part.holding:
            yield CheckedFile(file, FileStatus.UNREADABLE, _JSON)
        else:
            yield CheckedFile(file, FileStatus.CHECKED)


def target_of(project: Project, root: Root) -> Target:
    """Return environment and account of a root by name; empty where nobody says which account it is for."""
    account = find_account(project.organization, root.account)
    return Target(account.env, account.name) if account else Target()


def _said(finding: Finding) -> Finding:
    """What cannot be told from the source is no reason to fail: the plan shows it, and the gate asks for it there."""
    return replace(finding, severity=Severity.NOTE) if finding.undecided else finding


def begin(
    project: Project,
    scope: Scope,
    roots: Sequence[Root],
    options: ScanOptions,
    tools: ToolRules,
    waivers: SourceWaivers,
) -> SourceScan:
    """Start Checkov for the roots of a scope, hand them over, and return without waiting for it.

    Raises Misused where there is no Checkov.
    """
    chosen = checkov_rules(tools, options.stock_checks)
    targets = {one.name: target_of(project, one) for one in roots}
    every = {id for one in targets.values() for id in checks_for(tools, chosen, one.environment, one.account)}
    scanning = start(project, options, sorted(every))
    parts = tuple(placed(root) for root in roots)
    for part in parts:
        root = part.root
        if part.is_code:
            scanning.submit_sources(root.name, root.folder, targets[root.name].account, _content(part))
    checks = {
        part.root.name: checks_for(tools, chosen, target.environment, target.account, frozenset(part.types))
        for part in parts
        for target in (targets[part.root.name],)
    }
    return SourceScan(project, tools, parts, checks, waivers, scope.unreadable, scanning)


def scan_of(
    paths: Sequence[Path],
    here: Place | None,
    options: ScanOptions,
    account: str,
    waivers: Path | None,
    today: date,
) -> SourceScan | None:
    """Return Checkov at work on the Terraform that paths hold; None where they hold none, or it is not wanted.

    Raises Misused where Checkov, the project, its waivers or the account cannot be used.
    """
    if not options.checkov or not any(path.is_dir() or path.name.endswith((*NAMES, *VALUES)) for path in paths):
        return None
    scope = scope_of(paths, here)
    if not scope.roots:
        return None
    project = project_on(here.root if here and not here.bundled else None, today)
    given = account_of(project.organization, account).id if account else ""
    tools = tools_of(project)
    known = waivable(tools)
    entries = waivers_for(project, waivers, known, today)
    forbid = (options.skip_comments or project.organization.settings.text("checks.skip_comments")) == "forbid"
    answering = SourceWaivers(entries, known, today, scope.whole, forbid)
    return begin(project, scope, with_accounts(scope, here, project.organization, given), options, tools, answering)


def _content(part: Placed) -> bytes | None:
    """Everything in the sources that an answer depends on: the files of the root and its modules, and its values.

    None where Checkov reads files that we do not: modules outside of the repository, or named by a whole path.
    """
    sources = (source for module in part.sources.modules.values() for source in module.calls.values())
    if part.sources.problems or any(Path(source).is_absolute() for source in sources):
        return None
    texts = dict(part.sources.texts)
    for pattern in _VALUES:
        for file in sorted(part.root.folder.glob(pattern)):
            texts[file.name] = _text(file)
    whole = (f"{file}\0{len(text)}\0{text}" for file, text in sorted(texts.items()))
    return "".join(whole).encode("utf-8", "surrogateescape")


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8", "surrogateescape")
    except OSError:
        return ""
