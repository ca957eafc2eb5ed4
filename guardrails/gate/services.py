"""Which AWS service a resource type belongs to, by the prefix that IAM has for the service.

Source: the provider's types and the actions that they call, version 5.100
(https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs, 2026-11).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_EC2: Final = (
    "ami customer default ebs ec2 egress eip flow instance internet key launch main nat network placement route "
    "security snapshot spot subnet verifiedaccess volume vpc vpn"
).split()

_BY_WORD: Final[dict[str, str]] = {
    **dict.fromkeys(_EC2, "ec2"),
    **dict.fromkeys(("alb", "app", "elb", "lb", "load", "proxy"), "elasticloadbalancing"),
    **dict.fromkeys(("db", "docdb", "neptune", "rds"), "rds"),
    "accessanalyzer": "access-analyzer",
    "acmpca": "acm-pca",
    "api": "apigateway",
    "apigatewayv2": "apigateway",
    "appautoscaling": "application-autoscaling",
    "autoscalingplans": "autoscaling-plans",
    "bcmdataexports": "bcm-data-exports",
    "bedrockagent": "bedrock",
    "cloudcontrolapi": "cloudformation",
    "codestarconnections": "codestar-connections",
    "cognito": "cognito-idp",
    "computeoptimizer": "compute-optimizer",
    "costoptimizationhub": "cost-optimization-hub",
    "directory": "ds",
    "dx": "directconnect",
    "ecrpublic": "ecr-public",
    "efs": "elasticfilesystem",
    "elastic": "elasticbeanstalk",
    "elasticsearch": "es",
    "emr": "elasticmapreduce",
    "emrcontainers": "emr-containers",
    "emrserverless": "emr-serverless",
    "identitystore": "sso",
    "keyspaces": "cassandra",
    "licensemanager": "license-manager",
    "msk": "kafka",
    "mskconnect": "kafkaconnect",
    "mwaa": "airflow",
    "networkfirewall": "network-firewall",
    "opensearch": "es",
    "opensearchserverless": "aoss",
    "pinpoint": "mobiletargeting",
    "prometheus": "aps",
    "redshiftserverless": "redshift-serverless",
    "resourceexplorer2": "resource-explorer-2",
    "resourcegroups": "resource-groups",
    "s3control": "s3",
    "s3outposts": "s3-outposts",
    "service": "servicediscovery",
    "servicecatalogappregistry": "servicecatalog",
    "sesv2": "ses",
    "sfn": "states",
    "ssoadmin": "sso",
    "vpclattice": "vpc-lattice",
    "wafregional": "waf-regional",
    "workspacesweb": "workspaces-web",
}
"""The word after `aws_` -> the service, where they differ."""

_BY_PREFIX: Final[tuple[tuple[str, str], ...]] = (
    ("aws_autoscaling_", "autoscaling"),
    ("aws_cloudwatch_event_", "events"),
    ("aws_cloudwatch_log_", "logs"),
    ("aws_cloudwatch_query_", "logs"),
    ("aws_kinesis_analytics_", "kinesisanalytics"),
    ("aws_kinesis_firehose_", "firehose"),
    ("aws_launch_configuration", "autoscaling"),
    ("aws_route53_resolver_", "route53resolver"),
)


@lru_cache(maxsize=4096)
def service_of(type: str) -> str:
    """Return the IAM prefix of the service that a resource type belongs to; empty for a type that is not of AWS."""
    provider, _, rest = type.partition("_")
    if provider not in ("aws", "awscc") or not rest:
        return ""
    found = next((service for prefix, service in _BY_PREFIX if type.startswith(prefix)), "")
    word = rest.partition("_")[0]
    return found or _BY_WORD.get(word, word)
