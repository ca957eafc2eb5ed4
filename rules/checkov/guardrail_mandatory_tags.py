"""Every resource that takes tags has all mandatory ones.

## What it does
Asks every resource that takes tags for the keys of `settings.tags.mandatory`, in the letter case in which they stand
there and with a value that is not empty. The provider's `default_tags` count, and so do the `tag` blocks of an Auto
Scaling group. Objects in S3 are left out: they take ten tags.

## Why it matters
Costs, owners, backups and the guard against mixed environments are found by tag. A resource without them is found when
it fails or when its bill arrives.

## Example
```hcl
resource "aws_sqs_queue" "jobs" {
  name = "MM-dev-use1-sqs-jobs"
  tags = { Environment = "dev", Owner = "" }
}
```

## Use instead
```hcl
locals {
  common_tags = {
    Project            = "ml-landing-zone"
    Environment        = "dev"
    Owner              = "platform"
    CostCenter         = "1000"
    ManagedBy          = "terraform"
    Repository         = "example/ml-infra"
    Module             = "queues"
    Account            = "Dev"
    DataClassification = "internal"
    Compliance         = "none"
    BackupPolicy       = "none"
    CreatedBy          = "platform-pipeline"
  }
}

resource "aws_sqs_queue" "jobs" {
  name = "MM-dev-use1-sqs-jobs"
  tags = merge(local.common_tags, { Name = "MM-dev-use1-sqs-jobs" })
}
```

## How to fix
Put the mandatory tags into one `local.common_tags`, or into `default_tags` of the provider, and merge them into the
tags of each resource. An Auto Scaling group needs them as `tag` blocks.

## Sources
- https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/resource-tagging (2026-11)
- https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html (2026-11): ten tags for an object
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_settings import setting
from guardrail_taggable import TAGGABLE
from guardrail_tags import tags_of
from guardrail_values import ABSENT, UNKNOWN

RULE = {
    "id": "CKV_LZ_001",
    "title": "All mandatory tags",
    "severity": "HIGH",
    "rows": ["B24", "A62"],
    "pillar": "governance",
    "category": "GENERAL_SECURITY",
}

FEW_TAGS = ("aws_s3_object", "aws_s3_bucket_object", "aws_s3_object_copy")
"""Types that take ten tags only."""


class MandatoryTags(ResourceCheck):
    """The keys of `settings.tags.mandatory` on one resource."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED with the keys that are missing, UNKNOWN where tags are not known yet."""
        tags = tags_of(self, conf)
        mandatory = setting("settings.tags.mandatory", [])
        if all(isinstance(one, str) and one.strip() for one in map(tags.known.get, mandatory)):
            return self.passes(tags.path)
        found = {key: tags.value(key) for key in mandatory}
        missing = [key for key, value in found.items() if value is ABSENT]
        if missing:
            folded = {key.casefold(): key for key in tags.known if key not in found}
            other = [f"{key} is written {folded[key.casefold()]}" for key in missing if key.casefold() in folded]
            empty = [f"{key} is empty" for key in missing if key in tags.known]
            more = "; ".join([*other, *empty])
            return self.fails(tags.path, f"missing: {', '.join(missing)}" + (f" ({more})" if more else ""))
        late = [key for key, value in found.items() if value is UNKNOWN]
        if late:
            return self.unknown(tags.path, f"not known yet: {', '.join(late)}")
        return self.passes(tags.path)


check = MandatoryTags(RULE, [kind for kind in TAGGABLE if kind not in FEW_TAGS])
