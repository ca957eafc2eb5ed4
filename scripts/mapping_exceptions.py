"""Where recorded applies and curated predictions differ, and why that is right; a row without need is an error."""

from __future__ import annotations

from collections.abc import Mapping

EXCEPTIONS: Mapping[tuple[str, str, str, str], str] = {}
"""(type, step, `missed` or `extra`, action) -> reason."""
