"""Prices of network parts: plausible, dated, and what the requirements compute with."""

from __future__ import annotations

from datetime import date

import pytest

from guardrails.catalog.freshness import snapshots
from guardrails.catalog.prices import HOURS_PER_MONTH, load_balancer_prices, network_prices


def test_the_prices_give_the_monthly_sums_of_the_requirements() -> None:
    prices = network_prices()
    assert prices.interface_endpoint * HOURS_PER_MONTH == pytest.approx(7.20)
    assert prices.nat_gateway * HOURS_PER_MONTH == pytest.approx(32.40)
    assert prices.transit_gateway_attachment * HOURS_PER_MONTH == pytest.approx(36.00)
    assert prices.region == "us-east-1"


def test_the_snapshot_is_listed_with_source_and_date() -> None:
    listed = {one.name: one for one in snapshots()}["prices"]
    prices = network_prices()
    assert listed.date == date.fromisoformat(prices.date)
    assert listed.source == prices.source
    assert prices.source.count("https://aws.amazon.com/") == 3


def test_a_load_balancer_costs_half_a_nat_gateway() -> None:
    prices = load_balancer_prices()
    assert prices.application * HOURS_PER_MONTH == pytest.approx(16.20)
    assert prices.application == prices.network < prices.classic
    assert prices.gateway * HOURS_PER_MONTH == pytest.approx(9.00)
    assert prices.source.startswith("https://aws.amazon.com/")
    assert date.fromisoformat(prices.date)
