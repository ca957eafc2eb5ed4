"""Tables of a dev account are paid by request.

## What it does
Reports `aws_dynamodb_table` that is not `PAY_PER_REQUEST` in an account of environment `dev`: the account that
`GUARDRAILS_ACCOUNT` names or, without it, the table's own Environment tag. Other environments may provision. A replica
that a table gets by `aws_dynamodb_table_replica` has the mode of its table.

## Why it matters
Provisioned capacity costs by the hour, used or not. A dev table is idle most of the day.

## Example
```hcl
resource "aws_dynamodb_table" "features" {
  name           = "MM-dev-use1-ddb-features"
  read_capacity  = 5
  write_capacity = 5
  hash_key       = "id"
  tags           = { Environment = "dev" }

  attribute {
    name = "id"
    type = "S"
  }
}
```

## Use instead
```hcl
resource "aws_dynamodb_table" "features" {
  name         = "MM-dev-use1-ddb-features"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  tags         = { Environment = "dev" }

  attribute {
    name = "id"
    type = "S"
  }
}
```

## How to fix
Set `billing_mode = "PAY_PER_REQUEST"` and take the capacities out.

## Sources
- https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html (2026-11)
- https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/dynamodb_table (2026-11)
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_settings import account, setting
from guardrail_tags import tags_of
from guardrail_values import ABSENT, UNKNOWN, value_at

RULE = {
    "id": "CKV_LZ_053",
    "title": "Dev tables are paid by request",
    "severity": "LOW",
    "rows": ["A38"],
    "pillar": "cost",
    "category": "GENERAL_SECURITY",
}


class TablesOnDemand(ResourceCheck):
    """The billing mode of a DynamoDB table."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for a table of dev that is paid by the hour."""
        mode = value_at(conf, "billing_mode")
        if mode == "PAY_PER_REQUEST":
            return self.passes("billing_mode")
        where = self._environment(conf)
        if where not in ("dev", UNKNOWN, ABSENT):
            return self.passes("billing_mode")
        if mode is UNKNOWN:
            return self.unknown("billing_mode", "the billing mode is known only after apply")
        if where != "dev":
            return self.unknown("tags", "nobody says whether the table is in dev")
        said = "says no billing mode, which means PROVISIONED" if mode is ABSENT else f"is {mode}"
        return self.fails("billing_mode", f"the table {said}; expected PAY_PER_REQUEST in dev")

    def _environment(self, conf: dict[str, Any]) -> Any:
        own = account()
        key = str(setting("settings.tags.environment_key", "Environment"))
        return own["env"] if own is not None else tags_of(self, conf).value(key)


check = TablesOnDemand(RULE, ("aws_dynamodb_table",))
