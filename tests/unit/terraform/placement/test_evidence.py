"""Each kind of evidence, in small plans made by hand."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from guardrails.model.plan.change import Change, Verb
from guardrails.model.plan.configuration import (
    Expression,
    ModuleCall,
    ModuleConfig,
    ProviderConfig,
    ResourceConfig,
)
from guardrails.model.plan.plan import Placement, Plan
from guardrails.model.plan.values import SENSITIVE, UNKNOWN
from guardrails.terraform.placement.placing import placements_of

AWS = "registry.terraform.io/hashicorp/aws"
ROLE = "arn:aws:iam::333333333333:role/automation/apply"
USER = "arn:aws:iam::222222222222:role/automation/apply"


def ref(*names: str) -> Expression:
    return Expression(references=names)


def const(value: object) -> Expression:
    return Expression(constant=value)


def change(name: str = "a", key: str = "aws", **values: object) -> Change:
    return Change(
        f"aws_sqs_queue.{name}", "aws_sqs_queue", name, Verb.UPDATE, 0, provider=AWS, provider_key=key, before=values
    )


def plan(
    expressions: Mapping[str, Expression],
    *changes: Change,
    variables: Mapping[str, object] | None = None,
    key: str = "aws",
    root: ModuleConfig | None = None,
    prior: Mapping[str, Mapping[str, object]] | None = None,
) -> Plan:
    name, _, alias = key.rpartition(":")[2].partition(".")
    module = key.rpartition(":")[0]
    provider = ProviderConfig(key, name, AWS, alias, module=module, expressions=expressions)
    return Plan(
        "plan.json",
        changes=changes or (change(key=key),),
        variables=variables or {},
        root=root or ModuleConfig(),
        providers={key: provider},
        prior=prior or {},
    )


def place(made: Plan, account: str = "", region: str = "", principal: str = "") -> Placement:
    return placements_of(made, account, region, principal).of(made.changes[0])


def test_a_constant_region_is_certain() -> None:
    found = place(plan({"region": const("eu-west-1")}), region="us-east-1")
    assert found.region == "eu-west-1" and found.likely == frozenset()
    assert found.evidence["region"] == "region of provider aws"


@pytest.mark.parametrize(
    ("references", "variables", "region"),
    [
        (("var.r",), {"r": "eu-west-1"}, "eu-west-1"),
        (("var.r.home", "var.r"), {"r": {"home": "eu-west-1"}}, "eu-west-1"),
        (('var.r["home"]', "var.r"), {"r": {"home": "eu-west-1"}}, "eu-west-1"),
        (("var.r",), {"r": "europe"}, UNKNOWN),
        (("var.r",), {"r": SENSITIVE}, UNKNOWN),
        (("var.r",), {}, UNKNOWN),
        (("var.dr", "var.a", "var.b"), {"dr": True, "a": "eu-west-1", "b": "eu-west-2"}, UNKNOWN),
        (("local.r",), {"r": "eu-west-1"}, UNKNOWN),
        (("each.value",), {}, UNKNOWN),
    ],
)
def test_a_variable_is_likely(references: tuple[str, ...], variables: Mapping[str, object], region: object) -> None:
    made = plan({"region": ref(*references)}, key="aws.x", variables=variables)
    found = place(made, region="us-east-1")
    assert found.region == region
    assert ("region" in found.likely) == (region is not UNKNOWN)


def test_a_default_of_a_variable_counts() -> None:
    made = plan({"region": ref("var.r")}, root=ModuleConfig(variables={"r": "eu-west-1"}))
    assert place(made).region == "eu-west-1"


def test_the_users_region_is_for_a_provider_that_names_none() -> None:
    assert place(plan({}), region="us-east-1").region == "us-east-1"
    assert place(plan({}), region="us-east-1").likely == frozenset()
    assert place(plan({}, key="aws.dr"), region="us-east-1").region == "us-east-1"
    unread = place(plan({"region": ref("local.r")}), region="us-east-1")
    assert unread.region == "us-east-1" and unread.likely == {"region"}
    assert place(plan({}), account="222222222222").region is UNKNOWN


def test_a_resource_knows_its_region_better() -> None:
    made = plan(
        {"region": const("us-east-1")},
        change("a", region="eu-west-1"),
        change("b", arn="arn:aws:sqs:eu-west-2:222222222222:b"),
        change("c"),
        change("d", region="not a region"),
    )
    placements = placements_of(made)
    assert [placements.of(one).region for one in made.changes] == ["eu-west-1", "eu-west-2", "us-east-1", "us-east-1"]
    assert placements.of(made.changes[0]) is placements.of(made.changes[0])


def test_siblings_go_before_a_variable() -> None:
    sibling = change("b", arn="arn:aws:sqs:eu-west-2:222222222222:b")
    found = place(plan({"region": ref("var.r")}, change(), sibling, variables={"r": "eu-west-1"}))
    assert (found.region, found.account, found.likely) == ("eu-west-2", "222222222222", frozenset())
    assert found.evidence["region"] == "ARN of aws_sqs_queue.b, under the same provider"


def test_siblings_that_disagree_say_nothing() -> None:
    made = plan(
        {},
        change(),
        change("b", arn="arn:aws:sqs:eu-west-2:222222222222:b"),
        change("c", arn="arn:aws:sqs:eu-west-1:333333333333:c"),
    )
    assert place(made) == Placement(UNKNOWN, UNKNOWN, UNKNOWN)


ELSEWHERE = "arn:aws:sqs:eu-west-2:333333333333:b"


@pytest.mark.parametrize("type", ["aws_cloudwatch_event_target", "aws_vpc_peering_connection_accepter", "aws_given"])
def test_the_arn_of_another_object_is_no_evidence(type: str) -> None:
    other = Change(f"{type}.b", type, "b", Verb.NO_OP, 0, provider=AWS, provider_key="aws", before={"arn": ELSEWHERE})
    root = ModuleConfig(
        {"aws_given.b": ResourceConfig("aws_given.b", "managed", "aws_given", "b", "aws", {"arn": ref("var.a")})}
    )
    found = place(plan({}, change(), other, root=root))
    assert found == Placement(UNKNOWN, UNKNOWN, UNKNOWN)
    own = Change(
        "aws_sqs_queue.b",
        "aws_sqs_queue",
        "b",
        Verb.NO_OP,
        0,
        provider=AWS,
        provider_key="aws",
        before={"arn": ELSEWHERE},
    )
    assert place(plan({}, change(), own, root=root)).account == "333333333333"


def test_a_region_of_its_own_tells_nothing_of_the_provider() -> None:
    sibling = change("b", arn=ELSEWHERE, region="eu-west-2")
    found = place(plan({}, change(), sibling))
    assert (found.region, found.account) == (UNKNOWN, "333333333333")


def own_module(call: Mapping[str, Expression]) -> ModuleConfig:
    inner = ModuleConfig(variables={"r": "eu-west-3"})
    outer = ModuleConfig(calls={"deep": ModuleCall("deep", "./deep", inner, {"r": ref("var.place")})})
    return ModuleConfig(calls={"own": ModuleCall("own", "./own", outer, call)})


@pytest.mark.parametrize(
    ("call", "region"),
    [({"place": ref("var.home")}, "eu-west-1"), ({"place": const("eu-west-2")}, "eu-west-2"), ({}, UNKNOWN)],
)
def test_variables_of_modules(call: Mapping[str, Expression], region: object) -> None:
    made = plan(
        {"region": ref("var.r")},
        key="module.own.module.deep:aws",
        variables={"home": "eu-west-1"},
        root=own_module(call),
    )
    assert place(made).region == region


def test_a_default_in_a_module() -> None:
    root = ModuleConfig(calls={"own": ModuleCall("own", "./own", ModuleConfig(variables={"r": "eu-west-3"}))})
    assert place(plan({"region": ref("var.r")}, key="module.own:aws", root=root)).region == "eu-west-3"


def assumed(expression: Expression) -> Mapping[str, Expression]:
    return {"assume_role": Expression(blocks=({"role_arn": expression},))}


@pytest.mark.parametrize(
    ("role", "variables"),
    [(const(ROLE), {}), (ref("var.role"), {"role": ROLE}), (ref("var.r.a", "var.r"), {"r": {"a": ROLE}})],
)
def test_an_assumed_role_tells_account_and_principal(role: Expression, variables: Mapping[str, object]) -> None:
    found = place(plan(assumed(role), variables=variables), "222222222222", "", USER)
    assert (found.account, found.principal, found.likely) == ("333333333333", ROLE, frozenset())


def test_an_account_in_the_arn_of_the_role_is_likely() -> None:
    made = plan(assumed(ref("var.account", "var.name")), variables={"account": "333333333333", "name": "apply"})
    found = place(made, "222222222222", "", USER)
    assert found.account == "333333333333" and found.likely == {"account"}
    assert found.principal is UNKNOWN, "the user's role is one of another account"


def test_a_role_that_cannot_be_read_leaves_the_users_account_likely() -> None:
    found = place(plan(assumed(ref("local.role"))), "222222222222", "", USER)
    assert (found.account, found.principal) == ("222222222222", USER)
    assert found.likely == {"account", "principal"}


def test_a_second_block_with_a_role_that_cannot_be_read_is_not_in_the_users_account() -> None:
    made = plan(assumed(ref("local.role")), key="aws.other")
    assert place(made, "222222222222", "", USER).account is UNKNOWN


@pytest.mark.parametrize(
    ("allowed", "likely"), [(const(["333333333333"]), frozenset[str]()), (ref("var.account"), frozenset({"account"}))]
)
def test_the_only_allowed_account(allowed: Expression, likely: frozenset[str]) -> None:
    made = plan({"allowed_account_ids": allowed}, variables={"account": "333333333333"})
    found = place(made, "222222222222", "", USER)
    assert (found.account, found.likely, found.principal) == ("333333333333", likely, UNKNOWN)


def test_two_allowed_accounts_tell_nothing() -> None:
    made = plan({"allowed_account_ids": const(["333333333333", "444444444444"])})
    assert place(made).account is UNKNOWN
    assert place(made, "222222222222").account == "222222222222"


def test_another_profile_is_not_the_users() -> None:
    assert place(plan({"profile": const("other")}, key="aws.x"), "222222222222").account is UNKNOWN
    assert place(plan({"profile": const("other")}), "222222222222").account == "222222222222"


def data(type: str, **arguments: Expression) -> ModuleConfig:
    config = ResourceConfig(f"data.{type}.here", "data", type, "here", "aws", arguments)
    return ModuleConfig(resources={config.address: config})


def test_the_caller_that_was_asked_for() -> None:
    values = {"account_id": "333333333333", "arn": "arn:aws:sts::333333333333:assumed-role/apply/run-1"}
    made = plan({}, root=data("aws_caller_identity"), prior={"data.aws_caller_identity.here": values})
    found = place(made, "222222222222", "", USER)
    assert (found.account, found.principal) == ("333333333333", "arn:aws:iam::333333333333:role/apply")
    assert found.likely == {"principal"}, "the path of the role is not known"


def test_the_region_that_was_asked_for() -> None:
    prior = {"data.aws_region.here": {"name": "eu-west-1"}}
    found = place(plan({"region": ref("local.r")}, root=data("aws_region"), prior=prior))
    assert (found.region, found.evidence["region"]) == ("eu-west-1", "data.aws_region.here")
    asked = place(plan({"region": ref("local.r")}, root=data("aws_region", name=const("eu-west-1")), prior=prior))
    assert asked.region is UNKNOWN


def test_an_object_of_an_unknown_provider_is_judged_by_itself() -> None:
    gone = Change(
        "aws_sqs_queue.g",
        "aws_sqs_queue",
        "g",
        Verb.DELETE,
        0,
        provider=AWS,
        before={"arn": "arn:aws:sqs:eu-west-2:222222222222:g"},
    )
    two = {key: ProviderConfig(key, "aws", AWS, expressions={"region": const("us-east-1")}) for key in ("aws", "aws.b")}
    found = placements_of(Plan("p", changes=(gone,), providers=two, root=ModuleConfig())).of(gone)
    assert (found.region, found.account) == ("eu-west-2", "222222222222")
    bare = placements_of(Plan("p", changes=(gone,), root=None), region="us-east-1").of(gone)
    assert bare.region == "eu-west-2"
