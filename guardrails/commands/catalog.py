"""`guardrails catalog`: which AWS facts this installation knows, from where, and how old they are."""

from __future__ import annotations

import json
from datetime import datetime

import click

from guardrails.catalog.freshness import snapshots, stale
from guardrails.commands.opening import day_of
from guardrails.commands.outcomes import PASSED
from guardrails.renderers.table import table


@click.command("catalog")
@click.option("--format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The date to assume.")
def command(format: str, today: datetime | None) -> int:
    """Show the snapshots of the catalog: name, date, age in days, source; those over 180 days are marked stale."""
    day = day_of(today)
    old = {one.name for one in stale(day)}
    found = [
        {
            "name": one.name,
            "date": one.date.isoformat(),
            "age_days": (day - one.date).days,
            "stale": one.name in old,
            "source": one.source,
        }
        for one in snapshots()
    ]
    if format == "json":
        click.echo(json.dumps({"version": 1, "snapshots": found}, indent=2))
        return PASSED
    rows = [
        (str(row["name"]), str(row["date"]), str(row["age_days"]), "stale" if row["stale"] else "", str(row["source"]))
        for row in found
    ]
    click.echo("\n".join(table(("NAME", "DATE", "DAYS", "STATE", "SOURCE"), rows)))
    return PASSED
