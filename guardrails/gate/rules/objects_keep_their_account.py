"""What is moved, imported or let go of stays in its account, as it is, and under somebody's care.

## What it does
- A resource that is moved (`moved`) must not be changed in the same step: a warning for an update, an error for a
  replacement, which destroys what was to be moved.
- A resource that is moved, imported or forgotten must belong to the account of the plan. Where the ARN or the owner
  that the state knows names another account, or the tags of an import another environment, this is an error.
- What is forgotten (`removed` with `destroy = false`, `skip_destroy`) goes on living where nobody manages it: a
  warning, unless another plan of the same run imports it. An import by a plan for another account is an error: VPCs,
  buckets and keys cannot be moved between accounts.

## Why it matters
State can be moved between accounts and roots with a few lines, the objects cannot. A plan that does both at once shows
neither well, and what is left without a root costs money and escapes every rule.

## Example
```hcl
moved {
  from = aws_cloudwatch_log_group.flow[0]
  to   = aws_cloudwatch_log_group.changed
}

resource "aws_cloudwatch_log_group" "changed" {
  name              = "MM-dev-use1-logs-flow"
  retention_in_days = 30 # was 14
}
```

## Use instead
```hcl
moved {
  from = aws_cloudwatch_log_group.flow[0]
  to   = aws_cloudwatch_log_group.changed
}

resource "aws_cloudwatch_log_group" "changed" {
  name              = "MM-dev-use1-logs-flow"
  retention_in_days = 14
}
```

## How to fix
Move first, with a plan in which nothing changes; change in the next. Import what you forget in the root that takes it
over, and give both plans to one run of the gate. Build anew in the other account what has to live there.

## Sources
- https://developer.hashicorp.com/terraform/language/modules/develop/refactoring (2026-11)
- https://developer.hashicorp.com/terraform/language/resources/syntax#removing-resources (2026-11)
- https://docs.aws.amazon.com/prescriptive-guidance/latest/transitioning-to-multiple-aws-accounts/resource-migration.html
  (2026-11)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.gate.accounts import account_of_arn
from guardrails.gate.environments import same_environment
from guardrails.gate.inspection import Inspection, finding
from guardrails.gate.rules.protected_objects import kept
from guardrails.gate.tags import tag_sets
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.organization.tree import Account
from guardrails.model.plan.change import Change, Verb
from guardrails.model.plan.plan import Plan

RULE: Final = Rule(
    "PG-026",
    "objects-keep-their-account",
    "What is moved, imported or let go of stays in its account, as it is, and under somebody's care.",
    Severity.ERROR,
    ("A52",),
)
TYPES: Final = ()

_MOVE_HELP: Final = "move first, with a plan in which nothing changes, and change it in the next"


def check(inspection: Inspection) -> Iterator[Finding]:
    """Yield moves that change something, objects of other accounts, and what is left without a root."""
    for change in inspection.plan.changes:
        if not change.managed:
            continue
        moved = bool(change.previous_address)
        let_go = change.verb in (Verb.FORGET, Verb.CREATE_THEN_FORGET) or (change.verb.deletes and kept(change))
        if not (moved or change.importing or let_go):
            continue
        abroad = _abroad(inspection, change)
        if abroad is not None:
            yield abroad
        if moved and change.verb.writes:
            yield _changed(inspection, change)
        if let_go and not change.deposed:
            yield from _let_go(inspection, change)


def _abroad(inspection: Inspection, change: Change) -> Finding | None:
    """Return that the object, as the state knows it, belongs to another account or environment."""
    doing = "moved" if change.previous_address else "imported" if change.importing else "forgotten"
    for attribute in ("arn", "owner_id"):
        owner = _owner(change.old(attribute))
        if owner and inspection.account.id and owner != inspection.account.id:
            return finding(
                RULE,
                inspection.plan,
                change,
                f"what is {doing} belongs to account {owner}, and the plan is for {inspection.account.id}",
                attribute=f"before.{attribute}",
                found=owner,
                expected=inspection.account.id,
                help="an object cannot change its account: build it anew there, and manage it where it is",
            )
    return _of_another_environment(inspection, change) if change.importing else None


def _owner(value: object) -> str:
    if not isinstance(value, str):
        return ""
    return account_of_arn(value) or (value if len(value) == 12 and value.isdigit() else "")


def _of_another_environment(inspection: Inspection, change: Change) -> Finding | None:
    key = inspection.organization.settings.text("tags.environment_key", "Environment")
    for tags in tag_sets(inspection.plan, change, change.before)[:1]:
        value = tags.tags.get(key)
        if isinstance(value, str) and value and not same_environment(value, inspection.environment):
            return finding(
                RULE,
                inspection.plan,
                change,
                f"what is imported belongs to {value}, and the import makes it part of {inspection.environment}",
                attribute=f"before.{tags.path}.{key}",
                found=value,
                expected=inspection.environment,
                help="import it in the root of the environment that it belongs to",
            )
    return None


def _changed(inspection: Inspection, change: Change) -> Finding:
    attributes = sorted(name for name in change.after if change.changes(name))
    gone = change.verb.deletes
    done = "replaced" if change.verb.replaces else "changed" if not gone else "destroyed"
    what = f" ({', '.join(attributes[:3])})" if attributes and not gone else ""
    return finding(
        RULE,
        inspection.plan,
        change,
        f"it is moved from {change.previous_address} and {done} in one step{what}",
        attribute=attributes[0] if attributes else "",
        found=change.verb.value,
        expected=Verb.NO_OP.value,
        help=_MOVE_HELP,
        severity=Severity.ERROR if gone else Severity.WARNING,
    )


def _let_go(inspection: Inspection, change: Change) -> Iterator[Finding]:
    takers = [account for plan, account in inspection.siblings if _takes_over(plan, change)]
    strangers = [one for one in takers if one.id != inspection.account.id]
    if takers and not strangers:
        return
    kept_by_aws = change.verb.deletes
    if strangers:
        message, expected = f"a plan for {_named(strangers[0])} imports it", inspection.account.name
    else:
        how = "AWS keeps it, because skip_destroy is set" if kept_by_aws else "Terraform forgets it"
        message, expected = f"{how}, and no plan of this run takes it over: it goes on living unmanaged", "managed"
    yield finding(
        RULE,
        inspection.plan,
        change,
        message,
        found="forgotten",
        expected=expected,
        help="import it in the root that takes it over, and judge both plans in one run",
        severity=Severity.ERROR if strangers else Severity.WARNING,
    )


def _named(account: Account) -> str:
    return f"{account.name} ({account.id})" if account.id else account.name


def _takes_over(plan: Plan, gone: Change) -> bool:
    """Whether a plan imports the object that another one lets go of: by ARN where there is one, else by id."""
    for attribute in ("arn", "id"):
        value = gone.old(attribute)
        if isinstance(value, str) and value:
            return any(one.importing and one.old(attribute) == value for one in plan.by_type.get(gone.type, ()))
    return False
