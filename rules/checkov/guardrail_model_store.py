"""A store of models has a customer key, versions, no public access, and TLS only.

## What it does
Looks at buckets of models: those with `model` or `models` as a part of the name, or as the tag `Purpose`
(`mm-prod-use1-models`). Each needs default encryption with a customer key and a bucket key, versioning, all four flags
of a public access block, and a policy that denies requests without TLS. Of a model store that stands elsewhere, named
by its text, the public access block, the versioning and the encryption are judged by themselves.

## Why it matters
A model is months of work, and what it learned from may be read out of it. An old version is what a poisoned one is
replaced with.

## Example
```hcl
resource "aws_s3_bucket" "models" {
  bucket = "mm-prod-use1-models"
}
```

## Use instead
```hcl
resource "aws_s3_bucket" "models" {
  bucket = "mm-prod-use1-models"
}

resource "aws_s3_bucket_versioning" "models" {
  bucket = aws_s3_bucket.models.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "models" {
  bucket = aws_s3_bucket.models.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = "arn:aws:kms:us-east-1:333333333333:key/mrk-11111111222222223333333344444444"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "models" {
  bucket                  = aws_s3_bucket.models.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "models" {
  bucket = aws_s3_bucket.models.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::mm-prod-use1-models", "arn:aws:s3:::mm-prod-use1-models/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}
```

## How to fix
Use `terraform/modules/model-platform`, or add the parts that the message names.

## Limits
The blocks inside `aws_s3_bucket` that version 4 of the provider deprecated do not count. A part that reaches its bucket
through a local value or a module's output cannot be joined in a plan: the bucket is undecided then.

## Sources
- https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html (2026-11)
- https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html (2026-11)
- https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/s3_bucket (2026-11)
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_buckets import (
    ENCRYPTION,
    POLICY,
    PUBLIC,
    VERSIONING,
    Verdict,
    belongs,
    closed,
    encrypted_with_own_key,
    judged,
    summed,
    tls_only,
    value_of,
    versioned,
)
from guardrail_check import ResourceCheck
from guardrail_graph import itself, resources
from guardrail_ingress import called
from guardrail_values import UNKNOWN, unresolved

RULE = {
    "id": "CKV_LZ_027",
    "title": "A store of models has a customer key, versions, no public access, and TLS only",
    "severity": "CRITICAL",
    "rows": ["A51", "A6", "A7"],
    "pillar": "security",
    "category": "ENCRYPTION",
}

BUCKET = "aws_s3_bucket"
WORDS = ("model", "models")
PARTS = {
    VERSIONING: (versioned, "versioning"),
    ENCRYPTION: (encrypted_with_own_key, "default encryption"),
    PUBLIC: (closed, "public access block"),
    POLICY: (tls_only, "policy"),
}
ALONE = (VERSIONING, ENCRYPTION, PUBLIC)
"""Parts that are judged by themselves where the bucket is not in the code."""


class ModelStore(ResourceCheck):
    """Buckets of models and what stands beside them."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED with everything that is missing, UNKNOWN for what cannot be told from the code."""
        if not any(called(conf, word) for word in WORDS):
            return self.silent()
        if self.entity_type == BUCKET:
            own = itself(self, conf)
            said = [judged(self, own, kind, judge, what) for kind, (judge, what) in PARTS.items()]
            return self._answer(summed(said))
        own = itself(self, conf)
        if unresolved(value_of(conf, "bucket")):
            return self.silent()
        if any(belongs(self.graph, own, one) is not False for one in resources(self.graph, BUCKET)):
            return self.silent()
        return self._answer(PARTS[self.entity_type][0](self, own))

    def _answer(self, found: Verdict) -> CheckResult:
        if found.answer is True:
            return self.passes("bucket")
        return self.unknown("bucket", found.message) if found.answer is UNKNOWN else self.fails("bucket", found.message)


check = ModelStore(RULE, (BUCKET, *ALONE))
