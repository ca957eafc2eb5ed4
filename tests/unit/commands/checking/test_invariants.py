"""What invariants claim, asked of the engine: breaches, excuses, sentences, names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from guardrails.commands.checking import invariants
from guardrails.model.finding import Finding, Severity
from guardrails.model.source import show_pointer
from tests.unit.lint.project import TODAY, labs, load, project_from, workloads

STOP: dict[str, Any] = {"Sid": "Stop", "Effect": "Deny", "Action": "cloudtrail:StopLogging", "Resource": "*"}
EXCEPTION = {
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


def claims(folder: Path, invariant: dict[str, Any], document: Any, **more: Any) -> list[Finding]:
    whole = {"name": "trails", "accounts": "all-members", **invariant}
    project = load(project_from(folder, {"invariants": [whole], **more}, {"guard": document}))
    return list(invariants.check(project, TODAY))


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


def test_what_is_certain_and_what_is_not_are_told_apart(tmp_path: Path) -> None:
    away = {**STOP, "Condition": {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}}
    lab = {"root": {"scps": ["FullAWSAccess"], "ous": [workloads("guard"), labs()]}}
    found = claims(tmp_path, {"deny": ["cloudtrail:StopLogging"]}, away, **lab)
    assert [(one.severity, one.message.partition(": ")[2]) for one in found] == [
        (Severity.WARNING, "whether `cloudtrail:StopLogging` is denied in Dev hangs on `aws:sourceip`"),
        (Severity.ERROR, "`cloudtrail:StopLogging` is not denied in Lab"),
    ]


def test_an_exception_excuses_the_account_that_it_opens(tmp_path: Path) -> None:
    asked = {"deny": ["cloudtrail:StopLogging"]}
    assert not claims(tmp_path / "open", asked, STOP, exceptions=[EXCEPTION])
    (finding,) = claims(tmp_path / "other", {"deny": ["cloudtrail:DeleteTrail"]}, STOP, exceptions=[EXCEPTION])
    assert "cloudtrail:DeleteTrail" in finding.message
    lab = {"root": {"scps": ["FullAWSAccess"], "ous": [workloads("guard"), labs()]}}
    (finding,) = claims(tmp_path / "beside", asked, STOP, exceptions=[EXCEPTION], **lab)
    assert finding.message.endswith("in Lab")


def test_what_must_stay_allowed_and_is_denied_is_an_error(tmp_path: Path) -> None:
    (finding,) = claims(tmp_path, {"allow": ["cloudtrail:StopLogging", "cloudtrail:LookupEvents"]}, STOP)
    assert finding.message == "invariant trails: `cloudtrail:StopLogging` is denied in Dev"
    assert show_pointer(finding.location.pointer) == "/invariants/0/allow/0"
    assert finding.help.startswith("exempt the callers")


def test_an_exception_that_opens_too_little_does_not_excuse_what_must_stay_allowed(tmp_path: Path) -> None:
    twice = {"Version": "2012-10-17", "Statement": [STOP, {**STOP, "Sid": "StopToo"}]}
    (finding,) = claims(tmp_path, {"allow": ["cloudtrail:StopLogging"]}, twice, exceptions=[EXCEPTION])
    assert finding.message == "invariant trails: `cloudtrail:StopLogging` is denied in Dev"


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
    assert "`ec2:RunInstances t3.micro eu-west-1` and 2 more are not denied in Dev" in finding.message
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
