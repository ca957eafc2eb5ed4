"""`guardrails check` as it is used: projects, bare folders, single files, fixes, suppressions, exit codes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from guardrails.cli import run
from tests.unit.lint.project import project_from

SCPS = Path(__file__).parents[3] / "scps"
BROKEN = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "CapTypes",
            "Effect": "Deny",
            "Action": "ec2:RunInstances",
            "Resource": "*",
            "Condition": {"StringNotEquals": {"ec2:InstanceType": ["t3.micro"]}},
        }
    ],
}
SOUND = {
    "Version": "2012-10-17",
    "Statement": [{**BROKEN["Statement"][0], "Resource": "arn:aws:ec2:*:*:instance/*"}],  # type: ignore[dict-item]
}
MISTYPED = {
    "Version": "2012-10-17",
    "Statement": [{"Sid": "NoStop", "Effect": "Deny", "Action": "ec2:StopInstance", "Resource": "*"}],
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(file: Path, document: object) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(document if isinstance(document, str) else json.dumps(document, indent=2) + "\n", encoding="utf-8")
    return file


def checked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    """Run a check for its JSON; every exit code comes with a report."""
    capsys.readouterr()
    code = run(["check", *words, "--format", "json"])
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return code, answer


def rules_of(answer: dict[str, Any]) -> set[str]:
    return {one["rule"] for one in answer["findings"]}


def test_a_bare_folder_needs_no_organization_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(folder / "policies" / "cap.json", BROKEN)
    put(folder / "policies" / "sound.json", SOUND)
    code, answer = checked(capsys, "policies")
    assert code == 1
    assert {one["file"] for one in answer["findings"] if one["rule"] == "LINT-011"} == {"policies/cap.json"}
    assert not any(one["file"] == "policies/sound.json" for one in answer["findings"] if one["severity"] == "error")


def test_without_words_the_folder_itself_is_checked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(folder / "cap.json", BROKEN)
    code, answer = checked(capsys)
    assert code == 1
    assert "LINT-011" in rules_of(answer)


def test_a_finding_points_at_its_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(folder / "cap.json", BROKEN)
    _, answer = checked(capsys, "cap.json")
    (finding,) = [one for one in answer["findings"] if one["rule"] == "LINT-011"]
    text = (folder / "cap.json").read_text().splitlines()
    assert "t3.micro" in "\n".join(text[finding["line"] - 1 : finding["end_line"]])
    assert finding["pointer"].startswith("/Statement/0")
    assert finding["witness"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("broken.json", '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny"'),
        ("text.json", "this is no policy"),
        ("empty.json", ""),
        ("dynamic.tf", 'resource "aws_organizations_policy" "x" {\n  content = local.nobody_knows\n}\n'),
    ],
)
def test_what_cannot_be_read_ends_in_3(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, content: str
) -> None:
    put(folder / "good" / "sound.json", SOUND)
    put(folder / "good" / name, content)
    code, answer = checked(capsys, "good")
    assert code == 3
    (unreadable,) = [one for one in answer["files"] if one["status"] == "unreadable"]
    assert unreadable["file"] == f"good/{name}"
    assert unreadable["reason"]


def test_a_folder_without_policies_passes_only_when_that_is_allowed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(folder / "package.json", {"name": "x"})
    assert run(["check"]) == 3
    assert "found no policy" in capsys.readouterr().err
    assert run(["check", "--allow-empty"]) == 0
    assert run(["check", "nowhere"]) == 3


def test_fix_mends_what_is_safe_and_nothing_else(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = put(folder / "stop.json", MISTYPED)
    before = file.read_text()
    assert run(["check", "stop.json", "--diff"]) == 1
    shown = capsys.readouterr().out
    assert file.read_text() == before
    assert '-      "Action": "ec2:StopInstance",' in shown
    assert '+      "Action": "ec2:StopInstances",' in shown
    run(["check", "stop.json", "--fix"])
    assert file.read_text() == before.replace("ec2:StopInstance", "ec2:StopInstances")


def test_fix_leaves_suggestions_alone(folder: Path) -> None:
    file = put(folder / "cap.json", BROKEN)
    before = file.read_bytes()
    assert run(["check", "cap.json", "--fix"]) == 1
    assert file.read_bytes() == before


def test_a_project_is_checked_with_its_final_documents(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(json.dumps(BROKEN).replace('["t3.micro"]', '["{{types}}"]'))
    policy = {"type": "SCP", "file": "scps/cap.json", "params": {"types": ["t3.micro", "t3.small"]}}
    root = project_from(tmp_path, {"policies": {"cap": policy}}, {"cap": document})
    code, answer = checked(capsys, "--root", str(root))
    assert code == 1
    (finding,) = [one for one in answer["findings"] if one["rule"] == "LINT-011"]
    assert finding["file"] == "scps/cap.json"
    assert "LINT-027" not in rules_of(answer)


def test_one_file_of_a_project_is_judged_within_the_project(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project_from(tmp_path, {}, {"cap": BROKEN, "stop": MISTYPED})
    monkeypatch.chdir(root)
    _, answer = checked(capsys, "scps/stop.json")
    assert {one["file"] for one in answer["findings"]} == {"scps/stop.json"}
    _, answer = checked(capsys, "scps")
    assert {"scps/stop.json", "scps/cap.json"} <= {one["file"] for one in answer["findings"]}


def test_a_file_beside_the_documents_that_no_policy_names_is_not_passed_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = project_from(tmp_path, {}, {})
    put(root / "scps" / "stray.json", BROKEN)
    code, answer = checked(capsys, "--root", str(root))
    assert code == 1
    assert any(one["file"] == "scps/stray.json" for one in answer["findings"])


def test_an_unusable_project_is_wrong_configuration(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = project_from(tmp_path, {"polices": {}}, {})
    code, answer = checked(capsys, "--root", str(root))
    assert code == 2
    assert "FORM-001" in rules_of(answer)


SUPPRESSIONS = """
suppressions:
- {rule: LINT-011, file: scps/cap.json, sid: CapTypes, owner: platform, reason: known, expires: 2026-12-31}
"""


def test_suppressions_of_a_project_are_found_counted_and_expire(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = project_from(tmp_path, {}, {"cap": BROKEN})
    put(root / "scps" / "lint.yaml", SUPPRESSIONS)
    code, answer = checked(capsys, "--root", str(root), "--today", "2026-11-21")
    assert "LINT-011" not in rules_of(answer)
    assert [one["finding"]["rule"] for one in answer["suppressed"]] == ["LINT-011"]
    assert code == 0
    code, answer = checked(capsys, "--root", str(root), "--today", "2027-01-01")
    assert code == 1
    assert {"LINT-011", "SUP-002"} <= rules_of(answer)


def test_a_suppression_of_no_rule_is_wrong_configuration(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = project_from(tmp_path, {}, {"cap": SOUND})
    put(root / "scps" / "lint.yaml", SUPPRESSIONS.replace("LINT-011", "LINT-911"))
    code, answer = checked(capsys, "--root", str(root))
    assert code == 2
    assert any("LINT-911" in one["message"] for one in answer["findings"])


def test_fail_on_sets_what_closes_the_gate(folder: Path) -> None:
    put(folder / "leave.json", json.dumps(MISTYPED).replace("ec2:StopInstance", "organizations:LeaveOrganization"))
    assert run(["check", "leave.json"]) == 0
    assert run(["check", "leave.json", "--fail-on", "warning"]) == 1


def test_every_format_is_written_beside_the_screen(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(folder / "cap.json", BROKEN)
    formats = ("sarif", "junit", "github", "gitlab", "markdown", "json", "text")
    assert run(["check", "cap.json", *(f"--output={name}=report.{name}" for name in formats)]) == 1
    assert "LINT-011" in capsys.readouterr().out
    for name in formats:
        assert "LINT-011" in (folder / f"report.{name}").read_text(), name
    assert run(["check", "cap.json", "--output", "pdf=x"]) == 2
    assert run(["check", "cap.json", "--output", "json=/nowhere/x"]) == 2


def test_a_type_that_is_given_wins(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(folder / "p.json", SOUND)
    _, answer = checked(capsys, "p.json", "--type", "rcp")
    assert "LINT-004" in rules_of(answer)


def test_a_line_of_the_suppressions_is_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(folder / "cap.json", SOUND)
    entry = "{rule: LINT-7, file: '*.json', owner: me, reason: none, expires: 2099-01-01}"
    put(folder / "lint.yaml", f"suppressions:\n- {entry}\n")
    assert run(["check"]) == 2
    said = capsys.readouterr().out
    assert "LINT-7 is no rule that can be suppressed" in said
    assert f" 2 | - {entry}\n" in said


def test_files_that_are_named_and_no_policies_are_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(folder / "README.md", "# About\n")
    assert run(["check", "README.md"]) == 3
    assert "not a policy: README.md: " in capsys.readouterr().out


@pytest.fixture
def reference(folder: Path) -> Path:
    """A copy of the reference project."""
    shutil.copytree(SCPS, folder / "scps", ignore=shutil.ignore_patterns("examples", "lint.yaml"))
    return folder


def amend(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_parameter_without_value_is_the_only_finding(reference: Path, capsys: pytest.CaptureFixture[str]) -> None:
    amend(reference / "scps/gpu-cap.json", "{{families}}", "{{famlies}}")
    code, answer = checked(capsys, "scps/gpu-cap.json")
    assert (code, [one["rule"] for one in answer["findings"]]) == (1, ["REF-002"])
    assert "LINT-027" not in rules_of(checked(capsys)[1])


def test_a_scenario_file_is_checked_when_it_is_named(reference: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(capsys, "scps/tests/gpu-cap.yaml")[0] == 0
    amend(reference / "scps/tests/gpu-cap.yaml", "expect: deny", "expect: dney")
    code, answer = checked(capsys, "scps/tests/gpu-cap.yaml", "--allow-empty")
    assert (code, rules_of(answer)) == (1, {"FORM-003"})


def test_the_suppressions_are_checked_when_they_are_named(reference: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(reference / "scps/lint.yaml", "suppressions: []\n")
    assert checked(capsys, "scps/lint.yaml")[0] == 0


@pytest.mark.parametrize("document", [None, '{"Version": "2012-10-17", "Statement": ['], ids=["missing", "truncated"])
@pytest.mark.parametrize("suppressed", [False, True])
def test_nobody_can_answer_for_a_document_that_was_not_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], document: str | None, suppressed: bool
) -> None:
    policy = {"type": "SCP", "file": "scps/deep/cap.json"}
    root = project_from(tmp_path, {"policies": {"cap": policy}}, {})
    if document is not None:
        put(root / "scps" / "deep" / "cap.json", document)
    if suppressed:
        entries = "".join(
            f"- {{rule: {rule}, file: 'scps/*', owner: platform, reason: known, expires: 2027-01-01}}\n"
            for rule in ("ORG-009", "LINT-001")
        )
        put(root / "scps" / "lint.yaml", f"suppressions:\n{entries}")
    code, answer = checked(capsys, "--root", str(root), "--today", "2026-11-21")
    assert code == (2 if suppressed else 3)
    assert [one["file"] for one in answer["files"] if one["status"] == "unreadable"] == ["scps/deep/cap.json"]


def test_a_fix_finds_its_place_behind_a_parameter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    statement = {**MISTYPED["Statement"][0], "Action": ["{{calls}}", "ec2:StopInstance"]}  # type: ignore[dict-item]
    policy = {"type": "SCP", "file": "scps/stop.json", "params": {"calls": ["ec2:RunInstances", "ec2:StartInstances"]}}
    root = project_from(tmp_path, {"policies": {"stop": policy}}, {"stop": {**MISTYPED, "Statement": [statement]}})
    _, answer = checked(capsys, "--root", str(root))
    (finding,) = [one for one in answer["findings"] if one["rule"] == "LINT-007"]
    assert finding["pointer"] == "/Statement/0/Action/1"
    assert run(["check", "--root", str(root), "--fix"]) in (0, 1)
    written = json.loads((root / "scps" / "stop.json").read_text())
    assert written["Statement"][0]["Action"] == ["{{calls}}", "ec2:StopInstances"]


def test_where_a_document_is_missing_nobody_is_called_unprotected(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exempt = {"ArnNotLike": {"aws:PrincipalArn": ["{{ci}}"]}}
    statement = {"Sid": "Trail", "Effect": "Deny", "Action": "cloudtrail:StopLogging", "Resource": "*"}
    guard = {"Version": "2012-10-17", "Statement": [{**statement, "Condition": exempt}]}
    fragment: dict[str, Any] = {
        "principals": {"ci": ["arn:aws:iam::*:role/ci"]},
        "policies": {"guard": {"type": "SCP", "file": "scps/guard.json", "exempt": ["ci"]}},
        "root": {"scps": ["FullAWSAccess", "guard"]},
    }
    root = project_from(tmp_path, fragment, {"guard": guard})
    assert "ORG-021" in rules_of(checked(capsys, "--root", str(root))[1])
    fragment["policies"]["protection"] = {"type": "SCP", "file": "scps/protection.json"}
    fragment["root"] = {"scps": ["FullAWSAccess", "guard", "protection"]}
    root = project_from(tmp_path, fragment, {"guard": guard})
    code, answer = checked(capsys, "--root", str(root))
    assert code == 3
    assert not {"ORG-021", "LINT-020"} & rules_of(answer)
