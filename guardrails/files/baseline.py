"""Baselines: findings that a team has today and does not want to hear of, while new ones still close the gate.

A baseline holds fingerprints, no values. A finding whose resource or value changes is a new one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from guardrails.model.finding import Finding
from guardrails.model.fingerprint import plan_fingerprint

VERSION = 1
MAX_BYTES = 50_000_000


class InvalidBaseline(Exception):
    """A file that is no baseline; the message says why."""


def read_baseline(path: Path) -> frozenset[str]:
    """Return the fingerprints in a baseline. Raises InvalidBaseline for a file that is none."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise InvalidBaseline(f"{path}: {error.strerror or 'cannot be read'}") from None
    if len(data) > MAX_BYTES:
        raise InvalidBaseline(f"{path}: larger than {MAX_BYTES:,} bytes")
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise InvalidBaseline(f"{path}: not JSON") from None
    if not isinstance(found, dict) or found.get("version") != VERSION or not isinstance(found.get("findings"), list):
        raise InvalidBaseline(f"{path}: no baseline of version {VERSION}; write one with --write-baseline")
    return frozenset(_fingerprint(one, path) for one in found["findings"])


def _fingerprint(row: object, path: Path) -> str:
    text = row.get("fingerprint") if isinstance(row, Mapping) else None
    if not isinstance(text, str) or len(text) != 32:
        raise InvalidBaseline(f"{path}: a finding without its fingerprint")
    return text


def baseline_text(findings: Iterable[Finding]) -> str:
    """Return the text of a baseline of these findings: rule, address and fingerprint of each, in a fixed order."""
    rows: list[dict[str, Any]] = [
        {"rule": one.rule, "address": one.address, "fingerprint": plan_fingerprint(one)} for one in findings
    ]
    rows = sorted({row["fingerprint"]: row for row in rows}.values(), key=lambda row: tuple(row.values()))
    return json.dumps({"version": VERSION, "findings": rows}, indent=1) + "\n"
