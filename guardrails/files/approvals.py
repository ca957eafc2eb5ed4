"""Reports of earlier runs of the gate, as `--output json=PATH` writes them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from guardrails.model.approval import Approval

VERSION: Final = 1
MAX_BYTES: Final = 500_000_000


class InvalidApproval(Exception):
    """A file that is no report of the gate; the message says why."""


def read_approval(path: Path) -> Approval:
    """Return what a report says of its plans. Raises InvalidApproval for a file that is none."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise InvalidApproval(f"{path}: {error.strerror or 'cannot be read'}") from None
    if len(data) > MAX_BYTES:
        raise InvalidApproval(f"{path}: larger than {MAX_BYTES:,} bytes")
    try:
        report = json.loads(data)
        return _approval(report, path)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InvalidApproval(f"{path}: no JSON report of guardrails gate, version {VERSION}") from None


def _approval(report: Any, path: Path) -> Approval:
    if report["version"] != VERSION:
        raise ValueError("another version")
    accounts = {str(plan["digest"]): str(plan["account"]) for plan in report["plans"]}
    return Approval(str(path), report["conclusion"] == "passed", accounts)
