"""Groups name the version of their launch template.

## What it does
Reports Auto Scaling groups and node groups of EKS whose launch template has no version, or `$Latest` or `$Default`, in
mixed instances policies and their overrides too. A number is good, and so is the attribute of a template
(`aws_launch_template.worker.latest_version`).

## Why it matters
With `$Latest` the group starts whatever the template says on that day: the plan that was reviewed says nothing of the
instance type that will run, and neither does a check of it.

## Example
```hcl
resource "aws_autoscaling_group" "worker" {
  name               = "MM-dev-use1-asg-worker"
  min_size           = 1
  max_size           = 1
  availability_zones = ["us-east-1a"]

  launch_template {
    id      = "lt-0123456789abcdef0"
    version = "$Latest"
  }
}
```

## Use instead
```hcl
resource "aws_autoscaling_group" "worker" {
  name               = "MM-dev-use1-asg-worker"
  min_size           = 1
  max_size           = 1
  availability_zones = ["us-east-1a"]

  launch_template {
    id      = "lt-0123456789abcdef0"
    version = "3"
  }
}
```

## How to fix
Write `aws_launch_template.<name>.latest_version` where the template stands in the same code, and a number otherwise.

## Sources
- https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_LaunchTemplateSpecification.html (2026-11): the default
  version is used where none is said
- https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/autoscaling_group (2026-11)
"""

from __future__ import annotations

import re
from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_values import ABSENT, UNKNOWN, Mark, blocks, unwrapped, value_at

RULE = {
    "id": "CKV_LZ_006",
    "title": "Launch template version is pinned",
    "severity": "HIGH",
    "rows": ["A13"],
    "pillar": "cost",
    "category": "GENERAL_SECURITY",
}

PATHS: dict[str, tuple[str, ...]] = {
    "aws_autoscaling_group": (
        "launch_template",
        "mixed_instances_policy.launch_template.launch_template_specification",
        "mixed_instances_policy.launch_template.override.launch_template_specification",
    ),
    "aws_eks_node_group": ("launch_template",),
}
"""Type -> the blocks that choose a launch template and its version."""

_ATTRIBUTE = re.compile(
    r"(?:\$\{)?(?:data\.)?aws_launch_template\.[\w-]+(?:\[.*\])?(?:\.(?:latest|default)_version)?\}?"
)


class TemplateVersion(ResourceCheck):
    """The version of each launch template that a group names."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for a version that moves, UNKNOWN for one that is not known and no template's attribute."""
        late = ""
        seen = []
        for path in PATHS[self.entity_type]:
            found = blocks(conf, path)
            if isinstance(found, Mark):
                late = late or path
                continue
            for one in found:
                seen.append(path)
                version = _version(one)
                if version is UNKNOWN:
                    late = late or f"{path}.version"
                elif version is ABSENT or str(version).startswith("$"):
                    told = "no version, so the default one" if version is ABSENT else version
                    return self.fails(
                        f"{path}.version", f"{told} is started; expected a number or a template's version"
                    )
        if late:
            return self.unknown(late, "the version of the launch template is not known yet")
        return self.passes(*seen) if seen else self.silent()


def _version(block: dict[str, Any]) -> Any:
    """Return the version; the attribute of a template (a plan may name the template alone) counts as a number."""
    raw = unwrapped(block.get("version"))
    if isinstance(raw, str) and _ATTRIBUTE.fullmatch(raw.strip()):
        return "made during apply"
    if isinstance(raw, str) and raw in ("$Latest", "$Default"):
        return raw
    return value_at(block, "version")


check = TemplateVersion(RULE, PATHS)
