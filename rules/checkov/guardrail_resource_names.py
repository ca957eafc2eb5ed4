"""Names follow the grammar of the organization.

## What it does
Matches the names that people give (`name` and what other types call it, and the tag `Name`) with
`settings.naming.pattern`: prefix, environment, Region code, perhaps the letter of a zone, resource, perhaps a purpose.
Types of `settings.naming.lowercase_for` need the whole in lower case. With an account given, the environment has to be
that account's. Names that the organization file says itself (roles of the pipeline, buckets of state and logs), names
of AWS (`/aws/...`) and names of the organization's own parts (accounts, units, policies, permission sets) are left out.

## Why it matters
A name is what people see in bills, alarms and lists. One grammar says at a glance where a resource belongs, and
policies with patterns in their ARNs rely on it.

## Example
```hcl
resource "aws_sqs_queue" "jobs" {
  name = "jobs-queue"
}
```

## Use instead
```hcl
resource "aws_sqs_queue" "jobs" {
  name = "MM-dev-use1-sqs-jobs"
}
```

## How to fix
Begin the name with the root's `name_prefix` and end it with resource and purpose. A new name makes most resources anew:
change it where that does no harm, or waive the finding.

## Sources
- https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html (2026-11): lower case only
- https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html (2026-11): identifiers are lower case
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_settings import account, document, setting
from guardrail_taggable import TAGGABLE
from guardrail_tags import tags_of, whole
from guardrail_values import ABSENT, UNKNOWN, Mark, value_at

RULE = {
    "id": "CKV_LZ_003",
    "title": "Names follow the grammar",
    "severity": "LOW",
    "rows": ["B23", "B15", "B18", "A62"],
    "pillar": "operations",
    "category": "GENERAL_SECURITY",
}

_NAME = """
alb autoscaling_group backup_plan backup_vault budgets_budget ce_anomaly_monitor cloudtrail cloudwatch_event_bus
cloudwatch_event_rule cloudwatch_log_group codebuild_project codepipeline config_configuration_recorder dynamodb_table
ec2_managed_prefix_list ecs_cluster ecs_service eks_cluster iam_group iam_instance_profile iam_policy iam_role
iam_user kinesis_stream kms_alias launch_configuration launch_template lb lb_target_group ram_resource_share
sagemaker_endpoint sagemaker_endpoint_configuration sagemaker_model sagemaker_notebook_instance secretsmanager_secret
security_group sfn_state_machine sns_topic sqs_queue
"""
_OTHER = {
    "aws_s3_bucket": "bucket",
    "aws_db_instance": "identifier",
    "aws_rds_cluster": "cluster_identifier",
    "aws_redshift_cluster": "cluster_identifier",
    "aws_elasticache_replication_group": "replication_group_id",
    "aws_eks_node_group": "node_group_name",
    "aws_lambda_function": "function_name",
    "aws_sagemaker_domain": "domain_name",
}
ATTRIBUTE = {**{f"aws_{kind}": "name" for kind in _NAME.split()}, **_OTHER}
"""Type -> the attribute that people name it with; `<attribute>_prefix` is the beginning of a name, where one is set."""

LOWER_BY_AWS = frozenset(
    {"aws_s3_bucket", "aws_ecr_repository", "aws_elasticache_replication_group"}
    | {"aws_db_instance", "aws_rds_cluster", "aws_redshift_cluster"}
)
"""Types for which AWS wants, or itself makes, lower case: both forms of the grammar are good."""

OUTSIDE = ("aws_organizations_", "aws_ssoadmin_", "aws_identitystore_")
"""Beginnings of types that bear names of the organization file, in no account's grammar."""

_FIELDS = {"az": "[a-z]", "resource": r"[a-z0-9_.]+", "purpose": r"[a-z0-9_.]+(?:-[a-z0-9_.]+)*"}


class ResourceNames(ResourceCheck):
    """The name of a resource and its tag `Name`."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for a name outside the grammar, UNKNOWN for one that is not known."""
        late = ""
        seen = []
        own, settings = account(), id(document())
        env = own["env"] if own else ""
        for path, value in self._names(conf):
            if value is UNKNOWN:
                late = late or path
            elif value is not ABSENT and not _given(value, settings):
                seen.append(path)
                if not self._follows(path, value, env, settings):
                    told = f" with the environment {env}" if env else ""
                    return self.fails(path, f"{value} does not follow {setting('settings.naming.pattern')}{told}")
        if late:
            return self.unknown(late, "the name is not known yet")
        return self.passes(*seen) if seen else self.silent()

    def _names(self, conf: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        attribute = ATTRIBUTE.get(self.entity_type)
        if attribute:
            begin = value_at(conf, f"{attribute}_prefix")
            own = begin if isinstance(begin, str) else value_at(conf, attribute)
            path = f"{attribute}_prefix" if isinstance(begin, str) else attribute
            yield path, own if isinstance(own, Mark) else whole(str(own).removeprefix("alias/").rstrip("-"))
        tag = tags_of(self, conf).known.get("Name", ABSENT)
        yield "tags.Name", tag if isinstance(tag, Mark) else whole(str(tag or "")) or ABSENT

    def _follows(self, path: str, name: str, env: str, settings: int) -> bool:
        lower = self.entity_type in setting("settings.naming.lowercase_for", [])
        if (not lower or path == "tags.Name") and _grammar(settings, env, False).fullmatch(name):
            return True
        either = lower or self.entity_type in LOWER_BY_AWS
        return either and _grammar(settings, env, True).fullmatch(name) is not None


def _given(name: str, settings: int) -> bool:
    return name.startswith(("/aws/", *_own_names(settings))) and (
        name.startswith("/aws/") or any(name == one or name.startswith(f"{one}-") for one in _own_names(settings))
    )


@lru_cache(maxsize=4)
def _own_names(_: int) -> tuple[str, ...]:
    """Names that the organization file says: of roles, of the state's bucket and table, of the buckets of logs."""
    roles = {arn.rpartition("/")[2] for arns in setting("principals", {}).values() for arn in arns}
    roles |= {setting(f"ci.{one}.role", "") for one in ("plan", "apply")}
    told = {setting("state.bucket", ""), setting("state.lock.dynamodb", "")}
    told |= {value for key, value in setting("settings.logs", {}).items() if key.endswith("_bucket")}
    return tuple(sorted(one for one in roles | told if isinstance(one, str) and one and "*" not in one))


@lru_cache(maxsize=64)
def _grammar(_: int, env: str, lower: bool) -> re.Pattern[str]:
    prefix = str(setting("settings.naming.prefix", ""))
    codes = setting("settings.naming.region_codes", {}).values()
    environments = [env] if env else sorted({one["env"] for one in document()["accounts"]})
    parts = {
        **_FIELDS,
        "prefix": re.escape(prefix.lower() if lower else prefix),
        "env": "|".join(map(re.escape, environments)),
        "region": "|".join(map(re.escape, codes)),
    }
    pattern = str(setting("settings.naming.pattern", "{resource}"))
    text = re.sub(r"\[([^\]]*)\]", r"(?:\1)?", pattern)
    return re.compile(re.sub(r"\{(\w+)\}", lambda one: f"(?:{parts.get(one[1], '.+')})", text))


check = ResourceNames(RULE, sorted({one for one in (*TAGGABLE, *ATTRIBUTE) if not one.startswith(OUTSIDE)}))
