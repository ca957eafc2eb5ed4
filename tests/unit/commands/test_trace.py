"""`guardrails trace` on a small project: what it shows, and that each thing that can be wrong is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from guardrails.cli import run
from tests.unit.commands.ledgers import FILES, LEDGER, ledger, project, row, trace

TWICE = ledger()["rows"][0]
FULL = LEDGER["rows"][0]["artefacts"]


def test_a_ledger_that_holds(tmp_path: Path) -> None:
    result = trace(project(tmp_path))
    assert result.exit_code == 0, result.output
    assert "4 rows: 1 covered, 1 partly, 1 documented, 1 planned; 0 problems" in result.output
    assert "One network" in result.output


def test_a_row_in_full(tmp_path: Path) -> None:
    out = trace(project(tmp_path), "REQ-2").output
    assert "REQ-2 partly: Nobody may" in out
    assert "because: only the first half" in out
    assert "by: policies/deny.json#DenyAll" in out
    assert "test: cases/deny.yaml::S-1" in out
    assert "REQ-1" not in out


def test_json(tmp_path: Path) -> None:
    answer = json.loads(trace(project(tmp_path), "--format", "json").output)
    assert [one["id"] for one in answer["rows"]] == ["REQ-1", "REQ-2", "REQ-3", "EXTRA"]
    assert answer["rows"][0]["artefacts"] == FULL
    assert answer["problems"] == []


PROBLEMS: list[Any] = [
    pytest.param(ledger(rows=[*LEDGER["rows"], {**TWICE, "id": "REQ-9"}]), "REQ-9 is an unknown row", id="unknown row"),
    pytest.param(ledger(rows=LEDGER["rows"][1:]), "REQ-1 is missing", id="missing row"),
    pytest.param(ledger(rows=[*LEDGER["rows"], TWICE]), "REQ-1 is a duplicate of line", id="duplicate row"),
    pytest.param(ledger(rows=[]), "the ledger has no rows", id="no rows"),
    pytest.param(row(0, artefacts=["network/gone.tf"]), "network/gone.tf does not exist", id="missing file"),
    pytest.param(
        row(0, artefacts=["network/main.tf#aws_vpc.other"]), "did you mean 'aws_vpc.main'", id="missing block"
    ),
    pytest.param(row(0, artefacts=["docs/runbook.md#not-a-heading"]), "no 'not-a-heading'", id="heading in a fence"),
    pytest.param(row(0, artefacts=["policies/deny.json#DenyNone"]), "holds no 'DenyNone'", id="missing Sid"),
    pytest.param(row(0, artefacts=["network#main"]), "no kind in which an anchor", id="anchor of a folder"),
    pytest.param(row(0, artefacts=["../elsewhere"]), "not a path below the project", id="outside"),
    pytest.param(row(0, artefacts=["/etc/hosts"]), "not a path below the project", id="absolute"),
    pytest.param(row(0, artefacts=["LINT-999"]), "the rule LINT-999, which does not exist", id="unknown rule"),
    pytest.param(row(0, artefacts=[]), "is covered, but names no artefact", id="no artefact"),
    pytest.param(row(0, artefacts=["network", "network"]), "the artefact network 2 times", id="artefact twice"),
    pytest.param(row(0, tests=[]), "is covered, but names no test", id="no test"),
    pytest.param(row(0, tests=["tests/test_all.py::test_two"]), "did you mean 'test_one'", id="missing test"),
    pytest.param(row(0, tests=["tests/test_all.py::LIMIT"]), "holds no 'LIMIT'", id="not a test"),
    pytest.param(row(0, tests=["tests/test_all.py::test_many[c]"]), "no 'test_many[c]'", id="missing parameter"),
    pytest.param(row(0, tests=["tests/test_gone.py::test_one"]), "test_gone.py does not exist", id="missing test file"),
    pytest.param(row(0, tests=["tests/shared.py::test_nobody_runs"]), "no file in which pytest", id="not collected"),
    pytest.param(row(0, tests=["tests/test_all.py::test_later"]), "holds no 'test_later'", id="skipped test"),
    pytest.param(row(0, tests=["tests/test_all.py::TestLater::test_inside"]), "holds no 'TestL", id="skipped class"),
    pytest.param(row(0, tests=["tests/test_all.py"]), "does not name a test", id="test without name"),
    pytest.param(row(0, tests=["docs/runbook.md::Fail over"]), "no kind in which a test", id="test in prose"),
    pytest.param(
        row(0, tests=["network/tests/sizes.tftest.hcl::the CIDR is 10.2.0.0/16"]), "did you mean", id="missing run"
    ),
    pytest.param(row(0, tests=["cases/deny.yaml::S-2"]), "holds no 'S-2'", id="missing scenario"),
    pytest.param(row(3, reason=""), "is planned, but gives no reason", id="no reason"),
    pytest.param(row(2, artefacts=[]), "is documented, but names no artefact", id="nothing documented"),
    pytest.param(ledger(rules=["SUP"]), "SUP-001 (unused-suppression) is an orphan", id="orphan rule"),
    pytest.param(ledger(rules=["NONE"]), "no group of rules 'NONE'", id="unknown group"),
    pytest.param(ledger(rules=["ORG"]), "ORG-001 says that it is for A3, which is an unknown row", id="foreign rows"),
]


@pytest.mark.parametrize(("content", "said"), PROBLEMS)
def test_a_problem_is_named(content: dict[str, Any], said: str, tmp_path: Path) -> None:
    result = trace(project(tmp_path, content))
    assert result.exit_code == 1, result.output
    assert said in result.output
    assert any(said in one for one in json.loads(trace(tmp_path, "--format", "json").output)["problems"])


SCENARIOS = "policy: gpu-cap\nscenarios:\n- {note: capped, rows: [%s], request: ec2:RunInstances, expect: allow}\n"


@pytest.mark.parametrize(("row", "code"), [("REQ-1", 0), ("REQ-8", 1)])
def test_rows_that_scenarios_name_must_exist(row: str, code: int, tmp_path: Path) -> None:
    project(tmp_path, ledger(scenarios=["scps/tests"]))
    (tmp_path / "scps/tests").mkdir(parents=True)
    (tmp_path / "scps/tests/gpu-cap.yaml").write_text(SCENARIOS % row, "utf-8")
    result = trace(tmp_path)
    assert result.exit_code == code, result.output
    assert ("capped says that it is for REQ-8" in result.output) == bool(code)


@pytest.mark.parametrize("folder", ["scps/tests", "../tests", "docs"])
def test_a_folder_without_scenarios_is_a_problem(folder: str, tmp_path: Path) -> None:
    result = trace(project(tmp_path, ledger(scenarios=[folder])))
    assert result.exit_code == 1
    assert f"{folder} holds no scenario files" in result.output


@pytest.mark.parametrize("name", list(FILES))
def test_a_removed_file_is_noticed(name: str, tmp_path: Path) -> None:
    project(tmp_path)
    (tmp_path / name).unlink()
    result = trace(tmp_path)
    assert result.exit_code == 1
    assert f"{name} does not exist" in result.output


def test_an_artefact_must_be_something_in_the_project(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    project(folder, row(0, artefacts=["network", "link", "hollow", "x" * 5_000]))
    (tmp_path / "elsewhere").write_text("x", "utf-8")
    (folder / "link").symlink_to(tmp_path / "elsewhere")
    (folder / "hollow/deeper").mkdir(parents=True)
    result = trace(folder)
    assert result.exit_code == 1
    for said in ("link leads outside the project folder", "hollow is a folder without files", "xx cannot be read"):
        assert said in result.output


def test_a_number_too_long_for_a_range_is_a_wrong_form(tmp_path: Path) -> None:
    project(tmp_path, {"series": [{"name": "REQ", "title": "What was asked for", "ids": ["R1..R" + "9" * 5_000]}]})
    assert trace(tmp_path).exit_code == 2


def test_a_renamed_test_is_noticed(tmp_path: Path) -> None:
    project(tmp_path)
    file = tmp_path / "tests/test_all.py"
    file.write_text(file.read_text("utf-8").replace("def test_one", "def check_one"), "utf-8")
    result = trace(tmp_path)
    assert result.exit_code == 1
    assert "holds no 'test_one'" in result.output


def test_a_rule_must_stand_in_the_rows_that_it_names(tmp_path: Path) -> None:
    series = [{"name": "A", "title": "Rows of our rules", "ids": ["A1..A67"]}]
    rows = [{"id": f"A{n}", "what": "Something", "status": "planned", "reason": "later"} for n in range(1, 68)]
    out = trace(project(tmp_path, {"title": "All", "series": series, "rules": ["ORG"], "rows": rows})).output
    assert "ORG-001 says that it is for A3, which does not name it" in out


def test_yaml_of_other_tools_may_have_merge_keys_and_tags(tmp_path: Path) -> None:
    project(tmp_path)
    merged = "base: &base {x: 1}\nscenarios:\n- id: S-1\n  note: nobody may\n  event: {<<: *base, y: !Ref z}\n"
    (tmp_path / "cases/deny.yaml").write_text(merged, "utf-8")
    assert trace(tmp_path).exit_code == 0
    (tmp_path / "cases/deny.yaml").write_text("scenarios: [", "utf-8")
    assert "cases/deny.yaml cannot be parsed" in trace(tmp_path).output


def test_an_unreadable_test_file_is_a_problem(tmp_path: Path) -> None:
    project(tmp_path)
    (tmp_path / "tests/test_all.py").write_text("def test_one(:\n", "utf-8")
    result = trace(tmp_path)
    assert result.exit_code == 1
    assert "tests/test_all.py cannot be parsed" in result.output


FORMS = [
    pytest.param("title: [", "YAML-001", id="no YAML"),
    pytest.param("", "YAML-001", id="empty"),
    pytest.param("title: abc\nseries: []\nrows: []\n", "FORM-003", id="no series"),
    pytest.param(ledger(series=[{"name": "x", "title": "abc", "ids": ["A3..B7"]}]), "write it as A1..A67", id="range"),
    pytest.param(
        ledger(series=[{"name": "x", "title": "abc", "ids": ["A1..A9999999"]}]), "range of row ids", id="vast"
    ),
    pytest.param(row(0, status="done"), "status", id="unknown status"),
    pytest.param(row(0, proof="yes"), "unknown key 'proof'", id="unknown key"),
    pytest.param("title: abc\ntitle: abc\nseries: []\nrows: []\n", "YAML-002", id="key twice"),
]


@pytest.mark.parametrize(("content", "said"), FORMS)
def test_a_wrong_form_ends_in_2(content: Any, said: str, tmp_path: Path) -> None:
    project(tmp_path)
    if isinstance(content, str):
        (tmp_path / "requirements.yaml").write_text(content, "utf-8")
    else:
        project(tmp_path, content)
    result = trace(tmp_path)
    assert result.exit_code == 2, result.output
    assert said in result.output


def test_what_cannot_be_read_ends_in_3(tmp_path: Path) -> None:
    assert trace(tmp_path).exit_code == 3
    (tmp_path / "requirements.yaml").write_bytes(b"title: \xff\n")
    assert trace(tmp_path).exit_code == 3


def test_wrong_usage(tmp_path: Path) -> None:
    project(tmp_path)
    assert trace(tmp_path, "--check").exit_code == 2
    unknown = trace(tmp_path, "REQ-8")
    assert unknown.exit_code == 2
    assert "REQ-8 is no row" in unknown.output


def test_the_nearest_ledger_upward_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project(tmp_path)
    monkeypatch.chdir(tmp_path / "docs")
    assert run(["trace", "EXTRA"]) == 0
    assert "Much later" in capsys.readouterr().out
