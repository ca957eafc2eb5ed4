"""Endpoints are found by everybody in the VPC, by nobody else, and let only own traffic through.

## What it does
Looks at VPC endpoints. A gateway endpoint has to be in each private route table that stands beside it. An interface
endpoint has to have private DNS, and its security groups may not let the internet in. In prod an endpoint has a policy
of its own, and none that allows everybody everything without a condition.

## Why it matters
A table without the endpoint sends its traffic to S3 through the NAT gateway, where each gigabyte costs. Without private
DNS the SDKs do not find the endpoint at all. And without a policy a foreign access key, used on a machine of the VPC,
carries data into a foreign account.

## Example
```hcl
resource "aws_vpc_endpoint" "sts" {
  vpc_id              = "vpc-0123456789abcdef0"
  service_name        = "com.amazonaws.us-east-1.sts"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = false
}
```

## Use instead
```hcl
# account: Dev
resource "aws_vpc_endpoint" "sts" {
  vpc_id              = "vpc-0123456789abcdef0"
  service_name        = "com.amazonaws.us-east-1.sts"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
}
```

## How to fix
Use `terraform/modules/networking`: it puts gateways into every private table and bounds each endpoint by a policy.

## Limits
Tables and groups of another module are not joined: PG-027 follows these in the plan. Which endpoints an account should
have is asked there as well, since a missing endpoint has no line of code.

## Sources
- https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html (2026-11)
- https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html (2026-11)
- https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/vpc_endpoint (2026-11)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_accounts import environment
from guardrail_check import ResourceCheck
from guardrail_graph import Resource, itself, place, points_at, resources, same
from guardrail_ingress import wide
from guardrail_network import TABLES, table_tiers
from guardrail_policies import conditions, identities, items, policy_at, statements
from guardrail_values import ABSENT, UNKNOWN, Mark, blocks, flag, unresolved, value_at, values_at

RULE = {
    "id": "CKV_LZ_020",
    "title": "Endpoints are found by everybody in the VPC, by nobody else, and let only own traffic through",
    "severity": "MEDIUM",
    "rows": ["A30", "A31"],
    "pillar": "security",
    "category": "NETWORKING",
}

GATEWAY, INTERFACE = "Gateway", "Interface"
ASSOCIATION = "aws_vpc_endpoint_route_table_association"
RULES = ("aws_vpc_security_group_ingress_rule", "aws_security_group_rule")
RANGES = ("cidr_ipv4", "cidr_ipv6", "cidr_blocks", "ipv6_cidr_blocks")


_OF_A_VPC = re.compile(r"aws_(?:default_)?(?:vpc|subnet)\b.*cidr_block|\bcidrsubnet\(")


_OF_VPC = re.compile(r"(?:\$\{)?aws_(?:default_)?vpc\.")


class EndpointSet(ResourceCheck):
    """Gateway and interface endpoints."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for the first thing that is wrong, UNKNOWN for what is known only after apply."""
        kind = value_at(conf, "vpc_endpoint_type")
        kind = GATEWAY if kind is ABSENT else kind
        if kind is not UNKNOWN and kind not in (GATEWAY, INTERFACE):
            return self.silent()
        own = itself(self, conf)
        found = self._interface(own) if kind == INTERFACE else self._gateway(own) if kind == GATEWAY else None
        if found and found[0] is False:
            return self.fails(found[1], found[2])
        bounds = self._policy(conf)
        if bounds and bounds[0] is False:
            return self.fails(bounds[1], bounds[2])
        late = next((one for one in (found, bounds) if one), None)
        if late or kind is UNKNOWN:
            return self.unknown(*late[1:]) if late else self.unknown("vpc_endpoint_type", "known only after apply")
        return self.passes("private_dns_enabled" if kind == INTERFACE else "route_table_ids", "policy")

    def _gateway(self, own: Resource) -> tuple[Any, str, str] | None:
        """What is wrong with the tables of a gateway endpoint; those of other modules are not looked at."""
        named = own._replace(conf={**own.conf, "route_table_ids": [list(_named(own.conf, "route_table_ids"))]})
        late = ""
        for table in resources(self.graph, *TABLES):
            shared = _near(own, table) and _one_vpc(own, table)
            tiers, _ = table_tiers(self, table) if shared is not False else (set(), False)
            if "private" not in tiers or points_at(named, "route_table_ids", table, "id") is not False:
                continue
            if not any(
                points_at(one, "route_table_id", table, "id")
                and points_at(one, "vpc_endpoint_id", own, "id") is not False
                for one in resources(self.graph, ASSOCIATION)
            ):
                if shared:
                    told = f"{table.address} is a private table and not among those of the endpoint"
                    return False, "route_table_ids", told
                late = late or table.address
        return (UNKNOWN, "vpc_id", f"whether {late} is in the VPC of the endpoint is not known yet") if late else None

    def _interface(self, own: Resource) -> tuple[Any, str, str] | None:
        names = flag(own.conf, "private_dns_enabled")
        if names is not True:
            answer = UNKNOWN if names is UNKNOWN else False
            return answer, "private_dns_enabled", "private DNS is off: callers do not find the endpoint"
        named = own._replace(conf={**own.conf, "security_group_ids": [list(_named(own.conf, "security_group_ids"))]})
        late = ""
        for group in resources(self.graph, "aws_security_group"):
            if _near(own, group) and points_at(named, "security_group_ids", group, "id"):
                sources = list(self._sources(group))
                source = next((one for one in sources if one is not UNKNOWN and wide(one)), None)
                if source is not None:
                    return False, "security_group_ids", f"{group.address} lets {source} in; the VPC is expected"
                late = group.address if UNKNOWN in sources else late
        return (UNKNOWN, "security_group_ids", f"whom {late} lets in is not known yet") if late else None

    def _sources(self, group: Resource) -> Iterator[Any]:
        """Yield the ranges that a group lets in, by its own rules and by those beside it; UNKNOWN for late ones.

        The range of a VPC, `aws_vpc.main.cidr_block`, is what is expected: no question is open then.
        """
        inside = blocks(group.conf, "ingress")
        rules = [] if isinstance(inside, Mark) else list(inside)
        if inside is UNKNOWN:
            yield UNKNOWN
        for one in resources(self.graph, *RULES):
            mine = _near(group, one) and points_at(one, "security_group_id", group, "id")
            if mine and value_at(one.conf, "type") in (ABSENT, "ingress"):
                rules.append(one.conf)
        for rule in rules:
            for name in RANGES:
                found = values_at(rule, name)
                known = [found] if isinstance(found, Mark) else found
                own = any(_OF_A_VPC.search(one) for one in _texts(rule.get(name)))
                yield from (one for one in known if one is not ABSENT and not (one is UNKNOWN and own))

    def _policy(self, conf: dict[str, Any]) -> tuple[Any, str, str] | None:
        """What is wrong with the policy of an endpoint of prod."""
        if environment(self, conf) != "prod":
            return None
        document = policy_at(self, conf, "policy")
        made = "aws_iam_policy_document" in str(conf.get("references_") or "")
        if document is ABSENT and not made:
            return False, "policy", "no policy: everybody may do everything through the endpoint"
        if isinstance(document, Mark):
            return UNKNOWN, "policy", "the policy is known only after apply"
        for one in statements(document):
            everybody = any(who == "*" for _, who in identities(one))
            if one.get("Effect") == "Allow" and everybody and "*" in items(one, "Action") and not list(conditions(one)):
                return False, "policy", "the policy allows everybody everything, without a condition"
        return None


def _named(conf: dict[str, Any], name: str) -> Iterator[str]:
    """Yield what a list names. Of a list of references a plan keeps the first; the others stand in `references_`."""
    found = values_at(conf, name)
    yield from [] if isinstance(found, Mark) else [str(one) for one in found if not isinstance(one, Mark)]
    yield from _texts(conf.get(name))
    every = list(_texts(conf.get("references_")))
    for one in every:  # shorter forms of a reference stand beside it, and would mean each instance
        if not any(other.startswith((f"{one}.", f"{one}[")) for other in every):
            yield one


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, str) and value:
        yield value


def _near(one: Resource, other: Resource) -> bool:
    """Whether two resources stand in the same module: only there a reference tells which one is meant."""
    here, there = place(one.address), place(other.address)
    return one.folder == other.folder and here is not None and there is not None and here[0] == there[0]


def _one_vpc(one: Resource, other: Resource) -> bool | None:
    """Whether two resources are in one VPC: what they say of it is the same, or nothing; None where it may be.

    A reference to a VPC of the code means another one than an id that is known; any other reference may mean either.
    """
    here, there = (list(_texts(each.conf.get("vpc_id"))) for each in (one, other))
    if not here or not there:
        return True
    answer = same(here[0], there[0])
    open_ended = any(unresolved(text) and not _OF_VPC.match(text) for text in (here[0], there[0]))
    return None if answer is False and open_ended else answer


check = EndpointSet(RULE, ("aws_vpc_endpoint",))
