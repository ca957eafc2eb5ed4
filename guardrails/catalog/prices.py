"""What the parts of a network cost by the hour, whether or not anything flows through them.

Sources: https://aws.amazon.com/vpc/pricing/, https://aws.amazon.com/privatelink/pricing/ and
https://aws.amazon.com/transit-gateway/pricing/ (2026-09), and for load balancers
https://aws.amazon.com/elasticloadbalancing/pricing/ (2026-11). To add one: a row in `data/prices.json`, a field here.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from guardrails.catalog.store import read_json

HOURS_PER_MONTH: Final = 720
"""30 days, as AWS's own examples and most budgets count."""


class NetworkPrices(NamedTuple):
    """US dollars an hour in `region`; other Regions cost the same or more. `date` is ISO: when the pages were read.

    An interface endpoint is paid for in each Availability Zone, an attachment by the account that owns the VPC.
    """

    nat_gateway: float
    interface_endpoint: float
    transit_gateway_attachment: float
    region: str
    source: str
    date: str


def network_prices() -> NetworkPrices:
    """Return the prices of the snapshot; raises CatalogError when the data file is missing or damaged."""
    file = read_json("prices.json")
    return NetworkPrices(**file["usd_per_hour"], region=file["region"], source=file["source"], date=file["date"])


class LoadBalancerPrices(NamedTuple):
    """US dollars an hour in us-east-1 by kind of load balancer, before capacity units and traffic. `date` is ISO."""

    application: float
    network: float
    gateway: float
    classic: float
    source: str
    date: str


def load_balancer_prices() -> LoadBalancerPrices:
    """Return the prices of the snapshot; raises CatalogError when the data file is missing or damaged."""
    rows = read_json("prices.json")["load_balancers"]
    return LoadBalancerPrices(**rows["usd_per_hour"], source=rows["source"], date=rows["date"])
