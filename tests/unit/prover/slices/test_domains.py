"""Domains of keys: what values they can have, when requests carry them, and what the scene fixes."""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardrails.catalog.instance_types import instance_type_names
from guardrails.catalog.keys import condition_key, global_keys
from guardrails.catalog.regions import REGIONS
from guardrails.catalog.services import action as known_action
from guardrails.catalog.services import expand, keys_on
from guardrails.evaluation.call import Call, accompanying
from guardrails.evaluation.call import expand as expand_call
from guardrails.evaluation.defaults import default_context
from guardrails.evaluation.operators import MISMATCH, OPERATORS
from guardrails.evaluation.sent import ALWAYS
from guardrails.model.proof import Breadth, Scene
from guardrails.model.request import UNKNOWN, Principal, PrincipalKind, Value
from guardrails.prover.slices.domains import (
    Domain,
    Presence,
    domain_of,
    fixed_value,
    hangs_on_kind,
    kind_keys,
    preferred_principals,
    presence_of,
    principal_formats,
    regions_of,
)
from guardrails.prover.slices.key_table import KEYS, PRINCIPAL_TAG
from guardrails.prover.slices.service_keys import VALUES

ACCOUNT, ORGANIZATION, PATH = "111122223333", "o-a1b2c3d4e5", "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/"
ROLE, USER = f"arn:aws:iam::{ACCOUNT}:role/deploy", f"arn:aws:iam::{ACCOUNT}:user/zoe"
SERVICE_LINKED = f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS"
SCENE = Scene("prod", ACCOUNT, ORGANIZATION, PATH, callers=(ROLE, SERVICE_LINKED, USER))
K = PrincipalKind
PRINCIPALS = {
    K.ROLE: ROLE,
    K.SERVICE_LINKED_ROLE: SERVICE_LINKED,
    K.USER: USER,
    K.ROOT: f"arn:aws:iam::{ACCOUNT}:root",
    K.FEDERATED_USER: f"arn:aws:sts::{ACCOUNT}:federated-user/zoe",
}
RUN = ("ec2:RunInstances", "instance")
PUT = ("s3:PutObject", "object")
kinds = pytest.mark.parametrize("kind", PRINCIPALS, ids=lambda kind: kind.value)


def fits(value: str, formats: tuple[str, ...]) -> bool:
    """Whether a value has one of the forms; written anew, so that it and the prover's reader check each other."""
    return not formats or any(re.fullmatch(_expression(one), value, re.DOTALL) for one in formats)


def _expression(form: str) -> str:
    pieces = re.split(r"(\{[^{}]*\})", form)
    return "".join(_class(one[1:-1]) if one.startswith("{") else re.escape(one) for one in pieces)


def _class(body: str) -> str:
    how = {"*": "*", "?": ""}.get(body[-1:], "+")
    members = body if how == "+" else body[:-1]
    return f"[{members}]{how}" if members else f".{how}"


def presence(
    key: str,
    at: tuple[str, str | None] = RUN,
    kind: PrincipalKind = K.ROLE,
    breadth: Breadth = Breadth.EVERY,
) -> Presence:
    return presence_of(key, kind, *at, SCENE, breadth)


def context(kind: PrincipalKind, action: str = "ec2:RunInstances") -> dict[str, Value]:
    principal = Principal(PRINCIPALS[kind], kind, ACCOUNT)
    return default_context(principal, action, "us-east-1", organization=ORGANIZATION, path=PATH)


def test_every_global_key_has_a_row_or_is_a_tag() -> None:
    names = {key.name.lower().partition("${")[0] for key in global_keys()}
    tags = {PRINCIPAL_TAG, "aws:resourcetag/", "aws:requesttag/", "aws:tagkeys"}
    assert names - tags <= set(KEYS)


@pytest.mark.parametrize("key", [*KEYS, *VALUES])
def test_every_row_is_a_key_that_somebody_documents(key: str) -> None:
    found = condition_key(key)
    assert found is not None
    assert domain_of(key, SCENE).name.lower() == key


@pytest.mark.parametrize("key", [*KEYS, *VALUES, "ec2:instancetype", "sagemaker:instancetypes", "aws:requestedregion"])
def test_preferred_and_future_values_are_of_the_domain(key: str) -> None:
    domain = domain_of(key, SCENE)
    operator = {"bool": "Bool", "numeric": "NumericEquals", "date": "DateEquals", "ip": "IpAddress"}.get(domain.type)
    for value in (*domain.preferred, *domain.future, *domain.finite):
        assert fits(value, domain.formats), value
        assert not domain.finite or value in domain.finite
        assert operator is None or OPERATORS[operator].read_found(value) is not MISMATCH


@pytest.mark.parametrize("key", ["ec2:instancetype", "ec2:attribute/instancetype", "autoscaling:instancetypes"])
def test_every_instance_type_of_the_catalog_has_the_form_of_one(key: str) -> None:
    domain = domain_of(key, SCENE)
    assert [name for name in instance_type_names() if not fits(name, domain.formats)] == []
    assert domain.known is not None and domain.known() == instance_type_names()
    assert domain.what == "instance type"
    assert set(domain.preferred) <= set(instance_type_names())
    assert domain.future[0] == "p9.48xlarge" and not set(domain.future) & set(instance_type_names())


@pytest.mark.parametrize(
    "text", ["", "p4d", "p4d.", ".xlarge", "P4d.24xlarge", "ml.p4d.24xlarge", "p4d.huge", "p4d.-xl"]
)
def test_what_aws_would_never_call_an_instance_type_is_none(text: str) -> None:
    assert not fits(text, domain_of("ec2:instancetype", SCENE).formats)


def test_sagemaker_has_its_own_names_of_instance_types() -> None:
    domain = domain_of("sagemaker:instancetypes", SCENE)
    assert domain.multivalued and domain.known is not None
    assert all(fits(name, domain.formats) for name in (*domain.known(), "system", "ml.geospatial.interactive"))
    assert not fits("p3.2xlarge", domain.formats)
    assert domain.future[0] == "ml.p9.48xlarge"


@pytest.mark.parametrize("partition", sorted({region.partition for region in REGIONS.values()}))
def test_every_region_has_the_form_of_one_and_is_known(partition: str) -> None:
    scene = Scene("a", ACCOUNT, partition=partition, regions=())
    domain = domain_of("aws:requestedregion", scene)
    names = {region.name for region in REGIONS.values() if region.partition == partition}
    assert all(fits(name, domain.formats) for name in names)
    assert domain.known is not None and set(domain.known()) == {*names, "unspecified"}
    assert domain.what == "Region" and not set(domain.future) & set(REGIONS)


def test_a_domain_tells_the_spelling_and_type_of_its_key() -> None:
    assert domain_of("aws:requesttag/cost-center", SCENE) == Domain("aws:RequestTag/cost-center", False, "string")
    assert domain_of("aws:calledvia", SCENE).multivalued
    assert domain_of("ec2:encrypted", SCENE).finite == ("true", "false")
    assert domain_of("kms:encryptioncontext:app", SCENE).name == "kms:EncryptionContext:app"
    assert domain_of("nobody:knows", SCENE) == Domain("nobody:knows")
    assert domain_of("aws:resourceaccount", SCENE).preferred[0] == ACCOUNT
    assert not domain_of("s3:x-amz-server-side-encryption", SCENE).finite


@kinds
def test_what_the_evaluator_sends_with_every_call_is_never_absent(kind: PrincipalKind) -> None:
    for key in context(kind):
        assert presence(key, kind=kind, breadth=Breadth.ORDINARY) is Presence.ALWAYS, key
        depends = key in ("aws:sourceip", "aws:resourceaccount", "aws:resourceorgid", "aws:resourceorgpaths")
        assert presence(key, kind=kind) is (Presence.MAYBE if depends else Presence.ALWAYS), key


@kinds
def test_an_ordinary_call_has_a_key_or_has_it_not(kind: PrincipalKind) -> None:
    sent = context(kind).keys() | accompanying(*RUN, "us-east-1").keys()
    names = {
        *KEYS,
        *VALUES,
        *(one.lower() for one in keys_on(*RUN)),
        "nobody:knows",
        "aws:principaltag/team",
        "saml:sub",
    }
    for key in names:
        found = presence(key, kind=kind, breadth=Breadth.ORDINARY)
        assert found is (Presence.ALWAYS if key in sent else Presence.NEVER), key


@kinds
def test_fixed_values_are_those_that_the_evaluator_sends(kind: PrincipalKind) -> None:
    for key, value in context(kind).items():
        fixed = fixed_value(key, kind, SCENE, Breadth.ORDINARY)
        assert fixed in (None, value), key
        if value is not UNKNOWN and key not in ("aws:principalarn", "aws:requestedregion", "aws:username"):
            assert fixed == value, key


def test_an_unusual_call_may_go_without_tls_through_services_and_elsewhere() -> None:
    for key in ("aws:securetransport", "aws:viaawsservice", "aws:resourceaccount", "aws:resourceorgid"):
        assert fixed_value(key, K.ROLE, SCENE) is None
    assert fixed_value("aws:principalorgid", K.ROLE, Scene("a", ACCOUNT)) is None
    assert fixed_value("aws:principalorgpaths", K.ROLE, SCENE) == (PATH,)
    assert fixed_value("aws:userid", K.ROOT, SCENE) == ACCOUNT


@pytest.mark.parametrize(
    ("key", "always", "maybe"),
    [
        ("aws:principaltype", "role user root federated-user", ""),
        ("aws:username", "user", ""),
        ("aws:tokenissuetime", "role federated-user", "user root"),
        ("aws:multifactorauthpresent", "", "role user root federated-user"),
        ("aws:multifactorauthage", "", "role user root federated-user"),
        ("aws:assumedroot", "", "root"),
        ("aws:sourceidentity", "", "role root"),
        ("aws:federatedprovider", "", "role"),
        ("ec2:sourceinstancearn", "", "role"),
        ("token.actions.githubusercontent.com:sub", "", "role"),
        ("saml:sub", "", "role"),
        ("aws:principaltag/team", "", "role user root federated-user"),
        ("aws:sourceip", "", "role user root federated-user"),
        ("aws:sourcevpce", "", "role user root federated-user"),
        ("aws:calledvia", "", "role user root federated-user"),
        ("aws:sourcearn", "", ""),
        ("aws:sourceaccount", "", ""),
        ("aws:principalservicename", "", ""),
        ("aws:akeyyettocome", "", "role user root federated-user"),
    ],
)
def test_presence_by_kind_of_principal(key: str, always: str, maybe: str) -> None:
    for kind in (K.ROLE, K.USER, K.ROOT, K.FEDERATED_USER):
        wanted = Presence.ALWAYS if kind.value in always.split() else Presence.NEVER
        assert presence(key, PUT, kind) is (Presence.MAYBE if kind.value in maybe.split() else wanted)
    differs = len({presence(key, PUT, kind) for kind in PRINCIPALS}) > 1 or key == "aws:principaltype"
    assert hangs_on_kind(key) is differs


def test_keys_of_kinds_do_not_hold_the_arn() -> None:
    assert {"aws:principaltype", "aws:username", "aws:userid", "aws:tokenissuetime", "aws:assumedroot"} <= kind_keys()
    assert "aws:principalarn" not in kind_keys()
    assert "aws:requestedregion" not in kind_keys()


@pytest.mark.parametrize(
    ("key", "action", "resource_type", "wanted"),
    [
        ("ec2:instancetype", "ec2:RunInstances", "instance", Presence.ALWAYS),
        ("ec2:instancetype", "EC2:runinstances", "instance", Presence.ALWAYS),
        ("ec2:instancetype", "ec2:RunInstances", "subnet", Presence.NEVER),
        ("ec2:vpc", "ec2:RunInstances", "subnet", Presence.MAYBE),
        ("ec2:vpc", "ec2:RunInstances", "instance", Presence.NEVER),
        ("ec2:attribute/instancetype", "ec2:ModifyInstanceAttribute", "instance", Presence.MAYBE),
        ("ec2:region", "ec2:RunInstances", "instance", Presence.ALWAYS),
        ("aws:requesttag/env", "ec2:RunInstances", "instance", Presence.MAYBE),
        ("aws:tagkeys", "ec2:RunInstances", "instance", Presence.MAYBE),
        ("aws:requesttag/env", "ec2:RunInstances", "image", Presence.NEVER),
        ("aws:requesttag/env", "iam:CreateAccessKey", "user", Presence.NEVER),
        ("aws:resourcetag/env", "s3:PutObject", "object", Presence.MAYBE),
        ("s3:x-amz-server-side-encryption", "s3:PutObject", "object", Presence.MAYBE),
        ("s3:tlsversion", "s3:PutObject", "object", Presence.MAYBE),
        ("s3:tlsversion", "ec2:RunInstances", "instance", Presence.NEVER),
        ("kms:viaservice", "s3:PutObject", "object", Presence.NEVER),
        ("kms:viaservice", "kms:Decrypt", "key", Presence.MAYBE),
        ("rds:databaseclass", "rds:CreateDBInstance", "db", Presence.MAYBE),
        ("iam:passedtoservice", "iam:PassRole", "role", Presence.MAYBE),
        ("secretsmanager:resourcetag/env", "secretsmanager:GetSecretValue", "Secret", Presence.MAYBE),
        ("ec2:instancetype", "", None, Presence.MAYBE),
        ("ec2:instancetype", "ec2:LaunchSomethingNew", None, Presence.MAYBE),
        ("aws:requesttag/env", "", None, Presence.MAYBE),
        ("ec2:notdocumented", "ec2:RunInstances", "instance", Presence.MAYBE),
        ("aws:resourceaccount", "ec2:RunInstances", "instance", Presence.MAYBE),
        ("aws:resourceaccount", "ec2:CreateVpcEndpoint", "vpc-endpoint", Presence.MAYBE),
        ("aws:resourceaccount", "events:PutEvents", "event-bus", Presence.MAYBE),
        ("aws:resourceaccount", "s3:GetObject", "object", Presence.ALWAYS),
        ("aws:resourceaccount", "ebs:StartSnapshot", "snapshot", Presence.MAYBE),
        ("aws:resourceorgid", "ebs:StartSnapshot", "snapshot", Presence.MAYBE),
        ("aws:resourceaccount", "", None, Presence.MAYBE),
    ],
)
def test_presence_by_action(key: str, action: str, resource_type: str | None, wanted: Presence) -> None:
    assert presence(key, (action, resource_type)) is wanted


@pytest.mark.parametrize("action", ALWAYS)
def test_keys_that_the_evaluator_says_are_always_sent_are_there(action: str) -> None:
    known = known_action(action)
    assert known is not None
    for resource_type, keys in ALWAYS[action].items():
        types = [use.type for use in known.resources] or [None] if resource_type == "*" else [resource_type]
        for key, one in product(keys, types):
            assert presence(key, (action, one), breadth=Breadth.ORDINARY) is Presence.ALWAYS
            assert presence(key, (action, one)) is (Presence.MAYBE if action in _MAY_GO_WITHOUT else Presence.ALWAYS)


_MAY_GO_WITHOUT = ("ec2:createfleet", "sagemaker:createtrainingjob", "sagemaker:createhyperparametertuningjob")
"""What can start machines by their attributes, in groups, or serverless: no type need be named."""


@pytest.mark.parametrize("action", ["ebs:StartSnapshot", "ec2:CreateVpcEndpoint"])
def test_an_ordinary_call_names_the_owner_unless_aws_lists_its_action_as_one_without(action: str) -> None:
    assert presence("aws:resourceaccount", (action, None), breadth=Breadth.ORDINARY) is Presence.NEVER
    assert presence("aws:resourceaccount", PUT, breadth=Breadth.ORDINARY) is Presence.ALWAYS


@pytest.mark.parametrize("pattern", ["ec2:*", "s3:*", "iam:*", "sagemaker:*", "kms:*", "secretsmanager:*", "ssm:*"])
def test_no_key_that_the_reference_lists_for_an_action_is_ruled_out(pattern: str) -> None:
    for name in expand(pattern):
        known = known_action(name)
        assert known is not None
        elsewhere = {key for use in known.resources for key in use.keys}
        for use in known.resources:
            listed = {*known.keys, *use.keys, *(keys_on(name, use.type) - elsewhere)}
            for key in (re.sub(r"\$\{[^}]*\}|<[^>]*>", "x", one.lower()) for one in listed):
                assert key in KEYS or presence(key, (name, use.type)) is not Presence.NEVER, (name, use.type, key)


@given(st.sampled_from(expand("*")), st.sampled_from(sorted(PRINCIPALS, key=str)))
def test_what_the_parts_of_a_call_carry_is_never_ruled_out(name: str, kind: PrincipalKind) -> None:
    """`simulate` and the prover must agree on which keys go with which part of a call."""
    known = known_action(name)
    assert known is not None
    keys = {re.sub(r"\$\{[^}]*\}|<[^>]*>", "x", one.lower()) for use in known.resources for one in use.keys}
    call = Call(
        Principal(PRINCIPALS[kind], kind, ACCOUNT),
        name,
        "us-east-1",
        given={key: "v" for key in keys if not key.startswith("aws:") or "tag" in key},
        sent=context(kind, name),
    )
    try:
        parts = expand_call(call)
    except ValueError:  # a key of a type that nobody named
        return
    for part in (one for one in parts if one.request.action.lower() == name.lower()):
        for key in part.request.context:
            assert presence(key, (name, part.resource_type or None), kind) is not Presence.NEVER, (part, key)


@kinds
def test_principals_are_of_their_kind(kind: PrincipalKind) -> None:
    formats, preferred = principal_formats(kind, SCENE), preferred_principals(kind, SCENE)
    assert preferred[0] == PRINCIPALS[kind] or kind is K.FEDERATED_USER
    assert all(fits(one, formats) for one in (*preferred, PRINCIPALS[kind]))
    strangers = [
        arn
        for other, arn in PRINCIPALS.items()
        if {kind, other} != {K.ROLE, K.SERVICE_LINKED_ROLE} and other is not kind
    ]
    assert not any(fits(arn, formats) for arn in strangers)
    elsewhere = PRINCIPALS[kind].replace(ACCOUNT, "444455556666")
    assert not fits(elsewhere, formats)
    assert fits(elsewhere, principal_formats(kind, Scene("any", "")))


@pytest.mark.parametrize(
    ("tail", "wanted"),
    [
        ("role/a", True),
        ("role/team/a", True),
        ("role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef", True),
        ("role/a+=,.@_-B", True),
        ("role/we:ird/a", True),
        ("role/", False),
        ("role/a b", False),
        ("role/team/", False),
        ("assumed-role/a/session", False),
        ("user/a", False),
    ],
)
def test_names_of_roles_are_what_iam_takes(tail: str, wanted: bool) -> None:
    assert fits(f"arn:aws:iam::{ACCOUNT}:{tail}", principal_formats(K.ROLE, SCENE)) is wanted


def test_strangers_have_no_principals_of_the_account() -> None:
    assert principal_formats(K.SERVICE, SCENE) == () == preferred_principals(K.ANONYMOUS, SCENE)


def test_global_services_answer_from_home_and_others_everywhere() -> None:
    scene = Scene("a", ACCOUNT, regions=("eu-west-1", "eu-central-1"))
    assert regions_of("iam:CreateUser", scene) == ("us-east-1",)
    assert regions_of("IAM:CreateUser", scene, Breadth.ORDINARY) == ("us-east-1",)
    assert regions_of("globalaccelerator:CreateAccelerator", scene) == ("us-west-2",)
    assert regions_of("support:CreateCase", scene) == ("us-east-1", "us-west-2", "eu-west-1")
    everywhere = regions_of("ec2:RunInstances", scene)
    assert everywhere[:2] == scene.regions
    assert set(everywhere) == {name for name, region in REGIONS.items() if region.partition == "aws"}
    assert set(regions_of("sts:AssumeRole", scene)) == set(everywhere)
    assert regions_of("ec2:RunInstances", scene, Breadth.ORDINARY) == scene.regions
    assert regions_of("bedrock:InvokeModel", scene) == (*everywhere, "unspecified")
    assert "unspecified" in regions_of("", scene)


def test_other_partitions_have_their_own_regions() -> None:
    china = Scene("a", ACCOUNT, partition="aws-cn", regions=("cn-north-1",))
    assert regions_of("iam:CreateUser", china) == ("cn-north-1",)
    assert regions_of("ec2:RunInstances", china) == ("cn-north-1", "cn-northwest-1")
    assert regions_of("organizations:LeaveOrganization", china) == ("cn-north-1", "cn-northwest-1")
