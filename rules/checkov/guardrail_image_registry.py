"""Images are scanned, keep their tags, and stay in the organization.

## What it does
Reports `aws_ecr_repository` whose tags may be overwritten or whose images are not scanned on push (a registry-wide
`aws_ecr_registry_scanning_configuration` of the same code counts); repository and registry policies that allow
something to everybody or to an account that the organization file does not have; and replication to such an account or
to a Region that is not allowed.

## Why it matters
What a deployed tag means must not change afterwards. An image that leaves the organization takes the model in it along,
and an account that may push is inside every workload that pulls.

## Example
```hcl
resource "aws_ecr_repository" "models" {
  name = "mm-dev-use1-models"
}
```

## Use instead
```hcl
resource "aws_ecr_repository" "models" {
  name                 = "mm-dev-use1-models"
  image_tag_mutability = "IMMUTABLE"

  image_scanning_configuration {
    scan_on_push = true
  }
}
```

## How to fix
Set both arguments; name accounts of the organization, or `*` under a condition on `aws:PrincipalOrgID`.

## Sources
- https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html (2026-11)
- https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html (2026-11)
- https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/ecr_repository (2026-11)
"""

from __future__ import annotations

import re
from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_graph import resources
from guardrail_policies import identities, open_among, open_to_all, policy_at, statements
from guardrail_settings import document, setting
from guardrail_values import ABSENT, UNKNOWN, Mark, blocks, flag, value_at

RULE = {
    "id": "CKV_LZ_050",
    "title": "Images are scanned, immutable and stay in the organization",
    "severity": "MEDIUM",
    "rows": ["D12", "E23"],
    "pillar": "security",
    "category": "SUPPLY_CHAIN",
}

REPOSITORY, REPLICATION = "aws_ecr_repository", "aws_ecr_replication_configuration"
POLICIES = ("aws_ecr_repository_policy", "aws_ecr_registry_policy")
_ACCOUNT = re.compile(r"(?:arn:aws[\w-]*:(?:iam|sts)::)?(\d{12})(?::.*)?\Z")


class ImageRegistry(ResourceCheck):
    """Repositories, their policies, and replication."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return the answer for a repository, a policy or a replication."""
        if self.entity_type == REPOSITORY:
            return self._repository(conf)
        return self._replication(conf) if self.entity_type == REPLICATION else self._policy(conf)

    def _repository(self, conf: dict[str, Any]) -> CheckResult:
        tags, scan = value_at(conf, "image_tag_mutability"), "image_scanning_configuration.scan_on_push"
        scanned = flag(conf, scan)
        if tags is not UNKNOWN and not str(tags).startswith("IMMUTABLE"):
            return self.fails("image_tag_mutability", "tags may be overwritten; expected IMMUTABLE")
        everywhere = any(_scans(one.conf) for one in resources(self.graph, "aws_ecr_registry_scanning_configuration"))
        if scanned in (False, ABSENT) and not everywhere:
            return self.fails(scan, "images are not scanned on push; expected true")
        if tags is UNKNOWN or (scanned is UNKNOWN and not everywhere):
            return self.unknown("image_tag_mutability", "mutability or scanning is known only after apply")
        return self.passes("image_tag_mutability", scan)

    def _policy(self, conf: dict[str, Any]) -> CheckResult:
        found = policy_at(self, conf, "policy")
        if isinstance(found, Mark):
            return self.unknown("policy", "the policy is known only after apply")
        for one in statements(found):
            if open_to_all(one) is True:
                return self.fails("policy", "everybody is allowed; expected accounts of the organization")
            for kind, who in identities(one):
                if one.get("Effect") == "Allow" and kind == "AWS" and isinstance(who, str) and _foreign(who):
                    return self.fails("policy", f"{who} is not of this organization, as its file tells it")
        if open_among(statements(found)) is UNKNOWN:
            return self.unknown("policy", "whether everybody is allowed hangs on a value that is not known yet")
        return self.passes("policy")

    def _replication(self, conf: dict[str, Any]) -> CheckResult:
        path = "replication_configuration.rule.destination"
        found = blocks(conf, path)
        if isinstance(found, Mark):
            return self.unknown(path, "the destinations are known only after apply")
        regions, late = setting("settings.allowed_regions", []), False
        for one in found:
            registry, region = value_at(one, "registry_id"), value_at(one, "region")
            if not isinstance(registry, Mark) and _foreign(str(registry).zfill(12)):
                return self.fails(path, f"images go to {registry}, which is not of this organization")
            if not isinstance(region, Mark) and region not in regions:
                return self.fails(path, f"images go to {region}; expected one of {', '.join(regions)}")
            late = late or isinstance(registry, Mark) or isinstance(region, Mark)
        return self.unknown(path, "a destination is known only after apply") if late else self.passes(path)


def _scans(conf: dict[str, Any]) -> bool:
    """Whether the scanning of a registry has a rule that scans what is pushed, or may have one."""
    rules = blocks(conf, "rule")
    often = ("SCAN_ON_PUSH", "CONTINUOUS_SCAN", UNKNOWN)
    return isinstance(rules, Mark) or any(value_at(one, "scan_frequency") in often for one in rules)


def _foreign(who: str) -> bool:
    found = _ACCOUNT.match(who)
    return found is not None and found[1] not in {one["id"] for one in document()["accounts"]}


check = ImageRegistry(RULE, (REPOSITORY, *POLICIES, REPLICATION))
