"""What a plan says of itself: its format, whether it is complete, and what a reader has to be told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from guardrails.terraform.reading import refusal
from guardrails.terraform.reading.refusal import NotAPlan
from guardrails.terraform.reading.shape import flag, items

_VERSION: Final = re.compile(r"(\d{1,4})\.(\d{1,4})\Z", re.ASCII)
_MOST_NAMED = 3


def version_of(raw: Mapping[str, Any]) -> str:
    """Return the version of the format, empty where it is not there; refuse a major version that nobody here knows.

    Source: https://developer.hashicorp.com/terraform/internals/json-format (2026-11): reject unsupported major
    versions, ignore unknown keys of newer minor ones. 0.1 and 0.2 are those of Terraform before 1.1.
    """
    version = raw.get("format_version")
    if version is None and "format_version" not in raw:
        return ""
    match = _VERSION.match(version) if isinstance(version, str) else None
    if match is None:
        raise NotAPlan("format", "Its `format_version` is no version such as 1.2.", refusal.EDITED)
    if match[1] not in ("0", "1"):
        raise NotAPlan("format", f"Its format is {match[0]}; formats 0.1 to 1.x are known here.", refusal.NEWER)
    return match[0]


def refuse_incomplete(raw: Mapping[str, Any], allowed: bool) -> None:
    """Refuse a plan that ended in an error and, unless allowed, one that says that changes are missing in it."""
    flag(raw, "applyable")
    complete, errored = flag(raw, "complete"), flag(raw, "errored")
    if errored:
        message = "The plan ended in an error and holds only what was planned until then."
        raise NotAPlan("incomplete", message, refusal.WITHOUT_ERROR)
    deferred = _deferred(raw)
    if allowed or (complete is not False and not deferred):
        return
    if deferred:
        message = f"Terraform puts {deferred} of its changes off, so the plan is not complete."
        raise NotAPlan("incomplete", message, refusal.APPLY_FIRST)
    message = "The plan says that it is not complete: changes are left out."
    raise NotAPlan("incomplete", message, refusal.WITHOUT_TARGET)


def is_complete(raw: Mapping[str, Any]) -> bool:
    """Whether nothing says that changes are missing; plans before Terraform 1.8 say nothing either way."""
    return flag(raw, "complete") is not False and not _deferred(raw)


def _deferred(raw: Mapping[str, Any]) -> int:
    return len(items(raw, "deferred_changes", ())) + len(items(raw, "deferred_action_invocations", ()))


def warnings_of(raw: Mapping[str, Any], strange: list[str]) -> tuple[str, ...]:
    """Return what a reader of the verdict must be told about the input."""
    found = []
    version = raw.get("format_version")
    if version is None:
        found.append("The plan does not say its format; it is read as format 1.2.")
    elif version.startswith("0."):
        found.append(f"The plan has format {version}, of a Terraform before 1.1: it says less, so more stays open.")
    if "configuration" not in raw or "root_module" not in (raw["configuration"] or {}):
        found.append("The plan has no configuration: references, providers and what is set are not known.")
    if "planned_values" not in raw:
        found.append("The plan has no `planned_values`, which Terraform always writes: somebody took parts out of it.")
    if not is_complete(raw):
        found.append("The plan says that it is not complete: what is left out is not judged.")
    if strange:
        named = ", ".join(strange[:_MOST_NAMED]) + (" and others" if len(strange) > _MOST_NAMED else "")
        found.append(f"What is done to {len(strange)} of its objects is not known here: {named}.")
    return tuple(found)
