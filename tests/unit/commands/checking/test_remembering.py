"""What the prover found before is asked anew as soon as anything that it depends on is another."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from guardrails.cli import run
from guardrails.commands.checking.remembering import Memory, memory_of
from guardrails.model.finding import Confidence, Edit, Finding, Fix, Severity
from guardrails.model.source import Location
from tests.unit.lint.project import project_from

FOUND = Finding(
    "LINT-032",
    Severity.WARNING,
    "changes nothing",
    Location("scps/a.json", ("Statement", 0, "Condition")),
    "remove it",
    Confidence.MEDIUM,
    "s3:GetObject",
    sid="A",
    token="aws:PrincipalArn",
    fix=Fix("Remove it", (Edit(("Statement", 0), {"Effect": "Deny"}, None),)),
)
STOP: dict[str, Any] = {"Sid": "Stop", "Effect": "Deny", "Action": "sqs:PurgeQueue", "Resource": "*"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GUARDRAILS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "proofs"


def never() -> Iterable[Finding]:
    raise AssertionError("it was asked again")


def test_an_answer_is_remembered_whole(folder: Path, tmp_path: Path) -> None:
    memory = memory_of(tmp_path)
    assert memory.recall(["a", "b"], lambda: [FOUND]) == (FOUND,)
    assert memory.recall(["nothing"], tuple) == ()
    memory.keep()
    later = memory_of(tmp_path)
    assert later.recall(["a", "b"], never) == (FOUND,)
    assert later.recall(["nothing"], never) == ()


def test_another_question_another_project_and_another_code_are_asked(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = memory_of(tmp_path)
    memory.recall(["a", "b"], lambda: [FOUND])
    memory.keep()
    assert memory_of(tmp_path).recall(["ab"], tuple) == ()
    assert memory_of(folder).recall(["a", "b"], tuple) == ()
    monkeypatch.setattr("guardrails.commands.checking.remembering._code", lambda: "newer")
    assert memory_of(tmp_path).recall(["a", "b"], tuple) == ()


@pytest.mark.parametrize("text", ["", "[]", "{", '{"k": 1}', "null", "[" * 10_000])
def test_a_file_that_is_not_whole_is_asked_anew(folder: Path, tmp_path: Path, text: str) -> None:
    memory = memory_of(tmp_path)
    assert memory.file is not None
    memory.file.write_text(text, "utf-8")
    assert memory_of(tmp_path).recall(["a"], lambda: [FOUND]) == (FOUND,)


def test_an_entry_that_is_not_whole_is_asked_anew(folder: Path, tmp_path: Path) -> None:
    memory = memory_of(tmp_path)
    memory.recall(["a"], lambda: [FOUND])
    memory.keep()
    assert memory.file is not None
    shapes: tuple[Any, ...] = ([{}], [{"rule": 1}], [1])
    for broken in shapes:
        key = next(iter(memory.used))
        memory.file.write_text(json.dumps({key: broken}), "utf-8")
        assert memory_of(tmp_path).recall(["a"], lambda: [FOUND]) == (FOUND,)


def test_what_is_no_longer_asked_is_forgotten_and_so_are_old_projects(folder: Path, tmp_path: Path) -> None:
    first = memory_of(tmp_path)
    first.recall(["old"], tuple)
    first.keep()
    second = memory_of(tmp_path)
    second.recall(["new"], tuple)
    second.keep()
    assert len(memory_of(tmp_path).known) == 1
    for at in range(60):
        memory = memory_of(tmp_path / str(at))
        memory.recall([str(at)], tuple)
        memory.keep()
    assert len(list(folder.iterdir())) == 50


def test_nothing_is_kept_where_the_user_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GUARDRAILS_CACHE", "0")
    memory = memory_of(tmp_path)
    memory.recall(["a"], lambda: [FOUND])
    memory.keep()
    assert memory == Memory()


def test_a_check_says_the_same_again_and_hears_of_every_change(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def checked() -> str:
        run(["check", "--root", str(tmp_path), "--today", "2026-11-21"])
        return capsys.readouterr().out

    invariant = {"name": "stay", "deny": ["sqs:PurgeQueue"], "accounts": "all-members"}
    idle = {**STOP, "Condition": {"Null": {"aws:PrincipalArn": "false"}}}
    project_from(tmp_path, {"invariants": [invariant]}, {"guard": idle})
    first = checked()
    assert "LINT-032" in first and "ORG-023" not in first
    with monkeypatch.context() as broken:
        broken.setattr("guardrails.prover.proving.prove", never)
        broken.setattr("guardrails.prover.questions.Question.witness", never)
        assert checked() == first
    project_from(tmp_path, {"invariants": [invariant]}, {"guard": {**STOP, "Action": "sqs:DeleteQueue"}})
    second = checked()
    assert "LINT-032" not in second and "ORG-023" in second
