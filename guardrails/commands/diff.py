"""`guardrails diff`: what a change of policies newly allows and newly denies, over all requests."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, Final

import click

from guardrails.commands.opening import day_of, project_options
from guardrails.commands.outcomes import PASSED, REFUSED, UNDECIDED, Misused, note
from guardrails.commands.outputs import spare, targets, write_all
from guardrails.renderers.formats import DIFF_FORMATS

if TYPE_CHECKING:
    from guardrails.model.difference import DiffReport

NEWLY_ALLOWED, NEWLY_DENIED, ANY = "newly-allowed", "newly-denied", "any"
KINDS: Final = (NEWLY_ALLOWED, NEWLY_DENIED, ANY)

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("diff")
@click.argument("words", metavar="BEFORE [AFTER]", nargs=-1, required=True)
@click.option("--account", "accounts", multiple=True, metavar="NAME|ID", help="Only this account; repeatable.")
@click.option("--plans", multiple=True, metavar="[ACCOUNT=]FILE", help="A Terraform plan that may be hit; repeatable.")
@click.option(
    "--as", "caller", default="", metavar="PRINCIPAL", help="Who applies the plans (default: pipeline_apply)."
)
@click.option(
    "--fail-on", multiple=True, metavar="KIND", help=f"Exit 1 on it: {', '.join(KINDS)}; repeatable, or with commas."
)
@click.option("--today-before", type=_DAY, help="The day of the side before, for exceptions that expire.")
@click.option("--today-after", type=_DAY, help="The day of the side after.")
@click.option("--together", is_flag=True, help="Take documents without an organization file as attached together.")
@click.option("--format", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@click.option("--output", "outputs", multiple=True, metavar="FORMAT=PATH", help="Also write a file; repeatable.")
@project_options
def command(words: tuple[str, ...], quiet: bool, no_color: bool, verbose: bool, format: str, **rest: Any) -> int:
    """Say what a change of policies newly allows and newly denies, over all requests: proved, with a call as a witness.

    \b
    guardrails diff main...HEAD              what a branch changes; needs no checkout
    guardrails diff HEAD                     a revision against the working tree
    guardrails diff old/ new/                two projects, or two folders of documents
    guardrails diff old.json new.json        one document
    guardrails diff plan.json                a Terraform plan of the organization, before and after
    guardrails diff . --today-after 2027-06-01   what expires until then

    A path that exists is a path, anything else a revision (refs/heads/NAME is always one).

    Exit codes: 0 compared in full, whatever the difference; 1 one of --fail-on is there; 2 wrong usage, or a side that
    cannot be used; 3 a part could not be decided.
    """
    kinds = _kinds(rest["fail_on"])
    wanted = targets(rest["outputs"], DIFF_FORMATS)
    if len(words) > 2:
        raise Misused(f"{len(words)} arguments: name one side before and one after (or `main..HEAD`)")
    inputs = (*words, *(one.rpartition("=")[2] for one in rest["plans"]))
    spare((Path(one) for one in inputs if Path(one).is_file()), wanted)
    report = _report(words, rest)
    write_all(report, wanted, DIFF_FORMATS)
    click.echo(_screen(report, format, verbose, no_color), nl=False)
    if not report.groups:
        note("no account is on both sides, so nothing was compared", quiet)
    return exit_code(report, kinds)


def _report(words: tuple[str, ...], rest: dict[str, Any]) -> DiffReport:
    from guardrails.commands.comparing.running import Options, report_of
    from guardrails.commands.comparing.sides import Wanted, sides_of

    days = _days(rest["today"], rest["today_before"], rest["today_after"])
    with sides_of(Wanted(words, rest["root"], days, rest["together"])) as sides:
        return report_of(sides, Options(rest["accounts"], rest["plans"], rest["caller"]))


def _kinds(texts: Iterable[str]) -> frozenset[str]:
    kinds = [one.strip() for text in texts for one in text.split(",") if one.strip()]
    for one in kinds:
        if one not in KINDS:
            raise Misused(f"--fail-on {one}: write {', '.join(KINDS[:-1])} or {KINDS[-1]}")
    return frozenset(kinds)


def _days(today: datetime | None, before: datetime | None, after: datetime | None) -> tuple[date, date]:
    return day_of(before or today), day_of(after or today)


def exit_code(report: DiffReport, kinds: frozenset[str]) -> int:
    """Return how the command ends: what was asked not to happen comes first, then what is not known.

    An account that is gone is bound by nothing here any more, so it counts as newly allowed.
    """
    found = set()
    if report.gone or any(one.difference.newly_allowed for one in report.groups):
        found |= {NEWLY_ALLOWED, ANY}
    if any(one.difference.newly_denied for one in report.groups):
        found |= {NEWLY_DENIED, ANY}
    if report.appeared:
        found.add(ANY)
    if found & kinds:
        return REFUSED
    return UNDECIDED if report.undecided or not report.groups else PASSED


def _screen(report: DiffReport, format: str, verbose: bool, no_color: bool) -> str:
    if format != "text":
        return DIFF_FORMATS[format](report)
    from guardrails.renderers.differences import text

    color = sys.stdout.isatty() and not no_color
    return text.render(report, width=get_terminal_size((100, 24)).columns, color=color, verbose=verbose)
