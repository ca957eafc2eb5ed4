"""Regions that a call may go to: `aws:RequestedRegion` is the Region of the endpoint.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (2026-11)
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from guardrails.catalog.regions import IAM_HOMES, REGIONAL_TOO, REGIONS, home_region
from guardrails.model.proof import Breadth, Scene

UNSPECIFIED: Final = "unspecified"
"""What the key holds for global inference profiles of Bedrock.

Source: https://docs.aws.amazon.com/bedrock/latest/userguide/global-cross-region-inference.html (2026-11)
"""

_MORE: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        # https://docs.aws.amazon.com/general/latest/gr/awssupport.html (2026-11)
        "support": ("us-west-2", "eu-west-1"),
        # The second endpoint takes over when the first fails.
        # https://docs.aws.amazon.com/health/latest/ug/health-api.html (2026-11)
        "health": ("us-east-2",),
    }
)
"""Further Regions with an endpoint of a service that the catalog has one home Region for."""

_FORMATS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "aws": "{a-z}-{a-z}-{0-9}",
        "aws-cn": "cn-{a-z}-{0-9}",
        "aws-us-gov": "us-gov-{a-z}-{0-9}",
        "aws-eusc": "eusc-{a-z}-{a-z}-{0-9}",
    }
)
_ISOLATED: Final = "{a-z}-iso{a-z*}-{a-z}-{0-9}"
_FUTURE: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "aws": ("eu-west-9", "us-west-9", "ap-southeast-9", "sa-west-1"),
        "aws-cn": ("cn-south-1",),
        "aws-us-gov": ("us-gov-central-1",),
        "aws-eusc": ("eusc-fr-west-1",),
    }
)


def regions_of(action: str, scene: Scene, breadth: Breadth = Breadth.EVERY) -> tuple[str, ...]:
    """Return what `aws:RequestedRegion` may hold for an action: Regions of the organization first.

    A global service answers from its home. All other calls, those of unknown actions and services too, may go to every
    Region of the partition; ordinary ones go to a Region of the organization.
    """
    prefix = action.partition(":")[0].lower()
    home = home_of(prefix, scene.partition)
    if home:
        return (home, *_MORE.get(prefix, ())) if breadth is Breadth.EVERY else (home,)
    if breadth is Breadth.ORDINARY:
        return scene.regions
    special = (UNSPECIFIED,) if prefix == "bedrock" or not prefix or "*" in prefix else ()
    return tuple(dict.fromkeys((*scene.regions, *partition_regions(scene.partition), *special)))


def home_of(prefix: str, partition: str) -> str:
    """Return the home Region of a global service in a partition; empty for a regional service, or if not known."""
    if partition != "aws":
        return IAM_HOMES.get(partition, "") if prefix == "iam" else ""
    return "" if prefix in REGIONAL_TOO else home_region(prefix) or ""


def partition_regions(partition: str) -> tuple[str, ...]:
    """Return the names of all Regions of a partition, in AWS's order."""
    return tuple(name for name, region in REGIONS.items() if region.partition == partition)


def region_formats(partition: str) -> tuple[str, ...]:
    """Return the formats of names of Regions, those that AWS has yet to open included, and `unspecified`."""
    return (_FORMATS.get(partition, _ISOLATED), UNSPECIFIED)


def future_regions(partition: str) -> tuple[str, ...]:
    """Return names that a Region to come might have."""
    return _FUTURE.get(partition, ())
