"""Settings that put a resource on the internet by themselves, as one literal table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Door:
    """A setting: the resource type, the path, the values that open it, and what that means in words."""

    type: str
    path: str
    opens: tuple[object, ...]
    why: str
    expected: str
    groups: str = ""
    """Path of its security groups, where they stand between the internet and the resource."""


_DATABASES: Final = (
    "aws_db_instance",
    "aws_dms_replication_instance",
    "aws_mq_broker",
    "aws_neptune_cluster_instance",
    "aws_rds_cluster_instance",
    "aws_redshift_cluster",
    "aws_redshiftserverless_workgroup",
)
_GROUPS: Final = {
    "aws_mq_broker": "security_groups",
    "aws_redshiftserverless_workgroup": "security_group_ids",
    "aws_neptune_cluster_instance": "",
    "aws_rds_cluster_instance": "",
}

DOORS: Final[tuple[Door, ...]] = (
    *(
        Door(
            type,
            "publicly_accessible",
            (True,),
            "its name resolves to a public address (publicly_accessible)",
            "false",
            _GROUPS.get(type, "vpc_security_group_ids"),
        )
        for type in _DATABASES
    ),
    Door(
        "aws_lambda_function_url",
        "authorization_type",
        ("NONE",),
        "the function has a URL on the internet, which asks nobody who he is",
        "AWS_IAM",
    ),
    Door(
        "aws_sagemaker_notebook_instance",
        "direct_internet_access",
        ("Enabled",),
        "the notebook has a way to the internet through SageMaker's own network, past the VPC",
        "Disabled",
    ),
    Door(
        "aws_sagemaker_domain",
        "app_network_access_type",
        ("PublicInternetOnly",),
        "the apps of the domain have a way to the internet through SageMaker's own network, past the VPC",
        "VpcOnly",
    ),
    Door("aws_ami_launch_permission", "group", ("all",), "every AWS account may start the image", "no group"),
    Door(
        "aws_s3_bucket_acl",
        "acl",
        ("public-read", "public-read-write"),
        "the ACL lets everybody read the bucket",
        "private",
    ),
    Door(
        "aws_s3_bucket",
        "acl",
        ("public-read", "public-read-write"),
        "the ACL lets everybody read the bucket",
        "private",
    ),
)
"""Source: https://registry.terraform.io/providers/hashicorp/aws/latest/docs and
https://docs.aws.amazon.com/sagemaker/latest/dg/appendix-notebook-and-internet-access.html (2026-11)
"""
