"""`guardrails check`: lint of SCPs and RCPs, the rules of the organization file, and whether all files are current."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import click

from guardrails.commands.checking.check_report import report_of
from guardrails.commands.opening import day_of, project_options
from guardrails.commands.outcomes import MISUSED, PASSED, REFUSED, UNDECIDED, Misused, Undecided, note
from guardrails.commands.outputs import spare, targets, write_all
from guardrails.commands.scanning.options import scan_options, scan_options_in
from guardrails.files.project import InvalidProject, Place, locate
from guardrails.model.finding import Severity
from guardrails.model.report import CheckedFile, FileStatus
from guardrails.renderers.findings import text as findings_text
from guardrails.renderers.formats import FINDING_FORMATS

if TYPE_CHECKING:
    from guardrails.commands.checking.inspection import Inspection
    from guardrails.commands.checking.mending import FileChange
    from guardrails.commands.checking.scanning_sources import SourceScan
    from guardrails.commands.checking.scanning_templates import TemplateScan
    from guardrails.commands.scanning.options import ScanOptions
    from guardrails.model.report import CheckReport


_TEMPLATES = (".yaml", ".yml", ".json", ".template", ".cfn", ".cloudformation")
_TERRAFORM = (".tf", ".tf.json", ".tfvars", ".tfvars.json")
_VALUES = ".tfvars"
_FEW = 20
"""As many files are listed with the reason why none of them is a policy, without being asked."""


@click.command("check")
@click.argument("paths", metavar="[FILE...]", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format", type=click.Choice(["text", "json"]), default="text", show_default=True, help="What the screen shows."
)
@click.option("--output", "outputs", multiple=True, metavar="FORMAT=PATH", help="Also write a file; repeatable.")
@click.option("--fix", is_flag=True, help="Mend what can be mended without changing what was meant.")
@click.option("--diff", is_flag=True, help="Show what --fix would do; write nothing.")
@click.option(
    "--fail-on",
    type=click.Choice([severity.value for severity in reversed(Severity)]),
    default="error",
    show_default=True,
    help="The least severity that ends in exit code 1.",
)
@click.option("--type", type=click.Choice(["scp", "rcp"]), help="Read every FILE as that type of policy.")
@click.option(
    "--suppressions", type=click.Path(path_type=Path), help="Suppressions (default: lint.yaml of the project)."
)
@click.option("--allow-empty", is_flag=True, help="Pass when there is nothing to check.")
@click.option(
    "--account", default="", metavar="NAME|ID", help="The account that it is for (default: where Terraform lies)."
)
@click.option("--waivers", type=click.Path(path_type=Path), help="Waivers (default: rules/waivers.yaml).")
@scan_options
@project_options
def command(
    paths: tuple[Path, ...],
    format: str,
    outputs: tuple[str, ...],
    fix: bool,
    diff: bool,
    fail_on: str,
    type: str | None,
    suppressions: Path | None,
    allow_empty: bool,
    account: str,
    waivers: Path | None,
    root: Path | None,
    today: datetime | None,
    quiet: bool,
    verbose: bool,
    no_color: bool,
    **scanner: object,
) -> int:
    """Lint SCPs and RCPs, and check the organization file, its exceptions, the rendered documents and Terraform code.

    Without FILE: the project here, else the policies below this folder. A FILE may be a folder. JSON, YAML,
    CloudFormation and Terraform are read; Checkov looks at Terraform (whole roots), cfn-lint at templates.

    Exit codes: 0 nothing of the severity of --fail-on; 1 findings, or --diff has something to show; 2 files of the
    project that forbid using it, or no Checkov or cfn-lint; 3 files that cannot be read, or nothing to check.
    """
    wanted = targets(outputs, FINDING_FORMATS)
    here, day = _place(root), day_of(today)
    with _scans(paths, here, scan_options_in(scanner), account, waivers, day, quiet) as scans:
        look = _Look(paths, here, day, type, suppressions, "sarif" in dict(wanted), scans, verbose)
        found, report = look(quiet)
        spare(tuple(look.inputs(found)) if wanted else (), wanted)
        changes = _changes(found, report, quiet) if fix or diff else ()
        if fix and not diff and [change for change in changes if change.write()]:
            found, report = look(quiet=True)
    write_all(report, wanted, FINDING_FORMATS)
    shown = "".join(change.diff for change in changes) if diff else _screen(report, format, verbose, no_color)
    click.echo(shown, nl=False)
    return _code(found, report, fail_on, allow_empty, changes=bool(diff and shown))


def _changes(found: Inspection, report: CheckReport, quiet: bool) -> tuple[FileChange, ...]:
    """Return what can be mended, and say it."""
    from guardrails.commands.checking.mending import mended  # only who mends pays for it

    changes = mended(found.entries, report.findings)
    for change in changes:
        note(change.summary, quiet)
    return changes


@dataclass(frozen=True, slots=True)
class _Look:
    """What to look at, and with which suppressions; it is looked at again after fixes."""

    paths: tuple[Path, ...]
    here: Place | None
    day: date
    type: str | None
    suppressions: Path | None
    pages: bool
    scans: tuple[SourceScan | TemplateScan, ...] = ()
    verbose: bool = False

    def __call__(self, quiet: bool) -> tuple[Inspection, CheckReport]:
        found = _inspect(self.paths, self.here, self.day, self.type, quiet)
        for scan in self.scans:
            told = scan.told()
            found.take(told, self.verbose)
            for words in told.remarks(self.verbose):
                note(words, quiet)
        return found, report_of(found, self.here, self.day, self.suppressions, self.pages)

    def inputs(self, found: Inspection) -> Iterator[Path]:
        """Yield the files that were read, or that the project is made of: no report may be written over them."""
        yield from self.paths
        if self.suppressions:
            yield self.suppressions
        roots = [Path.cwd()]
        if self.here:
            home = self.here.root / self.here.file
            roots.append(self.here.root)
            yield from (home, *sorted(home.parent.rglob("*.yaml")))
        for root in roots:
            yield from (root / file for file in {*found.sources, *(one.file for one in found.files)})


@contextmanager
def _scans(
    paths: tuple[Path, ...],
    here: Place | None,
    options: ScanOptions,
    account: str,
    waivers: Path | None,
    day: date,
    quiet: bool,
) -> Iterator[tuple[SourceScan | TemplateScan, ...]]:
    """Start the scanners on what is theirs in the paths, before anything else is looked at."""
    with (
        _terraform(paths, here, options, account, waivers, day, quiet) as terraform,
        _templates(paths, here, options, account, waivers, day) as templates,
    ):
        yield tuple(one for one in (terraform, templates) if one)


def _terraform(
    paths: tuple[Path, ...],
    here: Place | None,
    options: ScanOptions,
    account: str,
    waivers: Path | None,
    day: date,
    quiet: bool,
) -> AbstractContextManager[SourceScan | None]:
    """Start Checkov on the Terraform in the paths; None where there is none."""
    if not options.checkov or not any(path.is_dir() or path.name.endswith(_TERRAFORM) for path in paths):
        return nullcontext()
    from guardrails.commands.checking.scanning_sources import scan_of  # who checks policies alone pays nothing for it

    started = scan_of(paths, here, options, account, waivers, day)
    if started is None:
        return nullcontext()
    note(started.summary, quiet)
    return started


def _templates(
    paths: tuple[Path, ...], here: Place | None, options: ScanOptions, account: str, waivers: Path | None, day: date
) -> AbstractContextManager[TemplateScan | None]:
    """Start cfn-lint on the templates in the paths; None where there are none."""
    if not options.cfn_lint or not any(path.is_dir() or path.suffix.lower() in _TEMPLATES for path in paths):
        return nullcontext()
    from guardrails.commands.checking.scanning_templates import templates_of

    return templates_of(paths, here, options, account, waivers, day) or nullcontext()


def _place(root: Path | None) -> Place | None:
    """Where the project lies that the question is about; None where there is none (the bundled one does not count)."""
    try:
        place = locate(root)
    except InvalidProject as invalid:
        raise Misused([f"{one.message} [{one.rule}]" for one in invalid.findings]) from None
    return place if root is not None or not place.bundled else None


def _inspect(paths: tuple[Path, ...], here: Place | None, day: date, type: str | None, quiet: bool) -> Inspection:
    from guardrails.commands.checking.inspection import inspect_files, inspect_project
    from guardrails.files.policies.walk import shown
    from guardrails.model.policy.document import PolicyType

    if here is not None and not paths:
        return inspect_project(here, day)
    if not paths:
        note("no organization file here: every policy below this folder stands for itself", quiet)
    wanted = PolicyType(type.upper()) if type else None
    values = tuple(path for path in paths if path.name.endswith(_VALUES) and path.is_file())
    rest = tuple(path for path in paths if path not in values)
    found = inspect_files(rest if paths else (Path(),), here, Path.cwd(), day, wanted)
    found.files += [
        CheckedFile(shown(path, Path.cwd()), FileStatus.NOT_A_POLICY, "values of variables") for path in values
    ]
    return found


def _screen(report: CheckReport, format: str, verbose: bool, no_color: bool) -> str:
    if format == "json":
        return FINDING_FORMATS["json"](report)
    columns = _columns()
    color = not no_color and columns is not None
    nothing = len(report.files) <= _FEW and not any(one.status is FileStatus.CHECKED for one in report.files)
    return findings_text.render(report, color=color, verbose=verbose or nothing, columns=columns)


def _columns() -> int | None:
    """Return the width of the terminal; None where nobody looks at one."""
    return get_terminal_size().columns if sys.stdout and sys.stdout.isatty() else None


def _code(found: Inspection, report: CheckReport, fail_on: str, allow_empty: bool, changes: bool) -> int:
    """The exit code: what forbids an answer goes before what the answer is. `changes`: --diff has some to show."""
    if found.unusable:
        return MISUSED
    if found.unreadable:
        return UNDECIDED
    if any(one.severity.rank >= Severity(fail_on).rank for one in report.findings):
        return REFUSED
    if not any(one.status is FileStatus.CHECKED for one in report.files) and not allow_empty:
        raise Undecided("found no policy to check, and no Terraform; --allow-empty lets that pass")
    return REFUSED if changes else PASSED
