"""The services whose resources a resource control policy reaches.

Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html (2026-09-26)
"""

from __future__ import annotations

from typing import Final

from guardrails.catalog.store import read_json

RCP_SERVICES: Final[frozenset[str]] = frozenset(read_json("rcp.json")["services"])
"""62 service prefixes. `opensearch` is one of them, but `es`, the prefix of the actions on domains, is not."""


def is_rcp_service(prefix: str) -> bool:
    """Return whether RCPs apply to the actions of that service prefix; in any other service they do nothing."""
    return prefix.lower() in RCP_SERVICES
