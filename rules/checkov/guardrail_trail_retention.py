"""The bucket of a trail keeps logs as long as its environment asks.

## What it does
Compares the days after which objects expire in the bucket of a trail with `settings.retention`: `org_trail_days` for
the bucket of the organization's trail, `<environment>.cloudtrail_days` for others. A bucket is that of a trail when a
trail of the same code names it, when it is `settings.logs.trail_bucket`, or when its name says cloudtrail.

## Why it matters
Logs that are deleted too early are missing in the investigation that needs them; logs that never expire are paid for
for ever.

## Example
```hcl
resource "aws_s3_bucket_lifecycle_configuration" "trail" {
  bucket = "mm-org-cloudtrail"

  rule {
    id     = "retention"
    status = "Enabled"

    filter {}

    expiration {
      days = 30
    }
  }
}
```

## Use instead
```hcl
resource "aws_s3_bucket_lifecycle_configuration" "trail" {
  bucket = "mm-org-cloudtrail"

  rule {
    id     = "retention"
    status = "Enabled"

    filter {}

    expiration {
      days = 365
    }
  }
}
```

## How to fix
Take the number of days from the organization file.

## Sources
- https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-expire-general-considerations.html (2026-11)
- https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/s3_bucket_lifecycle_configuration
  (2026-11)
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_graph import Resource, itself, points_at, resources
from guardrail_settings import setting
from guardrail_tags import environment_of
from guardrail_values import ABSENT, UNKNOWN, Mark, blocks, flag, number, value_at

RULE = {
    "id": "CKV_LZ_012",
    "title": "Trail logs expire when the environment says",
    "severity": "MEDIUM",
    "rows": ["B19", "A36", "B4"],
    "pillar": "security",
    "category": "LOGGING",
}

PATH = "rule.expiration.days"


class TrailRetention(ResourceCheck):
    """The lifecycle of a bucket in which a trail writes."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for other days than the organization says, UNKNOWN where bucket or days are not known."""
        own = itself(self, conf)
        bucket, name = self._bucket(own)
        trails = [one for one in resources(self.graph, "aws_cloudtrail") if self._writes(one, bucket, name)]
        if not (trails or _is_named(name)):
            late = name is UNKNOWN and bucket is None and any(resources(self.graph, "aws_cloudtrail"))
            return self.unknown("bucket", "which bucket this is of is not known yet") if late else self.silent()
        wanted = self._days(name, trails, bucket or own)
        if wanted is UNKNOWN:
            return self.unknown("bucket", "the environment of the trail is not known yet")
        return self.silent() if wanted is ABSENT else self._expires(conf, wanted)

    def _bucket(self, own: Resource) -> tuple[Resource | None, Any]:
        """Return the bucket as a resource of the code, and its name."""
        for one in resources(self.graph, "aws_s3_bucket"):
            if points_at(own, "bucket", one, "bucket", "id") is True:
                return one, value_at(one.conf, "bucket")
        return None, value_at(own.conf, "bucket")

    def _writes(self, trail: Resource, bucket: Resource | None, name: Any) -> bool:
        if isinstance(name, str) and value_at(trail.conf, "s3_bucket_name") == name:
            return True
        return bucket is not None and points_at(trail, "s3_bucket_name", bucket, "bucket", "id") is True

    def _days(self, name: Any, trails: list[Resource], bucket: Resource) -> Any:
        whole = name == setting("settings.logs.trail_bucket", "")
        if whole or any(flag(one.conf, "is_organization_trail") is True for one in trails):
            return setting("settings.retention.org_trail_days", ABSENT)
        told = [environment_of(one.conf) for one in (bucket, *trails)]
        environment = next((one for one in told if isinstance(one, str)), UNKNOWN)
        if isinstance(environment, Mark):
            return UNKNOWN
        return setting(f"settings.retention.{environment}.cloudtrail_days", ABSENT)

    def _expires(self, conf: dict[str, Any], wanted: float) -> CheckResult:
        rules = blocks(conf, "rule")
        if isinstance(rules, Mark):
            return self.unknown("rule", "the rules are not known yet")
        on = [(value_at(one, "status"), number(one, "expiration.days")) for one in rules]
        days = [UNKNOWN if status is UNKNOWN else told for status, told in on if status in ("Enabled", UNKNOWN)]
        known = [one for one in days if not isinstance(one, Mark)]
        if any(one != wanted for one in known):
            return self.fails(
                PATH, f"logs expire after {' and '.join(f'{one:g}' for one in known)} days; expected {wanted}"
            )
        if UNKNOWN in days:
            return self.unknown(PATH, f"when logs expire is not known yet; expected {wanted} days")
        if not known:
            return self.fails(PATH, f"logs never expire; expected {wanted} days")
        return self.passes(PATH)


def _is_named(name: Any) -> bool:
    return isinstance(name, str) and (name == setting("settings.logs.trail_bucket", "") or "cloudtrail" in name)


check = TrailRetention(RULE, ["aws_s3_bucket_lifecycle_configuration"])
