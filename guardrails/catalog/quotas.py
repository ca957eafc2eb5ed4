"""Quotas of AWS Organizations for SCPs and RCPs, now and before May 2026.

Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html (2026-11-20)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from guardrails.catalog.store import read_json


@dataclass(frozen=True, slots=True)
class Quotas:
    """One profile. Sizes are characters of the document exactly as sent, white space included.

    `..._max_per_node`: directly attached to one root, OU or account, the AWS managed full-access policy included;
    inherited policies do not count. `ou_depth`: levels of OUs under the root.
    """

    name: str
    scp_max_chars: int
    scp_max_per_node: int
    rcp_max_chars: int
    rcp_max_per_node: int
    ou_depth: int
    source: str
    date: str


PROFILES: Final[dict[str, Quotas]] = {row["name"]: Quotas(**row) for row in read_json("quotas.json")["profiles"]}
CURRENT: Final = PROFILES["current"]
"""10,240 characters and 10 SCPs per node."""
LEGACY: Final = PROFILES["legacy"]
"""5,120 characters and 5 SCPs per node: until 15 May 2026, and in most tools still."""
