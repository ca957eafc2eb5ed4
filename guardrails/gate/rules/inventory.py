"""A network has as many parts as the organization file plans: subnets, gateways, addresses, tables, flow logs.

## What it does
Counts what stands after the plan and compares it with the VPCs that the organization file gives to the account: VPCs,
subnets, internet gateways, NAT instances and gateways and their addresses, route tables and associations, flow logs and
their log groups. What is planned follows from `vpcs`: a subnet for each range, a NAT gateway for each zone with
`nat: gateway-per-az`, a route table for all public subnets and one for each zone that leaves by a gateway of its own.

A VPC that the file does not have, and NAT of a kind that it does not plan, are reported in every root. The other counts
are compared only where the root is the one that makes the network: its state is `networking`, or it holds a planned VPC
and nearly all kinds of parts. Parts that Terraform put off are undecided.

## Why it matters
A subnet that is missing in one zone, or a second address that nobody uses, stands out in no review of single
resources, and costs availability or money every day.

## Example
```hcl
# in a plan for prod, whose VPCs have `nat: gateway-per-az`
resource "aws_instance" "nat" {
  ami               = var.nat_image
  instance_type     = "t3.micro"
  source_dest_check = false
}
```

## Use instead
```hcl
resource "aws_nat_gateway" "this" {
  for_each = toset(["a", "b"])

  allocation_id = aws_eip.nat[each.key].id
  subnet_id     = aws_subnet.public[each.key].id
}
```

## How to fix
Make the parts that are missing, or change `vpcs` of the organization file, where the costs are shown too (ORG-020).

## Sources
- https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html (2026-11)
- https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html (2026-11)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from guardrails.gate.inspection import Inspection, finding, undecided
from guardrails.gate.network.links import words
from guardrails.gate.network.network import name_of, network_of
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.plan.change import Change, Verb
from guardrails.model.plan.plan import Plan

if TYPE_CHECKING:
    from guardrails.gate.network.planned import PlannedVpc

RULE: Final = Rule(
    "PG-012",
    "inventory",
    "A network has as many parts as the organization file plans: subnets, gateways, addresses, tables, flow logs.",
    Severity.ERROR,
    ("B22", "A42", "A67"),
)

_PARTS: Final[dict[str, tuple[str, str]]] = {
    "aws_vpc": ("VPC", "VPCs"),
    "aws_subnet": ("subnet", "subnets"),
    "aws_internet_gateway": ("internet gateway", "internet gateways"),
    "aws_eip": ("address", "addresses"),
    "aws_instance": ("NAT instance", "NAT instances"),
    "aws_nat_gateway": ("NAT gateway", "NAT gateways"),
    "aws_route_table": ("route table", "route tables"),
    "aws_route_table_association": ("association of a route table", "associations of route tables"),
    "aws_flow_log": ("flow log", "flow logs"),
    "aws_cloudwatch_log_group": ("log group of flow logs", "log groups of flow logs"),
}
"""Type -> what it is called, one and many; of instances only those for NAT, of log groups those of flow logs."""

TYPES: Final = tuple(_PARTS)
_MAY_LACK: Final = 2
"""Kinds of parts that may be missing altogether in a root that still is the one that makes the network."""
_OWNER: Final = "networking"
_HELP: Final = "make what is missing, or change vpcs of the organization file"


def check(inspection: Inspection) -> Iterator[Finding]:
    """Yield parts that nobody planned, and in the root of the network every count that is another one."""
    if not any(inspection.plan.by_type.get(type) for type in ("aws_vpc", "aws_nat_gateway", "aws_instance")):
        return
    planned = network_of(inspection).own
    if not planned:
        return
    parts = _parts(inspection.plan)
    yield from _unplanned(inspection, parts, planned)
    made = [one for one in planned if any(_range(change) == str(one.range) for change in parts["aws_vpc"])]
    expected = _expected(made)
    if made and _makes_network(inspection, parts, expected):
        yield from _counted(inspection, parts, expected, made)


def _parts(plan: Plan) -> dict[str, list[Change]]:
    """Return what stands after the plan, by type."""
    found = {type: [one for one in plan.by_type.get(type, ()) if _stands(one)] for type in _PARTS}
    found["aws_instance"] = [one for one in found["aws_instance"] if _is_nat(one)]
    flow = [one for one in found["aws_cloudwatch_log_group"] if "flow" in words(name_of(one))]
    return {**found, "aws_cloudwatch_log_group": flow}


def _stands(change: Change) -> bool:
    return change.verb not in (Verb.DELETE, Verb.FORGET) and not change.deposed


def _is_nat(change: Change) -> bool:
    return change.get("source_dest_check") is False or "nat" in words(name_of(change))


def _range(change: Change) -> str:
    value = change.get("cidr_block")
    return value if isinstance(value, str) else ""


def _expected(vpcs: list[PlannedVpc]) -> dict[str, int]:
    """Return how many of each part these VPCs have."""
    found = dict.fromkeys(_PARTS, 0)
    for vpc in vpcs:
        subnets = len(vpc.public) + len(vpc.private)
        gateways = {"gateway-per-az": vpc.zones, "gateway": 1}.get(vpc.nat, 0)
        instances = 1 if vpc.nat == "instance" else 0
        own_tables = vpc.zones if vpc.nat == "gateway-per-az" else min(1, len(vpc.private))
        each = {
            "aws_vpc": 1,
            "aws_subnet": subnets,
            "aws_internet_gateway": min(1, len(vpc.public)),
            "aws_eip": gateways + instances,
            "aws_instance": instances,
            "aws_nat_gateway": gateways,
            "aws_route_table": min(1, len(vpc.public)) + own_tables,
            "aws_route_table_association": subnets,
            "aws_flow_log": 1,
            "aws_cloudwatch_log_group": 1,
        }
        found = {type: found[type] + each[type] for type in found}
    return found


def _unplanned(
    inspection: Inspection, parts: Mapping[str, list[Change]], planned: tuple[PlannedVpc, ...]
) -> Iterator[Finding]:
    """Yield VPCs beyond the planned ones, and NAT of a kind that no VPC of the account has."""
    ranges = {str(one.range) for one in planned}
    strangers = [one for one in parts["aws_vpc"] if _range(one) not in ranges]
    if len(parts["aws_vpc"]) > len(planned):
        for change in strangers:
            message = f"it is one more VPC than the {len(planned)} that the organization file plans"
            yield _finding(
                inspection,
                change,
                f"{message} for {inspection.account.name}",
                "",
                _count(len(parts["aws_vpc"]), "aws_vpc"),
                _count(len(planned), "aws_vpc"),
            )
    everything = _expected(list(planned))
    for type in ("aws_instance", "aws_nat_gateway"):
        if everything[type] == 0 and all(one.nat for one in planned):
            for change in parts[type]:
                message = f"the organization file plans no {_PARTS[type][0]} for {inspection.account.name}"
                yield _finding(inspection, change, message, "", f"1 {_PARTS[type][0]}", "none")


def _makes_network(inspection: Inspection, parts: Mapping[str, list[Change]], expected: Mapping[str, int]) -> bool:
    lacking = sum(1 for type, count in expected.items() if count and not parts[type])
    return inspection.module == _OWNER or lacking <= _MAY_LACK


def _counted(
    inspection: Inspection, parts: Mapping[str, list[Change]], expected: Mapping[str, int], made: list[PlannedVpc]
) -> Iterator[Finding]:
    """Yield each count that is not the planned one, at the first planned VPC of the plan."""
    at = next(one for one in parts["aws_vpc"] if _range(one) == str(made[0].range))
    for type, count in expected.items():
        found = len(parts[type])
        if found == count or type == "aws_vpc" or (type in ("aws_instance", "aws_nat_gateway") and count == 0):
            continue
        if any(one.type == type for one in inspection.plan.deferred):
            message = f"{_PARTS[type][1]} are put off, so their number is not known"
            yield undecided(RULE, inspection.plan, at, message, (type,), _HELP)
            continue
        message = f"the plan has {_count(found, type)}, and the organization file plans {count}"
        yield _finding(inspection, at, message, "", _count(found, type), _count(count, type))


def _count(count: int, type: str) -> str:
    return f"{count or 'no'} {_PARTS[type][0 if count == 1 else 1]}"


def _finding(
    inspection: Inspection, change: Change, message: str, attribute: str, found: str, expected: str
) -> Finding:
    return finding(
        RULE, inspection.plan, change, message, attribute=attribute, found=found, expected=expected, help=_HELP
    )
