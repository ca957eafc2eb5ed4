"""The pages of the two rules about waivers."""

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

WAIVER_PAGES: Final[Mapping[str, str]] = {"WVR-001": _UNUSED, "WVR-002": _EXPIRED}
"""Rule id -> page."""
