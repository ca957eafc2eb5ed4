"""The table that locks Terraform state is paid by request, encrypted, and kept from deletion.

## What it does
Looks at DynamoDB tables that lock state: the one that `state.lock` of the organization file names, and every table with
the key `LockID`. Reports one that is not `PAY_PER_REQUEST`, that does not say how it is encrypted, or that has no
deletion protection. A backend that locks with `use_lockfile` needs no table.

## Why it matters
Without the table no pipeline can apply, or, worse, two apply at once. It is asked for a few times a day, which is not
worth capacity by the hour.

## Example
```hcl
resource "aws_dynamodb_table" "lock" {
  name           = "MM-terraform-lock"
  hash_key       = "LockID"
  read_capacity  = 5
  write_capacity = 5

  attribute {
    name = "LockID"
    type = "S"
  }
}
```

## Use instead
```hcl
resource "aws_dynamodb_table" "lock" {
  name                        = "MM-terraform-lock"
  hash_key                    = "LockID"
  billing_mode                = "PAY_PER_REQUEST"
  deletion_protection_enabled = true

  attribute {
    name = "LockID"
    type = "S"
  }

  server_side_encryption {
    enabled = true
  }
}
```

## How to fix
Set `billing_mode`, `server_side_encryption` and `deletion_protection_enabled` as above, or lock with
`use_lockfile = true` in the backend and remove the table.

## Sources
- https://developer.hashicorp.com/terraform/language/backend/s3#state-locking (2026-11)
- https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html (2026-09)
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_settings import setting
from guardrail_values import ABSENT, UNKNOWN, flag, value_at

RULE = {
    "id": "CKV_LZ_025",
    "title": "The table that locks state is on demand, encrypted and kept",
    "severity": "MEDIUM",
    "rows": ["B9", "A38"],
    "pillar": "operations",
    "category": "GENERAL_SECURITY",
}


class StateLock(ResourceCheck):
    """Tables that lock Terraform state."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for the first thing that is wrong with a lock table; other tables are not judged."""
        named = setting("state.lock.dynamodb")
        if value_at(conf, "hash_key") != "LockID" and (named is None or value_at(conf, "name") != named):
            return self.silent()
        mode = value_at(conf, "billing_mode")
        if mode not in ("PAY_PER_REQUEST", UNKNOWN):
            found = "PROVISIONED" if mode is ABSENT else mode
            return self.fails("billing_mode", f"found {found}, expected PAY_PER_REQUEST")
        late = "billing_mode" if mode is UNKNOWN else ""
        for attribute in ("server_side_encryption.enabled", "deletion_protection_enabled"):
            answer = flag(conf, attribute)
            if answer in (False, ABSENT):
                return self.fails(attribute, f"found {'nothing' if answer is ABSENT else 'false'}, expected true")
            late = late or (attribute if answer is UNKNOWN else "")
        if late:
            return self.unknown(late, f"{late} is known only after apply")
        return self.passes("billing_mode", "server_side_encryption.enabled", "deletion_protection_enabled")


check = StateLock(RULE, ("aws_dynamodb_table",))
