"""The content of a policy of the organization is one that AWS Organizations accepts.

## What it does
Looks at the `Content` of `AWS::Organizations::Policy` of type SERVICE_CONTROL_POLICY and RESOURCE_CONTROL_POLICY:
JSON, its size (10,240 and 5,120 characters), Version, the elements of statements, Effect, Principal. Other types of
policies have a language of their own and are left out. `guardrails check` lints the same content with all its rules.

## Why it matters
Organizations refuses such a policy when the stack is made, or worse, accepts it and it denies nothing.

## Example
```yaml
Resources:
  NoUsers:
    Type: AWS::Organizations::Policy
    Properties:
      Name: no-users
      Type: SERVICE_CONTROL_POLICY
      Content:
        Version: "2012-10-17"
        Statement:
          - {Effect: Deny, Principal: "*", Action: iam:CreateUser, Resource: "*"}
```

## Use instead
```yaml
Resources:
  NoUsers:
    Type: AWS::Organizations::Policy
    Properties:
      Name: no-users
      Type: SERVICE_CONTROL_POLICY
      Content:
        Version: "2012-10-17"
        Statement:
          - {Effect: Deny, Action: iam:CreateUser, Resource: "*"}
```

## How to fix
Take the element out, or write the policy as a file of `scps/` and render it.

## Sources
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html (2026-09)
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html (2026-09)
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html (2026-09)
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "checkov")]

from _guardrail_nodes import UNKNOWN, Node, document
from _guardrail_rule import Saying, TemplateRule, fails, open_question, unsure
from _guardrail_worlds import Resource, World

RULE = {
    "id": "E9108",
    "title": "Policies of the organization can be used",
    "severity": "ERROR",
    "rows": ["C16", "A10"],
    "pillar": "security",
}

SCP, RCP = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"
SIZES = {SCP: 10_240, RCP: 5_120}
COMMON = {"Sid", "Effect", "Action", "Resource", "NotResource", "Condition"}
ELEMENTS = {SCP: COMMON | {"NotAction"}, RCP: COMMON | {"Principal"}}
EFFECTS = {SCP: ("Allow", "Deny"), RCP: ("Deny",)}


class ScpContent(TemplateRule):
    """Documents of service and resource control policies."""

    RULE = RULE
    types = ("AWS::Organizations::Policy",)

    def look(self, resource: Resource, world: World) -> Iterator[Saying]:
        """Yield what is wrong with the document, or that it cannot be read."""
        for type in resource.get("Type").each():
            content = resource.get("Content")
            if type is UNKNOWN or content.value is UNKNOWN or not content.known:
                yield unsure(content, "the policy is known only when the stack is made")
            elif type in SIZES:
                yield from _document(content, str(type))


def _document(content: Node, type: str) -> Iterator[Saying]:
    told = content.plain()
    if isinstance(told, str):
        size, content = len(told), document(content)
        if isinstance(content.value, str):
            yield fails(content, "the content is no JSON document")
            return
        told = content.plain()
    else:
        size = len(json.dumps(told, separators=(",", ":"), ensure_ascii=False, default=str))
    if size > SIZES[type]:
        yield fails(content, f"the content has {size} characters, {type} takes {SIZES[type]}")
    if not isinstance(told, dict):
        yield fails(content, "the content is no policy document")
        return
    yield from _head(content)
    statements = content.get("Statement")
    if statements.absent or not statements.items():
        yield fails(content, "the policy has no statement")
    for one in statements.items():
        yield from _statement(one, type)


def _head(whole: Node) -> Iterator[Saying]:
    for name in sorted(set(whole.value) - {"Version", "Id", "Statement"}):
        yield fails(whole.get(name), f"{name} is no element of a policy")
    version = whole.get("Version")
    if [one for one in version.each() if one is not UNKNOWN] not in (["2012-10-17"], []) or version.absent:
        yield fails(version, 'a policy of the organization needs Version "2012-10-17"')


def _statement(one: Node, type: str) -> Iterator[Saying]:
    if not isinstance(one.value, dict):
        yield (unsure if not one.known else fails)(one, "a statement that is no mapping")
        return
    for name in sorted(set(one.value) - ELEMENTS[type]):
        yield fails(one.get(name), f"{name} is not supported in a statement of {type}")
    for effect in one.get("Effect").each():
        if effect is UNKNOWN:
            yield unsure(one.get("Effect"), "the effect is known only when the stack is made")
        elif effect not in EFFECTS[type]:
            yield fails(one.get("Effect"), f"Effect {effect} is not supported in {type}")
    wanted = [("Effect",), ("Action", "NotAction"), ("Resource", "NotResource")]
    wanted += [("Principal",)] if type == RCP else []
    for names in wanted:
        if sum(not one.get(name).absent for name in names) != 1:
            yield fails(one, f"a statement needs {' or '.join(names)}, once")
    principal = one.get("Principal")
    if type == RCP and any(value not in ("*", UNKNOWN) for value in principal.each()):
        yield fails(principal, 'the Principal of a resource control policy is "*"')


ScpContentOpen = open_question(ScpContent)
