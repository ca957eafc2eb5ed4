"""Every resource that is made or changed carries all mandatory tags.

## What it does
Asks every resource that the plan creates or updates for the tags of `settings.tags.mandatory`, in the letter case in
which they stand there. The provider's default tags count, and so do `tag` blocks of groups. A tag with an empty value
counts as missing. Tags whose keys or values are known only after apply are undecided. The message gives the share of
all taggable resources of the plan, those that stay as they are included, that have every tag. S3 objects are left out:
they take ten tags.

## Why it matters
Costs, owners, backups and the guard against mixed environments are found by tag. A resource without them is found when
it fails or when its bill arrives.

## Example
```hcl
resource "aws_sqs_queue" "jobs" {
  name = "MM-dev-use1-sqs-jobs"
  tags = { Environment = "dev", Owner = "" }
}
```

## Use instead
```hcl
resource "aws_sqs_queue" "jobs" {
  name = "MM-dev-use1-sqs-jobs"
  tags = merge(local.common_tags, { Name = "MM-dev-use1-sqs-jobs" })
}
```

## How to fix
Put the mandatory tags into one `local.common_tags`, or into `default_tags` of the provider, and merge them into the
tags of each resource. A group needs them as `tag` blocks.

## Sources
- https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/resource-tagging (2026-11)
- https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html (2026-11): ten tags for an object
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.gate.inspection import Inspection, finding, undecided
from guardrails.gate.tags import TagSet, references_of, tags_of
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.plan.change import Change, Verb
from guardrails.model.plan.values import undecidable

RULE: Final = Rule(
    "PG-004",
    "complete-tags",
    "Every resource that is made or changed carries all mandatory tags.",
    Severity.ERROR,
    ("B24",),
)
TYPES: Final = ()

_FEW_TAGS: Final = frozenset({"aws_s3_object", "aws_s3_bucket_object", "aws_s3_object_copy"})
_LEFT_ALONE: Final = frozenset({Verb.NO_OP, Verb.READ, Verb.DELETE, Verb.FORGET})


def check(inspection: Inspection) -> Iterator[Finding]:
    """Yield every resource that lacks a tag, and those whose tags are not known."""
    mandatory = inspection.organization.settings.texts("tags.mandatory")
    share = ""
    for change, tags in _taggable(inspection) if mandatory else ():
        if change.verb in _LEFT_ALONE:
            continue
        missing = tags.missing(mandatory)
        unclear = tuple(key for key in mandatory if undecidable(tags.tags.get(key)))
        if missing and tags.rest is None:
            share = share or coverage(inspection)
            yield _lacking(inspection, change, tags, missing, share)
        elif missing or unclear:
            yield _unclear(inspection, change, tags, missing or unclear)


def coverage(inspection: Inspection) -> str:
    """Return the share of the plan's taggable resources with every mandatory tag: `12 of 14 (85 %)`; empty for none."""
    mandatory = inspection.organization.settings.texts("tags.mandatory")
    seen = [not tags.missing(mandatory) and tags.rest is None for _, tags in _taggable(inspection)]
    return f"{sum(seen)} of {len(seen)} ({100 * sum(seen) // len(seen)} %)" if seen else ""


def _taggable(inspection: Inspection) -> Iterator[tuple[Change, TagSet]]:
    for change, sets in zip(inspection.plan.changes, tags_of(inspection.plan), strict=True):
        own = next((one for one in sets if one.own), None)
        if own is not None and change.type not in _FEW_TAGS and not change.deposed:
            yield change, own


def _lacking(inspection: Inspection, change: Change, tags: TagSet, missing: tuple[str, ...], share: str) -> Finding:
    folded = {key.casefold(): key for key in tags.tags}
    other_case = [
        f"{key} is written {folded[key.casefold()]}" for key in missing if folded.get(key.casefold(), key) != key
    ]
    empty = [f"{key} is empty" for key in missing if key in tags.tags]
    details = "; ".join((*other_case, *empty))
    message = f"{', '.join(missing)} missing" + (f" ({details})" if details else "")
    return finding(
        RULE,
        inspection.plan,
        change,
        f"{message}; {share} of the plan's resources have every mandatory tag",
        attribute=tags.path,
        found=", ".join(sorted(tags.tags)) or "no tags",
        expected=", ".join(missing),
        help="merge the root's common tags into the tags of the resource",
    )


def _unclear(inspection: Inspection, change: Change, tags: TagSet, keys: tuple[str, ...]) -> Finding:
    names = references_of(inspection.plan, change, tags.path)
    behind = f", which come from {', '.join(names[:3])}" if names else ""
    message = f"whether {', '.join(keys)} are set stands in tags that are known only after apply{behind}"
    return undecided(
        RULE, inspection.plan, change, message, (tags.path, *names), "set mandatory tags from known values"
    )
