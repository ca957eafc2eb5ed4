"""Every taggable resource has all mandatory tags.

## What it does
Reports resources that can be tagged and miss a key of `settings.tags.mandatory` of the organization file, or give it
an empty value. Where the tags are kept is read from the schemas that come with cfn-lint. Launch templates are left
out: what they tag is the instances that they start.

## Why it matters
Cost reports, backup and the question whose a resource is all go by these tags. Tags of the stack reach only what
CloudFormation itself tags, and only once the stack exists.

## Example
```yaml
Resources:
  Models:
    Type: AWS::S3::Bucket
    Properties:
      Tags:
        - {Key: Project, Value: ml-landing-zone}
```

## Use instead
```yaml
Resources:
  Models:
    Type: AWS::S3::Bucket
    Properties:
      Tags:
        - {Key: Project, Value: ml-landing-zone}
        - {Key: Environment, Value: prod}
        - {Key: Owner, Value: data}
        - {Key: CostCenter, Value: "4711"}
        - {Key: ManagedBy, Value: cloudformation}
        - {Key: Repository, Value: example/ml-infra}
        - {Key: Module, Value: blueprint-data}
        - {Key: Account, Value: Prod}
        - {Key: DataClassification, Value: internal}
        - {Key: Compliance, Value: none}
        - {Key: BackupPolicy, Value: none}
        - {Key: CreatedBy, Value: platform-pipeline}
```

## How to fix
Write the missing keys. What belongs to the account is best a parameter of the blueprint.

## Sources
- https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-resource-tags.html (2026-09)
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "checkov")]

from _guardrail_rule import Saying, TemplateRule, fails, open_question, unsure
from _guardrail_tags import Tags, tag_property
from _guardrail_worlds import Resource, World
from guardrail_settings import setting

RULE = {
    "id": "E9102",
    "title": "All mandatory tags on every taggable resource",
    "severity": "ERROR",
    "rows": ["C16"],
    "pillar": "governance",
}


class TwelveTags(TemplateRule):
    """The keys of all tags."""

    RULE = RULE

    def concerns(self, resource: Resource) -> bool:
        """Whether the type can be tagged."""
        return bool(tag_property(resource.type))

    def look(self, resource: Resource, world: World) -> Iterator[Saying]:
        """Yield the keys that are missing, in the order of the settings."""
        tags = Tags(resource)
        empty = {key for key, node in tags.named.items() if list(node.each()) == [""] or node.absent}
        missing = [key for key in setting("settings.tags.mandatory", []) if key not in tags.named or key in empty]
        if missing and tags.open:
            yield unsure(tags.node, f"whether it has {', '.join(missing)} is known only when the stack is made")
        elif missing:
            yield fails(tags.node, f"{resource.name} misses the tags {', '.join(missing)}")


TwelveTagsOpen = open_question(TwelveTags)
