"""Questions of the command line: what the words mean, and what is said of words that mean nothing."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Any

import pytest

from guardrails.commands.proving.asking import Question, asked
from guardrails.commands.words import WordProblem
from guardrails.model.organization.invariant import Sense, Where
from guardrails.model.organization.tree import Organization
from guardrails.model.proof import Claim
from tests.unit.commands.proving.small import project

IS, IS_NOT, ABSENT, PRESENT = Sense.IS, Sense.IS_NOT, Sense.ABSENT, Sense.PRESENT
CAPABILITIES = ("start-accelerator", "leave-organization")


@pytest.fixture(scope="module")
def organization(tmp_path_factory: pytest.TempPathFactory) -> Organization:
    return project(tmp_path_factory.mktemp("small")).organization


def test_the_example_of_the_help(organization: Organization) -> None:
    found = asked("not ec2:RunInstances p*,g* not p3.2xlarge,g5.xlarge", organization, CAPABILITIES)
    assert found.invariant.claim is Claim.DENIED
    assert found.invariant.what == ("ec2:RunInstances",)
    assert found.invariant.accounts == ("all-members",)
    assert found.invariant.where == (
        Where("ec2:InstanceType", IS, ("p*", "g*")),
        Where("ec2:InstanceType", IS_NOT, ("p3.2xlarge", "g5.xlarge")),
    )
    assert found == Question(found.invariant)


ROWS: list[Any] = [
    ("ec2:RunInstances eu-west-1", (Where("aws:RequestedRegion", IS, ("eu-west-1",)),)),
    ("ec2:RunInstances not eu-*", (Where("aws:RequestedRegion", IS_NOT, ("eu-*",)),)),
    ("ec2:RunInstances a*", (Where("ec2:InstanceType", IS, ("a*",)),)),
    ("ec2:RunInstances u-*", (Where("ec2:InstanceType", IS, ("u-*",)),)),
    ("sagemaker:CreateTrainingJob ml.p3.2xlarge", (Where("sagemaker:InstanceTypes", IS, ("ml.p3.2xlarge",)),)),
    ("sagemaker:CreateTrainingJob not p*", (Where("sagemaker:InstanceTypes", IS_NOT, ("ml.p*",)),)),
    (
        "ec2:ModifyInstanceAttribute p*",
        (Where("ec2:attribute/instancetype", IS, ("p*",)), Where("ec2:Attribute", IS, ("InstanceType",))),
    ),
    ("s3:PutObject s3:x-amz-acl=absent", (Where("s3:x-amz-acl", ABSENT),)),
    ("s3:PutObject s3:x-amz-acl!=absent", (Where("s3:x-amz-acl", PRESENT),)),
    ("s3:PutObject not s3:x-amz-acl=present", (Where("s3:x-amz-acl", ABSENT),)),
    ("s3:PutObject s3:x-amz-acl=a,b", (Where("s3:x-amz-acl", IS, ("a", "b")),)),
    ("s3:PutObject s3:x-amz-acl!=a", (Where("s3:x-amz-acl", IS_NOT, ("a",)),)),
    ("s3:PutObject not s3:x-amz-acl=a", (Where("s3:x-amz-acl", IS_NOT, ("a",)),)),
    ("s3:PutObject not s3:x-amz-acl!=a", (Where("s3:x-amz-acl", IS, ("a",)),)),
    ("s3:PutObject 'aws:RequestTag/a b=c d'", (Where("aws:RequestTag/a b", IS, ("c d",)),)),
]


@pytest.mark.parametrize(("text", "rows"), ROWS)
def test_where(organization: Organization, text: str, rows: tuple[Where, ...]) -> None:
    found = asked(text, organization, CAPABILITIES)
    assert found.invariant.where == rows
    assert found.invariant.claim is Claim.ALLOWED


def test_of_several_types_the_same_one_is_meant(organization: Organization) -> None:
    found = asked("not sagemaker:CreateTrainingJob p*,g* not p3.2xlarge,g5.xlarge", organization, CAPABILITIES)
    (row,) = found.invariant.where
    assert row.sense is IS

    def asks_of(type: str) -> bool:
        return any(fnmatchcase(type, pattern) for pattern in row.values)

    assert all(map(asks_of, ("ml.p4d.24xlarge", "ml.g5.2xlarge", "ml.p3.8xlarge")))
    assert not any(map(asks_of, ("ml.p3.2xlarge", "ml.g5.xlarge", "ml.m5.large")))


PARTS: list[Any] = [
    ("s3:PutObject --as role/Developer", "principals", ("role/Developer",)),
    ("s3:PutObject role/Developer,user/*", "principals", ("role/Developer", "user/*")),
    ("s3:PutObject by pipeline", "principals", ("pipeline",)),
    ("s3:PutObject pipeline", "principals", ("pipeline",)),
    ("s3:PutObject root", "principals", ("root",)),
    ("not s3:PutObject by not pipeline", "except_", ("pipeline",)),
    ("not s3:PutObject not pipeline,break_glass", "except_", ("pipeline", "break_glass")),
    (
        "not s3:PutObject --as arn:aws:iam::111111111111:role/x",
        "principals",
        ("arn:aws:iam::111111111111:role/x",),
    ),
    ("s3:PutObject dev", "accounts", ("dev",)),
    ("s3:PutObject 111111111111,Sandbox", "accounts", ("111111111111", "Sandbox")),
    ("s3:PutObject env=prod", "accounts", ("env=prod",)),
    ("s3:PutObject arn:aws:s3:::a/*,arn:aws:s3:::b/*", "resources", ("arn:aws:s3:::a/*", "arn:aws:s3:::b/*")),
    ("not s3:PutObject,s3:DeleteObject", "what", ("s3:PutObject", "s3:DeleteObject")),
    ("not s3:Put* iam:*", "what", ("s3:Put*", "iam:*")),
    ("not *", "what", ("*",)),
    ("not start-accelerator", "what", ("start-accelerator",)),
]


@pytest.mark.parametrize(("text", "part", "value"), PARTS)
def test_parts(organization: Organization, text: str, part: str, value: tuple[str, ...]) -> None:
    assert getattr(asked(text, organization, CAPABILITIES).invariant, part) == value


def test_what_is_turned_round(organization: Organization) -> None:
    found = asked("not s3:* not arn:aws:s3:::a not Prod", organization, CAPABILITIES)
    assert found.elsewhere
    assert found.invariant.resources == ("arn:aws:s3:::a",)
    assert found.but == ("Prod",)
    assert found.invariant.accounts == ("all-members",)


def test_a_future_type_is_asked_with_a_remark(organization: Organization) -> None:
    found = asked("not ec2:RunInstances p9.48xlarge", organization, CAPABILITIES)
    assert found.invariant.where == (Where("ec2:InstanceType", IS, ("p9.48xlarge",)),)
    (note,) = found.notes
    assert "p9.48xlarge" in note


def test_a_key_that_nobody_knows_is_asked_with_a_remark(organization: Organization) -> None:
    found = asked("not s3:PutObject aws:RequestdRegion=eu-west-1 s3:x-amz-acl=private", organization, CAPABILITIES)
    (note,) = found.notes
    assert "did you mean aws:RequestedRegion" in note


PROBLEMS: list[Any] = [
    ("", "no action among the words"),
    ("not", "a word is missing after 'not'"),
    ("s3:PutObject by", "a word is missing after 'by'"),
    ("s3:PutObject 'a", "no closing quotation"),
    ("s3:PutObjekt", "did you mean s3:PutObject"),
    ("s3:Zzz*", "no action of the catalog matches s3:Zzz*"),
    ("s3:PutObject Prdo", "did you mean Prod?"),
    ("not start-acelerator", "did you mean start-accelerator"),
    ("s3:PutObject eu-wst-1", "did you mean eu-west-1"),
    ("s3:PutObject pipelin", "did you mean pipeline"),
    ("s3:PutObject nonsense", "expected an action"),
    ("s3:PutObject Prod,eu-west-1", "mixes accounts and Regions"),
    ("s3:PutObject s3:x-amz-acl=", "s3:x-amz-acl has no value"),
    ("s3:PutObject p*", "no condition key for an instance type"),
    ("start-accelerator p*", "no condition key for an instance type"),
    ("ec2:RunInstances sagemaker:CreateTrainingJob p*", "ask of each by itself"),
    ("s3:PutObject not s3:GetObject", "write it before the first action"),
    ("s3:* arn:aws:s3:::a not arn:aws:s3:::b", "either named or ruled out"),
    ("sagemaker:CreateTrainingJob p* not p3.*", "write whole types"),
]


@pytest.mark.parametrize(("text", "words"), PROBLEMS)
def test_problems(organization: Organization, text: str, words: str) -> None:
    with pytest.raises(WordProblem) as caught:
        asked(text, organization, CAPABILITIES)
    assert words in str(caught.value)
    assert all(one.startswith("--property") for one in caught.value.problems)


def test_every_problem_is_said_at_once(organization: Organization) -> None:
    with pytest.raises(WordProblem) as caught:
        asked("s3:PutObjekt Prdo nonsense", organization, CAPABILITIES)
    assert len(caught.value.problems) == 3
