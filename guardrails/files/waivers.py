"""Waivers (`rules/waivers.yaml`, and comments in Terraform sources): findings of the gate that somebody answers for.

Every waiver names rule, address, owner, reason and expiry. What is wrong with one forbids using the file: a waiver that
is read otherwise than it was meant would open the gate.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from guardrails.files import codes
from guardrails.files.reading import MAX_YAML_BYTES, read_text
from guardrails.files.structure import conforms
from guardrails.files.yaml_text import YamlText, read_yaml
from guardrails.model.finding import Finding
from guardrails.model.source import Location
from guardrails.model.waiver import Waiver

FILE_NAME: Final = "waivers.yaml"
WORD: Final = "guardrails:waive"
"""What a comment in the sources begins with that is a waiver."""
_NEEDED: Final = ("until", "owner", "reason")
_COMMENT: Final = 'write # guardrails:waive RULE until=YYYY-MM-DD owner=NAME reason="why"'


def read_waivers(path: Path, root: Path) -> tuple[tuple[Waiver, ...], tuple[Finding, ...]]:
    """Return the waivers of a file and everything that forbids using it, such as that it cannot be read."""
    absolute, base = path.absolute(), root.absolute()
    inside = absolute.is_relative_to(base)
    shown = absolute.relative_to(base).as_posix() if inside else path.as_posix()
    text = read_text(path, root if inside else path.parent, shown, MAX_YAML_BYTES)
    if isinstance(text, Finding):
        return (), (text,)
    source = read_yaml(text, shown)
    if source.findings or not conforms(source.value, "waivers"):
        return (), _amiss(source)
    assert isinstance(source.value, dict), "only a mapping conforms"
    rows = [_waiver(raw, source.location(("waivers", at))) for at, raw in enumerate(source.value["waivers"])]
    found = tuple(one for one in rows if isinstance(one, Finding))
    return tuple(one for one in rows if isinstance(one, Waiver)), found


def _waiver(raw: Mapping[str, Any], place: Location) -> Waiver | Finding:
    expires = _day(raw["expires"], place)
    if isinstance(expires, Finding):
        return expires
    named = (raw["rule"], raw["address"], raw["owner"], raw["reason"])
    if any(not text.strip() for text in named):
        return codes.finding(codes.WRONG_VALUE, "a blank text says nothing", place, "name rule, address, owner, reason")
    return Waiver(*named, expires, place, raw.get("attribute") or "", raw.get("value") or "")


def _day(text: str, place: Location) -> date | Finding:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return codes.finding(codes.WRONG_VALUE, f"{text} is no day", place, "write year-month-day")


def _amiss(source: YamlText) -> tuple[Finding, ...]:
    from guardrails.files.forms import validate
    from guardrails.files.waiver_form import WaiverFile

    form = validate(source, WaiverFile) if source.value is not None else ()
    empty = codes.finding(codes.SYNTAX, "the file holds nothing", Location(source.file), "write waivers: []")
    found = (*source.findings, *(form if isinstance(form, tuple) else ()))
    return found or (empty,)


def waiver_of_comment(text: str, config_address: str, place: Location) -> Waiver | Finding:
    """Return the waiver that a comment above a resource block writes, or what is wrong with it.

    Args:
        text: what follows `guardrails:waive`, such as `PG-005 until=2027-01-31 owner=ml reason="moved to Prod"`.
        config_address: of the block, without instance keys; the waiver speaks of all its instances.
    """
    try:
        rule, *rest = shlex.split(text)
    except ValueError:
        return codes.finding(codes.SYNTAX, "the waiver names no rule, or a quote is left open", place, _COMMENT)
    said = dict(word.partition("=")[::2] for word in rest)
    strange = sorted(said.keys() - {*_NEEDED, "attribute", "value"})
    missing = [name for name in _NEEDED if not said.get(name, "").strip()]
    if strange or missing or len(said) != len(rest):
        told = f"does not understand {strange[0]!r}" if strange else f"lacks {', '.join(missing) or 'one meaning'}"
        return codes.finding(codes.MISSING_KEY, f"the waiver of {rule} {told}", place, _COMMENT)
    expires = _day(said["until"], place)
    if isinstance(expires, Finding):
        return expires
    of_finding = (said.get("attribute", ""), said.get("value", ""))
    return Waiver(rule, config_address, said["owner"], said["reason"], expires, place, *of_finding, block=True)
