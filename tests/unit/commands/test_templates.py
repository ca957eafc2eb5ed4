"""CloudFormation templates in `check` and the gate, with the real cfn-lint: formats, waivers, what cannot be judged."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from guardrails.cli import run
from guardrails.commands.scanning.recognizing import is_template
from guardrails.commands.scanning.templates import Template, template_findings
from guardrails.files.tool_rules import tool_rules
from guardrails.model.scan import Answer, Record, Scan
from guardrails.renderers.formats import FINDING_FORMATS, GATE_FORMATS
from tests.unit.commands.checking.landing_zone import put_project
from tests.unit.renderers.findings.test_sarif import VALIDATOR
from tests.unit.terraform.reading.documents import configured, document, row

CANARY = "hunter2hunter2"
FILE = "blueprints/account.yaml"
TEMPLATE = f"""\
AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  Secret: {{Type: String, NoEcho: true, Default: {CANARY}, AllowedPattern: "[0-9]+"}}
Resources:
  Access:
    Type: AWS::EC2::SecurityGroupIngress
    Properties:
      GroupId: sg-0123456789abcdef0
      IpProtocol: tcp
      FromPort: 22
      ToPort: 22
      CidrIp: 0.0.0.0/0
"""
OPEN = """\
AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  Who: {Type: String}
Resources:
  Access:
    Type: AWS::EC2::SecurityGroupIngress
    Properties: {GroupId: sg-0123456789abcdef0, IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: !Ref Who}
"""
WAIVER = {
    "rule": "E9106",
    "address": f"{FILE}:Resources.Access",
    "owner": "network",
    "reason": "a test",
    "expires": "2027-01-31",
}

Ask = Callable[..., tuple[int, dict[str, Any], str]]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one bad template; cfn-lint is switched on."""
    put_project(tmp_path)
    (tmp_path / "blueprints").mkdir()
    (tmp_path / FILE).write_text(TEMPLATE, "utf-8")
    (tmp_path / "rules").mkdir(exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GUARDRAILS_CFN_LINT", "1")
    monkeypatch.setenv("GUARDRAILS_CACHE", str(tmp_path / "cache"))
    return tmp_path


@pytest.fixture
def ask(project: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Run a command and return its exit code, its JSON and what stands on stderr."""

    def asked(*words: str) -> tuple[int, dict[str, Any], str]:
        capsys.readouterr()
        code = run([*words, "--format", "json", "--today", "2026-11-20"])
        told = capsys.readouterr()
        return code, json.loads(told.out) if told.out else {}, told.err

    return asked


def waive(project: Path, **changes: str) -> None:
    """Write the project's waivers: one."""
    text = yaml.safe_dump({"waivers": [{**WAIVER, **changes}]})
    (project / "rules" / "waivers.yaml").write_text(text, "utf-8")


def rules(report: dict[str, Any], key: str = "findings") -> list[str]:
    """The ids of what is found, in a check or in the only verdict of a gate."""
    every = report["plans"][0][key] if "plans" in report else report[key]
    return [one.get("finding", one)["rule"] for one in every]


def test_a_finding_of_a_template_stands_in_every_format_of_check(project: Path, ask: Ask) -> None:
    outputs = [word for name in FINDING_FORMATS for word in ("--output", f"{name}=out.{name}")]
    code, answer, _ = ask("check", "blueprints", *outputs)
    assert code == 1
    (found,) = [one for one in answer["findings"] if one["rule"] == "E9106"]
    assert (found["file"], found["line"], found["column"]) == (FILE, 12, 7)
    assert found["message"] == "Resources.Access: No world ingress on sensitive ports: 0.0.0.0/0 reaches port 22"
    assert "E2015" in rules(answer)  # cfn-lint's own: the default does not match the pattern
    assert [(one["file"], one["status"]) for one in answer["files"]] == [(FILE, "checked")]
    for name in FINDING_FORMATS:
        text = (project / f"out.{name}").read_text("utf-8")
        assert "reaches port 22" in text, name
        assert CANARY not in text, name
    sarif = json.loads((project / "out.sarif").read_text("utf-8"))
    assert not list(VALIDATOR.iter_errors(sarif))
    (place,) = [one["locations"][0] for one in sarif["runs"][0]["results"] if one["ruleId"] == "E9106"]
    assert place["physicalLocation"]["region"]["startLine"] == 12
    assert place["physicalLocation"]["region"]["startColumn"] == 7
    assert CANARY not in "".join(one.read_text("utf-8") for one in (project / "cache").rglob("*.json"))


def test_the_gate_gives_the_same_findings_in_every_format(project: Path, ask: Ask) -> None:
    outputs = [word for name in GATE_FORMATS for word in ("--output", f"{name}=out.{name}")]
    code, report, _ = ask("gate", FILE, "--account", "Dev", *outputs)
    assert code == 1
    (found,) = [one for one in report["plans"][0]["findings"] if one["rule"] == "E9106"]
    assert (found["file"], found["line"], found["address"]) == (FILE, 12, f"{FILE}:Resources.Access")
    assert (report["plans"][0]["account"], report["plans"][0]["verbs"]) == ("Dev", {"declared": 1})
    seen = {one["rule"]: one["seen"] for one in report["plans"][0]["rules"]}
    assert (seen["E9106"], seen["E9103"]) == (1, 0)
    for name in GATE_FORMATS:
        text = (project / f"out.{name}").read_text("utf-8")
        assert "E9106" in text, name
        assert CANARY not in text, name
    assert not list(VALIDATOR.iter_errors(json.loads((project / "out.sarif").read_text("utf-8"))))


def test_a_plan_and_a_template_are_judged_in_one_run(project: Path, ask: Ask) -> None:
    plan = project / "plan.json"
    change = row("aws_s3_bucket.data", ("create",), after={"bucket": "data"})
    plan.write_text(json.dumps(document(change, configuration=configured())), "utf-8")
    words = ("gate", "plan.json", FILE, "--account", "Dev", "--as", "role/deploy", "--rule", "PG-001")
    code, report, said = ask(*words, "--rule", "E9106", "--require-match", "E9106")
    assert code == 1, said
    assert [one["file"] for one in report["plans"]] == ["plan.json", FILE]
    assert [one["rule"] for one in report["plans"][1]["findings"]] == ["E9106"]
    assert not any("saw no resource" in one for one in report["reasons"])


def test_one_waiver_counts_in_check_and_gate(project: Path, ask: Ask) -> None:
    waive(project)
    code, answer, _ = ask("check", FILE)
    assert "E9106" not in rules(answer)
    assert [(one["owner"], one["expires"]) for one in answer["suppressed"]] == [("network", "2027-01-31")]
    code, report, _ = ask("gate", FILE, "--account", "Dev", "--rule", "E9106")
    assert (code, rules(report), rules(report, "waived")) == (0, [], ["E9106"])
    waive(project, expires="2026-11-19")
    assert "E9106" in rules(ask("check", FILE)[1])
    assert ask("gate", FILE, "--account", "Dev", "--rule", "E9106")[0] == 1
    waive(project, rule="E9101")
    assert "WVR-001" in rules(ask("gate", FILE, "--account", "Dev")[1])
    waive(project, rule="E2015", address=f"{FILE}:Parameters.Secret")
    assert rules(ask("gate", FILE, "--account", "Dev")[1], "waived") == ["E2015"]


def test_what_a_template_ignores_is_waived_by_nobody_or_not_at_all(project: Path, ask: Ask) -> None:
    ignored = TEMPLATE + "    Metadata: {cfn-lint: {config: {ignore_checks: [E9106]}}}\n"
    (project / FILE).write_text(ignored, "utf-8")
    answer = ask("check", FILE)[1]
    assert (rules(answer, "suppressed"), answer["suppressed"][0]["owner"]) == (["E9106"], "")
    code, report, _ = ask("gate", FILE, "--account", "Dev", "--rule", "E9106")
    assert (code, rules(report, "waived")) == (0, ["E9106"])
    assert "E9106" in rules(ask("check", FILE, "--skip-comments", "forbid")[1])
    assert ask("gate", FILE, "--account", "Dev", "--rule", "E9106", "--skip-comments", "forbid")[0] == 1


def test_what_is_not_known_is_said_and_keeps_the_gate_shut_in_production(project: Path, ask: Ask) -> None:
    (project / FILE).write_text(OPEN, "utf-8")
    code, answer, said = ask("check", FILE)
    assert (code, rules(answer)) == (0, [])
    assert "1 answer hangs on values that only the stack's parameters bring" in said
    assert rules(ask("check", FILE, "-v")[1]) == ["E9106"]
    code, report, _ = ask("gate", FILE, "--account", "Prod")
    assert (code, report["plans"][0]["findings"][0]["undecided"]) == (3, True)
    assert ask("gate", FILE, "--account", "Dev")[0] == 0


def test_a_baseline_holds_findings_of_templates(project: Path, ask: Ask) -> None:
    words = ("gate", FILE, "--account", "Dev")
    assert ask(*words, "--write-baseline", "known.json")[0] == 0
    code, report, _ = ask(*words, "--baseline", "known.json")
    assert (code, rules(report)) == (0, [])
    assert "E9106" in rules(report, "baselined")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("gate", FILE), 2, "say with --account for which account this template is"),
        (("gate", FILE, "--account", "Nobody"), 2, "no account of organization"),
        (("gate", FILE, FILE, "--account", "Dev"), 2, "is given twice"),
        (("gate", FILE, "--account", "Dev", "--no-cfn-lint"), 2, "--no-cfn-lint or GUARDRAILS_CFN_LINT=0 switches"),
        (("gate", FILE, "--account", "Dev", "--cfn-lint-python", "/nonexistent"), 2, "cannot be started"),
        (("gate", FILE, "--account", "Dev", "--rule", "PG-001"), 3, "no rule ran"),
        (("gate", FILE, "--account", "Dev", "--rule", "E9106", "--rule", "E9103", "--require-match", "E9103"), 1, ""),
        (("gate", "blueprints/cut.json", "--account", "Dev"), 3, "neither YAML nor JSON: line"),
        (("check", FILE, "blueprints/cut.json"), 3, ""),
        (("check", FILE, "--cfn-lint-python", "/nonexistent"), 2, "cannot be started"),
        (("check", FILE, "--no-cfn-lint"), 3, "found no policy"),
    ],
)
def test_what_cannot_be_judged_is_no_pass(
    project: Path, ask: Ask, words: tuple[str, ...], code: int, said: str
) -> None:
    (project / "blueprints/cut.json").write_text('{"AWSTemplateFormatVersion": "2010-09-09", "Resources": {', "utf-8")
    found, report, error = ask(*words)
    assert found == code, error
    assert said in error + "".join(report.get("reasons", ()))
    if words[-1].endswith("cut.json") and words[0] == "check":
        unreadable = [one["file"] for one in report["files"] if one["status"] == "unreadable"]
        assert unreadable == ["blueprints/cut.json"] and "E9106" in rules(report)


def test_without_cfn_lint_one_line_says_what_to_do(ask: Ask, monkeypatch: pytest.MonkeyPatch, project: Path) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    for words in (("check", FILE), ("gate", FILE, "--account", "Dev")):
        code, _, said = ask(*words)
        assert code == 2
        assert "pip install 'guardrails-aws[cfn]'" in said and len(said.strip().splitlines()) == 1


def test_a_known_answer_needs_no_cfn_lint_again(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    first = ask("check", FILE)
    monkeypatch.setattr("guardrails.runners.cfn_lint.CfnLint", None)
    assert ask("check", FILE) == first


@pytest.mark.parametrize(
    ("name", "text", "answer"),
    [
        ("a.yaml", "AWSTemplateFormatVersion: 2010-09-09\n", True),
        ("a.yml", "# words\n---\nDescription: x\nResources:\n  A:\n    Type: AWS::S3::Bucket\n", True),
        ("a.cfn", "Resources: {A: {Type: 'AWS::S3::Bucket'}}\n", True),
        ("a.yaml", '{Resources: {A: {Type: "AWS::S3::Bucket"}}}', True),
        ("a.json", '{"Resources": {"A": {"Type": "AWS::S3::Bucket"}}}', True),
        ("a.json", '{"AWSTemplateFormatVersion": "2010-09-09", "Resou', True),
        ("a.json", '{"format_version": "1.2", "x": "AWSTemplateFormatVersion"}', False),
        ("a.json", '{"body": {"AWSTemplateFormatVersion": "2010-09-09", "Resources": {}}}', False),
        ("a.json", '{"Version": "2012-10-17", "Statement": {"Resources": 1}}', False),
        ("a.yaml", "kind: Deployment\nResources:\n  cpu: 1\n", False),
        ("a.json", '{"AWSTemplateFormatVersion": "x", "Resources": ' + '{"A": ' * 5000 + "1" + "}" * 5001, True),
        ("a.tf", "Resources:\n  A:\n    Type: AWS::S3::Bucket\n", False),
        ("a.yaml", "AWSTemplateFormatVersion: x\n" + "#" * 1_100_000, False),
    ],
)
def test_a_template_says_that_it_is_one(tmp_path: Path, name: str, text: str, answer: bool) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    assert is_template(tmp_path / name) is answer
    assert is_template(tmp_path / "missing.yaml") is False


@pytest.mark.parametrize(
    "text",
    [
        "Resources: {}\nParameters:\n  # x\n  A:\n    NoEcho: true\n    Default: hunter2\nOutputs: {}\n",
        '{"Parameters": {"A": {"NoEcho": true, "Default": "hunter2"}}}',
        "  Parameters:\n    A: {NoEcho: true, Default: hunter2}\n",
        '"Parameters": {A: {NoEcho: "true",\n# x\nDefault: hunter2}}\n',
    ],
)
def test_lines_of_hidden_parameters_are_never_shown(text: str) -> None:
    shown = Template("a.yaml", "a.yaml", text.encode()).source
    assert "hunter2" not in shown
    assert len(shown.splitlines()) == len(text.splitlines())
    assert ("Outputs" in shown) is ("Outputs" in text)


def test_lines_with_the_name_of_a_secret_are_shown_without_it() -> None:
    text = "Resources:\n  D:\n    Properties:\n      MasterUserPassword: hunter2\n      Engine: mysql\n"
    shown = Template("a.yaml", "a.yaml", text.encode()).source
    assert "hunter2" not in shown
    assert "MasterUserPassword: " in shown
    assert "Engine: mysql" in shown


def test_words_of_cfn_lint_about_a_secret_are_not_repeated() -> None:
    record = Record("E3012", "Resources.D", Answer.FAILED, ("Properties.MasterUserPassword",), "'hunter2' is no 'x'")
    other = replace(record, keys=("Properties.Engine",), message="'mysq' is no 'x'")
    template = Template("a.yaml", "a.yaml", b"a: 1")
    scan = Scan("cfn-lint", "1", (record, other))
    found, shown = template_findings(scan, template, tool_rules(), lambda rule: True).findings
    assert shown.message == "'mysq' is no 'x'"
    assert "hunter2" not in str(found)
    assert "has the name of a secret" in found.message
