"""Flow logs record everything and are kept as long as the environment asks.

## What it does
Reports flow logs whose `traffic_type` is not ALL, VPCs that no flow log of the same code names, and log groups whose
`retention_in_days` is not `settings.retention.<environment>.flow_logs_days`. That number is exact for the group of a
flow log; any other group may be kept for a shorter time, not for a longer one or for ever. Groups of AWS services
(`/aws/...`) are left out. The environment is that of the account, or else of the tag on the resource.

## Why it matters
Flow logs of rejected traffic say who knocked, not who got in. Logs are paid for as long as they are kept: a group
without retention is kept for ever, and one that is too short is gone when an incident is found.

## Example
```hcl
resource "aws_cloudwatch_log_group" "flow" {
  name              = "MM-dev-use1-logs-flow"
  retention_in_days = 30
  tags              = { Environment = "dev" }
}
```

## Use instead
```hcl
resource "aws_cloudwatch_log_group" "flow" {
  name              = "MM-dev-use1-logs-flow"
  retention_in_days = 14
  tags              = { Environment = "dev" }
}
```

## How to fix
Set `traffic_type = "ALL"`, and take the retention from the organization file.

## Sources
- https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-basics.html (2026-11)
- https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/cloudwatch_log_group (2026-11): 0 keeps
  for ever
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_graph import itself, points_at, resources
from guardrail_settings import setting
from guardrail_tags import environment_of
from guardrail_values import ABSENT, UNKNOWN, Mark, number, value_at

RULE = {
    "id": "CKV_LZ_013",
    "title": "Flow logs record all traffic, with the retention of the environment",
    "severity": "MEDIUM",
    "rows": ["B15", "B18", "B20", "A36"],
    "pillar": "security",
    "category": "LOGGING",
}

DAYS = "retention_in_days"


class FlowLogs(ResourceCheck):
    """A flow log, a VPC that needs one, a log group."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for what is recorded in part, not at all or for another time; UNKNOWN where it is not known."""
        if self.entity_type == "aws_flow_log":
            return self._traffic(conf)
        return self._vpc(conf) if self.entity_type == "aws_vpc" else self._group(conf)

    def _traffic(self, conf: dict[str, Any]) -> CheckResult:
        value = value_at(conf, "traffic_type")
        if value is UNKNOWN:
            return self.unknown("traffic_type", "which traffic is recorded is not known yet")
        if value is ABSENT and any(
            value_at(conf, one) is not ABSENT for one in ("transit_gateway_id", "transit_gateway_attachment_id")
        ):
            return self.passes("traffic_type")
        if value != "ALL":
            return self.fails("traffic_type", f"{'none' if value is ABSENT else value}; expected ALL")
        return self.passes("traffic_type")

    def _vpc(self, conf: dict[str, Any]) -> CheckResult:
        own = itself(self, conf)
        answers = [points_at(one, "vpc_id", own, "id") for one in resources(self.graph, "aws_flow_log")]
        if True in answers:
            return self.passes("id")
        if None in answers or self.graph is None:
            return self.unknown("id", "which VPC a flow log is of is not known yet")
        return self.fails("id", "no flow log of this code names the VPC")

    def _group(self, conf: dict[str, Any]) -> CheckResult:
        name = value_at(conf, "name")
        if isinstance(name, str) and name.startswith("/aws/"):
            return self.silent()
        own = itself(self, conf)
        flow = any(points_at(one, "log_destination", own, "arn") for one in resources(self.graph, "aws_flow_log"))
        answer = self._kept(conf, flow or (isinstance(name, str) and name.endswith("-logs-flow")))
        if name is UNKNOWN and not flow and answer is CheckResult.FAILED:
            return self.unknown("name", "whether the log group is one that AWS makes is not known yet")
        return answer

    def _kept(self, conf: dict[str, Any], flow: bool) -> CheckResult:
        days, environment = number(conf, DAYS), environment_of(conf)
        if days is UNKNOWN:
            return self.unknown(DAYS, "the retention is not known yet")
        kept = 0.0 if isinstance(days, Mark) else days
        if isinstance(environment, Mark) and kept > 0:
            late = environment is UNKNOWN
            return self.unknown(DAYS, "the environment is not known yet") if late else self.silent()
        wanted = setting(f"settings.retention.{environment}.flow_logs_days")
        if isinstance(environment, str) and wanted is None:
            return self.silent()
        if kept == 0 or (kept != wanted if flow else kept > wanted):
            expected = "" if wanted is None else f"; expected {'' if flow else 'at most '}{wanted}"
            return self.fails(DAYS, f"kept for {f'{kept:g} days' if kept else 'ever'}{expected}")
        return self.passes(DAYS)


check = FlowLogs(RULE, ["aws_flow_log", "aws_vpc", "aws_cloudwatch_log_group"])
