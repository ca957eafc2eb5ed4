"""No region or zone outside the allowed ones is written into a blueprint.

## What it does
Reports every region and availability zone in the values of resources, in the values of mappings, and in defaults and
allowed values of parameters, that is not one of `settings.allowed_regions`. Names of mappings, descriptions and
metadata do not count: nothing is made by them. A property that names a region and takes it from a parameter without
AllowedValues is an open question.

## Why it matters
The region SCP denies what such a blueprint makes, in the middle of the stack.

## Example
```yaml
Resources:
  Subnet:
    Type: AWS::EC2::Subnet
    Properties:
      VpcId: vpc-0123456789abcdef0
      CidrBlock: 10.2.0.0/24
      AvailabilityZone: eu-west-1a
```

## Use instead
```yaml
Resources:
  Subnet:
    Type: AWS::EC2::Subnet
    Properties:
      VpcId: vpc-0123456789abcdef0
      CidrBlock: 10.2.0.0/24
      AvailabilityZone: !Select [0, !GetAZs ""]
```

## How to fix
Take `AWS::Region` and `Fn::GetAZs`; have a region that is needed added to `settings.allowed_regions`.

## Sources
- https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html (2026-09)
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "checkov")]

from cfnlint.rules import RuleMatch

from _guardrail_nodes import UNKNOWN, Node, OneOf
from _guardrail_rule import Saying, TemplateRule, fails, open_question, unsure
from _guardrail_worlds import Resource, World
from guardrail_settings import setting

RULE = {
    "id": "E9111",
    "title": "No region or zone outside the allowed ones",
    "severity": "ERROR",
    "rows": ["C16", "A8"],
    "pillar": "governance",
}

REGION = re.compile(
    r"(?<![A-Za-z0-9-])((?:af|ap|ca|cn|eu|eusc|il|me|mx|sa|us|us-gov|us-iso|us-isob|us-isof|eu-isoe)"
    r"-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-[1-9])[a-z]?(?![A-Za-z0-9])"
)
NAMED = ("AvailabilityZone", "Region", "PeerRegion", "Regions")
"""Properties that name a region or zone."""


class HardcodedRegion(TemplateRule):
    """Texts of the whole template."""

    RULE = RULE

    def concerns(self, resource: Resource) -> bool:
        """Every resource can name a region."""
        return True

    def match(self, cfn: Any) -> list[RuleMatch]:
        """Return the matches of the resources, then those of parameters and mappings."""
        found = super().match(cfn)
        for path, text in _around(cfn.template):
            found += [RuleMatch(list(path), _message(one)) for one in _foreign(text)]
        return found

    def look(self, resource: Resource, world: World) -> Iterator[Saying]:
        """Yield each foreign region in a resource, and each that is not known."""
        for node in resource.whole.walk():
            for one in (each for text in node.texts() for each in _foreign(text)):
                yield fails(node, _message(one))
            if isinstance(node.value, dict):
                yield from _unknown(node)


def _unknown(node: Node) -> Iterator[Saying]:
    for name in NAMED:
        for item in node.get(name).items():
            if isinstance(item.value, OneOf) and UNKNOWN in item.value.values:
                yield unsure(item, f"which region {name} names is known only when the stack is made")


def _around(template: dict[str, Any]) -> Iterator[tuple[tuple[Any, ...], str]]:
    for name, told in (template.get("Parameters") or {}).items():
        for key in ("Default", "AllowedValues"):
            value = told.get(key) if isinstance(told, dict) else None
            path = ("Parameters", name, key)
            yield from _texts(value, path)
    yield from _texts(template.get("Mappings"), ("Mappings",))


def _texts(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], str]]:
    if isinstance(value, str):
        yield path, value
    for key, one in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from _texts(one, (*path, key))


def _foreign(text: str) -> list[str]:
    allowed = setting("settings.allowed_regions", [])
    return [found[0] for found in REGION.finditer(text) if found[1] not in allowed]


def _message(name: str) -> str:
    return f"{name} is not in one of the allowed regions ({', '.join(setting('settings.allowed_regions', []))})"


HardcodedRegionOpen = open_question(HardcodedRegion)
