"""VPCs have the ranges that the organization planned, overlap with none, and leave reserved ranges free.

## What it does
Compares every VPC (and every range added to one) with the `vpcs` of all accounts in the organization file, with the
other VPCs of the plan, and with those of the other plans of the same run. It reports

- a range that overlaps with a VPC of another account, or with another VPC of the plan;
- a new VPC whose range is in nobody's address plan, or in that of another account;
- a subnet in a `reserved` range: `10.1.20.0/24` is that range, `10.1.20.0/24+` everything from there to the end.

A VPC that exists already and stays is only compared with others. A range that AWS chooses (IPAM) or that is known only
after apply is undecided. An organization file without any `vpcs` has no address plan: then only overlaps are reported.

## Why it matters
A range cannot be changed once a VPC is in use. Two VPCs that overlap can never be peered, join one transit gateway, or
fail over to each other; a reserved range is kept for what is coming.

## Example
```hcl
resource "aws_vpc" "test" {
  cidr_block = "10.2.128.0/17" # Prod has 10.2.0.0/16
}
```

## Use instead
```hcl
resource "aws_vpc" "main" {
  cidr_block = "10.1.0.0/16" # as the organization file says
}
```

## How to fix
Take the range of the organization file, or plan a free one there first: `guardrails check` tells whether it is free.

## Sources
- https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html (2026-11)
- https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html (2026-11)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from guardrails.gate.inspection import Inspection, finding, undecided
from guardrails.gate.network.network import Network, network_of
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.plan.change import Change, Verb
from guardrails.model.plan.plan import Plan
from guardrails.model.plan.values import undecidable

if TYPE_CHECKING:
    from ipaddress import IPv4Network

RULE: Final = Rule(
    "PG-010",
    "address-plan-kept",
    "VPCs have the ranges that the organization planned, overlap with none, and leave reserved ranges free.",
    Severity.ERROR,
    ("B21", "B16", "A49"),
)

TYPES: Final = ("aws_vpc", "aws_vpc_ipv4_cidr_block_association", "aws_subnet")
_VPCS: Final = TYPES[:2]


def check(inspection: Inspection) -> Iterator[Finding]:
    """Yield ranges that overlap, that nobody planned, and subnets in reserved ranges."""
    plan = inspection.plan
    vpcs = [one for one in plan.of(*_VPCS) if one.after and not one.deposed]
    subnets = [one for one in plan.of("aws_subnet") if one.after and one.verb is not Verb.NO_OP]
    if not (vpcs or subnets):
        return
    from guardrails.gate.network.planned import network  # a few milliseconds that only plans with a network pay for

    net = network_of(inspection)
    ranges: list[tuple[Change, IPv4Network]] = []
    for one in vpcs:
        value = one.get("cidr_block")
        known = network(value) if isinstance(value, str) else None
        if known is not None:
            ranges.append((one, known))
        elif undecidable(value) or one.type == "aws_vpc":
            why = "its range is known only after apply, so it cannot be compared with the address plan"
            yield undecided(RULE, plan, one, why, ("cidr_block",))
    yield from _unplanned(inspection, net, ranges)
    yield from _twice(inspection, ranges)
    for one in subnets:
        value = one.get("cidr_block")
        known = network(value) if isinstance(value, str) else None
        if known is not None:
            yield from _reserved(inspection, net, one, known)
        elif undecidable(value) and any(vpc.reserved for vpc in net.own):
            why = "its range is known only after apply, so it may lie in a reserved one"
            yield undecided(RULE, plan, one, why, ("cidr_block",))


def _unplanned(inspection: Inspection, net: Network, ranges: list[tuple[Change, IPv4Network]]) -> Iterator[Finding]:
    own = {vpc.range for vpc in net.own}
    expected = ", ".join(str(one) for one in sorted(own)) or "no VPC"
    for change, range in ranges:
        if range in own or not net.planned:
            continue
        other = next((vpc for vpc in net.planned if vpc.range.overlaps(range)), None)
        if other is not None and other.account.name != inspection.account.name:
            message = f"its range {range} overlaps with {other.range}, the VPC of {other.account.name}"
        elif change.verb is Verb.NO_OP or (change.verb is Verb.UPDATE and not change.changes("cidr_block")):
            continue
        elif other is not None:
            message = f"its range {range} overlaps with {other.range} in the address plan of {inspection.account.name}"
        else:
            message = f"its range {range} is in nobody's address plan"
        yield _finding(inspection, change, message, str(range), f"{expected} ({inspection.account.name})")


def _twice(inspection: Inspection, ranges: list[tuple[Change, IPv4Network]]) -> Iterator[Finding]:
    """Yield VPCs that overlap with another of this plan, or of another plan of the same run; the later one counts."""
    others = [(f"{account.name} ({plan.file})", one) for plan, account in inspection.siblings for one in _ranges(plan)]
    rows = [(other, "", range) for other, range in others] + [(one.address, one, range) for one, range in ranges]
    widest: tuple[str, IPv4Network] | None = None
    for name, change, range in sorted(rows, key=lambda row: (row[2], row[0])):
        if widest is None or not widest[1].overlaps(range):
            widest = (name, range)
        elif isinstance(change, Change):
            message = f"its range {range} overlaps with {widest[1]} of {widest[0]}"
            yield _finding(inspection, change, message, str(range), "a range of its own")


def _ranges(plan: Plan) -> Iterator[IPv4Network]:
    from guardrails.gate.network.planned import network

    for one in plan.of(*_VPCS):
        value = one.get("cidr_block")
        known = network(value) if isinstance(value, str) else None
        if known is not None:
            yield known


def _reserved(inspection: Inspection, net: Network, change: Change, range: IPv4Network) -> Iterator[Finding]:
    for vpc in net.own:
        if not range.subnet_of(vpc.range):
            continue
        for first, last, text in vpc.reserved:
            if int(range.network_address) <= last and int(range.broadcast_address) >= first:
                message = f"the subnet {range} lies in {text}, which the organization file reserves"
                yield _finding(inspection, change, message, str(range), f"a range of {vpc.range} outside {text}")


def _finding(inspection: Inspection, change: Change, message: str, found: str, expected: str) -> Finding:
    help = "take the range of the organization file, or plan a free one there first"
    return finding(
        RULE, inspection.plan, change, message, attribute="cidr_block", found=found, expected=expected, help=help
    )
