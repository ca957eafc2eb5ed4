"""No bucket is public; what the world may read is served by CloudFront.

## What it does
Reports a bucket policy that allows something to everybody (principal `*` without a condition on organization, account,
ARN, VPC or address, or an allow with `NotPrincipal`), and an ACL that gives a right to all users or to all
authenticated users.

## Why it matters
A public bucket is read by whoever finds it, without logs of who, and paid for by the byte. CloudFront with an origin
access control serves the same files from a private bucket, with a certificate, a cache and a web ACL.

## Example
```hcl
resource "aws_s3_bucket_policy" "site" {
  bucket = "mm-prod-use1-site"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::mm-prod-use1-site/*"
    }]
  })
}
```

## Use instead
```hcl
resource "aws_s3_bucket_policy" "site" {
  bucket = "mm-prod-use1-site"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "cloudfront.amazonaws.com" }
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::mm-prod-use1-site/*"
      Condition = { StringEquals = { "aws:SourceArn" = "arn:aws:cloudfront::333333333333:distribution/E1EXAMPLE" } }
    }]
  })
}
```

## How to fix
Make an `aws_cloudfront_distribution` with an `aws_cloudfront_origin_access_control` for the bucket, and allow the
distribution only.

## Sources
- https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html (2026-11)
- https://aws.amazon.com/blogs/networking-and-content-delivery/amazon-cloudfront-introduces-origin-access-control-oac/
  (2022-08)
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_policies import open_among, policy_at, statements
from guardrail_values import ABSENT, UNKNOWN, Mark, blocks, value_at

RULE = {
    "id": "CKV_LZ_052",
    "title": "No bucket is public",
    "severity": "MEDIUM",
    "rows": ["E25"],
    "pillar": "security",
    "category": "IAM",
}

OPEN = ("public-read", "public-read-write", "authenticated-read")
GROUPS = ("/groups/global/AllUsers", "/groups/global/AuthenticatedUsers")
INSTEAD = "keep the bucket private and serve it by CloudFront with an origin access control (OAC)"
ACLS = ("aws_s3_bucket_acl", "aws_s3_bucket", "aws_s3_object", "aws_s3_object_copy")


class PublicBuckets(ResourceCheck):
    """Policies and ACLs of buckets and objects."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED where everybody gets something."""
        if self.entity_type not in ACLS:
            return self._policy(conf)
        if self.entity_type == "aws_s3_bucket" and isinstance(policy_at(self, conf, "policy"), dict):
            said = self._policy(conf)  # the argument of the bucket itself, which version 5 of the provider still takes
            if said is not CheckResult.PASSED:
                return said
        return self._acl(conf)

    def _policy(self, conf: dict[str, Any]) -> CheckResult:
        found = policy_at(self, conf, "policy")
        if isinstance(found, Mark):
            return self.unknown("policy", "the policy is known only after apply")
        public = open_among(statements(found))
        if public is True:
            return self.fails("policy", f"the policy allows everybody; {INSTEAD}")
        if public is UNKNOWN:
            return self.unknown("policy", "whether everybody is allowed hangs on a value that is not known yet")
        return self.passes("policy")

    def _acl(self, conf: dict[str, Any]) -> CheckResult:
        acl = value_at(conf, "acl")
        if acl in OPEN:
            return self.fails("acl", f"the ACL is {acl}; {INSTEAD}")
        path = "access_control_policy.grant" if self.entity_type == "aws_s3_bucket_acl" else "grant"
        grants = blocks(conf, path)
        given = (
            [UNKNOWN]
            if isinstance(grants, Mark)
            else [value_at(one, "uri" if path == "grant" else "grantee.uri") for one in grants]
        )
        for uri in given:
            if isinstance(uri, str) and uri.endswith(GROUPS):
                return self.fails(path, f"the ACL gives a right to {uri.rpartition('/')[2]}; {INSTEAD}")
        if acl is UNKNOWN or UNKNOWN in given:
            return self.unknown("acl" if acl is UNKNOWN else path, "the ACL is known only after apply")
        said = self.entity_type == "aws_s3_bucket_acl" or acl is not ABSENT or bool(given)
        return self.passes("acl") if said else self.silent()


check = PublicBuckets(RULE, ("aws_s3_bucket_policy", *ACLS))
