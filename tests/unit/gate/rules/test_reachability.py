"""PG-011: who reaches whom through transit gateways, peering and routes; sandboxes reach nobody."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from guardrails.gate.rules.reachability import check
from guardrails.model.organization.tree import Account, Organization, Settings
from tests.unit.gate.building import organization
from tests.unit.gate.rules.judging import judged, new, said

TABLE = "aws_ec2_transit_gateway_route_table"
ATTACHMENT = "aws_ec2_transit_gateway_vpc_attachment"


def hub(*ways: tuple[str, str], associated: dict[str, str] | None = None) -> list[dict[str, Any]]:
    """Tables and attachments of dev, prod and shared with known ids; `ways` are attachment and table."""
    names = ("dev", "prod", "shared")
    rows = [new(f"{TABLE}.{one}", id=f"tgw-rtb-{one}", tags={"Name": f"MM-net-use1-tgw-rtb-{one}"}) for one in names]
    rows += [new(f"{ATTACHMENT}.{one}", id=f"tgw-attach-{one}", tags={"Segment": one}) for one in names]
    for attachment, table in ways:
        rows.append(_join("propagation", attachment, table))
    for attachment, table in (associated or {}).items():
        rows.append(_join("association", attachment, table))
    return rows


def _join(kind: str, attachment: str, table: str) -> dict[str, Any]:
    ids = {
        "transit_gateway_attachment_id": f"tgw-attach-{attachment}",
        "transit_gateway_route_table_id": f"tgw-rtb-{table}",
    }
    return new(f"{TABLE}_{kind}.{attachment}_{table}", **ids)


def test_segments_reach_themselves_and_what_is_shared() -> None:
    assert judged(check, hub(("dev", "dev"), ("shared", "dev"), ("dev", "shared"), ("prod", "shared"))) == []


def test_a_propagation_joins_two_workloads() -> None:
    [found] = judged(check, hub(("prod", "dev")))
    assert said([found]) == {(f"{TABLE}.dev", "error")}
    assert found.message.startswith("dev reaches prod")


def test_associations_say_more_than_names() -> None:
    assert judged(check, hub(("prod", "dev"), associated={"prod": "dev"})) == []
    [found] = judged(check, hub(("prod", "shared"), associated={"dev": "shared"}))
    assert "dev reaches prod" in found.message


def test_a_static_route_joins_two_workloads() -> None:
    ids = {"transit_gateway_attachment_id": "tgw-attach-prod", "transit_gateway_route_table_id": "tgw-rtb-dev"}
    way = new("aws_ec2_transit_gateway_route.to_prod", destination_cidr_block="10.2.0.0/16", **ids)
    assert said(judged(check, [*hub(), way])) == {("aws_ec2_transit_gateway_route.to_prod", "error")}
    hole = new("aws_ec2_transit_gateway_route.hole", destination_cidr_block="10.2.0.0/16", blackhole=True, **ids)
    assert judged(check, [*hub(), hole]) == []


def test_a_table_of_another_root_is_undecided_but_for_what_is_shared() -> None:
    elsewhere = _join("propagation", "prod", "elsewhere")
    [found] = judged(check, [*hub(), elsewhere])
    assert said([found]) == {(elsewhere["address"], "undecided")}
    assert "is not in the plan" in found.message
    assert judged(check, [*hub(), _join("propagation", "shared", "elsewhere")]) == []


def test_the_organization_file_lets_segments_reach_others() -> None:
    let = replace(organization(), sections=Settings({"segments": {"dev": {"tgw": "x", "may_reach": ["prod.ecr"]}}}))
    assert judged(check, hub(("prod", "dev")), organization=let) == []
    assert judged(check, hub(("dev", "prod")), organization=let) != []


def test_an_attachment_that_nobody_knows_is_undecided() -> None:
    rows = [*hub(), _join("propagation", "stranger", "dev")]
    assert said(judged(check, rows)) == {(f"{TABLE}_propagation.stranger_dev", "undecided")}


@pytest.mark.parametrize(
    ("association", "propagation", "outcome"),
    [
        ("enable", "enable", "error"),
        ("enable", "disable", None),
        ("disable", "enable", None),
        ("enable", None, "undecided"),
    ],
)
def test_default_tables(association: str, propagation: str | None, outcome: str | None) -> None:
    unknown = () if propagation else ("default_route_table_propagation",)
    values = {"default_route_table_association": association}
    if propagation:
        values["default_route_table_propagation"] = propagation
    found = judged(check, [new("aws_ec2_transit_gateway.main", unknown, **values)])
    assert said(found) == ({("aws_ec2_transit_gateway.main", outcome)} if outcome else set())


@pytest.mark.parametrize(
    ("owner", "bad"),
    [("222222222222", True), ("333333333333", False), ("111111111111", False), ("999999999999", False)],
)
def test_peering_of_workloads(owner: str, bad: bool) -> None:
    row = new("aws_vpc_peering_connection.one", vpc_id="vpc-1", peer_vpc_id="vpc-2", peer_owner_id=owner)
    assert bool(judged(check, [row], "Prod")) is bad


def test_peering_with_who_knows_whom_is_undecided() -> None:
    row = new("aws_vpc_peering_connection.one", ("peer_owner_id",), vpc_id="vpc-1", peer_vpc_id="vpc-2")
    assert said(judged(check, [row])) == {("aws_vpc_peering_connection.one", "undecided")}


def test_a_route_into_the_vpc_of_another_workload() -> None:
    way = {"route_table_id": "rtb-1", "transit_gateway_id": "tgw-1"}
    assert said(judged(check, [new("aws_route.one", destination_cidr_block="10.1.10.0/24", **way)])) == {
        ("aws_route.one", "error")
    }
    assert judged(check, [new("aws_route.one", destination_cidr_block="10.9.0.0/16", **way)]) == []
    assert judged(check, [new("aws_route.one", destination_cidr_block="10.2.0.0/16", **way)]) == []


def sandbox() -> Organization:
    ana = Account("Ana", id="555555555555", env="sandbox", connectivity="none")
    return replace(organization(), root=replace(organization().root, accounts=(ana,)))


@pytest.mark.parametrize("type", [ATTACHMENT, "aws_vpn_connection", "aws_vpn_gateway", "aws_vpc_peering_connection"])
def test_a_sandbox_has_no_corporate_route(type: str) -> None:
    assert (f"{type}.one", "error") in said(judged(check, [new(f"{type}.one")], "Ana", organization=sandbox()))
    assert judged(check, [new(f"{ATTACHMENT}.one")], "Dev") == []
    assert judged(check, [new("aws_internet_gateway.one")], "Ana", organization=sandbox()) == []
