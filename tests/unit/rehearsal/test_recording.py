"""Calls go to the resource that was at work when they came."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from guardrails.rehearsal.recording import Operation, attributed, by_address, merged, operations, problems
from guardrails.rehearsal.server import Recorded
from guardrails.rehearsal.wire import AwsCall

DATA = Path(__file__).parents[3] / "guardrails" / "terraform" / "data" / "recorded_calls.json"

RECORDING = Path(__file__).parents[2] / "terraform" / "recording"
RESOURCE = re.compile(r'(?m)^resource "(\w+)"')


def event(second: int, type: str, address: str, action: str = "create") -> dict[str, Any]:
    kind = address.split(".")[-2]
    resource = {"addr": address, "resource": address.removeprefix("module.a."), "resource_type": kind}
    return {
        "@timestamp": f"1970-01-01T00:00:{second:02}.000000Z",
        "type": type,
        "hook": {"resource": resource, "action": action},
    }


def call(at: float, name: str = "sns:CreateTopic") -> Recorded:
    service, _, operation = name.partition(":")
    return Recorded(0, "111111111111", AwsCall(service, service, operation, "us-east-1", "AKIA"), 200, "moto", "", at)


def test_operations_have_address_type_phase_and_times() -> None:
    events = [
        {"@timestamp": "1970-01-01T00:00:00Z", "type": "version"},
        event(1, "apply_start", "module.a.aws_sns_topic.x"),
        event(4, "apply_complete", "module.a.aws_sns_topic.x"),
        event(5, "refresh_start", "aws_sns_topic.y"),
        event(6, "refresh_complete", "aws_sns_topic.y"),
    ]
    assert operations(events) == (
        Operation("module.a.aws_sns_topic.x", "aws_sns_topic", "create", 1, 4),
        Operation("aws_sns_topic.y", "aws_sns_topic", "read", 5, 6),
    )


def test_a_failed_operation_ends_and_one_without_end_lasts() -> None:
    failed = [event(1, "apply_start", "aws_sns_topic.x"), event(2, "apply_errored", "aws_sns_topic.x")]
    cut = [event(3, "apply_start", "aws_sns_topic.y", "delete"), {"@timestamp": "1970-01-01T00:00:09Z", "type": "log"}]
    assert [(one.start, one.end) for one in operations([*failed, *cut])] == [(1, 2), (3, 9)]


@pytest.mark.parametrize(
    "odd", [{}, {"hook": 1, "type": "apply_start"}, {"hook": {}, "type": "apply_start"}, {"type": 3}]
)
def test_odd_events_are_passed_over(odd: dict[str, Any]) -> None:
    assert operations([odd]) == ()


def test_reading_a_data_source_is_no_phase_of_a_resource() -> None:
    for address in ("data.aws_region.x", "module.a.data.aws_region.x"):
        events = [event(1, "apply_start", address, "read"), event(2, "apply_complete", address)]
        assert operations(events) == ()


def test_calls_are_told_apart_by_address_too() -> None:
    done = [
        Operation("aws_sns_topic.x", "aws_sns_topic", "create", 1, 2),
        Operation("aws_sns_topic.y", "aws_sns_topic", "create", 3, 4),
        Operation("aws_sns_topic.x", "aws_sns_topic", "delete", 5, 6),
    ]
    calls = [call(1.5), call(3.5, "sns:TagResource"), call(4.5, "sns:ListTopics"), call(5.5, "sns:DeleteTopic")]
    assert by_address(calls, done) == {
        "aws_sns_topic.x": {"create": {"sns:CreateTopic"}, "delete": {"sns:DeleteTopic"}},
        "aws_sns_topic.y": {"create": {"sns:TagResource"}},
    }


def test_calls_between_start_and_end_belong_to_the_resource() -> None:
    done = [
        Operation("aws_sns_topic.x", "aws_sns_topic", "create", 1, 4),
        Operation("b", "aws_s3_bucket", "create", 5, 6),
    ]
    calls = [call(0, "sts:GetCallerIdentity"), call(1.5), call(4.5, "iam:GetUser"), call(5, "s3:CreateBucket"), call(7)]
    assert attributed(calls, done) == {
        "aws_sns_topic": {"create": {"sns:CreateTopic"}},
        "aws_s3_bucket": {"create": {"s3:CreateBucket"}},
    }


def test_what_could_not_be_decoded_belongs_to_nobody() -> None:
    lost = Recorded(0, "", None, 400, "moto", "no signature", 2)
    assert attributed([lost], [Operation("a", "aws_sns_topic", "create", 1, 4)]) == {}


def test_roots_are_merged_and_counted() -> None:
    one, other = {"aws_a": {"create": {"x:B"}}}, {"aws_a": {"create": {"x:A"}, "delete": {"x:C"}}}
    assert merged([one, other]) == {"aws_a": {"roots": 2, "create": ["x:A", "x:B"], "delete": ["x:C"]}}


def test_the_committed_data_has_the_right_form_and_shows_real_calls() -> None:
    document = json.loads(DATA.read_text("utf-8"))
    assert problems(document) == ()
    bucket = document["types"]["aws_s3_bucket"]
    assert "s3:CreateBucket" in bucket["create"] and bucket["delete"] == ["s3:DeleteBucket", *bucket["delete"][1:]]
    assert "ec2:CreateVpc" in document["types"]["aws_vpc"]["create"]


def test_every_root_for_recording_is_recorded_with_all_of_its_types() -> None:
    document = json.loads(DATA.read_text("utf-8"))
    roots = [file.parent for file in RECORDING.glob("*/main.tf")]
    assert roots
    assert {f"tests/terraform/recording/{root.name}" for root in roots} <= set(document["roots"])
    types = {name for root in roots for name in RESOURCE.findall((root / "main.tf").read_text("utf-8"))}
    assert types <= set(document["types"])


@pytest.mark.parametrize(
    ("type", "operation"),
    [
        ("aws_cloudwatch_log_group", "logs:PutRetentionPolicy"),
        ("aws_backup_plan", "backup:UpdateBackupPlan"),
        ("aws_iam_role", "iam:UpdateAssumeRolePolicy"),
        ("aws_s3_bucket_policy", "s3:PutBucketPolicy"),
        ("aws_kms_key", "kms:PutKeyPolicy"),
        ("aws_vpc_security_group_ingress_rule", "ec2:ModifySecurityGroupRules"),
        ("aws_organizations_policy", "organizations:UpdatePolicy"),
        ("aws_cloudtrail", "cloudtrail:StopLogging"),
        ("aws_instance", "ec2:ModifyInstanceMetadataOptions"),
    ],
)
def test_changes_of_attributes_are_recorded(type: str, operation: str) -> None:
    assert operation in json.loads(DATA.read_text("utf-8"))["types"][type]["update"]


HEAD = {"recorded": "2026-11-21", "provider": "p", "emulator": "e", "roots": [], "update": "u"}
BROKEN = {
    "no object": ([], "no object with `types`"),
    "no date": ({"types": {}}, "no `recorded`"),
    "no types": ({**HEAD, "types": {}}, "`types` is empty"),
    "a type that is no object": ({**HEAD, "types": {"aws_x": ["x:Y"]}}, "aws_x is no object"),
    "calls that are no list": ({**HEAD, "types": {"aws_x": {"roots": 1, "create": 3}}}, "no sorted list"),
    "a type of another provider": ({**HEAD, "types": {"google_x": {"roots": 1}}}, "no resource type"),
    "no count": ({**HEAD, "types": {"aws_x": {"roots": 0}}}, "no count"),
    "an unknown phase": ({**HEAD, "types": {"aws_x": {"roots": 1, "sleep": []}}}, "sleep is no phase"),
    "calls out of order": ({**HEAD, "types": {"aws_x": {"roots": 1, "create": ["b:B", "a:A"]}}}, "no sorted list"),
    "no call": ({**HEAD, "types": {"aws_x": {"roots": 1, "create": ["CreateX"]}}}, "no sorted list"),
}


@pytest.mark.parametrize(("document", "said"), BROKEN.values(), ids=BROKEN)
def test_data_of_the_wrong_form_is_named(document: Any, said: str) -> None:
    assert any(said in line for line in problems(document))
