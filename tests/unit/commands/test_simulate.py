"""`guardrails simulate` on the reference organization: answers, exit codes, formats, mistakes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import guardrails.renderers
from guardrails.cli import run

SCHEMA = Path(guardrails.renderers.__file__).parent / "schemas" / "simulate.schema.json"


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything here is asked outside any project."""
    monkeypatch.chdir(tmp_path)


def answers(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    """The answers by account, checked against the published schema."""
    assert run(["simulate", *words, "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    jsonschema.validate(document, json.loads(SCHEMA.read_text()))
    assert document["bundled"] is True
    return {answer["account"]: answer for answer in document["answers"]}


def test_the_demo(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["simulate", "ec2:RunInstances", "p3.16xlarge"]) == 0
    captured = capsys.readouterr()
    rows = {line.split()[0]: line for line in captured.out.splitlines() if line}
    assert "not restricted" in rows["Management"]
    for account in ("Dev", "Prod"):
        assert "DENIED" in rows[account]
        assert "Workloads" in rows[account]
        assert "gpu-cap#CapRunInstances" in rows[account]
        assert "$24.48/h, 8.0x p3.2xlarge" in rows[account]
    assert "bundled reference organization" in captured.err


#    SIM   words                                                                    account  decision
PACK = [
    ("01", ["ec2:RunInstances", "t3.micro", "eu-west-1"], "Dev", "deny"),
    ("02", ["ec2:RunInstances", "t3.micro", "us-west-2"], "Dev", "allow"),
    ("03", ["iam:CreateRole"], "Dev", "allow"),
    ("04", ["kms:CreateKey", "eu-west-1"], "Dev", "deny"),
    ("05", ["cloudtrail:StopLogging"], "Prod", "deny"),
    ("06", ["cloudtrail:DeleteTrail", "--as", "pipeline_apply"], "Prod", "allow"),
    ("09", ["iam:CreateUser"], "Dev", "deny"),
    ("12", ["s3:PutObject"], "Dev", "allow"),
    ("14", ["s3:PutObject", "s3:x-amz-server-side-encryption-customer-algorithm=AES256"], "Dev", "deny"),
    ("16", ["ec2:RunInstances", "p3.2xlarge"], "Dev", "allow"),
    ("20", ["ec2:RunInstances", "p9.48xlarge"], "Dev", "deny"),
    ("28", ["organizations:LeaveOrganization"], "Prod", "deny"),
    ("29", ["s3:ListAllMyBuckets", "--as", "root"], "Dev", "deny"),
    ("29b", ["s3:ListAllMyBuckets", "--as", "root", "aws:AssumedRoot=true"], "Dev", "allow"),
    ("30", ["ec2:RunInstances", "p3.16xlarge"], "Management", "not-restricted"),
    ("31", ["autoscaling:UpdateAutoScalingGroup", "g5.xlarge", "m5.large"], "Dev", "allow"),
    ("32", ["autoscaling:UpdateAutoScalingGroup", "m5.large", "p4d.24xlarge"], "Dev", "deny"),
    ("33", ["ec2:RunInstances", "p3.16xlarge", "--as", "AWSServiceRoleForAutoScaling"], "Dev", "not-restricted"),
    ("37", ["ec2:RunInstances"], "Dev", "unknown"),
]


@pytest.mark.parametrize(("sim", "words", "account", "decision"), PACK)
def test_scenario_pack(
    sim: str, words: list[str], account: str, decision: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answers(capsys, *words)[account]["decision"] == decision


def test_an_unknown_answer_names_its_key(capsys: pytest.CaptureFixture[str]) -> None:
    assert answers(capsys, "ec2:RunInstances", "Dev")["Dev"]["hangs_on"] == ["ec2:InstanceType"]


def test_an_absence_that_is_stated_is_no_assumption(capsys: pytest.CaptureFixture[str]) -> None:
    found = answers(capsys, "s3:PutObject", "Dev")["Dev"]["assumed_absent"]
    assert "s3:x-amz-server-side-encryption" in found


def test_a_key_said_to_be_unknown_leaves_the_answer_open(capsys: pytest.CaptureFixture[str]) -> None:
    key = "s3:x-amz-server-side-encryption-customer-algorithm"
    answer = answers(capsys, "s3:PutObject", "Dev", "--unknown", key)["Dev"]
    assert (answer["decision"], answer["hangs_on"]) == ("unknown", [key])


def test_the_exemption_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    answer = answers(capsys, "cloudtrail:DeleteTrail", "Prod", "--as", "pipeline_apply")["Prod"]
    assert answer["exempted_from"] == ["audit-trail#DenyTrailTampering"]


def test_wildcards_give_a_row_for_each_action(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["simulate", "cloudtrail:*Trail", "Dev"]) == 0
    out = capsys.readouterr().out
    assert "cloudtrail:DeleteTrail" in out
    assert "cloudtrail:UpdateTrail" in out


#    words                                               expect   exit code
EXPECTED = [
    (["ec2:RunInstances", "p3.16xlarge", "Dev"], "deny", 0),
    (["ec2:RunInstances", "p3.16xlarge", "Dev"], "allow", 1),
    (["ec2:RunInstances", "p3.16xlarge"], "deny", 1),
    (["ec2:RunInstances", "p3.2xlarge"], "allow", 0),
    (["ec2:RunInstances", "Dev"], "allow", 3),
    (["ec2:RunInstances", "Dev"], "deny", 3),
]


@pytest.mark.parametrize(("words", "expect", "code"), EXPECTED)
def test_expect(words: list[str], expect: str, code: int) -> None:
    assert run(["simulate", *words, "--expect", expect]) == code


def test_why_shows_levels_statements_and_conditions(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["simulate", "ec2:RunInstances", "p3.16xlarge", "Dev", "--why"]) == 0
    out = capsys.readouterr().out
    assert "SCPs at Workloads\n" in out
    assert "Deny gpu-cap#CapRunInstances matches" in out
    assert "true: StringNotEquals ec2:InstanceType [p3.2xlarge, g5.xlarge], request has p3.16xlarge" in out


def test_export_for_aws(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["simulate", "ec2:RunInstances", "p3.16xlarge", "Dev", "--export-aws"]) == 0
    (exported,) = json.loads(capsys.readouterr().out)
    instance = next(one for one in exported["inputs"] if "instance/" in one["ResourceArns"][0])
    assert len(instance["OrderedOrganizationPolicyInputList"]) == 3
    assert instance["ActionNames"] == ["ec2:RunInstances"]
    entries = {one["ContextKeyName"]: one for one in instance["ContextEntries"]}
    assert entries["ec2:InstanceType"]["ContextKeyValues"] == ["p3.16xlarge"]
    assert entries["aws:SecureTransport"]["ContextKeyType"] == "boolean"
    for level in instance["OrderedOrganizationPolicyInputList"]:
        for text in level["ServiceControlPolicyInputList"]:
            assert json.loads(text)["Statement"]


def test_context_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "context.json"
    file.write_text('{"ec2:InstanceType": "p3.16xlarge", "aws:TagKeys": ["a"], "aws:SecureTransport": true}')
    assert answers(capsys, "ec2:RunInstances", "Dev", "--context", str(file))["Dev"]["decision"] == "deny"


#    words                                                     said on stderr
MISTAKES = [
    (["ec2:RunInstance"], "ec2:RunInstances"),
    (["ec2:RunInstances", "us-esat-1"], "us-east-1"),
    (["ec2:RunInstances", "--account", "Dve"], "Dev"),
    (["us-east-1"], "no action"),
    (["ec2:RunInstances", "--as", "nobody"], "not a principal"),
    (["ec2:RunInstances", "m5.large", "p3.2xlarge"], "one instance type"),
    (["s3:CreateBucket", "arn:aws:s3:::bucket/key", "ec2:Foo=1", "--as", "x"], "not a principal"),
    (["cloudtrail:StopLogging", "arn:aws:s3:::bucket"], "not a resource of cloudtrail:StopLogging"),
    (["s3:PutObject", "--context", "missing.yaml"], "missing.yaml"),
    (["s3:PutObject", "--root", "/nonexistent"], "organization.yaml"),
    (["s3:PutObject", "--expect", "maybe"], "maybe"),
    (["s3:PutObject", "--as", "arn:aws:iam::999999999999:role/x"], "999999999999"),
    ([], "ACTION"),
]


@pytest.mark.parametrize(("words", "said"), MISTAKES)
def test_mistakes_are_exit_2_with_a_hint(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["simulate", *words]) == 2
    captured = capsys.readouterr()
    assert said in captured.err
    assert captured.out == ""
    assert "Traceback" not in captured.err


def test_no_heavy_package_is_loaded() -> None:
    script = (
        "import sys\n"
        "from guardrails.cli import run\n"
        "assert run(['simulate', 'ec2:RunInstances', 'p3.16xlarge']) == 0\n"
        "heavy = {'pydantic', 'rich', 'jinja2', 'boto3', 'duckdb', 'msgspec', 'checkov', 'cfnlint', 'policyuniverse'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env={**os.environ}, check=True
    )
    assert result.stderr.splitlines()[-1] == "[]"
