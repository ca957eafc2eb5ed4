"""PG-015: accelerators above the cap, and network parts against the budget."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from guardrails.catalog.instance_types import accelerated_types
from guardrails.gate.rules.static_cost import check
from guardrails.model.organization.tree import Account, Organization, Settings
from tests.unit.gate.building import organization, row
from tests.unit.gate.rules.judging import judged, new, said, stays


def machine(type: str) -> dict[str, Any]:
    return new("aws_instance.one", instance_type=type)


def with_settings(**settings: object) -> Organization:
    return replace(organization(), settings=Settings(settings))


@pytest.mark.parametrize("type", ["p3.2xlarge", "g5.xlarge", "t3.micro", "m7i.48xlarge", "ml.t3.medium"])
def test_allowed_types_and_types_without_accelerator_are_fine(type: str) -> None:
    assert judged(check, [machine(type)], "Dev") == []


def test_the_message_shows_the_arithmetic_the_budget_and_the_date() -> None:
    [found] = judged(check, [machine("p3.16xlarge")], "Dev")
    assert "$24.48 x 720 h = $17,625.60 a month" in found.message
    assert "176.3 times the $100 of Dev" in found.message
    assert found.data_date and found.data_date in found.message
    assert (found.found, found.expected) == ("p3.16xlarge", "p3.2xlarge or g5.xlarge")


@pytest.mark.parametrize("type", ["p9.48xlarge", "g5.2xlarge", "trn2.48xlarge", "ml.p3.16xlarge", "P3.16XLARGE"])
def test_future_and_other_accelerators_are_above_the_cap(type: str) -> None:
    [found] = judged(check, [machine(type)], "Prod")
    assert found.severity.value == "error" and type in found.message


def test_a_price_that_nobody_knows_is_said_so() -> None:
    [found] = judged(check, [machine("p9.48xlarge")], "Dev")
    assert "price on demand is not known" in found.message


def test_the_cap_reaches_overrides_node_groups_and_endpoints() -> None:
    override = [{"launch_template": [{"override": [{"instance_type": "t3.micro"}, {"instance_type": "g5.12xlarge"}]}]}]
    rows = [
        new("aws_autoscaling_group.one", mixed_instances_policy=override),
        new("aws_eks_node_group.one", instance_types=["t3.micro", "g5.2xlarge"], scaling_config=[{"desired_size": 3}]),
        new(
            "aws_sagemaker_endpoint_configuration.one",
            production_variants=[
                {"instance_type": "ml.t2.medium", "initial_instance_count": 9},
                {"instance_type": "ml.g5.48xlarge", "initial_instance_count": 2},
            ],
        ),
    ]
    found = {one.address: one for one in judged(check, rows)}
    assert found["aws_autoscaling_group.one"].attribute.endswith("override[1].instance_type")
    assert found["aws_eks_node_group.one"].attribute == "instance_types[1]"
    assert "3 x $1.212" in found["aws_eks_node_group.one"].message
    assert "at least 2 x $16.288" in found["aws_sagemaker_endpoint_configuration.one"].message


def test_what_is_not_known_is_undecided() -> None:
    assert said(judged(check, [new("aws_instance.one", ("instance_type",))])) == {("aws_instance.one", "undecided")}
    asks = new("aws_launch_template.one", instance_requirements=[{"accelerator_count": [{"min": 1, "max": 8}]}])
    assert said(judged(check, [asks])) == {("aws_launch_template.one", "undecided")}
    none = new("aws_launch_template.one", instance_requirements=[{"accelerator_count": [{"max": 0}]}])
    assert judged(check, [none]) == []


def test_a_group_that_starts_with_nothing_is_priced_as_one() -> None:
    """It is there to grow; nothing times a price would read as free."""
    group = new("aws_eks_node_group.one", instance_types=["p3.16xlarge"], scaling_config=[{"desired_size": 0}])
    [found] = judged(check, [group], "Dev")
    assert "$24.48 x 720 h = $17,625.60 a month" in found.message


def test_an_endpoint_of_a_load_balancer_has_a_price_and_a_gateway_has_none() -> None:
    def endpoints(kind: str) -> list[dict[str, Any]]:
        return [new(f"aws_vpc_endpoint.n{at}", vpc_endpoint_type=kind, subnet_ids=["a", "b"]) for at in range(8)]

    [found] = judged(check, endpoints("GatewayLoadBalancer"), "Dev")
    assert "16 interface endpoint in a zone x" in found.message
    assert judged(check, endpoints("Gateway"), "Dev") == []


def test_what_stays_or_goes_costs_nothing_new() -> None:
    gone = row("aws_instance.gone", "delete", before={"instance_type": "p3.16xlarge"})
    assert judged(check, [stays("aws_instance.old", instance_type="p3.16xlarge"), gone], "Dev") == []


def test_without_a_cap_the_budget_decides() -> None:
    free = with_settings()
    [found] = judged(check, [machine("p3.2xlarge")], "Dev", organization=free)
    assert found.severity.value == "warning" and "22.0 times the $100" in found.message
    unpriced = next(one.name for one in accelerated_types() if one.usd_per_hour is None)
    [unknown] = judged(check, [machine(unpriced)], "Dev", organization=free)
    assert unknown.undecided and "not known" in unknown.message


def gateway(name: str) -> dict[str, Any]:
    return new(f"aws_nat_gateway.{name}")


def test_a_gateway_that_nobody_planned_takes_dev_over_half_of_its_budget() -> None:
    [found] = judged(check, [gateway("main")], "Dev")
    # 32.40 for the gateway, and 5 endpoints in one zone (36.00) that the organization file plans
    assert "$68.40 a month, 68% of the $100 of Dev" in found.message
    assert (found.severity.value, found.expected) == ("warning", "at most $50.00")


def test_over_the_whole_budget_is_an_error() -> None:
    found = judged(check, [gateway("a"), gateway("b")], "Dev")
    assert said(found) == {("aws_nat_gateway.a", "error")}
    assert "2 NAT gateways where the organization file plans 0" in found[0].message


def test_what_is_planned_is_fine_and_small_things_are_too() -> None:
    assert judged(check, [gateway("a"), gateway("b")], "Prod") == []
    assert judged(check, [new("aws_lb.one", load_balancer_type="network")], "Prod") == []
    assert said(judged(check, [new("aws_elb.one"), new("aws_lb.two")], "Prod")) == {("aws_elb.one", "warning")}


def test_an_endpoint_is_paid_for_in_each_zone() -> None:
    endpoint = {"vpc_endpoint_type": "Interface", "subnet_ids": ["subnet-1", "subnet-2", "subnet-3"]}
    rows = [new(f"aws_vpc_endpoint.e{at}", **endpoint) for at in range(3)]
    [found] = judged(check, rows, "Dev")
    assert "9 interface endpoint in a zone" in found.message
    assert judged(check, [new("aws_vpc_endpoint.s3", vpc_endpoint_type="Gateway")], "Dev") == []


def test_an_account_without_a_budget_is_not_compared() -> None:
    free = Account("Free", id="444444444444", env="dev")
    tree = replace(organization(), root=replace(organization().root, accounts=(free,)))
    assert judged(check, [gateway("main")], "Free", organization=tree) == []
