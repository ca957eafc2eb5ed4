"""The worker that runs cfn-lint: what it says equals what the stock command line says, and nothing fails open."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from guardrails.model.scan import Answer, Scan, ScanFailed
from guardrails.runners.cfn_lint import CfnLint, find_python
from tests.rules.test_cfn_lint_rules import REPOSITORY, RULES, STEMS, TEMPLATES, account_of, lint, literal

SETTINGS: Final = REPOSITORY / "rules" / "settings.json"
IDS: Final = tuple(literal(one)["id"] for one in STEMS)
BUCKET: Final = b'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  Models:\n    Type: AWS::S3::Bucket\n'


@pytest.fixture(scope="module")
def worker() -> Iterator[CfnLint]:
    with CfnLint(Path(sys.executable), [RULES], SETTINGS, IDS) as found:
        yield found


def scan(worker: CfnLint, text: bytes, account: str = "") -> Scan:
    name = f"input {id(text)} {account}"
    worker.submit(name, text, account)
    return worker.result(name)


@pytest.fixture(scope="module")
def every(worker: CfnLint) -> dict[Path, Scan]:
    """What the one worker says of all templates, asked for at once."""
    for one in TEMPLATES:
        worker.submit(str(one), one.read_bytes(), account_of(one))
    return {one: worker.result(str(one)) for one in TEMPLATES}


@pytest.mark.parametrize("account", sorted({account_of(one) for one in TEMPLATES}))
def test_the_worker_says_what_the_stock_command_line_says(account: str, every: dict[Path, Scan]) -> None:
    files = [one for one in TEMPLATES if account_of(one) == account]
    stock = {(one.file, one.id, one.line, one.message) for one in lint(files, account)}
    ours = {
        (file, f"I{row.check[1:]}" if row.answer is Answer.UNKNOWN else row.check, row.line, row.message)
        for file in files
        for row in every[file].records
        if row.answer is not Answer.PASSED and not re.match("I[0-8]", row.check)
    }
    # W3010 and E3xxx can differ by the Regions that are looked at: the command line looks at one.
    assert ours == stock
    assert any(id.startswith("E91") for _, id, _, _ in ours)


def test_a_rule_tells_what_it_looked_at(every: dict[Path, Scan]) -> None:
    found = every[next(one for one in TEMPLATES if one.parent.name == "bucket-protection" and one.stem == "pass")]
    assert found.looked["E9107"] == 2 and found.looked["E9101"] == 0
    passed = {row.address for row in found.records if row.check == "E9107" and row.answer is Answer.PASSED}
    assert passed == {"Resources.PassBucket", "Resources.PassWithKey"}
    assert found.tool == "cfn-lint" and found.version.count(".") == 2 and found.resources == 2


def test_a_match_has_its_place(worker: CfnLint) -> None:
    text = BUCKET + b"    Properties:\n      PublicAccessBlockConfiguration:\n        BlockPublicAcls: false\n"
    row = next(one for one in scan(worker, text).records if "is off" in one.message)
    assert (row.check, row.address, row.line, row.column) == ("E9107", "Resources.Models", 7, 9)
    assert row.keys == ("PublicAccessBlockConfiguration.BlockPublicAcls",)


def test_stock_findings_come_along(worker: CfnLint) -> None:
    found = scan(worker, BUCKET + b"    Properties: {BucketNames: x}\n")
    assert ("E3002", Answer.FAILED) in {(one.check, one.answer) for one in found.records}


@pytest.mark.parametrize(
    "where",
    [
        b"    Metadata: {cfn-lint: {config: {ignore_checks: [E9107]}}}\n",
        b"Metadata: {cfn-lint: {config: {ignore_checks: [E91]}}}\n",
    ],
)
def test_what_a_template_ignores_is_told_as_skipped(worker: CfnLint, where: bytes) -> None:
    found = [one for one in scan(worker, BUCKET + where).records if one.check == "E9107"]
    assert {one.answer for one in found} == {Answer.SKIPPED}
    assert all(one.comment for one in found)


def test_other_options_in_a_template_are_not_used(worker: CfnLint) -> None:
    found = scan(worker, BUCKET + b"Metadata: {cfn-lint: {config: {regions: [eu-west-1], include_checks: [I]}}}\n")
    assert found.notes == ("cfn-lint options in the template are not used: include_checks, regions",)


def test_no_configuration_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".cfnlintrc").write_text("ignore_checks: [E, W]\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    with CfnLint(Path(sys.executable), [RULES], SETTINGS, IDS) as own:
        assert "E9107" in {one.check for one in scan(own, BUCKET).records}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "no CloudFormation template"),
        (b"[]", "no CloudFormation template"),
        (b"just words", "no CloudFormation template"),
        (b"Resources: {}\n", "no CloudFormation template"),
        (b'{"Resources": {"A": {"Type": "AWS::S3::Buc', "neither YAML nor JSON: line 1"),
        (b"Resources:\n\t- x\n", "neither YAML nor JSON: line 2"),
        (b"Resources:\n  A: {Type: x}\n  A: {Type: y}\n", "neither YAML nor JSON: line"),
        (b"\xff\xfe", "not UTF-8"),
        (b"Resources: !Unknown [*x]\n", "neither YAML nor JSON"),
    ],
)
def test_what_cannot_be_read_is_no_pass(worker: CfnLint, text: bytes, said: str) -> None:
    with pytest.raises(ScanFailed, match=said) as failed:
        scan(worker, text)
    assert not failed.value.usage
    assert scan(worker, BUCKET).records  # the next one is read


def test_a_macro_leaves_every_rule_open(worker: CfnLint) -> None:
    found = scan(worker, BUCKET + b"Transform: [SomeMacro]\n")
    assert {one.check for one in found.records if one.answer is Answer.UNKNOWN} == set(IDS)


@pytest.mark.parametrize(
    "value",
    ["hunter2hunter2", "[hunter2hunter2]", "{Fn::Sub: 'hunter2hunter2${Nobody}'}"],
)
def test_what_has_the_name_of_a_secret_is_in_no_message(worker: CfnLint, value: str) -> None:
    text = (
        BUCKET
        + f"""  Db:
    Type: AWS::RDS::DBInstance
    Properties:
      Engine: mysql
      DBInstanceClass: db.t3.micro
      MasterUsername: admin
      MasterUserPassword: {value}
  Again:
    Type: AWS::SSM::Parameter
    Properties: {{Type: hunter2hunter2, Value: x}}
""".encode()
    )
    found = scan(worker, text)
    assert any(one.address == "Resources.Again" and one.answer is Answer.FAILED for one in found.records)
    messages = [one.message for one in found.records]
    assert "hunter2hunter2" not in json.dumps(messages)
    assert any(one.address == "Resources.Db" for one in found.records)


def test_a_hidden_default_is_in_no_message(worker: CfnLint) -> None:
    text = b"Parameters: {P: {Type: Number, NoEcho: true, Default: hunter2hunter2}}\n" + BUCKET
    found = scan(worker, text)
    assert "hunter2hunter2" not in json.dumps([one.message for one in found.records])
    assert any(one.address == "Parameters.P" for one in found.records)


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("Broken.py", "import nothing_of_that_name\n", r"Broken.py does not load: ModuleNotFoundError"),
        ("Broken.py", "def (\n", r"Broken.py does not load: SyntaxError"),
        ("Empty.py", "", r"Empty.py holds no rule"),
        ("Twice.py", (RULES / "NoIamUsers.py").read_text("utf-8"), r"rule E9101: Twice.py has an id that another"),
    ],
)
def test_a_rule_that_does_not_load_ends_everything(tmp_path: Path, name: str, code: str, said: str) -> None:
    (tmp_path / name).write_text(code, "utf-8")
    with CfnLint(Path(sys.executable), [RULES, tmp_path], SETTINGS, IDS) as own:
        with pytest.raises(ScanFailed, match=said) as failed:
            scan(own, BUCKET)
        assert failed.value.usage


def test_an_id_that_no_rule_has_ends_everything() -> None:
    with CfnLint(Path(sys.executable), [RULES], SETTINGS, [*IDS, "E9999"]) as own:
        with pytest.raises(ScanFailed, match="no rule has the id E9999") as failed:
            scan(own, BUCKET)
        assert failed.value.usage


RULE: Final = """
from cfnlint.rules import CloudFormationLintRule, RuleMatch


class Own(CloudFormationLintRule):
    id = "E9201"
    shortdesc = description = "own"

    def match(self, cfn):
        {body}
"""


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("raise ValueError('hunter2hunter2')", "rule E9201 broke on the template"),
        ("import socket; socket.create_connection(('192.0.2.1', 80))", "tried to use the network"),
        ("import os; os._exit(9)", "ended with exit code 9"),
        ("print('noise'); return [RuleMatch(['Resources', 'Models'], 'seen')]", ""),
    ],
)
def test_a_rule_that_breaks_is_no_pass(tmp_path: Path, body: str, said: str) -> None:
    (tmp_path / "Own.py").write_text(RULE.format(body=body), "utf-8")
    with CfnLint(Path(sys.executable), [RULES, tmp_path], SETTINGS, [*IDS, "E9201"]) as own:
        if not said:
            assert [one.message for one in scan(own, BUCKET).records if one.check == "E9201"] == ["seen"]
            return
        with pytest.raises(ScanFailed, match=said) as failed:
            scan(own, BUCKET)
    assert not failed.value.usage and "hunter2hunter2" not in str(failed.value)


def test_a_file_of_a_later_folder_replaces_ours(tmp_path: Path) -> None:
    text = (RULES / "NoIamUsers.py").read_text("utf-8").replace("take a role", "own words")
    (tmp_path / "NoIamUsers.py").write_text(text, "utf-8")
    user = b"Resources:\n  Somebody:\n    Type: AWS::IAM::User\n"
    with CfnLint(Path(sys.executable), [RULES, tmp_path], SETTINGS, IDS) as own:
        assert [one.message for one in scan(own, user).records if one.check == "E9101" and one.message] == [
            "Somebody is an IAM user; own words"
        ]


def test_a_worker_that_does_not_answer_is_ended(tmp_path: Path) -> None:
    (tmp_path / "Own.py").write_text(RULE.format(body="import time; time.sleep(60)"), "utf-8")
    own = CfnLint(Path(sys.executable), [RULES, tmp_path], SETTINGS, IDS, timeout=4)
    with own, pytest.raises(ScanFailed, match="did not answer within 4 seconds"):
        scan(own, BUCKET)


def test_an_interpreter_without_cfn_lint_is_told_apart(tmp_path: Path) -> None:
    bare = shutil.which("true")
    assert bare is not None
    with CfnLint(Path(bare), [RULES], SETTINGS, IDS) as own:
        with pytest.raises(ScanFailed, match="no Python interpreter") as failed:
            scan(own, BUCKET)
        assert failed.value.usage
    with pytest.raises(ScanFailed, match="cannot be started") as missing:
        CfnLint(tmp_path / "python", [RULES], SETTINGS, IDS)
    assert missing.value.usage


def test_without_cfn_lint_one_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_python(None) == Path(sys.executable)
    assert find_python(Path("/opt/python")) == Path("/opt/python")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ScanFailed, match=r"guardrails-aws\[cfn\].*--cfn-lint-python.*--no-cfn-lint") as failed:
        find_python(None)
    assert failed.value.usage
