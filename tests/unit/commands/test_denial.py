"""`guardrails explain "User: ... is not authorized to perform: ..."`: the statements that may be behind it."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from guardrails.cli import run
from guardrails.commands.calls import Question
from guardrails.commands.denial import Denial, NotADenial, read_denial, suspects
from guardrails.commands.opening import account_of
from guardrails.commands.simulation import ask
from guardrails.files.loaded import Project
from guardrails.files.project import load_project
from guardrails.model.policy.document import PolicyType
from tests.unit.lint.project import DEV, load, project_from

USER = "arn:aws:iam::222222222222:user/Ana"
ROLE = "arn:aws:iam::222222222222:role/Developer"
SESSION = "arn:aws:sts::222222222222:assumed-role/Developer/ana"
INSTANCE = "arn:aws:ec2:us-east-1:222222222222:instance/*"
ARN = "arn:aws:organizations::111111111111:policy/o-qv5af4abcd/service_control_policy/p-2kgnabcd"
NO = "is not authorized to perform:"
SCP, RCP = "service control policy", "resource control policy"

MESSAGES = [
    (
        f"An error occurred (AccessDenied) when calling the RunInstances operation: User: {SESSION} {NO} "
        f"ec2:RunInstances on resource: {INSTANCE} with an explicit deny in a service control policy: {ARN}",
        Denial(SESSION, "ec2:RunInstances", INSTANCE, SCP, "p-2kgnabcd"),
    ),
    (
        f"User: {USER} is not authorized\n  to perform: iam:ListRoles on resource: arn:aws:iam::222222222222:role/* "
        "with\nan explicit deny in a service control policy.",
        Denial(USER, "iam:ListRoles", "arn:aws:iam::222222222222:role/*", SCP),
    ),
    (
        f'User: {ROLE} {NO} s3:GetObject on resource: "arn:aws:s3:::b/k" with an explicit deny in '
        "a resource control policy",
        Denial(ROLE, "s3:GetObject", "arn:aws:s3:::b/k", RCP),
    ),
    (
        f"User: {ROLE} {NO} codecommit:ListRepositories because no service control policy allows "
        "the codecommit:ListRepositories action",
        Denial(ROLE, "codecommit:ListRepositories", "", SCP),
    ),
    (
        f"User: {ROLE} {NO} s3:ListAllMyBuckets due to an explicit deny in a Service Control Policy",
        Denial(ROLE, "s3:ListAllMyBuckets", "", SCP),
    ),
    (
        f"User: {ROLE} {NO} kms:Decrypt on resource: * because no identity-based policy allows "
        "the kms:Decrypt action (Service: Kms, Status Code: 400)",
        Denial(ROLE, "kms:Decrypt", "*", "identity-based policy"),
    ),
    (
        f"User: {ROLE} {NO} sns:Publish with an explicit deny in a permissions boundary: "
        "arn:aws:iam::222222222222:policy/limit",
        Denial(ROLE, "sns:Publish", "", "permissions boundary", "limit"),
    ),
    (f"User: {ROLE} {NO} sts:AssumeRole", Denial(ROLE, "sts:AssumeRole")),
]


@pytest.mark.parametrize(("text", "wanted"), MESSAGES)
def test_a_message_is_read_in_each_of_its_forms(text: str, wanted: Denial) -> None:
    assert read_denial(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "You are not authorized to perform this operation. Encoded authorization failure message: abc",
        "User: ana is not authorized to perform: s3:GetObject",
        f"User: {ROLE} {NO} everything",
        "",
    ],
)
def test_other_texts_are_no_message(text: str) -> None:
    with pytest.raises(NotADenial):
        read_denial(text)


@cache
def reference() -> Project:
    return load_project(Path(__file__).parents[3], date(2026, 11, 21))


def names(project: Project, denial: Denial) -> dict[str, bool]:
    return {one.name: one.certain for one in suspects(project, denial).statements}


def test_a_statement_that_needs_nothing_else_is_certain_and_stands_first() -> None:
    found = suspects(reference(), Denial(ROLE, "cloudtrail:StopLogging", "", SCP)).statements
    assert (found[0].name, found[0].certain) == ("audit-trail#DenyTrailTampering", True)
    assert [one.certain for one in found] == sorted((one.certain for one in found), reverse=True)


def test_a_statement_on_a_key_that_the_message_does_not_tell_is_possible() -> None:
    (one,) = suspects(reference(), Denial(SESSION, "ec2:RunInstances", INSTANCE, SCP)).statements
    assert (one.node, one.name, one.certain, one.hangs_on) == (
        "Workloads",
        "gpu-cap#CapRunInstances",
        False,
        ("ec2:InstanceType",),
    )


def test_the_region_of_the_resource_counts() -> None:
    far = INSTANCE.replace("us-east-1", "eu-west-3")
    assert names(reference(), Denial(ROLE, "ec2:RunInstances", far, SCP))["region-lock#DenyOutsideRegions"] is True
    assert "region-lock#DenyOutsideRegions" not in names(reference(), Denial(ROLE, "ec2:RunInstances", INSTANCE, SCP))


def test_an_exempt_caller_is_not_denied_by_the_statement_that_exempts_it() -> None:
    pipeline = reference().organization.principals["pipeline_apply"][0].replace("*", "222222222222", 1)
    assert "audit-trail#DenyTrailTampering" not in names(reference(), Denial(pipeline, "cloudtrail:StopLogging"))


#    who            words                                  as simulate asks it
ASKED = [
    ("Dev", Question("ec2:RunInstances", instance_types=("p3.16xlarge",))),
    ("Dev", Question("ec2:RunInstances", instance_types=("t3.micro",), region="eu-west-1")),
    ("Prod", Question("cloudtrail:StopLogging")),
    ("Dev", Question("iam:CreateUser")),
    ("Dev", Question("s3:PutObject", context={"s3:x-amz-server-side-encryption-customer-algorithm": "AES256"})),
    ("Dev", Question("s3:PutObject", context={"aws:securetransport": "false"})),
    ("Dev", Question("organizations:LeaveOrganization")),
    ("Dev", Question("kms:CreateKey", region="eu-west-1")),
    ("Dev", Question("s3:GetObject", principal="root")),
]


@pytest.mark.parametrize(("name", "question"), ASKED)
def test_whatever_denies_a_real_request_is_among_those_that_may_be_meant(name: str, question: Question) -> None:
    project = reference()
    reply = ask(project, account_of(project.organization, name), question)
    assert reply.answer.deciders
    for part, explanation in reply.explanations:
        resource = part.request.resource if isinstance(part.request.resource, str) else ""
        found = names(project, Denial(part.request.principal.arn, part.request.action, resource))
        denying = {f"{one.document}#{one.sid}" for one in explanation.deciding}
        assert denying
        assert denying <= found.keys()


def test_a_policy_variable_reads_a_key_that_the_message_does_not_tell(tmp_path: Path) -> None:
    own = {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::${aws:PrincipalTag/team}/*", "Sid": "Own"}
    project = load(project_from(tmp_path, None, {"own": own}))
    assert names(project, Denial(ROLE, "s3:GetObject", "arn:aws:s3:::b/k", SCP)) == {"own#Own": False}
    assert not names(project, Denial(ROLE, "s3:GetObject", "arn:aws:s3:::b", SCP))


NOT_EVERYTHING = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
OWN = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Sid": "OnlyUs"}
PERIMETER = {**OWN, "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-example"}}}


def test_a_level_where_nothing_allows_is_named(tmp_path: Path) -> None:
    fragment = {
        "policies": {"only-s3": {"type": "SCP", "file": "scps/only-s3.json"}},
        "root": {"scps": ["FullAWSAccess"], "ous": [{"name": "Lab", "scps": ["only-s3"], "accounts": [DEV]}]},
    }
    project = load(project_from(tmp_path, fragment, {"only-s3": NOT_EVERYTHING}))
    (one,) = suspects(project, Denial(ROLE, "sqs:SendMessage", "", SCP)).statements
    assert (one.node, one.policy, one.name) == ("Lab", "", "no statement certainly allows it")
    assert not suspects(project, Denial(ROLE, "s3:GetObject", "arn:aws:s3:::b/k", SCP)).statements


def test_an_rcp_is_looked_for_at_the_owner_of_the_resource(tmp_path: Path) -> None:
    project = load(project_from(tmp_path, None, {"perimeter": PERIMETER}))
    (one,) = suspects(project, Denial(ROLE, "s3:GetObject", "arn:aws:s3:::b/k", RCP)).statements
    assert (one.type, one.name, one.hangs_on) == (PolicyType.RCP, "perimeter#OnlyUs", ("aws:PrincipalOrgID",))
    foreign = "arn:aws:s3:us-east-1:999999999999:accesspoint/a"
    assert not suspects(project, Denial(ROLE, "s3:GetObject", foreign, RCP)).statements


def message(kind: str = "with an explicit deny in a service control policy", who: str = ROLE) -> str:
    return f"User: {who} {NO} cloudtrail:StopLogging {kind}"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_answer_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", message()]) == 0
    told = capsys.readouterr()
    lines = told.out.splitlines()
    assert lines[0] == "Dev (222222222222): cloudtrail:StopLogging on a resource that the message does not name"
    assert lines[2].split() == ["NODE", "TYPE", "POLICY#STATEMENT", "DENIES", "HANGS", "ON"]
    assert lines[3].split() == ["Root", "SCP", "audit-trail#DenyTrailTampering", "yes"]
    assert "bundled reference organization" in told.err


def test_the_answer_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    text = message(f"with an explicit deny in a {SCP}: {ARN}")
    assert run(["explain", text, "--format", "json"]) == 0
    told = capsys.readouterr()
    answer = json.loads(told.out)
    assert run(["explain", *text.split(), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == answer, "the quotes may be forgotten"
    assert answer["message"]["policy"] == "p-2kgnabcd"
    assert answer["statements"][0]["denies"] == "yes"
    assert "describe-policy --policy-id p-2kgnabcd" in told.err


def test_another_type_of_policy_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", message("because no identity-based policy allows the cloudtrail:StopLogging action")]) == 0
    assert "AWS names the identity-based policy" in capsys.readouterr().err


def test_that_nothing_here_can_be_meant_is_not_a_pass(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", message(who="arn:aws:iam::111111111111:role/Admin")]) == 3
    told = capsys.readouterr()
    assert "no SCP or RCP of startup-ml denies it" in told.out
    assert "management account" in told.err
    assert run(["explain", f"User: {ROLE} {NO} sts:GetCallerIdentity"]) == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (message(who="arn:aws:iam::999999999999:role/x"), "is no account of organization"),
        (message(who="arn:aws:s3:::bucket"), "is not the ARN of a user, role"),
        ("ana is not authorized to perform this", "the message must hold"),
        (
            "You are not authorized to perform this operation. Encoded authorization failure message: 4GIOHlTk",
            "decode-authorization-message",
        ),
    ],
)
def test_what_cannot_be_read_is_misuse(text: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", text]) == 2
    assert words in capsys.readouterr().err


def test_a_hostile_message_does_not_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    hostile = f"User: {ROLE} {NO} s3:GetObject on resource: arn:aws:s3:::\x1b[31m/x"
    run(["explain", hostile])
    run(["explain", message(who="arn:aws:iam::222222222222:x/\x1b[31m")])
    told = capsys.readouterr()
    assert "\x1b" not in told.out + told.err
