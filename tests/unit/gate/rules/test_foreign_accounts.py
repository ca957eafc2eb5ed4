"""Accounts that a plan names."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from guardrails.files.project import load_project
from guardrails.gate.accounts import account_of_arn, accounts_in, counterparts
from guardrails.gate.rules.foreign_accounts import check
from guardrails.model.organization.levels import every_account, find_account
from guardrails.model.plan.change import Change
from guardrails.model.plan.plan import Placement
from guardrails.model.plan.values import UNKNOWN
from tests.unit.gate.building import REPOSITORY, TODAY, OnePlace, configured, made, organization, row
from tests.unit.gate.rules.judging import judged, said

OWN, DEV, MANAGEMENT, STRANGER = "333333333333", "222222222222", "111111111111", "999999999999"
AWS = "602401143452"
ROLE = "aws_iam_role.a"


def key(account: str) -> str:
    return f"arn:aws:kms:us-east-1:{account}:key/one"


def statement(effect: str = "Allow", **more: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": effect, "Action": "sts:AssumeRole", **more}]})


def trust(principal: Any, **more: Any) -> dict[str, Any]:
    return row(ROLE, after={"name": "a", "assume_role_policy": statement(Principal=principal, **more)})


def test_a_provider_that_probably_works_elsewhere_is_a_warning() -> None:
    class Probably(OnePlace):
        def of(self, change: Change) -> Placement:
            return replace(super().of(change), likely=frozenset({"account"}))

    rows = made(row("aws_sqs_queue.a", after={"name": "a"}))
    assert said(judged(check, rows, placements=OnePlace(STRANGER))) == {("aws_sqs_queue.a", "error")}
    assert said(judged(check, rows, placements=Probably(STRANGER))) == {("aws_sqs_queue.a", "warning")}


@pytest.mark.parametrize("account", [OWN, MANAGEMENT, AWS])
def test_own_common_and_awss_accounts_may_be_named(account: str) -> None:
    assert judged(check, [row("aws_sqs_queue.a", after={"kms_master_key_id": key(account)})]) == []


def test_sandboxes_are_on_their_own() -> None:
    home = organization()
    one, other = (
        replace(account, name=f"Sandbox{at}", id=f"{at}" * 12, env="sandbox", pointer=(*account.pointer, at))
        for at, account in enumerate((every_account(home)[-1],) * 2, 7)
    )
    crowded = replace(home, root=replace(home.root, accounts=(*home.root.accounts, one, other)))
    assert {one.id, MANAGEMENT} <= counterparts(crowded, one)
    assert other.id not in counterparts(crowded, one)


@pytest.mark.parametrize("account", [DEV, STRANGER])
def test_others_may_not(account: str) -> None:
    (one,) = judged(check, [row("aws_sqs_queue.a", after={"kms_master_key_id": key(account)})])
    assert (one.severity.value, one.attribute, one.found) == ("error", "kms_master_key_id", key(account))
    assert account in one.message and ("not of this organization" in one.message) is (account == STRANGER)


def test_management_may_name_every_account_of_the_organization() -> None:
    rows = [row("aws_sqs_queue.a", after={"kms_master_key_id": key(one)}) for one in (OWN, DEV)]
    assert judged(check, rows, "Management") == []
    assert judged(check, [row("aws_sqs_queue.a", after={"kms_master_key_id": key(STRANGER)})], "Management") != []


def test_accounts_of_one_environment_may_name_each_other_but_sandboxes() -> None:
    platform = load_project(REPOSITORY / "scps" / "examples" / "ml-platform", TODAY).organization
    by_env: dict[str, list[Any]] = {}
    for one in every_account(platform):
        by_env.setdefault(one.env, []).append(one)
    first, second, *_ = by_env["prod"]
    assert second.id in counterparts(platform, first)
    alone = replace(first, env="sandbox")
    assert second.id not in counterparts(platform, alone) and alone.id in counterparts(platform, alone)


@pytest.mark.parametrize(
    ("type", "attribute", "found"),
    [
        ("aws_ami_launch_permission", "account_id", True),
        ("aws_ram_principal_association", "principal", True),
        ("aws_vpc_peering_connection", "peer_owner_id", True),
        ("aws_sns_topic", "display_name", False),
        ("aws_sqs_queue", "name", False),
    ],
)
def test_twelve_digits_are_an_account_where_the_attribute_holds_accounts(
    type: str, attribute: str, found: bool
) -> None:
    assert bool(judged(check, [row(f"{type}.a", after={attribute: STRANGER})])) is found


def test_nested_values_and_images_count() -> None:
    image = f"{STRANGER}.dkr.ecr.us-east-1.amazonaws.com/model:1"
    rows = [
        row("aws_lambda_function.a", after={"environment": [{"variables": {"KEY": key(DEV)}}]}),
        row("aws_sagemaker_model.a", after={"primary_container": [{"image": image}]}),
    ]
    assert [(one.attribute, one.found) for one in judged(check, rows)] == [
        ("environment[0].variables.KEY", key(DEV)),
        ("primary_container[0].image", image),
    ]


def test_tags_deletes_and_data_sources_are_left_out() -> None:
    rows = [
        row("aws_sqs_queue.a", after={"tags_all": {"Key": key(DEV)}}),
        row("aws_sqs_queue.b", "delete", before={"kms_master_key_id": key(DEV)}),
        row("data.aws_kms_key.a", "read", mode="data", after={"arn": key(DEV)}),
        row("aws_sqs_queue.c", "no-op", before={"kms_master_key_id": key(DEV)}, after={"kms_master_key_id": key(DEV)}),
    ]
    assert judged(check, rows) == []


@pytest.mark.parametrize(
    ("principal", "more", "found"),
    [
        ({"AWS": f"arn:aws:iam::{OWN}:root"}, {}, ""),
        ({"AWS": f"arn:aws:iam::{DEV}:role/Developer"}, {}, DEV),
        ({"AWS": STRANGER}, {}, STRANGER),
        ({"Federated": f"arn:aws:iam::{DEV}:oidc-provider/token.actions.githubusercontent.com"}, {}, DEV),
        ({"Service": "ec2.amazonaws.com"}, {}, ""),
        ({"Service": "events.amazonaws.com"}, {"Condition": {"StringEquals": {"aws:SourceAccount": DEV}}}, DEV),
        ("*", {}, "*"),
        ({"AWS": "*"}, {}, "*"),
        ("*", {"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}}, ""),
    ],
)
def test_whom_a_role_trusts(principal: Any, more: dict[str, Any], found: str) -> None:
    assert [one.found for one in judged(check, [trust(principal, **more)])] == ([found] if found else [])


@pytest.mark.parametrize(("effect", "found"), [("Allow", True), ("Deny", False)])
def test_a_deny_gives_nobody_anything(effect: str, found: bool) -> None:
    policy = statement(effect, Resource=f"arn:aws:iam::{DEV}:role/x")
    assert bool(judged(check, [row("aws_iam_policy.a", after={"policy": policy})])) is found


def test_scps_and_endpoints_only_limit() -> None:
    policy = statement(Principal="*", Resource=key(STRANGER))
    rows = [
        row("aws_vpc_endpoint.a", after={"policy": policy}),
        row("aws_organizations_policy.a", after={"content": policy}),
    ]
    assert judged(check, rows, "Management") == []


def test_what_is_open_to_everybody_beside_roles_is_the_matter_of_another_rule() -> None:
    assert (
        judged(check, [row("aws_s3_bucket_policy.a", after={"policy": statement(Principal="*", Resource="*")})]) == []
    )


def test_an_unknown_policy_is_undecided() -> None:
    plan = made(
        row(ROLE, after={"name": "a"}, after_unknown={"assume_role_policy": True}),
        configuration=configured((ROLE, {"assume_role_policy": "local.lost"})),
    )
    assert said(judged(check, plan)) == {(ROLE, "undecided")}


def test_an_unknown_partner_is_undecided_but_for_the_organization() -> None:
    address = "aws_ram_principal_association.a"
    share = row(address, after={}, after_unknown={"principal": True})
    plan = made(share, configuration=configured((address, {"principal": "var.partner"})))
    assert said(judged(check, plan)) == {(address, "undecided")}
    whole = row("aws_organizations_organization.this", after={"feature_set": "ALL"})
    refers = (address, {"principal": "aws_organizations_organization.this.arn"})
    plan = made(share, whole, configuration=configured(("aws_organizations_organization.this", {}), refers))
    assert judged(check, plan) == []


def test_an_arn_that_is_masked_is_undecided() -> None:
    masked = {"kms_master_key_id": key(DEV), "message_retention_seconds": 60}
    hidden = {"kms_master_key_id": True, "message_retention_seconds": True}
    (one,) = judged(check, [row("aws_sqs_queue.a", after=masked, after_sensitive=hidden)])
    assert (one.undecided, one.attribute) == (True, "kms_master_key_id")


@pytest.mark.parametrize(
    ("source", "undecided"),
    [("data.aws_kms_key.theirs.arn", True), ("aws_kms_key.ours.arn", False), ("var.key", False)],
)
def test_an_arn_that_a_data_source_looks_up_is_undecided(source: str, undecided: bool) -> None:
    queue, group = "aws_sqs_queue.a", "aws_lb_target_group.b"
    plan = made(
        row(queue, after={"name": "a"}, after_unknown={"kms_master_key_id": True, "arn": True}),
        row(group, after={"rule": [{"weight": 1}]}, after_unknown={"rule": [{"role_arn": True}]}),
        configuration={
            "root_module": {
                "resources": [
                    {**_block(queue), "expressions": {"kms_master_key_id": {"references": [source]}}},
                    {**_block(group), "expressions": {"rule": [{"role_arn": {"references": [source]}}]}},
                ]
            }
        },
    )
    found = {(one.address, one.attribute) for one in judged(check, plan) if one.undecided}
    assert found == ({(queue, "kms_master_key_id"), (group, "rule[0].role_arn")} if undecided else set())


def _block(address: str) -> dict[str, str]:
    type, name = address.split(".")
    return {"address": address, "mode": "managed", "type": type, "name": name}


def test_what_everybody_may_use_is_found() -> None:
    (one,) = judged(check, [row("aws_ami_launch_permission.a", after={"group": "all"})])
    assert one.found == "all"


def test_a_provider_in_another_account_is_found_once() -> None:
    rows = [row(f"aws_sqs_queue.q{at}", after={"name": "x"}) for at in range(3)]
    (one,) = judged(check, rows, placements=OnePlace(DEV))
    assert (one.address, one.found, one.expected) == ("aws_sqs_queue.q0", DEV, OWN)
    assert "2 more" in one.message
    assert judged(check, rows, placements=OnePlace(MANAGEMENT)) == [], "no block says that it is the default provider"
    assert judged(check, rows, placements=OnePlace(UNKNOWN)) == []  # type: ignore[arg-type]  # as where a plan says nothing


@pytest.mark.parametrize(
    ("key", "account", "found"),
    [
        ("aws", MANAGEMENT, True),
        ("module.own:aws", MANAGEMENT, True),
        ("aws.management", MANAGEMENT, False),
        ("aws.dev", DEV, True),
        ("aws", OWN, False),
    ],
)
def test_the_default_provider_works_in_the_target_account(key: str, account: str, found: bool) -> None:
    """A plan for prod with the credentials of management would make everything there."""
    blocks = configured(("aws_sqs_queue.a", {}))
    blocks["root_module"]["resources"][0]["provider_config_key"] = key
    plan = made(row("aws_sqs_queue.a", after={"name": "x"}), configuration=blocks)
    assert bool(judged(check, plan, placements=OnePlace(account))) is found


def test_a_state_of_another_account_is_found_where_it_is_used() -> None:
    (one,) = judged(check, "not-aws", "Dev")
    assert (one.address, one.attribute, one.found) == (
        "aws_security_group.from_state",
        "vpc_id",
        "vpc-0prodprodprodprod",
    )
    assert judged(check, "not-aws", "Prod") == []


def test_accounts_are_read_out_of_texts() -> None:
    text = f"x {key(DEV)} y {key(OWN)} z {key(DEV)}"
    assert accounts_in(text) == (DEV, OWN)
    assert account_of_arn(text) == DEV
    assert accounts_in(f"{DEV}.dkr.ecr.us-east-1.amazonaws.com/a") == (DEV,)
    assert accounts_in("arn:aws:iam::aws:policy/ReadOnlyAccess") == ()
    assert account_of_arn("arn:aws:s3:::bucket") == ""


def test_the_account_itself_is_always_allowed() -> None:
    for one in every_account(organization()):
        assert not one.id or one.id in counterparts(organization(), one)
    assert find_account(organization(), "Prod") is not None
