"""Values of service keys: ordinary ones for witnesses, and the names of machines. Literal tables.

An ordinary value is not all there is: AWS adds values, so any other text counts as one that may come.
"""

from __future__ import annotations

from collections.abc import Mapping
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

INSTANCE_TYPES: Final = (
    "t3.micro", "m5.large", "c5.xlarge", "g5.xlarge", "p3.2xlarge", "g4dn.xlarge", "g6.xlarge", "p4d.24xlarge",
    "p5.48xlarge", "trn1.32xlarge", "inf2.xlarge",
)  # fmt: skip
"""Ordinary types, without accelerators and with them."""

ML_INSTANCE_TYPES: Final = ("ml.t3.medium", "ml.m5.large", *(f"ml.{one}" for one in INSTANCE_TYPES[2:]))
"""Their names in SageMaker."""


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

_KMS_KEY: Final = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"

VALUES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        # https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html (2026-11)
        "s3:x-amz-server-side-encryption": ("AES256", "aws:kms", "aws:kms:dsse", "aws:fsx"),
        "s3:x-amz-server-side-encryption-aws-kms-key-id": (_KMS_KEY,),
        "s3:x-amz-server-side-encryption-customer-algorithm": ("AES256",),
        "s3:x-amz-acl": ("private", "public-read", "public-read-write", "bucket-owner-full-control"),
        "s3:x-amz-storage-class": ("STANDARD", "STANDARD_IA", "GLACIER", "DEEP_ARCHIVE"),
        "s3:object-lock-mode": ("GOVERNANCE", "COMPLIANCE"),
        "s3:object-lock-legal-hold": ("ON", "OFF"),
        # https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucketConfiguration.html (2026-11)
        "s3:locationconstraint": ("eu-west-1", "us-west-2"),
        # https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html (2026-11)
        "s3:authtype": ("REST-HEADER", "REST-QUERY-STRING", "POST"),
        "s3:signatureversion": ("AWS4-HMAC-SHA256", "AWS"),
        # https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html (2026-11)
        "s3:tlsversion": ("1.3", "1.2", "1.1"),
        # https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html (2026-11)
        "ec2:metadatahttptokens": ("required", "optional"),
        "ec2:metadatahttpendpoint": ("enabled", "disabled"),
        "ec2:metadatahttpputresponsehoplimit": ("1", "2"),
        "ec2:tenancy": ("default", "dedicated", "host"),
        "ec2:instancemarkettype": ("on-demand", "spot", "capacity-block"),
        "ec2:rootdevicetype": ("ebs", "instance-store"),
        "ec2:owner": ("amazon", "self", "111122223333"),
        "ec2:public": ("true", "false"),
        "ec2:volumetype": ("gp3", "gp2", "io2", "st1"),
        "ec2:volumesize": ("8", "100"),
        "ec2:vpc": ("arn:aws:ec2:us-east-1:111122223333:vpc/vpc-0a1b2c3d4e5f60718",),
        "ec2:subnet": ("arn:aws:ec2:us-east-1:111122223333:subnet/subnet-0a1b2c3d4e5f60718",),
        "ec2:instanceprofile": ("arn:aws:iam::111122223333:instance-profile/app",),
        "ec2:attribute": ("InstanceType", "UserData", "LaunchPermission"),
        # https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html (2026-11)
        "ec2:createaction": ("RunInstances", "CreateVolume", "CreateSnapshot"),
        # https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html (2026-11)
        "kms:viaservice": ("s3.us-east-1.amazonaws.com", "ec2.us-east-1.amazonaws.com"),
        "kms:calleraccount": ("111122223333",),
        "kms:keyspec": ("SYMMETRIC_DEFAULT", "RSA_2048"),
        "kms:keyorigin": ("AWS_KMS", "EXTERNAL"),
        "kms:keyusage": ("ENCRYPT_DECRYPT", "SIGN_VERIFY"),
        "kms:granteeprincipal": ("arn:aws:iam::111122223333:role/Developer",),
        "kms:requestalias": ("alias/app",),
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html (2026-11)
        "iam:passedtoservice": ("ec2.amazonaws.com", "lambda.amazonaws.com", "sagemaker.amazonaws.com"),
        "iam:awsservicename": ("autoscaling.amazonaws.com", "ecs.amazonaws.com"),
        "iam:policyarn": ("arn:aws:iam::aws:policy/AdministratorAccess", "arn:aws:iam::aws:policy/ReadOnlyAccess"),
        "iam:permissionsboundary": ("arn:aws:iam::111122223333:policy/boundary",),
        "iam:servicespecificcredentialservicename": ("bedrock.amazonaws.com", "codecommit.amazonaws.com"),
        # https://docs.aws.amazon.com/rds/latest/userguide/Concepts.DBInstanceClass.Types.html (2026-11)
        "rds:databaseclass": ("db.t3.medium", "db.m5.large", "db.r5.24xlarge"),
        "rds:databaseengine": ("postgres", "mysql"),
        # https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html (2026-11)
        "account:targetregion": ("eu-south-1", "af-south-1"),
        # https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html (2026-11)
        "sts:externalid": ("12345",),
        "sts:rolesessionname": ("session",),
        # https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html (2026-11)
        "lambda:functionurlauthtype": ("NONE", "AWS_IAM"),
        # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonbedrock.html (2026-11)
        "bedrock:inferenceprofilearn": (
            "arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-sonnet-4-v1:0",
        ),
    }
)
"""Key (lower case) -> ordinary values, the likeliest first."""
