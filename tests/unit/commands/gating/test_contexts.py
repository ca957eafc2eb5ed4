"""What AWS sends with a predicted request, seen through policies that ask for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from guardrails.commands.gating.preflight import judge_requests
from guardrails.files.loaded import Project
from guardrails.model.gate_report import Judged
from guardrails.model.plan.values import Mark
from guardrails.model.policy.document import PolicyType
from guardrails.model.policy.parse import parse_value
from guardrails.model.prediction import Caller, Prediction
from guardrails.model.request import UNKNOWN
from guardrails.terraform.placement.placing import placements_of
from guardrails.terraform.references.resolver import resolver_of
from guardrails.terraform.requests.predict import predict
from tests.unit.commands.gating.predictions import DEV, account, predicted, project, request
from tests.unit.gate.building import committed

PROD = "333333333333"


def denying(type: PolicyType = PolicyType.SCP, **statement: Any) -> Project:
    """The reference organization with one more policy at its root, of one Deny."""
    deny = {"Sid": "Own", "Effect": "Deny", "Resource": "*", **statement}
    if type is PolicyType.RCP:
        deny["Principal"] = "*"
    document = parse_value({"Version": "2012-10-17", "Statement": [deny]}, type, "own").document
    assert document
    root = project().organization.root
    scps, rcps = (("own",), root.rcps) if type is PolicyType.SCP else (root.scps, ("own",))
    root = replace(root, scps=(*root.scps, *scps) if type is PolicyType.SCP else scps, rcps=rcps)
    organization = replace(project().organization, root=root)
    return replace(project(), organization=organization, documents={**project().documents, "own": document})


def judge(where: Project, one: Prediction) -> Judged:
    (judged,) = judge_requests(where, account("Dev"), predicted(one))
    return judged


def outcome(where: Project, one: Prediction) -> str:
    judged = judge(where, one)
    assert all(each.policy == "own" for each in judged.deciders)
    return judged.outcome.value


def queue(**changed: Any) -> Prediction:
    return request("sqs:CreateQueue", f"arn:aws:sqs:us-east-1:{DEV}:a", "queue", **changed)


def test_tag_keys_are_unknown_where_any_tag_may_be_sent() -> None:
    where = denying(Action="sqs:*", Condition={"ForAnyValue:StringEquals": {"aws:TagKeys": "Secret"}})
    assert outcome(where, queue(context={"aws:requesttag/*": UNKNOWN})) == "unknown"
    assert outcome(where, queue(context={"aws:requesttag/*": UNKNOWN, "aws:tagkeys": ("Other",)})) == "unknown"
    assert outcome(where, queue(context={"aws:tagkeys": ("Other",)})) == "allow"
    assert outcome(where, queue()) == "allow"


def test_a_tag_that_is_not_sent_is_absent() -> None:
    where = denying(Action="sqs:*", Condition={"Null": {"aws:RequestTag/Owner": "true"}})
    assert outcome(where, queue()) == "deny"
    assert outcome(where, queue(context={"aws:requesttag/owner": "me"})) == "allow"
    assert outcome(where, queue(context={"aws:requesttag/*": UNKNOWN})) == "unknown"


def test_a_service_that_calls_for_the_caller_says_so() -> None:
    where = denying(Action="sqs:*", Condition={"Bool": {"aws:ViaAWSService": "true"}})
    assert outcome(where, queue(caller=Caller.FAS)) == "deny"
    assert outcome(where, queue()) == "allow"
    called = denying(Action="sqs:*", Condition={"StringEquals": {"aws:CalledViaLast": "rds.amazonaws.com"}})
    assert outcome(called, queue(caller=Caller.FAS)) == "unknown"
    assert outcome(called, queue(caller=Caller.FAS, context={"aws:calledvialast": "rds.amazonaws.com"})) == "deny"


@pytest.mark.parametrize(
    "key", ["aws:MultiFactorAuthPresent", "aws:SourceVpce", "aws:PrincipalTag/team", "aws:SourceIp"]
)
def test_what_depends_on_network_and_session_is_unknown(key: str) -> None:
    where = denying(Action="sqs:*", Condition={"StringEquals": {key: "x"}})
    judged = judge(where, queue())
    assert (judged.outcome.value, judged.hangs_on) == ("unknown", (key,))


def test_an_action_on_resources_that_nobody_knows_is_not_one_without_resources() -> None:
    where = denying(Action="sqs:*", Resource="arn:aws:sqs:*:*:secret")
    assert outcome(where, request("sqs:CreateQueue", "*", "queue")) == "unknown"
    assert outcome(where, request("sqs:CreateQueue", "*", causes={"resource": ("name", Mark.UNKNOWN)})) == "unknown"
    assert outcome(where, request("sqs:CreateQueue", "*", context_complete=False)) == "unknown"
    assert outcome(where, request("sqs:ListQueues", "*", context_complete=False)) == "allow"


def test_two_mappings_of_one_request_are_judged_apart() -> None:
    where = denying(Action="sqs:*", Condition={"StringEquals": {"aws:RequestTag/Owner": "x"}})
    sure, loose = queue(), queue(context_complete=False)
    found = judge_requests(where, account("Dev"), predicted(sure, loose, sure))
    assert [one.outcome.value for one in found] == ["allow", "unknown", "allow"]


def test_the_rcps_are_those_of_the_account_that_owns_the_resource() -> None:
    where = denying(PolicyType.RCP, Action="sqs:SendMessage")
    there = f"arn:aws:sqs:us-east-1:{PROD}:a"
    assert outcome(where, request("sqs:SendMessage", there, "queue", resource_account=PROD)) == "deny"
    assert outcome(where, request("sqs:SendMessage", there, "queue", resource_account="999999999999")) == "allow"
    managed = request("sqs:SendMessage", there, "queue", resource_account="111111111111")
    assert outcome(where, managed) == "allow"


def test_alike_requests_are_told_apart_by_what_policies_ask() -> None:
    where = denying(Action="sqs:*", Resource="arn:aws:sqs:*:*:sec*", Condition={"StringEquals": {"aws:SourceIp": "x"}})
    start = f"arn:aws:sqs:us-east-1:{DEV}"
    names = ("secret", "second", "plain", "s*")
    found = judge_requests(
        where, account("Dev"), predicted(*(request("sqs:CreateQueue", f"{start}:{name}", "queue") for name in names))
    )
    assert [one.hangs_on for one in found] == [("aws:SourceIp",)] * 2 + [(), ("resource", "aws:SourceIp")]
    types = denying(Action="sqs:*", Condition={"StringEquals": {"aws:RequestTag/a": "1", "aws:RequestTag/b": "2"}})
    tags = ({"aws:requesttag/a": "1", "aws:requesttag/*": UNKNOWN}, {"aws:requesttag/*": UNKNOWN})
    open = judge_requests(types, account("Dev"), predicted(*(queue(context=one) for one in tags)))
    assert [one.hangs_on for one in open] == [("aws:RequestTag/b",), ("aws:RequestTag/a", "aws:RequestTag/b")]


@pytest.mark.parametrize("name", ["accelerator-instance", "live-dev-networking", "weakened-services"])
def test_requests_judged_together_are_judged_as_alone(name: str) -> None:
    plan = committed(name)
    found = predict(plan, resolver_of(plan), placements_of(plan, account=DEV))
    together = judge_requests(project(), account("Dev"), found, "role/Developer")
    alone = [judge_requests(project(), account("Dev"), predicted(one), "role/Developer")[0] for one in found.requests]
    assert list(together) == alone
