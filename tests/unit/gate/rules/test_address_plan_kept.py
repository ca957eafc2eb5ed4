"""PG-010: ranges that overlap, that nobody planned, that are reserved."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardrails.gate.rules.address_plan_kept import check
from guardrails.model.organization.levels import find_account
from guardrails.model.organization.tree import Settings
from tests.unit.gate.building import made, organization, row
from tests.unit.gate.rules.judging import judged, new, said, stays


def vpc(name: str, cidr: str) -> dict[str, object]:
    return new(f"aws_vpc.{name}", cidr_block=cidr)


def test_the_planned_range_is_fine_in_its_account_alone() -> None:
    assert judged(check, [vpc("main", "10.1.0.0/16")], "Dev") == []
    [found] = judged(check, [vpc("main", "10.1.0.0/16")], "Prod")
    assert "overlaps with 10.1.0.0/16, the VPC of Dev" in found.message
    assert found.found == "10.1.0.0/16"
    assert found.expected == "10.2.0.0/16, 10.3.0.0/16 (Prod)"


@pytest.mark.parametrize(
    ("cidr", "word"),
    [
        ("10.4.0.0/16", "nobody's address plan"),
        ("10.1.128.0/17", "overlaps with 10.1.0.0/16 in the address plan of Dev"),
        ("10.2.128.0/17", "the VPC of Prod"),
        ("10.0.0.0/8", "overlaps with"),
        ("10.3.255.240/28", "the VPC of Prod"),
    ],
)
def test_what_is_not_planned(cidr: str, word: str) -> None:
    [found] = judged(check, [vpc("other", cidr)], "Dev")
    assert word in found.message
    assert (found.severity.value, found.attribute) == ("error", "cidr_block")


def test_two_vpcs_of_one_plan_overlap() -> None:
    found = judged(check, [vpc("main", "10.1.0.0/16"), vpc("second", "10.1.0.0/16")], "Dev")
    assert said(found) == {("aws_vpc.second", "error")}
    assert "of aws_vpc.main" in found[0].message


def test_a_plan_of_the_same_run_overlaps() -> None:
    dev = find_account(organization(), "Dev")
    assert dev is not None
    bare = replace(organization(), root=replace(organization().root, ous=()))
    other = made(vpc("theirs", "10.9.0.0/16"))
    [found] = judged(check, [vpc("mine", "10.9.1.0/24")], "Management", organization=bare, siblings=((other, dev),))
    assert "Dev (made.json)" in found.message
    assert judged(check, [vpc("mine", "10.8.0.0/16")], "Management", organization=bare, siblings=((other, dev),)) == []


def test_a_vpc_that_stays_is_compared_with_others_only() -> None:
    assert judged(check, [stays("aws_vpc.old", cidr_block="10.4.0.0/16")], "Dev") == []
    assert said(judged(check, [stays("aws_vpc.old", cidr_block="10.2.0.0/16")], "Dev")) == {("aws_vpc.old", "error")}
    assert judged(check, [row("aws_vpc.gone", "delete", before={"cidr_block": "10.4.0.0/16"})], "Dev") == []


def test_a_range_that_is_not_known_is_undecided() -> None:
    assert said(judged(check, [new("aws_vpc.main", ("cidr_block",))])) == {("aws_vpc.main", "undecided")}
    pool = new("aws_vpc.main", ipv4_ipam_pool_id="ipam-pool-1")
    [found] = judged(check, [pool])
    assert found.undecided and found.hangs_on == ("cidr_block",)


@pytest.mark.parametrize(
    ("cidr", "bad"),
    [("10.1.19.0/24", False), ("10.1.20.0/24", True), ("10.1.255.0/24", True), ("10.1.16.0/21", True)],
)
def test_reserved_ranges_stay_free(cidr: str, bad: bool) -> None:
    found = judged(check, [new("aws_subnet.one", cidr_block=cidr)], "Dev")
    assert bool(found) is bad
    assert all("10.1.20.0/24 and up" in one.message for one in found)


def test_a_subnet_whose_range_is_not_known_may_lie_in_a_reserved_one() -> None:
    row = new("aws_subnet.one", ("cidr_block",))
    assert said(judged(check, [row], "Dev")) == {("aws_subnet.one", "undecided")}
    assert judged(check, [row], "Management") == []


def test_a_copy_of_a_topology_has_its_reserved_ranges_too() -> None:
    [found] = judged(check, [new("aws_subnet.dr", cidr_block="10.3.20.0/24")], "Prod")
    assert "10.3.20.0/24 and up" in found.message


def test_without_an_address_plan_only_overlaps_count() -> None:
    nothing = replace(organization(), root=replace(organization().root, ous=()))
    rows = [vpc("one", "10.4.0.0/16"), vpc("two", "10.5.0.0/16")]
    assert judged(check, rows, "Management", organization=nothing) == []
    assert judged(check, [vpc("one", "192.168.0.0/16")], "Management") != []


RANGES = st.builds(
    lambda first, size: str(
        IPv4Network((int(IPv4Network("10.64.0.0/10").network_address) + first, size), strict=False)
    ),
    st.integers(0, 2**22 - 1),
    st.integers(16, 28),
)


@given(st.lists(RANGES, min_size=2, max_size=6))
def test_a_pair_overlaps_just_when_something_is_reported(ranges: list[str]) -> None:
    bare = replace(organization(), root=replace(organization().root, ous=()), sections=Settings())
    rows = [vpc(f"v{at}", cidr) for at, cidr in enumerate(ranges)]
    found = judged(check, rows, "Management", organization=bare)
    networks = [IPv4Network(one) for one in ranges]
    pairs = any(one.overlaps(other) for at, one in enumerate(networks) for other in networks[at + 1 :])
    assert bool(found) is pairs
