"""`guardrails requests`: which authorization requests applying a Terraform plan leads to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guardrails.commands.opening import account_of, open_project
from guardrails.commands.outcomes import PASSED, Misused
from guardrails.commands.plan_inputs import plan_in, refuse_unknown_region, sources_in
from guardrails.model.plan.addresses import address_matches

if TYPE_CHECKING:
    from guardrails.model.plan.plan import Plan
    from guardrails.model.prediction import Predicted
    from guardrails.terraform.sources.places import Sources


@click.command("requests")
@click.argument("plans", metavar="PLAN...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--account", default="", metavar="NAME|ID", help="The account of providers whose plan does not say one.")
@click.option("--region", default="", help="The Region of providers whose plan does not say one.")
@click.option("--as", "principal", default="", metavar="ARN", help="The role that applies.")
@click.option("--source", type=click.Path(path_type=Path), help="The root's *.tf files: they show what locals mean.")
@click.option("--reads", is_flag=True, help="Also what data sources read during the apply.")
@click.option("--address", "globs", multiple=True, metavar="GLOB", help="Only these addresses; repeatable.")
@click.option("--root", type=click.Path(path_type=Path), help="Project folder, where accounts have names.")
@click.option("--format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(
    plans: tuple[Path, ...],
    account: str,
    region: str,
    principal: str,
    source: Path | None,
    reads: bool,
    globs: tuple[str, ...],
    root: Path | None,
    format: str,
) -> int:
    """Print the requests that applying Terraform plans makes: action, resource, context, and what is not known of them.

    PLAN is the output of `terraform show -json PLANFILE`; `-` is standard input. Nothing is judged here, so no
    organization is needed but for the name of an account. `?` stands before the plan attribute behind something
    unknown: `unknown` ones are known after the apply, `computed` ones AWS decides, `sensitive` ones were taken out when
    the plan was read.

    Exit codes: 0 printed; 2 wrong usage; 3 no complete plan.
    """
    refuse_unknown_region(region)
    account = _account_id(account, root)
    sources = sources_in(source) if source else None
    found: dict[str, Predicted] = {}
    for path in plans:
        plan = plan_in(path)
        found[plan.file] = _of_addresses(_predicted(plan, sources, account, region, principal, reads), globs)
    if globs and not any(one.requests or one.unmapped or one.silent for one in found.values()):
        raise Misused(f"--address {', '.join(globs)}: no change of the plan has such an address")
    click.echo(_rendered(found, format), nl=False)
    return PASSED


def _account_id(account: str, root: Path | None) -> str:
    """The 12 digits of an account; a name is looked up in the organization file."""
    if not account or (account.isdigit() and len(account) == 12):
        return account
    found = account_of(open_project(root, None, quiet=True).organization, account)
    if not found.id:
        raise Misused(f"--account {account}: the account has no id yet")
    return found.id


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
        return any(address_matches(glob, address) for glob in globs)

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
