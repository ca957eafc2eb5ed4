"""Resources that hold state say with a tag how they are backed up.

## What it does
Warns of databases, file systems, volumes and tables without the tag that backup plans select by
(`settings.tags.backup.key`), or with a value that no plan knows (`settings.tags.backup.values`).

## Why it matters
Backup plans select by tag. Without it nothing is backed up, and nobody is told.

## Example
```yaml
Resources:
  Features:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
```

## Use instead
```yaml
Resources:
  Features:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
      Tags: [{Key: BackupPolicy, Value: daily}]
```

## How to fix
Write the tag; `none` says that no backup is wanted.

## Sources
- https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html (2026-09)
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "checkov")]

from _guardrail_nodes import UNKNOWN
from _guardrail_rule import Saying, TemplateRule, fails, open_question, unsure
from _guardrail_tags import Tags
from _guardrail_worlds import Resource, World
from guardrail_settings import setting

RULE = {
    "id": "W9112",
    "title": "Stateful resources carry the backup tag",
    "severity": "WARNING",
    "rows": ["C16"],
    "pillar": "reliability",
}


class BackupPolicyTag(TemplateRule):
    """The backup tag of resources that hold state."""

    RULE = RULE
    types = (
        "AWS::RDS::DBInstance",
        "AWS::RDS::DBCluster",
        "AWS::DocDB::DBCluster",
        "AWS::Neptune::DBCluster",
        "AWS::DynamoDB::Table",
        "AWS::EFS::FileSystem",
        "AWS::FSx::FileSystem",
        "AWS::EC2::Volume",
        "AWS::S3::Bucket",
    )

    def look(self, resource: Resource, world: World) -> Iterator[Saying]:
        """Yield a missing tag, and a value that no plan knows."""
        key = setting("settings.tags.backup.key", "BackupPolicy")
        allowed = setting("settings.tags.backup.values", [])
        tags = Tags(resource)
        node = tags.named.get(key)
        if node is None and tags.open:
            yield unsure(tags.node, f"whether it has the tag {key} is known only when the stack is made")
        elif node is None:
            yield fails(tags.node, f"{resource.name} holds state and has no tag {key}")
        for value in node.each() if node is not None else ():
            if value is UNKNOWN:
                yield unsure(node, f"{key} is known only when the stack is made (allowed: {', '.join(allowed)})")
            elif value not in allowed:
                yield fails(node, f"{key} {value} is none of {', '.join(allowed)}")


BackupPolicyTagOpen = open_question(BackupPolicyTag)
