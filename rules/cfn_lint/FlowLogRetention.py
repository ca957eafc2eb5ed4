"""Every VPC has a flow log, and its log group keeps it as long as the organization file says.

## What it does
Reports a VPC that no `AWS::EC2::FlowLog` of the blueprint watches, a flow log that records only part of the traffic,
and a log group of a flow log whose retention is not `settings.retention.<environment>.flow_logs_days`. Environments
that the settings do not name keep as long as the longest of those that they do.

## Why it matters
Without flow logs nobody can say afterwards who talked to whom. A log group without retention is kept, and paid, for
ever.

## Example
```yaml
Resources:
  Network:
    Type: AWS::EC2::VPC
    Properties:
      CidrBlock: 10.2.0.0/16
```

## Use instead
```yaml
Resources:
  Network:
    Type: AWS::EC2::VPC
    Properties:
      CidrBlock: 10.2.0.0/16
  Log:
    Type: AWS::Logs::LogGroup
    Properties:
      RetentionInDays: 90
      Tags:
        - {Key: Environment, Value: prod}
  FlowLog:
    Type: AWS::EC2::FlowLog
    Properties:
      ResourceType: VPC
      ResourceId: !Ref Network
      TrafficType: ALL
      LogDestination: !GetAtt Log.Arn
      DeliverLogsPermissionArn: arn:aws:iam::333333333333:role/flow-logs
```

## How to fix
Add the flow log and its log group with the days of the account's environment.

## Sources
- https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html (2026-09)
- https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-flowlog.html (2026-09)
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "checkov")]

from _guardrail_nodes import UNKNOWN, number
from _guardrail_rule import Saying, TemplateRule, environments, fails, open_question, unsure
from _guardrail_worlds import Resource, World
from guardrail_settings import setting

RULE = {
    "id": "E9103",
    "title": "A flow log with the right retention for every VPC",
    "severity": "ERROR",
    "rows": ["C16"],
    "pillar": "security",
}

VPC, FLOW_LOG, LOG_GROUP = "AWS::EC2::VPC", "AWS::EC2::FlowLog", "AWS::Logs::LogGroup"


class FlowLogRetention(TemplateRule):
    """VPCs, the flow logs that watch them, and their log groups."""

    RULE = RULE
    types = (VPC,)

    def look(self, resource: Resource, world: World) -> Iterator[Saying]:
        """Yield what is wrong with the flow logs of one VPC."""
        logs, maybe = _of(resource, world)
        if not logs and maybe:
            yield unsure(resource.whole, f"whether {maybe[0].name} watches {resource.name} is not known")
        elif not logs:
            yield fails(resource.whole, f"no flow log watches {resource.name}")
        for log in logs:
            yield from _traffic(log)
            yield from _destination(log, resource, world)


def _of(vpc: Resource, world: World) -> tuple[list[Resource], list[Resource]]:
    """Return the flow logs that watch a VPC, and those that may."""
    logs, maybe = [], []
    for log in world.of(FLOW_LOG):
        target = world.target(log.get("ResourceId"), VPC)
        if target is vpc:
            logs.append(log)
        elif target is UNKNOWN and "VPC" in [*log.get("ResourceType").each(), UNKNOWN]:
            known = world.target(log.get("ResourceId"))
            if not isinstance(known, Resource):
                maybe.append(log)
    return logs, maybe


def _traffic(log: Resource) -> Iterator[Saying]:
    node = log.get("TrafficType")
    for kind in node.each():
        if kind is UNKNOWN:
            yield unsure(node, "which traffic the flow log records is not known")
        elif kind != "ALL":
            yield fails(node, f"the flow log records {kind} traffic only, wanted ALL")


def _destination(log: Resource, vpc: Resource, world: World) -> Iterator[Saying]:
    node = log.get("LogGroupName") if log.get("LogDestination").absent else log.get("LogDestination")
    group = world.target(node, LOG_GROUP)
    named = [one for one in world.of(LOG_GROUP) if node.known and list(one.get("LogGroupName").each()) == [node.value]]
    group = named[0] if named else group
    if isinstance(group, Resource):
        yield from _retention(group, environments(group, vpc))
    else:
        yield unsure(node, "how long the flow log is kept is not told here: its destination is not in this template")


def _retention(group: Resource, envs: list[str]) -> Iterator[Saying]:
    retention = setting("settings.retention", {})
    days = {name: one["flow_logs_days"] for name, one in retention.items() if isinstance(one, dict)}
    longest = max(days.values())
    allowed = sorted({days.get(env, longest) for env in envs} or set(days.values()))
    node = group.get("RetentionInDays")
    if node.absent:
        yield fails(node, f"the log group keeps flow logs for ever, wanted {_words(allowed)}")
    for told in node.each():
        if number(told) is UNKNOWN:
            yield unsure(node, f"the retention is not known, wanted {_words(allowed)}")
        elif number(told) not in allowed:
            yield fails(node, f"the log group keeps flow logs for {told} days, wanted {_words(allowed)}")
        elif len(allowed) > 1:
            yield unsure(
                node, "which environment this is for is told neither by an Environment tag nor by GUARDRAILS_ACCOUNT"
            )


def _words(allowed: list[int]) -> str:
    return " or ".join(map(str, allowed)) + " days"


FlowLogRetentionOpen = open_question(FlowLogRetention)
