"""Lints and rules that need the project around a document: exempt principals, examples, invariants."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from guardrails.commands import invariants
from guardrails.commands.examples import examples_of
from guardrails.commands.surroundings import subjects_of, surroundings_of
from guardrails.commands.yaml_places import with_places
from guardrails.lint import exempt_principals
from guardrails.model.finding import Finding, Severity
from guardrails.model.source import show_pointer
from tests.unit.lint.project import DEV, TODAY, findings_of, load, project_from

GUARD = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "DenyBuckets",
            "Effect": "Deny",
            "Action": "s3:DeleteBucket",
            "Resource": "*",
            "Condition": {"ArnNotLike": {"aws:PrincipalArn": ["{{ops}}"]}},
        }
    ],
}
PROTECTION = {
    "Effect": "Deny",
    "Action": ["iam:CreateRole", "iam:UpdateAssumeRolePolicy"],
    "Resource": "arn:aws:iam::*:role/kept/*",
}


def organization(**changes: Any) -> dict[str, Any]:
    return {
        "principals": {"ops": ["arn:aws:iam::*:role/kept/ops"]},
        "policies": {
            "guard": {"file": "scps/guard.json", "exempt": ["ops"]},
            "other": {"file": "scps/guard.json", "exempt": ["ops"]},
        },
        "root": {"scps": ["FullAWSAccess", "guard", "other"]},
        **changes,
    }


def unprotected(folder: Path, fragment: dict[str, Any], documents: dict[str, Any]) -> list[Finding]:
    project = load(project_from(folder, fragment, documents))
    return list(exempt_principals.check(surroundings_of(project, subjects_of(project), TODAY), project.file))


def test_a_named_principal_that_anybody_can_become_is_one_error_at_its_first_exemption(tmp_path: Path) -> None:
    (finding,) = unprotected(tmp_path, organization(), {"guard": GUARD})
    assert (finding.rule, finding.severity) == ("ORG-021", Severity.ERROR)
    assert finding.location.file == "scps/organization.yaml"
    assert show_pointer(finding.location.pointer) == "/policies/guard/exempt/0"
    assert finding.message.startswith("guard, other exempt ops, `arn:aws:iam::*:role/kept/ops`, which `role/Developer`")
    assert finding.witness == "iam:CreateRole arn:aws:iam::222222222222:role/kept/ops --as role/Developer: allow"


def test_protection_at_the_same_node_is_enough(tmp_path: Path) -> None:
    assert unprotected(tmp_path / "no", organization(), {"guard": GUARD})
    fragment = organization(root={"scps": ["FullAWSAccess", "guard", "other", "protection"]})
    assert not unprotected(tmp_path / "yes", fragment, {"guard": GUARD, "protection": PROTECTION})


def test_protection_below_leaves_the_accounts_beside_it_open(tmp_path: Path) -> None:
    fragment = organization()
    fragment["root"]["ous"] = [workloads("protection"), labs()]
    (finding,) = unprotected(tmp_path, fragment, {"guard": GUARD, "protection": PROTECTION})
    assert finding.message.endswith("in Lab")


def test_a_policy_that_is_attached_nowhere_exempts_nobody_yet(tmp_path: Path) -> None:
    assert not unprotected(tmp_path, organization(root={"scps": ["FullAWSAccess"]}), {"guard": GUARD})


def test_an_exception_for_a_principal_asks_for_its_protection(tmp_path: Path) -> None:
    exception = {
        "id": "EX-1",
        "policy": "plain",
        "statement": "DenyBuckets",
        "scope": {"account": "Dev", "principal": "role/lab/cleaner"},
        "mechanism": "principal",
        "reason": "old buckets",
        "alternative_considered": "none",
        "owner": "platform",
        "approved_by": "security",
        "expires": "2026-12-31",
    }
    plain = {"Sid": "DenyBuckets", "Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*"}
    (finding,) = unprotected(tmp_path, {"exceptions": [exception]}, {"plain": plain})
    assert show_pointer(finding.location.pointer) == "/exceptions/0/scope"
    assert "`arn:aws:iam::222222222222:role/lab/cleaner`" in finding.message
    assert "LINT-020" not in {one.rule for one in findings_of(tmp_path)}


def test_a_wrong_polarity_comes_with_the_operator_turned_around(tmp_path: Path) -> None:
    wrong = {
        "Effect": "Deny",
        "Action": "sagemaker:CreateNotebookInstance",
        "Resource": "*",
        "Condition": {"StringNotEquals": {"sagemaker:RootAccess": "Enabled"}},
    }
    compliant = {"request": "sagemaker:CreateNotebookInstance sagemaker:RootAccess=Disabled", "expect": "allow"}
    project_from(tmp_path, {}, {"notebooks": wrong}, {"notebooks": [compliant]})
    (finding,) = [one for one in findings_of(tmp_path) if one.rule == "LINT-024"]
    assert finding.fix is not None and not finding.fix.safe
    (edit,) = finding.fix.edits
    assert edit.new == {"StringEquals": {"sagemaker:RootAccess": "Enabled"}}
    assert [place.pointer for place, _ in finding.related] == [("scenarios", 0)]


def test_a_scenario_file_that_cannot_be_read_is_said_not_passed_over(tmp_path: Path) -> None:
    deny = {"Effect": "Deny", "Action": "s3:L*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": False}}}
    scenarios = {
        "a": "policy: a\nscenarios: [{request: s3:GetObject}]\n",
        "b": [{"request": "s3:GetObjekt", "expect": "allow"}, {"request": "s3:ListAllMyBuckets", "expect": "allow"}],
        "c": "policy: [",
        "d": "cases: [{principal: anonymous, action: s3:GetObject, resource: '*', expect: implicit-deny}]\n",
    }
    project = load(project_from(tmp_path, {}, dict.fromkeys("abcd", deny), scenarios))
    examples = examples_of(project, TODAY)
    assert [(one.rule, one.location.file) for one in examples.findings] == [
        ("FORM-002", "scps/tests/a.yaml"),
        ("FORM-003", "scps/tests/b.yaml"),
        ("YAML-001", "scps/tests/c.yaml"),
    ]
    assert [one.words for one in examples.of["b"]] == ["s3:ListAllMyBuckets"]


def test_examples_are_asked_where_the_policy_is_in_force_and_could_deny_them(tmp_path: Path) -> None:
    fragment = {"root": {"scps": ["FullAWSAccess"], "ous": [workloads(), labs()]}}
    rows = [
        {"request": "s3:ListAllMyBuckets", "account": ["Dev", "Lab"], "expect": "allow"},
        {"request": "ec2:DescribeRegions", "account": "Dev", "expect": "allow"},
    ]
    deny = {"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": False}}}
    project = load(project_from(tmp_path, fragment, {"guard": deny}, {"guard": rows}))
    (example,) = examples_of(project, TODAY).of["guard"]
    assert example.account == "Dev"
    assert [request.action for request in example.requests] == ["s3:ListAllMyBuckets"]


def workloads(*slugs: str) -> dict[str, Any]:
    return {"name": "Workloads", "scps": ["FullAWSAccess", *slugs], "accounts": [DEV]}


def labs(*slugs: str) -> dict[str, Any]:
    lab = {**DEV, "name": "Lab", "id": "333333333333", "email": "aws+lab@example.com"}
    return {"name": "Labs", "scps": ["FullAWSAccess", *slugs], "accounts": [lab]}


def claims(folder: Path, invariant: dict[str, Any], document: Any, **more: Any) -> list[Finding]:
    whole = {"name": "trails", "accounts": "all-members", **invariant}
    project = load(project_from(folder, {"invariants": [whole], **more}, {"guard": document}))
    return list(invariants.check(project, TODAY))


STOP: dict[str, Any] = {"Sid": "Stop", "Effect": "Deny", "Action": "cloudtrail:StopLogging", "Resource": "*"}


def test_a_call_that_an_invariant_denies_and_nothing_does_is_an_error_at_its_action(tmp_path: Path) -> None:
    (finding,) = claims(tmp_path, {"deny": ["cloudtrail:StopLogging", "cloudtrail:DeleteTrail"]}, STOP)
    assert (finding.rule, finding.severity) == ("ORG-023", Severity.ERROR)
    assert finding.message == "invariant trails: `cloudtrail:DeleteTrail` is not denied in Dev"
    assert finding.witness == "cloudtrail:DeleteTrail Dev --as role/Developer: allow"
    assert show_pointer(finding.location.pointer) == "/invariants/0/deny/1"
    assert finding.location.span is not None


def test_an_invariant_that_holds_is_silent(tmp_path: Path) -> None:
    assert not claims(tmp_path, {"deny": ["cloudtrail:StopLogging"]}, STOP)


def test_whom_a_policy_exempts_and_the_invariant_does_not_is_found(tmp_path: Path) -> None:
    spared = {**STOP, "Condition": {"ArnNotLike": {"aws:PrincipalArn": ["{{ops}}"]}}}
    more: dict[str, Any] = {
        "principals": {"ops": ["arn:aws:iam::*:role/ops"]},
        "policies": {"guard": {"file": "scps/guard.json", "exempt": ["ops"]}},
        "root": {"scps": ["FullAWSAccess", "guard"]},
    }
    (finding,) = claims(tmp_path / "1", {"deny": ["cloudtrail:StopLogging"]}, spared, **more)
    assert finding.message == "invariant trails: `cloudtrail:StopLogging` is not denied to ops in Dev"
    assert not claims(tmp_path / "2", {"deny": ["cloudtrail:StopLogging"], "except": ["ops"]}, spared, **more)


def test_what_hangs_on_the_unknown_is_a_warning_that_names_it(tmp_path: Path) -> None:
    away = {**STOP, "Condition": {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}}
    (finding,) = claims(tmp_path, {"deny": ["cloudtrail:StopLogging"]}, away)
    assert finding.severity is Severity.WARNING
    assert "hangs on `aws:sourceip`" in finding.message.lower()


def test_an_exception_excuses_the_account_that_it_opens(tmp_path: Path) -> None:
    exception = {
        "id": "EX-1",
        "policy": "guard",
        "statement": "Stop",
        "scope": {"account": "Dev"},
        "mechanism": "account",
        "reason": "migration",
        "alternative_considered": "none",
        "owner": "platform",
        "approved_by": "security",
        "expires": "2026-12-31",
    }
    asked = {"deny": ["cloudtrail:StopLogging"]}
    assert not claims(tmp_path / "open", asked, STOP, exceptions=[exception])
    (finding,) = claims(tmp_path / "other", {"deny": ["cloudtrail:DeleteTrail"]}, STOP, exceptions=[exception])
    assert "cloudtrail:DeleteTrail" in finding.message
    lab = {"root": {"scps": ["FullAWSAccess"], "ous": [workloads("guard"), labs()]}}
    (finding,) = claims(tmp_path / "beside", asked, STOP, exceptions=[exception], **lab)
    assert finding.message.endswith("in Lab")


def test_what_must_stay_allowed_and_is_denied_is_an_error(tmp_path: Path) -> None:
    (finding,) = claims(tmp_path, {"allow": ["cloudtrail:StopLogging", "cloudtrail:LookupEvents"]}, STOP)
    assert finding.message == "invariant trails: `cloudtrail:StopLogging` is denied in Dev"
    assert show_pointer(finding.location.pointer) == "/invariants/0/allow/0"


def test_the_sentence_about_accelerators_asks_for_each_type(tmp_path: Path) -> None:
    sentence = {"deny": "start accelerator outside settings.accelerators.allow"}
    cap: dict[str, Any] = {
        "Effect": "Deny",
        "Action": "ec2:RunInstances",
        "Resource": "arn:aws:ec2:*:*:instance/*",
        "Condition": {
            "StringLike": {"ec2:InstanceType": ["p*", "g*", "trn*", "inf*", "dl*", "vt*", "f1*", "f2*", "cg1*"]},
            "StringNotEquals": {"ec2:InstanceType": "g5.xlarge"},
        },
    }
    settings = {"settings": {"accelerators": {"families": ["p*"], "allow": ["g5.xlarge"]}}}
    assert not claims(tmp_path / "whole", sentence, cap, **settings)
    cap["Condition"]["StringLike"]["ec2:InstanceType"].remove("trn*")
    (finding,) = claims(tmp_path / "hole", sentence, cap, **settings)
    assert finding.severity is Severity.ERROR and "`ec2:RunInstances trn" in finding.message
    cap["Condition"]["StringLike"]["ec2:InstanceType"].append("trn*")
    (finding,) = claims(tmp_path / "more", sentence, cap, settings={"accelerators": {"families": ["p*"], "allow": []}})
    assert finding.message == "invariant trails: `ec2:RunInstances g5.xlarge` is not denied in Dev"


def test_the_sentence_about_regions_asks_in_every_other_region(tmp_path: Path) -> None:
    sentence = {"deny": "Any regional action outside  settings.allowed_regions"}
    lock: dict[str, Any] = {
        "Effect": "Deny",
        "NotAction": ["iam:*"],
        "Resource": "*",
        "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["us-east-1"]}},
    }
    assert not claims(tmp_path / "whole", sentence, lock)
    lock["Condition"]["StringNotEquals"]["aws:RequestedRegion"].append("eu-west-1")
    (finding,) = claims(tmp_path / "hole", sentence, lock)
    assert "`ec2:RunInstances t3.micro eu-west-1` and 2 more calls is not denied in Dev" in finding.message
    lock["NotAction"].append("lambda:*")
    (finding,) = claims(tmp_path / "exempt", sentence, lock, settings={"allowed_regions": ["us-east-1", "eu-west-1"]})
    assert "`lambda:CreateFunction" in finding.message


def test_a_sentence_that_nobody_understands_is_a_warning(tmp_path: Path) -> None:
    (finding,) = claims(tmp_path, {"deny": "nothing bad ever happens"}, STOP)
    assert finding.severity is Severity.WARNING
    assert "cannot be decided by scenarios" in finding.message


def test_names_in_an_invariant_must_exist(tmp_path: Path) -> None:
    found = claims(tmp_path, {"deny": "cloudtrail:StopLogging", "accounts": ["Dev", "Nowhere"], "except": ["x"]}, STOP)
    assert [show_pointer(one.location.pointer) for one in found] == [
        "/invariants/0/accounts/1",
        "/invariants/0/except/0",
    ]
    (finding,) = claims(tmp_path / "2", {"deny": ["cloudtrail:StopLoging"]}, STOP)
    assert "cloudtrail:StopLoging is not an action" in finding.message


def test_an_ou_stands_for_its_accounts_and_only_for_them(tmp_path: Path) -> None:
    lab = {"root": {"scps": ["FullAWSAccess"], "ous": [workloads("guard"), labs()]}}
    asked = {"deny": "cloudtrail:StopLogging"}
    assert not claims(tmp_path / "1", {**asked, "accounts": "Workloads"}, STOP, **lab)
    (finding,) = claims(tmp_path / "2", {**asked, "accounts": ["Workloads", "Labs"]}, STOP, **lab)
    assert finding.message.endswith("in Lab")
    assert show_pointer(finding.location.pointer) == "/invariants/0/deny"


def test_findings_about_yaml_files_get_their_lines(tmp_path: Path) -> None:
    deny = {"Effect": "Deny", "Action": "s3:ListAllMyBuckets", "Resource": "*"}
    fragment = {"root": {"scps": ["FullAWSAccess", "guard"], "ous": [workloads("guard")]}}
    rows = [{"request": "s3:ListAllMyBuckets", "expect": "allow"}]
    project_from(tmp_path, fragment, {"guard": deny}, {"guard": rows})
    found = {one.rule: one for one in with_places(load(tmp_path), findings_of(tmp_path))}
    repeated = found["LINT-026"].location
    assert show_pointer(repeated.pointer) == "/root/ous/0/scps/1"
    lines = (tmp_path / "scps" / "organization.yaml").read_text("utf-8").splitlines()
    assert repeated.span is not None and '"guard"' in lines[repeated.span.line - 1]
    ((example, _),) = found["LINT-024"].related
    assert example.file == "scps/tests/guard.yaml" and example.span is not None


def test_of_callers_whom_a_condition_tells_apart_each_is_asked(tmp_path: Path) -> None:
    spared = {**STOP, "Condition": {"StringNotEquals": {"aws:PrincipalType": ["User"]}}}
    (finding,) = claims(tmp_path / "2", {"deny": ["cloudtrail:StopLogging"]}, spared)
    assert finding.witness == "cloudtrail:StopLogging Dev --as user/alice: allow"
    own = {"StringNotEquals": {"aws:PrincipalArn": "arn:aws:iam::222222222222:user/${aws:username}"}}
    (finding,) = claims(tmp_path / "4", {"deny": ["cloudtrail:StopLogging"]}, {**STOP, "Condition": own})
    assert finding.witness == "cloudtrail:StopLogging Dev --as user/alice: allow"
    spared = {**STOP, "Condition": {"StringNotEquals": {"aws:PrincipalType": ["Account"]}}}
    (finding,) = claims(tmp_path / "3", {"deny": ["cloudtrail:StopLogging"]}, spared)
    assert finding.witness == "cloudtrail:StopLogging Dev --as root: allow"


def test_accounts_that_a_document_names_are_asked_apart(tmp_path: Path) -> None:
    spared = {**STOP, "Condition": {"StringNotEquals": {"aws:PrincipalAccount": "333333333333"}}}
    two = {"root": {"scps": ["FullAWSAccess"], "ous": [workloads("guard"), labs("guard")]}}
    (finding,) = claims(tmp_path, {"deny": ["cloudtrail:StopLogging"]}, spared, **two)
    assert finding.message.endswith("is not denied in Lab")


def test_an_unprotected_name_is_told_at_a_policy_that_is_in_force(tmp_path: Path) -> None:
    (finding,) = unprotected(tmp_path, organization(root={"scps": ["FullAWSAccess", "other"]}), {"guard": GUARD})
    assert show_pointer(finding.location.pointer) == "/policies/other/exempt/0"
    assert finding.message.startswith("other exempts ops")


def test_no_operator_is_turned_around_where_the_key_is_absent(tmp_path: Path) -> None:
    header = {"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}}
    deny = {"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*", "Condition": header}
    rows = [{"request": "s3:PutObject arn:aws:s3:::b/k", "expect": "allow"}]
    project_from(tmp_path, {}, {"encryption": deny}, {"encryption": rows})
    (finding,) = [one for one in findings_of(tmp_path) if one.rule == "LINT-024"]
    assert "carries no `s3:x-amz-server-side-encryption`" in finding.message
    assert finding.fix is None


def test_the_management_account_and_accounts_to_come_are_told_apart_from_mistakes(tmp_path: Path) -> None:
    audit = {"name": "Audit", "status": "planned", "email": "aws+audit@example.com", "env": "shared", "owner": "a"}
    planned = {"name": "Security", "scps": ["FullAWSAccess"], "accounts": [audit]}
    more = {"root": {"scps": ["FullAWSAccess"], "ous": [workloads("guard"), planned]}}
    asked = {"deny": ["cloudtrail:StopLogging"], "accounts": ["Management", "Security", "Audit", "Nobody"]}
    found = claims(tmp_path, asked, STOP, **more)
    assert [one.message.partition(": ")[2].split(",")[0] for one in found] == [
        "Management is the management account",
        "no account or OU is called 'Nobody'",
    ]


def test_an_invariant_that_claims_nothing_and_a_principal_that_cannot_call(tmp_path: Path) -> None:
    (finding,) = claims(tmp_path / "1", {"deny": []}, STOP)
    assert finding.severity is Severity.WARNING and "claims nothing" in finding.message
    group = {"principals": {"staff": ["arn:aws:iam::*:group/staff"]}}
    assert not claims(tmp_path / "2", {"deny": ["cloudtrail:StopLogging"]}, STOP, **group)
