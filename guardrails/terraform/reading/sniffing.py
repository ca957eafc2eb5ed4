"""From bytes to the object that plan JSON is, or a refusal that says what the input is instead.

Source of what real inputs look like: https://developer.hashicorp.com/terraform/internals/json-format (2026-11).
"""

from __future__ import annotations

import codecs
import json
from typing import Any, Final

from guardrails.terraform.reading import refusal
from guardrails.terraform.reading.refusal import NotAPlan
from guardrails.terraform.reading.strict_json import (
    DuplicateKey,
    More,
    NotStrict,
    TooDeep,
    document_in,
    holds_resources,
)

PACKED: Final = {
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
}
"""First bytes of a compressed file -> with what."""


def document_of(text: str) -> dict[str, Any]:
    """Return the object of plan JSON, out of its wrapping; whether its parts are right is not looked at yet."""
    try:
        found = document_in(text)
    except json.JSONDecodeError as error:
        raise _broken(text, error) from None
    except DuplicateKey as error:
        raise _twice(error.key) from None
    except NotStrict:
        raise NotAPlan(
            "not-json", "A number or a character in it is none that JSON has, such as NaN.", refusal.EDITED
        ) from None
    except TooDeep:
        raise NotAPlan("not-a-plan", "It is nested deeper than any plan.", refusal.SHOW) from None
    except More as error:
        raise _more(text, error) from None
    return _unwrapped(found)


def text_of(data: bytes) -> str:
    """Return the text that these bytes are, as their byte order mark says, or UTF-8."""
    if not data.strip():
        raise NotAPlan("empty", "There is nothing in it.", refusal.FAILED)
    if data.startswith(b"PK\x03\x04"):
        raise NotAPlan("binary", "This is a binary plan file, not its JSON.", refusal.SHOW)
    for start, name in PACKED.items():
        if data.startswith(start):
            raise NotAPlan("binary", f"This is a file compressed with {name}.", refusal.GUNZIP)
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if not wide and b"\x00" in data[:8]:
        raise NotAPlan("encoding", "This is neither UTF-8 nor UTF-16 with a byte order mark.", refusal.UTF_8)
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        name = "UTF-16" if wide else "UTF-8"
        raise NotAPlan(
            "encoding", f"This is no {name}: byte {error.start + 1:,} does not fit.", refusal.UTF_8
        ) from None
    if not text.strip():
        raise NotAPlan("empty", "There is nothing in it.", refusal.FAILED)
    return text


def _twice(key: str) -> NotAPlan:
    what = f"The key `{key}`" if key in KEYS else "A key"
    message = f"{what} stands twice in one object, and readers disagree which of the two counts."
    return NotAPlan("duplicate-keys", message, refusal.EDITED)


KEYS: Final = frozenset(
    "format_version terraform_version resource_changes planned_values prior_state configuration variables address type"
    " name mode change actions before after after_unknown after_sensitive before_sensitive complete errored applyable"
    " output_changes resource_drift deferred_changes checks module_address provider_name index".split()
)
"""Keys of the format that a message names; another may be one of a map that holds secrets."""


def _broken(text: str, error: json.JSONDecodeError) -> NotAPlan:
    """Say why a text is no JSON: by how it starts, where it ends, and what stands in it."""
    start = text.lstrip()
    where = f"line {error.lineno:,}, column {error.colno:,}"
    if start.startswith("[command]"):
        return NotAPlan("not-json", "A line of the setup-terraform wrapper stands before the plan.", refusal.WRAPPER)
    if start.startswith("<"):
        return NotAPlan("not-json", "This is a web page, not JSON.", refusal.AGAIN)
    if not start.startswith(("{", "[")):
        if '{"format_version"' in text:
            return NotAPlan("not-json", "Other text stands before the plan.", refusal.ONLY)
        return NotAPlan("not-json", f"This is text, not JSON, from {where} on.", refusal.SHOW)
    if error.msg.startswith("Unterminated") or error.pos >= len(text.rstrip()) - 12:
        return NotAPlan("not-json", f"The text stops in the middle of a value that starts at {where}.", refusal.CUT)
    return NotAPlan("not-json", f"This is no JSON from {where} on.", refusal.EDITED)


def _more(text: str, error: More) -> NotAPlan:
    if isinstance(error.document, dict) and "@level" in error.document:
        return _log()
    rest = text[error.at : error.at + 2]
    if rest[:1] in ("{", "["):
        return NotAPlan("several-documents", "There is more than one JSON document in it.", refusal.ONE_EACH)
    line = text.count("\n", 0, error.at) + 1
    hint = refusal.WRAPPER if rest == "::" else refusal.ONLY
    return NotAPlan("not-json", f"Other text follows the plan, from line {line:,} on.", hint)


def _log() -> NotAPlan:
    return NotAPlan("not-a-plan", "This is the log of `terraform plan -json`, not the plan.", refusal.SHOW)


def _unwrapped(found: Any) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise NotAPlan("not-a-plan", "This is JSON, and no object: no plan.", refusal.SHOW)
    inner = found.get("plan")
    if isinstance(inner, dict) and "resource_changes" not in found and "format_version" not in found:
        if "planned_values" in inner:
            inner["planned_values"] = holds_resources(inner["planned_values"])
        found = inner
    plan: dict[str, Any] = found
    _refuse_others(plan)
    return plan


def _refuse_others(found: dict[str, Any]) -> None:
    """Refuse what is JSON of Terraform, or of anybody else, and no plan."""
    if "@level" in found:
        raise _log()
    if "resource_changes" in found:
        if "format_version" not in found and not isinstance(found["resource_changes"], list):
            raise NotAPlan("not-a-plan", "It has no `format_version`, and its changes are no list.", refusal.SHOW)
        if (
            found["resource_changes"] == []
            and found.get("planned_values") is True
            and not found.get("deferred_changes")
        ):
            raise NotAPlan("incomplete", "It plans resources and lists no change, not even a no-op.", refusal.EDITED)
        return
    if "values" in found or {"lineage", "serial"} & set(found):
        raise NotAPlan("not-a-plan", "This is a state, not a plan: it says what is, not what changes.", refusal.SHOW)
    if {"resource", "module", "provider"} & set(found) and "format_version" not in found:
        raise NotAPlan("not-a-plan", "This is configuration in JSON, not a plan.", refusal.SHOW)
    # Terraform leaves the list out where it is empty, and then nothing is planned either.
    if "format_version" not in found or found.get("planned_values") is not False:
        message = "It has no `resource_changes`, and does not say that there are no resources either."
        raise NotAPlan("not-a-plan", message, refusal.SHOW)
