"""What RCPs reach: which actions, and which resources they spare (see `evaluation.reach`)."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from guardrails.catalog.rcp import is_rcp_service

SPARED: Final = MappingProxyType({"sts": "*:role/aws-service-role/*", "kms": "*:alias/aws/*"})
"""Service -> resources that RCPs do not reach."""
_NEVER: Final = "kms:retiregrant"


def rcps_reach(action: str) -> bool:
    """Return whether RCPs reach an action at all."""
    return is_rcp_service(action.partition(":")[0]) and action.lower() != _NEVER


def spared(action: str) -> str:
    """Return the pattern of the resources that RCPs spare of an action; empty: none."""
    return SPARED.get(action.partition(":")[0].lower(), "")
