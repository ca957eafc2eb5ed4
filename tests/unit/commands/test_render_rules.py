"""`guardrails render --rules`: what it writes, what it will not overwrite, and what `--check` and `check` say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guardrails.cli import run
from tests.unit.files.terraform_values.live import write

Said = pytest.CaptureFixture[str]
REPOSITORY = Path(__file__).parents[3]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings of a project with our own organization, not written yet."""
    write(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert run(["render", "--tfvars"]) == 0
    return tmp_path / "rules" / "settings.json"


def test_ours_are_current(monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    monkeypatch.chdir(REPOSITORY)
    assert run(["render", "--rules", "--check"]) == 0, "run guardrails render --rules"
    assert "rules/settings.json is current" in capsys.readouterr().out


def test_it_writes_what_the_organization_says(file: Path, capsys: Said) -> None:
    assert run(["render", "--rules", "--check"]) == 1
    assert " is missing; run guardrails render --rules" in capsys.readouterr().out
    assert run(["render", "--rules"]) == 0
    told = json.loads(file.read_text("utf-8"))
    assert told["organization"] == "startup-ml"
    assert told["settings"]["accelerators"]["allow"] == ["p3.2xlarge", "g5.xlarge"]
    assert run(["render", "--rules", "--check"]) == 0
    assert not (file.parents[1] / "scps" / "rendered").exists(), "documents are written by render alone"


def test_stale_settings_are_found_by_check(file: Path, capsys: Said) -> None:
    assert run(["check"]) == 0, "a project without the file needs none"
    assert run(["render", "--rules"]) == 0
    assert run(["check"]) == 0
    file.write_text(file.read_text("utf-8").replace("p3.2xlarge", "p3.16xlarge"), "utf-8")
    assert run(["render", "--rules", "--check"]) == 1
    capsys.readouterr()
    assert run(["check"]) == 1
    shown = capsys.readouterr().out
    assert "FILE-005" in shown
    assert "rules/settings.json is not what the organization file says now" in shown
    assert "run guardrails render --rules" in shown


def test_a_link_is_not_written_through(file: Path, tmp_path: Path, capsys: Said) -> None:
    other = tmp_path / "other.json"
    other.write_text("{}")
    file.parent.mkdir(exist_ok=True)
    file.symlink_to(other)
    assert run(["render", "--rules"]) == 2
    assert "is a link" in capsys.readouterr().err
    assert other.read_text() == "{}"
    assert run(["check"]) == 1


@pytest.mark.parametrize("more", [["--tfvars"], ["--packed"], ["-o", "elsewhere"]])
def test_it_goes_with_check_alone(more: list[str], file: Path) -> None:
    assert run(["render", "--rules", *more]) == 2
    assert not file.exists()


def test_the_bundled_organization_has_no_place_to_write_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["render", "--rules"]) == 2
    assert not list(tmp_path.iterdir())
