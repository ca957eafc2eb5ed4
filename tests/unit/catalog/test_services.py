"""The service reference answers what the rest of the program asks of it."""

from __future__ import annotations

import pytest

from guardrails.catalog import store
from guardrails.catalog.services import AccessLevel, action, close_matches, expand, keys_on, prefixes, service


def test_run_instances_is_authorized_on_many_resources() -> None:
    found = action("ec2:RunInstances")
    assert found is not None
    assert found.level is AccessLevel.WRITE
    required = {use.type for use in found.resources if use.required}
    assert required == {"instance", "image", "subnet", "network-interface", "security-group"}
    assert {"volume", "snapshot", "key-pair", "launch-template"} <= {use.type for use in found.resources}


def test_the_instance_type_is_a_key_of_the_instance_only() -> None:
    found = action("ec2:RunInstances")
    assert found is not None
    assert [use.type for use in found.resources if "ec2:InstanceType" in use.keys] == ["instance"]
    assert "ec2:InstanceType" in keys_on("ec2:RunInstances", "instance")
    assert "ec2:InstanceType" not in keys_on("ec2:RunInstances", "subnet")


def test_dependent_actions_of_run_instances() -> None:
    found = action("ec2:RunInstances")
    assert found is not None
    assert found.dependents == ("ec2:CreateTags", "iam:PassRole", "ssm:GetParameters")


@pytest.mark.parametrize("name", ["s3:PutObject", "s3:putobject", "S3:PUTOBJECT"])
def test_names_are_found_without_regard_to_case(name: str) -> None:
    found = action(name)
    assert found is not None
    assert found.name == "s3:PutObject"
    assert "object" in {use.type for use in found.resources}


@pytest.mark.parametrize("name", ["s3:PutObjekt", "s4:PutObject", "PutObject", "s3:", ":", "", "*", "s3:Put*"])
def test_what_is_no_action_is_not_found(name: str) -> None:
    assert action(name) is None


def test_leaving_the_organization_has_no_resources() -> None:
    found = action("organizations:LeaveOrganization")
    assert found is not None
    assert found.resources == ()


def test_keys_listed_on_the_resource_type_only() -> None:
    assert "rds:DatabaseClass" in keys_on("rds:CreateDBInstance", "db")
    assert keys_on("rds:NoSuchAction", "db") == frozenset()


def test_load_balancers_of_both_generations() -> None:
    found = action("elasticloadbalancing:CreateLoadBalancer")
    assert found is not None
    assert [use.type for use in found.resources] == [
        "loadbalancer",
        "loadbalancer/app/",
        "loadbalancer/gwy/",
        "loadbalancer/net/",
    ]
    tags = action("elasticloadbalancing:AddTags")
    assert tags is not None
    assert not any(use.required for use in tags.resources)


def test_resource_types_have_arn_formats() -> None:
    s3, lex = service("s3"), service("lex")
    assert s3 is not None
    assert lex is not None
    assert s3.resource_types["bucket"].arn == "arn:${Partition}:s3:::${BucketName}"
    assert len(lex.resource_types["bot"].arns) == 2


def test_every_action_can_be_built_and_names_known_resource_types() -> None:
    count = 0
    for prefix in prefixes():
        home = service(prefix)
        assert home is not None
        for built in home.actions.values():
            count += 1
            assert all(use.type in home.resource_types for use in built.resources), built.name
        assert all(kind.name == name for name, kind in home.resource_types.items())
    assert count == len(expand("*"))
    assert count > 22_000


def test_retired_services_stay_known() -> None:
    retired, living = service("codestar"), service("s3")
    assert retired is not None
    assert living is not None
    assert retired.retired
    assert not living.retired


def test_expand_by_wildcard() -> None:
    assert expand("cloudtrail:*Trail") == (
        "cloudtrail:CreateTrail",
        "cloudtrail:DeleteTrail",
        "cloudtrail:GetTrail",
        "cloudtrail:UpdateTrail",
    )
    assert expand("CloudTrail:deletetrail") == ("cloudtrail:DeleteTrail",)
    assert "s3:PutObject" in expand("s3:P?tObj*")
    assert "s3:GetObject" not in expand("s3:P?tObj*")
    assert len(expand("ec2:*")) > 800


@pytest.mark.parametrize("pattern", ["*:Get*", "nosuch:*", "s3:Nothing*", "s3", "", "s3:Nothing", "s3:[a-z]*"])
def test_expand_to_nothing(pattern: str) -> None:
    assert expand(pattern) == ()


def test_a_hostile_pattern_ends() -> None:
    assert expand("ec2:" + "*a" * 200 + "*zz") == ()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ec2:RunInstnces", "ec2:RunInstances"),
        ("ec:RunInstances", "ec2:RunInstances"),
        ("RunInstances", "ec2:RunInstances"),
        ("s3:putobjct", "s3:PutObject"),
    ],
)
def test_did_you_mean(name: str, expected: str) -> None:
    assert close_matches(name)[0] == expected


def test_no_suggestion_for_nonsense() -> None:
    assert close_matches("qqqqqqq:xyz") == ()
    assert close_matches("") == ()


def test_a_missing_data_file_is_told_plainly() -> None:
    with pytest.raises(store.CatalogError, match=r"nothing\.json cannot be read"):
        store.read_json("nothing.json")
    with pytest.raises(store.CatalogError, match="damaged"):
        store.read_record("services.zlib", 1, 20)
    with pytest.raises(store.CatalogError, match="damaged"):
        store.read_json("services.zlib")
