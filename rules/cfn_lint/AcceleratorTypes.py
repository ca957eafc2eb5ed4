"""No instance type with accelerators beyond the allowed ones.

## What it does
Reports every instance type with accelerators that is not in `settings.accelerators.allow`, wherever a resource of
EC2, Auto Scaling, EKS, Batch, EMR or SageMaker names one. In a sandbox account every accelerator is reported. All
values that a parameter or a mapping allows are looked at; a parameter without AllowedValues is an open question.
Requirements that ask for accelerators without naming a type are reported as well.

## Why it matters
One p3.16xlarge costs $24.48 an hour. The SCP denies the launch; this rule says so while the blueprint is written.

## Example
```yaml
Resources:
  Notebook:
    Type: AWS::SageMaker::NotebookInstance
    Properties:
      InstanceType: ml.p3.16xlarge
      RoleArn: arn:aws:iam::333333333333:role/notebook
```

## Use instead
```yaml
Resources:
  Notebook:
    Type: AWS::SageMaker::NotebookInstance
    Properties:
      InstanceType: ml.p3.2xlarge
      RoleArn: arn:aws:iam::333333333333:role/notebook
```

## How to fix
Take an allowed type, give the parameter AllowedValues, or have the type added to `settings.accelerators.allow`.

## Sources
- https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-types.html (2026-09)
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "checkov")]

from _guardrail_nodes import UNKNOWN, Node, number
from _guardrail_rule import Saying, TemplateRule, fails, open_question, unsure
from _guardrail_worlds import Resource, World
from guardrail_settings import accelerated, account, over_cap, setting

RULE = {
    "id": "E9105",
    "title": "No accelerated instance type above the cap",
    "severity": "ERROR",
    "rows": ["C16", "A13", "D2"],
    "pillar": "cost",
}

SERVICES = ("AWS::EC2::", "AWS::AutoScaling::", "AWS::EKS::", "AWS::Batch::", "AWS::EMR::", "AWS::SageMaker::")
NAMES = (
    "InstanceType",
    "InstanceTypes",
    "AppInstanceType",
    "AllowedInstanceTypes",
    "SupportedInstanceTypes",
    "InstanceFamily",
)


class AcceleratorTypes(TemplateRule):
    """Instance types in every place where a resource names one."""

    RULE = RULE

    def concerns(self, resource: Resource) -> bool:
        """Whether the resource names instance types or asks for some."""
        own = resource.type.startswith(SERVICES)
        return own and (resource.properties.value is UNKNOWN or any(_named(resource)) or any(_asking(resource)))

    def look(self, resource: Resource, world: World) -> Iterator[Saying]:
        """Yield each type beyond the cap and each that is not known."""
        allowed = ", ".join(setting("settings.accelerators.allow", [])) or "none"
        if resource.properties.value is UNKNOWN:
            yield unsure(resource.properties, "the properties are known only when the stack is made")
        for node in _named(resource):
            for name in node.each():
                if name is UNKNOWN:
                    yield unsure(node, f"the instance type is not known; AllowedValues would tell (allowed: {allowed})")
                elif _beyond(str(name)):
                    yield fails(node, f"{name} has accelerators and is not allowed (allowed: {allowed})")
        for node in _asking(resource):
            yield fails(node, "the requirements ask for accelerators without naming an allowed type")


def _named(resource: Resource) -> Iterator[Node]:
    for node in resource.properties.walk():
        if isinstance(node.value, dict):
            for name in NAMES:
                yield from node.get(name).items()


def _asking(resource: Resource) -> Iterator[Node]:
    for node in resource.properties.walk():
        asked = node.get("InstanceRequirements") if isinstance(node.value, dict) else None
        if asked is not None and isinstance(asked.value, dict):
            least = [number(one) for one in asked.get("AcceleratorCount.Min").each()]
            if any(one is UNKNOWN or one > 0 for one in least) or not asked.get("AcceleratorTypes").absent:
                yield asked


def _beyond(name: str) -> bool:
    own = account()
    sandbox = own is not None and own["env"] == "sandbox"
    return accelerated(name) if sandbox else over_cap(name)


AcceleratorTypesOpen = open_question(AcceleratorTypes)
