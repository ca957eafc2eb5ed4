"""Every bucket names its encryption and blocks public access.

## What it does
Reports `AWS::S3::Bucket` without `BucketEncryption`, and one whose `PublicAccessBlockConfiguration` does not have all
four settings on. All buckets of a blueprint count: models, data and logs are what account blueprints keep in them.

## Why it matters
S3 encrypts with its own keys by default and blocks public access of new buckets by default. Written down, both stay
when somebody changes the bucket by hand, and the key is the one that was meant.

## Example
```yaml
Resources:
  Models:
    Type: AWS::S3::Bucket
```

## Use instead
```yaml
Resources:
  Models:
    Type: AWS::S3::Bucket
    Properties:
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault:
              SSEAlgorithm: aws:kms
              KMSMasterKeyID: alias/models
      PublicAccessBlockConfiguration:
        BlockPublicAcls: true
        BlockPublicPolicy: true
        IgnorePublicAcls: true
        RestrictPublicBuckets: true
```

## How to fix
Write both blocks.

## Sources
- https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html (2026-09)
- https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html (2026-09)
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "checkov")]

from _guardrail_nodes import UNKNOWN, truth
from _guardrail_rule import Saying, TemplateRule, fails, open_question, unsure
from _guardrail_worlds import Resource, World

RULE = {
    "id": "E9107",
    "title": "Buckets are encrypted and block public access",
    "severity": "ERROR",
    "rows": ["C16"],
    "pillar": "security",
}

ALGORITHMS = ("AES256", "aws:kms", "aws:kms:dsse")
BLOCKS = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")


class BucketProtection(TemplateRule):
    """Encryption and public access of buckets."""

    RULE = RULE
    types = ("AWS::S3::Bucket",)

    def look(self, resource: Resource, world: World) -> Iterator[Saying]:
        """Yield what is missing of both blocks."""
        yield from _encryption(resource)
        yield from _blocks(resource)


def _encryption(bucket: Resource) -> Iterator[Saying]:
    node = bucket.get("BucketEncryption")
    default = "ServerSideEncryptionConfiguration[].ServerSideEncryptionByDefault.SSEAlgorithm"
    named = [(one, value) for one in node.under(default) for value in one.each()]
    if node.absent:
        yield fails(node, f"{bucket.name} does not say how it is encrypted")
    elif not named:
        yield fails(node, f"{bucket.name} has no default encryption")
    for one, value in named:
        if value is UNKNOWN:
            yield unsure(one, "how the bucket is encrypted is known only when the stack is made")
        elif value not in ALGORITHMS:
            yield fails(one, f"{value} is none of {', '.join(ALGORITHMS)}")


def _blocks(bucket: Resource) -> Iterator[Saying]:
    node = bucket.get("PublicAccessBlockConfiguration")
    missing = [name for name in BLOCKS if node.get(name).absent]
    if missing:
        yield fails(node, f"{bucket.name} does not set {', '.join(missing)}")
    for name in BLOCKS:
        one = node.get(name)
        values = [truth(value) for value in one.each()]
        if False in values:
            yield fails(one, f"{name} is off")
        elif UNKNOWN in values:
            yield unsure(one, f"{name} is known only when the stack is made")


BucketProtectionOpen = open_question(BucketProtection)
