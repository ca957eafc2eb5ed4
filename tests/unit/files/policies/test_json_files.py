"""JSON files: policies, policies with faults, wrappers, output of the AWS CLI, and what is no policy."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from guardrails.model.policy.document import PolicyType
from tests.unit.files.policies.build import (
    CHECKED,
    DENY,
    NOT_A_POLICY,
    RCP,
    SCP,
    TEXT,
    UNREADABLE,
    codes,
    line_of,
    read,
    statements,
    write,
)

TRUST = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
ALLOW = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
BUCKET = {"Effect": "Allow", "Principal": {"AWS": "111111111111"}, "Action": "s3:GetObject", "Resource": "*"}


def test_one_policy_carries_its_text_and_its_places(tmp_path: Path) -> None:
    one = read(tmp_path, TEXT, "deny.json")
    assert (one.file, one.status, one.reason, one.text) == ("deny.json", CHECKED, "", TEXT)
    (policy,) = one.policies
    assert (policy.name, policy.file, policy.type, policy.text) == ("deny", "deny.json", PolicyType.SCP, TEXT)
    assert policy.parsed.document is not None
    assert policy.parsed.document.statements[0].sid == "A"
    assert line_of(one, "Statement", 0, "Action") == TEXT[: TEXT.index('"Action"')].count("\n") + 1


@pytest.mark.parametrize("name", ["a.json", "a.yaml"])
def test_who_says_the_version_means_a_policy(tmp_path: Path, name: str) -> None:
    one = read(tmp_path, json.dumps({"Version": "2012-10-17", "Statment": [DENY]}), name)
    assert (one.status, len(one.policies)) == (CHECKED, 1)
    assert "unknown-element" in codes(one)
    assert read(tmp_path, {"Version": "1.2.3", "Statment": [DENY]}).status is NOT_A_POLICY


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (TEXT.replace("{", "{ // why\n", 1), "comment"),
        (TEXT.replace("]", ",]"), "trailing-comma"),
        ("\ufeff" + TEXT, "byte-order-mark"),
        (TEXT + "\nEOF\n", "trailing-text"),
        (TEXT.replace('"Sid": "A"', '"Sid": "A", "Sid": "B"'), "duplicate-key"),
        (TEXT.replace('"A"', "NaN"), "not-finite"),
        (TEXT.replace('"', "'"), "single-quote"),
    ],
)
def test_a_fault_of_the_text_is_a_problem_of_a_document_that_is_checked(tmp_path: Path, text: str, code: str) -> None:
    one = read(tmp_path, text)
    assert one.status is CHECKED
    assert code in codes(one)
    assert one.policies[0].parsed.document is not None


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_read_and_said(tmp_path: Path, encoding: str) -> None:
    one = read(tmp_path, TEXT.encode(encoding))
    assert one.status is CHECKED
    assert "utf-16" in codes(one)
    assert len(statements(one)) == 1
    assert "\x00" not in one.text


def test_places_do_not_count_the_byte_order_mark(tmp_path: Path) -> None:
    (policy,) = read(tmp_path, ("\ufeff" + json.dumps(SCP)).encode()).policies
    span = policy.locate([("Version",)])[("Version",)].span
    assert span is not None
    assert span.column == policy.text.index('"2012') + 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TEXT[:-20], "not JSON"),
        ("{" + '"a":{' * 500 + '"Statement": 1', "nested"),
        (TEXT.replace('"Sid"', "Sid"), "line 5"),
    ],
)
def test_a_document_that_breaks_off_is_unreadable_and_keeps_its_problems(tmp_path: Path, text: str, words: str) -> None:
    one = read(tmp_path, text)
    assert one.status is UNREADABLE
    assert words in one.reason
    (policy,) = one.policies
    assert policy.parsed.value is None
    assert policy.parsed.problems[0].location.span is not None


def test_a_broken_text_that_mentions_no_statement_is_unreadable_without_a_document(tmp_path: Path) -> None:
    one = read(tmp_path, '{"name": "x",')
    assert (one.status, one.policies) == (UNREADABLE, ())
    assert "not JSON, line 1" in one.reason


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({"name": "x", "version": "1"}, "policy.json has no Statement"),
        ([], "policy.json has no Statement"),
        ('"text"', "policy.json has no Statement"),
        ({"tags": {"Team": {"tag_key": {"@@assign": "Team"}}}}, "a tag policy"),
        ({"plans": {"daily": {"regions": {"@@assign": ["us-east-1"]}}}}, "a backup policy"),
        ({"services": {"default": {"opt_out_policy": {"@@assign": "optOut"}}}}, "an AI services opt-out policy"),
        ({"ec2_attributes": {"x": {"state": {"@@assign": "a"}}}}, "a declarative policy for EC2"),
        ({"Version": "2012-10-17", "Statement": [TRUST]}, "a role's trust policy"),
        ({"Version": "2012-10-17", "Statement": [BUCKET]}, "a bucket policy: it names its own principal"),
        ({"Role": {"RoleName": "x", "AssumeRolePolicyDocument": {}}}, "a role with its trust policy"),
        ({"scenarios": []}, "a scenario file"),
        ({"a": [{"b": SCP}]}, "policy.json has no Statement at its top; one stands at /a/0/b"),
        ({"Policies": [{"Id": "p-1", "Type": "SERVICE_CONTROL_POLICY"}]}, "a list of policies without their content"),
        ({"format_version": "1.2", "planned_values": {}}, "a Terraform plan: guardrails gate reads it"),
        (
            {"AWSTemplateFormatVersion": "2010-09-09", "Resources": {}},
            "a CloudFormation template without organization policies",
        ),
        ({"Policy": {"PolicySummary": {"Type": "TAG_POLICY"}, "Content": "{}"}}, "a tag policy"),
        ({"Policy": {"PolicySummary": {"Type": "AISERVICES_OPT_OUT_POLICY"}, "Content": "{}"}}, "an aiservices"),
    ],
)
def test_what_is_no_policy_says_what_it_is(tmp_path: Path, value: object, reason: str) -> None:
    one = read(tmp_path, value)
    assert one.status is NOT_A_POLICY
    assert one.reason.startswith(reason)


def test_comments_do_not_make_another_json_file_unreadable(tmp_path: Path) -> None:
    one = read(tmp_path, '{\n // settings\n "compilerOptions": {"strict": true,},\n}', "tsconfig.json")
    assert (one.status, one.reason) == (NOT_A_POLICY, "tsconfig.json has no Statement")


@pytest.mark.parametrize(
    ("path", "value", "type"),
    [
        ("a.json", SCP, PolicyType.SCP),
        ("a.json", RCP, PolicyType.RCP),
        ("rcps/a.json", SCP, PolicyType.RCP),
        ("rcp-a.json", SCP, PolicyType.RCP),
        ("resource-control-policies/a.json", SCP, PolicyType.RCP),
        ("ResourceControlPolicies/a.json", SCP, PolicyType.RCP),
        ("rcps/scp.json", RCP, PolicyType.SCP),
        ("iam/deny.json", SCP, PolicyType.SCP),
        ("identity-center/deny.json", SCP, PolicyType.SCP),
        ("scps/identity/a.json", {"Statement": [ALLOW]}, PolicyType.SCP),
        ("a.json", {"Statement": [DENY, {**DENY, "Principal": "*"}]}, PolicyType.SCP),
        ("deny-iam-policy-changes.json", {"Statement": [ALLOW]}, PolicyType.SCP),
        ("scps/iam/allow.json", {"Statement": [ALLOW]}, PolicyType.SCP),
        ("deny-public-bucket-policy.json", RCP, PolicyType.RCP),
        ("service_control/a.json", {"Statement": [BUCKET]}, PolicyType.SCP),
        ("scps/a.json", {"Statement": [TRUST]}, PolicyType.SCP),
    ],
)
def test_the_type_is_told_by_path_and_content(tmp_path: Path, path: str, value: object, type: PolicyType) -> None:
    (policy,) = read(tmp_path, value, path).policies
    assert policy.type is type


def test_a_type_that_is_asked_for_wins(tmp_path: Path) -> None:
    (policy,) = read(tmp_path, {"Statement": [BUCKET]}, "rcps/a.json", PolicyType.SCP).policies
    assert policy.type is PolicyType.SCP


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        ("iam/dev.json", {"Statement": [ALLOW]}, "an identity policy: it lies in iam"),
        ("x/permission-boundaries/a.json", SCP, "an identity policy: it lies in permission-boundaries"),
        ("identity/dev.json", {"Statement": [ALLOW]}, "an identity policy: it lies in identity"),
        ("scps/identity-policies/a.json", SCP, "an identity policy: it lies in identity-policies"),
        ("x/bucket-policy.json", RCP, "a bucket policy: it names its own principal"),
        ("a.json", {"RoleName": "x", "PolicyName": "y", "PolicyDocument": SCP}, "an identity policy of a role"),
        ("bucket-policies/a.json", RCP, "a bucket policy: it names its own principal"),
        ("a.json", {"Statement": [{**BUCKET, "Action": ["s3:*", "kms:*"]}]}, "a resource policy: it names its own"),
        ("a.json", {"Statement": [{**DENY, "Principal": {"AWS": "arn:aws:iam::111111111111:root"}}]}, "a bucket"),
    ],
)
def test_policies_of_other_kinds_are_told_apart(tmp_path: Path, path: str, value: object, reason: str) -> None:
    one = read(tmp_path, value, path)
    assert one.status is NOT_A_POLICY
    assert one.reason.startswith(reason)


def test_the_policy_that_aws_attaches_to_everything_is_an_rcp(tmp_path: Path) -> None:
    full = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
    (policy,) = read(tmp_path, {"Version": "2012-10-17", "Statement": [full]}).policies
    assert (policy.type, policy.parsed.problems) == (PolicyType.RCP, ())


@pytest.mark.parametrize(
    "value",
    [
        {"PolicyDocument": SCP},
        {"policy": SCP, "description": "x"},
        {"Policy": {"PolicySummary": {"Name": "n", "Type": "SERVICE_CONTROL_POLICY"}, "Content": json.dumps(SCP)}},
        {"Content": json.dumps(SCP)},
        [SCP],
        DENY,
        [DENY],
    ],
)
def test_documents_in_wrappers_are_found(tmp_path: Path, value: object) -> None:
    one = read(tmp_path, json.dumps(value, indent=1))
    assert one.status is CHECKED
    assert statements(one) == [DENY]
    assert one.policies[0].text == "", "a fix cannot be written back"
    assert line_of(one, "Statement", 0, "Action") >= 1


def test_the_places_inside_of_a_wrapper_are_those_of_the_file(tmp_path: Path) -> None:
    text = json.dumps({"a": 1, "PolicyDocument": SCP}, indent=1)
    one = read(tmp_path, text)
    assert line_of(one, "Statement", 0, "Effect") == text[: text.index('"Effect"')].count("\n") + 1


def test_the_output_of_the_cli_names_type_and_name(tmp_path: Path) -> None:
    summary = {"Name": "limits", "Type": "RESOURCE_CONTROL_POLICY"}
    (policy,) = read(tmp_path, {"Policy": {"PolicySummary": summary, "Content": json.dumps(SCP)}}).policies
    assert (policy.name, policy.type) == ("limits", PolicyType.RCP)


def test_content_that_is_no_json_is_unreadable(tmp_path: Path) -> None:
    one = read(tmp_path, {"Policy": {"PolicySummary": {"Name": "n"}, "Content": TEXT[:-9]}})
    assert one.status is UNREADABLE
    assert "n holds no JSON" in one.reason


def test_several_documents_of_a_list_have_names(tmp_path: Path) -> None:
    one = read(tmp_path, [SCP, RCP], "all.json")
    assert [(each.name, each.type.value) for each in one.policies] == [("all[0]", "SCP"), ("all[1]", "RCP")]


def test_documents_deep_inside_are_found_where_the_path_says_what_they_are(tmp_path: Path) -> None:
    value = {"ou": {"workloads": {"deny-delete": SCP}}}
    found = write(tmp_path, {"scps/all.json": value, "other/all.json": value})
    assert [one.name for one in found["scps/all.json"].policies] == ["deny-delete"]
    assert found["other/all.json"].status is NOT_A_POLICY


def test_what_is_wrong_with_the_text_around_a_document_is_not_lost(tmp_path: Path) -> None:
    one = read(tmp_path, '{"PolicyDocument": ' + TEXT + ", // the policy\n}")
    assert sorted(codes(one)) == ["comment", "trailing-comma"]


def test_several_documents_one_after_another_are_not_passed_over(tmp_path: Path) -> None:
    one = read(tmp_path, '{"a": 1}\n' + json.dumps(SCP))
    assert one.status is UNREADABLE
    assert "more than one JSON document" in one.reason


def test_names_in_other_letters_do_not_hide_a_policy(tmp_path: Path) -> None:
    value: dict[str, Any] = {"version": "2012-10-17", "statement": [{"effect": "Deny", "action": "s3:*"}]}
    one = read(tmp_path, value)
    assert one.status is CHECKED
    assert "missing-element" in codes(one)
