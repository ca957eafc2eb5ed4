"""PG-017: every path from the internet, and the paths that break at one step."""

from __future__ import annotations

import json
from typing import Any

import pytest

from guardrails.gate.rules.internet_exposure import check
from tests.unit.gate.building import made, row
from tests.unit.gate.rules.judging import judged, new, planned, said, stays

Row = dict[str, Any]
WORLD = [{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"]}]
OFFICE = [{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["203.0.113.0/24"]}]


def group(ingress: list[dict[str, Any]]) -> Row:
    return new("aws_security_group.one", id="sg-1", ingress=ingress)


def machine(unknown: tuple[str, ...] = (), **after: Any) -> Row:
    values = {"id": "i-1", "vpc_security_group_ids": ["sg-1"], "associate_public_ip_address": True, **after}
    return new("aws_instance.one", unknown, **{key: value for key, value in values.items() if key not in unknown})


def test_an_address_and_an_open_group_are_a_path() -> None:
    [found] = judged(check, [group(WORLD), machine()])
    assert said([found]) == {("aws_instance.one", "error")}
    assert "it asks for a public address; aws_security_group.one lets 0.0.0.0/0 in on tcp 443" in found.message


@pytest.mark.parametrize(
    "rows",
    [
        [group(WORLD), machine(associate_public_ip_address=False)],
        [group(OFFICE), machine()],
        [group([]), machine()],
        [group(WORLD), machine(associate_public_ip_address=None)],
        [group(WORLD), row("aws_instance.one", "delete", before={"associate_public_ip_address": True})],
        [
            stays("aws_security_group.one", id="sg-1", ingress=WORLD),
            stays("aws_instance.one", **machine()["change"]["after"]),
        ],
    ],
    ids=["no-address", "narrow", "closed", "no-address-asked", "goes-away", "was-so-before"],
)
def test_a_path_that_breaks_at_one_step_is_none(rows: list[Row]) -> None:
    assert judged(check, rows) == []


def test_a_group_that_is_not_in_the_plan_is_weak_evidence() -> None:
    assert said(judged(check, [machine()])) == {("aws_instance.one", "warning")}


def test_what_hangs_on_unknown_values_is_undecided() -> None:
    asks = machine(("associate_public_ip_address",))
    assert said(judged(check, [group(WORLD), asks])) == {("aws_instance.one", "undecided")}
    groups = machine(("vpc_security_group_ids",))
    assert said(judged(check, [group(WORLD), groups])) == {("aws_instance.one", "undecided")}
    rule = new(
        "aws_security_group_rule.in",
        ("cidr_blocks",),
        type="ingress",
        security_group_id="sg-1",
        protocol="tcp",
        from_port=1,
        to_port=2,
    )
    assert said(judged(check, [group([]), rule, machine()])) == {("aws_instance.one", "undecided")}
    stray = new(
        "aws_vpc_security_group_ingress_rule.in", ("security_group_id",), cidr_ipv4="0.0.0.0/0", ip_protocol="tcp"
    )
    assert ("aws_instance.one", "undecided") in said(judged(check, [group([]), stray, machine()]))


def test_an_elastic_address_counts_by_instance_and_by_association() -> None:
    bare = machine(associate_public_ip_address=None)
    for giver in (new("aws_eip.one", instance="i-1"), new("aws_eip_association.one", instance_id="i-1")):
        [found] = judged(check, [group(WORLD), bare, giver])
        assert f"{giver['address']} gives it a public address" in found.message
    lost = new("aws_eip_association.one", ("instance_id",))
    assert said(judged(check, [group(WORLD), bare, lost])) == {("aws_eip_association.one", "undecided")}


def subnet(gateway: str) -> list[Row]:
    """A subnet that gives public addresses, and its table with a route that leads to a gateway."""
    return [
        new("aws_subnet.one", id="subnet-1", cidr_block="10.2.0.0/24", map_public_ip_on_launch=True),
        new("aws_route_table.one", id="rtb-1"),
        new("aws_route_table_association.one", subnet_id="subnet-1", route_table_id="rtb-1"),
        new("aws_route.out", route_table_id="rtb-1", destination_cidr_block="0.0.0.0/0", **{gateway: f"{gateway}-1"}),
        new("aws_internet_gateway.one", id="gateway_id-1"),
    ]


def test_a_carrier_gateway_leads_to_the_internet_too() -> None:
    """Of Wavelength Zones: https://docs.aws.amazon.com/vpc/latest/userguide/Carrier_Gateway.html (2026-11)."""
    rows = subnet("carrier_gateway_id")
    rows[0]["change"]["after"]["cidr_block"] = "10.2.10.0/24"
    assert said(judged(check, rows)) == {("aws_route.out", "error")}


def test_a_subnet_that_aws_chooses_is_not_asked_for_its_setting() -> None:
    bare = machine(associate_public_ip_address=None)
    bare["change"]["after_unknown"] = {"subnet_id": True}
    assert judged(check, made(group(WORLD), bare, *subnet("gateway_id"))) == []


def test_the_subnet_gives_the_address_and_its_table_the_way() -> None:
    bare = machine(associate_public_ip_address=None, subnet_id="subnet-1")
    [found] = judged(check, [group(WORLD), bare, *subnet("gateway_id")])
    assert "its subnet aws_subnet.one gives public addresses" in found.message
    assert "aws_route_table.one leads to the internet gateway" in found.message
    assert judged(check, [group(WORLD), bare, *subnet("nat_gateway_id")]) == []


def test_a_private_subnet_with_a_way_to_the_internet() -> None:
    rows = subnet("gateway_id")
    rows[0]["change"]["after"]["cidr_block"] = "10.2.10.0/24"
    [found] = judged(check, rows)
    assert said([found]) == {("aws_route.out", "error")}
    assert "aws_subnet.one (10.2.10.0/24) is to be private" in found.message


def test_a_private_subnet_that_may_have_a_way_to_the_internet() -> None:
    rows = [
        *(one for one in subnet("gateway_id") if one["type"] not in ("aws_subnet", "aws_route_table_association")),
        new('aws_subnet.more["x"]', cidr_block="10.2.10.0/25"),
        new('aws_subnet.more["y"]', cidr_block="10.2.10.128/25"),
        new('aws_route_table_association.more["z"]', ("subnet_id",), route_table_id="rtb-1"),
    ]
    plan = planned(rows, {"aws_route_table_association.more": ["aws_subnet.more", "each.key"]})
    assert said(judged(check, plan)) == {("aws_route.out", "undecided")}


def test_the_main_table_is_that_of_subnets_without_one() -> None:
    rows = [
        new("aws_vpc.one", id="vpc-1", cidr_block="10.2.0.0/16"),
        new("aws_subnet.one", id="subnet-1", vpc_id="vpc-1", cidr_block="10.2.10.0/24"),
        new("aws_main_route_table_association.one", vpc_id="vpc-1", route_table_id="rtb-1"),
        new("aws_route_table.one", id="rtb-1", route=[{"cidr_block": "0.0.0.0/0", "gateway_id": "igw-1"}]),
    ]
    assert said(judged(check, rows)) == {("aws_route_table.one", "error")}


@pytest.mark.parametrize(
    ("after", "rows", "outcome"),
    [
        ({"internal": False, "security_groups": ["sg-1"]}, [group(WORLD)], "error"),
        ({"internal": False, "security_groups": ["sg-1"]}, [group(OFFICE)], None),
        ({"internal": False, "security_groups": ["sg-9"]}, [], "error"),
        ({"internal": False, "load_balancer_type": "network"}, [], "error"),
        ({"internal": True, "security_groups": ["sg-1"]}, [group(WORLD)], None),
        ({"load_balancer_type": "gateway"}, [], None),
    ],
)
def test_load_balancers(after: dict[str, Any], rows: list[Row], outcome: str | None) -> None:
    found = judged(check, [new("aws_lb.one", **after), *rows])
    assert said(found) == ({("aws_lb.one", outcome)} if outcome else set())


def test_a_load_balancer_that_may_face_the_internet_is_undecided() -> None:
    assert said(judged(check, [new("aws_lb.one", ("internal",))])) == {("aws_lb.one", "undecided")}


@pytest.mark.parametrize(
    ("ingress", "outcome"),
    [
        ({"ip_protocol": "-1", "cidr_ipv4": "0.0.0.0/0"}, "warning"),
        ({"ip_protocol": "-1", "cidr_ipv4": "128.0.0.0/1"}, "warning"),
        ({"ip_protocol": "-1", "cidr_ipv4": "64.0.0.0/2"}, "warning"),
        ({"ip_protocol": "-1", "cidr_ipv6": "2000::/3"}, "warning"),
        ({"ip_protocol": "tcp", "from_port": 0, "to_port": 65535, "cidr_ipv6": "::/0"}, "warning"),
        ({"ip_protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_ipv4": "0.0.0.0/0"}, None),
        ({"ip_protocol": "-1", "cidr_ipv4": "10.0.0.0/8"}, None),
    ],
)
def test_groups_that_open_everything(ingress: dict[str, Any], outcome: str | None) -> None:
    found = judged(check, [new("aws_vpc_security_group_ingress_rule.in", security_group_id="sg-1", **ingress)])
    assert said(found) == ({("aws_vpc_security_group_ingress_rule.in", outcome)} if outcome else set())


@pytest.mark.parametrize(
    "row",
    [
        new("aws_security_group.one", ("ingress",)),
        new("aws_security_group_rule.in", ("cidr_blocks",), type="ingress", protocol="-1", security_group_id="sg-1"),
        new("aws_vpc_security_group_ingress_rule.in", ("from_port",), cidr_ipv4="0.0.0.0/0", ip_protocol="tcp"),
    ],
)
def test_rules_that_may_open_everything_are_undecided(row: Row) -> None:
    assert said(judged(check, [row])) == {(row["address"], "undecided")}


def test_a_prefix_list_of_the_plan_is_opened() -> None:
    everything = new("aws_ec2_managed_prefix_list.all", id="pl-1", entry=[{"cidr": "0.0.0.0/0"}])
    rule = new(
        "aws_vpc_security_group_ingress_rule.in", security_group_id="sg-1", prefix_list_id="pl-1", ip_protocol="-1"
    )
    assert said(judged(check, [everything, rule])) == {("aws_vpc_security_group_ingress_rule.in", "warning")}


@pytest.mark.parametrize(
    ("address", "attribute", "bad", "good"),
    [
        ("aws_lambda_function_url.one", "authorization_type", "NONE", "AWS_IAM"),
        ("aws_db_instance.one", "publicly_accessible", True, False),
        ("aws_sagemaker_notebook_instance.one", "direct_internet_access", "Enabled", "Disabled"),
        ("aws_sagemaker_domain.one", "app_network_access_type", "PublicInternetOnly", "VpcOnly"),
        ("aws_ami_launch_permission.one", "group", "all", None),
        ("aws_s3_bucket_acl.one", "acl", "public-read", "private"),
    ],
)
def test_settings(address: str, attribute: str, bad: object, good: object) -> None:
    assert said(judged(check, [new(address, **{attribute: bad})])) == {(address, "error")}
    assert judged(check, [new(address, **{attribute: good})]) == []
    assert said(judged(check, [new(address, (attribute,))])) == {(address, "undecided")}


def test_a_database_behind_a_closed_group_is_not_reached() -> None:
    database = new("aws_db_instance.one", publicly_accessible=True, vpc_security_group_ids=["sg-1"])
    assert judged(check, [database, group(OFFICE)]) == []
    assert said(judged(check, [database, group(WORLD)])) == {("aws_db_instance.one", "error")}


@pytest.mark.parametrize(
    ("config", "outcome"),
    [
        ({"endpoint_public_access": True}, "warning"),
        ({"endpoint_public_access": True, "public_access_cidrs": ["203.0.113.0/24"]}, None),
        ({"endpoint_public_access": False}, None),
    ],
)
def test_the_api_of_a_cluster(config: dict[str, Any], outcome: str | None) -> None:
    found = judged(check, [new("aws_eks_cluster.one", vpc_config=[config])])
    assert said(found) == ({("aws_eks_cluster.one", outcome)} if outcome else set())


EVERYBODY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Sid": "All", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}],
    }
)


def test_a_public_policy_and_the_block_before_it() -> None:
    policy = new("aws_s3_bucket_policy.one", bucket="models", policy=EVERYBODY)
    [found] = judged(check, [policy])
    assert (found.severity.value, found.attribute) == ("error", "policy")
    assert "(All)" in found.message and "no public access block" in found.message
    block = new("aws_s3_bucket_public_access_block.one", bucket="models", block_public_policy=True)
    assert said(judged(check, [policy, block])) == {("aws_s3_bucket_policy.one", "warning")}
    half = new("aws_s3_bucket_public_access_block.one", bucket="models", block_public_policy=False)
    assert "aws_s3_bucket_public_access_block.one does not block it" in judged(check, [policy, half])[0].message


def test_a_policy_that_stays_as_it_is_was_there_before() -> None:
    values = {"policy": EVERYBODY, "name": "q"}
    assert judged(check, [row("aws_sqs_queue.one", "update", before={**values, "name": "p"}, after=values)]) == []
    changed = row("aws_sqs_queue.one", "update", before={"policy": ""}, after=values)
    assert said(judged(check, [changed])) == {("aws_sqs_queue.one", "error")}


def test_a_policy_that_is_not_known_or_no_policy_is_undecided() -> None:
    assert said(judged(check, [new("aws_sqs_queue.one", ("policy",))])) == {("aws_sqs_queue.one", "undecided")}
    assert said(judged(check, [new("aws_sqs_queue.one", policy="{not json")])) == {("aws_sqs_queue.one", "undecided")}


def test_a_search_domain_in_a_network_is_not_on_the_internet() -> None:
    assert said(judged(check, [new("aws_opensearch_domain.one", access_policies=EVERYBODY)])) != set()
    inside = new("aws_opensearch_domain.one", access_policies=EVERYBODY, vpc_options=[{"subnet_ids": ["subnet-1"]}])
    assert judged(check, [inside]) == []
