"""What invariants ask: properties, accounts, scenes, policies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from guardrails.catalog.capabilities import PLACEHOLDERS, capabilities
from guardrails.commands.proving.claims import (
    ClaimProblem,
    accounts_of,
    gaps_of,
    policies_of,
    properties_of,
    scene_of,
)
from guardrails.commands.proving.meanings import meanings_of
from guardrails.files.loaded import Project
from guardrails.model.organization.invariant import Invariant, Sense, Where
from guardrails.model.policy.document import EVERYTHING, Element
from guardrails.model.proof import Breadth, Claim
from tests.unit.commands.proving.small import account, project


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return project(tmp_path_factory.mktemp("small"))


def invariant(
    *what: str, claim: Claim = Claim.DENIED, accounts: tuple[str, ...] = ("all-members",), **rest: Any
) -> Invariant:
    return Invariant("it", claim, what, accounts, **rest)


def test_each_action_is_a_path(small: Project) -> None:
    first, second = properties_of(small, invariant("cloudtrail:StopLogging", "cloudtrail:Delete*"), account(small))
    assert (first.name, first.path, first.claim) == ("it", "cloudtrail:StopLogging", Claim.DENIED)
    assert first.breadth is Breadth.EVERY
    assert first.about[0].conditions == ()
    assert second.about[0].action == Element(("cloudtrail:Delete*",))
    assert second.about[0].resource == EVERYTHING


def test_what_must_stay_possible_is_asked_of_ordinary_calls_of_roles_and_users(small: Project) -> None:
    (found,) = properties_of(small, invariant("s3:PutObject", claim=Claim.ALLOWED), account(small))
    assert found.breadth is Breadth.ORDINARY
    (row,) = found.about[0].conditions
    assert row.values == ("arn:aws:iam::*:role/*", "arn:aws:iam::*:user/*")
    (named,) = properties_of(
        small, invariant("s3:PutObject", claim=Claim.ALLOWED, principals=("pipeline",)), account(small)
    )
    assert named.about[0].conditions[0].values == ("arn:aws:iam::*:role/guardrails/apply",)


def test_who_where_and_on_what(small: Project) -> None:
    asked = invariant(
        "ec2:RunInstances",
        except_=("pipeline",),
        resources=("arn:aws:ec2:*:*:instance/*",),
        where=(Where("ec2:InstanceType", Sense.IS_NOT, ("$settings.accelerators.allow",)),),
    )
    (found,) = properties_of(small, asked, account(small))
    (calls,) = found.about
    assert calls.resource.patterns == ("arn:aws:ec2:*:*:instance/*",)
    assert calls.resource_type == "instance"
    assert [(row.operator, row.values) for row in calls.conditions] == [
        ("ArnNotLike", ("arn:aws:iam::*:role/guardrails/apply",)),
        ("StringNotEquals", ("g5.xlarge",)),
    ]


def test_a_key_of_several_resource_types_leaves_them_open(small: Project) -> None:
    asked = invariant("ec2:RunInstances", where=(Where("ec2:Region", Sense.IS, ("eu-west-1",)),))
    (found,) = properties_of(small, asked, account(small))
    assert found.about[0].resource_type == ""


def test_a_capability_is_all_its_paths(small: Project) -> None:
    found = properties_of(small, invariant("start accelerator outside settings.accelerators.allow"), account(small))
    paths = [one.path for one in found]
    assert len(paths) > 5
    assert "EC2 launches" in paths
    launch = found[paths.index("EC2 launches")].about[0]
    assert any(row.values == ("g5.xlarge",) for row in launch.conditions)


@pytest.mark.parametrize("name", [one.name for one in capabilities()])
def test_every_capability_means_something_in_the_reference_organization(name: str) -> None:
    from guardrails.files.project import load_project
    from tests.unit.commands.proving.small import TODAY

    reference = load_project(Path(__file__).parents[4], TODAY)
    assert properties_of(reference, invariant(name), account(reference))
    assert isinstance(gaps_of(invariant(name)), tuple)


def test_every_placeholder_has_a_meaning(small: Project) -> None:
    assert meanings_of(small, account(small)).keys() == PLACEHOLDERS.keys()


def test_exempt_roles_are_those_that_the_documents_spare(small: Project) -> None:
    assert meanings_of(small, account(small))["$exempt_roles"] == ("arn:aws:iam::*:role/guardrails/apply",)


PROBLEMS: list[Any] = [
    (invariant("start-acelerator"), "deny", "did you mean start-accelerator"),
    (invariant("nothing at all"), "deny", "is no capability and no action"),
    (invariant("s3:PutObjekt"), "deny", "did you mean s3:PutObject"),
    (invariant("s3:Zzz*"), "deny", "matches"),
    (invariant("write-terraform-state"), "deny", "$state_objects"),
    (invariant("s3:PutObject", principals=("nobody",)), "principals", "is not a principal"),
    (invariant("s3:PutObject", except_=("nobody",)), "except", "is not a principal"),
    (invariant("s3:PutObject", resources=("$settings.none",)), "resources", "not set"),
    (invariant("s3:PutObject", boundary="none.json"), "boundary", "none.json"),
    (invariant("s3:PutObject", boundary="scps/organization.yaml"), "boundary", "scps/organization.yaml"),
]


@pytest.mark.parametrize(("asked", "part", "words"), PROBLEMS)
def test_problems(small: Project, asked: Invariant, part: str, words: str) -> None:
    with pytest.raises(ClaimProblem) as caught:
        properties_of(small, asked, account(small))
        policies_of(small, account(small), asked)
    assert caught.value.part == part
    assert words in str(caught.value)


ACCOUNTS: list[Any] = [
    (("all-members",), ["Dev", "Prod", "Toys"]),
    (("Workloads",), ["Dev", "Prod"]),
    (("dev",), ["Dev"]),
    (("333333333333", "Dev"), ["Dev", "Toys"]),
    (("env=prod",), ["Prod"]),
    (("owner=ml",), ["Dev", "Prod"]),
    (("owner=nobody",), []),
]


@pytest.mark.parametrize(("names", "found"), ACCOUNTS)
def test_accounts(small: Project, names: tuple[str, ...], found: list[str]) -> None:
    assert [one.name for one in accounts_of(small, invariant("*", accounts=names))] == found


def test_planned_accounts(small: Project) -> None:
    assert [one.name for one in accounts_of(small, invariant("*", accounts=("env=prod",)), planned=True)] == [
        "Prod",
        "Later",
    ]


@pytest.mark.parametrize("name", ["Management", "Prdo", "colour=red"])
def test_no_such_account(small: Project, name: str) -> None:
    with pytest.raises(ClaimProblem) as caught:
        accounts_of(small, invariant("*", accounts=("Dev", name)))
    assert (caught.value.part, caught.value.at) == ("accounts", 1)


def test_scene(small: Project) -> None:
    scene = scene_of(small, account(small))
    assert (scene.account, scene.account_id, scene.organization_id) == ("Dev", "111111111111", "o-a1b2c3d4e5")
    assert scene.regions == ("eu-central-1", "eu-west-1")
    assert scene.management_id == "999999999999"
    assert scene.accounts == ("111111111111", "222222222222", "333333333333")
    assert scene.callers[0] == "arn:aws:iam::111111111111:role/Developer"
    assert "arn:aws:iam::111111111111:role/guardrails/apply" in scene.callers
    assert scene_of(small, account(small, "Later")).account_id == "000000000000"


def test_policies(tmp_path: Path) -> None:
    boundary = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
    small = project(tmp_path, documents={"boundary": boundary})
    plain = policies_of(small, account(small), invariant("*"))
    assert [[document.name for document in level] for level in plain.scps] == [
        ["FullAWSAccess", "trail"],
        ["FullAWSAccess"],
        ["FullAWSAccess"],
    ]
    assert plain.boundary is None
    limited = policies_of(small, account(small), invariant("*", boundary="scps/boundary.json"))
    assert limited.boundary is not None
    assert limited.boundary.statements[0].action.patterns == ("s3:*",)
    assert json.dumps(boundary)
