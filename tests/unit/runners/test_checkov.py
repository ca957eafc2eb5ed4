"""The Checkov runner: several inputs with one worker, what records hold, and what is left to stock Checkov."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final

import pytest

from guardrails.model.scan import Answer, Record, Scan, ScanFailed
from guardrails.runners.checkov import Checkov, find_python
from tests.rules.fixtures import CHECKS, FIXTURES, REPOSITORY, checkov_python

SETTINGS: Final = REPOSITORY / "rules" / "settings.json"
PLAN: Final = FIXTURES / "accelerator-cap" / "plan.json"
CLEAN: Final = REPOSITORY / "tests" / "terraform" / "plans" / "clean.json"
SKIPS: Final = REPOSITORY / "tests" / "rules" / "skips"


def started(*checks: str) -> Checkov:
    return Checkov(checkov_python(), [CHECKS], SETTINGS, checks)


def said(scan: Scan, check: str = "CKV_LZ_005") -> dict[str, Answer]:
    return {one.address: one.answer for one in scan.records if one.check == check}


@pytest.fixture(scope="module")
def plan() -> Scan:
    with started("CKV_LZ_005", "CKV_AWS_8", "CKV_AWS_189") as checkov:
        checkov.submit_plan("plan", PLAN.read_bytes(), "", {})
        return checkov.result("plan")


def test_a_plan_gives_the_three_answers(plan: Scan) -> None:
    answers = said(plan)
    assert answers["aws_instance.pass_allowed"] is Answer.PASSED
    assert answers["aws_instance.fail_large"] is Answer.FAILED
    assert Answer.UNKNOWN in answers.values()


def test_a_failure_names_attribute_and_reason(plan: Scan) -> None:
    found = next(one for one in plan.records if one.address == "aws_instance.fail_large" and one.check == "CKV_LZ_005")
    assert found == Record(
        "CKV_LZ_005",
        "aws_instance.fail_large",
        Answer.FAILED,
        ("instance_type",),
        "p3.16xlarge has accelerators and is not allowed (allowed: p3.2xlarge, g5.xlarge)",
    )


def test_a_scan_says_how_many_blocks_each_check_answered_about(plan: Scan) -> None:
    assert plan.looked["CKV_LZ_005"] == len(said(plan))
    assert plan.looked["CKV_AWS_8"] > 0
    assert plan.looked["CKV_AWS_189"] == 0
    assert plan.resources >= plan.looked["CKV_LZ_005"]


def test_one_worker_scans_any_number_of_inputs_and_remembers_none() -> None:
    checks = ("CKV_LZ_005", "CKV_AWS_286", "CKV2_AWS_6")
    with started(*checks) as checkov:
        for name, file in (("first", PLAN), ("clean", CLEAN), ("again", PLAN)):
            checkov.submit_plan(name, file.read_bytes(), "", {})
        checkov.submit_sources("code", SKIPS, "")
        checkov.submit_plan("last", PLAN.read_bytes(), "", {})
        scans = {name: checkov.result(name) for name in ("last", "first", "code", "clean", "again")}
        assert checkov.version == scans["clean"].version != ""
    assert scans["first"] == scans["again"] == scans["last"] != scans["clean"]
    assert scans["code"].records


def test_the_account_decides_and_holds_for_one_input_only(tmp_path: Path) -> None:
    """In a sandbox account every accelerator is too much."""
    told = json.loads(SETTINGS.read_bytes())
    told["accounts"][0] |= {"name": "Playground", "env": "sandbox"}
    settings = tmp_path / "settings.json"
    settings.write_text(json.dumps(told))
    with Checkov(checkov_python(), [CHECKS], settings, ["CKV_LZ_005"]) as checkov:
        checkov.submit_plan("sandbox", PLAN.read_bytes(), "Playground", {})
        checkov.submit_plan("nobody says", PLAN.read_bytes(), "", {})
        sandbox, other = checkov.result("sandbox"), checkov.result("nobody says")
    assert said(other)["aws_instance.pass_allowed"] is Answer.PASSED
    assert said(sandbox)["aws_instance.pass_allowed"] is Answer.FAILED


def test_an_account_that_the_settings_do_not_know_is_a_wrong_request() -> None:
    with started("CKV_LZ_005") as checkov:
        checkov.submit_plan("plan", PLAN.read_bytes(), "Prodd", {})
        with pytest.raises(ScanFailed, match="Prodd: the settings know no such account") as failed:
            checkov.result("plan")
    assert failed.value.usage


def test_what_is_known_only_after_apply_is_unknown_for_one_input_only() -> None:
    document = json.loads(CLEAN.read_bytes())
    values = {"address": "aws_instance.a", "mode": "managed", "type": "aws_instance", "name": "a", "values": {}}
    document["planned_values"] = {"root_module": {"resources": [values]}}
    late = json.dumps(document).encode()
    with started("CKV_LZ_005") as checkov:
        checkov.submit_plan("late", late, "", {"aws_instance.a": ["instance_type"]})
        checkov.submit_plan("absent", late, "", {})
        assert said(checkov.result("late")) == {"aws_instance.a": Answer.UNKNOWN}
        assert said(checkov.result("absent")) == {"aws_instance.a": Answer.PASSED}


@pytest.fixture(scope="module")
def code() -> Scan:
    with started("CKV_LZ_005", "CKV_AWS_8", "CKV_AWS_18", "CKV2_AWS_6", "CKV_AWS_145", "CKV_AWS_21") as checkov:
        checkov.submit_sources("code", SKIPS, "")
        return checkov.result("code")


def test_a_skip_comment_is_honoured_and_its_reason_told(code: Scan) -> None:
    skipped = {(one.check, one.address): one.comment for one in code.records if one.answer is Answer.SKIPPED}
    assert skipped == {
        ("CKV_LZ_005", "aws_instance.training"): "the vendor asks for it until March",
        ("CKV_AWS_8", "aws_instance.training"): "",
        ("CKV2_AWS_6", "aws_s3_bucket.reports"): "only read by one role",
        ("CKV_AWS_18", "aws_s3_bucket.reports"): "only read by one role",
        ("CKV_AWS_145", "module.logs.aws_s3_bucket.this"): "no personal data",
    }


def test_a_record_of_code_has_its_lines(code: Scan) -> None:
    places = {(one.address, one.check): (one.file, one.line, one.end_line) for one in code.records}
    assert places["aws_instance.training", "CKV_LZ_005"] == ("main.tf", 2, 7)
    assert places["aws_instance.second", "CKV_LZ_005"] == ("main.tf", 9, 12)
    assert places["module.logs.aws_s3_bucket.this", "CKV_AWS_21"] == ("logs/main.tf", 1, 3)


def test_an_unknown_value_of_code_is_unknown(code: Scan) -> None:
    assert said(code)["aws_instance.second"] is Answer.UNKNOWN


def test_what_one_folder_assigns_is_nothing_to_the_next(tmp_path: Path) -> None:
    """Checkov evaluates `size = "p3.16xlarge"` as Python would, and keeps the name."""
    block = 'resource "aws_instance" "a" {{\n  ami = "a"\n  instance_type = {}\n}}\n'
    for name, value in (("first", "\"${size = 'p3.16xlarge'}\""), ("second", '"${size}"')):
        (tmp_path / name).mkdir()
        (tmp_path / name / "main.tf").write_text(block.format(value))
    with started("CKV_LZ_005") as checkov:
        for name in ("first", "second"):
            checkov.submit_sources(name, tmp_path / name, "")
        checkov.result("first")
        assert said(checkov.result("second"))["aws_instance.a"] is not Answer.FAILED


def test_a_file_of_values_is_used(tmp_path: Path) -> None:
    values = tmp_path / "dev.tfvars"
    values.write_text('second = "t3.micro"\n')
    with started("CKV_LZ_005") as checkov:
        checkov.submit_sources("code", SKIPS, "", [values])
        assert said(checkov.result("code"))["aws_instance.second"] is Answer.PASSED


@pytest.mark.parametrize("document", [b"{", b"[]", b"{}", b'{"terraform_version": "1.9.0"}', b"\x00\xff"])
def test_what_is_no_plan_is_no_clean_plan(document: bytes) -> None:
    with started("CKV_LZ_005") as checkov:
        checkov.submit_plan("plan", document, "", {})
        checkov.submit_plan("next", CLEAN.read_bytes(), "", {})
        with pytest.raises(ScanFailed) as failed:
            checkov.result("plan")
        assert checkov.result("next").resources
    assert not failed.value.usage


def test_code_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text((SKIPS / "main.tf").read_text().partition("module")[0])
    (tmp_path / "broken.tf").write_text('resource "aws_instance" {{{\n')
    with started("CKV_LZ_005") as checkov:
        checkov.submit_sources("code", tmp_path, "")
        with pytest.raises(ScanFailed, match=r"cannot read broken\.tf") as failed:
            checkov.result("code")
    assert not failed.value.usage


@pytest.mark.parametrize("name", [".", "none"])
def test_a_folder_without_code_is_a_wrong_request(tmp_path: Path, name: str) -> None:
    with started("CKV_LZ_005") as checkov:
        checkov.submit_sources("code", tmp_path / name, "")
        with pytest.raises(ScanFailed, match="no Terraform code is there") as failed:
            checkov.result("code")
    assert failed.value.usage


def test_what_checkov_does_not_read_is_noted(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('resource "aws_vpc" "a" {\n  cidr_block = "10.0.0.0/16"\n}\n')
    (tmp_path / "more.tf.json").write_text("{}")
    with started("CKV_LZ_005") as checkov:
        checkov.submit_sources("code", tmp_path, "")
        assert checkov.result("code").notes == ("Checkov does not read JSON: nothing is said of more.tf.json",)


def faked(tmp_path: Path, version: str) -> Path:
    """An interpreter in which Checkov says that it is of another version."""
    told = tmp_path / f"checkov-{version}.dist-info"
    told.mkdir()
    (told / "METADATA").write_text(f"Metadata-Version: 2.1\nName: checkov\nVersion: {version}\n")
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nPYTHONPATH={tmp_path} exec {checkov_python()} "$@"\n')
    python.chmod(0o755)
    return python


def test_an_untested_version_runs_without_shortcuts_says_so_and_finds_the_same(tmp_path: Path) -> None:
    checks = ("CKV_LZ_005", "CKV_AWS_8", "CKV_AWS_145", "CKV2_AWS_6")
    scans = []
    for python in (checkov_python(), faked(tmp_path, "3.4.0")):
        with Checkov(python, [CHECKS], SETTINGS, checks) as checkov:
            checkov.submit_plan("plan", PLAN.read_bytes(), "", {})
            checkov.submit_sources("code", SKIPS, "")
            scans.append((checkov.result("plan"), checkov.result("code")))
    (fast, fast_code), (slow, slow_code) = scans
    assert fast.notes == fast_code.notes == ()
    assert slow.version == "3.4.0"
    assert (
        slow.notes
        == slow_code.notes
        == ("Checkov 3.4.0 is outside the tested versions; it runs without our shortcuts",)
    )
    assert set(slow.records) == set(fast.records)
    assert set(slow_code.records) == set(fast_code.records)


def test_the_given_interpreter_is_taken_else_this_one_where_it_has_checkov(monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_python(Path(sys.executable)) == Path(sys.executable)
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(ScanFailed, match=r"guardrails-aws\[checkov\].*--checkov-python.*--no-checkov") as failed:
        find_python(None)
    assert failed.value.usage
