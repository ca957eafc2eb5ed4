"""Backups are kept as long as the account's environment asks, and copied where it asks.

## What it does
Looks at backup plans. Daily and weekly rules, told by their schedule, have to keep recovery points for as many days as
`backup.daily_days` and `backup.weekly_days` of the account say, and both rules have to be there. Where the account has
`backup.copy_to`, each rule has to copy to a vault of that Region. A selection has to choose by the tag of
`settings.tags.backup` (`BackupPolicy = daily`).

## Why it matters
A copy that is kept too short is missed on the one day that it is needed, and a backup in the Region that failed is
none. What is selected by name leaves out whatever is made next week.

## Example
```hcl
# account: Prod
resource "aws_backup_plan" "core" {
  name = "MM-prod-use1-backup-plan"

  rule {
    rule_name         = "daily"
    target_vault_name = "MM-prod-use1-vault-core"
    schedule          = "cron(0 5 * * ? *)"

    lifecycle {
      delete_after = 7
    }
  }
}
```

## Use instead
```hcl
# account: Prod
resource "aws_backup_plan" "core" {
  name = "MM-prod-use1-backup-plan"

  rule {
    rule_name         = "daily"
    target_vault_name = "MM-prod-use1-vault-core"
    schedule          = "cron(0 5 * * ? *)"

    lifecycle {
      delete_after = 30
    }

    copy_action {
      destination_vault_arn = "arn:aws:backup:us-west-2:333333333333:backup-vault:MM-prod-usw2-vault-core"
    }
  }

  rule {
    rule_name         = "weekly"
    target_vault_name = "MM-prod-use1-vault-core"
    schedule          = "cron(0 6 ? * SUN *)"

    lifecycle {
      delete_after = 90
    }

    copy_action {
      destination_vault_arn = "arn:aws:backup:us-west-2:333333333333:backup-vault:MM-prod-usw2-vault-core"
    }
  }
}
```

## How to fix
Take the days from the organization file, as `terraform/modules/backup` does, and let each rule copy.

## Limits
The Region of a vault is read from its ARN. A vault that is made in the same apply has none yet: that there is a copy is
all that is asked then; PG-021 follows it. Rules that run more or less often than daily and weekly are not judged.

## Sources
- https://docs.aws.amazon.com/aws-backup/latest/devguide/about-backup-plans.html (2026-11)
- https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html (2026-11)
- https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/backup_plan (2026-11)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_accounts import asked
from guardrail_check import ResourceCheck
from guardrail_settings import setting
from guardrail_values import ABSENT, UNKNOWN, Mark, blocks, number, value_at

RULE = {
    "id": "CKV_LZ_033",
    "title": "Backups are kept and copied as the account's environment asks",
    "severity": "HIGH",
    "rows": ["A39", "A40", "A41"],
    "pillar": "reliability",
    "category": "BACKUP_AND_RECOVERY",
}

RHYTHMS = {"daily": "backup.daily_days", "weekly": "backup.weekly_days"}
SELECTION = "aws_backup_selection"


class BackupPlans(ResourceCheck):
    """Backup plans, and what they select."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for other days, a missing rule or copy, another selection; UNKNOWN for what is late."""
        if self.entity_type == SELECTION:
            return self._selection(conf)
        days = {rhythm: asked(self, conf, path) for rhythm, path in RHYTHMS.items()}
        if all(one is ABSENT for one in days.values()):
            return self.silent()
        rules = blocks(conf, "rule")
        if isinstance(rules, Mark) or UNKNOWN in days.values():
            return self.unknown("rule", "the rules, or the account that they are for, are known only after apply")
        answers = list(self._answers(conf, rules, days, asked(self, conf, "backup.copy_to")))
        wrong = next((one for one in answers if one[0] is False), None)
        if wrong:
            return self.fails(wrong[1], wrong[2])
        late = next((one for one in answers if one[0] is UNKNOWN), None)
        return self.unknown(late[1], late[2]) if late else self.passes("rule")

    def _answers(
        self, conf: dict[str, Any], rules: list[dict[str, Any]], days: dict[str, Any], copy_to: Any
    ) -> Iterator[tuple[Any, str, str]]:
        """Yield (False or UNKNOWN, attribute, what is wrong) for each thing that is, or may be."""
        rhythms = [_rhythm(one) for one in rules]
        for rhythm, wanted in days.items():
            if wanted is not ABSENT and rhythm not in rhythms:
                late = UNKNOWN in rhythms
                yield UNKNOWN if late else False, "rule.schedule", f"no {rhythm} rule; {wanted} days are asked for"
        for one, rhythm in zip(rules, rhythms, strict=True):
            wanted = days.get(rhythm, ABSENT) if isinstance(rhythm, str) else ABSENT
            kept = _kept(conf, one)
            if wanted is not ABSENT and kept != wanted:
                said = "for ever" if kept is ABSENT else f"for {kept:g} days" if not isinstance(kept, Mark) else "late"
                message = f"the {rhythm} rule keeps {said}; {wanted} days are asked for"
                yield UNKNOWN if kept is UNKNOWN else False, "rule.lifecycle.delete_after", message
            if isinstance(copy_to, str) and rhythm in (*RHYTHMS, UNKNOWN):
                yield from _copies(one, copy_to)

    def _selection(self, conf: dict[str, Any]) -> CheckResult:
        key = setting("settings.tags.backup.key", "BackupPolicy")
        values = [one for one in setting("settings.tags.backup.values", ["daily"]) if one != "none"]
        found = blocks(conf, "selection_tag")
        if isinstance(found, Mark):
            return self.unknown("selection_tag", "the selection is known only after apply")
        pairs = [(_text(one, "key"), _text(one, "value")) for one in found]
        inner = blocks(conf, "condition.string_equals")
        for one in [] if isinstance(inner, Mark) else inner:
            name = _text(one, "key")
            pairs.append((name if name is UNKNOWN else str(name).partition("/")[2], _text(one, "value")))
        if any(name == key and value in values for name, value in pairs):
            return self.passes("selection_tag")
        if any(UNKNOWN in pair for pair in pairs) or inner is UNKNOWN:
            return self.unknown("selection_tag", "the selection is known only after apply")
        return self.fails("selection_tag", f"the selection is not by the tag {key} = {' or '.join(values)}")


def _text(block: dict[str, Any], name: str) -> Any:
    """A text; UNKNOWN where Checkov leaves the object that an attribute of a variable was taken from."""
    found = value_at(block, name)
    return UNKNOWN if isinstance(found, (dict, list)) else found


def _kept(conf: dict[str, Any], rule: dict[str, Any]) -> Any:
    """For how many days a rule keeps. A plan holds a null where no days are set, and leaves out those that are late."""
    days, life = number(rule, "lifecycle.delete_after"), value_at(rule, "lifecycle")
    late = "__change_actions__" in conf and isinstance(life, dict) and "delete_after" not in life
    return UNKNOWN if days is ABSENT and late else days


def _copies(rule: dict[str, Any], region: str) -> Iterator[tuple[Any, str, str]]:
    found = blocks(rule, "copy_action")
    path = "rule.copy_action"
    if isinstance(found, Mark):
        yield UNKNOWN, path, "the copies are known only after apply"
    elif not found:
        yield False, path, f"a rule does not copy; copies to {region} are asked for"
    else:
        told = [str(value_at(one, "destination_vault_arn")).split(":") for one in found]
        regions = [one[3] for one in told if len(one) > 4]
        if len(regions) == len(found) and region not in regions:
            yield False, f"{path}.destination_vault_arn", f"copies go to {', '.join(regions)}; {region} is asked for"


def _rhythm(rule: dict[str, Any]) -> Any:
    """How often a rule runs, by its schedule: `daily`, `weekly`, `other` or UNKNOWN."""
    text = value_at(rule, "schedule")
    if isinstance(text, Mark):
        return UNKNOWN if text is UNKNOWN else "daily"  # AWS Backup runs a rule without a schedule daily, at 5:00 UTC.
    words = str(text).strip().rstrip(")").partition("(")[2].split()
    if str(text).startswith("rate"):
        return {("1", "day"): "daily", ("24", "hours"): "daily", ("7", "days"): "weekly"}.get(tuple(words), "other")
    if len(words) != 6 or not (words[0].isdigit() and words[1].isdigit()):
        return "other"
    _, _, day, month, weekday, year = words
    if month != "*" or year != "*":
        return "other"
    if day in ("*", "?") and weekday in ("*", "?"):
        return "daily"
    return "weekly" if day in ("?", "*") and not set(weekday) & set(",-#L/") else "other"


check = BackupPlans(RULE, ("aws_backup_plan", SELECTION))
