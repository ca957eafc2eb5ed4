"""Everything that keeps data says whether it is backed up, and backups that are to be copied are.

## What it does
- A store of data (database, table, file system, volume, bucket) that the plan makes or changes carries the tag of
  `settings.tags.backup.key` with one of `settings.tags.backup.values`. `none` is an answer, no tag is not.
- Where `backup.copy_to` of the account names a Region, every rule of a backup plan copies into a vault of that Region.
- A snapshot that the plan itself makes is a warning: nothing ends it, and the backup plan does not know it.

A tag or a vault that is known only after apply is undecided.

## Why it matters
Selection goes by tag: a store without the tag is never backed up, and that is found on the day it is needed. A backup
in the Region that failed is no backup.

## Example
```hcl
resource "aws_backup_plan" "main" {
  name = "MM-prod-use1-backup-plan"

  rule {
    rule_name         = "weekly"
    target_vault_name = aws_backup_vault.home.name
    schedule          = "cron(0 6 ? * SUN *)"
  }
}
```

## Use instead
```hcl
resource "aws_backup_plan" "main" {
  name = "MM-prod-use1-backup-plan"

  rule {
    rule_name         = "weekly"
    target_vault_name = aws_backup_vault.home.name
    schedule          = "cron(0 6 ? * SUN *)"

    copy_action {
      destination_vault_arn = aws_backup_vault.dr.arn
    }
  }
}
```

## How to fix
Give the store the tag, with the value that fits it. Give each rule a `copy_action` to the vault in the other Region.

## Sources
- https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html (2026-11)
- https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-region-backup.html (2026-11)
- https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-feature-availability.html (2026-11)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.gate.inspection import Inspection, finding, undecided
from guardrails.gate.rules.protected_objects import STORES
from guardrails.gate.tags import references_of, tags_of
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.plan.change import Change
from guardrails.model.plan.values import UNKNOWN, Mark, Path, read_all, show_path, undecidable

RULE: Final = Rule(
    "PG-021",
    "backup-coverage",
    "Everything that keeps data says whether it is backed up, and backups that are to be copied are.",
    Severity.ERROR,
    ("A40", "A41"),
)

_STORES: Final = (*STORES, "aws_s3_bucket")
_SNAPSHOTS: Final = (
    "aws_db_cluster_snapshot",
    "aws_db_snapshot",
    "aws_docdb_cluster_snapshot",
    "aws_ebs_snapshot",
    "aws_ebs_snapshot_copy",
    "aws_neptune_cluster_snapshot",
    "aws_redshift_cluster_snapshot",
)
_KNOWN: Final = "write it as a literal or a variable, so that the plan shows it"
TYPES: Final = (*_STORES, "aws_backup_plan", *_SNAPSHOTS)


def check(inspection: Inspection) -> Iterator[Finding]:
    """Yield stores without an answer, rules without their copy, and snapshots made by hand."""
    settings = inspection.organization.settings
    key = settings.text("tags.backup.key") or settings.text("tags.backup_key")
    if key:
        for change in inspection.plan.of(*_STORES):
            if change.verb.writes and change.after:
                yield from _of_store(inspection, change, key, settings.texts("tags.backup.values"))
    region = inspection.account.entry.text("backup.copy_to")
    if region:
        for change in inspection.plan.of("aws_backup_plan"):
            if change.after:
                yield from _of_plan(inspection, change, region)
    for change in inspection.plan.of(*_SNAPSHOTS):
        if change.verb.creates:
            yield _snapshot(inspection, change)


def _of_store(inspection: Inspection, change: Change, key: str, values: tuple[str, ...]) -> Iterator[Finding]:
    sets = tags_of(inspection.plan)[change.position]
    own = next((one for one in sets if one.own), None)
    if own is None:
        return
    found = own.tags.get(key, Mark.UNSET)
    allowed = ", ".join(values) or "a value"
    if undecidable(found) or (found is Mark.UNSET and own.rest is not None):
        names = references_of(inspection.plan, change, own.path)
        message = f"whether it is backed up stands in a tag ({key}) that is known only after apply"
        yield undecided(RULE, inspection.plan, change, message, (f"{own.path}.{key}", *names), _KNOWN)
    elif not isinstance(found, str) or not found.strip():
        yield _store(
            inspection,
            change,
            f"{own.path}.{key}",
            f"nothing says whether it is backed up: it has no {key}",
            "",
            allowed,
        )
    elif values and found not in values:
        message = f"{key} is {found}, which selects nothing"
        yield _store(inspection, change, f"{own.path}.{key}", message, found, allowed)


def _store(inspection: Inspection, change: Change, attribute: str, message: str, found: str, expected: str) -> Finding:
    return finding(
        RULE,
        inspection.plan,
        change,
        message,
        attribute=attribute,
        found=found or "no tag",
        expected=expected,
        help=f"set the tag to one of {expected}",
    )


def _of_plan(inspection: Inspection, change: Change, region: str) -> Iterator[Finding]:
    for path, rule in read_all(change.after, "rule[]"):
        if not isinstance(rule, dict):
            yield undecided(
                RULE, inspection.plan, change, "its rules are known only after apply", (show_path(path),), _KNOWN
            )
            continue
        name = rule.get("rule_name")
        copies = rule.get("copy_action")
        where = show_path((*path, "copy_action"))
        own = rule.get("target_vault_name")
        vaults = () if undecidable(copies) else tuple(_vaults(copies, path))
        regions = {_region(inspection, change, one, own) for one in vaults}
        if region in regions:
            continue
        if undecidable(copies) or UNKNOWN in regions:
            message = f"whether the rule {name} copies to {region} is known only after apply"
            yield undecided(RULE, inspection.plan, change, message, (where,), _KNOWN)
        else:
            there = ", ".join(sorted(str(one) for one in regions))
            yield finding(
                RULE,
                inspection.plan,
                change,
                f"the rule {name} copies " + (f"to {there}, not to {region}" if there else f"nothing to {region}"),
                attribute=where,
                found=there or "no copy",
                expected=region,
                help=f"give the rule a copy_action to a vault in {region}",
            )


def _vaults(copies: object, path: Path) -> Iterator[tuple[Path, object]]:
    """Yield the ARN of each vault that a rule copies to, with its path."""
    for at, one in enumerate(copies if isinstance(copies, list) else ()):
        value = one.get("destination_vault_arn", UNKNOWN) if isinstance(one, dict) else UNKNOWN
        yield (*path, "copy_action", at, "destination_vault_arn"), value


def _region(inspection: Inspection, change: Change, vault: tuple[Path, object], own: object) -> str | Mark:
    """Return the Region of a vault: in its ARN, or where the plan makes it.

    An ARN that is unknown is that of a vault which the plan makes, and not of the rule's own (`own` is its name): where
    the reference is lost in a `dynamic` block, all others of the plan are meant.
    """
    path, arn = vault
    if isinstance(arn, str):
        return arn.split(":")[3] if arn.count(":") > 4 else UNKNOWN
    targets = inspection.references.targets(change, path, ("aws_backup_vault",))
    others = tuple(
        one for one in inspection.plan.of("aws_backup_vault") if own is not UNKNOWN and one.get("name") != own
    )
    regions = {inspection.placements.of(one).region for one in targets.changes or targets.possible or others}
    return regions.pop() if len(regions) == 1 else UNKNOWN


def _snapshot(inspection: Inspection, change: Change) -> Finding:
    return finding(
        RULE,
        inspection.plan,
        change,
        "it is a snapshot outside of the backup plan: nothing ends it, and nothing copies it",
        found=change.type,
        expected="a backup plan",
        help="tag what it is taken of, and let the backup plan make it",
        severity=Severity.WARNING,
    )
