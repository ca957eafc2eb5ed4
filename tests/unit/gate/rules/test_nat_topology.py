"""PG-013: NAT by environment, and zones that leave through another one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from guardrails.gate.rules.nat_topology import check
from guardrails.model.organization.levels import find_account
from guardrails.model.organization.tree import Settings
from tests.unit.gate.building import organization
from tests.unit.gate.rules.judging import judged, new, planned, said, stays

Row = dict[str, Any]


def network(zone_of_gateway: str = "us-east-1b", **gateway: Any) -> list[Row]:
    """A public subnet with a gateway, and a private subnet in zone b whose table leads to it; all ids are known."""
    return [
        stays("aws_subnet.public", id="subnet-p", cidr_block="10.2.0.0/24", availability_zone=zone_of_gateway),
        stays("aws_subnet.private", id="subnet-b", cidr_block="10.2.11.0/24", availability_zone="us-east-1b"),
        stays("aws_nat_gateway.this", id="nat-1", subnet_id="subnet-p", **gateway),
        stays("aws_route_table.private", id="rtb-b"),
        stays("aws_route_table_association.b", id="rtbassoc-1", subnet_id="subnet-b", route_table_id="rtb-b"),
    ]


def route(**after: Any) -> Row:
    values = {"route_table_id": "rtb-b", "destination_cidr_block": "0.0.0.0/0", "nat_gateway_id": "nat-1", **after}
    return new("aws_route.out", **values)


def test_a_zone_leaves_through_its_own_gateway() -> None:
    assert judged(check, [*network(), route()]) == []


def test_a_zone_leaves_through_another_one() -> None:
    [found] = judged(check, [*network("us-east-1a"), route()])
    assert said([found]) == {("aws_route.out", "error")}
    assert "zone us-east-1b leaves through aws_nat_gateway.this, which stands in zone us-east-1a" in found.message
    assert (found.attribute, found.found) == ("nat_gateway_id", "us-east-1a")


def test_what_was_so_before_is_not_reported() -> None:
    before = stays("aws_route.out", route_table_id="rtb-b", destination_cidr_block="0.0.0.0/0", nat_gateway_id="nat-1")
    assert judged(check, [*network("us-east-1a"), before]) == []


def test_a_regional_gateway_stands_in_every_zone() -> None:
    assert judged(check, [*network("us-east-1a", availability_mode="regional"), route()]) == []


def test_a_route_that_takes_not_everything_is_fine() -> None:
    assert judged(check, [*network("us-east-1a"), route(destination_cidr_block="203.0.113.0/24")]) == []


def test_a_route_within_a_table_to_a_gateway_of_another_root_is_undecided() -> None:
    inside = [{"cidr_block": "0.0.0.0/0", "nat_gateway_id": "nat-elsewhere"}]
    rows = [one for one in network() if one["type"] not in ("aws_nat_gateway", "aws_route_table")]
    [found] = judged(check, [*rows, new("aws_route_table.private", id="rtb-b", route=inside)])
    assert said([found]) == {("aws_route_table.private", "undecided")}


def test_a_gateway_whose_subnet_cannot_be_followed_is_undecided() -> None:
    rows = [one for one in network() if one["type"] != "aws_nat_gateway"]
    lost = new("aws_nat_gateway.this", ("subnet_id",), id="nat-1")
    [found] = judged(check, [*rows, lost, route()])
    assert said([found]) == {("aws_route.out", "undecided")}
    assert found.hangs_on == ("aws_nat_gateway.this.subnet_id",)


def test_a_gateway_that_is_not_in_the_plan_is_undecided() -> None:
    [found] = judged(check, [*network(), route(nat_gateway_id="nat-elsewhere")])
    assert found.undecided and "nat-elsewhere" in found.message


def test_inline_routes_count() -> None:
    rows = [one for one in network("us-east-1a") if one["type"] != "aws_route_table"]
    table = new("aws_route_table.private", id="rtb-b", route=[{"cidr_block": "0.0.0.0/0", "nat_gateway_id": "nat-1"}])
    assert said(judged(check, [*rows, table])) == {("aws_route_table.private", "error")}


GATEWAY = new("aws_nat_gateway.main", subnet_id="subnet-elsewhere")
INSTANCE = new("aws_instance.forwarder", source_dest_check=False, instance_type="t3.micro")


@pytest.mark.parametrize(
    ("account", "row", "bad"),
    [("Dev", GATEWAY, True), ("Prod", GATEWAY, False), ("Dev", INSTANCE, False), ("Prod", INSTANCE, True)],
)
def test_nat_is_what_the_file_plans(account: str, row: Row, bad: bool) -> None:
    found = judged(check, [row], account)
    assert said(found) == ({(row["address"], "error")} if bad else set())


@pytest.mark.parametrize(
    ("row", "bad"),
    [
        (new("aws_instance.nat", instance_type="t3.micro"), True),
        (new("aws_instance.one", tags={"Name": "MM-prod-use1-a-nat"}), True),
        (new("aws_instance.one", tags={"Name": "MM-prod-use1-a-coordinator"}), False),
        (new("aws_instance.one", tags={"Name": "natural-language"}), False),
        (new("aws_instance.one", source_dest_check=True), False),
    ],
)
def test_what_a_nat_instance_is_known_by(row: Row, bad: bool) -> None:
    assert bool(judged(check, [row])) is bad


def test_an_instance_that_a_route_leads_to_is_a_nat_instance() -> None:
    machine = new("aws_instance.out", id="i-1", instance_type="t3.micro")
    default = new("aws_route.out", route_table_id="rtb-b", destination_cidr_block="0.0.0.0/0", instance_id="i-1")
    assert said(judged(check, [machine, default])) == {("aws_instance.out", "error")}


def test_where_the_file_says_nothing_only_crossing_in_prod_is_reported() -> None:
    prod = find_account(organization(), "Prod")
    assert prod is not None
    silent = replace(prod, entry=Settings({}))
    bare = replace(organization(), root=replace(organization().root, ous=(), accounts=(silent,)))
    assert judged(check, [INSTANCE, GATEWAY], "Prod", organization=bare) == []
    assert said(judged(check, [*network("us-east-1a"), route()], organization=bare)) == {("aws_route.out", "error")}


def test_associations_that_cannot_be_followed_are_undecided() -> None:
    rows = [
        *network("us-east-1a")[:4],
        new('aws_subnet.more["x"]', cidr_block="10.2.11.0/25", availability_zone="us-east-1b"),
        new('aws_subnet.more["y"]', cidr_block="10.2.11.128/25", availability_zone="us-east-1b"),
        new('aws_route_table_association.more["z"]', ("subnet_id",), route_table_id="rtb-b"),
        route(),
    ]
    plan = planned(rows, {"aws_route_table_association.more": ["aws_subnet.more", "each.key"]})
    [found] = judged(check, plan)
    assert said([found]) == {("aws_route.out", "undecided")}
    assert 'aws_subnet.more["x"], aws_subnet.more["y"]' in found.message
