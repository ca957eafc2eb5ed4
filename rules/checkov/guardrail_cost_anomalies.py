"""Cost anomalies are looked for by service and by account, and reported at once.

## What it does
Looks at subscriptions of Cost Anomaly Detection: the threshold has to be the absolute amount of
`settings.budgets.anomaly_usd`, the frequency `IMMEDIATE` with an SNS topic as subscriber (AWS sends immediate alerts to
SNS only). In the same code there have to be monitors by service and by account. Monitors by anything else pass.

## Why it matters
A training job that nobody stops costs hundreds of dollars a day. A daily mail to one person is read when that person
is back.

## Example
```hcl
resource "aws_ce_anomaly_monitor" "service" {
  name              = "MM-mgmt-use1-anomaly-service"
  monitor_type      = "DIMENSIONAL"
  monitor_dimension = "SERVICE"
}

resource "aws_ce_anomaly_subscription" "daily" {
  name             = "MM-mgmt-use1-anomaly-daily"
  frequency        = "DAILY"
  monitor_arn_list = [aws_ce_anomaly_monitor.service.arn]

  subscriber {
    type    = "EMAIL"
    address = "aws+alerts@example.com"
  }
}
```

## Use instead
```hcl
resource "aws_ce_anomaly_monitor" "service" {
  name              = "MM-mgmt-use1-anomaly-service"
  monitor_type      = "DIMENSIONAL"
  monitor_dimension = "SERVICE"
}

resource "aws_ce_anomaly_monitor" "dev" {
  name         = "MM-mgmt-use1-anomaly-dev"
  monitor_type = "CUSTOM"

  monitor_specification = jsonencode({
    Dimensions = { Key = "LINKED_ACCOUNT", Values = ["222222222222"] }
  })
}

resource "aws_ce_anomaly_subscription" "immediate" {
  name             = "MM-mgmt-use1-anomaly-immediate"
  frequency        = "IMMEDIATE"
  monitor_arn_list = [aws_ce_anomaly_monitor.service.arn, aws_ce_anomaly_monitor.dev.arn]

  subscriber {
    type    = "SNS"
    address = "arn:aws:sns:us-east-1:111111111111:MM-mgmt-use1-topic-alerts"
  }

  threshold_expression {
    dimension {
      key           = "ANOMALY_TOTAL_IMPACT_ABSOLUTE"
      match_options = ["GREATER_THAN_OR_EQUAL"]
      values        = ["10"]
    }
  }
}
```

## How to fix
Use `terraform/modules/cost-management`, or set frequency, subscriber and threshold as above.

## Limits
A monitor that stands elsewhere, named by its ARN, may be either kind: whether both kinds are there is undecided then. A
plan does not show such an ARN beside monitors that are made in the same apply.

## Sources
- https://docs.aws.amazon.com/cost-management/latest/userguide/getting-started-ad.html (2026-11)
- https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/ce_anomaly_subscription (2026-11)
- https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_AnomalySubscription.html (2026-11)
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_graph import resources
from guardrail_settings import setting
from guardrail_values import ABSENT, UNKNOWN, Mark, blocks, document_at, value_at, values_at

RULE = {
    "id": "CKV_LZ_032",
    "title": "Cost anomalies are looked for by service and by account, and reported at once",
    "severity": "MEDIUM",
    "rows": ["A33", "A59"],
    "pillar": "cost",
    "category": "GENERAL_SECURITY",
}

WANTED = ("SERVICE", "LINKED_ACCOUNT")
MEASURE = "ANOMALY_TOTAL_IMPACT_ABSOLUTE"


class CostAnomalies(ResourceCheck):
    """A subscription, and the monitors of the same code."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for a slow or deaf subscription or a monitor that is missing, UNKNOWN for what is late."""
        frequency = value_at(conf, "frequency")
        if frequency not in ("IMMEDIATE", UNKNOWN):
            return self.fails("frequency", f"anomalies are reported {frequency}; IMMEDIATE is expected")
        subscribers = blocks(conf, "subscriber")
        kinds = [UNKNOWN] if isinstance(subscribers, Mark) else [value_at(one, "type") for one in subscribers]
        if "SNS" not in kinds and UNKNOWN not in kinds:
            return self.fails("subscriber.type", "no SNS topic is told; AWS sends immediate alerts to SNS only")
        limit, asked = self._limit(conf), float(setting("settings.budgets.anomaly_usd", 10))
        if limit is not UNKNOWN and limit != asked:
            said = "no absolute threshold" if limit is ABSENT else f"{limit:g} USD"
            return self.fails("threshold_expression", f"{said}; alerts from {asked:g} USD are expected")
        missing, told = self._missing(conf)
        if missing and told:
            return self.fails("monitor_arn_list", f"no monitor by {missing} in the code")
        if missing:
            return self.unknown("monitor_arn_list", f"whether one of the monitors is by {missing} is not in the code")
        for path, value in (("frequency", frequency), ("threshold_expression", limit)):
            if value is UNKNOWN:
                return self.unknown(path, "the value is known only after apply")
        return (
            self.passes("frequency", "threshold_expression")
            if "SNS" in kinds
            else self.unknown("subscriber", "the subscribers are known only after apply")
        )

    def _limit(self, conf: dict[str, Any]) -> Any:
        """The absolute impact (US dollars) from which alerts are sent; ABSENT where there is none."""
        for path in (
            "threshold_expression.dimension",
            "threshold_expression.and.dimension",
            "threshold_expression.or.dimension",
        ):
            found = blocks(conf, path)
            for one in [] if isinstance(found, Mark) else found:
                values = values_at(one, "values")
                if value_at(one, "key") is UNKNOWN:
                    return UNKNOWN
                if value_at(one, "key") == MEASURE and isinstance(values, list):
                    return _amount(values[0])
            if isinstance(found, Mark):
                return UNKNOWN
        return ABSENT

    def _missing(self, conf: dict[str, Any]) -> tuple[str, bool]:
        """The kind of monitor that is not in the code, and whether that is all there is to know."""
        if self.graph is None:
            return WANTED[0], False
        seen = [_kind(one.conf) for one in resources(self.graph, "aws_ce_anomaly_monitor")]
        named = values_at(conf, "monitor_arn_list")
        elsewhere = isinstance(named, list) and any(str(one).startswith("arn:") for one in named)
        missing = next((one for one in WANTED if one not in seen), "")
        return missing, UNKNOWN not in seen and not elsewhere


def _amount(value: Any) -> Any:
    try:
        return float(value)
    except (TypeError, ValueError):
        return UNKNOWN


def _kind(conf: dict[str, Any]) -> Any:
    """What a monitor adds up by: SERVICE, LINKED_ACCOUNT, another word, or UNKNOWN."""
    dimension = value_at(conf, "monitor_dimension")
    kind = value_at(conf, "monitor_type")
    if kind != "CUSTOM":
        return UNKNOWN if kind is UNKNOWN else dimension
    written = document_at(conf, "monitor_specification")
    if isinstance(written, Mark):
        return UNKNOWN
    inner = written.get("Dimensions")
    return inner.get("Key") if isinstance(inner, dict) else "OTHER"


check = CostAnomalies(RULE, ("aws_ce_anomaly_subscription",))
