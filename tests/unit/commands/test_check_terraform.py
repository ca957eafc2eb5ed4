"""`guardrails check` on Terraform with the real Checkov: whole roots, all formats, waivers, what cannot be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from guardrails.cli import run
from guardrails.renderers.formats import FINDING_FORMATS
from tests.rules.fixtures import checkov_python
from tests.unit.commands.checking.landing_zone import put_call, put_project

CANARY = "hunter2hunter2"
GPU = f"""resource "aws_instance" "big" {{
  ami           = "ami-0123456789abcdef0"
  instance_type = "p3.16xlarge"
}}

resource "aws_instance" "asked" {{
  # checkov:skip=CKV_LZ_005:the vendor asks for it
  ami           = "ami-0123456789abcdef0"
  instance_type = "p3.16xlarge"
}}

resource "aws_db_instance" "one" {{ password = "{CANARY}"
  instance_class      = var.class
  publicly_accessible = true
}}

resource "aws_launch_template" "open" {{
  instance_type = var.type
}}

variable "class" {{}}
variable "type" {{}}
"""
DEV, PROD = "terraform/live/dev/training", "terraform/live/prod/training"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose dev and prod call a module with an instance above the cap; Checkov is switched on."""
    put_project(tmp_path)
    for account in ("dev", "prod"):
        put_call(tmp_path / f"terraform/live/{account}/training", "../../../modules/gpu")
    (tmp_path / "terraform/modules/gpu").mkdir()
    (tmp_path / "terraform/modules/gpu/main.tf").write_text(GPU, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GUARDRAILS_CHECKOV", "1")
    monkeypatch.setenv("GUARDRAILS_CHECKOV_PYTHON", str(checkov_python()))
    monkeypatch.setenv("GUARDRAILS_CACHE", str(tmp_path / "cache"))
    return tmp_path


def checked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any], str]:
    """Run a check for its JSON and what stands on stderr."""
    capsys.readouterr()
    code = run(["check", *words, "--no-stock-checks", "--format", "json", "--today", "2026-11-20"])
    told = capsys.readouterr()
    return code, json.loads(told.out) if told.out else {}, told.err


def of_cap(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in answer["findings"] if one["rule"] == "CKV_LZ_005"]


def test_a_block_is_found_once_at_its_line_in_every_format(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outputs = [word for name in FINDING_FORMATS for word in ("--output", f"{name}=out.{name}")]
    code, answer, said = checked(capsys, "terraform", *outputs)
    assert code == 1
    assert "4 roots of Terraform: terraform/live/dev/networking" in said
    (found,) = of_cap(answer)
    assert (found["file"], found["line"], found["severity"]) == ("terraform/modules/gpu/main.tf", 1, "error")
    assert (found["slug"], found["docs"]) == ("accelerator-cap", "docs/rules/accelerator-cap.md")
    assert found["message"].startswith("module.gpu.aws_instance.big: ")
    assert found["help"]
    assert [(one["file"], one["message"]) for one in found["related"]] == [(f"{DEV}/main.tf", "called here")]
    assert {one["status"] for one in answer["files"]} == {"checked"}
    for name in FINDING_FORMATS:
        text = (project / f"out.{name}").read_text("utf-8")
        assert "p3.16xlarge has accelerators" in text, name
        assert CANARY not in text, name
    sarif = json.loads((project / "out.sarif").read_text("utf-8"))["runs"][0]
    (rule,) = [one for one in sarif["tool"]["driver"]["rules"] if one["id"] == "CKV_LZ_005"]
    assert "## How to fix" in rule["help"]["markdown"]


def test_waivers_skip_comments_and_what_is_open(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = {
        "rule": "CKV_LZ_005",
        "address": "*.aws_instance.*",
        "owner": "ml",
        "reason": "a test",
        "expires": "2027-01-31",
    }
    waivers = project / "rules" / "waivers.yaml"
    waivers.parent.mkdir()
    waivers.write_text(yaml.safe_dump({"waivers": [row]}), "utf-8")
    code, answer, said = checked(capsys, DEV)
    assert (code, of_cap(answer)) == (0, [])
    silenced = {(one["owner"], one["expires"], one["reason"]) for one in answer["suppressed"]}
    assert silenced == {("ml", "2027-01-31", "a test"), ("", None, "the vendor asks for it")}
    assert "1 answer hangs on values that only a plan shows" in said

    waivers.write_text(yaml.safe_dump({"waivers": [{**row, "expires": "2026-11-19"}]}), "utf-8")
    code, answer, said = checked(capsys, DEV, "--skip-comments", "forbid", "-v")
    assert code == 1
    assert [one["line"] for one in of_cap(answer) if one["severity"] == "error"] == [1, 6]
    assert [one["line"] for one in of_cap(answer) if one["severity"] == "note"] == [17]
    assert {"WVR-002"} <= {one["rule"] for one in answer["findings"]}
    assert "only a plan shows" not in said


def test_a_changed_file_brings_the_roots_that_it_is_part_of(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer, said = checked(capsys, "terraform/modules/gpu/main.tf")
    assert code == 1
    assert f"Checkov looks at 2 roots of Terraform: {DEV}, {PROD}\n" in said
    assert len(of_cap(answer)) == 1
    kept, again, _ = checked(capsys, "terraform/modules/gpu/main.tf")
    assert (kept, again) == (code, answer), "an answer from the cache is the same"
    (project / PROD / "x.tfvars").write_text('words = "a Statement"\n', "utf-8")
    code, answer, said = checked(capsys, f"{PROD}/x.tfvars", "--account", "Dev", "--skip-comments", "forbid")
    assert (code, len(of_cap(answer))) == (1, 2)
    assert f"1 root of Terraform: {PROD}\n" in said


def test_what_cannot_be_read_ends_in_3_and_the_rest_is_said(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "terraform/modules/addresses/broken.tf").write_text('resource "aws_vpc" {{{ \n', "utf-8")
    code, answer, _ = checked(capsys, "terraform")
    assert code == 3
    unreadable = [one for one in answer["files"] if one["status"] == "unreadable"]
    assert {one["file"] for one in unreadable} == {"terraform/live/dev/networking", "terraform/live/prod/networking"}
    assert all("broken.tf" in one["reason"] for one in unreadable)
    assert len(of_cap(answer)) == 1


def test_terraform_written_as_json_does_not_pass_unseen(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    block = {"resource": {"aws_instance": {"big": {"ami": "ami-1", "instance_type": "p3.16xlarge"}}}}
    (project / DEV / "more.tf.json").write_text(json.dumps(block), "utf-8")
    (project / DEV / "outputs.tf.json").write_text(json.dumps({"output": {"x": {"value": 1}}}), "utf-8")
    code, answer, _ = checked(capsys, DEV)
    assert code == 3
    (unreadable,) = [one for one in answer["files"] if one["status"] == "unreadable"]
    assert unreadable["file"] == f"{DEV}/more.tf.json"
    assert "--no-checkov" in unreadable["reason"]


def test_a_root_that_is_json_alone_leaves_the_others_their_answer(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alone = project / "terraform/live/dev/alone"
    alone.mkdir()
    (alone / "main.tf.json").write_text(json.dumps({"resource": {"aws_instance": {"big": {"ami": "ami-1"}}}}), "utf-8")
    code, answer, said = checked(capsys, "terraform")
    assert code == 3, said
    assert [one["file"] for one in answer["files"] if one["status"] == "unreadable"] == [
        "terraform/live/dev/alone/main.tf.json"
    ]
    assert len(of_cap(answer)) == 1


def test_modules_that_are_not_looked_at_are_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = project / DEV / "main.tf"
    text = file.read_text("utf-8")
    file.write_text(text + f'module "far" {{\n  source = "git::https://x:{CANARY}@example.com/a.git"\n}}\n', "utf-8")
    code, answer, said = checked(capsys, DEV)
    assert code == 1
    assert f"modules from elsewhere are not looked at, a plan shows what they make: module.far in {DEV}/main.tf" in said
    assert CANARY not in said + json.dumps(answer)
    file.write_text(text + 'module "gone" {\n  source = "../nowhere"\n}\n', "utf-8")
    code, answer, _ = checked(capsys, DEV)
    assert code == 3
    (unreadable,) = [one for one in answer["files"] if one["status"] == "unreadable"]
    assert unreadable == {
        "file": f"{DEV}/main.tf",
        "status": "unreadable",
        "reason": "module.gone: there is no Terraform in ../nowhere",
    }


def test_what_a_module_outside_of_the_repository_holds_is_never_taken_from_the_cache(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, project: Path
) -> None:
    put_call(tmp_path / "apart/root", "../module")
    (tmp_path / "apart/module").mkdir()
    module = tmp_path / "apart/module/main.tf"
    monkeypatch.chdir(tmp_path / "apart/root")
    found = []
    for type in ("t3.micro", "p3.16xlarge"):
        module.write_text(f'resource "aws_instance" "a" {{\n  instance_type = "{type}"\n}}\n', "utf-8")
        found.append(len(of_cap(checked(capsys, ".", "--root", str(project))[1])))
    assert found == [0, 1]


def test_without_checkov_there_is_one_error_that_says_what_to_do(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.delenv("GUARDRAILS_CHECKOV_PYTHON")
    code, answer, said = checked(capsys, "terraform")
    assert (code, answer) == (2, {})
    assert len(said.splitlines()) == 1
    assert "--no-checkov" in said
    assert "guardrails-aws[checkov]" in said


@pytest.mark.parametrize(
    "words",
    [[], ["scps"], ["terraform", "--no-checkov"], ["terraform/empty"], ["scps/organization.yaml"]],
    ids=" ".join,
)
def test_who_asks_for_no_terraform_starts_no_checkov(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    def started(*_: object) -> None:
        raise AssertionError("Checkov was started")

    monkeypatch.setattr("guardrails.commands.scanning.starting.worker_for", started)
    (project / "terraform/empty").mkdir()
    (project / "terraform/empty/outputs.tf").write_text('output "x" {\n  value = 1\n}\n', "utf-8")
    _, answer, said = checked(capsys, *words, "--allow-empty")
    assert answer
    assert "Checkov" not in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--account", "Nobody"], "'Nobody' is no account"),
        (["--waivers", "nowhere.yaml"], "nowhere.yaml does not exist"),
    ],
)
def test_options_that_cannot_be_used_end_in_2(
    project: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    code, _, error = checked(capsys, "terraform", *words)
    assert code == 2
    assert said in error
