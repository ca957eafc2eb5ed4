"""Values of service keys: the forms AWS gives them, and ordinary ones for witnesses. A literal table.

What is only preferred is not all there is: AWS adds values, so that any other text counts as one that may come.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from guardrails.catalog.instance_types import instance_type_names

_FAMILY: Final = "{a-z}{a-z0-9-*}"
_SIZES: Final = (
    "nano", "micro", "small", "medium", "large", "xlarge", "{0-9}xlarge", "metal", "metal-{0-9}xl",
)  # fmt: skip

INSTANCE_TYPE_FORMATS: Final = tuple(f"{_FAMILY}.{size}" for size in _SIZES)
"""Family and size: https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html (2026-11)"""

ML_INSTANCE_TYPE_FORMATS: Final = (
    *(f"ml.{one}" for one in INSTANCE_TYPE_FORMATS),
    "ml.geospatial.interactive",
    "system",
)
"""SageMaker's own: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ResourceSpec.html (2026-11)"""

FUTURE_INSTANCE_TYPES: Final = (
    "p9.48xlarge", "g9.4xlarge", "trn9.48xlarge", "inf9.24xlarge", "p9.xlarge", "g9.xlarge", "m99.large",
)  # fmt: skip
"""Types that AWS might sell: new generations of families that grow."""

_ORDINARY_TYPES: Final = (
    "t3.micro", "m5.large", "c5.xlarge", "g5.xlarge", "p3.2xlarge", "g4dn.xlarge", "g6.xlarge", "p4d.24xlarge",
    "p5.48xlarge", "trn1.32xlarge", "inf2.xlarge",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ValueRow:
    """What a service key may hold: the form of its values, and ordinary ones, the likeliest first."""

    formats: tuple[str, ...] = ()
    preferred: tuple[str, ...] = ()


def machine_types() -> tuple[str, ...]:
    """Return the names of all types of EC2 that the catalog knows."""
    return instance_type_names()


def ml_machine_types() -> tuple[str, ...]:
    """Return the names that SageMaker would give these types: `ml.p3.2xlarge`."""
    return tuple(f"ml.{name}" for name in instance_type_names())


MACHINE_KEYS: Final = frozenset(
    {"ec2:instancetype", "ec2:attribute/instancetype", "autoscaling:instancetype", "autoscaling:instancetypes"}
)
"""Keys (lower case) that hold types of EC2."""
ML_MACHINE_KEYS: Final = frozenset({"sagemaker:instancetypes"})
"""Keys (lower case) that hold types of SageMaker."""
REGION_KEYS: Final = frozenset({"aws:requestedregion", "ec2:region"})
"""Keys (lower case) that hold the Region of the endpoint."""
MACHINES: Final = ValueRow(INSTANCE_TYPE_FORMATS, _ORDINARY_TYPES)
ML_MACHINES: Final = ValueRow(
    ML_INSTANCE_TYPE_FORMATS, ("ml.t3.medium", "ml.m5.large", *(f"ml.{one}" for one in _ORDINARY_TYPES[2:]))
)


def _prefer(*values: str) -> ValueRow:
    return ValueRow(preferred=values)


_KMS_KEY: Final = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"

VALUES: Final[Mapping[str, ValueRow]] = MappingProxyType(
    {
        # https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html (2026-11)
        "s3:x-amz-server-side-encryption": _prefer("AES256", "aws:kms", "aws:kms:dsse", "aws:fsx"),
        "s3:x-amz-server-side-encryption-aws-kms-key-id": _prefer(_KMS_KEY),
        "s3:x-amz-server-side-encryption-customer-algorithm": _prefer("AES256"),
        "s3:x-amz-acl": _prefer("private", "public-read", "public-read-write", "bucket-owner-full-control"),
        "s3:x-amz-storage-class": _prefer("STANDARD", "STANDARD_IA", "GLACIER", "DEEP_ARCHIVE"),
        "s3:object-lock-mode": _prefer("GOVERNANCE", "COMPLIANCE"),
        "s3:object-lock-legal-hold": _prefer("ON", "OFF"),
        # https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucketConfiguration.html (2026-11)
        "s3:locationconstraint": _prefer("eu-west-1", "us-west-2"),
        # https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html (2026-11)
        "s3:authtype": _prefer("REST-HEADER", "REST-QUERY-STRING", "POST"),
        "s3:signatureversion": _prefer("AWS4-HMAC-SHA256", "AWS"),
        # https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html (2026-11)
        "s3:tlsversion": _prefer("1.3", "1.2", "1.1"),
        # https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html (2026-11)
        "ec2:metadatahttptokens": _prefer("required", "optional"),
        "ec2:metadatahttpendpoint": _prefer("enabled", "disabled"),
        "ec2:metadatahttpputresponsehoplimit": _prefer("1", "2"),
        "ec2:tenancy": _prefer("default", "dedicated", "host"),
        "ec2:instancemarkettype": _prefer("on-demand", "spot", "capacity-block"),
        "ec2:rootdevicetype": _prefer("ebs", "instance-store"),
        "ec2:owner": _prefer("amazon", "self", "111122223333"),
        "ec2:public": _prefer("true", "false"),
        "ec2:volumetype": _prefer("gp3", "gp2", "io2", "st1"),
        "ec2:volumesize": _prefer("8", "100"),
        "ec2:vpc": _prefer("arn:aws:ec2:us-east-1:111122223333:vpc/vpc-0a1b2c3d4e5f60718"),
        "ec2:subnet": _prefer("arn:aws:ec2:us-east-1:111122223333:subnet/subnet-0a1b2c3d4e5f60718"),
        "ec2:instanceprofile": _prefer("arn:aws:iam::111122223333:instance-profile/app"),
        "ec2:attribute": _prefer("InstanceType", "UserData", "LaunchPermission"),
        # https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html (2026-11)
        "ec2:createaction": _prefer("RunInstances", "CreateVolume", "CreateSnapshot"),
        # https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html (2026-11)
        "kms:viaservice": _prefer("s3.us-east-1.amazonaws.com", "ec2.us-east-1.amazonaws.com"),
        "kms:calleraccount": _prefer("111122223333"),
        "kms:keyspec": _prefer("SYMMETRIC_DEFAULT", "RSA_2048"),
        "kms:keyorigin": _prefer("AWS_KMS", "EXTERNAL"),
        "kms:keyusage": _prefer("ENCRYPT_DECRYPT", "SIGN_VERIFY"),
        "kms:granteeprincipal": _prefer("arn:aws:iam::111122223333:role/Developer"),
        "kms:requestalias": _prefer("alias/app"),
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html (2026-11)
        "iam:passedtoservice": _prefer("ec2.amazonaws.com", "lambda.amazonaws.com", "sagemaker.amazonaws.com"),
        "iam:awsservicename": _prefer("autoscaling.amazonaws.com", "ecs.amazonaws.com"),
        "iam:policyarn": _prefer(
            "arn:aws:iam::aws:policy/AdministratorAccess", "arn:aws:iam::aws:policy/ReadOnlyAccess"
        ),
        "iam:permissionsboundary": _prefer("arn:aws:iam::111122223333:policy/boundary"),
        "iam:servicespecificcredentialservicename": _prefer("bedrock.amazonaws.com", "codecommit.amazonaws.com"),
        # https://docs.aws.amazon.com/rds/latest/userguide/Concepts.DBInstanceClass.Types.html (2026-11)
        "rds:databaseclass": _prefer("db.t3.medium", "db.m5.large", "db.r5.24xlarge"),
        "rds:databaseengine": _prefer("postgres", "mysql"),
        # https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html (2026-11)
        "account:targetregion": _prefer("eu-south-1", "af-south-1"),
        # https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html (2026-11)
        "sts:externalid": _prefer("12345"),
        "sts:rolesessionname": _prefer("session"),
        # https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html (2026-11)
        "lambda:functionurlauthtype": _prefer("NONE", "AWS_IAM"),
        # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonbedrock.html (2026-11)
        "bedrock:inferenceprofilearn": _prefer(
            "arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-sonnet-4-v1:0"
        ),
    }
)
"""Key (lower case) -> its values. A key without a row holds any value of its type."""
