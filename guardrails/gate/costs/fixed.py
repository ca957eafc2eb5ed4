"""The parts of a network with a price by the hour: what a plan has of each, and what the organization file plans."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from guardrails.catalog.prices import load_balancer_prices, network_prices
from guardrails.gate.network.network import Network
from guardrails.model.organization.tree import Account
from guardrails.model.plan.change import Change
from guardrails.model.plan.plan import Plan

GATEWAY_ENDPOINTS: Final = frozenset({"s3", "dynamodb", "s3express"})
"""Endpoints without a price: routes to the service, not interfaces.

Source: https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html (2026-11)
"""

TYPES: Final = (
    *("aws_nat_gateway", "aws_vpc_endpoint", "aws_ec2_transit_gateway_vpc_attachment"),
    *("aws_lb", "aws_alb", "aws_elb"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of part: how many the plan has and the file plans, the price of one, and the changes that make some."""

    name: str
    shown: int
    planned: int
    usd_per_hour: float
    date: str
    new: tuple[Change, ...] = ()

    @property
    def count(self) -> int:
        """How many are paid for: what the file plans may stand in other roots."""
        return max(self.shown, self.planned)

    @property
    def unplanned(self) -> bool:
        """Whether this plan makes more than the file plans."""
        return self.shown > self.planned and bool(self.new)


def parts(plan: Plan, account: Account, network: Network) -> tuple[Part, ...]:
    """Return every kind of part that the plan has or the organization file plans for the account."""
    prices, balancers = network_prices(), load_balancer_prices()
    gateways = _left(plan.of("aws_nat_gateway"))
    attachments = _left(plan.of("aws_ec2_transit_gateway_vpc_attachment"))
    endpoints = [one for one in _left(plan.of("aws_vpc_endpoint")) if _interface(one)]
    own = network.own
    nat = sum(vpc.zones if vpc.nat == "gateway-per-az" else vpc.nat == "gateway" for vpc in own)
    interfaces = sum(len(set(vpc.endpoints) - GATEWAY_ENDPOINTS) * vpc.endpoint_zones for vpc in own)
    attached = len(own) if account.connectivity == "corporate" else 0
    zones = max((vpc.endpoint_zones for vpc in own), default=1) or 1
    found = [
        Part("NAT gateway", len(gateways), nat, prices.nat_gateway, prices.date, _new(gateways)),
        Part(
            "interface endpoint in a zone",
            sum(_zones(one, zones) for one in endpoints),
            interfaces,
            prices.interface_endpoint,
            prices.date,
            _new(endpoints),
        ),
        Part(
            "transit gateway attachment",
            len(attachments),
            attached,
            prices.transit_gateway_attachment,
            prices.date,
            _new(attachments),
        ),
    ]
    for kind in ("application", "network", "gateway", "classic"):
        some = [one for one in _left(plan.of("aws_lb", "aws_alb", "aws_elb")) if _balancer(one) == kind]
        found.append(Part(f"{kind} load balancer", len(some), 0, getattr(balancers, kind), balancers.date, _new(some)))
    return tuple(one for one in found if one.count)


def _left(changes: Iterable[Change]) -> list[Change]:
    return [one for one in changes if one.after and not one.deposed]


def _new(changes: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(one for one in changes if one.verb.creates)


def _interface(change: Change) -> bool:
    return change.get("vpc_endpoint_type") in ("Interface", "GatewayLoadBalancer")


def _zones(change: Change, otherwise: int) -> int:
    """Return in how many zones an endpoint stands: its subnets; where their number is not known, as many as planned."""
    subnets = change.get("subnet_ids")
    return len(subnets) or 1 if isinstance(subnets, (list, tuple)) else otherwise


def _balancer(change: Change) -> str:
    kind = change.get("load_balancer_type")
    return "classic" if change.type == "aws_elb" else kind if isinstance(kind, str) else "application"
