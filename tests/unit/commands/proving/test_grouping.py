"""Which accounts are asked of together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from guardrails.commands.proving.asking import Question
from guardrails.commands.proving.claims import accounts_of
from guardrails.commands.proving.grouping import groups_of, told_apart
from guardrails.model.organization.invariant import Invariant
from guardrails.model.policy.document import Element
from guardrails.model.proof import Claim
from tests.unit.commands.proving.small import ORGANIZATION, TRAIL, project


def names(path: Path, resources: tuple[str, ...] = (), elsewhere: bool = False, **rest: Any) -> list[list[str]]:
    small = project(path, **rest)
    question = Question(Invariant("it", Claim.DENIED, ("s3:*",), ("all-members",), resources=resources), elsewhere)
    return [
        [one.name for one in group.accounts]
        for group in groups_of(small, question, accounts_of(small, question.invariant))
    ]


def policy(**statement: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [{"Sid": "It", "Effect": "Deny", "Resource": "*", **statement}]}


def attached(**nodes: Any) -> dict[str, Any]:
    """Return changes of the organization that attach more, by node."""
    root = {**ORGANIZATION["root"]}
    root["ous"] = [{**ou, **nodes.get(ou["name"], {})} for ou in root["ous"]]
    policies = {**ORGANIZATION["policies"], "more": {"type": "SCP", "file": "scps/more.json"}}
    policies["twin"] = {"type": "SCP", "file": "scps/twin.json", "draft": True}
    return {"root": root, "policies": policies}


def test_accounts_under_equal_documents_stand_together(tmp_path: Path) -> None:
    assert names(tmp_path) == [["Dev", "Prod", "Toys"]]


def test_another_document_stands_apart(tmp_path: Path) -> None:
    changes = attached(Sandbox={"scps": ["FullAWSAccess", "more"]})
    assert names(tmp_path, changes=changes, documents={"more": policy(Action="s3:*"), "twin": TRAIL}) == [
        ["Dev", "Prod"],
        ["Toys"],
    ]


def test_documents_that_say_the_same_under_another_name_are_equal(tmp_path: Path) -> None:
    changes = attached(Sandbox={"scps": ["FullAWSAccess", "more"]}, Workloads={"scps": ["FullAWSAccess", "twin"]})
    same = policy(Action="s3:*")
    assert names(tmp_path, changes=changes, documents={"more": same, "twin": same}) == [["Dev", "Prod", "Toys"]]


def test_an_account_that_a_document_names_stands_apart(tmp_path: Path) -> None:
    changes = attached(Sandbox={"scps": ["FullAWSAccess"]})
    changes["root"]["scps"] = ["FullAWSAccess", "more"]
    named = policy(Action="s3:*", Condition={"StringEquals": {"aws:PrincipalAccount": "222222222222"}})
    assert names(tmp_path, changes=changes, documents={"more": named, "twin": TRAIL}) == [["Dev", "Toys"], ["Prod"]]


def test_an_account_that_the_question_names_stands_apart(tmp_path: Path) -> None:
    assert names(tmp_path, ("arn:aws:s3:::b-333333333333/*",)) == [["Dev", "Prod"], ["Toys"]]


def test_resources_can_be_ruled_out(tmp_path: Path) -> None:
    small = project(tmp_path)
    question = Question(Invariant("it", Claim.DENIED, ("s3:*",), ("Dev",), resources=("arn:aws:s3:::b",)), True)
    (group,) = groups_of(small, question, accounts_of(small, question.invariant))
    assert group.properties[0].about[0].resource == Element(("arn:aws:s3:::b",), negated=True)


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("arn:aws:iam::*:role/x", False),
        ("arn:aws:iam::111111111111:role/x", True),
        ("arn:aws:iam::1111*:role/x", True),
        ("arn:aws:iam::9*:role/x", False),
        ("arn:aws:iam::1*", True),
        ("*1111*role/x", True),
        ("arn:*:iam::1*:role/x", True),
        ("mm-2026-*", False),
        ("${aws:PrincipalAccount}-logs", False),
        ("1111????1111", True),
    ],
)
def test_what_tells_accounts_apart(text: str, apart: bool) -> None:
    assert (told_apart("111111111111", [text]) != told_apart("333333333333", [text])) is apart


def test_where_a_policy_is_attached_does_not_matter(tmp_path: Path) -> None:
    more = {"scps": ["FullAWSAccess", "more"]}
    changes = attached(Sandbox=more)
    for ou in changes["root"]["ous"]:
        if ou["name"] == "Workloads":
            ou["accounts"] = [{**one, **more} for one in ou["accounts"]]
    documents = {"more": policy(Action="s3:*"), "twin": TRAIL}
    assert names(tmp_path, changes=changes, documents=documents) == [["Dev", "Prod", "Toys"]]


def test_a_level_that_allows_less_matters(tmp_path: Path) -> None:
    changes = attached(Sandbox={"scps": ["more"]})
    documents = {"more": policy(Effect="Allow", Action=["s3:*", "cloudtrail:*"]), "twin": TRAIL}
    assert names(tmp_path, changes=changes, documents=documents) == [["Dev", "Prod"], ["Toys"]]


def test_statements_about_other_actions_do_not_matter(tmp_path: Path) -> None:
    changes = attached(Sandbox={"scps": ["FullAWSAccess", "more"]})
    documents = {"more": policy(Action="ec2:*"), "twin": TRAIL}
    assert names(tmp_path / "a", changes=changes, documents=documents) == [["Dev", "Prod", "Toys"]]
    documents["more"] = policy(NotAction="ec2:*")
    assert names(tmp_path / "b", changes=changes, documents=documents) == [["Dev", "Prod"], ["Toys"]]
