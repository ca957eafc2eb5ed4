"""No sensitive port is open to the internet.

## What it does
Reports every rule that lets the internet in on a port of administration, databases, clusters, notebooks or inference
(22, 3389, 3306, 5432, 1433, 6379, 9200, 2379, 6443, 8888, 50051), or on every port: inside a group, beside it, and in
the default group. IPv4 and IPv6 count alike. A range wider than /8 (IPv6: /32) counts as the internet: two halves are
the world as well. A managed prefix list in the same code is read as its entries; when it takes in the internet, both
the rule and the list are reported.

## Why it matters
No SCP can see the range that a rule allows, so this has to be found before it is applied.

## Example
```hcl
resource "aws_vpc_security_group_ingress_rule" "ssh" {
  security_group_id = "sg-0123456789abcdef0"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
}
```

## Use instead
```hcl
resource "aws_vpc_security_group_ingress_rule" "ssh" {
  security_group_id = "sg-0123456789abcdef0"
  cidr_ipv4         = "10.2.0.0/16"
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
}
```

## How to fix
Name the range of the VPC or another security group as the source; people come in through the tailnet. For public HTTPS
open 443 alone.

## Limits
What an AWS-managed or foreign prefix list holds does not stand in the code: a rule on these ports that names one is
undecided.

## Sources
- https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html (2026-11)
- https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/vpc_security_group_ingress_rule (2026-11)
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_graph import itself, points_at, resources
from guardrail_ingress import TYPES, Ingress, entries, let_in, wide
from guardrail_values import ABSENT, UNKNOWN, Mark, blocks, value_at

RULE = {
    "id": "CKV_LZ_030",
    "title": "No sensitive port is open to the internet",
    "severity": "CRITICAL",
    "rows": ["E3"],
    "pillar": "security",
    "category": "NETWORKING",
}

SENSITIVE = (22, 3389, 3306, 5432, 1433, 6379, 9200, 2379, 6443, 8888, 50051)
LIST = "aws_ec2_managed_prefix_list"


class SensitivePorts(ResourceCheck):
    """Rules of security groups, and the prefix lists that they name."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED where the internet reaches a sensitive port, UNKNOWN where that hangs on what is late."""
        if self.entity_type == LIST:
            return self._list(conf)
        found = let_in(self, conf)
        if isinstance(found, Mark):
            return self.unknown("ingress", "what is let in is known only after apply")
        for one in found:
            source = next((each for each in one.sources if wide(each)), None)
            if source is not None and _open(one) is True:
                return self.fails(one.path, f"{source} reaches {_named(one)}; sources inside are expected")
        for one in found:
            if _undecided(one):
                return self.unknown(one.path, f"who reaches {_named(one)} is known only after apply")
        return self.passes("ingress") if found else self.silent()

    def _list(self, conf: dict[str, Any]) -> CheckResult:
        own = itself(self, conf)
        world = next((one for one in entries(self.graph, own) if wide(one)), None)
        if world is None:
            return self.silent()
        for one in resources(self.graph, *TYPES):
            inside = blocks(one.conf, "ingress") if one.type.endswith("_group") else [one.conf]
            name = "prefix_list_id" if one.type.startswith("aws_vpc") else "prefix_list_ids"
            for rule in [] if isinstance(inside, Mark) else inside:
                source = one._replace(conf={**rule, "__address__": one.conf.get("__address__")})
                if value_at(rule, name) is not ABSENT and points_at(source, name, own, "id", "arn"):
                    return self.fails("entry.cidr", f"the list holds {world} and {one.address} lets it in")
        return self.silent()


def _open(one: Ingress) -> Any:
    """Whether a sensitive port is let in: True, False or UNKNOWN."""
    if one.every_port:
        return True
    answers = [one.reaches(port) for port in SENSITIVE]
    return True if True in answers else UNKNOWN if UNKNOWN in answers else False


def _undecided(one: Ingress) -> bool:
    late = UNKNOWN in one.sources or any(wide(each) for each in one.sources)
    return late and _open(one) is not False


def _named(one: Ingress) -> str:
    if one.every_port:
        return "every port"
    found = [str(port) for port in SENSITIVE if one.reaches(port) is True]
    return f"port {', '.join(found)}" if found else "a port that may be sensitive"


check = SensitivePorts(RULE, (*TYPES, LIST))
