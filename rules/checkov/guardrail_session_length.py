"""A session of a permission set ends after eight hours at the latest.

## What it does
Reports `aws_ssoadmin_permission_set` with a `session_duration` above eight hours, or one that is no ISO 8601 duration.
A set that says nothing has the service's own hour and passes.

## Why it matters
A session outlives whatever was changed meanwhile: a person who left the group keeps the role until it ends. AWS allows
twelve hours; a working day has eight.

## Example
```hcl
resource "aws_ssoadmin_permission_set" "developer" {
  name             = "DeveloperAccess"
  instance_arn     = "arn:aws:sso:::instance/ssoins-1111111111111111"
  session_duration = "PT12H"
}
```

## Use instead
```hcl
resource "aws_ssoadmin_permission_set" "developer" {
  name             = "DeveloperAccess"
  instance_arn     = "arn:aws:sso:::instance/ssoins-1111111111111111"
  session_duration = "PT8H"
}
```

## How to fix
Write `PT8H` or less.

## Sources
- https://docs.aws.amazon.com/singlesignon/latest/userguide/howtosessionduration.html (2026-11)
- https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/ssoadmin_permission_set (2026-11)
"""

from __future__ import annotations

import re
from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_values import ABSENT, UNKNOWN, value_at

RULE = {
    "id": "CKV_LZ_039",
    "title": "Sessions of permission sets last eight hours at most",
    "severity": "MEDIUM",
    "rows": ["A46"],
    "pillar": "security",
    "category": "IAM",
}

LONGEST = 8 * 3600
"""Seconds; row A46."""

_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?\Z")


class SessionLength(ResourceCheck):
    """The duration of a permission set's sessions."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for more than eight hours, or for what is no duration."""
        value = value_at(conf, "session_duration")
        if value is UNKNOWN:
            return self.unknown("session_duration", "the duration is known only after apply")
        if value is ABSENT:
            return self.passes("session_duration")
        length = _seconds(str(value))
        if length is None:
            return self.fails("session_duration", f"{value} is no duration of ISO 8601; expected PT8H or less")
        if length > LONGEST:
            return self.fails("session_duration", f"sessions last {value}; expected PT8H or less")
        return self.passes("session_duration")


def _seconds(text: str) -> int | None:
    found = _DURATION.match(text)
    if found is None or not any(found.groups()):
        return None
    days, hours, minutes, seconds = (int(one or 0) for one in found.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds


check = SessionLength(RULE, ("aws_ssoadmin_permission_set",))
