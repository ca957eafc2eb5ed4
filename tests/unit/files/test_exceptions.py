"""Exceptions: four mechanisms, an end that counts, and nothing that is silently ignored."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from guardrails.files.rules.table import judge
from guardrails.model.organization.levels import find_account
from tests.unit.files.build import GUARD, TODAY, good, read, with_exception


def statement(folder: Path, **changes: Any) -> dict[str, Any]:
    """Return the first statement of the guard with one exception applied."""
    return dict(good(folder, with_exception(**changes)).finals["guard"]["Statement"][0])


def test_an_account_is_added_to_principal_account(tmp_path: Path) -> None:
    found = statement(tmp_path)["Condition"]
    assert found["StringNotEquals"] == {"aws:PrincipalAccount": ["222222222222"]}
    assert found["ArnNotLike"] == {"aws:PrincipalArn": ["arn:aws:iam::*:role/guardrails/apply"]}


@pytest.mark.parametrize(
    ("scope", "arn"),
    [
        ({"principal": "arn:aws:iam::222222222222:user/m"}, "arn:aws:iam::222222222222:user/m"),
        ({"principal": "user/m", "account": "Dev"}, "arn:aws:iam::222222222222:user/m"),
        ({"principal": "role/x"}, "arn:aws:iam::*:role/x"),
        ({"principal": "break_glass"}, "arn:aws:iam::*:role/guardrails/bg"),
    ],
)
def test_a_principal_is_added_to_the_exempt_ones(tmp_path: Path, scope: dict[str, str], arn: str) -> None:
    found = statement(tmp_path, mechanism="principal", scope=scope)["Condition"]["ArnNotLike"]
    assert found == {"aws:PrincipalArn": ["arn:aws:iam::*:role/guardrails/apply", arn]}


def test_the_row_is_made_where_the_statement_has_none(tmp_path: Path) -> None:
    change = with_exception(statement="DenyBuckets", mechanism="principal", scope={"principal": "role/x"})
    found = good(tmp_path, change).finals["guard"]["Statement"][1]
    assert found["Condition"] == {"ArnNotLike": {"aws:PrincipalArn": ["arn:aws:iam::*:role/x"]}}


def test_a_resource_becomes_not_resource(tmp_path: Path) -> None:
    found = statement(tmp_path, mechanism="resource", scope={"resource": "arn:aws:iam::222222222222:user/m"})
    assert "Resource" not in found and found["NotResource"] == ["arn:aws:iam::222222222222:user/m"]


def test_detach_takes_the_policy_from_one_place(tmp_path: Path) -> None:
    project = good(tmp_path, with_exception(mechanism="detach", statement=None, scope={"node": "Workloads"}))
    dev = find_account(project.organization, "Dev")
    assert dev and [one.name for one in project.levels(dev)[1].policies] == ["FullAWSAccess"]
    assert project.attached(project.organization.root.ous[0], "Workloads") == ("full-access",)


@pytest.mark.parametrize("mechanism", ["account", "detach"])
def test_an_expired_exception_opens_nothing_and_is_an_error(tmp_path: Path, mechanism: str) -> None:
    scope = {"node": "Workloads"} if mechanism == "detach" else {"account": "Dev"}
    project = good(tmp_path, with_exception(expires="2026-11-20", mechanism=mechanism, scope=scope))
    assert project.finals["guard"] == good(tmp_path).finals["guard"] and not project.detached
    assert [one.id for one in project.expired] == ["EX-1"] and project.active == ()
    assert [one.rule for one in judge(project, TODAY)] == ["ORG-022"]


def test_an_exception_holds_on_its_last_day(tmp_path: Path) -> None:
    assert "StringNotEquals" in statement(tmp_path, expires="2026-11-21")["Condition"]


@pytest.mark.parametrize(
    "changes",
    [
        {"policy": "gone"},
        {"policy": "full-access"},
        {"statement": "Gone"},
        {"statement": None},
        {"scope": {"account": "Nobody"}},
        {"scope": {}},
        {"mechanism": "principal"},
        {"mechanism": "principal", "scope": {"principal": "somebody"}},
        {"mechanism": "resource", "scope": {"account": "Dev"}},
        {"mechanism": "resource", "statement": "DenyBuckets", "scope": {"resource": "arn:aws:s3:::a"}},
        {"mechanism": "detach", "scope": {"node": "Root"}},
        {"mechanism": "detach", "scope": {"node": "Dev"}},
        {"mechanism": "detach", "scope": {"node": "Gone"}},
        {"expires": "2026-13-45"},
        {"expires": "soon"},
        {"owner": None},
    ],
)
def test_an_exception_that_points_nowhere_is_refused(tmp_path: Path, changes: dict[str, Any]) -> None:
    _, findings = read(tmp_path, with_exception(**changes))
    assert findings and all(one.location.span for one in findings)


def test_an_allow_is_never_opened(tmp_path: Path) -> None:
    document = copy.deepcopy(GUARD)
    document["Statement"].append({"Sid": "AllowAll", "Effect": "Allow", "Action": "*", "Resource": "*"})
    _, findings = read(tmp_path, with_exception(statement="AllowAll"), document)
    assert [one.rule for one in findings] == ["REF-001"]
