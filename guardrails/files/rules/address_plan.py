"""VPCs do not overlap, subnets lie inside their VPC and apart, and reserved ranges stay free.

## What it does

Reads every `vpcs` entry of the accounts that exist or are planned, and reports

- an address range that is none, has bits set behind its prefix, or has a size that AWS does not take (/16 to /28);
- two VPCs that overlap, in whatever accounts and Regions they lie;
- a subnet outside its VPC, or over another subnet;
- a subnet in a `reserved` range: `10.1.20.0/24` is that range, `10.1.20.0/24+` everything from there to the end;
- `topology_of` that names no other VPC, or one of another size.

## Why it matters

Ranges cannot be changed once a VPC is in use, and VPCs that overlap can never be peered, join one transit gateway, or
fail over to each other. A reserved range is kept for what is coming, such as a Kubernetes cluster.

## Example

```yaml
organization:
  root:
    ous:
      - name: Workloads
        accounts:
          - name: Dev
            vpcs: [{cidr: 10.1.0.0/16, region: us-east-1, private: [10.1.20.0/24], reserved: ["10.1.20.0/24+"]}]
```

## Use instead

```yaml
organization:
  root:
    ous:
      - name: Workloads
        accounts:
          - name: Dev
            vpcs: [{cidr: 10.1.0.0/16, region: us-east-1, private: [10.1.10.0/24], reserved: ["10.1.20.0/24+"]}]
```

## How to fix

Choose a free range; while the VPC is only planned that costs nothing.

## Sources

- https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html (2026-09)
- https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from guardrails.files import codes
from guardrails.files.loaded import Project
from guardrails.files.rules.entries import Vpc, vpcs
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.source import Pointer

if TYPE_CHECKING:
    from ipaddress import IPv4Network

RULE = Rule(
    "ORG-017",
    "address-plan",
    "VPCs do not overlap, subnets lie inside their VPC and apart, and reserved ranges stay free.",
    Severity.ERROR,
    ("A49", "B12", "B16", "B21"),
)

LARGEST, SMALLEST = 16, 28
"""Prefix lengths that AWS takes for a VPC and for a subnet."""

_MOST_RESERVED = 50
"""Reserved ranges of one VPC that are looked at: every subnet is compared with each."""


def check(project: Project, today: date) -> Iterator[Finding]:
    """Yield everything that is wrong with the address plan, VPC by VPC, then the VPCs that overlap."""
    plan = list(vpcs(project))
    by_range = {vpc.cidr: vpc for vpc in reversed(plan)}
    twice = {vpc.cidr for vpc in plan if by_range[vpc.cidr] is not vpc}
    ranges: list[tuple[Vpc, IPv4Network]] = []
    for vpc in plan:
        network, problem = _network(vpc.cidr)
        if problem:
            yield _finding(project, (*vpc.pointer, "cidr"), f"the VPC of {vpc.account.name} has the range {problem}")
        if network is not None:
            ranges.append((vpc, network))
            yield from _subnets(project, vpc, network)
        if vpc.topology_of:
            other = by_range.get(vpc.topology_of)
            yield from _topology(project, vpc, None if other is vpc and vpc.cidr not in twice else other)
    for at, before in _overlaps([network for _, network in ranges]):
        vpc, other = ranges[at][0], ranges[before][0]
        message = f"{vpc.cidr} of {vpc.account.name} overlaps {other.cidr} of {other.account.name}"
        help = "VPCs that overlap can never be connected: choose another"
        yield _finding(project, (*vpc.pointer, "cidr"), message, help)


def _overlaps(networks: list[IPv4Network]) -> Iterator[tuple[int, int]]:
    """Yield pairs of positions, the later one first, so that each network that overlaps any is in one of them."""
    order = sorted(range(len(networks)), key=lambda at: (networks[at].network_address, networks[at].prefixlen, at))
    widest = -1
    for at in order:
        if widest >= 0 and networks[at].network_address <= networks[widest].broadcast_address:
            yield max(at, widest), min(at, widest)
        else:
            widest = at


def _network(text: str) -> tuple[IPv4Network | None, str]:
    """Return the network (None when there is none to go on with) and what is wrong with the text, empty if nothing."""
    from ipaddress import IPv4Network  # a few milliseconds that only a file with VPCs pays for

    try:
        network = IPv4Network(text.strip(), strict=False)
    except ValueError:
        return None, f"{text[:40]!r}, which is no IPv4 range such as 10.1.0.0/16"
    if "/" not in text:
        return None, f"{text!r}, which lacks its size, as in {text}/16"
    if str(network) != text.strip():
        return network, f"{text}, which has bits behind its prefix; the range is {network}"
    if not LARGEST <= network.prefixlen <= SMALLEST:
        return network, f"{text}; AWS takes /{LARGEST} to /{SMALLEST}"
    return network, ""


def _subnets(project: Project, vpc: Vpc, whole: IPv4Network) -> Iterator[Finding]:
    if len(vpc.reserved) > _MOST_RESERVED:
        message = f"{len(vpc.reserved)} ranges are reserved in one VPC; at most {_MOST_RESERVED} are looked at"
        yield _finding(project, (*vpc.pointer, "reserved"), message, "reserve fewer, larger ranges")
        return
    reserved = []
    for text, pointer in vpc.reserved:
        network, _ = _network(text.removesuffix("+"))
        if network is None:
            yield _finding(project, pointer, f"{text[:40]!r} is no reserved range", "write it like 10.1.20.0/24+")
        else:
            last = whole.broadcast_address if text.endswith("+") else network.broadcast_address
            reserved.append((text, network.network_address, last))
    known: list[tuple[IPv4Network, Pointer]] = []
    for text, pointer in vpc.subnets:
        network, problem = _network(text)
        if problem:
            yield _finding(project, pointer, f"a subnet of {vpc.account.name} has the range {problem}")
        if network is None:
            continue
        known.append((network, pointer))
        if not network.subnet_of(whole):
            yield _finding(project, pointer, f"the subnet {text} lies outside its VPC {vpc.cidr}")
        for name, first, last in reserved:
            if network.broadcast_address >= first and network.network_address <= last:
                help = "put it below the reserved range, or give the range up where it is reserved"
                yield _finding(project, pointer, f"the subnet {text} lies in the reserved range {name}", help)
    for at, before in _overlaps([network for network, _ in known]):
        message = f"the subnet {known[at][0]} overlaps the subnet {known[before][0]}"
        yield _finding(project, known[at][1], message)


def _topology(project: Project, vpc: Vpc, other: Vpc | None) -> Iterator[Finding]:
    pointer = (*vpc.pointer, "topology_of")
    if other is None:
        message = f"no other VPC has the range {vpc.topology_of[:40]}"
        yield _finding(project, pointer, message, "name the cidr of a VPC")
    elif other.cidr.partition("/")[2] != vpc.cidr.partition("/")[2]:
        message = f"{vpc.cidr} cannot have the subnets of {other.cidr}: it has another size"
        yield _finding(project, pointer, message, "give both VPCs the same prefix length")


def _finding(project: Project, pointer: Pointer, message: str, help: str = "choose a free range inside") -> Finding:
    return codes.finding(RULE, message, project.at(pointer), help)
