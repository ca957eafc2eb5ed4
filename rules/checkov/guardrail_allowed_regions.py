"""Everything stands in an allowed Region.

## What it does
Compares with `settings.allowed_regions` the Region of every `aws` provider, and every Region, availability zone and ARN
of a copy that a resource names: zones of instances, subnets, volumes and groups, replicas of tables, secrets,
repositories and file systems, copies of backups and snapshots, peers, stack sets, distributions of images. The ARN of a
vault that is made in the same apply is left to the provider that makes the vault.

## Why it matters
The region lock denies what is not allowed when it is called; replicas and copies are made by AWS services and need no
call of ours in the other Region. Data in a forgotten Region is watched by nobody.

## Example
```hcl
provider "aws" {
  region = "eu-west-1"
}
```

## Use instead
```hcl
provider "aws" {
  region = "us-east-1"
}
```

## How to fix
Take an allowed Region, or have the Region added to `settings.allowed_regions` of the organization file.

## Sources
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html (2026-11)
- https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs (2026-11): the arguments that name Regions
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ProviderCheck, ResourceCheck
from guardrail_settings import setting
from guardrail_values import ABSENT, UNKNOWN, Mark, blocks, value_at, values_at

RULE = {
    "id": "CKV_LZ_004",
    "title": "Only allowed Regions",
    "severity": "HIGH",
    "rows": ["A8"],
    "pillar": "governance",
    "category": "GENERAL_SECURITY",
}

PLACES: dict[str, str] = {
    "availability_zone": """
        cloudhsm_v2_hsm db_instance default_subnet dms_replication_instance docdb_cluster_instance
        ebs_fast_snapshot_restore ebs_volume ec2_capacity_reservation ec2_host elasticache_cluster instance
        lightsail_database lightsail_disk lightsail_instance neptune_cluster_instance opsworks_instance
        rds_cluster_instance redshift_cluster spot_instance_request subnet vpn_gateway""",
    "availability_zones": """
        autoscaling_group dax_cluster docdb_cluster elb finspace_kx_volume medialive_multiplex neptune_cluster
        rds_cluster""",
    "placement.availability_zone": "launch_template",
    "launch_template_config.override.availability_zone": "ec2_fleet",
    "launch_template_config.overrides.availability_zone": "spot_fleet_request",
    "launch_specification.availability_zone": "spot_fleet_request",
    "compute_config.availability_zone": "dms_replication_config",
    "region": "cloudformation_stack_set_instance opsworks_stack",
    "regions": "cloudformation_stack_instances",
    "region_name": "account_region directory_service_region",
    "replica.region_name": "dynamodb_table dynamodb_global_table",
    "replica.region": "secretsmanager_secret",
    "destination.region": "efs_replication_configuration",
    "replication_configuration.rule.destination.region": "ecr_replication_configuration",
    "replication_specification.region_list": "keyspaces_keyspace",
    "destination_region": """
        db_snapshot_copy rds_cluster_snapshot_copy redshift_snapshot_copy auditmanager_framework_share""",
    "snapshot_copy.destination_region": "redshift_cluster",
    "distribution.region": "imagebuilder_distribution_configuration",
    "configuration.region": "securitylake_data_lake",
    "configuration.replication_configuration.regions": "securitylake_data_lake",
    "s3_destination.region": "ssm_resource_data_sync",
    "artifact_store.region": "codepipeline",
    "stage.action.region": "codepipeline",
    "peer_region": "ec2_transit_gateway_peering_attachment vpc_peering_connection",
    "endpoint_group_region": "globalaccelerator_endpoint_group globalaccelerator_custom_routing_endpoint_group",
    "enabled_regions": "datazone_environment_blueprint_configuration",
    "rule.copy_action.destination_vault_arn": "backup_plan",
    "backup_replication_configuration.region": "ssmincidents_replication_set",
    "vpc.vpc_region": "route53_zone",
    "vpc_region": "route53_zone_association",
}
"""Where a Region, a zone or an ARN stands -> the types (without `aws_`) that have it there."""

_REGION = re.compile(r"([a-z]{2}(?:-[a-z]+)+-\d)")


def _by_type() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for path, types in PLACES.items():
        for kind in types.split():
            found[f"aws_{kind}"] = (*found.get(f"aws_{kind}", ()), path)
    return found


PATHS = _by_type()


def region_of(text: str) -> str:
    """Return the Region that a Region, a zone (`us-east-1a`, `us-east-1-bos-1a`) or an ARN names; itself otherwise."""
    place = text.split(":")[3] if text.startswith("arn:") and text.count(":") > 3 else text
    found = _REGION.match(place)
    return found[1] if found else place


def _outside(value: Any) -> bool:
    return region_of(str(value)) not in setting("settings.allowed_regions", [])


def _message(value: Any) -> str:
    return f"{region_of(str(value))} is not allowed (allowed: {', '.join(setting('settings.allowed_regions', []))})"


class ResourceRegions(ResourceCheck):
    """The Regions that a resource names."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for a Region that is not allowed, UNKNOWN for one that is not known."""
        late = ""
        seen = []
        for path, value in _named(conf, self.entity_type):
            if value is UNKNOWN:
                # What is made in the same apply lies in the Region of its provider, which is looked at there.
                late = late or ("" if path.endswith("_arn") else path)
                continue
            seen.append(path)
            if _outside(value):
                return self.fails(path, _message(value))
        if late:
            return self.unknown(late, "the Region is not known yet")
        return self.passes(*seen) if seen else self.silent()


def _named(conf: dict[str, Any], kind: str) -> Iterator[tuple[str, Any]]:
    for path in PATHS[kind]:
        outer, _, last = path.rpartition(".")
        inner = blocks(conf, outer) if outer else [conf]
        if isinstance(inner, Mark):
            yield path, UNKNOWN
            continue
        for one in inner:
            found = values_at(one, last)
            for value in [found] if isinstance(found, Mark) else found:
                if value is not ABSENT:
                    yield path, value


class ProviderRegions(ProviderCheck):
    """The Region of a provider."""

    def scan_provider_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for a Region that is not allowed; what comes out of a variable stands in no plan."""
        value = value_at(conf, "region")
        if isinstance(value, Mark):
            return self.silent()
        return self.fails("region", _message(value)) if _outside(value) else self.passes("region")


check = [ResourceRegions(RULE, PATHS), ProviderRegions(RULE)]
