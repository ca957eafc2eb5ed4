"""`test`, `render`, `check`, `catalog` and the pytest plugin, on a small project and on the reference organization."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from pathlib import Path

import pytest

from guardrails.cli import run
from guardrails.commands.packing import Packs, packed_project
from guardrails.files.loaded import Project
from guardrails.model.difference import Difference

pytest_plugins = ["pytester"]

ORGANIZATION = """
apiVersion: guardrails.dev/v1
kind: Organization
metadata: {name: small}
settings: {home_region: us-east-1, allowed_regions: [us-east-1], retention: {org_trail_days: 365}}
delegations: {guardduty: Dev, config: Dev}
policies:
  no-leaving: {type: SCP, file: scps/no-leaving.json}
management: {name: Management, id: "111111111111", email: m@example.com, env: mgmt, owner: platform}
root:
  scps: [FullAWSAccess, no-leaving]
  accounts:
    - {name: Dev, id: "222222222222", email: d@example.com, env: dev, owner: platform, budget_usd: 9}
"""
POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {"Sid": "Leave", "Effect": "Deny", "Action": "organizations:LeaveOrganization", "Resource": "*"},
        {"Sid": "Close", "Effect": "Deny", "Action": "account:CloseAccount", "Resource": "*"},
    ],
}
LEAVE = """
policy: no-leaving
scenarios:
- {request: organizations:LeaveOrganization, expect: deny, by: no-leaving#Leave}
"""
CLOSE = "- {request: account:CloseAccount, expect: deny, by: no-leaving#Close}\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one policy with two statements, both covered."""
    scps = tmp_path / "scps"
    (scps / "tests").mkdir(parents=True)
    (scps / "organization.yaml").write_text(ORGANIZATION)
    (scps / "no-leaving.json").write_text(json.dumps(POLICY))
    (scps / "tests" / "no-leaving.yaml").write_text(LEAVE + CLOSE)
    monkeypatch.chdir(tmp_path)
    return scps


def test_all_scenarios_pass(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["test"]) == 0
    assert "2 passed, 0 failed, 2 of 2 statements decisive" in capsys.readouterr().out


def test_a_statement_that_decides_nothing_fails_the_run(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "tests" / "no-leaving.yaml").write_text(LEAVE)
    assert run(["test"]) == 1
    assert "Close" in capsys.readouterr().out
    assert run(["test", "scps/tests/no-leaving.yaml"]) == 1


def test_a_policy_without_scenarios_fails_the_run(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = ORGANIZATION.replace(
        "management:", "  other: {type: SCP, file: scps/no-leaving.json, draft: true}\nmanagement:"
    )
    (project / "organization.yaml").write_text(text)
    assert run(["test"]) == 1
    assert "no scenarios" in capsys.readouterr().out


#    scenario                                                                          what is said
WRONG = [
    ("{request: organizations:LeaveOrganization, expect: allow}", "expected allow, got deny by no-leaving#Leave"),
    ("{request: s3:PutObject, expect: deny, by: no-leaving#Leave}", "expected deny, got allow"),
    ("{request: account:CloseAccount, expect: deny, by: no-leaving#Leave}", "expected a deny by no-leaving#Leave"),
    ("{request: s3:PutObjekt, expect: allow}", "not an action"),
    ("{request: s3:PutObject, account: Dve, expect: allow}", "Dve"),
    ("{request: us-east-1, expect: allow}", "no action"),
]


@pytest.mark.parametrize(("scenario", "said"), WRONG)
def test_a_wrong_scenario_fails(scenario: str, said: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "tests" / "no-leaving.yaml").write_text(f"{LEAVE}{CLOSE}- {scenario}\n")
    assert run(["test"]) == 1
    assert said in capsys.readouterr().out


def test_unreadable_and_missing_files_never_pass(project: Path) -> None:
    (project / "tests" / "broken.yaml").write_text("policy: [")
    assert run(["test"]) == 2
    assert run(["test", "nowhere"]) == 2
    (project / "empty").mkdir()
    assert run(["test", "scps/empty"]) == 3


def test_reports(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "tests" / "no-leaving.yaml").write_text(
        LEAVE + "- {request: s3:PutObject, note: '<&\\u0001', expect: unknown}\n"
    )
    assert run(["test", "--format", "json", "--output", "junit=out.xml"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["passed"] is False
    assert document["coverage"][0]["never_decisive"] == ["Close"]
    suites = ElementTree.parse(project.parent / "out.xml").getroot()
    assert (suites.get("tests"), suites.get("failures")) == ("3", "2")
    assert run(["test", "--output", "pdf=x"]) == 2


def test_cases_bring_their_own_policies(project: Path) -> None:
    case = """
cases:
- note: nothing is attached
  principal: arn:aws:iam::111122223333:role/app
  action: s3:GetObject
  resource: arn:aws:s3:::bucket/key
  expect: {expect}
"""
    file = project / "case.yaml"
    file.write_text(case.replace("{expect}", "allow"))
    assert run(["test", str(file)]) == 0
    file.write_text(case.replace("{expect}", "explicit-deny"))
    assert run(["test", str(file)]) == 1


def test_render_and_check(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["render", "--check"]) == 1
    assert run(["render"]) == 0
    assert json.loads((project / "rendered" / "no-leaving.json").read_text()) == POLICY
    assert "of 10240" in capsys.readouterr().out
    assert run(["render", "--check"]) == 0
    assert run(["check", "--today", "2026-11-20"]) == 0
    (project / "rendered" / "no-leaving.json").write_text("{}")
    assert run(["check", "--today", "2026-11-20"]) == 1
    assert run(["render", "--check"]) == 1
    capsys.readouterr()
    assert run(["check", "--today", "2026-11-20", "--format", "json"]) == 1
    (finding,) = [one for one in json.loads(capsys.readouterr().out)["findings"] if one["severity"] == "error"]
    assert finding["rule"] == "FILE-005"


def _with_two_slots(project: Path) -> None:
    """A top-level OU with three documents and, beside Control Tower's, slots for fewer."""
    documents = {"no-leaving": POLICY}
    for name in ("one", "two"):
        statement = {"Sid": name.title(), "Effect": "Deny", "Action": f"s3:{name}*", "Resource": "*"}
        documents[name] = {"Version": "2012-10-17", "Statement": [statement]}
        (project / f"{name}.json").write_text(json.dumps(documents[name]))
    text = ORGANIZATION.replace("us-east-1],", "us-east-1], control_tower: {enabled: true, reserved_scp_slots: 7},")
    text = text.replace(
        "management:", "  one: {type: SCP, file: scps/one.json}\n  two: {type: SCP, file: scps/two.json}\nmanagement:"
    )
    head, accounts = text.split("  accounts:\n")
    ou = "  ous:\n  - name: Work\n    scps: [FullAWSAccess, no-leaving, one, two]\n    accounts:\n"
    (project / "organization.yaml").write_text(
        head.replace("[FullAWSAccess, no-leaving]", "[FullAWSAccess]") + ou + accounts
    )


def test_packed_files_are_current_for_check_and_without_packed(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _with_two_slots(project)
    assert run(["render", "--packed"]) == 0
    (pack,) = (project / "rendered").glob("*+*.json")
    assert run(["render", "--check"]) == run(["render", "--check", "--packed"]) == 0
    assert "FILE-005" not in _said(["check"], capsys)
    pack.write_text("{}")
    assert run(["render", "--check"]) == 1
    assert "run guardrails render --packed" in _said(["check"], capsys)


def test_a_rendered_file_of_no_policy_is_to_be_removed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["render"]) == 0
    for name in ("gone.json", "gone+no-leaving.json"):
        (project / "rendered" / name).write_text("{}")
        assert run(["render", "--check"]) == 1
        assert f"{name} belongs to no policy; remove it" in capsys.readouterr().out
        (project / "rendered" / name).unlink()


def test_a_document_over_the_quota_is_rendered_but_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    statement = {"Sid": "Long", "Effect": "Deny", "Action": "s3:*", "Resource": [f"arn:aws:s3:::{'x' * 11000}"]}
    (project / "no-leaving.json").write_text(json.dumps({**POLICY, "Statement": [statement]}))
    assert run(["render"]) == 1
    assert "TOO LARGE" in capsys.readouterr().out
    assert run(["render", "--check"]) == 1


def _said(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    run(arguments)
    return capsys.readouterr().out


EXCEPTION = """
exceptions:
- {id: EX-1, policy: no-leaving, statement: Close, scope: {account: Dev}, mechanism: account, reason: moving out,
   alternative_considered: none, owner: platform, approved_by: security, expires: 2026-12-31}
"""
DATED = """
policy: no-leaving
today: {day}
scenarios:
- {{request: account:CloseAccount, expect: {expect}}}
"""


@pytest.mark.parametrize(
    ("day", "expect", "code"),
    [
        ("2026-12-31", "allow", 0),
        ("2027-01-01", "allow", 1),
        ("2027-01-01", "deny, by: no-leaving#Close", 0),
        ("2026-02-30", "allow", 2),
        ("soon", "allow", 2),
    ],
)
def test_scenarios_may_be_asked_on_a_date(day: str, expect: str, code: int, project: Path) -> None:
    (project / "organization.yaml").write_text(ORGANIZATION + EXCEPTION)
    (project / "tests" / "no-leaving.yaml").unlink()
    (project / "tests" / "dated.yaml").write_text(DATED.format(day=day, expect=expect))
    assert run(["test", "scps/tests", "--today", "2026-11-20"]) == code


def test_root_names_the_project_of_scenario_files_elsewhere(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "mine.yaml").write_text(LEAVE)
    (project / "organization.yaml").rename(project / "kept.yaml")
    monkeypatch.chdir(elsewhere)
    assert run(["test", "mine.yaml"]) == 2
    assert "--root" in capsys.readouterr().out
    (project / "kept.yaml").rename(project / "organization.yaml")
    assert run(["test", "mine.yaml", "--root", ".."]) == 0
    assert run(["test", "mine.yaml", "--root", "nowhere"]) == 2


@pytest.mark.parametrize("name", ["../outside", "a/b", "a+b", ".hidden", "", "a\\\\b", "a b"])
def test_a_policy_name_cannot_lead_out_of_the_folder(
    name: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = f'  "{name}": {{type: SCP, file: scps/no-leaving.json, draft: true}}\nmanagement:'
    (project / "organization.yaml").write_text(ORGANIZATION.replace("management:", row))
    assert run(["render", "-o", "deep/out"]) == 2
    assert "cannot be the name of a policy" in capsys.readouterr().err
    assert run(["check"]) == 1
    assert not (project.parent / "deep").exists()


def test_a_link_is_not_written_through(project: Path, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("kept")
    (project / "rendered").mkdir()
    (project / "rendered" / "no-leaving.json").symlink_to(tmp_path / "kept")
    assert run(["render"]) == 2
    assert (tmp_path / "kept").read_text() == "kept"


@pytest.mark.parametrize("arn", ["*", "notanarn", "arn:aws:iam::*", "arn:aws:s3:::bucket", ""])
def test_a_principal_needs_an_arn(arn: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "organization.yaml").write_text(f'{ORGANIZATION}principals: {{break_glass: ["{arn}"]}}\n')
    assert run(["simulate", "s3:GetObject"]) == 2
    assert "is not the ARN of a principal" in capsys.readouterr().err


@pytest.mark.parametrize("pattern", ["{team", "team}", "{team.__class__}", "{team!r}", "{}"])
def test_a_template_with_a_misspelled_place_is_refused(
    pattern: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = ORGANIZATION.replace("  accounts:", "  teams: [{template: t, name: x, stages: [dev]}]\n  accounts:")
    template = f'templates: {{t: {{accounts: ["{pattern}"], email: "a+{{team}}@example.com"}}}}\n'
    (project / "organization.yaml").write_text(text + template)
    assert run(["simulate", "s3:GetObject"]) == 2
    assert "is not known here" in capsys.readouterr().err


def test_packing_is_proved_to_change_nothing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["render", "--packed", "-o", "out"]) == 0
    assert "nothing is packed: the policies of 1 account stay as they are" in capsys.readouterr().out
    _with_two_slots(project)
    assert run(["render", "--packed", "-o", "out"]) == 0
    proved = "proved: packing changes no answer in 1 account, over all requests (1 distinct chain of policies compared)"
    assert proved in capsys.readouterr().out


def test_packing_that_loses_a_statement_is_refused(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def lossy(project: Project, packs: Packs) -> Project:
        packed = packed_project(project, packs)
        (name,) = packed.documents.keys() - project.documents.keys()
        short = replace(packed.documents[name], statements=packed.documents[name].statements[1:])
        return replace(packed, documents={**packed.documents, name: short})

    monkeypatch.setattr("guardrails.commands.packing.packed_project", lossy)
    _with_two_slots(project)
    assert run(["render", "--packed", "-o", "out"]) == 1
    said = capsys.readouterr().out
    assert "CHANGED Dev, newly allowed: " in said and "packing changes answers" in said


def test_packing_that_nobody_can_prove_ends_in_3(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    doubt = Difference(undecided=("the budget of 10 branches ran out",))
    monkeypatch.setattr("guardrails.prover.comparing.compare", lambda *_: doubt)
    _with_two_slots(project)
    assert run(["render", "--packed", "-o", "out"]) == 3
    assert "UNDECIDED Dev: the budget of 10 branches ran out" in capsys.readouterr().out


def test_check_reports_everything_with_places(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "organization.yaml").write_text(ORGANIZATION.replace("env: dev", "enviroment: dev"))
    assert run(["check"]) == 2
    assert "organization.yaml:13:" in capsys.readouterr().out


def test_a_stale_catalog_is_a_note(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--today", "2030-01-01"]) == 0
    assert "over 180 days old" in capsys.readouterr().out
    assert run(["catalog", "--today", "2030-01-01"]) == 0
    assert "stale" in capsys.readouterr().out


def test_the_bundled_organization_is_not_rendered_into_the_installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["render"]) == 2


def test_plugin(project: Path, pytester: pytest.Pytester) -> None:
    pytester.makepyfile(test_plain="def test_plain(): pass")
    copied = pytester.path / "scps"
    (copied / "tests").mkdir(parents=True)
    for name in ("organization.yaml", "no-leaving.json", "tests/no-leaving.yaml"):
        (copied / name).write_text((project / name).read_text())
    plugin = ("-p", "no:cacheprovider")
    pytester.runpytest_inprocess(*plugin).assert_outcomes(passed=1)
    pytester.makeini("[pytest]\nguardrails_files = scps/tests/*.yaml\n")
    pytester.runpytest_inprocess(*plugin).assert_outcomes(passed=4)
    (copied / "tests" / "no-leaving.yaml").write_text(LEAVE)
    pytester.runpytest_inprocess(*plugin).assert_outcomes(passed=2, failed=1)
    (copied / "tests" / "no-leaving.yaml").write_text("scenarios: [")
    assert pytester.runpytest_inprocess(*plugin).ret != 0
