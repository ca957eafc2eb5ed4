"""The checks that a configuration makes of itself hold.

## What it does
Reports each `check` block and each condition of a resource, output or variable that fails or ends in an error in the
plan. One that is known only after apply is no finding: Terraform asks it again then.

## Why it matters
A failing `check` block is a warning to Terraform: the plan stays applyable, and the warning is easily lost in its
output. Whoever wrote the block wanted to be told.

## Example
```hcl
check "retention" {
  assert {
    condition     = aws_cloudwatch_log_group.app.retention_in_days == 14
    error_message = "Logs of dev are kept for 14 days."
  }
}

resource "aws_cloudwatch_log_group" "app" {
  name              = "MM-dev-use1-logs-app"
  retention_in_days = 30
}
```

## Use instead
```hcl
resource "aws_cloudwatch_log_group" "app" {
  name              = "MM-dev-use1-logs-app"
  retention_in_days = 14
}
```

## How to fix
Change what the check is about, or the check.

## Sources
- https://developer.hashicorp.com/terraform/language/checks (2026-11)
- https://developer.hashicorp.com/terraform/internals/json-format#checks-representation (2026-11)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.gate.inspection import Inspection
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.source import Location

RULE: Final = Rule(
    "PG-030", "failing-check", "The checks that a configuration makes of itself hold.", Severity.WARNING, ("B29",)
)
_FAILED: Final = {"fail": "fails", "error": "ends in an error"}


def check(inspection: Inspection) -> Iterator[Finding]:
    """Yield each check that fails, with what it says."""
    for at, one in enumerate(inspection.plan.checks):
        if one.status not in _FAILED:
            continue
        said = f": {'; '.join(one.problems)}" if one.problems else ""
        message = f"the check {_FAILED[one.status]}{said}"
        place = Location(inspection.plan.file, ("checks", at))
        help = "change what the check is about, or the check"
        yield Finding(RULE.id, RULE.severity, message, place, help, address=one.address, found=one.status)
