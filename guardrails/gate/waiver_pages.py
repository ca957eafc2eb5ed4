"""The pages of the rules about waivers and skip comments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_EXPIRED = """A waiver has not expired.

## What it does
Reports a waiver whose last day is over. It covers nothing any more, so the finding that it was for is open again.

## Why it matters
A waiver is a promise until a day. One that goes on covering after that day is a hole in the gate that nobody answers
for.

## Example
```yaml
waivers:
- rule: PG-005
  address: aws_vpc.main
  owner: platform
  reason: the range moves with the new address plan
  expires: 2026-01-31
```

## Use instead
```yaml
waivers:
- rule: PG-005
  address: aws_vpc.main
  owner: platform
  reason: the range moves with the new address plan, which was put off to spring
  expires: 2099-01-31
```

## How to fix
Mend the finding and remove the waiver, or have the waiver reviewed again and give it a new day.
"""

_UNUSED = """A waiver covers at least one finding.

## What it does
Reports a waiver that covers nothing in a plan that holds its address, though its rule ran. A waiver whose address is
not in the plan is left alone: a file of waivers serves many roots, and each plan is one of them.

## Why it matters
A waiver that is no longer needed would cover the next mistake at the same place without anybody noticing.

## Example
```yaml
waivers:
- rule: PG-005
  address: "*"
  owner: platform
  reason: the VPC was replaced long ago
  expires: 2099-01-31
```

## Use instead
```yaml
waivers: []
```

## How to fix
Remove the waiver.
"""

_UNEXPLAINED = """A skip comment says why.

## What it does
Reports a comment `checkov:skip=CHECK` in the Terraform sources that gives no reason. The comment counts all the same,
unless `--skip-comments forbid` or `settings.checks.skip_comments` of the organization file says otherwise.

## Why it matters
A skip comment has no owner and never expires. Without a reason nobody can tell whether it is still right.

## Example
```hcl
resource "aws_s3_bucket" "assets" {
  # checkov:skip=CKV_AWS_18
  bucket = "acme-assets"
}
```

## Use instead
```hcl
resource "aws_s3_bucket" "assets" {
  # checkov:skip=CKV_AWS_18:public assets; requests are logged by the distribution in front of it
  bucket = "acme-assets"
}
```

## How to fix
Write the reason behind a colon. Better, write a waiver: it has an owner and a last day.

## Sources
- https://www.checkov.io/2.Basics/Suppressing%20and%20Skipping%20Policies.html (2026-11)
"""

WAIVER_PAGES: Final[Mapping[str, str]] = {"WVR-001": _UNUSED, "WVR-002": _EXPIRED, "WVR-003": _UNEXPLAINED}
"""Rule id -> page."""
