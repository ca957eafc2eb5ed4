"""Subnets have the tag by which EKS finds them.

## What it does
Asks private subnets for the tag `kubernetes.io/role/internal-elb` and public ones for `kubernetes.io/role/elb`, both
with the value 1, and reports the tag of the other tier. Which tier a subnet is of, the organization's plan of addresses
says (`vpcs[].private`, `vpcs[].public`), or else the name of the subnet.

## Why it matters
Load balancers of a cluster are put into the subnets that have these tags. Without them none is made; with the wrong one
an internal service stands on the internet.

## Example
```hcl
resource "aws_subnet" "private" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.1.10.0/24"
  availability_zone = "us-east-1a"
  tags              = { Name = "MM-dev-use1-a-subnet-private", "kubernetes.io/role/elb" = "1" }
}
```

## Use instead
```hcl
resource "aws_subnet" "private" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.1.10.0/24"
  availability_zone = "us-east-1a"
  tags              = { Name = "MM-dev-use1-a-subnet-private", "kubernetes.io/role/internal-elb" = "1" }
}
```

## How to fix
Add the tag of the tier to every subnet, from the day on which it is made.

## Sources
- https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html (2026-11)
- https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/subnet_discovery/ (2026-11)
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_graph import itself
from guardrail_network import ELB, tier
from guardrail_tags import tags_of
from guardrail_values import ABSENT, UNKNOWN

RULE = {
    "id": "CKV_LZ_018",
    "title": "Subnets carry the role tags of EKS",
    "severity": "MEDIUM",
    "rows": ["B2", "A57"],
    "pillar": "operations",
    "category": "NETWORKING",
}


class SubnetRoles(ResourceCheck):
    """The role tags of one subnet."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for a subnet without its tag or with the other one, UNKNOWN where tags are not known."""
        kind = tier(itself(self, conf))
        tags = tags_of(self, conf)
        if kind is UNKNOWN:
            return self.unknown(tags.path, "which tier the subnet is of is not known yet")
        if not isinstance(kind, str):
            return self.silent()
        wanted, other = ELB[kind], ELB["public" if kind == "private" else "private"]
        found = tags.value(wanted)
        if found is UNKNOWN:
            return self.unknown(tags.path, f"{wanted} is not known yet")
        if found != "1":
            told = "is missing" if found is ABSENT else f"is {found}"
            return self.fails(tags.path, f"{wanted} {told} on a {kind} subnet; expected 1")
        unwanted = tags.value(other)
        if unwanted not in (ABSENT, UNKNOWN) or (unwanted is UNKNOWN and other in tags.known):
            if unwanted is UNKNOWN:
                return self.unknown(tags.path, f"{other} is not known yet")
            return self.fails(tags.path, f"{other} stands on a {kind} subnet")
        return self.passes(tags.path)


check = SubnetRoles(RULE, ["aws_subnet"])
