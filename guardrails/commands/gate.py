"""`guardrails gate`: whether a Terraform plan is acceptable, and whether AWS will let it be applied."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Final

import click

from guardrails.commands.opening import open_project, project_options
from guardrails.commands.outcomes import PASSED, REFUSED, UNDECIDED, Misused, note
from guardrails.commands.outputs import spare, targets, write, write_all
from guardrails.commands.scanning.options import scan_options
from guardrails.model.finding import Severity
from guardrails.model.gate_report import Conclusion, GateReport
from guardrails.renderers.formats import GATE_FORMATS

if TYPE_CHECKING:
    from guardrails.commands.gating.options import Options
    from guardrails.files.loaded import Project

CODES: Final = {Conclusion.PASSED: PASSED, Conclusion.REFUSED: REFUSED, Conclusion.UNDECIDED: UNDECIDED}


@click.command("gate")
@click.argument("plans", metavar="PLAN...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--account", multiple=True, metavar="NAME|ID", help="The account that the plans are for.")
@click.option("--env", "environment", default="", help="The environment (default: the account's).")
@click.option("--as", "caller", default="", metavar="PRINCIPAL", help="Who applies (default: pipeline_apply).")
@click.option("--region", default="", help="The Region of providers whose plan does not say one.")
@click.option("--source", type=click.Path(path_type=Path), help="The root's *.tf files (default: beside the plan).")
@click.option("--module", default="", help="Name of the root, as its state key has it (networking).")
@click.option("--on-unknown", type=click.Choice(["fail", "warn"]), help="What is undecided (default: fail in prod).")
@click.option(
    "--fail-on",
    type=click.Choice([severity.value for severity in reversed(Severity)]),
    default="error",
    show_default=True,
    help="The least severity that closes the gate.",
)
@click.option("--rule", "only", multiple=True, metavar="ID", help="Run only this rule (CKV_LZ_*); repeatable.")
@click.option("--advisory", multiple=True, metavar="ID", help="This rule never closes the gate; repeatable.")
@click.option("--require-match", multiple=True, metavar="ID", help="This rule has to see a resource; repeatable.")
@click.option("--waivers", type=click.Path(path_type=Path), help="Waivers (default: rules/waivers.yaml).")
@click.option("--baseline", type=click.Path(path_type=Path), help="Findings that are known and do not count.")
@click.option("--write-baseline", type=click.Path(path_type=Path), help="Write such a file from what is found.")
@click.option("--approved", type=click.Path(path_type=Path), help="JSON report of the run that judged these plans.")
@click.option("--changed-only", is_flag=True, help="Only findings about resources that the plan changes.")
@click.option("--repeated", is_flag=True, help="The plan follows right after an apply: it is to change nothing.")
@click.option("--allow-empty", is_flag=True, help="Pass a plan that holds no resource.")
@click.option("--allow-incomplete", is_flag=True, help="Judge a plan with deferred changes; it cannot pass.")
@click.option(
    "--format", type=click.Choice(["text", "json"]), default="text", show_default=True, help="What the screen shows."
)
@click.option("--output", "outputs", multiple=True, metavar="FORMAT=PATH", help="Also write a file; repeatable.")
@scan_options
@project_options
def command(
    plans: tuple[Path, ...],
    account: tuple[str, ...],
    outputs: tuple[str, ...],
    format: str,
    write_baseline: Path | None,
    root: Path | None,
    today: datetime | None,
    quiet: bool,
    verbose: bool,
    no_color: bool,
    **rest: object,
) -> int:
    """Judge Terraform plans before they are applied: will the SCPs deny a call, and is the plan acceptable at all?

    PLAN is the output of `terraform show -json PLANFILE`; `-` is standard input. Each change becomes the requests that
    applying it makes, and each request is put to the organization's policies as the role that applies. The rules on
    whole plans (PG-...) look at what no single resource shows; the checks of single resources (CKV_LZ_..., and those of
    Checkov that the baseline keeps) are run by Checkov. PLAN may be a CloudFormation template: cfn-lint judges it, by
    our rules (E91...) and its own. What cannot be decided is said, with what it hangs on.

    Exit codes: 0 passed; 1 a finding of the severity of --fail-on; 2 wrong usage, or files of the project, waivers or a
    baseline that cannot be used; 3 not decided: no complete plan, an empty one, or open questions where they count.
    """
    from guardrails.commands.gating.options import Options
    from guardrails.commands.gating.run import judge_plans

    wanted = targets(outputs, GATE_FORMATS)
    if len(set(account)) > 1:
        raise Misused("--account: one run judges plans for one account; run the gate once for each")
    options = Options.of({**rest, "account": account[0] if account else ""})
    spare(_inputs(plans, options), (*wanted, *((("baseline", write_baseline),) if write_baseline else ())))
    project = open_project(root, today, quiet)
    report = judge_plans(plans, project, options, today, pages="sarif" in dict(wanted) or "html" in dict(wanted))
    if write_baseline:
        report = _with_baseline(report, write_baseline, options, project, quiet)
    write_all(report, wanted, GATE_FORMATS)
    click.echo(_screen(report, format, verbose, no_color), nl=False)
    return CODES[report.conclusion]


def _inputs(plans: tuple[Path, ...], options: Options) -> tuple[Path, ...]:
    """The files that are read: no report may be written over them."""
    named = (options.waivers, options.baseline, options.approved)
    return (*(one for one in plans if str(one) != "-"), *(one for one in named if one))


def _with_baseline(report: GateReport, path: Path, options: Options, project: Project, quiet: bool) -> GateReport:
    """Write the baseline of what is found, and return the report as it is with it."""
    from guardrails.commands.gating.run import rebased
    from guardrails.files.baseline import baseline_text

    decided = [one for plan in report.plans for one in (*plan.findings, *plan.baselined) if not one.undecided]
    if report.conclusion is Conclusion.UNDECIDED and not decided:
        raise Misused("--write-baseline: nothing was found that a baseline could hold")
    write(path, baseline_text(decided))
    note(f"{len(decided)} findings written to {path}", quiet)
    return rebased(report, decided, options, project)


def _screen(report: GateReport, format: str, verbose: bool, no_color: bool) -> str:
    if format == "json":
        return GATE_FORMATS["json"](report)
    from guardrails.renderers.gate import text

    color = sys.stdout.isatty() and not no_color
    return text.render(report, width=get_terminal_size((100, 24)).columns, color=color, verbose=verbose)
