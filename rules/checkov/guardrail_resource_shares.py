"""Resource shares stay in the organization, and somebody is named in them.

## What it does
Reports `aws_ram_resource_share` that admits external principals, or that no `aws_ram_principal_association` of the same
code names; and an association with an account, a role or an organization that the organization file does not know. A
share whose associations cannot be followed stays open.

## Why it matters
An external principal is invited by e-mail and keeps the transit gateway or the subnet after everybody forgot. A share
without principals is of no use to anybody: attachments fail later, elsewhere, with an error that does not say why.

## Example
```hcl
resource "aws_ram_resource_share" "transit" {
  name                      = "MM-prod-use1-ram-tgw"
  allow_external_principals = true
}
```

## Use instead
```hcl
resource "aws_ram_resource_share" "transit" {
  name                      = "MM-prod-use1-ram-tgw"
  allow_external_principals = false
}

resource "aws_ram_principal_association" "dev" {
  resource_share_arn = aws_ram_resource_share.transit.arn
  principal          = "222222222222"
}
```

## How to fix
Set `allow_external_principals = false` and associate the organization, an OU, or the accounts that need the resource.

## Sources
- https://docs.aws.amazon.com/ram/latest/userguide/working-with-sharing-create.html (2026-11)
- https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/ram_principal_association (2026-11)
"""

from __future__ import annotations

import re
from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_graph import itself, points_at, resources
from guardrail_settings import document, setting
from guardrail_values import ABSENT, Mark, flag, value_at

RULE = {
    "id": "CKV_LZ_043",
    "title": "Resource shares are internal and used",
    "severity": "HIGH",
    "rows": ["E7"],
    "pillar": "security",
    "category": "NETWORKING",
}

ASSOCIATION = "aws_ram_principal_association"
_ACCOUNT = re.compile(r"(?:arn:aws[\w-]*:(?:iam|organizations)::)?(\d{12})(?::.*)?\Z")


class ResourceShares(ResourceCheck):
    """A share, and who is named in it."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for an external or unused share, and for a principal of another organization."""
        return self._principal(conf) if self.entity_type == ASSOCIATION else self._share(conf)

    def _share(self, conf: dict[str, Any]) -> CheckResult:
        path = "allow_external_principals"
        external = flag(conf, path)
        if external is True:
            return self.fails(path, "external principals are allowed; expected false")
        if isinstance(external, Mark) and external is not ABSENT:
            return self.unknown(path, "whether external principals are allowed is known only after apply")
        own = itself(self, conf)
        found = [points_at(one, "resource_share_arn", own, "arn", "id") for one in resources(self.graph, ASSOCIATION)]
        if True in found:
            return self.passes(path)
        if None in found:
            return self.unknown(path, "there are associations, and nobody can tell with which share")
        return self.fails("name", "no aws_ram_principal_association names the share; nobody can use it")

    def _principal(self, conf: dict[str, Any]) -> CheckResult:
        named = value_at(conf, "principal")
        if isinstance(named, Mark):
            return self.unknown("principal", "the principal is known only after apply")
        text = str(named).zfill(12) if str(named).isdigit() else str(named)  # Checkov reads an id as a number
        found = _ACCOUNT.match(text)
        if found is None:
            return self.passes("principal")
        known = {one["id"] for one in document()["accounts"]} | {setting("management", "")}
        whose = "organization" if ":organizations:" in str(named) else "account"
        if found[1] not in known or (whose == "organization" and found[1] != setting("management", "")):
            return self.fails("principal", f"{named} is no {whose} of ours, as the organization file tells it")
        return self.passes("principal")


check = ResourceShares(RULE, ("aws_ram_resource_share", ASSOCIATION))
