"""Parameters: replaced structurally, never as text; whatever stands for nothing is refused or provably idle."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from guardrails.files.parameters import Substitution
from tests.unit.files.build import GUARD, good, read

VALUES: dict[str, str | list[str]] = {"one": "x", "many": ["a", "b"], "none": []}


def substituted(value: Any) -> tuple[Any, list[str]]:
    substitution = Substitution(VALUES)
    return substitution.apply(value), [message for _, message in substitution.problems]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"Resource": "{{one}}"}, {"Resource": "x"}),
        ({"Resource": "{{many}}"}, {"Resource": ["a", "b"]}),
        ({"Resource": ["q", "{{many}}", "{{one}}"]}, {"Resource": ["q", "a", "b", "x"]}),
        ({"Resource": ["q", "{{none}}"]}, {"Resource": ["q"]}),
        ({"Condition": {"ArnNotLike": {"k": ["{{none}}"]}}, "Sid": "S"}, {"Sid": "S"}),
        (
            {"Condition": {"ArnNotLike": {"k": ["{{none}}"]}, "Bool": {"b": "true"}}},
            {"Condition": {"Bool": {"b": "true"}}},
        ),
        ({"Condition": {"StringNotEqualsIfExists": {"k": "{{none}}", "l": "v"}}},
         {"Condition": {"StringNotEqualsIfExists": {"l": "v"}}}),
        ({"a": ["${aws:username}", 1, True, None]}, {"a": ["${aws:username}", 1, True, None]}),
    ],
)  # fmt: skip
def test_parameters_are_replaced_structurally(before: Any, after: Any) -> None:
    assert substituted(before) == (after, [])


@pytest.mark.parametrize(
    "value",
    [
        {"Resource": "arn:{{one}}"},
        {"Resource": ["arn:{{one}}"]},
        {"{{one}}": "x"},
        {"Resource": "{{unknown}}"},
        {"Resource": ["{{none}}"]},
        {"Resource": "{{none}}"},
        {"Condition": {"ArnLike": {"k": ["{{none}}"]}}},
        {"Condition": {"ForAnyValue:StringNotLike": {"k": ["{{none}}"]}}},
    ],
)
def test_what_cannot_be_replaced_is_a_problem(value: Any) -> None:
    assert substituted(value)[1]


def test_only_exempt_principals_are_put_into_the_document(tmp_path: Path) -> None:
    first, second = good(tmp_path).finals["guard"]["Statement"]
    assert first["Condition"] == {"ArnNotLike": {"aws:PrincipalArn": ["arn:aws:iam::*:role/guardrails/apply"]}}
    assert second["Resource"] == ["arn:aws:s3:::a", "arn:aws:s3:::b"]


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("$settings.allowed_regions", ["us-east-1"]),
        ("$principals.break_glass", ["arn:aws:iam::*:role/guardrails/bg"]),
        ("$accounts[env in (dev, prod)]", ["222222222222", "333333333333"]),
        ("$accounts[env not in (dev, mgmt)]", ["333333333333"]),
        ("$accounts[name = Dev]", ["222222222222"]),
        (["literal", "$settings.allowed_regions"], ["literal", "us-east-1"]),
        ("$state.bucket", "tf"),
    ],
)
def test_references_are_resolved(tmp_path: Path, reference: object, expected: object) -> None:
    def change(organization: dict[str, Any]) -> None:
        organization["state"] = {"account": "Dev", "bucket": "tf"}
        organization["policies"]["guard"]["params"]["buckets"] = reference

    document = copy.deepcopy(GUARD)
    document["Statement"][1] = {
        "Sid": "S", "Effect": "Deny", "Action": "s3:*", "Resource": "*",
        "Condition": {"StringEquals": {"aws:RequestedRegion": "{{buckets}}"}},
    }  # fmt: skip
    final = good(tmp_path, change, document).finals["guard"]
    assert final["Statement"][1]["Condition"]["StringEquals"]["aws:RequestedRegion"] == expected


@pytest.mark.parametrize(
    "reference",
    [
        "$settings.gone", "$nothing.x", "$accounts[pointer = x]", "$accounts[env]", "$principals.gone", "$state.x",
        "$over_cap.x", 1.5, {"a": 1},
    ],
)  # fmt: skip
def test_references_to_nothing_are_refused(tmp_path: Path, reference: object) -> None:
    _, findings = read(tmp_path, lambda o: o["policies"]["guard"]["params"].update(buckets=reference))
    assert [one.rule for one in findings] == ["REF-002"]


def test_types_have_names_in_sagemaker_too(tmp_path: Path) -> None:
    document = copy.deepcopy(GUARD)
    document["Statement"].append(
        {
            "Sid": "Cap", "Effect": "Deny", "Action": "sagemaker:Create*", "Resource": "*",
            "Condition": {"ForAnyValue:StringLike": {"sagemaker:InstanceTypes": ["{{types}}", "{{types_ml}}"]}},
        }
    )  # fmt: skip

    def change(organization: dict[str, Any]) -> None:
        organization["policies"]["guard"]["params"]["types"] = "$settings.accelerators.families"

    def said(organization: dict[str, Any]) -> None:
        change(organization)
        organization["policies"]["guard"]["params"]["types_ml"] = ["ml.g*"]

    for edit, wanted in ((change, ["p*", "ml.p*"]), (said, ["p*", "ml.g*"])):
        final = good(tmp_path, edit, document).finals["guard"]["Statement"][2]
        assert final["Condition"]["ForAnyValue:StringLike"]["sagemaker:InstanceTypes"] == wanted


def test_unused_exemptions_and_parameters_are_refused(tmp_path: Path) -> None:
    def change(organization: dict[str, Any]) -> None:
        organization["principals"]["other"] = ["arn:aws:iam::*:role/other"]
        organization["policies"]["guard"]["exempt"] = ["pipeline", "other", "gone"]
        organization["policies"]["guard"]["params"]["more"] = "x"

    _, findings = read(tmp_path, change)
    assert len(findings) == 4 and {one.rule for one in findings} == {"REF-002"}
