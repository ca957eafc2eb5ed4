"""What data sources read when they are read during the apply."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.model.prediction import Certainty, Prediction
from guardrails.terraform.requests import tail
from guardrails.terraform.requests.scene import Scene
from guardrails.terraform.requests.tags import NONE

READS: Final[dict[str, tuple[str, ...]]] = {
    "aws_ami": ("ec2:DescribeImages",),
    "aws_availability_zones": ("ec2:DescribeAvailabilityZones",),
    "aws_caller_identity": ("sts:GetCallerIdentity",),
    "aws_cloudwatch_log_group": ("logs:DescribeLogGroups",),
    "aws_default_tags": (),
    "aws_dynamodb_table": ("dynamodb:DescribeTable",),
    "aws_ecr_repository": ("ecr:DescribeRepositories",),
    "aws_eks_cluster": ("eks:DescribeCluster",),
    "aws_iam_account_alias": ("iam:ListAccountAliases",),
    "aws_iam_openid_connect_provider": ("iam:GetOpenIDConnectProvider",),
    "aws_iam_policy": ("iam:GetPolicy",),
    "aws_iam_policy_document": (),
    "aws_iam_role": ("iam:GetRole",),
    "aws_iam_roles": ("iam:ListRoles",),
    "aws_iam_user": ("iam:GetUser",),
    "aws_instance": ("ec2:DescribeInstances",),
    "aws_instances": ("ec2:DescribeInstances",),
    "aws_kms_alias": ("kms:ListAliases",),
    "aws_kms_key": ("kms:DescribeKey",),
    "aws_lambda_function": ("lambda:GetFunction",),
    "aws_organizations_organization": ("organizations:DescribeOrganization",),
    "aws_organizations_policy": ("organizations:DescribePolicy",),
    "aws_partition": (),
    "aws_region": (),
    "aws_route53_zone": ("route53:ListHostedZones",),
    "aws_s3_bucket": ("s3:ListBucket",),
    "aws_s3_object": ("s3:GetObject",),
    "aws_secretsmanager_secret": ("secretsmanager:DescribeSecret",),
    "aws_secretsmanager_secret_version": ("secretsmanager:GetSecretValue",),
    "aws_security_group": ("ec2:DescribeSecurityGroups",),
    "aws_service_principal": (),
    "aws_sns_topic": ("sns:ListTopics",),
    "aws_sqs_queue": ("sqs:GetQueueUrl",),
    "aws_ssm_parameter": ("ssm:GetParameter",),
    "aws_ssoadmin_instances": ("sso:ListInstances",),
    "aws_subnet": ("ec2:DescribeSubnets",),
    "aws_subnets": ("ec2:DescribeSubnets",),
    "aws_vpc": ("ec2:DescribeVpcs",),
    "aws_vpcs": ("ec2:DescribeVpcs",),
}
"""Data source -> the first action it needs; none for one that only computes.

Source: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/data-sources (2026-11)
"""


def predicted(scene: Scene) -> tuple[Prediction, ...] | None:
    """Return the requests of a data source; None for one that the table does not have."""
    actions = READS.get(scene.change.type)
    return None if actions is None else tuple(_requests(scene, actions))


def _requests(scene: Scene, actions: tuple[str, ...]) -> Iterator[Prediction]:
    for name in actions:
        yield from tail.requests(scene, name, Certainty.CERTAIN, NONE)
