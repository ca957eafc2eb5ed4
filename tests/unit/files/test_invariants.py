"""Invariants of the organization file: read into nouns, references resolved, mistakes told in one sentence each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from guardrails.model.finding import Finding
from guardrails.model.organization.invariant import Invariant, Sense, Where
from guardrails.model.proof import Claim
from tests.unit.files.build import Change, good, read

TRAIL: dict[str, Any] = {"name": "trail", "deny": "cloudtrail:StopLogging", "accounts": "all-members"}


def having(*rows: dict[str, Any]) -> Change:
    return lambda organization: organization.update(invariants=list(rows))


def problems(folder: Path, *rows: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one.rule, one.message) for one in findings(folder, *rows)]


def findings(folder: Path, *rows: dict[str, Any]) -> tuple[Finding, ...]:
    return read(folder, having(*rows))[1]


def the_one(folder: Path, **changes: Any) -> Invariant:
    (found,) = good(folder, having({**TRAIL, **changes})).organization.invariants
    return found


def test_the_short_form_is_what_it_was(tmp_path: Path) -> None:
    assert the_one(tmp_path) == Invariant("trail", Claim.DENIED, ("cloudtrail:StopLogging",), ("all-members",))
    assert the_one(tmp_path).verb == "deny"


def test_every_field_is_read(tmp_path: Path) -> None:
    row = {
        "name": "deploys",
        "description": "the pipeline works",
        "allow": ["ec2:RunInstances", "ec2:CreateTags"],
        "accounts": ["Dev", "env=prod"],
        "principals": ["pipeline", "role/apply*"],
        "except": ["break_glass", "root", "arn:aws:iam::222222222222:user/alice"],
        "resources": ["arn:aws:ec2:*:*:instance/*"],
        "where": {"ec2:InstanceType": "g5.xlarge"},
        "boundary": "boundaries/pipeline.json",
    }
    (found,) = good(tmp_path, having(TRAIL, row)).organization.invariants[1:]
    assert (found.claim, found.verb, found.description) == (Claim.ALLOWED, "allow", "the pipeline works")
    assert found.what == ("ec2:RunInstances", "ec2:CreateTags") and found.accounts == ("Dev", "env=prod")
    assert found.principals == ("pipeline", "role/apply*")
    assert found.except_ == ("break_glass", "root", "arn:aws:iam::222222222222:user/alice")
    assert found.resources == ("arn:aws:ec2:*:*:instance/*",)
    assert found.boundary == "boundaries/pipeline.json" and found.pointer == ("invariants", 1)


@pytest.mark.parametrize(
    ("value", "row"),
    [
        ("g5.*", Where("aws:X", Sense.IS, ("g5.*",))),
        (["a", "b", "a"], Where("aws:X", Sense.IS, ("a", "b"))),
        (True, Where("aws:X", Sense.IS, ("true",))),
        (1.2, Where("aws:X", Sense.IS, ("1.2",))),
        ({"not": ["a", 3]}, Where("aws:X", Sense.IS_NOT, ("a", "3"))),
        ({"only": ["a", "b"]}, Where("aws:X", Sense.ONLY, ("a", "b"))),
        ({"not": "a"}, Where("aws:X", Sense.IS_NOT, ("a",))),
        ("absent", Where("aws:X", Sense.ABSENT)),
        ("present", Where("aws:X", Sense.PRESENT)),
        (["absent"], Where("aws:X", Sense.IS, ("absent",))),
        ("$settings.allowed_regions", Where("aws:X", Sense.IS, ("us-east-1",))),
        ({"not": "$principals.pipeline"}, Where("aws:X", Sense.IS_NOT, ("arn:aws:iam::*:role/guardrails/apply",))),
    ],
)
def test_a_row_of_where_is_values_the_absence_of_values_or_of_the_key(
    tmp_path: Path, value: object, row: Where
) -> None:
    assert the_one(tmp_path, where={"aws:X": value}).where == (row,)


def test_references_are_followed_in_resources(tmp_path: Path) -> None:
    assert the_one(tmp_path, resources=["$settings.allowed_regions"]).resources == ("us-east-1",)


@pytest.mark.parametrize("value", [{"is": "a"}, {"not": {}}, [], {"not": []}, None, [["a"]], {"not": ["a"], "x": 1}])
def test_a_value_of_where_that_is_neither_is_told(tmp_path: Path, value: object) -> None:
    (found,) = findings(tmp_path, {**TRAIL, "where": {"aws:X": value}})
    assert found.rule == "FORM-003" and found.message == "aws:X: this says nothing about the key"
    assert found.help == "write a text, a list of texts, {not: [...]}, {only: [...]}, absent or present"


def test_what_is_no_condition_key_is_told(tmp_path: Path) -> None:
    told = ("FORM-003", "'region' is no condition key")
    assert problems(tmp_path, {**TRAIL, "where": {"region": "a"}}) == [told]
    assert problems(tmp_path, {**TRAIL, "where": {"region": "absent"}}) == [told]


def test_an_invariant_denies_or_allows(tmp_path: Path) -> None:
    neither = {"name": "trail", "accounts": "all-members"}
    assert problems(tmp_path, neither) == [("FORM-002", "trail: it names neither deny nor allow, so it claims nothing")]
    assert problems(tmp_path, {**TRAIL, "deny": []})[0][0] == "FORM-002"
    both = {**TRAIL, "allow": "s3:GetObject"}
    assert problems(tmp_path, both) == [("FORM-003", "trail: an invariant says deny or allow, not both")]


def test_names_are_unique(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, TRAIL, {**TRAIL, "deny": "s3:*"})
    assert found.message == "two invariants are called 'trail'"
    assert found.location.pointer == ("invariants", 1, "name")


@pytest.mark.parametrize("key", ["principals", "except"])
def test_principals_have_a_name_or_are_patterns(tmp_path: Path, key: str) -> None:
    (found,) = findings(tmp_path, {**TRAIL, key: ["pipline", "role/*", "user/alice", "root", "arn:aws:iam::*:role/x*"]})
    assert (found.rule, found.message) == ("REF-001", "no principal is called 'pipline'")
    assert found.help == "did you mean 'pipeline'?" and found.location.pointer == ("invariants", 0, key, 0)


def test_a_reference_to_nothing_is_told_where_it_stands(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, {**TRAIL, "where": {"aws:X": {"not": "$settings.colors"}}})
    assert (found.rule, found.message) == ("REF-002", "$settings.colors is not set in this file")
    assert found.location.pointer == ("invariants", 0, "where", "aws:X", "not")


def test_a_mistyped_key_has_a_suggestion(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, {**TRAIL, "excpt": ["pipeline"]})
    assert found.rule == "FORM-001" and found.help == "did you mean 'except'? otherwise remove it"
