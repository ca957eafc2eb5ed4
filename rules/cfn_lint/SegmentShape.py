"""A corporate blueprint is attached to the transit gateway, a sandbox blueprint is not.

## What it does
Looks at each VPC of a blueprint and at its transit gateway attachments. Which segment the blueprint is for is what
the account's `connectivity` says (`GUARDRAILS_ACCOUNT`; a sandbox account is `none`), else
`Metadata: Guardrails: Connectivity` of the template: `corporate` or `none`. A template whose metadata say something
else than the account is reported as well.

## Why it matters
Production reaches the company's network through the transit gateway and nothing else does. One attachment in a
sandbox joins the two.

## Example
```yaml
Metadata:
  Guardrails: {Connectivity: none}
Resources:
  Network:
    Type: AWS::EC2::VPC
    Properties: {CidrBlock: 10.8.0.0/16}
  Attachment:
    Type: AWS::EC2::TransitGatewayAttachment
    Properties:
      VpcId: !Ref Network
      TransitGatewayId: tgw-0123456789abcdef0
      SubnetIds: [subnet-0123456789abcdef0]
```

## Use instead
```yaml
Metadata:
  Guardrails: {Connectivity: none}
Resources:
  Network:
    Type: AWS::EC2::VPC
    Properties: {CidrBlock: 10.8.0.0/16}
```

## How to fix
Take the blueprint of the other segment, or move the account.

## Sources
- https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-transitgatewayattachment.html
  (2026-09)
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "checkov")]

from _guardrail_nodes import UNKNOWN
from _guardrail_rule import Saying, TemplateRule, fails, open_question, unsure
from _guardrail_worlds import Resource, World
from guardrail_settings import account

RULE = {
    "id": "E9104",
    "title": "Corporate blueprints are attached to the transit gateway, sandboxes are not",
    "severity": "ERROR",
    "rows": ["C16", "C18", "C19", "C21"],
    "pillar": "security",
}

VPC = "AWS::EC2::VPC"
ATTACHMENTS = ("AWS::EC2::TransitGatewayAttachment", "AWS::EC2::TransitGatewayVpcAttachment")


class SegmentShape(TemplateRule):
    """VPCs and their attachments."""

    RULE = RULE
    types = (VPC, *ATTACHMENTS)

    def look(self, resource: Resource, world: World) -> Iterator[Saying]:
        """Yield a VPC that has to be attached and is not, and an attachment that must not be."""
        told, wanted = _told(world), _of_account()
        if told and wanted and told != wanted:
            yield fails(resource.whole, f"the template is for connectivity {told}, the account has {wanted}")
        segment = wanted or told
        if not segment:
            yield unsure(resource.whole, "neither the account nor the template says whether this is corporate")
        elif resource.type in ATTACHMENTS and segment == "none":
            yield fails(
                resource.whole, f"{resource.name} joins an account without connectivity to the corporate network"
            )
        elif resource.type == VPC and segment == "corporate":
            yield from _attached(resource, world)


def _attached(vpc: Resource, world: World) -> Iterator[Saying]:
    targets = [world.target(one.get("VpcId"), VPC) for one in world.of(*ATTACHMENTS)]
    if any(one is vpc for one in targets):
        return
    if any(one is UNKNOWN for one in targets):
        yield unsure(vpc.whole, f"whether an attachment is for {vpc.name} is not known")
    else:
        yield fails(vpc.whole, f"no transit gateway attachment for {vpc.name} in a corporate blueprint")


def _told(world: World) -> str:
    """Return what the template says of itself; empty for nothing that is a connectivity."""
    metadata = world.template.get("Metadata")
    own = metadata.get("Guardrails") if isinstance(metadata, dict) else None
    told = own.get("Connectivity") if isinstance(own, dict) else None
    return told if told in ("corporate", "none") else ""


def _of_account() -> str:
    own = account()
    if own is None:
        return ""
    return str(own.get("connectivity") or ("none" if own["env"] == "sandbox" else ""))


SegmentShapeOpen = open_question(SegmentShape)
