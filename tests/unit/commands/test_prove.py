"""`guardrails prove` on a small organization: what it asks, what it says, how it ends."""

from __future__ import annotations

import json
import shlex
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest

import guardrails.prover.proving
import guardrails.renderers
from guardrails import cli
from guardrails.model import proof
from tests.unit.commands.proving.small import ORGANIZATION, folder

SCHEMA = json.loads((Path(guardrails.renderers.__file__).parent / "schemas" / "prove.schema.json").read_text("utf-8"))
HOLDS = {"name": "trails-stay", "deny": "cloudtrail:StopLogging", "accounts": "all-members", "except": ["pipeline"]}
BREAKS = {
    "name": "trails-live",
    "deny": ["cloudtrail:StopLogging", "cloudtrail:DeleteTrail"],
    "accounts": "all-members",
}
STAYS = {"name": "trails-grow", "allow": "cloudtrail:CreateTrail", "accounts": "Dev", "principals": ["pipeline"]}
EXCEPTION = {
    "id": "EXC-001",
    "policy": "trail",
    "statement": "KeepTrails",
    "scope": {"principal": ["role/Auditor"]},
    "mechanism": "principal",
    "reason": "the auditor moves the trail",
    "alternative_considered": "none",
    "owner": "security",
    "approved_by": "ciso",
    "expires": "2026-12-31",
}


class Ended(NamedTuple):
    """How a run of the program ended."""

    exit_code: int
    stdout: str
    stderr: str


def program(*arguments: str) -> Ended:
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = cli.run(arguments)
    return Ended(code, out.getvalue(), err.getvalue())


def run(root: Path, *arguments: str) -> Ended:
    return program("prove", "--root", str(root), "--today", "2026-11-22", *arguments)


def told(root: Path, *arguments: str) -> Any:
    result = run(root, "--format", "json", *arguments)
    document = json.loads(result.stdout)
    jsonschema.validate(document, SCHEMA)
    return document["answers"]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return folder(tmp_path / "small", HOLDS, STAYS)


def test_what_holds(small: Path) -> None:
    result = run(small)
    assert result.exit_code == 0, result
    assert "proven  trails-stay" in result.stdout
    assert "2 proven; <1 s" in result.stdout
    assert result.stderr == ""


def test_what_does_not_hold(tmp_path: Path) -> None:
    result = run(folder(tmp_path / "small", HOLDS, BREAKS))
    assert result.exit_code == 1, result
    assert "1 proven, 1 REFUTED" in result.stdout
    assert "trails-live (Dev, Prod, Toys): must be denied; not so on 2 of 2 paths" in result.stdout
    assert "not denied: guardrails simulate cloudtrail:DeleteTrail" in result.stdout
    assert "trail#KeepTrails" in result.stdout


def test_the_witness_is_what_simulate_says(tmp_path: Path) -> None:
    root = folder(tmp_path / "small", BREAKS)
    (answer,) = told(root)
    for path in answer["paths"]:
        words = shlex.split(path["witness"]["words"])
        result = program("simulate", "--root", str(root), *words, "--account", "Dev", "--expect", "allow")
        assert result.exit_code == 0, result


@pytest.mark.parametrize(
    "words",
    [
        "ec2:RunInstances p3.2xlarge",
        "ec2:RunInstances p9.48xlarge",
        "s3:PutObject s3:x-amz-acl=private",
        "kms:Decrypt root",
    ],
)
def test_the_witness_of_a_question_says_what_the_question_says(small: Path, words: str) -> None:
    (answer,) = told(small, "--property", f"not {words} Dev")
    (path,) = answer["paths"]
    said = path["witness"]["words"]
    assert words.split()[1].rpartition("=")[2] in said
    result = program("simulate", "--root", str(small), *shlex.split(said), "--account", "Dev", "--expect", "allow")
    assert result.exit_code == 0, result


def test_names_choose(small: Path) -> None:
    assert [one["name"] for one in told(small, "trails-grow")] == ["trails-grow"]


def test_a_name_that_is_none_is_refused_with_suggestions(small: Path) -> None:
    result = run(small, "trails-sta", "nonsense", "start-accelerator", "not s3:PutObject")
    assert result.exit_code == 2
    assert "did you mean trails-stay" in result.stderr
    assert "there are trails-stay, trails-grow" in result.stderr
    assert "--property 'not start-accelerator'" in result.stderr
    assert "--property 'not s3:PutObject'" in result.stderr


def test_questions(small: Path) -> None:
    (answer,) = told(small, "--property", "not cloudtrail:StopLogging by not pipeline")
    assert (answer["status"], answer["accounts"]) == ("proven", ["Dev", "Prod", "Toys"])
    assert answer["name"] == "not cloudtrail:StopLogging by not pipeline"
    (answer,) = told(small, "--property", "not cloudtrail:StopLogging not Prod")
    assert (answer["status"], answer["accounts"]) == ("refuted", ["Dev", "Toys"])
    first, second = told(small, "trails-stay", "--property", "s3:PutObject", "--account", "prod")
    assert (first["accounts"], second["accounts"]) == (["Prod"], ["Prod"])


def test_a_question_that_is_not_understood(small: Path) -> None:
    result = run(small, "--property", "s3:PutObjekt", "--property", "not *  by nobody")
    assert result.exit_code == 2
    assert "did you mean s3:PutObject" in result.stderr


def test_a_question_with_a_principal_that_is_none(small: Path) -> None:
    result = run(small, "--property", "not s3:PutObject by nobody")
    assert result.exit_code == 2
    assert "'nobody' is not a principal" in result.stderr


def test_planned_accounts(tmp_path: Path) -> None:
    root = folder(tmp_path / "small", {**HOLDS, "accounts": "env=prod"})
    assert told(root)[0]["accounts"] == ["Prod"]
    assert told(root, "--planned")[0]["accounts"] == ["Prod", "Later"]


def test_an_unknown_account(small: Path) -> None:
    result = run(small, "--account", "Prdo")
    assert result.exit_code == 2
    assert "did you mean Prod" in result.stderr


@pytest.mark.parametrize(
    ("invariant", "words"),
    [
        ({"accounts": "Nowhere"}, "'Nowhere' is no account or OU"),
        ({"accounts": "Management"}, "management account"),
        ({"deny": "start-acelerator"}, "did you mean start-accelerator"),
        ({"boundary": "none.json"}, "none.json"),
    ],
)
def test_an_invariant_that_names_what_is_not_there(tmp_path: Path, invariant: dict[str, Any], words: str) -> None:
    result = run(folder(tmp_path / "small", STAYS, {**HOLDS, **invariant}))
    assert result.exit_code == 2
    assert words in result.stderr
    assert "organization.yaml:" in result.stderr
    assert "trails-stay" in result.stderr


@pytest.mark.parametrize("invariants", [[], [{**HOLDS, "accounts": "Later"}]])
def test_nothing_to_prove(tmp_path: Path, invariants: list[Any]) -> None:
    root = folder(tmp_path / "small", *invariants)
    assert run(root).exit_code == 3
    assert run(root, "--allow-empty").exit_code == 0


def test_an_exception_excuses_what_it_opens(tmp_path: Path) -> None:
    root = folder(tmp_path / "small", HOLDS, changes={"exceptions": [EXCEPTION]})
    result = run(root)
    assert result.exit_code == 0, result
    assert "excused" in result.stdout
    assert "excused by: EXC-001 until 2026-12-31" in result.stdout
    (answer,) = told(root, "--today", "2027-01-01")
    assert answer["status"] == "proven"


def test_an_exception_excuses_nothing_else(tmp_path: Path) -> None:
    root = folder(tmp_path / "small", BREAKS, changes={"exceptions": [EXCEPTION]})
    (answer,) = told(root)
    assert answer["status"] == "refuted"
    assert not any(path["excused"] for path in answer["paths"])
    assert not any("Auditor" in path["witness"]["words"] for path in answer["paths"])


@pytest.fixture
def undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    def prove(*_: object) -> proof.Result:
        return proof.Result(proof.Status.UNDECIDED, reason="the budget of 1 ran out")

    monkeypatch.setattr(guardrails.prover.proving, "prove", prove)


@pytest.mark.usefixtures("undecided")
def test_what_nobody_knows_is_no_pass(small: Path) -> None:
    result = run(small)
    assert result.exit_code == 3
    assert "UNDECIDED" in result.stdout
    assert "undecided: the budget of 1 ran out" in result.stdout


def test_outputs(tmp_path: Path) -> None:
    root = folder(tmp_path / "small", HOLDS, BREAKS)
    formats = ("github", "gitlab", "json", "junit", "markdown", "sarif", "text")
    files = {name: tmp_path / f"report.{name}" for name in formats}
    result = run(root, *(word for name, file in files.items() for word in ("--output", f"{name}={file}")))
    assert result.exit_code == 1
    texts = {name: file.read_text("utf-8") for name, file in files.items()}
    assert texts["text"] == result.stdout
    assert "invariant trails-live: cloudtrail:DeleteTrail: not denied in Dev, Prod, Toys" in texts["github"]
    found = json.loads(texts["sarif"])["runs"][0]["results"]
    assert {one["ruleId"] for one in found} == {"ORG-023"}
    assert len(found) == len(json.loads(texts["gitlab"])) == 2


def test_no_report_is_written_over_the_project(small: Path) -> None:
    result = run(small, "--output", f"json={small / 'scps' / 'organization.yaml'}")
    assert result.exit_code == 2
    assert "would be overwritten" in result.stderr


def test_verbose_says_over_what(small: Path) -> None:
    shown = run(small, "-v").stdout
    assert "callers: every role but service-linked ones, user, federated user and root of Dev, Prod, Toys" in shown
    assert "; not role/guardrails/apply" in shown
    assert "ordinary ones" in shown
    assert "management account" in shown


def test_the_bundled_organization_answers_outside_of_projects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = program("prove", "--property", "not cloudtrail:StopLogging role/Developer")
    assert result.exit_code == 0, result
    assert "bundled reference organization" in result.stderr


def test_an_organization_without_policies(tmp_path: Path) -> None:
    root = {**ORGANIZATION["root"], "scps": ["FullAWSAccess"]}
    policies = {"trail": {**ORGANIZATION["policies"]["trail"], "draft": True}}
    found = told(folder(tmp_path / "small", BREAKS, STAYS, changes={"root": root, "policies": policies}))
    assert [one["status"] for one in found] == ["refuted", "proven"]
