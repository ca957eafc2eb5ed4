"""Where attributes lead: by id, by reference, by likeness of names, and where nobody can tell."""

from __future__ import annotations

from guardrails.gate.network.links import Links, words
from guardrails.gate.network.network import network_of
from guardrails.gate.network.routing import Gate
from guardrails.terraform.references.resolver import resolver_of
from tests.unit.gate.building import committed, inspect, made
from tests.unit.gate.rules.judging import new, planned


def test_a_known_id_leads_to_the_change_that_has_it() -> None:
    plan = made(
        new("aws_vpc.one", id="vpc-1"), new("aws_subnet.one", vpc_id="vpc-1"), new("aws_subnet.two", vpc_id="vpc-2")
    )
    links = Links(plan, resolver_of(plan))
    assert links.of(plan.by_address["aws_subnet.one"], "vpc_id").only == "aws_vpc.one"
    assert links.of(plan.by_address["aws_subnet.two"], "vpc_id").only == "vpc-2"
    assert links.change("vpc-2") is None


def test_what_is_unset_leads_nowhere_for_sure_and_what_is_unknown_not() -> None:
    plan = planned([new("aws_subnet.one"), new("aws_subnet.two", ("vpc_id",))])
    links = Links(plan, resolver_of(plan))
    nowhere, unknown = (links.of(plan.by_address[f"aws_subnet.{name}"], "vpc_id") for name in ("one", "two"))
    assert nowhere.certain and not nowhere.nodes
    assert not unknown.certain and not unknown.nodes and unknown.only == ""


def test_a_computed_key_leads_to_the_namesake_but_not_for_sure() -> None:
    plan = committed("router-and-nat")
    links = Links(plan, resolver_of(plan))
    for zone in ("a", "b"):
        link = links.of(plan.by_address[f'aws_route_table_association.private["{zone}"]'], "subnet_id")
        assert link.nodes == (f'aws_subnet.tiers["private-{zone}"]',)
        assert not link.certain


def test_without_a_namesake_there_is_no_guess() -> None:
    plan = committed("network-topology")
    links = Links(plan, resolver_of(plan))
    link = links.of(plan.by_address['aws_route_table_association.subnets["reserved"]'], "route_table_id")
    assert link.nodes == () and len(link.possible) == 2 and not link.certain


def test_the_words_of_a_name() -> None:
    assert words("MM-prod-use1-a_nat.x") == {"mm", "prod", "use1", "a", "nat", "x"}


def test_the_network_is_worked_out_once() -> None:
    inspection = inspect("live-prod-networking")
    assert network_of(inspection) is network_of(inspection)
    assert network_of(inspect("live-prod-networking", "Dev")) is not network_of(inspection)


def test_the_routing_of_a_real_network() -> None:
    plan = committed("live-prod-networking")
    net = network_of(inspect(plan, "Prod", references=resolver_of(plan)))
    gates = sorted(route.gate.value for route in net.routing.routes)
    assert gates == ["NAT gateway"] * 4 + ["internet gateway"] * 2
    assert len(net.routing.table_of) == len(net.routing.subnets) == 8
    private = {address for address, one in net.routing.subnets.items() if net.is_private(one)}
    assert all(".private[" in address for address in private) and len(private) == 4
    for address in private:
        [route] = net.routing.leaving(address)
        assert route.gate is Gate.NAT_GATEWAY and route.target.endswith(address[-5:])
    assert not net.routing.maybe_of
