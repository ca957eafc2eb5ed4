"""SageMaker domains reach nothing but the VPC, and notebooks give no root.

## What it does
Reports an `AWS::SageMaker::Domain` whose `AppNetworkAccessType` is not `VpcOnly`, and an
`AWS::SageMaker::NotebookInstance` with root access or with direct internet access. Both are what AWS takes when the
property is missing.

## Why it matters
A notebook with its own way to the internet goes past the network's egress filter, and with root past everything that
its lifecycle configuration set up.

## Example
```yaml
Resources:
  Studio:
    Type: AWS::SageMaker::Domain
    Properties:
      DomainName: team
      AuthMode: SSO
      VpcId: vpc-0123456789abcdef0
      SubnetIds: [subnet-0123456789abcdef0]
      DefaultUserSettings:
        ExecutionRole: arn:aws:iam::333333333333:role/studio
```

## Use instead
```yaml
Resources:
  Studio:
    Type: AWS::SageMaker::Domain
    Properties:
      DomainName: team
      AuthMode: SSO
      AppNetworkAccessType: VpcOnly
      VpcId: vpc-0123456789abcdef0
      SubnetIds: [subnet-0123456789abcdef0]
      DefaultUserSettings:
        ExecutionRole: arn:aws:iam::333333333333:role/studio
```

## How to fix
Set `AppNetworkAccessType: VpcOnly`, `RootAccess: Disabled` and `DirectInternetAccess: Disabled`.

## Sources
- https://docs.aws.amazon.com/sagemaker/latest/dg/studio-notebooks-and-internet-access.html (2026-09)
- https://docs.aws.amazon.com/sagemaker/latest/dg/nbi-root-access.html (2026-09)
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "checkov")]

from _guardrail_nodes import UNKNOWN
from _guardrail_rule import Saying, TemplateRule, fails, open_question, unsure
from _guardrail_worlds import Resource, World

RULE = {
    "id": "E9109",
    "title": "SageMaker stays in the VPC and gives no root",
    "severity": "ERROR",
    "rows": ["C16", "C22"],
    "pillar": "security",
}

WANTED: dict[str, tuple[tuple[str, str, str], ...]] = {
    "AWS::SageMaker::Domain": (("AppNetworkAccessType", "VpcOnly", "PublicInternetOnly"),),
    "AWS::SageMaker::NotebookInstance": (
        ("RootAccess", "Disabled", "Enabled"),
        ("DirectInternetAccess", "Disabled", "Enabled"),
    ),
}
"""Type -> property, the value that it has to have, and the one that it has when it is missing."""


class SagemakerNetwork(TemplateRule):
    """Domains and notebook instances."""

    RULE = RULE
    types = tuple(WANTED)

    def look(self, resource: Resource, world: World) -> Iterator[Saying]:
        """Yield each property that has another value, or one that is not known."""
        for name, wanted, otherwise in WANTED[resource.type]:
            node = resource.get(name)
            for value in [otherwise] if node.absent else node.each():
                if value is UNKNOWN:
                    yield unsure(node, f"{name} is known only when the stack is made, wanted {wanted}")
                elif value != wanted:
                    yield fails(node, f"{name} is {value}{' by default' if node.absent else ''}, wanted {wanted}")


SagemakerNetworkOpen = open_question(SagemakerNetwork)
