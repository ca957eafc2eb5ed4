"""A budget has the amount of its account and all of its alerts.

## What it does
Looks at cost budgets. The amount has to be `budget_usd` of the account that the budget watches: the one in its cost
filter `LinkedAccount`, else the account that the code is for, in US dollars; a limit that adjusts itself is none. A
budget of a service, a tag or the like is not one of an account and not judged. There has to be an alert for each
percentage in `settings.budgets` (50, 80 and 100 % of the actual cost, 90 % of the forecast), each with a subscriber.

## Why it matters
A budget with another amount than the one agreed upon alerts too late or all the time, and an alert without a subscriber
is one that nobody reads.

## Example
```hcl
resource "aws_budgets_budget" "dev" {
  name         = "MM-dev-use1-budget-monthly"
  budget_type  = "COST"
  limit_amount = "1000"
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  cost_filter {
    name   = "LinkedAccount"
    values = ["222222222222"]
  }
}
```

## Use instead
```hcl
resource "aws_budgets_budget" "dev" {
  name         = "MM-dev-use1-budget-monthly"
  budget_type  = "COST"
  limit_amount = "100"
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  cost_filter {
    name   = "LinkedAccount"
    values = ["222222222222"]
  }

  notification {
    notification_type          = "ACTUAL"
    threshold                  = 50
    threshold_type             = "PERCENTAGE"
    comparison_operator        = "GREATER_THAN"
    subscriber_email_addresses = ["aws+alerts@example.com"]
  }

  notification {
    notification_type          = "ACTUAL"
    threshold                  = 80
    threshold_type             = "PERCENTAGE"
    comparison_operator        = "GREATER_THAN"
    subscriber_email_addresses = ["aws+alerts@example.com"]
  }

  notification {
    notification_type          = "ACTUAL"
    threshold                  = 100
    threshold_type             = "PERCENTAGE"
    comparison_operator        = "GREATER_THAN"
    subscriber_email_addresses = ["aws+alerts@example.com"]
  }

  notification {
    notification_type          = "FORECASTED"
    threshold                  = 90
    threshold_type             = "PERCENTAGE"
    comparison_operator        = "GREATER_THAN"
    subscriber_email_addresses = ["aws+alerts@example.com"]
  }
}
```

## How to fix
Take amount and percentages from the organization file, as `terraform/modules/cost-management` does.

## Sources
- https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-create.html (2026-11)
- https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/budgets_budget (2026-11)
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_accounts import asked
from guardrail_check import ResourceCheck
from guardrail_settings import document, setting
from guardrail_values import ABSENT, UNKNOWN, Mark, blocks, number, value_at, values_at

RULE = {
    "id": "CKV_LZ_031",
    "title": "A budget has the amount of its account and all of its alerts",
    "severity": "HIGH",
    "rows": ["A32", "E5", "D6"],
    "pillar": "cost",
    "category": "GENERAL_SECURITY",
}

SUBSCRIBERS = ("subscriber_email_addresses", "subscriber_sns_topic_arns")


class BudgetShape(ResourceCheck):
    """Amount and alerts of cost budgets."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for another amount or a missing alert, UNKNOWN where these are known only after apply."""
        kind = value_at(conf, "budget_type")
        if kind not in ("COST", UNKNOWN) or _of_a_part(conf):
            return self.silent()
        answer = self._shape(conf)
        if answer is CheckResult.FAILED and kind is UNKNOWN:
            return self.unknown("budget_type", "whether it is a cost budget is known only after apply")
        return answer

    def _shape(self, conf: dict[str, Any]) -> CheckResult:
        """The answer about a cost budget of an account."""
        limit, budget = number(conf, "limit_amount"), self._budget(conf)
        if not isinstance(limit, Mark) and not isinstance(budget, Mark) and limit != budget:
            return self.fails("limit_amount", f"the limit is {limit:g} USD; the account's budget is {budget:g} USD")
        if value_at(conf, "limit_unit") not in ("USD", ABSENT, UNKNOWN):
            return self.fails("limit_unit", f"the limit is in {value_at(conf, 'limit_unit')}; budgets are in USD")
        if limit is ABSENT and blocks(conf, "auto_adjust_data") != []:
            return self.fails("auto_adjust_data", "the limit follows what is spent; the account's budget is expected")
        if limit is ABSENT and not isinstance(budget, Mark):
            limit = _planned(conf)
            if not isinstance(limit, Mark) and limit != budget:
                return self.fails("planned_limit", f"a limit is {limit:g} USD; the account's budget is {budget:g} USD")
        period = value_at(conf, "time_unit")
        if period not in ("MONTHLY", UNKNOWN):
            return self.fails("time_unit", f"the budget is {period}; budgets of accounts are MONTHLY")
        alerts = blocks(conf, "notification")
        missing = [] if isinstance(alerts, Mark) else [one for one in _wanted() if not _sent(conf, alerts, *one)]
        if missing and not any(_late(one) for one in alerts):
            said = ", ".join(f"{percent:g} % {kind}" for kind, percent in missing)
            return self.fails("notification", f"alerts are missing, or nobody gets them: {said}")
        if missing or isinstance(alerts, Mark):
            return self.unknown("notification", "the alerts are known only after apply")
        if period is UNKNOWN:
            return self.unknown("time_unit", "for how long the amount is, is known only after apply")
        if limit is UNKNOWN or budget is UNKNOWN:
            return self.unknown("limit_amount", "the limit, or whose budget it is, is known only after apply")
        return self.passes("limit_amount", "notification")

    def _budget(self, conf: dict[str, Any]) -> Any:
        """The budget (US dollars) of the account that is watched; ABSENT: it has none, UNKNOWN: nobody says."""
        filters = blocks(conf, "cost_filter")
        if isinstance(filters, Mark):
            return UNKNOWN
        watched = [values_at(one, "values") for one in filters if value_at(one, "name") == "LinkedAccount"]
        if not watched:
            return asked(self, conf, "budget_usd")
        ids = watched[0] if isinstance(watched[0], list) else [UNKNOWN]
        found = [one["budget_usd"] for one in document()["accounts"] if one["id"] and one["id"] in _texts(ids)]
        if UNKNOWN in ids or len(found) != len(ids):
            return UNKNOWN
        return ABSENT if None in found else float(sum(found))


def _of_a_part(conf: dict[str, Any]) -> bool:
    """Whether a budget watches a service, a tag or the like: it is none of an account."""
    filters = blocks(conf, "cost_filter")
    named = [] if isinstance(filters, Mark) else [value_at(one, "name") for one in filters]
    return any(name not in ("LinkedAccount", UNKNOWN) for name in named)


def _planned(conf: dict[str, Any]) -> Any:
    """The limit of `planned_limit` blocks, the largest one; UNKNOWN where there is none that can be read."""
    found = blocks(conf, "planned_limit")
    amounts = [] if isinstance(found, Mark) else [number(one, "amount") for one in found]
    known = [one for one in amounts if not isinstance(one, Mark)]
    return max(known) if known and len(known) == len(amounts) else UNKNOWN


def _texts(ids: list[Any]) -> list[str]:
    return [str(one) for one in ids if one is not UNKNOWN]


def _wanted() -> list[tuple[str, float]]:
    """The alerts of the organization: kind and percentage."""
    told = setting("settings.budgets", {})
    actual = [("ACTUAL", float(one)) for one in told.get("actual_percent", [])]
    return actual + [("FORECASTED", float(one)) for one in told.get("forecast_percent", [])]


def _sent(conf: dict[str, Any], alerts: list[dict[str, Any]], kind: str, percent: float) -> bool:
    return any(
        value_at(one, "notification_type") == kind
        and number(one, "threshold") == percent
        and value_at(one, "threshold_type") == "PERCENTAGE"
        and value_at(one, "comparison_operator") == "GREATER_THAN"
        and _heard(conf, one)
        for one in alerts
    )


def _heard(conf: dict[str, Any], alert: dict[str, Any]) -> bool:
    """Whether an alert has a subscriber. A plan leaves out a list with a topic that is made in the same apply."""
    late = "__change_actions__" in conf and any(name not in alert for name in SUBSCRIBERS)
    return late or any(value_at(alert, name) is not ABSENT for name in SUBSCRIBERS)


def _late(alert: dict[str, Any]) -> bool:
    named = ("notification_type", "threshold", "threshold_type", "comparison_operator")
    return any(value_at(alert, name) is UNKNOWN or number(alert, "threshold") is UNKNOWN for name in named)


check = BudgetShape(RULE, ("aws_budgets_budget",))
