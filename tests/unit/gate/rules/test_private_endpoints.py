"""PG-027: endpoints that answer to the services' names, and private subnets without a way out."""

from __future__ import annotations

from typing import Any

import pytest

from guardrails.gate.rules.private_endpoints import check
from tests.unit.gate.rules.judging import judged, new, said, stays

SERVICES = ("s3", "dynamodb", "secretsmanager", "ecr.api", "ecr.dkr", "sts", "logs")
"""The endpoints that the organization file asks for in Dev."""


def endpoint(service: str, **after: Any) -> dict[str, Any]:
    gateway = service in ("s3", "dynamodb")
    values: dict[str, Any] = {
        "service_name": f"com.amazonaws.us-east-1.{service}",
        "vpc_id": "vpc-1",
        "vpc_endpoint_type": "Gateway" if gateway else "Interface",
        **({"route_table_ids": ["rtb-1"]} if gateway else {"private_dns_enabled": True}),
        **after,
    }
    return new(f"aws_vpc_endpoint.{service.replace('.', '_')}", **values)


NETWORK = [
    new("aws_vpc.main", id="vpc-1", cidr_block="10.1.0.0/16"),
    new("aws_subnet.private", id="subnet-1", vpc_id="vpc-1", cidr_block="10.1.10.0/24"),
    new("aws_route_table.private", id="rtb-1", vpc_id="vpc-1"),
    new("aws_route_table_association.private", id="rtbassoc-1", subnet_id="subnet-1", route_table_id="rtb-1"),
]


@pytest.mark.parametrize(
    ("private", "severity"), [(True, None), (False, "warning"), (None, "warning")], ids=["on", "off", "default"]
)
def test_private_dns(private: bool | None, severity: str | None) -> None:
    found = judged(check, [endpoint("sts", private_dns_enabled=private)], "Dev")
    assert said(found) == ({("aws_vpc_endpoint.sts", severity)} if severity else set())


def test_private_dns_that_is_not_known_is_undecided() -> None:
    row = new(
        "aws_vpc_endpoint.sts",
        ("private_dns_enabled",),
        service_name="com.amazonaws.us-east-1.sts",
        vpc_endpoint_type="Interface",
    )
    assert said(judged(check, [row])) == {("aws_vpc_endpoint.sts", "undecided")}


def test_private_dns_may_be_turned_on_beside_the_endpoint() -> None:
    one = endpoint("sts", id="vpce-1", private_dns_enabled=None)
    on = new("aws_vpc_endpoint_private_dns.sts", vpc_endpoint_id="vpce-1", private_dns_enabled=True)
    assert judged(check, [one, on], "Dev") == []


def test_endpoints_of_others_and_gateways_need_no_private_dns() -> None:
    theirs = new(
        "aws_vpc_endpoint.x", service_name="com.amazonaws.vpce.us-east-1.vpce-svc-1", vpc_endpoint_type="Interface"
    )
    assert judged(check, [endpoint("s3")], "Dev") == []
    assert said(judged(check, [theirs], "Dev")) <= {("aws_vpc_endpoint.x", "warning")}


def test_a_subnet_with_every_endpoint_needs_no_nat() -> None:
    assert judged(check, [*NETWORK, *map(endpoint, SERVICES)], "Dev") == []


def test_a_subnet_without_way_out_lacks_an_endpoint() -> None:
    [found] = judged(check, [*NETWORK, *map(endpoint, SERVICES[:-1])], "Dev")
    assert said([found]) == {("aws_subnet.private", "error")}
    assert "no endpoint of logs" in found.message


def test_a_nat_is_a_way_out() -> None:
    out = new("aws_route.out", route_table_id="rtb-1", destination_cidr_block="0.0.0.0/0", nat_gateway_id="nat-1")
    assert judged(check, [*NETWORK, out], "Dev") == []


def test_a_route_that_may_be_a_way_out_leaves_it_undecided() -> None:
    to = {"nat_gateway_id": "nat-1"}
    where = new("aws_route.out", ("destination_cidr_block",), route_table_id="rtb-1", **to)
    assert said(judged(check, [*NETWORK, where], "Dev")) == {("aws_subnet.private", "undecided")}
    table = new("aws_route.out", ("route_table_id",), destination_cidr_block="0.0.0.0/0", **to)
    assert said(judged(check, [*NETWORK, table], "Dev")) == {("aws_subnet.private", "undecided")}
    inside = new("aws_route.out", ("route_table_id",), destination_cidr_block="10.9.0.0/16", **to)
    assert said(judged(check, [*NETWORK, inside], "Dev")) == {("aws_subnet.private", "error")}
    whole = new("aws_route_table.private", ("route",), id="rtb-1", vpc_id="vpc-1")
    rows = [one for one in NETWORK if one["type"] != "aws_route_table"]
    assert said(judged(check, [*rows, whole], "Dev")) == {("aws_subnet.private", "undecided")}


def test_a_gateway_endpoint_serves_the_tables_it_names() -> None:
    others = [endpoint(one) for one in SERVICES if one != "s3"]
    [found] = judged(check, [*NETWORK, *others, endpoint("s3", route_table_ids=["rtb-9"])], "Dev")
    assert "aws_vpc_endpoint.s3 does not serve it" in found.message
    hidden = endpoint("s3")
    hidden["change"]["after"]["route_table_ids"] = None
    hidden["change"]["after_unknown"] = {"route_table_ids": True}
    assert said(judged(check, [*NETWORK, *others, hidden], "Dev")) == {("aws_subnet.private", "undecided")}


def test_a_root_that_does_not_own_the_vpc_is_not_asked() -> None:
    assert judged(check, NETWORK[1:], "Dev") == []
    settled = [stays(one["address"], **one["change"]["after"]) for one in NETWORK]
    assert judged(check, settled, "Dev") == []
