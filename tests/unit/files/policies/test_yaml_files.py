"""YAML: policies, CloudFormation, and what else is written in YAML."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guardrails.model.policy.document import PolicyType
from tests.unit.files.policies.build import (
    CHECKED,
    NOT_A_POLICY,
    SCP,
    TEXT,
    UNREADABLE,
    codes,
    line_of,
    read,
    statements,
)

POLICY = """\
# who may delete
Version: 2012-10-17
Statement:
  - Sid: A
    Effect: Deny
    Action:
      - s3:DeleteBucket
      - 'ec2:*'
    Resource: "*"
"""

TEMPLATE = """\
AWSTemplateFormatVersion: 2010-09-09
Parameters:
  Bucket: {Type: String}
Resources:
  Topic:
    Type: AWS::SNS::Topic
  Limits:
    Type: AWS::Organizations::Policy
    Properties:
      Name: limits
      Type: RESOURCE_CONTROL_POLICY
      Content:
        Version: 2012-10-17
        Statement:
          - Effect: Deny
            Principal: '*'
            Action: s3:*
            Resource: !Sub 'arn:${AWS::Partition}:s3:::${Bucket}/${!aws:username}'
"""


def test_small_letters_do_not_hide_a_policy(tmp_path: Path) -> None:
    one = read(tmp_path, POLICY.replace("Statement", "statement").replace("Effect", "effect"), "a.yaml")
    assert one.status is CHECKED
    assert "unknown-element" in codes(one)


def test_a_policy_in_yaml_is_read_with_its_places(tmp_path: Path) -> None:
    one = read(tmp_path, POLICY, "deny.yaml")
    assert (one.status, codes(one)) == (CHECKED, [])
    assert one.policies[0].parsed.value == {
        "Version": "2012-10-17",
        "Statement": [{"Sid": "A", "Effect": "Deny", "Action": ["s3:DeleteBucket", "ec2:*"], "Resource": "*"}],
    }
    assert line_of(one, "Statement", 0, "Action", 1) == 8
    assert (one.policies[0].name, one.policies[0].text) == ("deny", "")


def test_json_in_a_yaml_file_is_json(tmp_path: Path) -> None:
    one = read(tmp_path, TEXT, "deny.yml")
    assert one.status is CHECKED
    assert one.policies[0].text == TEXT
    flow = read(tmp_path, "{Version: 2012-10-17, Statement: []}", "flow.yml")
    assert flow.status is CHECKED


def test_anchors_are_followed(tmp_path: Path) -> None:
    text = POLICY.replace("Action:\n", "Action: &all\n") + "  - {Effect: Deny, Action: *all, Resource: '*'}\n"
    assert [len(one["Action"]) for one in statements(read(tmp_path, text, "a.yaml"))] == [2, 2]


def test_a_key_that_stands_twice_is_a_problem(tmp_path: Path) -> None:
    one = read(tmp_path, POLICY.replace("    Effect: Deny\n", "    Effect: Deny\n    Effect: Allow\n"), "a.yaml")
    assert codes(one) == ["duplicate-key"]
    assert one.policies[0].parsed.problems[0].location.span is not None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("name: ci\non: push\n", "a.yaml has no Statement"),
        ("apiVersion: v1\n---\napiVersion: v1\n", "a.yaml has no Statement"),
        ("policy: x\nscenarios:\n- request: s3:GetObject\n  statement: A\n", "a scenario file"),
        ("apiVersion: guardrails.dev/v1\npolicies: {}\nroot: {}\naccounts: []\n", "an organization file"),
        ("Resources:\n  A:\n    Type: AWS::IAM::Role\n    Properties: !Ref X\n", "a CloudFormation template without"),
        ("provider: {iam: {role: {statements: [{Effect: Allow, Action: 's3:*'}]}}}\n", "a.yaml has no Statement"),
        ("a: !vault x\nb: {Statement: [{Effect: Deny}]}\n", "a.yaml has no Statement at its top; one stands at /b"),
        ("", "it is empty"),
    ],
)
def test_other_yaml_is_told_apart(tmp_path: Path, text: str, reason: str) -> None:
    one = read(tmp_path, text, "a.yaml")
    assert (one.status, one.reason[: len(reason)]) == (NOT_A_POLICY, reason)


def test_a_policy_of_cloudformation_is_read_with_placeholders(tmp_path: Path) -> None:
    one = read(tmp_path, TEMPLATE, "stack.yaml")
    assert (one.status, one.reason) == (CHECKED, "")
    (policy,) = one.policies
    assert (policy.name, policy.type) == ("Limits", PolicyType.RCP)
    assert statements(one)[0]["Resource"] == "arn:aws:s3:::${Bucket}/${aws:username}"
    assert line_of(one, "Statement", 0, "Resource") == 18


@pytest.mark.parametrize(
    ("resource", "text"),
    [
        ("!Ref Bucket", "${Bucket}"),
        ("!Ref AWS::Partition", "aws"),
        ("!Sub '${AWS::Region}'", "${AWS::Region}"),
        ("!GetAtt Bucket.Arn", "${Bucket.Arn}"),
        ("{Fn::GetAtt: [Bucket, Arn]}", "${Bucket.Arn}"),
        ("!Join ['', ['arn:aws:s3:::', !Ref Bucket]]", "arn:aws:s3:::${Bucket}"),
        ("!Join [':', [arn, aws]]", "arn:aws"),
        ("!If [Prod, a, b]", "${Fn::If}"),
        ("!Sub ['${A}-${B}', {A: x}]", "x-${B}"),
        ("!ImportValue name", "${Fn::ImportValue}"),
    ],
)
def test_functions_of_cloudformation_become_what_they_give(tmp_path: Path, resource: str, text: str) -> None:
    line = next(line for line in TEMPLATE.splitlines() if "Resource: " in line)
    one = read(tmp_path, TEMPLATE.replace(line, f"            Resource: {resource}"), "stack.yaml")
    assert statements(one)[0]["Resource"] == text


def with_content(content: object) -> str:
    properties = {"Name": "x", "Type": "SERVICE_CONTROL_POLICY", "Content": content}
    return json.dumps({"Resources": {"X": {"Type": "AWS::Organizations::Policy", "Properties": properties}}}, indent=1)


def test_content_may_be_an_object_or_its_text(tmp_path: Path) -> None:
    for content in (SCP, json.dumps(SCP), {"Fn::Sub": json.dumps(SCP)}, {"Fn::ToJsonString": SCP}):
        one = read(tmp_path, with_content(content), "stack.template")
        assert one.status is CHECKED, one.reason
        assert statements(one) == SCP["Statement"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"Ref": "Document"}, "content of X is built from Ref Document: render it first"),
        ({"Fn::ImportValue": "name"}, "content of X is built from Fn::ImportValue name"),
        ({"Fn::If": ["A", SCP, SCP]}, "content of X is built from Fn::If"),
        (None, "content of X is built from"),
        (json.dumps(SCP)[:-4], "X holds no JSON"),
    ],
)
def test_content_that_is_worked_out_later_is_named(tmp_path: Path, content: object, words: str) -> None:
    one = read(tmp_path, with_content(content), "stack.json")
    assert one.status is UNREADABLE
    assert words in one.reason


def test_what_cloudformation_includes_is_remote_content(tmp_path: Path) -> None:
    include = {"Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": "s3://bucket/scp.json"}}}
    for content in (include, {"Version": "2012-10-17", "Statement": [include]}):
        one = read(tmp_path, with_content(content), "stack.json")
        assert one.status is UNREADABLE
        (finding,) = one.findings
        assert (finding.rule, finding.token) == ("LINT-028", "s3://bucket/scp.json")
        assert finding.location.span is not None
        assert finding.location.span.line > 5


def test_a_tag_policy_of_cloudformation_is_none_of_ours(tmp_path: Path) -> None:
    text = with_content({"tags": {}}).replace("SERVICE_CONTROL_POLICY", "TAG_POLICY")
    one = read(tmp_path, text, "stack.json")
    assert (one.status, one.reason) == (NOT_A_POLICY, "tag policy of a CloudFormation template")


@pytest.mark.parametrize("header", ["|", "|-", "!Sub |", "!Sub |+  # the text", "|2"])
def test_a_text_in_a_block_is_found_line_by_line(tmp_path: Path, header: str) -> None:
    body = "\n".join("          " + line for line in TEXT.replace('"*"', '"*",').split("\n"))
    start = TEMPLATE[: TEMPLATE.index("      Content:")]
    text = f"{start}      Content: {header.replace('2', '4')}\n{body}\n"
    one = read(tmp_path, text, "stack.yaml")
    assert (one.status, codes(one)) == (CHECKED, ["principal-required", "trailing-comma"])
    assert line_of(one, "Statement", 0, "Action") == text[: text.index('"Action"')].count("\n") + 1
    line = text.splitlines()[line_of(one, "Version") - 1]
    span = one.policies[0].locate([("Version",)])[("Version",)].span
    assert span is not None
    assert line[span.column - 1 : span.end_column - 1] == '"2012-10-17"'
    comma = one.policies[0].parsed.problems[1].location.span
    assert comma is not None
    assert text.splitlines()[comma.line - 1][comma.column - 1] == ","


def test_a_text_on_one_line_is_found_as_a_whole(tmp_path: Path) -> None:
    text = TEMPLATE[: TEMPLATE.index("      Content:")] + f"      Content: '{json.dumps(SCP)}'\n"
    assert line_of(read(tmp_path, text, "stack.yaml"), "Statement", 0, "Action") == 12


@pytest.mark.parametrize(
    ("head", "type", "properties", "document"),
    [
        ("Organization:\n", "OC::ORG::ServiceControlPolicy", "Properties", "PolicyDocument"),
        ("", "OC::ORG::ServiceControlPolicy", "Properties", "PolicyDocument"),
        ("AWSTemplateFormatVersion: 2010-09-09-OC\nOrganization:\n", "OC::ORG::Policy", "Properties", "PolicyDocument"),
        ("name: x\nruntime: yaml\nresources:\n", "aws:organizations:Policy", "properties", "content"),
        ("resources:\n", "aws:organizations/policy:Policy", "properties", "content"),
    ],
)
def test_other_tools_with_templates_like_cloudformation(
    tmp_path: Path, head: str, type: str, properties: str, document: str
) -> None:
    word = "type" if properties == "properties" else "Type"
    body = f"  Deny:\n    {word}: {type}\n    {properties}:\n      {document}: {json.dumps(SCP)}\n"
    one = read(tmp_path, head + body, "organization.yml")
    assert (one.status, one.reason) == (CHECKED, "")
    assert [(each.name, each.type) for each in one.policies] == [("Deny", PolicyType.SCP)]
    open_content = head + body.replace(json.dumps(SCP), "${example.json}")
    assert "content of Deny is built from text ${example.json}" in read(tmp_path, open_content, "o.yml").reason


def test_the_text_function_of_pulumi(tmp_path: Path) -> None:
    content = "{fn::toJSON: " + json.dumps(SCP) + "}"
    body = f"  X:\n    type: aws:organizations:Policy\n    properties:\n      content: {content}\n"
    assert read(tmp_path, "resources:\n" + body, "Pulumi.yaml").status is CHECKED


def test_a_tag_policy_of_org_formation_is_none_of_ours(tmp_path: Path) -> None:
    body = "  X:\n    Type: OC::ORG::Policy\n    Properties: {PolicyType: TAG_POLICY, PolicyDocument: {tags: {}}}\n"
    assert read(tmp_path, "Organization:\n" + body, "o.yml").status is NOT_A_POLICY
