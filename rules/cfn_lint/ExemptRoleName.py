"""No blueprint makes a role that the guardrails exempt.

## What it does
Warns of an `AWS::IAM::Role` whose path begins with `/guardrails/`, or whose ARN matches a pattern of the organization
file's `principals`, unless the template is the baseline of an account (`Metadata: Guardrails: Stack: baseline`).

## Why it matters
SCPs except these roles by name. Whoever can make a role of that name is no longer bound.

## Example
```yaml
Resources:
  Helper:
    Type: AWS::IAM::Role
    Properties:
      Path: /guardrails/
      RoleName: MM-break-glass
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
```

## Use instead
```yaml
Resources:
  Helper:
    Type: AWS::IAM::Role
    Properties:
      Path: /service/
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
```

## How to fix
Take another path and name; the roles of the guardrails come from the baseline.

## Sources
- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html (2026-09)
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "checkov")]

from _guardrail_nodes import HOLE, Node
from _guardrail_rule import Saying, TemplateRule, fails, open_question, unsure
from _guardrail_worlds import Resource, World
from guardrail_settings import setting

RULE = {
    "id": "W9114",
    "title": "No role that the guardrails exempt",
    "severity": "WARNING",
    "rows": ["C16"],
    "pillar": "security",
}

OWN = "/guardrails/"


class ExemptRoleName(TemplateRule):
    """Paths and names of roles."""

    RULE = RULE
    types = ("AWS::IAM::Role",)

    def look(self, resource: Resource, world: World) -> Iterator[Saying]:
        """Yield a role that is exempt by its name, and one whose name may turn out to be."""
        if _baseline(world):
            return
        path, name = resource.get("Path"), resource.get("RoleName")
        shown = path if name.absent else name
        for text in (one + other for one in _texts(path, "/") for other in _texts(name, HOLE)):
            known = HOLE not in text
            if text.startswith(OWN) or (known and _exempt(text)):
                yield fails(
                    path if text.startswith(OWN) else shown, f"the guardrails exempt roles like {resource.name}"
                )
            elif not known and not name.absent and _may_be(text):
                yield unsure(shown, "whether the guardrails exempt the role is known only when the stack is made")
            elif HOLE in text.partition("/")[0] + text.rpartition("/")[0]:
                yield unsure(path, "whether the guardrails exempt the role is known only when the stack is made")


def _texts(node: Node, otherwise: str) -> list[str]:
    """Return the texts that a node may have, with holes for what is not known."""
    return [otherwise] if node.absent else list(node.texts())


def _patterns() -> list[str]:
    """Return the path and name of every pattern: `/guardrails/MM-break-glass`."""
    return [
        "/" + one.partition(":role/")[2]
        for each in setting("principals", {}).values()
        for one in each
        if ":role/" in one
    ]


def _exempt(text: str) -> bool:
    return any(fnmatchcase(text, pattern) for pattern in _patterns())


def _may_be(text: str) -> bool:
    """Whether a partly known name and a pattern have the same beginning, as far as both are known."""
    start = text.partition(HOLE)[0]
    heads = [pattern.partition("*")[0] for pattern in _patterns()]
    return any(head.startswith(start) or start.startswith(head) for head in heads)


def _baseline(world: World) -> bool:
    metadata = world.template.get("Metadata")
    own = metadata.get("Guardrails") if isinstance(metadata, dict) else None
    return isinstance(own, dict) and own.get("Stack") == "baseline"


ExemptRoleNameOpen = open_question(ExemptRoleName)
