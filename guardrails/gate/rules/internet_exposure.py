"""The internet reaches nothing but by a decision: no address with an open group, no open URL, no public policy.

## What it does
Follows every path from the internet that the plan leaves behind, and says it step by step:

- a machine, launch template or service with a public address and a security group that lets the internet in;
- an internet-facing load balancer whose groups let the internet in, or are not in the plan;
- a subnet that the address plan calls private, with a route to an internet gateway;
- a security group rule that opens every port to everybody (a warning: what stands in the group is not asked);
- databases with a public address, function URLs without authorization, SageMaker's own way to the internet, the public
  endpoint of an EKS cluster that takes every address (a warning), ACLs and images for everybody;
- resource policies (of buckets, keys, queues, topics, roles and about fifty other types) that let everybody in:
  principal `*`, or all but a few, and no condition that narrows it to an account, organization, network or address
  range.

What hangs on values that are known only after apply is undecided. Only paths are reported of which the plan changes a
part.

## Why it matters
Each part looks harmless in its own file: a public subnet, a group with 443, a route. Only the whole shows that a model
answers to everybody. Policies with `*` are the commonest way in which data leaks.

## Example
```hcl
resource "aws_lb" "models" {
  internal           = false
  load_balancer_type = "application"
}
```

## Use instead
```hcl
resource "aws_lb" "models" {
  internal           = true
  load_balancer_type = "application"
}
```

## How to fix
Break one step of the path that the message shows. What is meant to be public is waived in `rules/waivers.yaml`, by
address, with an owner and a reason.

## Sources
- https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html (2026-11)
- https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html (2026-11)
- https://docs.aws.amazon.com/sagemaker/latest/dg/appendix-notebook-and-internet-access.html (2026-11)
- https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html (2026-11)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from guardrails.gate.exposure.addresses import addressed, lost_addresses
from guardrails.gate.exposure.groups import GROUP_TYPES, let_in
from guardrails.gate.exposure.settings import DOORS, Door
from guardrails.gate.inspection import Inspection, finding, undecided
from guardrails.gate.network.network import Network, network_of
from guardrails.gate.network.ranges import is_wide
from guardrails.gate.network.routing import Gate
from guardrails.gate.policies.attributes import GRANT_TYPES, POLICY_ATTRIBUTES
from guardrails.gate.policies.public import buckets_blocked, public_policies
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.plan.change import Change
from guardrails.model.plan.values import undecidable

RULE: Final = Rule(
    "PG-017",
    "internet-exposure",
    "The internet reaches nothing but by a decision: no address with an open group, no open URL, no public policy.",
    Severity.ERROR,
    ("A29", "A65", "E3", "C22"),
)

TYPES: Final = tuple(
    sorted(
        {
            *POLICY_ATTRIBUTES,
            *GRANT_TYPES,
            *(door.type for door in DOORS),
            *("aws_instance", "aws_spot_instance_request", "aws_launch_template", "aws_launch_configuration"),
            *("aws_ecs_service", "aws_lb", "aws_alb", "aws_elb", "aws_eks_cluster", "aws_route", "aws_route_table"),
            *("aws_security_group", "aws_default_security_group", "aws_security_group_rule"),
            "aws_vpc_security_group_ingress_rule",
        }
    )
)

_HELP: Final = "break one step of the path, or waive it with an owner and a reason"


def check(inspection: Inspection) -> Iterator[Finding]:
    """Yield every path from the internet."""
    net = network_of(inspection)
    yield from _addresses(inspection, net)
    yield from _balancers(inspection, net)
    yield from _routes(inspection, net)
    yield from _groups(inspection, net)
    yield from _doors(inspection, net)
    yield from _clusters(inspection)
    yield from _policies(inspection)


def _addresses(inspection: Inspection, net: Network) -> Iterator[Finding]:
    for change, attribute in lost_addresses(inspection.plan, net):
        message = "what gets this public address cannot be followed in the plan"
        yield undecided(RULE, inspection.plan, change, message, (attribute,), _HELP)
    for one in addressed(inspection.plan, net):
        way = let_in(net, one.groups)
        rests = (*one.rests_on, *(found.change for found in way.open))
        if way.closed or not any(change.verb.writes for change in rests):
            continue
        path = f"{one.why}; {way.steps}; {one.routed}"
        if way.hidden or not one.sure:
            hangs_on = way.hidden if one.sure else (one.attribute,)
            yield undecided(RULE, inspection.plan, one.change, path, hangs_on, _HELP)
        else:
            weak = None if way.open else Severity.WARNING
            yield _found(inspection, one.change, one.attribute, path, "a public address", "no public address", weak)


def _balancers(inspection: Inspection, net: Network) -> Iterator[Finding]:
    for change in inspection.plan.of("aws_lb", "aws_alb", "aws_elb"):
        internal = change.get("internal")
        if not change.after or internal is True or change.get("load_balancer_type") == "gateway":
            continue
        groups = net.links.of(change, "security_groups", GROUP_TYPES)
        way = let_in(net, groups)
        if not any(one.verb.writes for one in (change, *(found.change for found in way.open))):
            continue
        if undecidable(internal):
            message = f"whether it faces the internet is known only after apply; {way.steps}"
            yield undecided(RULE, inspection.plan, change, message, ("internal",), _HELP)
        elif not way.closed or not groups.nodes:
            steps = way.steps if groups.nodes or not groups.certain else "no group of the plan stands before it"
            path = f"it faces the internet (internal = false); {steps}"
            yield _found(inspection, change, "internal", path, "false", "true")


def _routes(inspection: Inspection, net: Network) -> Iterator[Finding]:
    """Yield routes that make a subnet public that is to be private."""
    plan = inspection.plan
    if not any(type in plan.by_type for type in ("aws_route", "aws_route_table", "aws_default_route_table")):
        return
    routing = net.routing
    for route in routing.routes:
        if not route.world or route.gate not in (Gate.INTERNET, Gate.UNKNOWN):
            continue
        private = [one for one in routing.held(route.table) if net.is_private(one)]
        maybe = [one for one in routing.held(route.table, maybe=True) if net.is_private(one)]
        if not (private or maybe) or not routing.changed(route, private or maybe):
            continue
        names = ", ".join(f"{one.change.address} ({one.cidr})" for one in private or maybe)
        if not private or route.gate is Gate.UNKNOWN:
            why = "its gateway is known only after apply" if private else "which table they have cannot be followed"
            message = f"it may lead {names}, to be private, to the internet: {why}"
            yield undecided(RULE, plan, route.change, message, (route.attribute,), _HELP)
        else:
            path = f"{names} is to be private; {route.table.nodes[0]} sends {route.destination} to {route.target}"
            yield _found(inspection, route.change, route.attribute, path, "an internet gateway", "a NAT, or no route")


def _groups(inspection: Inspection, net: Network) -> Iterator[Finding]:
    """Yield rules that open every port to everybody, whatever stands in the group."""
    types = (
        "aws_security_group",
        "aws_default_security_group",
        "aws_security_group_rule",
        "aws_vpc_security_group_ingress_rule",
    )
    if not any(type in inspection.plan.by_type for type in types):
        return
    for one in net.groups.all:
        if not one.everything or not one.change.verb.writes:
            continue
        if one.certain:
            path = f"it opens every port to {one.range}: whatever gets a public address in this group is reached"
            yield _found(
                inspection,
                one.change,
                one.attribute,
                path,
                one.range,
                "the ports and ranges that are needed",
                Severity.WARNING,
            )
        else:
            message = "whether it opens every port to everybody is known only after apply"
            yield undecided(RULE, inspection.plan, one.change, message, (one.attribute,), _HELP)


def _doors(inspection: Inspection, net: Network) -> Iterator[Finding]:
    for door in DOORS:
        for change in inspection.plan.by_type.get(door.type, ()):
            if change.after and change.verb.writes and not change.deposed:
                yield from _door(inspection, net, change, door)


def _door(inspection: Inspection, net: Network, change: Change, door: Door) -> Iterator[Finding]:
    value = change.get(door.path)
    if undecidable(value):
        message = f"{door.path} is known only after apply: it may be {door.opens[0]}"
        yield undecided(RULE, inspection.plan, change, message, (door.path,), _HELP)
    elif any(value.__class__ is one.__class__ and value == one for one in door.opens):
        steps = ""
        if door.groups:
            groups = net.links.of(change, door.groups, GROUP_TYPES)
            way = let_in(net, groups)
            if groups.nodes and way.closed:
                return
            steps = f"; {way.steps}" if groups.nodes or not groups.certain else "; its groups are not in the plan"
        yield _found(
            inspection,
            change,
            door.path,
            door.why + steps,
            str(value).lower() if value is True else str(value),
            door.expected,
        )


def _clusters(inspection: Inspection) -> Iterator[Finding]:
    """Yield EKS clusters whose API takes every address; AWS's defaults are on, and 0.0.0.0/0."""
    for change in inspection.plan.by_type.get("aws_eks_cluster", ()):
        if not change.after or not change.verb.writes:
            continue
        public, ranges = (
            change.get("vpc_config[0].endpoint_public_access"),
            change.get("vpc_config[0].public_access_cidrs"),
        )
        where = "vpc_config[0].endpoint_public_access"
        if undecidable(public) or (public is True and undecidable(ranges)):
            message = "whether its API answers to every address is known only after apply"
            yield undecided(RULE, inspection.plan, change, message, (where,), _HELP)
        elif public is True and (not isinstance(ranges, (list, tuple)) or not ranges or _wide(ranges)):
            path = "the API of the cluster has a public endpoint; it takes every address (0.0.0.0/0)"
            yield _found(
                inspection, change, where, path, "0.0.0.0/0", "a private endpoint, or ranges of yours", Severity.WARNING
            )


def _wide(ranges: Iterable[object]) -> bool:
    return any(map(is_wide, ranges))


def _policies(inspection: Inspection) -> Iterator[Finding]:
    blocked = None
    for one in public_policies(inspection):
        change = one.policy.change
        if not one.certain:
            message = f"whether its policy lets everybody in is known only after apply: {one.why}"
            yield undecided(
                RULE, inspection.plan, change, message, one.policy.hangs_on or (one.policy.attribute,), _HELP
            )
            continue
        step, severity = "", None
        if change.type == "aws_s3_bucket_policy":
            blocked = buckets_blocked(inspection) if blocked is None else blocked
            step, closed = blocked.step(change)
            severity = Severity.WARNING if closed else None
        sid = f" ({one.sid})" if one.sid else ""
        path = f"its policy lets everybody in{sid}: {one.why}{step}"
        yield _found(
            inspection,
            change,
            one.policy.attribute,
            path,
            "Principal *",
            "accounts or roles of the organization",
            severity,
        )


def _found(
    inspection: Inspection,
    change: Change,
    attribute: str,
    path: str,
    found: str,
    expected: str,
    severity: Severity | None = None,
) -> Finding:
    return finding(
        RULE,
        inspection.plan,
        change,
        path,
        attribute=attribute,
        found=found,
        expected=expected,
        help=_HELP,
        severity=severity,
    )
