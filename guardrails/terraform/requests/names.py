"""Names that follow from references: which attribute of a resource in the plan is the variable of somebody's ARN."""

from __future__ import annotations

from typing import Final

from guardrails.model.plan.change import Change
from guardrails.model.plan.values import COMPUTED, UNKNOWN, UNSET, Mark
from guardrails.terraform.requests.scene import Scene

_BUCKET_PARTS: Final = {
    f"aws_s3_bucket_{part}": "bucket"
    for part in (
        "acl",
        "lifecycle_configuration",
        "logging",
        "notification",
        "ownership_controls",
        "policy",
        "public_access_block",
        "server_side_encryption_configuration",
        "versioning",
    )
}

NAMED: Final[dict[str, dict[str, str]]] = {
    "Alias": {"aws_kms_alias": "name"},
    "AnalyzerName": {"aws_accessanalyzer_analyzer": "analyzer_name"},
    "BackupVaultName": {"aws_backup_vault": "name"},
    "BucketName": {"aws_s3_bucket": "bucket", **_BUCKET_PARTS},
    "BudgetName": {"aws_budgets_budget": "name"},
    "CacheClusterId": {"aws_elasticache_cluster": "cluster_id"},
    "ClusterName": {
        "aws_ecs_cluster": "name",
        "aws_eks_cluster": "name",
        "aws_msk_cluster": "cluster_name",
        "aws_redshift_cluster": "cluster_identifier",
    },
    "DbClusterInstanceName": {"aws_rds_cluster": "cluster_identifier"},
    "DbInstanceName": {"aws_db_instance": "identifier"},
    "DomainName": {"aws_opensearch_domain": "domain_name"},
    "EndpointConfigName": {"aws_sagemaker_endpoint_configuration": "name"},
    "EndpointName": {"aws_sagemaker_endpoint": "name"},
    "EventBusName": {"aws_cloudwatch_event_bus": "name"},
    "FunctionName": {"aws_lambda_function": "function_name"},
    "GroupFriendlyName": {"aws_autoscaling_group": "name"},
    "GroupNameWithPath": {"aws_iam_group": "name"},
    "InstanceProfileNameWithPath": {"aws_iam_instance_profile": "name"},
    "KeyPairName": {"aws_key_pair": "key_name"},
    "LaunchConfigurationName": {"aws_launch_configuration": "name"},
    "LogGroupName": {"aws_cloudwatch_log_group": "name"},
    "ModelName": {"aws_sagemaker_model": "name"},
    "NodegroupName": {"aws_eks_node_group": "node_group_name"},
    "ParameterGroupName": {"aws_db_parameter_group": "name"},
    "PolicyNameWithPath": {"aws_iam_policy": "name"},
    "QueueName": {"aws_sqs_queue": "name"},
    "RecorderName": {"aws_config_configuration_recorder": "name"},
    "RepositoryName": {"aws_ecr_repository": "name"},
    "RoleNameWithPath": {"aws_iam_role": "name", "aws_iam_instance_profile": "role"},
    "RuleName": {"aws_cloudwatch_event_rule": "name"},
    "SecretId": {"aws_secretsmanager_secret": "name"},
    "StreamName": {"aws_kinesis_stream": "name"},
    "SubnetGroupName": {"aws_db_subnet_group": "name"},
    "TableName": {"aws_dynamodb_table": "name"},
    "TopicName": {"aws_sns_topic": "name"},
    "TrailName": {"aws_cloudtrail": "name"},
    "UserNameWithPath": {"aws_iam_user": "name"},
}
"""Variable of an ARN format -> resource type -> the attribute that holds it. Ids that AWS makes have no row."""

OTHER_PREFIXES: Final = {"aws_alb", "aws_db_instance", "aws_lb", "aws_rds_cluster", "aws_rds_cluster_instance"}
"""Types whose generated names do not (or not always) start with `terraform-`, but with `tf-`: both start with `t`.

Source: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/lb (2026-11)
"""

DEPTH: Final = 4

Named = tuple[str, Change]
"""A name, possibly with `*` for the part that nobody knows, and the change whose name it is."""


def generated_name(scene: Scene, attribute: str) -> str:
    """Return the pattern of a name that the provider makes: `prefix*`, `terraform-*`; `*` where it is no name."""
    prefix = f"{attribute}_prefix"
    if not scene.new or prefix not in scene.values:
        return "*"
    given = scene.values[prefix]
    if isinstance(given, str) and given:
        return prefixed_name(scene, attribute)
    if given is UNKNOWN or given is Mark.SENSITIVE:
        return "*"
    return "t*" if scene.change.type in OTHER_PREFIXES else "terraform-*"


def prefixed_name(scene: Scene, attribute: str) -> str:
    """Return the pattern of a name of which the prefix is given; empty where none is."""
    given = scene.values.get(f"{attribute}_prefix") if scene.new else None
    return f"{given}*" if isinstance(given, str) and given else ""


def referred_name(scene: Scene, attribute: str, variable: str) -> Named | None:
    """Return the name of the one resource of the plan that an unknown attribute refers to, or None."""
    return _followed(scene, scene.change, attribute, variable, DEPTH)


def _followed(scene: Scene, change: Change, attribute: str, variable: str, depth: int) -> Named | None:
    types = NAMED.get(variable)
    if not types or not depth:
        return None
    targets = scene.around.references.targets(change, attribute, tuple(types))
    if not targets.certain or len(targets.changes) != 1:
        return None
    target = targets.changes[0]
    named = types[target.type]
    name = target.settled.get(named)
    if isinstance(name, str) and name:
        return with_path(target, name, variable), target
    if name is UNKNOWN:
        return _followed(scene, target, named, variable, depth - 1)
    prefix = target.settled.get(f"{named}_prefix")
    if (name is None or name is COMPUTED or name is UNSET) and isinstance(prefix, str) and prefix:
        return with_path(target, f"{prefix}*", variable), target
    return None


def entity(scene: Scene, name: str, attribute: str, variable: str) -> str:
    """Return the name of an IAM entity that an attribute gives without its path, with that path.

    The path is that of the entity in the plan; of one that is not there nobody knows it: `*name`.
    """
    types = NAMED.get(variable, {})
    if not variable.endswith("WithPath") or not attribute or "/" in name or scene.change.type in types:
        return name
    found = referred_name(scene, attribute, variable)
    if found is not None and found[0].endswith(name):
        return found[0]
    entities = scene.around.entities
    if variable not in entities:
        of_types = scene.around.plan.of(*(type for type, named in types.items() if named == "name"))
        entities[variable] = {str(one.settled.get("name")): one for one in of_types}
    known = entities[variable].get(name)
    return with_path(known, name, variable) if known else f"*{name}"


def with_path(target: Change, name: str, variable: str) -> str:
    """Return the name of an IAM entity with its path in front, as its ARN has it."""
    if not variable.endswith("WithPath") or NAMED[variable][target.type] != "name":
        return name
    path = target.settled.get("path")
    return f"{path}{name}".lstrip("/") if isinstance(path, str) else name
