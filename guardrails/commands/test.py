"""`guardrails test`: the scenarios of every policy, and which statements they cover."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import click

from guardrails.commands.opening import day_of, moment_of, open_project, project_options
from guardrails.commands.outcomes import MISUSED, PASSED, REFUSED, Misused, Undecided
from guardrails.commands.outputs import targets, write_all
from guardrails.commands.trials import Run, report_of
from guardrails.files.loaded import Project
from guardrails.model.answer import ScenarioReport
from guardrails.renderers.formats import TEST_FORMATS


@click.command("test")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", type=click.Choice(sorted(TEST_FORMATS)), default="text", show_default=True)
@click.option("--output", multiple=True, metavar="FORMAT=PATH", help="Also write the report to a file; repeatable.")
@project_options
def command(
    paths: tuple[Path, ...],
    format: str,
    output: tuple[str, ...],
    root: Path | None,
    today: datetime | None,
    quiet: bool,
    verbose: bool,
    no_color: bool,
) -> int:
    """Run scenario files and self-contained case files.

    Without PATH all scenarios of the project run, and it is an error when a policy has no scenarios or a statement is
    decisive in none. With PATH that is asked of the policies after which the given files are named; their scenarios
    speak of the project in the nearest folder above them, or of the one that --root names.
    """
    wanted = targets(output, TEST_FORMATS)
    run = Run(day_of(today), moment_of(today))
    if paths:
        run.place = _place(root, today, quiet) if root else None
        files = list(found_in(paths))
        required: dict[str, Project] = {}
        base = Path.cwd()
    else:
        project = open_project(root, today, quiet)
        base, files = project.root, list(scenario_files(project))
        required = dict.fromkeys(project.organization.policies, project)
    if not files:
        raise Undecided("found no scenario or case file")
    for file in files:
        run.file(file, base if file.absolute().is_relative_to(base.absolute()) else file.absolute().parent)
    stems = {file.stem for file in files}
    required = required or {slug: one for slug, one in run.tested.items() if slug in stems and _own(one, slug)}
    report = report_of(run, required)
    write_all(report, wanted, TEST_FORMATS)
    click.echo(TEST_FORMATS[format](report), nl=False)
    return _exit_code(report)


def _place(root: Path, today: datetime | None, quiet: bool) -> Path:
    project = open_project(root, today, quiet)
    return (project.root / project.file).parent


def _own(project: Project, slug: str) -> bool:
    """A policy taken from the library is covered where the library is tested."""
    return bool(project.organization.policies[slug].file)


def _exit_code(report: ScenarioReport) -> int:
    if report.problems:
        return MISUSED
    if not report.trials:
        raise Undecided("the files hold no scenario")
    return PASSED if report.passed else REFUSED


def scenario_files(project: Project) -> Iterable[Path]:
    """Return the scenario files of a project, in order: `tests/` beside its organization file, examples included."""
    folder = (project.root / project.file).parent
    pattern = "**/tests/*.yaml" if folder.name == "scps" else "tests/*.yaml"
    return sorted(folder.glob(pattern))


def found_in(paths: Iterable[Path]) -> Iterable[Path]:
    """Return the files named, and the YAML files in the folders named; raises Misused for a path that is not there."""
    for path in paths:
        if path.is_dir():
            found = sorted(path.rglob("*.yaml"))
            yield from (one for one in found if one.name != "organization.yaml")
        elif path.exists():
            yield path
        else:
            raise Misused(f"{path}: no such file or folder")
