"""The defaults of an account are strict.

## What it does
Looks at the resources that set the defaults of an account or of a Region, and reports each one that is weaker than the
baseline: all four flags of the account's S3 public access block, passwords of 14 characters and of all four kinds,
EBS encryption by default, IMDSv2 by default, no public EBS snapshots, no newly public images.

## Why it matters
What nobody says a word about gets the default. A strict default holds for every bucket, volume and instance that is
made by hand as well.

## Example
```hcl
resource "aws_s3_account_public_access_block" "this" {
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = false
  restrict_public_buckets = true
}
```

## Use instead
```hcl
resource "aws_s3_account_public_access_block" "this" {
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
```

## How to fix
Set the value that the message names. `terraform/modules/account-baseline` sets all of them, in each Region.

## Limits
The check judges the resources that are there. That an account has all of them is asked by the baseline's coverage
(PG-022 for new accounts), since a missing resource has no line of code to report.

## Sources
- https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html (2026-11)
- https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-new-instances.html (2026-11)
- https://docs.aws.amazon.com/ebs/latest/userguide/block-public-access-snapshots.html (2026-11)
- https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html (2026-11)
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_values import ABSENT, UNKNOWN, flag, number, value_at

RULE = {
    "id": "CKV_LZ_038",
    "title": "The defaults of an account are strict",
    "severity": "HIGH",
    "rows": ["E13"],
    "pillar": "security",
    "category": "GENERAL_SECURITY",
}

FLAGS: dict[str, tuple[str, ...]] = {
    "aws_s3_account_public_access_block": (
        "block_public_acls",
        "block_public_policy",
        "ignore_public_acls",
        "restrict_public_buckets",
    ),
    "aws_iam_account_password_policy": (
        "require_lowercase_characters",
        "require_uppercase_characters",
        "require_numbers",
        "require_symbols",
    ),
    "aws_ebs_encryption_by_default": ("enabled",),
}
"""Type -> flags that have to be true."""

ON_BY_DEFAULT = ("enabled",)
"""Flags that are true where nothing is said."""

WORDS: dict[str, tuple[str, str]] = {
    "aws_ec2_instance_metadata_defaults": ("http_tokens", "required"),
    "aws_ebs_snapshot_block_public_access": ("state", "block-all-sharing"),
    "aws_ec2_image_block_public_access": ("state", "block-new-sharing"),
}
"""Type -> attribute and the one word that it has to be."""

SHORTEST = 14
"""Characters of a password: AWS Security Hub IAM.15 and the CIS benchmark ask for as many."""


class AccountDefaults(ResourceCheck):
    """Each resource that sets a default of an account or a Region."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for a default that is weaker than the baseline, UNKNOWN for one that is not known yet."""
        flags = FLAGS.get(self.entity_type, ())
        found = {name: flag(conf, name) for name in flags}
        if self.entity_type in WORDS:
            name, word = WORDS[self.entity_type]
            value = value_at(conf, name)
            found[name] = value if value is UNKNOWN else value == word
        if self.entity_type == "aws_iam_account_password_policy":
            length = number(conf, "minimum_password_length")
            found["minimum_password_length"] = (
                length if length is UNKNOWN else length is not ABSENT and length >= SHORTEST
            )
        for name, value in found.items():
            if value is False or (value is ABSENT and name not in ON_BY_DEFAULT):
                return self.fails(name, f"{name} is not {self._wanted(name)}")
        late = next((name for name, value in found.items() if value is UNKNOWN), "")
        return self.unknown(late, f"{late} is known only after apply") if late else self.passes(*found)

    def _wanted(self, name: str) -> str:
        if name == "minimum_password_length":
            return f"{SHORTEST} or more"
        return "true" if name in FLAGS.get(self.entity_type, ()) else WORDS[self.entity_type][1]


check = AccountDefaults(RULE, (*FLAGS, *WORDS))
