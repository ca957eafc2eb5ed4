"""Instance types, and the patterns of a cap, checked against every known type."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase

import pytest

from guardrails.catalog.instance_types import (
    accelerated_types,
    close_instance_types,
    instance_type,
    instance_type_names,
    over_cap_patterns,
)

FAMILIES = ("p*", "g*", "trn*", "inf*", "dl*", "vt*", "f1*", "f2*", "cg1*")
ALLOWED = (
    (),
    ("p3.2xlarge", "g5.xlarge"),
    ("p2.xlarge", "p3.2xlarge", "g4dn.xlarge", "g4ad.xlarge", "g5.xlarge", "g5g.xlarge", "g6.xlarge", "g6f.large"),
    ("inf2.xlarge", "trn1.2xlarge", "gr6.4xlarge", "p5.4xlarge", "f2.6xlarge"),
    ("p6-b200.48xlarge", "g4dn.metal", "g5g.metal"),
)


def test_a_p3_16xlarge() -> None:
    found = instance_type("p3.16xlarge")
    assert found is not None
    assert (found.family, found.accelerator_kind, found.accelerator_count) == ("p3", "gpu", 8)
    assert found.accelerator_name == "NVIDIA V100"
    assert found.usd_per_hour == 24.48


def test_types_without_accelerator_and_unknown_ones() -> None:
    plain = instance_type("m5.large")
    assert plain is not None
    assert plain.accelerator_kind is None
    assert plain.usd_per_hour is None
    assert instance_type("p99.large") is None
    assert instance_type("") is None


def test_numbers() -> None:
    assert len(instance_type_names()) == len(set(instance_type_names())) == 1437
    assert len(accelerated_types()) == 109
    assert {found.name for found in accelerated_types()} <= set(instance_type_names())


def test_did_you_mean() -> None:
    assert "p3.16xlarge" in close_instance_types("p3.16xlrge")
    assert close_instance_types("nonsense") == ()


@pytest.mark.parametrize("allowed", ALLOWED)
def test_a_cap_matches_every_other_accelerated_type_and_nothing_else(allowed: tuple[str, ...]) -> None:
    patterns = over_cap_patterns(FAMILIES, allowed)
    over = {name for name in instance_type_names() if any(fnmatchcase(name, pattern) for pattern in patterns)}
    assert over == {found.name for found in accelerated_types()} - set(allowed)


@pytest.mark.parametrize("allowed", ALLOWED)
@pytest.mark.parametrize(
    "future", ["p7.48xlarge", "p8e.large", "p9.xlarge", "g8.xlarge", "g9e.2xlarge", "gr7.xlarge", "trn3.48xlarge"]
)
def test_a_cap_reaches_future_generations(allowed: tuple[str, ...], future: str) -> None:
    assert any(fnmatchcase(future, pattern) for pattern in over_cap_patterns(FAMILIES, allowed))


@pytest.mark.parametrize("allowed", ALLOWED)
def test_a_cap_is_small_enough_for_an_scp(allowed: tuple[str, ...]) -> None:
    assert len(json.dumps(over_cap_patterns(FAMILIES, allowed), separators=(",", ":"))) < 1_500


def test_a_cap_without_allowed_types_is_the_families() -> None:
    assert over_cap_patterns(("p*", "inf*", "p3"), ()) == ("p*", "inf*", "p3.*")
    assert over_cap_patterns((), ("p3.2xlarge",)) == ()


def test_a_cap_of_families_that_are_not_accelerated() -> None:
    patterns = over_cap_patterns(("u*", "x1e"), ("u-6tb1.metal", "x1e.xlarge"))
    names = [name for name in instance_type_names() if name.split(".")[0] == "x1e" or name.startswith("u")]
    over = [name for name in instance_type_names() if any(fnmatchcase(name, pattern) for pattern in patterns)]
    assert set(over) == set(names) - {"u-6tb1.metal", "x1e.xlarge"}


SIZES = ("nano", "micro", "small", "medium", "large", "xlarge", "2xlarge", "3xlarge", "24xlarge", "112xlarge")
METAL = ("metal", "metal-24xl", "metal-2xl")


@pytest.mark.parametrize("size", (*SIZES, *METAL))
@pytest.mark.parametrize(
    "family",
    ["p1", "p3", "p3x", "p3en", "p10", "p0", "g5", "g5a", "g5-flex", "g55", "gr5", "gx", "p6-b900", "trn3", "f2a"],
)
def test_the_cap_of_the_reference_reaches_every_name_of_aws_form(family: str, size: str) -> None:
    """`gx` has no digit, and no family of AWS is without: of its sizes only the one that is allowed stays open."""
    name, allowed = f"{family}.{size}", ("p3.2xlarge", "g5.xlarge")
    reached = any(fnmatchcase(name, pattern) for pattern in over_cap_patterns(FAMILIES, allowed))
    assert reached is (name not in (*allowed, "gx.xlarge"))
