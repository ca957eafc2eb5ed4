"""Files, standard input, and their limits."""

from __future__ import annotations

import gc
import hashlib
import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from guardrails.terraform.reading import plan_file
from guardrails.terraform.reading.plan_file import NotAPlan, plan_of, read_plan
from tests.unit.permissions import closed
from tests.unit.terraform.reading.documents import PLANS, document, row


def test_the_digest_is_that_of_the_bytes() -> None:
    file = PLANS / "clean.json"
    plan = read_plan(file)
    assert plan.digest == hashlib.sha256(file.read_bytes()).hexdigest()
    assert plan.file == str(file)
    assert read_plan(file, "shown.json").file == "shown.json"


@pytest.mark.parametrize("name", ["missing.json", "folder", "null\0byte.json", "missing.json/below"])
def test_what_cannot_be_read_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(NotAPlan) as caught:
        read_plan(tmp_path / name)
    assert caught.value.cause == "unreadable"
    assert caught.value.hint


def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.touch()
    with closed(file), pytest.raises(NotAPlan) as caught:
        read_plan(file)
    assert caught.value.cause == "unreadable"


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    data = json.dumps(document(row())).encode()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    plan = read_plan(Path("-"))
    assert (plan.file, len(plan.changes)) == ("-", 1)


def test_closed_standard_input_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(NotAPlan) as caught:
        read_plan(Path("-"))
    assert caught.value.cause == "unreadable"


def test_what_is_too_large_is_refused_before_it_is_parsed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(document(row())))
    monkeypatch.setattr(plan_file, "LARGEST", 100)
    with pytest.raises(NotAPlan) as caught:
        read_plan(file)
    assert caught.value.cause == "too-large"


def test_the_collector_of_garbage_is_as_it_was() -> None:
    assert gc.isenabled()
    with pytest.raises(NotAPlan):
        plan_of(b"[", "x")
    assert gc.isenabled()
    gc.disable()
    try:
        plan_of(json.dumps(document(row())).encode(), "x")
        assert not gc.isenabled()
    finally:
        gc.enable()
