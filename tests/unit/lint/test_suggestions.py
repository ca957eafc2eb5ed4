"""What the lints of conditions, ARNs and resources suggest: it can be applied, and the finding is gone then."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from guardrails.lint.fixes.fixing import apply_fixes
from guardrails.lint.subjects.subject import Subject
from guardrails.lint.table import LINTS
from guardrails.model.finding import Finding, Fix
from guardrails.model.policy.document import PolicyType
from guardrails.model.source import show_pointer
from tests.unit.lint.build import alone, subject

CASES = Path(__file__).with_name("cases")
CHECKS = {
    rule.slug: check
    for rule, check in LINTS
    if rule.id[-3:] in ("011", "012", "013", "014", "015", "016", "017", "018", "022")
}


def found(slug: str, one: Subject) -> list[Finding]:
    return list(CHECKS[slug](one, alone(one)))


def suggestions() -> Iterator[Any]:
    for slug in CHECKS:
        for case in yaml.safe_load((CASES / f"{slug}.yaml").read_text("utf-8")):
            one = subject(case["policy"], PolicyType(case.get("type", "SCP")))
            for number, finding in enumerate(found(slug, one)):
                if finding.fix:
                    yield pytest.param(slug, one, finding.fix, id=f"{slug}: {case['name']} {number}")


@pytest.mark.parametrize(("slug", "one", "fix"), list(suggestions()))
def test_a_suggestion_mends_what_it_is_made_for(slug: str, one: Subject, fix: Fix) -> None:
    fixed = apply_fixes(one.text, [fix])
    assert not fixed.skipped
    mended = subject(fixed.text, one.type)
    assert not mended.problems
    assert len(found(slug, mended)) < len(found(slug, one))


def test_no_suggestion_of_these_lints_is_applied_unasked() -> None:
    fixes = [case.values[2] for case in suggestions()]
    assert fixes
    assert not [fix for fix in fixes if fix.safe]


def mended(slug: str, **statement: Any) -> Any:
    """Return the first statement as the first suggestion of a lint leaves it."""
    whole = {"Effect": "Deny", "Resource": "*", **statement}
    one = subject({"Version": "2012-10-17", "Statement": [whole]})
    fix = found(slug, one)[0].fix
    assert fix
    return json.loads(apply_fixes(one.text, [fix]).text)["Statement"]


def test_a_launch_is_narrowed_to_its_instance() -> None:
    rows = {"StringNotEquals": {"ec2:InstanceType": "t3.micro"}}
    (one,) = mended("absent-key", Action="ec2:RunInstances", Condition=rows)
    assert one["Resource"] == "arn:aws:ec2:*:*:instance/*"
    assert one["Condition"] == rows


def test_a_statement_with_other_actions_keeps_its_resource_and_gets_a_guard() -> None:
    rows = {"StringNotEquals": {"ec2:InstanceType": "t3.micro"}}
    (one,) = mended("absent-key", Action=["ec2:RunInstances", "ec2:StopInstances"], Condition=rows)
    assert one["Resource"] == "*"
    assert one["Condition"] == {**rows, "Null": {"ec2:InstanceType": "false"}}


def test_a_row_moves_to_an_operator_that_has_other_rows() -> None:
    rows = {"StringLike": {"aws:RequestTag/a": "x*"}, "StringEquals": {"ec2:InstanceType": "p*", "aws:userid": "y"}}
    (one,) = mended("literal-wildcard", Action="ec2:RunInstances", Condition=rows)
    assert one["Condition"] == {
        "StringLike": {"aws:RequestTag/a": "x*", "ec2:InstanceType": "p*"},
        "StringEquals": {"aws:userid": "y"},
    }


def test_a_row_is_not_moved_onto_another_one() -> None:
    rows = {"StringLike": {"ec2:InstanceType": "p*"}, "StringEquals": {"ec2:InstanceType": "*.xlarge"}}
    one = subject(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Deny", "Action": "ec2:*", "Resource": "*", "Condition": rows}],
        }
    )
    assert [finding.fix for finding in found("literal-wildcard", one)] == [None]


def test_a_conjunction_is_split_and_the_other_rows_stay() -> None:
    rows = {
        "Null": {"aws:RequestTag/a": "true", "aws:RequestTag/b": "true"},
        "ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::222222222222:role/ci"},
    }
    first, second = mended("null-conjunction", Sid="Tags", Action="dynamodb:CreateTable", Condition=rows)
    assert (first["Sid"], second["Sid"]) == ("Tags", "Tags2")
    assert first["Condition"] == {"Null": {"aws:RequestTag/a": "true"}, "ArnNotLike": rows["ArnNotLike"]}
    assert second["Condition"] == {"Null": {"aws:RequestTag/b": "true"}, "ArnNotLike": rows["ArnNotLike"]}


def test_numbers_of_a_condition_stay_numbers() -> None:
    rows = {"NumericEqualsIfExists": {"ec2:VolumeSize": 12}, "NumericLessThan": {"ec2:VolumeIops": 1.50}}
    (one,) = mended("if-exists", Action="ec2:CreateVolume", Resource="arn:aws:ec2:*:*:volume/*", Condition=rows)
    assert one["Condition"] == {"NumericEquals": {"ec2:VolumeSize": 12}, "NumericLessThan": {"ec2:VolumeIops": 1.5}}


def test_a_finding_names_statement_key_and_date() -> None:
    rows = {"StringNotEquals": {"ec2:InstanceType": "t3.micro"}}
    statement = {"Sid": "Cap", "Effect": "Deny", "Action": "ec2:RunInstances", "Resource": "*", "Condition": rows}
    (one,) = found("absent-key", subject({"Version": "2012-10-17", "Statement": [statement]}))
    assert (one.rule, one.sid, one.token) == ("LINT-011", "Cap", "ec2:InstanceType")
    assert one.data_date == "2026-10-27"
    assert show_pointer(one.location.pointer) == "/Statement/0/Condition/StringNotEquals/ec2:InstanceType"
