"""Findings of Checkov in the gate: beside the others, under the same waivers; the worker is a fake."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from guardrails.cli import run
from guardrails.commands.scanning import starting
from guardrails.model.scan import Answer, Record, ScanFailed
from guardrails.renderers.formats import GATE_FORMATS
from guardrails.runners.cache import VARIABLE
from tests.unit.commands.scanning.fakes import FakeWorker
from tests.unit.renderers.findings.test_sarif import VALIDATOR
from tests.unit.renderers.gate.test_json import SCHEMA
from tests.unit.terraform.reading.documents import PLANS, configured, document, row

REPOSITORY = Path(__file__).parents[4]
BUCKET = "aws_s3_bucket.data"
LOGGED = Record("CKV_AWS_18", BUCKET, Answer.FAILED, ("logging",))
TAGGED = Record("CKV_LZ_001", "module.box.aws_s3_bucket.b", Answer.FAILED, ("tags",), "Owner is missing")
OPEN = Record("CKV_LZ_001", BUCKET, Answer.UNKNOWN, ("tags",), "the tags are known only after apply")
SKIPPED = Record("CKV_AWS_21", BUCKET, Answer.FAILED, ("versioning",))
SILENT = Record("CKV_AWS_145", BUCKET, Answer.FAILED, ("rule",))
SOURCES = """\
resource "aws_s3_bucket" "data" {
  # checkov:skip=CKV_AWS_18:logged by the distribution
  bucket = "data"
}

module "box" {
  # checkov:skip=CKV_LZ_001
  source = "./box"
}
"""

Gate = Callable[..., tuple[int, dict[str, Any]]]


class World:
    """A plan in a folder, and what the worker will say of it."""

    def __init__(self, folder: Path) -> None:
        self.plan = folder / "plan.json"
        self.answers: dict[str, Sequence[Record] | ScanFailed] = {"*": [LOGGED, TAGGED]}
        self.workers: list[FakeWorker] = []
        module = "module.box"
        rows = (
            row(BUCKET, ("create",), after={"bucket": "data"}),
            row(f"{module}.aws_s3_bucket.b", ("no-op",), module_address=module, after={"bucket": "b"}),
        )
        self.plan.write_text(json.dumps(document(*rows, configuration=configured())), "utf-8")

    def worker_for(self, python: Path, folders: object, settings: Path, checks: Sequence[str]) -> FakeWorker:
        """Return the fake in place of the worker."""
        self.workers.append(FakeWorker(self.answers, checks))
        return self.workers[-1]


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """The world of one test, with Checkov switched on."""
    found = World(tmp_path)
    monkeypatch.setattr(starting, "worker_for", found.worker_for)
    monkeypatch.setenv("GUARDRAILS_CHECKOV", "1")
    monkeypatch.setenv("GUARDRAILS_CHECKOV_PYTHON", "/usr/bin/python3")
    monkeypatch.setenv(VARIABLE, "0")
    return found


@pytest.fixture
def gate(world: World, capsys: pytest.CaptureFixture[str]) -> Gate:
    """Run the gate and return its exit code and its JSON report; an empty one where it gives none."""

    def run_gate(*words: str) -> tuple[int, dict[str, Any]]:
        capsys.readouterr()
        command = ["gate", str(world.plan), "--root", str(REPOSITORY), "--account", "Dev", "--today", "2026-11-21"]
        code = run([*command, "--rule", "CKV*", "--format", "json", "-q", *words])
        said = capsys.readouterr()
        return code, json.loads(said.out) if said.out else {"error": said.err}

    return run_gate


def of(report: dict[str, Any], key: str) -> list[tuple[str, str]]:
    """Rule and address of the findings of a plan under a key."""
    rows = report["plans"][0][key]
    found = [one.get("finding", one) for one in rows]
    return sorted((one["rule"], one["address"]) for one in found)


def test_findings_stand_in_the_report_with_what_the_plan_holds(gate: Gate, world: World) -> None:
    world.answers["*"] = [Record("CKV_LZ_001", BUCKET, Answer.FAILED, ("bucket",), "a wrong name")]
    code, report = gate()
    (one,) = report["plans"][0]["findings"]
    assert code == 1
    assert (one["rule"], one["attribute"], one["found"]) == ("CKV_LZ_001", "bucket", "data")
    assert one["message"].endswith(": a wrong name")
    assert world.workers[0].ended


def test_checks_that_ran_are_listed_with_what_they_saw(gate: Gate) -> None:
    _, report = gate()
    seen = {one["rule"]: one["seen"] for one in report["plans"][0]["rules"]}
    assert seen["CKV_LZ_001"] == 3
    assert not any(id.startswith("PG-") for id in seen)


def test_what_ours_cannot_tell_keeps_the_gate_shut_where_that_is_asked(gate: Gate, world: World) -> None:
    world.answers["*"] = [OPEN]
    assert gate("--on-unknown", "warn")[0] == 0
    code, report = gate("--on-unknown", "fail")
    assert code == 3
    assert report["plans"][0]["findings"][0]["hangs_on"] == ["tags"]


def test_changed_only_advisory_and_fail_on_hold_for_checks(gate: Gate) -> None:
    assert gate("--fail-on", "warning")[0] == 1
    assert of(gate("--changed-only")[1], "findings") == [("CKV_AWS_18", BUCKET)]
    assert gate("--advisory", "CKV_*")[0] == 0


def test_require_match_counts_the_blocks_that_a_check_saw(gate: Gate, world: World) -> None:
    world.answers["*"] = []
    assert gate("--require-match", "CKV_LZ_001")[0] == 0
    world.worker_for = lambda *words: FakeWorker({}, ())  # type: ignore[method-assign]
    starting.worker_for = world.worker_for
    code, report = gate("--require-match", "CKV_LZ_001")
    assert (code, "CKV_LZ_001 saw no resource" in report["reasons"][0]) == (3, True)


def test_waivers_and_baselines_speak_of_checks(gate: Gate, tmp_path: Path) -> None:
    waivers = tmp_path / "waivers.yaml"
    row = "rule: CKV_AWS_18, address: aws_s3_bucket.data, owner: me, reason: why, expires: 2099-01-31"
    waivers.write_text(f"waivers:\n- {{{row}}}\n", "utf-8")
    _, report = gate("--waivers", str(waivers))
    assert of(report, "waived") == [("CKV_AWS_18", BUCKET)]
    assert of(report, "findings") == [("CKV_LZ_001", "module.box.aws_s3_bucket.b")]
    gate("--write-baseline", str(tmp_path / "known"))
    code, report = gate("--baseline", str(tmp_path / "known"))
    assert (code, len(of(report, "baselined"))) == (0, 2)


def test_skip_comments_waive_and_one_without_a_reason_is_told(gate: Gate, world: World) -> None:
    box = world.plan.parent / "box"
    box.mkdir()
    (box / "main.tf").write_text('resource "aws_s3_bucket" "b" {}\n', "utf-8")
    (world.plan.parent / "main.tf").write_text(SOURCES, "utf-8")
    code, report = gate()
    assert code == 0
    assert of(report, "waived") == [("CKV_AWS_18", BUCKET), ("CKV_LZ_001", "module.box.aws_s3_bucket.b")]
    assert of(report, "findings") == [("WVR-003", "module.box")]
    first = next(one for one in report["plans"][0]["waived"] if one["finding"]["rule"] == "CKV_AWS_18")
    assert (first["owner"], first["expires"], first["reason"]) == ("", None, "logged by the distribution")
    assert first["place"]["line"] == 2
    code, report = gate("--skip-comments", "forbid")
    assert of(report, "waived") == []
    assert len(of(report, "findings")) == 3
    assert any("do not count" in note for note in report["plans"][0]["notes"])


def test_a_skip_that_no_comment_in_the_sources_bears_out_stays_a_finding(gate: Gate, world: World) -> None:
    world.answers["*"] = [Record("CKV_LZ_001", BUCKET, Answer.SKIPPED, ("tags",), comment="says the scanner")]
    code, report = gate()
    assert (code, of(report, "findings")) == (1, [("CKV_LZ_001", BUCKET)])


def test_no_checkov_is_told(gate: Gate, world: World, capsys: pytest.CaptureFixture[str]) -> None:
    run(["gate", str(world.plan), "--root", str(REPOSITORY), "--account", "Dev", "--no-checkov", "--rule", "PG-*"])
    assert "Checkov is switched off" in capsys.readouterr().out
    assert world.workers == []


def test_rules_of_plans_alone_do_not_start_it(world: World) -> None:
    run(["gate", str(world.plan), "--root", str(REPOSITORY), "--account", "Dev", "--rule", "PG-001", "-q"])
    assert world.workers == []


@pytest.mark.parametrize(("usage", "code"), [(True, 2), (False, 3)])
def test_a_scan_that_fails_is_never_passed(gate: Gate, world: World, usage: bool, code: int) -> None:
    world.answers["*"] = ScanFailed("Checkov: a check raised ValueError", usage=usage)
    found, report = gate()
    assert (found, report["error"].count("error:")) == (code, 1)
    assert "a check raised ValueError" in report["error"]


def test_without_checkov_there_is_one_clear_error(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GUARDRAILS_CHECKOV_PYTHON")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    code, report = gate()
    assert code == 2
    assert all(word in report["error"] for word in ("pip install", "--checkov-python", "--no-checkov"))
    assert report["error"].count("error:") == 1


def test_every_format_shows_a_finding_and_none_runs_what_it_says(world: World, tmp_path: Path) -> None:
    text = 'Bucket <script>alert(1)</script> | `x` \x1b[31m ::error::no\r\n"quote"'
    world.answers["*"] = [Record("CKV_LZ_001", BUCKET, Answer.FAILED, ("tags",), text), LOGGED, SKIPPED, SILENT]
    skips = "# checkov:skip=CKV_AWS_21:<b>why</b> | not\n# checkov:skip=CKV_AWS_145"
    (world.plan.parent / "main.tf").write_text(f'resource "aws_s3_bucket" "data" {{\n{skips}\n}}\n', "utf-8")
    files = [word for name in GATE_FORMATS for word in ("--output", f"{name}={tmp_path / name}")]
    command = ["gate", str(world.plan), "--root", str(REPOSITORY), "--account", "Dev", "--rule", "CKV*", "-q", *files]
    assert run(command) == 1
    for name in GATE_FORMATS:
        written = (tmp_path / name).read_text("utf-8").replace("&#95;", "_")
        assert "CKV_LZ_001" in written, name
        assert "CKV_AWS_18" in written, name
        assert "\x1b" not in written, name
        assert name == "json" or "\n::error::no" not in written, name
        assert name in ("github", "gitlab", "text") or "CKV_AWS_21" in written, name
    page = (tmp_path / "html").read_text("utf-8")
    assert "<script>" not in page
    assert "<b>why" not in page
    assert "no expiry" in page
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads((tmp_path / "json").read_text("utf-8")))
    sarif = json.loads((tmp_path / "sarif").read_text("utf-8"))
    assert [error.message for error in VALIDATOR.iter_errors(sarif)] == []
    kinds = [one["suppressions"][0]["kind"] for one in sarif["runs"][0]["results"] if "suppressions" in one]
    assert kinds == ["inSource", "inSource"]


def test_secrets_of_a_plan_do_not_reach_the_worker(world: World) -> None:
    for name in ("sensitive-values", "write-only"):
        run(["gate", str(PLANS / f"{name}.json"), "--root", str(REPOSITORY), "--account", "Dev", "--rule", "CKV*"])
    written = b"".join(one[1] for worker in world.workers for one in worker.submitted)
    assert len(world.workers) == 2
    assert b"canary" not in written
    assert b"hunter2" not in written
