"""AWS Regions, and the Regions that the single endpoints of global services sign for.

Sources: PyPI botocore 1.44.5 `endpoints.json` (2026-11-17);
https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html (opt-in)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from guardrails.catalog.store import read_json


@dataclass(frozen=True, slots=True)
class Region:
    """One Region: `eu-west-1`, `Europe (Ireland)`, its partition, and whether an account has to enable it first."""

    name: str
    title: str
    partition: str
    opt_in: bool


_FILE: Final = read_json("regions.json")

REGIONS: Final[dict[str, Region]] = {row["name"]: Region(**row) for row in _FILE["regions"]}
"""All Regions of all partitions by name, in AWS's order."""

HOME_REGIONS: Final[dict[str, str]] = _FILE["home_regions"]
"""What `aws:RequestedRegion` holds for each global service with one endpoint, by service prefix."""

REGIONAL_TOO: Final = frozenset({"chime"})
"""Services of that table with regional endpoints as well: meetings and media pipelines of the Chime SDK.

Source: https://docs.aws.amazon.com/chime-sdk/latest/dg/sdk-available-regions.html (2026-11)
"""

IAM_HOMES: Final[dict[str, str]] = {"aws-us-gov": "us-gov-west-1", "aws-cn": "cn-north-1"}
"""Where IAM answers for the partitions other than the public one.

Source: https://docs.aws.amazon.com/general/latest/gr/iam-service.html (2026-09)
"""


def home_region(prefix: str) -> str | None:
    """Return what `aws:RequestedRegion` holds for a global service with one endpoint; None for a regional service.

    STS is not in the table: its regional endpoints answer with their own Region, only the global one with us-east-1.
    """
    return HOME_REGIONS.get(prefix.lower())


def close_regions(name: str) -> tuple[str, ...]:
    """Return up to three Regions that `name` may have been meant to be, the closest first."""
    from difflib import get_close_matches  # a millisecond that only a typing mistake pays for

    return tuple(get_close_matches(name.lower(), REGIONS, n=3, cutoff=0.7))
