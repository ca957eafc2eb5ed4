"""No ingress from the whole world to sensitive ports.

## What it does
Reports rules of security groups, inside the group or beside it, that let the internet reach a port of administration,
of a data store, a cluster, a notebook or of inference (22, 3389, 3306, 5432, 1433, 6379, 9200, 2379, 6443, 8888,
50051), or all ports. A range wider than /8 (IPv6: /32) counts as the internet: two halves are the world as well.
Prefix lists of the same template are looked into; others are an open question.

## Why it matters
An SCP cannot see the addresses of a security group rule, so nothing but a check before the deployment and a detection
after it stands against this.

## Example
```yaml
Resources:
  Bastion:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: administration
      SecurityGroupIngress:
        - {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}
```

## Use instead
```yaml
Resources:
  Bastion:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: administration
      SecurityGroupIngress:
        - {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 10.2.0.0/16}
```

## How to fix
Name the networks that need the port, or take Session Manager.

## Sources
- https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html (2026-09)
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "checkov")]

from _guardrail_nodes import UNKNOWN, Node, number
from _guardrail_rule import Saying, TemplateRule, fails, open_question, unsure
from _guardrail_worlds import Resource, World

RULE = {
    "id": "E9106",
    "title": "No world ingress on sensitive ports",
    "severity": "ERROR",
    "rows": ["C16", "E3"],
    "pillar": "security",
}

PORTS = (22, 3389, 3306, 5432, 1433, 6379, 9200, 2379, 6443, 8888, 50051)
GROUP, RULE_BESIDE, PREFIX_LIST = (
    "AWS::EC2::SecurityGroup",
    "AWS::EC2::SecurityGroupIngress",
    "AWS::EC2::PrefixList",
)


class WorldIngress(TemplateRule):
    """Rules of security groups."""

    RULE = RULE
    types = (GROUP, RULE_BESIDE)

    def look(self, resource: Resource, world: World) -> Iterator[Saying]:
        """Yield each rule that opens a sensitive port, and each whose ports or networks are not known."""
        rules = [resource.properties] if resource.type == RULE_BESIDE else resource.get("SecurityGroupIngress").items()
        for rule in rules:
            if rule.value is UNKNOWN:
                yield unsure(rule, "the rule is known only when the stack is made")
                continue
            ports = _ports(rule)
            if ports == []:
                continue
            for node, network in _networks(rule, world):
                wide = _wide(network)
                if wide is UNKNOWN or (wide and ports is UNKNOWN):
                    yield unsure(node, "which network may reach which ports is known only when the stack is made")
                elif wide:
                    yield fails(node, f"{network} reaches {_words(ports)}")


def _ports(rule: Node) -> Any:
    """Return the sensitive ports of a rule: a list, `["all ports"]`, or UNKNOWN."""
    protocols = [str(one).lower() if one is not UNKNOWN else one for one in rule.get("IpProtocol").each()]
    if any(one == "-1" for one in protocols):
        return ["all ports"]
    if protocols and all(one in ("icmp", "icmpv6", "1", "58") for one in protocols):
        return []
    first, last = rule.get("FromPort"), rule.get("ToPort")
    if first.absent and last.absent:
        return ["all ports"]
    ranges = [(number(one), number(two)) for one in first.each() for two in last.each()]
    if any(one is not UNKNOWN and two is not UNKNOWN and _open(one, two) for one, two in ranges):
        return sorted({port for one, two in ranges if UNKNOWN not in (one, two) for port in _open(one, two)}, key=str)
    return UNKNOWN if not ranges or any(UNKNOWN in one for one in ranges) or UNKNOWN in protocols else []


def _open(first: float, last: float) -> list[Any]:
    if first in (-1, 0) and last in (-1, 0, 65535):
        return ["all ports"]
    return [port for port in PORTS if first <= port <= last]


def _networks(rule: Node, world: World) -> Iterator[tuple[Node, Any]]:
    for name in ("CidrIp", "CidrIpv6"):
        for one in rule.get(name).each():
            yield rule.get(name), one
    listed = rule.get("SourcePrefixListId")
    if listed.absent:
        return
    target = world.target(listed, PREFIX_LIST)
    if not isinstance(target, Resource):
        yield listed, UNKNOWN
        return
    entries = target.get("Entries")
    for entry in entries.items():
        cidr = entry.get("Cidr")
        for one in [UNKNOWN] if cidr.absent else cidr.each():
            yield listed, one


def _wide(network: Any) -> Any:
    """Whether a range is wider than /8 (IPv6: /32): only the internet fills one."""
    if network is UNKNOWN:
        return UNKNOWN
    try:
        found = ip_network(str(network), strict=False)
    except ValueError:
        return False  # cfn-lint itself reports what is no network
    return found.prefixlen < (8 if found.version == 4 else 32) and not (found.version == 6 and found.is_private)


def _words(ports: list[Any]) -> str:
    return "all ports" if "all ports" in ports else "port " + ", ".join(map(str, ports))


WorldIngressOpen = open_question(WorldIngress)
