"""What the network costs before any traffic stays under half of the account's budget.

## What it does

Adds up, for each account with a budget, 720 hours of

- NAT gateways: one for `nat: gateway`, one for each private subnet for `nat: gateway-per-az`;
- interface endpoints: those of `endpoints` but the gateway endpoints (`s3`, `dynamodb`, `s3express`), in each private
  subnet of each VPC, as each zone is billed; a VPC with `topology_of` has the subnets of that VPC, and one that says
  `endpoint_zones` has them in so many zones only (0: none);
- transit gateway attachments: one for each VPC of an account with `connectivity: corporate` under a segment with a
  `tgw`.

Over 50 % of the budget is a warning, over 100 % an error. Prices are those of us-east-1. The sum is a lower bound:
traffic, public addresses and NAT instances come on top.

## Why it matters

These parts cost the same whether used or not. Seven interface endpoints in two zones are $100.80 a month: all of a
small development budget, so the alarm goes off every month and nobody looks any more.

## Example

```yaml
organization:
  root:
    ous:
      - name: Workloads
        accounts:
          - name: Dev
            budget_usd: 100
            endpoints: [s3, dynamodb, secretsmanager, ecr.api, ecr.dkr, sts, logs]
            vpcs: [{cidr: 10.1.0.0/16, region: us-east-1, private: [10.1.10.0/24, 10.1.11.0/24]}]
```

## Use instead

```yaml
organization:
  root:
    ous:
      - name: Workloads
        accounts:
          - name: Dev
            budget_usd: 100
            endpoints: [s3, dynamodb, secretsmanager, ecr.api, ecr.dkr, sts, logs]
            vpcs:
              - cidr: 10.1.0.0/16
                region: us-east-1
                private: [10.1.10.0/24, 10.1.11.0/24]
                endpoint_zones: 1
```

## How to fix

Keep the endpoints that save more NAT traffic than they cost, put those of a development account in one zone
(`endpoint_zones`; the other zone reaches them all the same, at the price of traffic between zones), share endpoints
from a network account, or raise the budget.

## Sources

- https://aws.amazon.com/vpc/pricing/ (2026-09)
- https://aws.amazon.com/privatelink/pricing/ (2026-09)
- https://aws.amazon.com/transit-gateway/pricing/ (2026-09)
- https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html (2026-09)
- https://docs.aws.amazon.com/AmazonS3/latest/userguide/endpoint-directory-buckets-AZ.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from guardrails.catalog.prices import HOURS_PER_MONTH, NetworkPrices, network_prices
from guardrails.files import codes
from guardrails.files.loaded import Project
from guardrails.files.rules.entries import Vpc, entry, mapping, vpcs
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.organization.levels import places
from guardrails.model.organization.tree import Account, Node, Status
from guardrails.model.source import Pointer

RULE = Rule(
    "ORG-020",
    "fixed-network-cost",
    "What the network costs before any traffic stays under half of the account's budget.",
    Severity.WARNING,
    ("A31", "A32", "A35"),
)

GATEWAY_ENDPOINTS = frozenset({"s3", "dynamodb", "s3express"})
"""Endpoints without a price: routes to the service, not interfaces."""

WARN, FAIL = 0.5, 1.0
"""Shares of the budget."""


def check(project: Project, today: date) -> Iterator[Finding]:
    """Yield accounts whose network costs over 50 % of their budget (warning) or over 100 % (error)."""
    plan: dict[Pointer, list[Vpc]] = {}
    models: dict[str, Vpc] = {}
    for vpc in vpcs(project):
        plan.setdefault(vpc.account.pointer, []).append(vpc)
        models.setdefault(vpc.cidr, vpc)
    for path in places(project.organization):
        account = path[-1]
        if not isinstance(account, Account) or account.status not in (Status.ACTIVE, Status.PLANNED):
            continue
        own = plan.get(account.pointer, [])
        endpoints = () if account.template else entry(project, account).get("endpoints") or ()
        if not account.budget_usd or not (own or endpoints):
            continue
        prices = network_prices()
        zones = [_zones(vpc, models.get(vpc.topology_of, vpc)) for vpc in own]
        interfaces = [
            count if vpc.endpoint_zones is None else vpc.endpoint_zones for vpc, count in zip(own, zones, strict=True)
        ]
        attachments = len(own) if account.connectivity == "corporate" and _attached(project, path) else 0
        rows = list(_rows(own, zones, endpoints, sum(interfaces) if own else 1, attachments, prices))
        total = sum(cost for _, cost, _ in rows)
        share = total / account.budget_usd
        if share > WARN:
            key = "endpoints" if any(kind == "endpoints" for *_, kind in rows) else "vpcs"
            place = project.at((*account.pointer, key))
            severity = Severity.ERROR if share > FAIL else RULE.severity
            message = f"{account.name}: {_sum(rows, total)} of ${account.budget_usd:,.0f} a month, before any traffic"
            help = f"that is {share:.0%} of the budget: choose fewer, share them, or raise the budget"
            yield codes.finding(RULE, message, place, help, severity, data_date=prices.date)


def _sum(rows: list[tuple[str, float, str]], total: float) -> str:
    shown = " + ".join(f"{what} = ${cost:,.2f}" if len(rows) == 1 else f"{what} ${cost:,.2f}" for what, cost, _ in rows)
    return shown if len(rows) == 1 else f"{shown} = ${total:,.2f}"


def _rows(
    own: list[Vpc], zones: list[int], names: Sequence[str], each: int, attachments: int, prices: NetworkPrices
) -> Iterator[tuple[str, float, str]]:
    """Yield what costs: in words, in dollars a month, and its key; each endpoint is in `each` zones."""
    per_vpc = zip(own, zones, strict=True)
    gateways = sum(count if vpc.nat == "gateway-per-az" else vpc.nat == "gateway" for vpc, count in per_vpc)
    if gateways:
        yield _counted(gateways, "NAT gateway"), gateways * prices.nat_gateway * HOURS_PER_MONTH, "vpcs"
    endpoints = len({name.lower() for name in names} - GATEWAY_ENDPOINTS)
    if endpoints and each:
        cost = endpoints * each * prices.interface_endpoint * HOURS_PER_MONTH
        yield f"{_counted(endpoints, 'interface endpoint')} x {each} AZ", cost, "endpoints"
    if attachments:
        cost = attachments * prices.transit_gateway_attachment * HOURS_PER_MONTH
        yield _counted(attachments, "transit gateway attachment"), cost, "vpcs"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _zones(vpc: Vpc, model: Vpc) -> int:
    """Return the number of zones of a VPC: its private subnets, else public ones, else its model's, else one."""
    return vpc.private or vpc.public or model.private or model.public or 1


def _attached(project: Project, path: tuple[Node | Account, ...]) -> bool:
    """Whether the nearest OU with a segment, upward from the account at the end, has one with a transit gateway."""
    for node in reversed(path[:-1]):
        segment = mapping(project, *node.pointer).get("segment")
        if segment:
            return bool(mapping(project, "segments", segment).get("tgw"))
    return False
