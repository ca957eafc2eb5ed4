"""What can be wrong with a document, in which type of policy: codes in document order, and pointers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from guardrails.model.finding import Severity
from guardrails.model.policy.document import PolicyType
from guardrails.model.policy.parse import parse_policy, parse_value
from guardrails.model.policy.problem import CODES, WARNINGS
from guardrails.model.source import show_pointer
from tests.unit.model.policy import test_text_problems

SCP, RCP, RESOURCE = PolicyType.SCP, PolicyType.RCP, PolicyType.RESOURCE
IDENTITY, BOUNDARY, SESSION = PolicyType.IDENTITY, PolicyType.BOUNDARY, PolicyType.SESSION
GONE = object()
"""Stands for an element that the statement does not have."""


def document(*statements: object, **top: object) -> dict[str, Any]:
    return {"Version": "2012-10-17", **top, "Statement": list(statements)}


def statement(**changes: object) -> dict[str, object]:
    elements = {"Effect": "Deny", "Action": "s3:*", "Resource": "*", **changes}
    return {name: value for name, value in elements.items() if value is not GONE}


def when(block: object) -> dict[str, Any]:
    return document(statement(Condition=block))


def rcp(**changes: object) -> dict[str, Any]:
    return document(statement(**{"Principal": "*", **changes}))


ROLE = "arn:aws:iam::111122223333:role/x"

#   document, type, codes with pointers; `@` is `/Statement/0`
CASES: list[tuple[object, PolicyType, list[str]]] = [
    # the document
    ([], SCP, ["not-an-object "]),
    ("{}", SCP, ["not-an-object "]),
    (None, RESOURCE, ["not-an-object "]),
    ({}, SCP, ["missing-version ", "missing-element "]),
    (document(statement(), Statements=[]), SCP, ["unknown-element /Statements"]),
    ({"Version": "2012-10-17", "Statement": []}, SCP, ["empty-list /Statement"]),
    ({"Version": "2012-10-17", "Statement": "x"}, SCP, ["wrong-type /Statement"]),
    (document(statement(), 1, None), SCP, ["wrong-type /Statement/1", "wrong-type /Statement/2"]),
    ({"Version": "2012-10-17", "Statement": statement(Resource=GONE)}, SCP, ["missing-resource /Statement"]),
    # the version
    ({"Statement": statement()}, SCP, ["missing-version "]),
    ({"Statement": statement(Principal="*")}, RCP, ["missing-version "]),
    (document(statement(), Version="2012-10-18"), SCP, ["bad-version /Version"]),
    (document(statement(), Version=2012), SCP, ["wrong-type /Version"]),
    (document(statement(), Version="2008-10-17"), SCP, ["bad-version /Version"]),
    (document(statement(Principal="*"), Version="2008-10-17"), RCP, ["bad-version /Version"]),
    (document(statement(), Version="2008-10-17"), IDENTITY, ["old-version /Version"]),
    # the id
    (document(statement(), Id="x"), SCP, ["id-in-scp /Id"]),
    (document(statement(Principal="*"), Id="x"), RCP, ["id-in-scp /Id"]),
    (document(statement(), Id="x"), IDENTITY, ["id-in-identity-policy /Id"]),
    (document(statement(), Id="x"), BOUNDARY, ["id-in-identity-policy /Id"]),
    (document(statement(Principal="*"), Id="x"), RESOURCE, []),
    (document(statement(Principal="*"), Id=1), RESOURCE, ["wrong-type /Id"]),
    # effect and sid
    (document(statement(Effect=GONE)), SCP, ["missing-element @"]),
    (document(statement(Effect="deny")), SCP, ["bad-effect @/Effect"]),
    (document(statement(Effect=["Deny"])), SCP, ["wrong-type @/Effect"]),
    (document(statement(Sid="a b")), SCP, ["bad-sid @/Sid"]),
    (document(statement(Sid="a\n")), SCP, ["bad-sid @/Sid"]),
    (document(statement(Sid="a b", Principal="*")), RESOURCE, []),
    (document(statement(Sid=1)), SCP, ["wrong-type @/Sid"]),
    (document(statement(Sid="a"), statement(Sid="a")), SCP, ["duplicate-sid /Statement/1/Sid"]),
    (document(statement(Sid=""), statement(Sid="")), SCP, []),
    (document(statement(effect="Deny")), SCP, ["unknown-element @/effect"]),
    (document(statement(Actions="s3:*")), SCP, ["unknown-element @/Actions"]),
    # actions
    (document(statement(Action=GONE)), SCP, ["missing-element @"]),
    (document(statement(Action=[])), SCP, ["empty-list @/Action"]),
    (document(statement(Action=None)), SCP, ["wrong-type @/Action"]),
    (document(statement(Action=["s3:*", 1])), SCP, ["wrong-type @/Action/1"]),
    (document(statement(NotAction="s3:*")), SCP, ["both-action-and-notaction @/NotAction"]),
    *(
        (document(statement(Action=action)), SCP, ["bad-action @/Action"])
        for action in ("", "s3", "s3*", "?", "*:Delete*", "ec?:*", "s3:", ":Get", "s3:a:b", "s3:ä", "s3:*\n")
    ),
    *(
        (document(statement(Action=action)), SCP, [])
        for action in ("*", "*:*", "S3:getobject", "s3:*Object", "execute-api:In?oke", "ec2:*")
    ),
    # resources
    (document(statement(Resource=GONE)), SCP, ["missing-resource @"]),
    (document(statement(Resource=GONE)), BOUNDARY, ["missing-resource @"]),
    (document(statement(Resource=GONE, Principal="*")), RCP, ["missing-resource @"]),
    (document(statement(Resource=GONE, Principal="*")), RESOURCE, []),
    (document(statement(Resource="bucket")), SCP, ["bad-resource @/Resource"]),
    (document(statement(Resource=["*", ""])), SCP, ["bad-resource @/Resource/1"]),
    (document(statement(Resource=[])), SCP, ["empty-list @/Resource"]),
    (document(statement(NotResource="*")), SCP, ["both-resource-and-notresource @/NotResource"]),
    (document(statement(Resource=GONE, NotResource=["arn:aws:s3:::b"])), SCP, []),
    # principals
    (document(statement(Principal="*")), SCP, ["principal-in-scp @/Principal"]),
    (document(statement(NotPrincipal={"AWS": ROLE})), SCP, ["principal-in-scp @/NotPrincipal"]),
    (document(statement(Principal="*")), IDENTITY, ["principal-in-identity-policy @/Principal"]),
    (document(statement(Principal="*")), BOUNDARY, ["principal-in-identity-policy @/Principal"]),
    (document(statement(Principal="*")), SESSION, ["principal-in-identity-policy @/Principal"]),
    (document(statement()), RESOURCE, ["principal-required @"]),
    (document(statement()), RCP, ["principal-required @"]),
    (rcp(NotPrincipal="*"), RESOURCE, ["both-principal-and-notprincipal @/NotPrincipal"]),
    (rcp(Principal=ROLE), RESOURCE, ["bad-principal @/Principal"]),
    (rcp(Principal={}), RESOURCE, ["bad-principal @/Principal"]),
    (rcp(Principal=["*"]), RESOURCE, ["wrong-type @/Principal"]),
    (rcp(Principal={"aws": "*"}), RESOURCE, ["bad-principal @/Principal/aws"]),
    (rcp(Principal={"AWS": []}), RESOURCE, ["empty-list @/Principal/AWS"]),
    (rcp(Principal={"AWS": ["*", ""]}), RESOURCE, ["bad-principal @/Principal/AWS/1"]),
    (rcp(Principal={"AWS": 111122223333}), RESOURCE, ["wrong-type @/Principal/AWS"]),
    (rcp(Principal={"AWS": "*", "Service": ["s3.amazonaws.com"], "Federated": "x"}), RESOURCE, []),
    # conditions
    (when([]), SCP, ["wrong-type @/Condition"]),
    (when({}), SCP, ["empty-condition @/Condition"]),
    (when({"Bool": {}}), SCP, ["empty-condition @/Condition/Bool"]),
    (when({"Bool": "x"}), SCP, ["wrong-type @/Condition/Bool"]),
    (when({"StringMatches": {"aws:x": "a"}}), SCP, ["bad-operator @/Condition/StringMatches"]),
    (when({"ForEach:Bool": {"aws:x": "a"}}), SCP, ["bad-operator @/Condition/ForEach:Bool"]),
    (when({":Bool": {"aws:x": "a"}}), SCP, ["bad-operator @/Condition/:Bool"]),
    (when({"BoolIfExistsIfExists": {"aws:x": "a"}}), SCP, ["bad-operator @/Condition/BoolIfExistsIfExists"]),
    (when({"stringLIKE": {"aws:x": "a"}}), SCP, ["bad-operator-case @/Condition/stringLIKE"]),
    (when({"NullIfExists": {"aws:x": "true"}}), SCP, ["null-if-exists @/Condition/NullIfExists"]),
    (when({"ForAnyValue:Null": {"aws:x": True}}), SCP, ["null-with-set-operator @/Condition/ForAnyValue:Null"]),
    (when({"Null": {"aws:x": "yes"}}), SCP, ["bad-null-value @/Condition/Null/aws:x"]),
    (when({"Null": {"aws:x": ["True", False]}}), SCP, []),
    (when({"Bool": {"x": "true"}}), SCP, ["bad-condition-key @/Condition/Bool/x"]),
    (when({"Bool": {":x": "true"}}), SCP, ["bad-condition-key @/Condition/Bool/:x"]),
    (when({"Bool": {"aws:": "true"}}), SCP, ["bad-condition-key @/Condition/Bool/aws:"]),
    (when({"Bool": {"aws:x": []}}), SCP, ["empty-list @/Condition/Bool/aws:x"]),
    (when({"Bool": {"aws:x": [True, None]}}), SCP, ["wrong-type @/Condition/Bool/aws:x/1"]),
    (when({"Bool": {"aws:x": {"a": 1}}}), SCP, ["wrong-type @/Condition/Bool/aws:x"]),
    (when({"Bool": {"aws:x": "true", "AWS:X": "false"}}), SCP, ["duplicate-condition @/Condition/Bool/AWS:X"]),
    (
        when({"Bool": {"aws:x": "true"}, "bool": {"aws:x": "false"}}),
        SCP,
        ["bad-operator-case @/Condition/bool", "duplicate-condition @/Condition/bool/aws:x"],
    ),
    # resource control policies
    (rcp(), RCP, []),
    (rcp(Effect="Allow"), RCP, ["rcp-allow @/Effect"]),
    (rcp(Effect="Allow", Action="*"), RCP, []),  # this is RCPFullAWSAccess
    (rcp(Effect="Allow", Action=["*"], Resource=["*"]), RCP, []),
    (rcp(Effect="Allow", Action="*", Sid="x"), RCP, ["rcp-allow @/Effect", "rcp-bare-star @/Action"]),
    (rcp(Action="*"), RCP, ["rcp-bare-star @/Action"]),
    (rcp(Action=["s3:*", "*"]), RCP, ["rcp-bare-star @/Action/1"]),
    (rcp(Action=GONE, NotAction="s3:*"), RCP, ["rcp-not-action @/NotAction"]),
    (rcp(Principal={"AWS": "*"}), RCP, ["rcp-principal @/Principal"]),
    (rcp(Principal=GONE, NotPrincipal="*"), RCP, ["rcp-not-principal @/NotPrincipal"]),
    # everything of a document at once, in document order
    (
        {
            "Id": "x",
            "Statement": [{"Resource": [], "Action": "*:x", "Sid": "-"}, statement(Principal="*"), 7],
            "Version": "2008",
        },
        SCP,
        [
            "id-in-scp /Id",
            "missing-element @",
            "empty-list @/Resource",
            "bad-action @/Action",
            "bad-sid @/Sid",
            "principal-in-scp /Statement/1/Principal",
            "wrong-type /Statement/2",
            "bad-version /Version",
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("value", "type", "expected"), CASES)
def test_what_is_wrong_with_a_document(value: object, type: PolicyType, expected: list[str]) -> None:
    read = parse_value(value, type)
    assert [f"{problem.code} {show_pointer(problem.location.pointer)}" for problem in read.problems] == [
        line.replace("@", "/Statement/0") for line in expected
    ]


@pytest.mark.parametrize(("value", "type", "expected"), CASES)
def test_text_and_value_give_the_same_problems_and_document(
    value: object, type: PolicyType, expected: list[str]
) -> None:
    from_value = parse_value(value, type)
    from_text = parse_policy(json.dumps(value, indent=2), type)
    assert [(p.code, p.message, p.help, p.location.pointer) for p in from_value.problems] == [
        (p.code, p.message, p.help, p.location.pointer) for p in from_text.problems
    ]
    assert from_value.document == from_text.document
    assert all(problem.location.span for problem in from_text.problems)


@pytest.mark.parametrize(("value", "type", "expected"), CASES)
def test_a_document_comes_back_unless_there_is_an_error(value: object, type: PolicyType, expected: list[str]) -> None:
    parsed = parse_value(value, type)
    errors = [problem for problem in parsed.problems if problem.severity is Severity.ERROR]
    assert (parsed.document is None) == bool(errors)


@pytest.mark.parametrize(("value", "type", "expected"), CASES)
def test_messages_are_plain_and_say_how_to_mend(value: object, type: PolicyType, expected: list[str]) -> None:
    for problem in parse_value(value, type).problems:
        assert problem.code in CODES and problem.help
        assert problem.message[0] in "`*" or problem.message[0].islower()
        assert not problem.message.endswith(".") and not problem.help.endswith(".")
        assert not any(name in problem.message for name in ("dict", "NoneType", "int "))


def test_every_code_has_a_case() -> None:
    in_documents = {line.partition(" ")[0] for case in CASES for line in case[2]}
    in_texts = {case[1] for case in test_text_problems.CASES} | {"too-many-problems"}
    assert in_documents | in_texts == CODES.keys()
    assert CODES.keys() >= WARNINGS


#   what a YAML reader or a program may hand over, but JSON cannot
ODD: list[tuple[object, list[str]]] = [
    (document(statement(), Version=GONE), ["wrong-type"]),
    ({**document(statement()), 1: 2}, ["unknown-element"]),
    (document({**statement(), None: 2}), ["unknown-element"]),
    (when({1: {"aws:x": "a"}}), ["bad-operator"]),
    (when({"Bool": {True: "a"}}), ["bad-condition-key"]),
    (when({"NumericEquals": {"aws:x": float("nan")}}), ["not-finite"]),
    (when({"NumericEquals": {"aws:x": float("inf")}}), ["not-finite"]),
    (when({"NumericEquals": {"aws:x": 10**5000}}), ["not-finite"]),
    (when({"StringEquals": {"aws:x": "\ud800"}}), ["bad-character"]),
    (when({"StringEquals": {"aws:x": GONE}}), ["wrong-type"]),
    (document({**statement(), "Principal": {1: "*"}}), ["principal-in-scp", "bad-principal"]),
]


@pytest.mark.parametrize(("value", "codes"), ODD)
def test_values_that_json_does_not_have(value: object, codes: list[str]) -> None:
    parsed = parse_value(value, SCP)
    assert sorted(problem.code for problem in parsed.problems) == sorted(codes)
    assert parsed.document is None


def test_a_list_that_holds_itself_is_only_the_wrong_type() -> None:
    loop: list[object] = []
    loop.append(loop)
    assert [problem.code for problem in parse_value(document(statement(Action=loop)), SCP).problems] == ["wrong-type"]
