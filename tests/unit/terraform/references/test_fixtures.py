"""What references of committed plans lead to, against the truth that the fixtures tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import pytest
import yaml

from guardrails.model.plan.plan import Plan
from guardrails.terraform.reading.plan_file import read_plan
from guardrails.terraform.references.resolver import Resolver
from guardrails.terraform.sources.reader import read_sources

FIXTURES = Path("tests/terraform/fixtures")
LOCALS: Mapping[str, tuple[str, ...]] = {"bid": ("aws_s3_bucket.loc.id", "aws_s3_bucket.loc")}
PROTECTED = {
    'aws_s3_bucket.fe["a"]': False,
    'aws_s3_bucket.fe["b"]': True,
    'aws_s3_bucket.fe["c"]': False,
    "aws_s3_bucket.ct[0]": False,
    "aws_s3_bucket.ct[1]": True,
    "aws_s3_bucket.lit": True,
    "aws_s3_bucket.loc": True,
    "module.mb.aws_s3_bucket.this": True,
    "module.mc[0].aws_s3_bucket.this": False,
    "module.mc[1].aws_s3_bucket.this": True,
}
"""The ten buckets and whether a public access block protects each."""

WORKED_OUT = {'aws_route_table_association.subnets["reserved"]', 'aws_route_table_association.private["b"]'}


class Told:
    """The definitions of locals, without sources."""

    def locals_of(self, module_path: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
        return {} if module_path else LOCALS


def from_sources(name: str) -> Resolver:
    return Resolver(plan_of(name), read_sources(FIXTURES / name))


@lru_cache
def plan_of(name: str) -> Plan:
    return read_plan(Path(f"tests/terraform/plans/{name}.json"))


def joins() -> Iterator[tuple[str, str, str]]:
    for file in sorted(FIXTURES.glob("*/fixture.yaml")):
        told = yaml.safe_load(file.read_text())
        for address, target in told.get("joins", {}).items():
            yield file.parent.name, address, target


@pytest.mark.parametrize("whole", [False, True], ids=["locals alone", "sources"])
@pytest.mark.parametrize(("address", "protected"), PROTECTED.items())
def test_ten_buckets(address: str, protected: bool, whole: bool) -> None:
    plan = plan_of("references")
    resolver = from_sources("references") if whole else Resolver(plan, Told())
    found = resolver.sources(plan.by_address[address], "aws_s3_bucket_public_access_block", "bucket")
    assert found.certain and not found.possible
    assert len(found.changes) == protected


@pytest.mark.parametrize(("address", "protected"), PROTECTED.items())
def test_ten_buckets_without_the_definition_of_the_local(address: str, protected: bool) -> None:
    plan = plan_of("references")
    found = Resolver(plan).sources(plan.by_address[address], "aws_s3_bucket_public_access_block", "bucket")
    # Sure is what needs no local, and nothing else is said to be sure.
    assert len(found.changes) == (protected and not address.endswith(".loc"))
    # Terraform names the attributes that contribute to changes; these two buckets are none of them.
    assert found.certain == (address in ("aws_s3_bucket.ct[0]", "aws_s3_bucket.lit"))
    if found.certain:
        assert len(found.changes) == protected
    else:
        assert found.through == ("local.bid",)


def test_what_passes_through_an_unknown_local_is_not_certain() -> None:
    plan = plan_of("references")
    change = plan.by_address["aws_s3_bucket_public_access_block.loc"]
    found = Resolver(plan).targets(change, "bucket", ("aws_s3_bucket",))
    assert found.changes == () and not found.certain and found.through == ("local.bid",)
    assert plan.by_address["aws_s3_bucket.loc"] in found.possible
    assert plan.by_address["aws_s3_bucket.ct[0]"] not in found.possible


@pytest.mark.parametrize(("name", "address", "target"), list(joins()))
def test_joins(name: str, address: str, target: str) -> None:
    plan = plan_of(name)
    change, wanted = plan.by_address[address], plan.by_address[target]
    config = plan.configured(change)
    assert config is not None
    resolver = Resolver(plan, Told())
    of_the_type = [resolver.targets(change, one, (wanted.type,)) for one in config.expressions]
    any_type = [resolver.targets(change, one) for one in config.expressions]
    assert all(one is wanted for found in of_the_type for one in found.changes), "nothing else of this type"
    if address in WORKED_OUT:
        # The key is made of each.key, which plan JSON does not show.
        assert any(wanted in one.possible and not one.certain for one in of_the_type)
        assert not any(one.changes for one in of_the_type)
    else:
        assert any(one.changes == (wanted,) and one.certain for one in of_the_type)
        assert any(wanted in one.changes for one in any_type)


@pytest.mark.parametrize(("name", "address", "target"), list(joins()))
def test_joins_with_the_sources(name: str, address: str, target: str) -> None:
    plan = plan_of(name)
    change, wanted = plan.by_address[address], plan.by_address[target]
    config = plan.configured(change)
    assert config is not None
    resolver = from_sources(name)
    found = [resolver.targets(change, one, (wanted.type,)) for one in config.expressions]
    leading = [one for one in found if one.changes]
    assert [one.changes for one in leading] == [(wanted,)] and leading[0].certain
    assert any(change in resolver.sources(wanted, change.type, one).changes for one in config.expressions)
