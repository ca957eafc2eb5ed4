"""Logs, keys and state outlive their stack.

## What it does
Warns of log groups, buckets, keys, tables, file systems and databases whose `DeletionPolicy` or `UpdateReplacePolicy`
is not `Retain`. Databases may have `Snapshot`, and `RetainExceptOnCreate` is as good as `Retain` for the deletion.

## Why it matters
Without them CloudFormation deletes the resource with the stack, or when a change replaces it. A deleted key takes
everything with it that it encrypted.

## Example
```yaml
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      EnableKeyRotation: true
```

## Use instead
```yaml
Resources:
  Key:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      EnableKeyRotation: true
```

## How to fix
Write both attributes.

## Sources
- https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html (2026-09)
- https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatereplacepolicy.html
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

RULE = {
    "id": "W9113",
    "title": "Logs, keys and state are retained",
    "severity": "WARNING",
    "rows": ["C16"],
    "pillar": "reliability",
}

DATABASES = (
    "AWS::RDS::DBInstance",
    "AWS::RDS::DBCluster",
    "AWS::DocDB::DBCluster",
    "AWS::Neptune::DBCluster",
    "AWS::FSx::FileSystem",
)
"""Databases; those of RDS are kept as a snapshot when no DeletionPolicy is said.
Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
(2026-11)
"""


class RetainedState(TemplateRule):
    """What CloudFormation does with a resource that it no longer needs."""

    RULE = RULE
    types = (
        "AWS::Logs::LogGroup",
        "AWS::S3::Bucket",
        "AWS::KMS::Key",
        "AWS::KMS::ReplicaKey",
        "AWS::DynamoDB::Table",
        "AWS::DynamoDB::GlobalTable",
        "AWS::EFS::FileSystem",
        *DATABASES,
    )

    def look(self, resource: Resource, world: World) -> Iterator[Saying]:
        """Yield each attribute that lets the resource go."""
        if resource.type == "AWS::RDS::DBInstance" and not resource.get("DBClusterIdentifier").absent:
            return  # its cluster holds the state, and AWS takes no Snapshot for a member
        snapshot = ("Snapshot",) if resource.type in DATABASES else ()
        for name, also in (("DeletionPolicy", ("RetainExceptOnCreate",)), ("UpdateReplacePolicy", ())):
            node = resource.whole.get(name)
            wanted = " or ".join(("Retain", *snapshot))
            kept = name == "DeletionPolicy" and resource.type.startswith("AWS::RDS::")
            for value in ["Snapshot" if kept else "Delete"] if node.absent else node.each():
                if value is UNKNOWN:
                    yield unsure(node, f"{name} is known only when the stack is made, wanted {wanted}")
                elif value not in ("Retain", *also, *snapshot):
                    yield fails(node, f"{name} of {resource.name} is {value}, wanted {wanted}")


RetainedStateOpen = open_question(RetainedState)
