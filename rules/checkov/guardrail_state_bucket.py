"""The bucket of Terraform state is versioned, encrypted, private, replicated and kept.

## What it does
Looks at the bucket of Terraform state: the one that `state.bucket` of the organization file names, or one whose name or
tag `Purpose` says `tfstate` or `terraform-state`. It needs versioning, default encryption, all four flags of a public
access block, a policy that denies requests without TLS, a replication that is on, no `force_destroy`, and in HCL
`prevent_destroy`. The parts may name the bucket by text, by reference, or by way of each other.

## Why it matters
Who has the state has every secret in it; who loses it cannot change what it describes. A versioned copy in another
Region is what is left after a bad apply or a bad day of one Region.

## Example
```hcl
resource "aws_s3_bucket" "state" {
  bucket        = "mm-terraform-state"
  force_destroy = true
}
```

## Use instead
```hcl
resource "aws_s3_bucket" "state" {
  bucket = "mm-terraform-state"

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_versioning" "state" {
  bucket = aws_s3_bucket.state.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "state" {
  bucket = aws_s3_bucket.state.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "state" {
  bucket                  = aws_s3_bucket.state.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "state" {
  bucket = aws_s3_bucket.state.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::mm-terraform-state", "arn:aws:s3:::mm-terraform-state/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

resource "aws_s3_bucket_replication_configuration" "state" {
  bucket = aws_s3_bucket.state.id
  role   = "arn:aws:iam::111111111111:role/MM-mgmt-use1-role-replication"

  rule {
    status = "Enabled"

    destination {
      bucket = "arn:aws:s3:::mm-terraform-state-replica"
    }
  }
}
```

## How to fix
Use `terraform/modules/bootstrap`, or add the parts that the message names.

## Limits
`prevent_destroy` is in HCL only: a plan does not hold it, and is not asked for it (PG-005 looks at what a plan
destroys). The ARN of a bucket names no Region: where the replica lies is not judged. The blocks inside `aws_s3_bucket`
that version 4 of the provider deprecated do not count. A bucket whose name ends in `-replica` needs no replica.

## Sources
- https://developer.hashicorp.com/terraform/language/backend/s3 (2026-11)
- https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html (2026-11)
- https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/s3_bucket (2026-11)
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_buckets import (
    ENCRYPTION,
    FINE,
    POLICY,
    PUBLIC,
    REPLICATION,
    VERSIONING,
    Verdict,
    closed,
    encrypted,
    judged,
    replicated,
    summed,
    tls_only,
    versioned,
)
from guardrail_check import ResourceCheck
from guardrail_graph import itself
from guardrail_settings import setting
from guardrail_values import UNKNOWN, Mark, flag, mapping_at, value_at

RULE = {
    "id": "CKV_LZ_024",
    "title": "The bucket of Terraform state is versioned, encrypted, private, replicated and kept",
    "severity": "CRITICAL",
    "rows": ["A48", "B8"],
    "pillar": "security",
    "category": "BACKUP_AND_RECOVERY",
}

WORDS = ("tfstate", "terraform-state", "terraform_state")
REPLICA = "replica"


class StateBucket(ResourceCheck):
    """The bucket of state, and everything beside it."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED with everything that is missing, UNKNOWN for what cannot be told from the code."""
        names = _names(conf)
        if not any(name == setting("state.bucket") or any(word in name for word in WORDS) for name in names):
            return self.silent()
        own = itself(self, conf)
        parts = [
            (VERSIONING, versioned, "versioning"),
            (ENCRYPTION, encrypted, "default encryption"),
            (PUBLIC, closed, "public access block"),
            (POLICY, tls_only, "policy"),
        ]
        if not any(name.endswith(REPLICA) for name in names):
            parts.append((REPLICATION, replicated, "replication"))
        found = summed([_kept(conf), *(judged(self, own, kind, judge, what) for kind, judge, what in parts)])
        if found.answer is True:
            return self.passes("bucket")
        return self.unknown("bucket", found.message) if found.answer is UNKNOWN else self.fails("bucket", found.message)


def _kept(conf: dict[str, Any]) -> Verdict:
    if flag(conf, "force_destroy") is True:
        return Verdict(False, "force_destroy is true")
    if flag(conf, "force_destroy") is UNKNOWN:
        return Verdict(UNKNOWN, "force_destroy is known only after apply")
    planned = "__change_actions__" in conf
    return FINE if planned or flag(conf, "lifecycle.prevent_destroy") is True else Verdict(False, "no prevent_destroy")


def _names(conf: dict[str, Any]) -> list[str]:
    tags = mapping_at(conf, "tags")
    found = [value_at(conf, "bucket")] + ([] if isinstance(tags, Mark) else [tags.get("Name"), tags.get("Purpose")])
    return [one.lower() for one in found if isinstance(one, str)]


check = StateBucket(RULE, ("aws_s3_bucket",))
