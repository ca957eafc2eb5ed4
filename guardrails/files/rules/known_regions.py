"""Every Region exists, belongs to the partition, and is one that the guardrails allow.

## What it does

Looks at `settings.home_region`, `dr_region`, `allowed_regions`, the keys of `naming.region_codes`, the `region` of each
VPC, `backup.copy_to`, and the Regions of `state`. It reports a Region that does not exist, with the one that may have
been meant, a Region of another partition, and one of `allowed_regions` that stands there twice. A name in the form
of a Region that the data does not know is a warning only: AWS may have opened it since. A home, DR, VPC or
backup Region that is not among `allowed_regions` is a warning as well: the Region lock would deny work there.

## Why it matters

A misspelled allowed Region allows nothing and denies the Region that was meant, on the day of the roll-out. A
misspelled DR Region is found on the day of the disaster.

## Example

```yaml
organization:
  settings: {home_region: us-east-1, allowed_regions: [us-east-1, us-wset-2]}
```

## Use instead

```yaml
organization:
  settings: {home_region: us-east-1, allowed_regions: [us-east-1, us-west-2]}
```

## How to fix

Correct the name, or allow the Region.

## Sources

- https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html (2026-11)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from guardrails.files import codes
from guardrails.files.loaded import Project
from guardrails.files.rules.entries import entry, existing, mapping, vpcs
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.source import Pointer

RULE = Rule(
    "ORG-026",
    "known-regions",
    "Every Region exists, belongs to the partition, and is one that the guardrails allow.",
    Severity.ERROR,
    ("A8",),
)

_FORM = (
    r"(?:us|us-gov|us-iso[a-z]?|eu|eu-isoe|eusc-[a-z]{2}|ap|ca|cn|sa|af|me|il|mx)-"
    r"(?:north|south|central|(?:north|south)?(?:east|west))-[0-9]"
)
"""The form of the names that AWS gives: an area, a direction, a digit."""


def check(project: Project, today: date) -> Iterator[Finding]:
    """Yield each Region that is not known, of another partition, doubled, or not allowed where it is worked in."""
    from guardrails.catalog.regions import REGIONS

    settings = project.organization.settings
    partition, allowed = settings.text("partition", "aws"), settings.texts("allowed_regions")
    for name, pointer, works in _named(project):
        region = REGIONS.get(name)
        if region is None:
            yield _unknown(project, name, pointer)
        elif region.partition != partition:
            message = f"{name} is a Region of the partition {region.partition}, this organization is in {partition}"
            yield codes.finding(RULE, message, project.at(pointer), f"name a Region of {partition}")
        elif works and allowed and name not in allowed:
            message = f"{name} is used here, but is not among the allowed Regions ({', '.join(allowed)})"
            help = "add it to settings.allowed_regions, or use an allowed one"
            yield codes.finding(RULE, message, project.at(pointer), help, Severity.WARNING)
    for at, name in enumerate(allowed):
        if name in allowed[:at]:
            place = project.at(("settings", "allowed_regions", at))
            yield codes.finding(RULE, f"{name} is allowed twice", place, "remove one", Severity.WARNING)


def _named(project: Project) -> Iterator[tuple[str, Pointer, bool]]:
    """Yield each Region that the file names, its place, and whether work there has to be allowed."""
    settings = project.organization.settings
    for key in ("home_region", "dr_region"):
        if settings.text(key):
            yield settings.text(key), ("settings", key), True
    for at, name in enumerate(settings.texts("allowed_regions")):
        yield name, ("settings", "allowed_regions", at), False
    for name in mapping(project, "settings", "naming").get("region_codes") or ():
        yield name, ("settings", "naming", "region_codes", name), False
    for vpc in vpcs(project):
        yield vpc.region, (*vpc.pointer, "region"), True
    for account in existing(project)[1:]:
        copy_to = (entry(project, account).get("backup") or {}).get("copy_to")
        if copy_to:
            yield copy_to, (*account.pointer, "backup", "copy_to"), True
    for key in ("region", "replica_region"):
        state = project.organization.state.get(key)
        if isinstance(state, str) and state:
            yield state, ("state", key), False


def _unknown(project: Project, name: str, pointer: Pointer) -> Finding:
    from guardrails.catalog.freshness import date_of
    from guardrails.catalog.regions import close_regions

    close = close_regions(name)
    dated = date_of("regions")
    help = f"did you mean {close[0]}?" if close else "write it like us-east-1"
    severity = Severity.WARNING if re.fullmatch(_FORM, name) else RULE.severity
    message = f"{name!r} is no Region of AWS (as of {dated})"
    return codes.finding(RULE, message, project.at(pointer), help, severity, token=name, data_date=dated)
