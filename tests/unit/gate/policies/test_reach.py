"""Whom a policy lets in beyond the organization: as AWS evaluates conditions, and as policyuniverse reads them."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from policyuniverse.policy import Policy

from guardrails.gate.policies.reach import Opening, openings
from guardrails.gate.policies.reading import policies_of
from guardrails.model.plan.change import Change, Verb
from tests.unit.gate.building import REPOSITORY

OWN = frozenset({"111111111111", "222222222222"})
HOME = "o-a1b2c3d4e5"
STRANGER = "999999999999"


def opened(*statements: dict[str, Any], type: str = "aws_sqs_queue") -> list[Opening]:
    text = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
    change = Change(f"{type}.q", type, "q", Verb.CREATE, 0, after={"policy": text})
    return [one for policy in policies_of(change) for one in openings(policy, OWN, HOME)]


def allow(principal: object, condition: object = None, **more: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sqs:SendMessage", "Resource": "*", **more}
    return {**statement, "Condition": condition} if condition else statement


def deny(condition: object, **more: Any) -> dict[str, Any]:
    return {"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "*", "Condition": condition, **more}


@pytest.mark.parametrize("principal", ["*", {"AWS": "*"}, {"AWS": [STRANGER, "*"]}, {"AWS": "arn:aws:iam::*:root"}])
def test_everybody(principal: object) -> None:
    [found] = opened(allow(principal))
    assert found.public and found.certain and "nothing narrows it" in found.why


@pytest.mark.parametrize(
    "row",
    [
        {"aws:PrincipalOrgID": "*"},
        {"aws:PrincipalOrgID": ["o-a1b2c3d4e5", "o-*"]},
        {"aws:PrincipalOrgPaths": "*/r-ab12/*"},
        {"aws:SourceAccount": "2222*"},
        {"aws:PrincipalAccount": "????????????"},
        {"aws:SourceVpce": "vpce-*"},
    ],
)
@pytest.mark.parametrize("home", [HOME, ""])
def test_a_name_with_a_wildcard_narrows_nothing(row: dict[str, object], home: str) -> None:
    text = json.dumps({"Version": "2012-10-17", "Statement": [allow("*", {"StringLike": row})]})
    change = Change("aws_sqs_queue.q", "aws_sqs_queue", "q", Verb.CREATE, 0, after={"policy": text})
    [found] = [one for policy in policies_of(change) for one in openings(policy, OWN, home)]
    assert found.public and found.certain
    kept = deny({"StringNotLike": row})
    assert opened(allow("*"), kept)[0].public


def test_all_but_a_few_are_everybody() -> None:
    statement = {"Effect": "Allow", "NotPrincipal": {"AWS": "222222222222"}, "Action": "sqs:*", "Resource": "*"}
    [found] = opened(statement)
    assert found.public and "NotPrincipal" in found.why


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"aws:PrincipalOrgID": HOME}},
        {"StringEquals": {"AWS:principalorgid": HOME}},
        {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": f"{HOME}/*"}},
        {"StringEquals": {"aws:SourceAccount": "222222222222"}},
        {"StringEquals": {"aws:SourceOrgID": HOME}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::bucket"}},
        {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::222222222222:role/*"}},
        {"StringEquals": {"aws:SourceVpce": "vpce-1"}},
        {"IpAddress": {"aws:SourceIp": ["203.0.113.0/24"]}},
        {"Bool": {"aws:PrincipalIsAWSService": "true"}},
        {"StringEquals": {"s3:DataAccessPointAccount": "222222222222"}},
        {"StringEquals": {"aws:PrincipalOrgID": HOME}, "IpAddress": {"aws:SourceIp": "0.0.0.0/0"}},
    ],
)
def test_conditions_that_narrow_to_the_organization(condition: object) -> None:
    assert opened(allow("*", condition)) == []


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEqualsIfExists": {"aws:PrincipalOrgID": HOME}},
        {"ForAllValues:StringEquals": {"aws:PrincipalOrgID": HOME}},
        {"StringNotEquals": {"aws:PrincipalOrgID": HOME}},
        {"IpAddress": {"aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"]}},
        {"IpAddress": {"aws:SourceIp": "::/0"}},
        {"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "0.0.0.0/0"]}},
        {"Bool": {"aws:SecureTransport": "true"}},
        {"Bool": {"aws:PrincipalIsAWSService": "false"}},
        {"StringLike": {"aws:PrincipalAccount": "*"}},
        {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/Admin"}},
        {"StringEquals": {"aws:PrincipalTag/team": "ml"}},
        {"StringLike": {"aws:Referer": "https://example.com/*"}},
    ],
)
def test_conditions_that_narrow_nothing(condition: object) -> None:
    [found] = opened(allow("*", condition))
    assert found.public


@pytest.mark.parametrize(
    ("statement", "strangers"),
    [
        (allow({"AWS": STRANGER}), (STRANGER,)),
        (allow({"AWS": [f"arn:aws:iam::{STRANGER}:role/x", "222222222222"]}), (STRANGER,)),
        (allow("*", {"StringEquals": {"aws:PrincipalOrgID": "o-other00000"}}), ("o-other00000",)),
        (allow("*", {"StringEquals": {"aws:SourceAccount": ["222222222222", STRANGER]}}), (STRANGER,)),
        (allow("*", {"ArnEquals": {"aws:PrincipalArn": f"arn:aws:iam::{STRANGER}:role/x"}}), (STRANGER,)),
        (allow({"AWS": "222222222222"}), ()),
        (allow({"Service": "s3.amazonaws.com"}), ()),
        (allow({"AWS": STRANGER}, {"StringEquals": {"aws:PrincipalOrgID": HOME}}), ()),
    ],
)
def test_strangers(statement: dict[str, Any], strangers: tuple[str, ...]) -> None:
    found = opened(statement)
    assert [one.strangers for one in found] == ([strangers] if strangers else [])
    assert not any(one.public for one in found)


def test_a_deny_lets_nobody_in_and_may_close_what_an_allow_opens() -> None:
    outside = {"StringNotEquals": {"aws:PrincipalOrgID": HOME}}
    assert opened(deny(outside)) == []
    assert opened(allow("*"), deny(outside)) == []
    services = {**outside, "Bool": {"aws:PrincipalIsAWSService": "false"}}
    assert opened(allow("*"), deny(services)) == []


@pytest.mark.parametrize(
    "row",
    [
        deny({"Bool": {"aws:SecureTransport": "false"}}),
        deny({"StringNotEquals": {"aws:PrincipalOrgID": HOME}}, Action="sqs:DeleteQueue"),
        deny({"StringNotEquals": {"aws:PrincipalOrgID": HOME}}, Resource="arn:aws:sqs:us-east-1:222222222222:other"),
        deny({"StringNotEquals": {"aws:PrincipalOrgID": HOME}}, Principal={"AWS": STRANGER}),
        deny({"StringNotEquals": {"aws:PrincipalOrgID": HOME}, "NotIpAddress": {"aws:SourceIp": "0.0.0.0/0"}}),
    ],
)
def test_a_deny_that_leaves_a_gap_closes_nothing(row: dict[str, Any]) -> None:
    [found] = opened(allow("*"), row)
    assert found.public


def test_what_is_known_after_apply_may_narrow() -> None:
    [found] = opened(allow("*", {"StringEquals": {"aws:SourceAccount": "(known after apply)"}}))
    assert found.public and not found.certain and "aws:SourceAccount" in found.why
    condition = {"StringEquals": {"aws:SourceAccount": "(known after apply)", "aws:PrincipalOrgID": HOME}}
    assert opened(allow("*", condition)) == []


def test_policies_of_endpoints_let_nobody_in() -> None:
    assert opened(allow("*"), type="aws_vpc_endpoint") == []


PRINCIPALS = st.sampled_from(
    ["*", {"AWS": "*"}, {"AWS": "222222222222"}, {"AWS": STRANGER}, {"Service": "s3.amazonaws.com"}]
)
ROWS = st.sampled_from(
    [
        {},
        {"StringEquals": {"aws:PrincipalOrgID": HOME}},
        {"StringEquals": {"aws:SourceAccount": STRANGER}},
        {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}},
        {"IpAddress": {"aws:SourceIp": "198.51.100.0/24"}},
        {"StringEquals": {"aws:SourceVpc": "vpc-1"}},
        {"Bool": {"aws:SecureTransport": "true"}},
    ]
)


@given(st.lists(st.builds(allow, PRINCIPALS, ROWS), min_size=1, max_size=4))
def test_policies_with_one_row_each_are_judged_as_policyuniverse_does(statements: list[dict[str, Any]]) -> None:
    ours = any(one.public for one in opened(*statements))
    assert ours is Policy({"Version": "2012-10-17", "Statement": statements}).is_internet_accessible()


@given(st.builds(allow, PRINCIPALS, ROWS), ROWS)
def test_a_row_more_never_opens(statement: dict[str, Any], row: dict[str, Any]) -> None:
    closed = not any(one.public for one in opened(statement))
    more = {**statement, "Condition": {**row, **statement.get("Condition", {})}}
    if closed:
        assert not any(one.public for one in opened(more))


PROGRAM = """
import sys
from guardrails.gate.policies.reach import openings
from guardrails.gate.policies.reading import policies_of
from tests.unit.gate.policies.test_reading import ALLOW, change, document

def judge(principal, condition):
    text = document({**ALLOW, "Principal": principal, "Condition": condition})
    for policy in policies_of(change("aws_sqs_queue", policy=text)):
        list(openings(policy, frozenset({"222222222222"})))

judge({"AWS": "222222222222"}, {"StringEquals": {"aws:SourceAccount": "222222222222"}})
judge({"Service": "s3.amazonaws.com"}, {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::b"}})
print("policyuniverse" in sys.modules)
judge("*", {"StringEquals": {"aws:SourceAccount": "222222222222"}})
print("policyuniverse" in sys.modules)
"""


def test_the_library_is_loaded_only_for_open_principals() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, cwd=REPOSITORY)
    assert done.stdout.split() == ["False", "True"]
