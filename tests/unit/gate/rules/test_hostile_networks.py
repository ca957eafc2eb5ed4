"""Values of shapes that no provider sends: the rules on networks answer, and never end in a traceback."""

from __future__ import annotations

from typing import Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st

from guardrails.gate.network import segments
from guardrails.gate.rules import (
    address_plan_kept,
    internet_exposure,
    nat_topology,
    private_endpoints,
    reachability,
    static_cost,
)
from guardrails.terraform.references.resolver import resolver_of
from tests.unit.gate.building import inspect, made, row

RULES: Final = (address_plan_kept, reachability, nat_topology, static_cost, internet_exposure, private_endpoints)
NETWORK: Final = (
    *("aws_vpc", "aws_subnet", "aws_route_table", "aws_route", "aws_route_table_association", "aws_internet_gateway"),
    *("aws_main_route_table_association", "aws_nat_gateway", "aws_eip", "aws_eip_association", "aws_network_interface"),
    *("aws_ec2_managed_prefix_list", "aws_s3_bucket_public_access_block", "aws_vpc_endpoint_private_dns"),
    *segments._ATTACHMENTS,
)
TYPES: Final = sorted({type for one in RULES for type in one.TYPES} | set(NETWORK))
NAMES: Final = (
    *("id", "tags", "name", "cidr_block", "vpc_id", "subnet_id", "subnet_ids", "route_table_id", "route_table_ids"),
    *("availability_zone", "map_public_ip_on_launch", "route", "gateway_id", "nat_gateway_id", "network_interface_id"),
    *(
        "destination_cidr_block",
        "transit_gateway_id",
        "transit_gateway_route_table_id",
        "transit_gateway_attachment_id",
    ),
    *("default_route_table_association", "default_route_table_propagation", "peer_owner_id", "blackhole", "entry"),
    *("instance_type", "instance_types", "source_dest_check", "mixed_instances_policy", "instance_requirements"),
    *("production_variants", "compute_resources", "launch_template", "override", "accelerator_count", "min"),
    *(
        "initial_instance_count",
        "desired_size",
        "scaling_config",
        "load_balancer_type",
        "internal",
        "vpc_endpoint_type",
    ),
    *("service_name", "private_dns_enabled", "ingress", "cidr_blocks", "cidr_ipv4", "from_port", "to_port", "protocol"),
    *(
        "ip_protocol",
        "type",
        "security_group_id",
        "security_groups",
        "vpc_security_group_ids",
        "prefix_list_id",
        "cidr",
    ),
    *("associate_public_ip_address", "network_interfaces", "network_configuration", "assign_public_ip", "instance"),
    *("instance_id", "publicly_accessible", "vpc_config", "endpoint_public_access", "public_access_cidrs", "policy"),
    *("bucket", "block_public_policy", "principal", "condition", "source_arn", "key", "value", "Name", "Segment"),
)
TEXTS: Final = (
    *(
        "",
        "10.1.0.0/16",
        "10.1.20.0/24",
        "10.0.0.0/99",
        "0.0.0.0/0",
        "::/0",
        "vpc-1",
        "subnet-1",
        "rtb-1",
        "sg-1",
        "igw-1",
    ),
    *(
        "enable",
        "Interface",
        "com.amazonaws.us-east-1.s3",
        "com.amazonaws",
        "p3.16xlarge",
        "p",
        ".",
        "ml.",
        "-1",
        "tcp",
    ),
    *("222222222222", "*", "{", "[]", '{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:*"}]}'),
    *('{"Statement": [{"Effect": "Allow", "Principal": {"AWS": ["*", 5]}, "Action": "s3:*", "Resource": "*"}, 7]}',),
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from((0, -1, 443, 65536, 10**30, 0.5, 443.0, 1e308, -1e308)),
    st.sampled_from(TEXTS),
    st.text(max_size=4),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=10,
)
HELD = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=8)
MASKS = st.dictionaries(st.sampled_from(NAMES), st.just(True), max_size=4)


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    """A row of any of the rules' types with any values, masks and actions."""
    sides = {"before": draw(HELD), "after": draw(HELD), "after_unknown": draw(MASKS), "after_sensitive": draw(MASKS)}
    actions = draw(st.sampled_from(("no-op", "create", "update", "delete", "transmogrify")))
    return row(f"{draw(st.sampled_from(TYPES))}.n{draw(st.integers(0, 9))}", actions, **sides)


@settings(max_examples=80, deadline=None)
@given(st.lists(rows(), min_size=1, max_size=5), st.sampled_from(("Dev", "Prod", "Management")))
def test_whatever_stands_in_a_plan_the_rules_answer(plan: list[dict[str, Any]], account: str) -> None:
    read = made(*{one["address"]: one for one in plan}.values())
    inspection = inspect(read, account, references=resolver_of(read))
    for rule in RULES:
        for found in rule.check(inspection):
            assert found.rule == rule.RULE.id
            assert found.message and found.address in read.by_address
            assert found.hangs_on if found.undecided else found.expected
