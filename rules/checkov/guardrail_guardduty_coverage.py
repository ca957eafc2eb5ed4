"""GuardDuty is on, with S3 and EKS protection, for every account and Region.

## What it does
Looks at detectors, their features and the organization's configuration. A detector has to be on, and the features
`S3_DATA_EVENTS` and `EKS_AUDIT_LOGS` have to stand beside it, enabled. The organization's configuration has to enrol
`ALL` accounts. Where a root has providers for several Regions, it needs a detector for each of
`settings.allowed_regions`.

## Why it matters
Nobody looks for a threat in an account that is not enrolled, or in the Region that is used for recovery only: that is
where a stolen key goes first.

## Example
```hcl
resource "aws_guardduty_detector" "home" {
  enable = true
}
```

## Use instead
```hcl
resource "aws_guardduty_detector" "home" {
  enable = true
}

resource "aws_guardduty_detector_feature" "home" {
  for_each = toset(["S3_DATA_EVENTS", "EKS_AUDIT_LOGS"])

  detector_id = aws_guardduty_detector.home.id
  name        = each.key
  status      = "ENABLED"
}
```

## How to fix
Add the features and the second detector as in `terraform/modules/security-services/guardduty.tf`.

## Limits
A plan does not tell Checkov which provider a resource has: the detectors of a root are counted, not placed. What an
account has that enrolls itself through the organization stands in no code and is not asked for.

## Sources
- https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_accounts.html (2026-11)
- https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-features-activation-model.html (2026-11)
- https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/guardduty_detector_feature (2026-11)
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_graph import Resource, itself, points_at, resources
from guardrail_settings import setting
from guardrail_values import ABSENT, UNKNOWN, flag, value_at

RULE = {
    "id": "CKV_LZ_035",
    "title": "GuardDuty is on, with S3 and EKS protection, for every account and Region",
    "severity": "HIGH",
    "rows": ["A21", "C13"],
    "pillar": "security",
    "category": "LOGGING",
}

DETECTOR = "aws_guardduty_detector"
FEATURE = "aws_guardduty_detector_feature"
FEATURES = {
    "S3_DATA_EVENTS": "datasources.s3_logs.enable",
    "EKS_AUDIT_LOGS": "datasources.kubernetes.audit_logs.enable",
}
"""Feature -> the attribute of a detector that turned it on before there were features."""

WORDS = {
    FEATURE: ("status", "ENABLED"),
    "aws_guardduty_organization_configuration": ("auto_enable_organization_members", "ALL"),
    "aws_guardduty_organization_configuration_feature": ("auto_enable", "ALL"),
}


class GuarddutyCoverage(ResourceCheck):
    """Detectors, features and what new accounts get."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for what is off or missing, UNKNOWN for what is known only after apply."""
        return self._detector(conf) if self.entity_type == DETECTOR else self._word(conf)

    def _word(self, conf: dict[str, Any]) -> CheckResult:
        path, wanted = WORDS[self.entity_type]
        name = value_at(conf, "name")
        if "name" in conf and name is not UNKNOWN and name not in FEATURES:
            return self.silent()
        value = value_at(conf, path)
        if value is UNKNOWN or name is UNKNOWN:
            return self.unknown(path, f"{path} is known only after apply")
        if value == wanted:
            return self.passes(path)
        return self.fails(path, f"{path} is {'not set' if value is ABSENT else value}; {wanted} is expected")

    def _detector(self, conf: dict[str, Any]) -> CheckResult:
        on = flag(conf, "enable")
        if on is False:
            return self.fails("enable", "the detector is off")
        own = itself(self, conf)
        for name, path in FEATURES.items():
            said = flag(conf, path)
            if said is True:
                continue
            there = self._there(own, name)
            if there is None or self.graph is None or (there is False and said is UNKNOWN):
                return self.unknown("id", f"whether {name} is on cannot be told from the code")
            if not there:
                return self.fails("id", f"no feature {name} beside the detector")
        missing = self._uncovered(own)
        if missing:
            return self.fails("enable", missing)
        return self.unknown("enable", "enable is known only after apply") if on is UNKNOWN else self.passes("enable")

    def _there(self, own: Resource, name: str) -> bool | None:
        """Whether a feature belongs to a detector: what it says of itself is asked of the feature."""
        answers: list[bool | None] = []
        for one in resources(self.graph, FEATURE):
            called, mine = value_at(one.conf, "name"), points_at(one, "detector_id", own, "id")
            if called is UNKNOWN or called == name:
                answers.append(mine if called == name or mine is False else None)
        return True if True in answers else None if None in answers else False

    def _uncovered(self, own: Resource) -> str:
        regions = setting("settings.allowed_regions", [])
        if not regions or not set(regions) <= _provided(self.graph, own.folder):
            return ""
        there = [one for one in resources(self.graph, DETECTOR) if one.folder == own.folder]
        if len(there) >= len(regions):
            return ""
        return f"{len(there)} detector(s) for the Regions {', '.join(regions)}, which the root has providers for"


def _provided(graph: Any, folder: str) -> set[Any]:
    """The Regions of the providers of a folder: two providers of one Region are two accounts."""
    found = set()
    for _, node in graph.nodes() if graph is not None else ():
        here = str(node.get("file_path_", "")).rpartition("/")[0] == folder
        conf = (node.get("config_") or {}).get("aws") if node.get("block_type_") == "provider" else None
        if here and isinstance(conf, dict):
            found.add(value_at(conf, "region"))
    return found


check = GuarddutyCoverage(RULE, (DETECTOR, *WORDS))
