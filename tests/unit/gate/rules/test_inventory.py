"""Counts of a network's parts."""

from __future__ import annotations

from typing import Any

import pytest

from guardrails.gate.rules.inventory import check
from guardrails.model.plan.change import Change
from guardrails.model.plan.plan import Plan
from tests.unit.gate.building import committed, row
from tests.unit.gate.rules.judging import judged, said

VPC = "aws_vpc.main"


def without(name: str, *types: str) -> Plan:
    """A live plan without the first resource of each of these types."""
    plan = committed(name)
    gone = {plan.of(type)[0].address for type in types}
    return _with(plan, tuple(one for one in plan.changes if one.address not in gone))


def _with(plan: Plan, changes: tuple[Change, ...]) -> Plan:
    return Plan(plan.file, changes=changes, root=plan.root, providers=plan.providers, digest=plan.digest)


@pytest.mark.parametrize(("name", "account"), [("live-dev-networking", "Dev"), ("live-prod-networking", "Prod")])
def test_live_networks_have_what_is_planned(name: str, account: str) -> None:
    assert judged(check, name, account) == []


@pytest.mark.parametrize(
    ("type", "found", "expected"),
    [
        ("aws_subnet", "3 subnets", "4 subnets"),
        ("aws_flow_log", "no flow logs", "1 flow log"),
        ("aws_route_table", "1 route table", "2 route tables"),
        ("aws_route_table_association", "3 associations of route tables", "4 associations of route tables"),
        ("aws_internet_gateway", "no internet gateways", "1 internet gateway"),
        ("aws_eip", "no addresses", "1 address"),
        ("aws_instance", "no NAT instances", "1 NAT instance"),
    ],
)
def test_a_part_that_is_missing_in_dev_is_found(type: str, found: str, expected: str) -> None:
    (one,) = judged(check, without("live-dev-networking", type), "Dev")
    assert (one.address, one.found, one.expected) == ("module.network.aws_vpc.this", found, expected)


def test_prod_has_a_gateway_in_each_zone_of_both_regions() -> None:
    (one,) = judged(check, without("live-prod-networking", "aws_nat_gateway"), "Prod")
    assert (one.found, one.expected) == ("3 NAT gateways", "4 NAT gateways")


def test_one_part_too_many_is_found() -> None:
    plan = committed("live-dev-networking")
    (first, *_) = plan.of("aws_eip")
    more = Change(f"{first.address}x", first.type, first.name, first.verb, 99, after=first.after)
    (one,) = judged(check, _with(plan, (*plan.changes, more)), "Dev")
    assert (one.found, one.expected) == ("2 addresses", "1 address")


def test_parts_of_a_network_that_is_elsewhere_are_not_counted() -> None:
    assert judged(check, "clean", "Dev") == []
    assert judged(check, [row("aws_subnet.a", after={"cidr_block": "10.1.0.0/24"})], "Dev") == []


def test_the_root_of_networks_is_counted_however_little_it_has() -> None:
    rows = [row(VPC, after={"cidr_block": "10.1.0.0/16"})]
    assert judged(check, rows, "Dev") == []
    found = judged(check, rows, "Dev", module="networking")
    assert {one.expected for one in found} >= {"4 subnets", "1 flow log", "1 NAT instance"}


def test_a_second_vpc_is_found_anywhere() -> None:
    rows = [row(VPC, after={"cidr_block": "10.1.0.0/16"}), row("aws_vpc.more", after={"cidr_block": "10.9.0.0/16"})]
    (one,) = judged(check, rows, "Dev")
    assert (one.address, one.found, one.expected) == ("aws_vpc.more", "2 VPCs", "1 VPC")
    assert judged(check, rows, "Prod") == [], "prod has two"


@pytest.mark.parametrize(
    ("address", "values", "account", "found"),
    [
        ("aws_instance.nat", {"source_dest_check": True}, "Prod", True),
        ("aws_instance.way_out", {"source_dest_check": False}, "Prod", True),
        ("aws_instance.worker", {"source_dest_check": True}, "Prod", False),
        ("aws_instance.nat", {"source_dest_check": False}, "Dev", False),
        ("aws_nat_gateway.a", {}, "Dev", True),
        ("aws_nat_gateway.a", {}, "Prod", False),
    ],
)
def test_nat_of_a_kind_that_nobody_planned_is_found(
    address: str, values: dict[str, Any], account: str, found: bool
) -> None:
    assert said(judged(check, [row(address, after=values)], account)) == ({(address, "error")} if found else set())


def test_what_goes_away_does_not_count() -> None:
    assert judged(check, [row("aws_nat_gateway.a", "delete", before={"id": "nat-1"})], "Dev") == []


def test_parts_that_are_put_off_are_undecided() -> None:
    plan = without("live-dev-networking", "aws_flow_log")
    (gone,) = committed("live-dev-networking").of("aws_flow_log")
    put_off = Plan(plan.file, changes=plan.changes, deferred=(gone,), root=plan.root, providers=plan.providers)
    (one,) = judged(check, put_off, "Dev")
    assert one.undecided and one.hangs_on == ("aws_flow_log",)


def test_accounts_without_planned_networks_are_left_out() -> None:
    assert judged(check, [row(VPC, after={"cidr_block": "10.1.0.0/16"})], "Management") == []
