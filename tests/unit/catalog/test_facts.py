"""Regions, quotas, RCP services, and how old all of it is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from guardrails.catalog.freshness import date_of, snapshots, stale
from guardrails.catalog.quotas import CURRENT, LEGACY
from guardrails.catalog.rcp import RCP_SERVICES, is_rcp_service
from guardrails.catalog.regions import REGIONS, close_regions, home_region
from guardrails.catalog.services import service


def test_regions() -> None:
    assert {"us-east-1", "eu-central-2", "mx-central-1", "cn-north-1", "us-gov-west-1"} <= set(REGIONS)
    assert REGIONS["eu-south-1"].opt_in
    assert not REGIONS["eu-west-1"].opt_in
    assert REGIONS["cn-north-1"].partition == "aws-cn"
    assert sum(1 for region in REGIONS.values() if region.partition == "aws") == 34
    assert close_regions("eu-wst-1")[0] == "eu-west-1"
    assert close_regions("moon") == ()


@pytest.mark.parametrize(
    ("prefix", "home"),
    [
        ("iam", "us-east-1"),
        ("organizations", "us-east-1"),
        ("route53", "us-east-1"),
        ("CloudFront", "us-east-1"),
        ("globalaccelerator", "us-west-2"),
        ("networkmanager", "us-west-2"),
        ("ec2", None),
        ("s3", None),
        ("sts", None),
    ],
)
def test_home_regions(prefix: str, home: str | None) -> None:
    assert home_region(prefix) == home


def test_quotas() -> None:
    assert (CURRENT.scp_max_chars, CURRENT.scp_max_per_node) == (10_240, 10)
    assert (LEGACY.scp_max_chars, LEGACY.scp_max_per_node) == (5_120, 5)
    assert (CURRENT.rcp_max_chars, CURRENT.rcp_max_per_node, CURRENT.ou_depth) == (5_120, 5, 5)
    assert CURRENT.source.startswith("https://docs.aws.amazon.com/")
    assert date.fromisoformat(CURRENT.date)


def test_rcp_services() -> None:
    assert len(RCP_SERVICES) == 62
    assert is_rcp_service("s3")
    assert is_rcp_service("STS")
    assert not is_rcp_service("ec2")
    assert not is_rcp_service("es")
    assert all(service(prefix) for prefix in RCP_SERVICES - {"opensearch"})


def test_every_snapshot_has_a_source_and_a_date() -> None:
    assert {"services", "dependents", "instance_types", "quotas", "rcp", "regions"} <= {s.name for s in snapshots()}
    assert all(snapshot.source and snapshot.date.year >= 2026 for snapshot in snapshots())


def test_the_date_of_a_snapshot_is_told_by_its_name() -> None:
    assert [date_of(one.name) for one in snapshots()] == [one.date.isoformat() for one in snapshots()]
    with pytest.raises(LookupError):
        date_of("weather")


def test_stale_after_180_days() -> None:
    oldest = min(snapshot.date for snapshot in snapshots())
    newest = max(snapshot.date for snapshot in snapshots())
    assert stale(oldest + timedelta(days=180)) == ()
    assert [snapshot.date for snapshot in stale(oldest + timedelta(days=181))] == [oldest]
    assert stale(newest + timedelta(days=181)) == snapshots()
