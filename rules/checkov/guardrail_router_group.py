"""One subnet router, in private subnets, replaced when it dies; in dev it rests at night.

## What it does
Looks at Auto Scaling groups of a router (`router` in the name or in the tag `Purpose`): `min_size` and `max_size` have
to be 1, a `health_check_type` has to be set, and no subnet that the code shows may be a public one. A schedule of the
group names a time zone, and what is stopped is started again. In dev the group has both schedules.

## Why it matters
Two routers with one route are no better than one, and none is a tailnet without the VPC. A stop without a start leaves
it off for good, and a schedule without a time zone is one in UTC.

## Example
```hcl
resource "aws_autoscaling_group" "router" {
  name                = "MM-prod-use1-asg-router"
  min_size            = 0
  max_size            = 3
  vpc_zone_identifier = ["subnet-0123456789abcdef0"]
}
```

## Use instead
```hcl
# account: Prod
resource "aws_autoscaling_group" "router" {
  name                = "MM-prod-use1-asg-router"
  min_size            = 1
  max_size            = 1
  health_check_type   = "EC2"
  vpc_zone_identifier = ["subnet-0123456789abcdef0"]
}
```

## How to fix
Use `terraform/modules/networking`, or set what the message names.

## Limits
Which tier a subnet is of that the code does not show (an id, a module's output) is not judged.

## Sources
- https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-scheduled-scaling.html (2026-11)
- https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html (2026-11)
- https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/autoscaling_schedule (2026-11)
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_accounts import environment
from guardrail_check import ResourceCheck
from guardrail_graph import Resource, itself, points_at, resources
from guardrail_ingress import called
from guardrail_network import tier
from guardrail_values import ABSENT, UNKNOWN, Mark, number, value_at

RULE = {
    "id": "CKV_LZ_023",
    "title": "One subnet router, in private subnets, replaced when it dies; in dev it rests at night",
    "severity": "LOW",
    "rows": ["A25", "A28", "A37"],
    "pillar": "reliability",
    "category": "GENERAL_SECURITY",
}

GROUP = "aws_autoscaling_group"
SCHEDULE = "aws_autoscaling_schedule"
SIZES = ("min_size", "max_size")


class RouterGroup(ResourceCheck):
    """The group of a router, and its schedules."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for the first thing that is wrong, UNKNOWN for what is known only after apply."""
        own = itself(self, conf)
        if self.entity_type == SCHEDULE:
            groups = [one for one in resources(self.graph, GROUP) if called(one.conf, "router")]
            mine = [one for one in groups if points_at(own, "autoscaling_group_name", one, "name", "id")]
            return self._schedule(own, mine[0]) if mine else self.silent()
        return self._group(own) if called(conf, "router") else self.silent()

    def _group(self, own: Resource) -> CheckResult:
        sizes = {name: number(own.conf, name) for name in SIZES}
        for name, size in sizes.items():
            if size is not UNKNOWN and size != 1:
                return self.fails(
                    name, f"{name} is {'not set' if size is ABSENT else f'{size:g}'}; one router is expected"
                )
        if value_at(own.conf, "health_check_type") is ABSENT:
            return self.fails("health_check_type", "health_check_type is not set; EC2 or ELB is expected")
        public = next((one for one in self._subnets(own) if tier(one) == "public"), None)
        if public is not None:
            return self.fails("vpc_zone_identifier", f"{public.address} is a public subnet; private ones are expected")
        late = next((name for name, size in sizes.items() if size is UNKNOWN), "")
        if late:
            return self.unknown(late, f"{late} is known only after apply")
        return self._rest(own)

    def _rest(self, own: Resource) -> CheckResult:
        """In dev, a group that never rests fails: there has to be a stop; that it has a start is asked of the stop."""
        if environment(self, own.conf) != "dev":
            return self.passes(*SIZES)
        mine, open_ = self._schedules(own)
        if any(_size(one) == 0 for one in mine):
            return self.passes(*SIZES)
        if open_ or any(_size(one) is UNKNOWN for one in mine):
            return self.unknown("name", "whether the router rests at night cannot be told from the code")
        return self.fails("name", "no schedule stops the router; in dev it rests at night")

    def _schedule(self, own: Resource, group: Resource) -> CheckResult:
        zone = value_at(own.conf, "time_zone")
        if zone is ABSENT:
            return self.fails("time_zone", "no time zone: AWS takes UTC")
        size = _size(own)
        if size == 0:
            mine, open_ = self._schedules(group)
            starts = [_size(one) for one in mine]
            if not any(not isinstance(one, Mark) and one > 0 for one in starts):
                if open_ or UNKNOWN in starts:
                    return self.unknown("recurrence", "whether something starts the router again cannot be told")
                return self.fails("recurrence", "the router is stopped, and nothing starts it again")
        if UNKNOWN in (zone, size):
            return self.unknown("time_zone", "time zone or size are known only after apply")
        return self.passes("time_zone", "recurrence")

    def _schedules(self, group: Resource) -> tuple[list[Resource], bool]:
        """The schedules of a group, and whether there are some that may be."""
        found = [
            (points_at(one, "autoscaling_group_name", group, "name", "id"), one)
            for one in resources(self.graph, SCHEDULE)
        ]
        return [one for mine, one in found if mine], self.graph is None or any(mine is None for mine, _ in found)

    def _subnets(self, own: Resource) -> list[Resource]:
        return [one for one in resources(self.graph, "aws_subnet") if points_at(own, "vpc_zone_identifier", one, "id")]


def _size(schedule: Resource) -> Any:
    """How many instances a schedule asks for: the desired capacity, else the smallest size."""
    wanted = number(schedule.conf, "desired_capacity")
    return number(schedule.conf, "min_size") if wanted is ABSENT else wanted


check = RouterGroup(RULE, (GROUP, SCHEDULE))
