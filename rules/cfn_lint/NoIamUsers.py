"""No IAM user and no access key.

## What it does
Reports every `AWS::IAM::User` and `AWS::IAM::AccessKey` of a blueprint, whatever its properties are.

## Why it matters
A user and its access key live until somebody deletes them. People come in through IAM Identity Center, machines
through roles. The SCP denies the call when the stack is made; this rule says so while the blueprint is written.

## Example
```yaml
Resources:
  Deployer:
    Type: AWS::IAM::User
```

## Use instead
```yaml
Resources:
  Deployer:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: codebuild.amazonaws.com}
            Action: sts:AssumeRole
```

## How to fix
Take a role that the service, the pipeline or Identity Center assumes.

## Sources
- https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html (2026-09)
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "checkov")]

from _guardrail_rule import Saying, TemplateRule, fails, open_question
from _guardrail_worlds import Resource, World

RULE = {
    "id": "E9101",
    "title": "No IAM user or access key",
    "severity": "ERROR",
    "rows": ["C16", "E3"],
    "pillar": "security",
    "computed": False,  # the type of a resource is always written out
}


class NoIamUsers(TemplateRule):
    """Users and access keys."""

    RULE = RULE
    types = ("AWS::IAM::User", "AWS::IAM::AccessKey")

    def look(self, resource: Resource, world: World) -> Iterator[Saying]:
        """Yield the one failure: that it is there."""
        what = "an IAM user" if resource.type == "AWS::IAM::User" else "an access key"
        yield fails(resource.whole, f"{resource.name} is {what}; take a role")


NoIamUsersOpen = open_question(NoIamUsers)
