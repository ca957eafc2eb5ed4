"""What becomes of scenarios and invariants when a plan changes the organization."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any

import pytest

from guardrails.commands.gating.after_apply import Aftermath, after_apply
from guardrails.commands.gating.states import states_of
from guardrails.files.loaded import Project
from guardrails.files.project import load_project
from guardrails.gate.inspection import Inspection
from guardrails.model.difference import Difference
from guardrails.model.finding import Severity
from guardrails.model.organization.levels import find_account
from guardrails.model.plan.plan import Plan
from guardrails.terraform.references.resolver import resolver_of
from tests.unit.commands.gating.predictions import project
from tests.unit.gate.building import REPOSITORY, TODAY, committed, inspect, made, row
from tests.unit.lint.project import labs, load, project_from, workloads

POLICY, ATTACHMENT = "aws_organizations_policy.p", "aws_organizations_policy_attachment.a"


def inspection(plan: Plan) -> Inspection:
    return inspect(plan, "Management", references=resolver_of(plan))


def after(*rows: Any) -> Aftermath:
    return after_apply(project(), inspection(made(*rows)))


def policy(slug: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> dict[str, Any]:
    def values(document: Mapping[str, Any] | None) -> dict[str, Any] | None:
        fixed = {"id": "p-1", "name": slug, "type": "SERVICE_CONTROL_POLICY"}
        return None if document is None else {**fixed, "content": json.dumps(document)}

    verb = "update" if before and after else "create" if after else "delete"
    return row(POLICY, "no-op" if before == after else verb, before=values(before), after=values(after))


def attached(target: str, actions: str) -> dict[str, Any]:
    side = "before" if actions == "delete" else "after"
    return row(ATTACHMENT, actions, **{side: {"policy_id": "p-1", "target_id": target}})


def cap() -> Mapping[str, Any]:
    return project().finals["gpu-cap"]


STOP: dict[str, Any] = {
    "Sid": "Stop",
    "Effect": "Deny",
    "Action": ["cloudtrail:StopLogging", "cloudtrail:DeleteTrail"],
    "Resource": "*",
}


@pytest.fixture
def small(tmp_path: Path) -> Project:
    """Two OUs under one policy, attached at both."""
    root = {"scps": ["FullAWSAccess"], "ous": [workloads("guard"), labs("guard")]}
    return load(project_from(tmp_path, {"root": root}, {"guard": STOP}))


def after_small(small: Project, *statements: Mapping[str, Any]) -> Aftermath:
    """What comes of a plan that puts these statements in the place of the policy's one."""
    before, after = ({"Version": "2012-10-17", "Statement": list(rows)} for rows in ((STOP,), statements))
    asked = inspection(made(policy("guard", before, after)))
    return after_apply(small, replace(asked, organization=small.organization, account=small.organization.management))


EMPTIED = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Deny", "Action": "ec2:AcceptAddressTransfer", "Resource": "*"}],
}


def test_a_plan_that_leaves_the_organization_alone_changes_nothing() -> None:
    assert after(row("aws_vpc.a", after={})) == Aftermath()
    assert after(policy("gpu-cap", cap(), cap())) == Aftermath()


def test_a_cap_that_is_emptied_breaks_its_scenarios_and_the_invariant() -> None:
    found = after(policy("gpu-cap", cap(), EMPTIED))
    assert {(one.rule, one.address, one.undecided) for one in found.findings} == {
        ("PG-006", POLICY, False),
        ("PG-009", POLICY, False),
    }
    assert ("SIM-18", "Dev", "DENIED", "not denied", "DENIED") in {
        (one.name, one.account, one.before, one.after, one.expected) for one in found.scenarios
    }


def test_a_cap_whose_name_is_hidden_is_known_by_the_one_before() -> None:
    one = policy("gpu-cap", cap(), EMPTIED)
    one["change"]["after_unknown"] = {"name": True}
    assert {(each.rule, each.undecided) for each in after(one).findings} == {("PG-006", False), ("PG-009", False)}


def test_a_policy_whose_kind_is_hidden_is_open() -> None:
    one = policy("gpu-cap", None, EMPTIED)
    one["change"]["after_unknown"] = {"type": True}
    found = after(one).findings
    assert [(each.rule, each.undecided, each.attribute) for each in found] == [("PG-006", True, "type")]


def test_what_is_newly_allowed_is_an_error_with_region_and_request(small: Project) -> None:
    found = after_small(small, {**STOP, "Action": "cloudtrail:StopLogging"})
    (one,) = found.findings
    assert (one.rule, one.severity, one.address) == ("PG-006", Severity.ERROR, POLICY)
    assert one.message == "newly allowed after the apply: cloudtrail:DeleteTrail in Dev, Lab"
    assert one.witness.startswith("cloudtrail:DeleteTrail us-east-1")


def test_what_is_newly_denied_is_a_note(small: Project) -> None:
    found = after_small(small, {**STOP, "Action": [*STOP["Action"], "cloudtrail:UpdateTrail"]})
    (one,) = found.findings
    assert (one.rule, one.severity) == ("PG-006", Severity.NOTE)
    assert one.message == "newly denied after the apply: cloudtrail:UpdateTrail in Dev, Lab"


def test_what_is_newly_denied_and_a_plan_beside_needs_is_a_warning(small: Project) -> None:
    beside = made(row("aws_sqs_queue.jobs", after={"name": "jobs"}))
    dev = find_account(small.organization, "Dev")
    assert dev is not None
    document = {"Version": "2012-10-17", "Statement": [STOP, {"Effect": "Deny", "Action": "sqs:*", "Resource": "*"}]}
    plan = made(policy("guard", {"Version": "2012-10-17", "Statement": [STOP]}, document))
    asked = replace(
        inspection(plan),
        organization=small.organization,
        account=small.organization.management,
        siblings=((beside, dev),),
    )
    (one,) = after_apply(small, asked).findings
    assert one.severity is Severity.WARNING
    assert "; this breaks aws_sqs_queue.jobs of" in one.message and "(sqs:CreateQueue)" in one.message


def test_a_policy_that_says_the_same_otherwise_is_proved_to_change_nothing(small: Project) -> None:
    rows = [{**STOP, "Sid": action[11:], "Action": action} for action in STOP["Action"]]
    found = after_small(small, *rows)
    assert found.findings == ()
    assert found.notes == ("proved: the change of policies changes no answer in 2 member accounts, over all requests",)


def test_what_the_prover_cannot_decide_is_undecided(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    doubt = Difference(undecided=("out of time",))
    monkeypatch.setattr("guardrails.prover.comparing.compare", lambda *_: doubt)
    (one,) = after_small(small, {**STOP, "Action": "cloudtrail:*"}).findings
    assert (one.rule, one.undecided, one.address) == ("PG-006", True, POLICY)
    assert one.message == "what changes in Dev, Lab is not decided: out of time"


def test_an_invariant_that_holds_no_longer_in_one_account_is_found_though_another_never_held(tmp_path: Path) -> None:
    invariant = {"name": "trails", "deny": ["cloudtrail:DeleteTrail"], "accounts": "all-members"}
    root = {"scps": ["FullAWSAccess"], "ous": [workloads("guard"), labs()]}
    project = load(project_from(tmp_path, {"root": root, "invariants": [invariant]}, {"guard": STOP}))
    found = after_small(project, {**STOP, "Action": "cloudtrail:StopLogging"})
    (one,) = (one for one in found.findings if one.rule == "PG-009")
    assert one.message == "invariant trails: `cloudtrail:DeleteTrail` is not denied in Dev, after the apply"
    assert one.address == POLICY and one.witness.startswith("cloudtrail:DeleteTrail")


def test_a_policy_that_is_deleted_binds_nobody() -> None:
    found = after(policy("gpu-cap", cap(), None))
    assert ("PG-006", POLICY) in {(one.rule, one.address) for one in found.findings}


def test_a_policy_that_is_detached_breaks_them_at_the_attachment() -> None:
    ou = row(
        "aws_organizations_organizational_unit.w",
        "no-op",
        before={"id": "ou-ab12-workload1", "name": "Workloads"},
        after={"id": "ou-ab12-workload1", "name": "Workloads"},
    )
    found = after(policy("gpu-cap", cap(), cap()), attached("ou-ab12-workload1", "delete"), ou)
    assert {one.address for one in found.findings} == {ATTACHMENT}


def test_a_policy_that_denies_too_much_breaks_what_was_allowed() -> None:
    everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "ec2:*", "Resource": "*"}]}
    found = after(policy("gpu-cap", cap(), everything))
    one, opened, closed = (one for one in found.findings if one.rule == "PG-006")
    assert "not denied -> DENIED" in one.witness or "will be DENIED" in one.message
    assert (opened.severity, closed.severity) == (Severity.ERROR, Severity.NOTE)
    assert opened.message.startswith("newly allowed") and closed.message.startswith("newly denied")


def test_scenarios_that_cannot_be_asked_are_undecided(tmp_path: Path) -> None:
    """What is not asked cannot be said to hold."""
    copytree(REPOSITORY / "scps", tmp_path / "scps")
    (tmp_path / "scps" / "tests" / "broken.yaml").write_text("scenarios: [", "utf-8")
    (tmp_path / "scps" / "tests" / "strange.yaml").write_text(
        "policy: gpu-cap\nscenarios:\n- {id: Z-1, request: s3:CreateBucket, account: Nowhere, expect: allow}\n", "utf-8"
    )
    found = after_apply(load_project(tmp_path, TODAY), inspection(made(policy("gpu-cap", cap(), EMPTIED))))
    (open,) = (one for one in found.findings if one.undecided)
    assert (open.rule, open.address) == ("PG-006", POLICY)
    assert "the scenarios of scps/tests/broken.yaml and 1 more cannot be asked" in open.message


def test_a_scenario_that_fails_before_is_listed_and_no_error(tmp_path: Path) -> None:
    copytree(REPOSITORY / "scps", tmp_path / "scps", ignore=ignore_patterns("tests"))
    (tmp_path / "scps" / "tests").mkdir()
    (tmp_path / "scps" / "tests" / "wrong.yaml").write_text(
        "policy: gpu-cap\nscenarios:\n"
        "- {id: Z-2, request: ec2:RunInstances p3.16xlarge, account: Dev, expect: allow}\n",
        "utf-8",
    )
    found = after_apply(load_project(tmp_path, TODAY), inspection(made(policy("gpu-cap", cap(), EMPTIED))))
    assert [(one.name, one.before, one.after) for one in found.scenarios] == [("Z-2", "DENIED", "not denied")]
    assert not [one for one in found.findings if "scenarios that hold now" in one.message]


def test_a_new_policy_binds_where_the_plan_attaches_it() -> None:
    everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}
    nowhere = after(policy("stop", None, everything))
    assert not nowhere.scenarios
    dev = after(
        policy("stop", None, everything), row(ATTACHMENT, after={"policy_id": "p-1", "target_id": "222222222222"})
    )
    assert {one.account for one in dev.scenarios} == {"Dev"}
    assert {one.address for one in dev.findings} == {POLICY}


def test_a_node_that_nobody_knows_is_undecided_once() -> None:
    rows = [
        row(f'{ATTACHMENT}["{at}"]', after={"policy_id": f"p-{at}", "target_id": "ou-ab12-sandbox01"})
        for at in range(3)
    ]
    found = after(*rows)
    assert [(one.rule, one.address, one.undecided) for one in found.findings] == [
        ("PG-006", f'{ATTACHMENT}["0"]', True)
    ]


def test_the_fixture_breaks_the_trail() -> None:
    found = after_apply(project(), inspection(committed("policy-attachments")))
    decided = {(one.rule, one.address) for one in found.findings if not one.undecided}
    assert decided == {("PG-006", "aws_organizations_policy.trail"), ("PG-009", "aws_organizations_policy.trail")}


def test_the_live_root_makes_what_the_file_says() -> None:
    states = states_of(project(), inspection(committed("live-management-organization")))
    assert states.fresh
    assert not states.open
    (workloads,) = (one for one in states.after.organization.root.ous if one.name == "Workloads")
    (file,) = (one for one in project().organization.root.ous if one.name == "Workloads")
    assert set(workloads.scps) == set(file.scps)
    assert set(states.after.organization.root.scps) == set(project().organization.root.scps)
    assert states.before.organization.root.scps == ("full-access",)
    assert all(states.after.documents[slug] == project().documents[slug] for slug in file.scps)
