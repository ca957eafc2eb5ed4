"""Trails record the whole organization, encrypted, and so that nobody can change them unseen.

## What it does
Asks every trail for `is_organization_trail`, `is_multi_region_trail`, `enable_log_file_validation`, a KMS key of one's
own, `include_global_service_events` and `enable_logging` (these two are on by default). A trail of one account fails
everywhere: the trail of the organization records it already.

## Why it matters
A trail of one Region misses what happens in the others, one of one account everything outside it. Without validation a
changed log file looks like the real one. Without a key of one's own, whoever reads the bucket reads the log.

## Example
```hcl
resource "aws_cloudtrail" "core" {
  name           = "MM-mgmt-use1-cloudtrail-core"
  s3_bucket_name = "mm-org-cloudtrail"
}
```

## Use instead
```hcl
resource "aws_cloudtrail" "core" {
  name                       = "MM-mgmt-use1-cloudtrail-core"
  s3_bucket_name             = "mm-org-cloudtrail"
  kms_key_id                 = "arn:aws:kms:us-east-1:111111111111:key/mrk-99999999aaaaaaaabbbbbbbbcccccccc"
  is_organization_trail      = true
  is_multi_region_trail      = true
  enable_log_file_validation = true
}
```

## How to fix
Make one trail in the management account, or in the account to which CloudTrail is delegated, and remove the others once
it delivers.

## Sources
- https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html (2026-11)
- https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html (2026-11)
- https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/cloudtrail (2026-11): defaults
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_tags import planned
from guardrail_values import ABSENT, UNKNOWN, flag, value_at

RULE = {
    "id": "CKV_LZ_011",
    "title": "The trail is the organization's, of all Regions, validated and encrypted",
    "severity": "CRITICAL",
    "rows": ["A18", "E12", "B41"],
    "pillar": "security",
    "category": "LOGGING",
}

DEFAULTS = {
    "is_organization_trail": False,
    "is_multi_region_trail": False,
    "enable_log_file_validation": False,
    "include_global_service_events": True,
    "enable_logging": True,
}
"""Attributes that have to be true, and what the provider takes them for where they are not set."""

KEY = "kms_key_id"


class TrailShape(ResourceCheck):
    """The attributes of one trail."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED with all that is wrong, UNKNOWN where a flag is not known; a key that is late is a key.

        A trail of one account behind a `count` that is not known may never be made where the organization has its own.
        """
        wrong, late = [], []
        for name, otherwise in DEFAULTS.items():
            value = flag(conf, name)
            value = otherwise if value is ABSENT else value
            if value is UNKNOWN:
                late.append(name)
            elif value is False:
                wrong.append(name)
        if value_at(conf, KEY) is ABSENT and (KEY in conf or not planned(conf)):
            wrong.append(KEY)
        if wrong == ["is_organization_trail"] and value_at(conf, "count") is UNKNOWN:
            return self.unknown("count", "whether this trail of one account is made at all is not known yet")
        if wrong:
            told = ", ".join(f"{name} is not {'set' if name == KEY else 'true'}" for name in wrong)
            return self.fails(wrong[0], told)
        if late:
            return self.unknown(late[0], f"not known yet: {', '.join(late)}")
        return self.passes(*DEFAULTS, KEY)


check = TrailShape(RULE, ["aws_cloudtrail"])
