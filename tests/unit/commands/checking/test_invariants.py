"""What invariants claim, put to the prover: breaches, excuses, capabilities, names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from guardrails.commands.checking import invariants
from guardrails.model.finding import Finding, Severity
from guardrails.model.proof import Result, Status
from guardrails.model.source import show_pointer
from tests.unit.lint.project import labs, load, project_from, workloads

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
    return list(invariants.check(project))


def test_a_call_that_an_invariant_denies_and_nothing_does_is_an_error_at_its_action(tmp_path: Path) -> None:
    (finding,) = claims(tmp_path, {"deny": ["cloudtrail:StopLogging", "cloudtrail:DeleteTrail"]}, STOP)
    assert (finding.rule, finding.severity) == ("ORG-023", Severity.ERROR)
    assert finding.message == "invariant trails: `cloudtrail:DeleteTrail` is not denied in Dev"
    assert finding.witness.startswith("cloudtrail:DeleteTrail us-east-1") and "role/Developer" in finding.witness
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
    assert finding.message == "invariant trails: `cloudtrail:StopLogging` is not denied in Dev"
    assert "role/ops" in finding.witness
    assert not claims(tmp_path / "2", {"deny": ["cloudtrail:StopLogging"], "except": ["ops"]}, spared, **more)


def test_whatever_aws_could_send_counts(tmp_path: Path) -> None:
    away = {**STOP, "Condition": {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}}
    (finding,) = claims(tmp_path, {"deny": ["cloudtrail:StopLogging"]}, away)
    assert finding.severity is Severity.ERROR
    assert "aws:SourceIp=203.0.113." in finding.witness


def test_what_the_prover_cannot_decide_is_a_warning_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    doubt = Result(Status.UNDECIDED, reason="the budget of 10 branches ran out")
    monkeypatch.setattr("guardrails.prover.proving.prove", lambda *_: doubt)
    (finding,) = claims(tmp_path, {"deny": ["cloudtrail:StopLogging"]}, STOP, exceptions=[EXCEPTION])
    assert finding.severity is Severity.WARNING
    assert finding.message == (
        "invariant trails: whether `cloudtrail:StopLogging` is denied in Dev is not decided:"
        " the budget of 10 branches ran out"
    )


def test_an_exception_excuses_the_account_that_it_opens(tmp_path: Path) -> None:
    asked = {"deny": ["cloudtrail:StopLogging"]}
    assert not claims(tmp_path / "open", asked, STOP, exceptions=[EXCEPTION])
    (finding,) = claims(tmp_path / "other", {"deny": ["cloudtrail:DeleteTrail"]}, STOP, exceptions=[EXCEPTION])
    assert "cloudtrail:DeleteTrail" in finding.message
    lab = {"root": {"scps": ["FullAWSAccess"], "ous": [workloads("guard"), labs()]}}
    (finding,) = claims(tmp_path / "beside", asked, STOP, exceptions=[EXCEPTION], **lab)
    assert finding.message.endswith("in Lab")


def test_an_exception_does_not_excuse_what_it_does_not_open(tmp_path: Path) -> None:
    """The exception speaks of the action, but the hole was there before it."""
    spared = {**STOP, "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/old"}}}
    (finding,) = claims(tmp_path, {"deny": ["cloudtrail:StopLogging"]}, spared, exceptions=[EXCEPTION])
    assert finding.severity is Severity.ERROR


def test_what_must_stay_allowed_and_is_denied_is_an_error(tmp_path: Path) -> None:
    (finding,) = claims(tmp_path, {"allow": ["cloudtrail:StopLogging", "cloudtrail:LookupEvents"]}, STOP)
    assert finding.message == "invariant trails: `cloudtrail:StopLogging` is denied in Dev"
    assert show_pointer(finding.location.pointer) == "/invariants/0/allow/0"
    assert finding.help.startswith("exempt the callers")


def test_an_exception_that_opens_too_little_does_not_excuse_what_must_stay_allowed(tmp_path: Path) -> None:
    twice = {"Version": "2012-10-17", "Statement": [STOP, {**STOP, "Sid": "StopToo"}]}
    (finding,) = claims(tmp_path, {"allow": ["cloudtrail:StopLogging"]}, twice, exceptions=[EXCEPTION])
    assert finding.message == "invariant trails: `cloudtrail:StopLogging` is denied in Dev"


def test_a_capability_is_proved_path_by_path(tmp_path: Path) -> None:
    leave = {**STOP, "Action": ["organizations:*", "account:*"]}
    assert not claims(tmp_path / "whole", {"deny": "leave-organization"}, leave)
    (finding,) = claims(tmp_path / "hole", {"deny": "leave-organization"}, {**leave, "Action": "organizations:*"})
    assert finding.severity is Severity.ERROR and finding.witness.startswith("account:CloseAccount")
    assert show_pointer(finding.location.pointer) == "/invariants/0/deny"


def test_names_in_an_invariant_must_exist(tmp_path: Path) -> None:
    (finding,) = claims(tmp_path / "1", {"deny": "cloudtrail:StopLogging", "accounts": ["Dev", "Nowhere"]}, STOP)
    assert show_pointer(finding.location.pointer) == "/invariants/0/accounts/1"
    assert "'Nowhere' is no account or OU" in finding.message
    (finding,) = claims(tmp_path / "2", {"deny": ["cloudtrail:StopLoging"]}, STOP)
    assert "cloudtrail:StopLoging is not an action" in finding.message
    (finding,) = claims(tmp_path / "3", {"deny": "nothing bad ever happens"}, STOP)
    assert finding.severity is Severity.ERROR and "no capability and no action" in finding.message
    assert show_pointer(finding.location.pointer) == "/invariants/0/deny"
    (finding,) = claims(tmp_path / "4", {"deny": ["cloudtrail:StopLogging"], "accounts": "Management"}, STOP)
    assert "Management is the management account" in finding.message


def test_an_ou_stands_for_its_accounts_and_only_for_them(tmp_path: Path) -> None:
    lab = {"root": {"scps": ["FullAWSAccess"], "ous": [workloads("guard"), labs()]}}
    asked = {"deny": "cloudtrail:StopLogging"}
    assert not claims(tmp_path / "1", {**asked, "accounts": "Workloads"}, STOP, **lab)
    (finding,) = claims(tmp_path / "2", {**asked, "accounts": ["Workloads", "Labs"]}, STOP, **lab)
    assert finding.message.endswith("in Lab")
    assert show_pointer(finding.location.pointer) == "/invariants/0/deny"


@pytest.mark.parametrize(("kind", "shown"), [("User", "user/alice"), ("Account", "root")])
def test_of_callers_whom_a_condition_tells_apart_each_is_asked(tmp_path: Path, kind: str, shown: str) -> None:
    spared = {**STOP, "Condition": {"StringNotEquals": {"aws:PrincipalType": [kind]}}}
    (finding,) = claims(tmp_path, {"deny": ["cloudtrail:StopLogging"]}, spared)
    assert shown in finding.witness


def test_accounts_that_a_document_names_are_asked_apart(tmp_path: Path) -> None:
    spared = {**STOP, "Condition": {"StringNotEquals": {"aws:PrincipalAccount": "333333333333"}}}
    two = {"root": {"scps": ["FullAWSAccess"], "ous": [workloads("guard"), labs("guard")]}}
    (finding,) = claims(tmp_path, {"deny": ["cloudtrail:StopLogging"]}, spared, **two)
    assert finding.message.endswith("is not denied in Lab")


def test_an_account_to_come_is_no_mistake_and_is_not_asked(tmp_path: Path) -> None:
    audit = {"name": "Audit", "status": "planned", "email": "aws+audit@example.com", "env": "shared", "owner": "a"}
    planned = {"name": "Security", "scps": ["FullAWSAccess"], "accounts": [audit]}
    more = {"root": {"scps": ["FullAWSAccess"], "ous": [workloads("guard"), planned]}}
    assert not claims(tmp_path, {"deny": ["cloudtrail:StopLogging"], "accounts": ["Security", "Audit"]}, STOP, **more)


def test_an_account_is_told_apart_before_and_after_by_its_name(tmp_path: Path) -> None:
    more = {"root": {"scps": ["FullAWSAccess"], "ous": [workloads(), labs()]}}
    whole = {"name": "trails", "accounts": "all-members", "deny": ["cloudtrail:StopLogging"]}
    project = load(project_from(tmp_path, {"invariants": [whole], **more}, {}))
    (breach,) = invariants.breaches_of(project, ["Dev", "Lab"])
    assert [(name, account) for name, _, account in breach.keys] == [("trails", "Dev"), ("trails", "Lab")]
    assert not invariants.breaches_of(project, [])
    assert not invariants.breaches_of(project, ["Dev"], ["another"])
    assert invariants.words_of([breach]) == "invariant trails: `cloudtrail:StopLogging` is not denied in Dev, Lab"
