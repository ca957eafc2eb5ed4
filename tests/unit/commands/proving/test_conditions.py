"""Who and where, as conditions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from guardrails.commands.proving.conditions import ClaimProblem, callers, where, who
from guardrails.model.organization.invariant import Sense, Where
from guardrails.model.organization.tree import Organization
from tests.unit.commands.proving.small import project


@pytest.fixture(scope="module")
def organization(tmp_path_factory: pytest.TempPathFactory) -> Organization:
    return project(tmp_path_factory.mktemp("small")).organization


@pytest.mark.parametrize(
    ("said", "patterns"),
    [
        ("pipeline", ("arn:aws:iam::*:role/guardrails/apply",)),
        ("$principals.pipeline", ("arn:aws:iam::*:role/guardrails/apply",)),
        ("role/*", ("arn:aws:iam::*:role/*",)),
        ("user/ana", ("arn:aws:iam::*:user/ana",)),
        ("federated-user/*", ("arn:aws:sts::*:federated-user/*",)),
        ("root", ("arn:aws:iam::*:root",)),
        ("arn:aws:iam::111111111111:role/x", ("arn:aws:iam::111111111111:role/x",)),
    ],
)
def test_callers(organization: Organization, said: str, patterns: tuple[str, ...]) -> None:
    assert callers([said], organization, "principals") == patterns


@pytest.mark.parametrize("said", ["pipelin", "role/", "arn:aws:iam", "$principals.nobody"])
def test_nobody(organization: Organization, said: str) -> None:
    with pytest.raises(ClaimProblem) as caught:
        callers([said], organization, "except")
    assert caught.value.part == "except"


def test_who_is_asked_and_who_is_not(organization: Organization) -> None:
    rows = who(("role/*",), ("pipeline",), organization)
    assert [(row.operator, row.key, row.values) for row in rows] == [
        ("ArnLike", "aws:PrincipalArn", ("arn:aws:iam::*:role/*",)),
        ("ArnNotLike", "aws:PrincipalArn", ("arn:aws:iam::*:role/guardrails/apply",)),
    ]
    assert who((), (), organization) == ()


ROWS: list[Any] = [
    (("ec2:InstanceType", Sense.IS, ("p*",)), "StringLike", ("p*",)),
    (("ec2:InstanceType", Sense.IS, ("g5.xlarge",)), "StringEquals", ("g5.xlarge",)),
    (("ec2:InstanceType", Sense.IS_NOT, ("g5.xlarge", "p*")), "StringNotLike", ("g5.xlarge", "p*")),
    (("aws:RequestedRegion", Sense.IS_NOT, ("$settings.allowed_regions",)), "StringNotEquals", None),
    (("sagemaker:InstanceTypes", Sense.IS, ("ml.p*",)), "ForAnyValue:StringLike", ("ml.p*",)),
    (("sagemaker:InstanceTypes", Sense.IS_NOT, ("ml.p*",)), "ForAllValues:StringNotLike", ("ml.p*",)),
    (("aws:SecureTransport", Sense.IS, ("false",)), "Bool", ("false",)),
    (("aws:SecureTransport", Sense.IS_NOT, ("true",)), "BoolIfExists", ("false",)),
    (("s3:max-keys", Sense.IS, ("10",)), "NumericEquals", ("10",)),
    (("aws:SourceIp", Sense.IS_NOT, ("10.0.0.0/8",)), "NotIpAddress", ("10.0.0.0/8",)),
    (("aws:SourceArn", Sense.IS, ("arn:aws:s3:::b",)), "ArnLike", ("arn:aws:s3:::b",)),
    (("aws:RequestTag/team", Sense.IS, ("ml",)), "StringEquals", ("ml",)),
    (("x:unheard-of", Sense.IS, ("?",)), "StringLike", ("?",)),
    (("ec2:InstanceType", Sense.ABSENT, ()), "Null", ("true",)),
    (("ec2:InstanceType", Sense.PRESENT, ()), "Null", ("false",)),
]


@pytest.mark.parametrize(("row", "operator", "values"), ROWS)
def test_where(organization: Organization, row: Any, operator: str, values: tuple[str, ...] | None) -> None:
    (condition,) = where([Where(*row)], organization)
    assert condition.key == row[0]
    assert condition.spelled == operator
    assert condition.values == (values or ("eu-central-1", "eu-west-1"))


def test_a_row_without_values_is_refused(organization: Organization) -> None:
    with pytest.raises(ClaimProblem, match="no values"):
        where([Where("ec2:InstanceType", Sense.IS, ())], organization)
    with pytest.raises(ClaimProblem, match="not set"):
        where([Where("ec2:InstanceType", Sense.IS, ("$settings.nothing",))], organization)


def test_the_folder_is_what_it_says(tmp_path: Path) -> None:
    assert not project(tmp_path).findings
