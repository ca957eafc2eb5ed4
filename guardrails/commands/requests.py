"""`guardrails requests`: which authorization requests applying a Terraform plan leads to."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guardrails.commands.outcomes import PASSED, Misused, Undecided

if TYPE_CHECKING:
    from guardrails.model.plan.plan import Plan
    from guardrails.model.prediction import Predicted
    from guardrails.terraform.sources.reader import Sources


@click.command("requests")
@click.argument("plans", metavar="PLAN...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--account", default="", metavar="ID", help="The account of providers whose plan does not say one.")
@click.option("--region", default="", help="The Region of providers whose plan does not say one.")
@click.option("--as", "principal", default="", metavar="ARN", help="The role that applies.")
@click.option("--source", type=click.Path(path_type=Path), help="The root's *.tf files: they show what locals mean.")
@click.option("--reads", is_flag=True, help="Also what data sources read during the apply.")
@click.option("--address", "globs", multiple=True, metavar="GLOB", help="Only these addresses; repeatable.")
@click.option("--format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(
    plans: tuple[Path, ...],
    account: str,
    region: str,
    principal: str,
    source: Path | None,
    reads: bool,
    globs: tuple[str, ...],
    format: str,
) -> int:
    """Print the requests that applying Terraform plans makes: action, resource, context, and what is not known of them.

    PLAN is the output of `terraform show -json PLANFILE`; `-` is standard input. No organization is needed: nothing is
    judged here. `?` stands before the plan attribute behind something unknown: `unknown` ones are known after the
    apply, `computed` ones AWS decides, `sensitive` ones were taken out when the plan was read.

    Exit codes: 0 printed; 2 wrong usage; 3 no complete plan.
    """
    _check(account, region)
    sources = _sources(source)
    found: dict[str, Predicted] = {}
    for path in plans:
        plan = _read(path)
        found[plan.file] = _of_addresses(_predicted(plan, sources, account, region, principal, reads), globs)
    if globs and not any(one.requests or one.unmapped or one.silent for one in found.values()):
        raise Misused(f"--address {', '.join(globs)}: no change of the plan has such an address")
    click.echo(_rendered(found, format), nl=False)
    return PASSED


def _check(account: str, region: str) -> None:
    from guardrails.catalog.regions import REGIONS, close_regions

    if account and not (account.isdigit() and len(account) == 12):
        raise Misused(f"--account {account}: write the 12 digits of an account id")
    if region and region not in REGIONS:
        close = close_regions(region)
        hint = f"; did you mean {' or '.join(close)}?" if close else ""
        raise Misused(f"--region {region}: there is no such Region{hint}")


def _sources(folder: Path | None) -> Sources | None:
    from guardrails.terraform.sources.reader import read_sources

    if folder is None:
        return None
    if not folder.is_dir() or not any(folder.glob("*.tf*")):
        raise Misused(f"--source {folder}: no folder with *.tf files")
    return read_sources(folder)


def _read(path: Path) -> Plan:
    from guardrails.terraform.reading.plan_file import NotAPlan, read_plan

    try:
        return read_plan(path)
    except NotAPlan as refused:
        shown = "standard input" if str(path) == "-" else path
        hint = f" {refused.hint}" if refused.hint else ""
        raise Undecided(f"{shown}: {refused}{hint}") from None


def _predicted(
    plan: Plan, sources: Sources | None, account: str, region: str, principal: str, reads: bool
) -> Predicted:
    from guardrails.terraform.placement.placing import placements_of
    from guardrails.terraform.references.resolver import resolver_of
    from guardrails.terraform.requests.predict import predict

    placements = placements_of(plan, account=account, region=region, principal=principal)
    return predict(plan, resolver_of(plan, sources), placements, reads=reads)


def _of_addresses(found: Predicted, globs: tuple[str, ...]) -> Predicted:
    from guardrails.model.prediction import Predicted

    if not globs:
        return found

    def wanted(address: str) -> bool:
        # Brackets are instance keys in an address, never a set of characters.
        return any(fnmatchcase(address, glob.replace("[", "[[]")) for glob in globs)

    return Predicted(
        tuple(one for one in found.requests if wanted(one.change.address)),
        tuple(one for one in found.unmapped if wanted(one.change.address)),
        tuple(one for one in found.silent if wanted(one.address)),
    )


def _rendered(found: Mapping[str, Predicted], format: str) -> str:
    if format == "json":
        from guardrails.renderers.requests import json

        return json.render(found)
    from guardrails.renderers.requests import text

    return text.render(found)
