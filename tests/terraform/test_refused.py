"""Inputs that a gate has to refuse are what `refused.yaml` says of them."""

from __future__ import annotations

import codecs
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml

REFUSED = Path(__file__).parent / "refused"
TOLD: dict[str, dict[str, Any]] = yaml.safe_load((REFUSED / "refused.yaml").read_text("utf-8"))
MACHINE = (str(Path.home()), str(Path(__file__).parents[2]), tempfile.gettempdir())


class DuplicateKey(Exception):
    """A key stands twice in one object."""


def without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Build an object; DuplicateKey when a key stands twice."""
    if len({key for key, _ in pairs}) != len(pairs):
        raise DuplicateKey
    return dict(pairs)


def refuse(constant: str) -> None:
    """No JSON document holds NaN."""
    raise ValueError(constant)


def text_of(data: bytes) -> str:
    """Decode as the byte order mark says, else as UTF-8."""
    coding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    return data.decode(coding)


def document(data: bytes) -> Any:
    """Read one JSON document, strictly."""
    return json.loads(text_of(data), object_pairs_hook=without_duplicates, parse_constant=refuse)


def is_plan(found: Any) -> bool:
    """Whether a document has the marks of a plan."""
    found = found.get("plan", found) if isinstance(found, dict) else found
    return isinstance(found, dict) and isinstance(found.get("format_version"), str) and "resource_changes" in found


def cause_of(data: bytes) -> str:
    """Say what is wrong with an input, as `refused.yaml` names it; `accepted` for nothing."""
    if not data.strip():
        return "empty"
    if data.startswith((b"PK\x03\x04", b"\x1f\x8b")):
        return "binary"
    try:
        found = document(data)
    except UnicodeDecodeError:
        return "encoding"
    except DuplicateKey:
        return "duplicate-keys"
    except RecursionError:
        return "not-a-plan"
    except ValueError as problem:
        return _broken(data, str(problem))
    return _kind(found)


def _broken(data: bytes, problem: str) -> str:
    first = text_of(data).splitlines()[0]
    several = (
        problem.startswith("Extra data") and first.startswith("{") and text_of(data).splitlines()[1].startswith("{")
    )
    if not several:
        return "not-json"
    return "not-a-plan" if first.startswith('{"@level"') else "several-documents"


def _kind(found: Any) -> str:
    if isinstance(found, dict) and "resource_changes" in found and "format_version" in found:
        version = found["format_version"]
        if not isinstance(version, str) or version.partition(".")[0] not in ("0", "1"):
            return "format"
    if not is_plan(found):
        return "not-a-plan"
    found = found.get("plan", found)
    rows = found["resource_changes"]
    right = (
        isinstance(rows, list) and all(_is_row(row) for row in rows) and isinstance(found.get("errored", False), bool)
    )
    if not right:
        return "wrong-type"
    return "incomplete" if found.get("errored") or found.get("complete") is False else "accepted"


def _is_row(row: dict[str, Any]) -> bool:
    actions = row.get("change", {}).get("actions")
    return "address" in row and isinstance(actions, list) and bool(actions)


def test_each_file_is_told_of_once() -> None:
    names = {file.name for file in REFUSED.iterdir()} - {"refused.yaml"}
    assert names == set(TOLD["refused"]) | set(TOLD["accepted"])
    assert not set(TOLD["refused"]) & set(TOLD["accepted"])


@pytest.mark.parametrize(("name", "told"), TOLD["refused"].items(), ids=list(TOLD["refused"]))
def test_what_is_to_be_refused_is_broken_as_told(name: str, told: dict[str, str]) -> None:
    assert told["why"]
    assert cause_of((REFUSED / name).read_bytes()) == told["cause"]


@pytest.mark.parametrize(("name", "told"), TOLD["accepted"].items(), ids=list(TOLD["accepted"]))
def test_what_is_to_be_accepted_is_a_plan(name: str, told: dict[str, str]) -> None:
    assert told["why"]
    assert cause_of((REFUSED / name).read_bytes()) == "accepted"


@pytest.mark.parametrize("word", MACHINE)
def test_no_input_names_the_machine_that_made_it(word: str) -> None:
    assert not [file.name for file in REFUSED.iterdir() if word.encode() in file.read_bytes()]
