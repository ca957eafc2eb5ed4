"""What commands that read a plan share: the plan itself, its sources, the Region that a user names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from guardrails.catalog.regions import REGIONS, close_regions
from guardrails.commands.outcomes import Misused, Undecided

if TYPE_CHECKING:
    from guardrails.model.plan.plan import Plan
    from guardrails.terraform.sources.places import Sources


def plan_in(path: Path, *, allow_incomplete: bool = False) -> Plan:
    """Return the plan in a file, or on standard input (`-`); raises Undecided for what is no complete plan."""
    from guardrails.terraform.reading.plan_file import NotAPlan, read_plan

    try:
        return read_plan(path, allow_incomplete=allow_incomplete)
    except NotAPlan as refused:
        shown = "standard input" if str(path) == "-" else path
        hint = f" {refused.hint}" if refused.hint else ""
        raise Undecided(f"{shown}: {refused}{hint}") from None


def refuse_unknown_region(region: str) -> None:
    """Raise Misused for a Region that the catalog does not know; an empty text is no Region."""
    if region and region not in REGIONS:
        close = close_regions(region)
        hint = f"; did you mean {' or '.join(close)}?" if close else ""
        raise Misused(f"--region {region}: there is no such Region{hint}")


def sources_in(folder: Path) -> Sources:
    """Return the Terraform sources in a folder that the user named; raises Misused where there are none."""
    if not has_sources(folder):
        raise Misused(f"--source {folder}: no folder with *.tf files")
    from guardrails.terraform.sources.reader import read_sources  # a plan alone does not pay for it

    return read_sources(folder)


def has_sources(folder: Path) -> bool:
    """Whether there are Terraform files in a folder itself."""
    return folder.is_dir() and any(next(folder.glob(each), None) for each in ("*.tf", "*.tf.json"))
