"""The gate on inputs that it cannot judge: it says so on stderr with a hint, and never lets them pass.

The table is that of what other scanners let pass: their exit code is 0 in each of these rows.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from guardrails.cli import run
from tests.unit.terraform.reading.documents import PLANS, REFUSED, TOLD, document

REPOSITORY = Path(__file__).parents[4]
ACCOUNT = ("--root", str(REPOSITORY), "--account", "Dev")
CLEAN = str(PLANS / "clean.json")


def refused(capsys: pytest.CaptureFixture[str], words: Sequence[str], code: int) -> str:
    """Run a command that has to fail: nothing on stdout, no traceback. Return what stands on stderr."""
    capsys.readouterr()
    got = run(words)
    said = capsys.readouterr()
    assert (got, said.out) == (code, ""), said.err
    assert "Traceback" not in said.err
    assert "internal error" not in said.err
    assert said.err.strip()
    return said.err.replace("\n", " ")


@pytest.mark.parametrize(("name", "told"), TOLD["refused"].items(), ids=list(TOLD["refused"]))
def test_what_is_no_plan_is_not_decided(name: str, told: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(capsys, ["gate", str(REFUSED / name), *ACCOUNT], 3)
    assert name in said
    assert told.get("hint", "") in said


@pytest.mark.parametrize(
    "name", ["truncated.json", "state.json", "binary-plan.json", "empty.json", "utf-16-broken.json"]
)
def test_standard_input_that_is_no_plan_is_not_decided(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO((REFUSED / name).read_bytes())))
    said = refused(capsys, ["gate", "-", *ACCOUNT], 3)
    assert "standard input" in said
    assert TOLD["refused"][name]["hint"] in said


def test_closed_standard_input_is_not_decided(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert "closed" in refused(capsys, ["gate", "-", *ACCOUNT], 3)


def test_a_plan_on_standard_input_is_judged(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(Path(CLEAN).read_bytes())))
    assert run(["gate", "-", *ACCOUNT, "--format", "json"]) == run(["gate", CLEAN, *ACCOUNT, "--format", "json"])
    assert json.loads(capsys.readouterr().out.partition("\n}\n")[0] + "\n}")


def test_one_bad_plan_among_good_ones_is_not_decided(capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(capsys, ["gate", CLEAN, str(REFUSED / "truncated.json"), *ACCOUNT], 3)
    assert "truncated.json" in said


def test_a_plan_that_holds_nothing_is_not_decided(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(document()))
    assert run(["gate", str(file), *ACCOUNT]) == 3
    assert run(["gate", str(file), *ACCOUNT, "--allow-empty"]) == 0


def test_a_plan_with_deferred_changes_can_be_judged_and_cannot_pass(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["gate", str(REFUSED / "deferred.json"), *ACCOUNT, "--allow-incomplete", "--on-unknown", "warn"]) == 3
    assert "not complete" in capsys.readouterr().out


def test_a_verb_that_nobody_knows_does_not_pass(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["gate", str(REFUSED / "unknown-verb.json"), *ACCOUNT, "--on-unknown", "fail"]) == 3
    assert "aws_cloudwatch_log_group.app" in capsys.readouterr().out


MISUSED = {
    "no plan": (["gate", *ACCOUNT], 2),
    "missing file": (["gate", "missing.json", *ACCOUNT], 3),
    "folder": (["gate", str(PLANS), *ACCOUNT], 3),
    "rule that is none": (["gate", CLEAN, *ACCOUNT, "--rule", "PG-999"], 2),
    "advisory rule that is none": (["gate", CLEAN, *ACCOUNT, "--advisory", "CKV_AWS_9999"], 2),
    "required rule that is none": (["gate", CLEAN, *ACCOUNT, "--require-match", "NOPE"], 2),
    "severity that is none": (["gate", CLEAN, *ACCOUNT, "--fail-on", "HIGH"], 2),
    "account that is none": (["gate", CLEAN, "--root", str(REPOSITORY), "--account", "Nowhere"], 2),
    "format that is none": (["gate", CLEAN, *ACCOUNT, "--output", "xml=out.xml"], 2),
    "waivers that are missing": (["gate", CLEAN, *ACCOUNT, "--waivers", "missing.yaml"], 2),
    "baseline that is missing": (["gate", CLEAN, *ACCOUNT, "--baseline", "missing.json"], 2),
    "waivers that are no waivers": (["gate", CLEAN, *ACCOUNT, "--waivers", CLEAN], 2),
    "baseline that is none": (["gate", CLEAN, *ACCOUNT, "--baseline", CLEAN], 2),
    "sources that are missing": (["gate", CLEAN, *ACCOUNT, "--source", "missing"], 2),
    "project that is none": (["gate", CLEAN, "--account", "Dev", "--root", "missing"], 2),
    "report over the plan": (["gate", CLEAN, *ACCOUNT, "--output", f"json={CLEAN}"], 2),
}


@pytest.mark.parametrize(("words", "code"), MISUSED.values(), ids=list(MISUSED))
def test_mistakes_are_said_and_do_not_pass(words: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    before = Path(CLEAN).read_bytes()
    refused(capsys, words, code)
    assert Path(CLEAN).read_bytes() == before


def test_a_report_is_not_left_over_from_the_run_before(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A pipeline that shows the report must not show that of another plan: none is written, and the code says why."""
    report = tmp_path / "report.json"
    refused(capsys, ["gate", str(REFUSED / "truncated.json"), *ACCOUNT, "--output", f"json={report}"], 3)
    assert not report.exists()


@pytest.mark.parametrize("name", ["truncated.json", "state.json", "two-plans.json", "deferred.json"])
def test_requests_of_what_is_no_plan_are_not_printed(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert TOLD["refused"][name]["hint"] in refused(capsys, ["requests", str(REFUSED / name)], 3)
