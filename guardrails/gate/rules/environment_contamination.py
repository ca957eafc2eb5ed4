"""No resource carries the tag of another environment than the one the plan is for.

## What it does
Compares the environment tag (`settings.tags.environment_key`, else `Environment`; also `env` and `stage`, in any letter
case) of every resource of the plan with the environment of the target account. It looks wherever tags stand: `tags_all`
with the provider's default tags, `tag` blocks of groups, `tag_specifications` of launch templates, tags of volumes.
`prd`, `production` and `live` count as `prod`; other names have such aliases too. An import of a resource that is
tagged for another environment counts, for it makes that resource ours. A delete of one is the clean-up, and is shown as
a note. Data sources are left out, and so is a resource without the tag (PG-004 asks for it). A name that belongs to
another environment is weak evidence and is a matter of CKV_LZ_003. An environment that is known only after apply is
undecided, with the names that the expression refers to.

## Why it matters
A block copied from dev, or a variable file of the wrong environment, creates, changes or deletes what belongs to
others. Backup, cost reports and cleaners go by the tag.

## Example
```hcl
# in a plan for prod
resource "aws_sqs_queue" "jobs" {
  name = "MM-prod-use1-sqs-jobs"
  tags = merge(local.tags, { Environment = "dev" })
}
```

## Use instead
```hcl
resource "aws_sqs_queue" "jobs" {
  name = "MM-prod-use1-sqs-jobs"
  tags = local.tags
}
```

## How to fix
Take the tag from the root's common tags, or plan the resource in the root of the environment that it belongs to. What
all environments share stands in an account of its own; where it cannot, waive the finding.

## Sources
- https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/resource-tagging (2026-11)
- https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html (2026-11)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.gate.environments import environment_of, same_environment
from guardrails.gate.inspection import Inspection, finding, undecided
from guardrails.gate.tags import TagSet, references_of, tag_sets, tags_of
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.plan.change import Change, Verb
from guardrails.model.plan.values import undecidable

RULE: Final = Rule(
    "PG-001",
    "environment-contamination",
    "No resource carries the tag of another environment than the one the plan is for.",
    Severity.ERROR,
    ("B1", "B29"),
)
TYPES: Final = ()

_KEYS: Final = frozenset({"environment", "env", "stage"})
_HELP: Final = "take the tag from the root's common tags, or plan the resource where it belongs"


def check(inspection: Inspection) -> Iterator[Finding]:
    """Yield every resource with a foreign environment tag, and those whose tag is not known."""
    main = inspection.organization.settings.text("tags.environment_key", "Environment").casefold()
    keys = _KEYS | {main}
    for change, sets in zip(inspection.plan.changes, tags_of(inspection.plan), strict=True):
        for one in sets:
            yield from _of_set(inspection, change, one, keys, main)
        if change.importing and sets:
            for one in tag_sets(inspection.plan, change, change.before):
                yield from _of_set(inspection, change, one, keys, main, imported=True)


def _of_set(
    inspection: Inspection, change: Change, tags: TagSet, keys: frozenset[str], main: str, imported: bool = False
) -> Iterator[Finding]:
    here = {key: value for key, value in tags.tags.items() if key.casefold() in keys}
    for key, value in here.items():
        if isinstance(value, str):
            if value.strip() and _foreign(key, value, inspection.environment, main):
                yield _contaminated(inspection, change, f"{tags.path}.{key}", value, imported)
        elif undecidable(value):
            yield _unclear(inspection, change, f"{tags.path}.{key}", tags.path)
    if tags.rest is not None and not any(key.casefold() == main for key in here) and not imported:
        yield _unclear(inspection, change, tags.path, tags.path)


def _foreign(key: str, value: str, environment: str, main: str) -> bool:
    """Whether a value is another environment. Under keys that may mean something else, only known names count."""
    if same_environment(value, environment):
        return False
    return key.casefold() == main or bool(environment_of(value))


def _contaminated(inspection: Inspection, change: Change, path: str, value: str, imported: bool) -> Finding:
    expected = inspection.environment
    if imported:
        message = f"what is imported is tagged for {value}, and the import makes it part of {expected}"
    elif change.verb in (Verb.DELETE, Verb.FORGET):
        done = "deletes" if change.verb is Verb.DELETE else "lets go of"
        message = f"the plan for {expected} {done} a resource of {value}: that is the clean-up, if it is meant"
    else:
        message = f"the plan is for {expected}, and the tag says {value}"
    severity = Severity.NOTE if change.verb in (Verb.DELETE, Verb.FORGET) else RULE.severity
    before = "before." if imported else ""
    return finding(
        RULE,
        inspection.plan,
        change,
        message,
        attribute=before + path,
        found=value,
        expected=expected,
        help=_HELP,
        severity=severity,
    )


def _unclear(inspection: Inspection, change: Change, path: str, top: str) -> Finding:
    names = references_of(inspection.plan, change, top)
    behind = f", which come from {', '.join(names[:3])}" if names else ""
    message = f"the environment stands in tags that are known only after apply{behind}"
    help = "take the environment from a variable or a literal, not from a resource"
    return undecided(RULE, inspection.plan, change, message, (path, *names), help)
