"""Region and account in the ARN that AWS gave to a resource.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html (2026-11)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from guardrails.model.plan.configuration import ResourceConfig

REGION: Final = re.compile(r"[a-z]{2}(?:-[a-z]+){1,3}-\d{1,2}")
ACCOUNT: Final = re.compile(r"\d{12}")
ROLE: Final = re.compile(r"arn:[\w-]+:iam::(\d{12}):role/.+")

_GIVEN = {
    "aws_cloudwatch_event_target",
    "aws_lakeformation_resource",
    "aws_sns_topic_data_protection_policy",
    "aws_sns_topic_policy",
}
"""Types whose `arn` is an argument: it names another object, maybe one elsewhere."""


@lru_cache(maxsize=8192)
def region_and_account(arn: str) -> tuple[str, str]:
    """Return Region and account in an ARN, each empty where it has none."""
    parts = arn.split(":", 5)
    if len(parts) < 6 or parts[0] != "arn":
        return "", ""
    region = parts[3] if REGION.fullmatch(parts[3]) else ""
    return region, parts[4] if ACCOUNT.fullmatch(parts[4]) else ""


def own_arn(type: str, values: Mapping[str, object], config: ResourceConfig | None) -> str:
    """Return the ARN that AWS gave to a resource, or an empty text."""
    arn = values.get("arn")
    given = type in _GIVEN or (config is not None and "arn" in config.expressions)
    return arn if isinstance(arn, str) and not given else ""
