"""Which service prefix an unknown one was meant to be: names of the CLI, of the console and of old days, and slips.

Source: https://docs.aws.amazon.com/service-authorization/latest/reference/ (the prefix stands at the head of each page)
and https://docs.aws.amazon.com/cli/latest/reference/ (the CLI's names) (2026-09)
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from guardrails.catalog.services import expand, prefixes
from guardrails.lint.names.spelling import slips_of

MEANT: Final[dict[str, tuple[str, ...]]] = {
    "accessanalyzer": ("access-analyzer",),
    "apigatewayv2": ("apigateway",),
    "aurora": ("rds",),
    "bedrockagent": ("bedrock",),
    "bedrockruntime": ("bedrock",),
    "certificatemanager": ("acm",),
    "cloudhsmv2": ("cloudhsm",),
    "cloudwatchevents": ("events",),
    "cloudwatchlogs": ("logs",),
    "cognito": ("cognito-idp", "cognito-identity", "cognito-sync"),
    "cognitouserpools": ("cognito-idp",),
    "costexplorer": ("ce",),
    "directoryservice": ("ds",),
    "docdb": ("rds",),
    "documentdb": ("rds",),
    "dynamodbstreams": ("dynamodb",),
    "ec2autoscaling": ("autoscaling",),
    "ecrpublic": ("ecr-public",),
    "efs": ("elasticfilesystem",),
    "elasticsearch": ("es",),
    "elb": ("elasticloadbalancing",),
    "elbv2": ("elasticloadbalancing",),
    "email": ("ses",),
    "emr": ("elasticmapreduce",),
    "eventbridge": ("events",),
    "iamidentitycenter": ("sso",),
    "identitycenter": ("sso",),
    "kinesisfirehose": ("firehose",),
    "lexmodels": ("lex",),
    "lexv2models": ("lex",),
    "loadbalancing": ("elasticloadbalancing",),
    "managedgrafana": ("grafana",),
    "marketplacemetering": ("aws-marketplace",),
    "memcached": ("elasticache",),
    "msk": ("kafka",),
    "mwaa": ("airflow",),
    "neptune": ("rds", "neptune-db"),
    "opensearchserverless": ("aoss",),
    "opensearchservice": ("es",),
    "parameterstore": ("ssm",),
    "prometheus": ("aps",),
    "publicecr": ("ecr-public",),
    "resourceaccessmanager": ("ram",),
    "resourceexplorer": ("resource-explorer-2",),
    "s3api": ("s3",),
    "s3control": ("s3",),
    "sagemakerruntime": ("sagemaker",),
    "sesv2": ("ses",),
    "sfn": ("states",),
    "ssoadmin": ("sso",),
    "ssooidc": ("sso-oauth",),
    "stepfunction": ("states",),
    "stepfunctions": ("states",),
    "systemsmanager": ("ssm",),
    "transitgateway": ("ec2",),
    "vpc": ("ec2",),
    "waf2": ("wafv2",),
}
"""What people write, without hyphens and underscores, and the prefixes that policies use for it."""


@lru_cache(maxsize=1024)
def meant_services(prefix: str, name: str = "") -> tuple[str, ...]:
    """Return the prefixes that `prefix` may have been meant to be; of several, those that know the action `name`."""
    folded = prefix.lower()
    plain = _plain(folded)
    found = MEANT.get(plain) or _by_plain_name().get(plain) or slips_of(folded, prefixes())
    knowing = tuple(one for one in found if expand(f"{one}:{name}")) if name.strip("*?") else ()
    return knowing or tuple(found)


@cache
def _by_plain_name() -> dict[str, tuple[str, ...]]:
    return {_plain(one): (one,) for one in prefixes()}


def _plain(prefix: str) -> str:
    joined = prefix.replace("-", "").replace("_", "")
    return joined.removeprefix("amazon").removeprefix("aws") or joined
