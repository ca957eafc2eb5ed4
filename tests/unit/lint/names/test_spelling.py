"""Slips: one letter, two in a long name, and never another verb, version or short name."""

from __future__ import annotations

import pytest

from guardrails.catalog.services import action, prefixes, service
from guardrails.lint.names.action_names import OPERATIONS, checked_instead, is_renamed, slips
from guardrails.lint.names.operator_spelling import MEANT as OPERATORS_MEANT
from guardrails.lint.names.service_names import MEANT, meant_services
from guardrails.lint.names.spelling import slips_of
from guardrails.lint.unknown_condition_key import MEANT as KEYS_MEANT
from guardrails.lint.unknown_condition_key import is_known
from guardrails.model.policy.operators import OPERATORS, read_operator


@pytest.mark.parametrize(
    ("name", "known", "meant"),
    [
        ("cloudtrial", ["cloudtrail", "cloudfront"], ("cloudtrail",)),
        ("RunInstance", ["RunInstances", "RunScheduledInstances"], ("RunInstances",)),
        ("LeaveOrganisation", ["LeaveOrganization"], ("LeaveOrganization",)),
        ("GetTrail", ["PutTrail"], ()),
        ("GetFindingsV3", ["GetFindings", "GetFindingsV2"], ("GetFindingsV2",)),
        ("GetFindingsV2", ["GetFindings"], ()),
        ("ec3", ["ec2", "ecs"], ()),
        ("ec2:Vpce", ["ec2:Vpc"], ()),
        ("DisassociateMember", ["AssociateMember"], ()),
        ("AbandonShip", ["RunInstances"], ()),
    ],
)
def test_a_slip_is_told_from_another_name(name: str, known: list[str], meant: tuple[str, ...]) -> None:
    assert slips_of(name, known) == meant


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_an_operation_of_the_table_is_no_action_and_what_is_checked_instead_is_one(name: str) -> None:
    assert action(name) is None
    assert all((known := action(one)) is not None and known.name == one for one in OPERATIONS[name])


def test_a_prefix_of_the_table_is_no_service_and_what_is_meant_is_one() -> None:
    assert not set(MEANT) & set(prefixes())
    assert {one for meant in MEANT.values() for one in meant} <= set(prefixes())


def test_a_key_of_the_table_is_unknown_and_what_is_meant_is_known() -> None:
    assert not [key for key in KEYS_MEANT if is_known(key)]
    assert all(is_known(key) for key in KEYS_MEANT.values())


def test_an_operator_of_the_table_does_not_exist_and_what_is_meant_does() -> None:
    assert not [name for name in OPERATORS_MEANT if read_operator(name)]
    assert set(OPERATORS_MEANT.values()) <= set(OPERATORS)


@pytest.mark.parametrize(
    ("prefix", "name", "meant"),
    [
        ("guard-duty", "*", ("guardduty",)),
        ("AmazonEC2", "RunInstances", ("ec2",)),
        ("cognito", "AdminCreateUser", ("cognito-idp",)),
        ("cognito", "*", ("cognito-idp", "cognito-identity", "cognito-sync")),
        ("lamda", "*", ("lambda",)),
        ("quantumteleport", "*", ()),
    ],
)
def test_a_service_is_found_by_what_people_call_it(prefix: str, name: str, meant: tuple[str, ...]) -> None:
    assert meant_services(prefix, name) == meant


def test_api_gateway_is_checked_by_its_methods() -> None:
    assert checked_instead("apigateway:CreateRestApi") == ("apigateway:POST",)
    assert checked_instead("apigateway:UpdateStage") == ("apigateway:PATCH",)
    assert checked_instead("apigateway:Frobnicate") == ()


@pytest.mark.parametrize(
    ("name", "renamed"),
    [
        ("s3:PutBucketEncryption", True),
        ("lambda:Invoke", True),
        ("s3:HeadObject", False),
        ("s3:DeleteBucketTagging", False),
        ("sqs:SendMessageBatch", False),
        ("s3:PutBucketEncryption*", False),
    ],
)
def test_another_name_is_told_from_a_wider_permission(name: str, renamed: bool) -> None:
    assert is_renamed(name) is renamed


def test_slips_stay_in_the_service() -> None:
    assert slips("ec2:RunInstance") == ("ec2:RunInstances",)
    assert slips("cloudtrail:DeleteTrial") == ("cloudtrail:DeleteTrail",)
    assert service("nothing") is None and slips("nothing:RunInstance") == ()
