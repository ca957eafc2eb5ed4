"""Condition keys: type, several values, presence, templates."""

from __future__ import annotations

import pytest

from guardrails.catalog.keys import Presence, close_keys, condition_key, global_keys, is_multivalued


@pytest.mark.parametrize(
    "name",
    [
        "sagemaker:InstanceTypes",
        "autoscaling:InstanceTypes",
        "aws:PrincipalOrgPaths",
        "aws:principalorgpaths",
        "aws:TagKeys",
        "aws:CalledVia",
        "dynamodb:LeadingKeys",
    ],
)
def test_multivalued(name: str) -> None:
    assert is_multivalued(name)


@pytest.mark.parametrize(
    "name", ["ec2:InstanceType", "aws:PrincipalArn", "aws:CalledViaFirst", "aws:RequestTag/env", "nobody:knows"]
)
def test_single_valued(name: str) -> None:
    assert not is_multivalued(name)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("aws:PrincipalArn", "arn"),
        ("aws:SourceIp", "ip"),
        ("aws:SecureTransport", "bool"),
        ("aws:MultiFactorAuthAge", "numeric"),
        ("aws:CurrentTime", "date"),
        ("aws:RequestedRegion", "string"),
        ("ec2:Encrypted", "bool"),
        ("ec2:VolumeSize", "numeric"),
    ],
)
def test_types(name: str, kind: str) -> None:
    key = condition_key(name)
    assert key is not None
    assert key.type == kind


@pytest.mark.parametrize(
    ("name", "template"),
    [
        ("aws:RequestTag/env", "aws:RequestTag/${TagKey}"),
        ("ec2:attribute/instancetype", "ec2:Attribute/${AttributeName}"),
        ("s3:ExistingObjectTag/class", "s3:ExistingObjectTag/<key>"),
        ("kms:EncryptionContext:app", "kms:EncryptionContext:${EncryptionContextKey}"),
        ("events:Metadata/a/Matcher", "events:Metadata/${MetadataKey}/Matcher"),
        ("aws:RequestTag/${TagKey}", "aws:RequestTag/${TagKey}"),
    ],
)
def test_a_concrete_name_finds_its_template(name: str, template: str) -> None:
    key = condition_key(name)
    assert key is not None
    assert key.name == template


def test_presence_is_known_for_global_keys() -> None:
    arn, account, mfa = (condition_key(f"aws:{n}") for n in ("PrincipalArn", "PrincipalAccount", "TokenIssueTime"))
    assert arn is not None and arn.presence is Presence.SIGNED
    assert account is not None and account.presence is Presence.ALWAYS
    assert mfa is not None and mfa.presence is Presence.CONDITIONAL and mfa.when == "temporary credentials"
    service_key = condition_key("ec2:InstanceType")
    assert service_key is not None and service_key.presence is None
    assert all(condition_key(key.name) == key for key in global_keys())


def test_unknown_keys() -> None:
    assert condition_key("aws:NoSuchKey") is None
    assert condition_key("aws:RequestTag/") is None
    assert condition_key("") is None
    assert close_keys("ec2:InstancType")[0] == "ec2:InstanceType"
