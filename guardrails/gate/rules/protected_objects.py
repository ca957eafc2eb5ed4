"""No network, evidence, key, account or policy is destroyed or replaced without a waiver.

## What it does
Reports every delete and every replacement of a resource of a protected type: VPCs, subnets, addresses and transit
gateways; trails, log groups and buckets; KMS keys; backup vaults; accounts, OUs, policies and what attaches them. In
production, stores of data count too: databases, tables, file systems, volumes. A replacement names what forces it. A
resource that AWS keeps because `skip_destroy` or `retain_on_delete` is set is not destroyed but let go of (PG-026).
What is left over of an earlier replacement (`deposed`) was judged with that replacement. An action that we do not know
is undecided.

## Why it matters
These are not made anew by the next apply: logs and keys are lost for good, a changed CIDR takes all of a network with
it, an address that others have on their lists is given away, and without an attached policy an account is free.

## Example
```hcl
resource "aws_vpc" "main" {
  cidr_block = "10.4.0.0/16" # was 10.2.0.0/16: forces replacement
}
```

## Use instead
```hcl
resource "aws_vpc" "main" {
  cidr_block = "10.2.0.0/16"

  lifecycle {
    prevent_destroy = true
  }
}
```

## How to fix
Undo the change that forces it. Use `moved` for what was renamed. Where the object really has to go, waive the finding
in `rules/waivers.yaml`: with an owner, a reason and the day until which the waiver holds.

## Sources
- https://developer.hashicorp.com/terraform/internals/json-format#change-representation (2026-11)
- https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html (2026-11)
- https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_log_group (2026-11)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.gate.environments import same_environment
from guardrails.gate.inspection import Inspection, finding, undecided
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.plan.change import Change, Verb
from guardrails.model.plan.values import show_path

RULE: Final = Rule(
    "PG-005",
    "protected-objects",
    "No network, evidence, key, account or policy is destroyed or replaced without a waiver.",
    Severity.ERROR,
    ("A52", "B33"),
)

PROTECTED: Final[dict[str, str]] = {
    "aws_vpc": "a network and everything in it",
    "aws_subnet": "a part of a network",
    "aws_eip": "an address that others may have on their lists",
    "aws_ec2_transit_gateway": "the way between networks",
    "aws_cloudtrail": "evidence",
    "aws_cloudtrail_event_data_store": "evidence",
    "aws_cloudwatch_log_group": "logs",
    "aws_s3_bucket": "everything that is in the bucket",
    "aws_s3_directory_bucket": "everything that is in the bucket",
    "aws_kms_key": "everything that it encrypted",
    "aws_kms_external_key": "everything that it encrypted",
    "aws_kms_replica_key": "everything that it encrypted in this Region",
    "aws_kms_replica_external_key": "everything that it encrypted in this Region",
    "aws_backup_vault": "recovery points",
    "aws_backup_logically_air_gapped_vault": "recovery points",
    "aws_backup_vault_lock_configuration": "the lock of recovery points",
    "aws_organizations_organization": "the organization",
    "aws_organizations_account": "an account",
    "aws_organizations_organizational_unit": "an organizational unit",
    "aws_organizations_policy": "a policy",
    "aws_organizations_policy_attachment": "what a policy holds back",
    "aws_controltower_control": "what a control holds back",
    "aws_controltower_landing_zone": "the landing zone",
}
"""Resource type -> what goes with it."""

STORES: Final[dict[str, str]] = {
    "aws_db_instance": "a database",
    "aws_rds_cluster": "a database",
    "aws_docdb_cluster": "a database",
    "aws_neptune_cluster": "a database",
    "aws_redshift_cluster": "a database",
    "aws_dynamodb_table": "a table",
    "aws_efs_file_system": "a file system",
    "aws_fsx_lustre_file_system": "a file system",
    "aws_fsx_ontap_file_system": "a file system",
    "aws_fsx_openzfs_file_system": "a file system",
    "aws_fsx_windows_file_system": "a file system",
    "aws_ebs_volume": "a volume",
}
"""Resource type -> what goes with it, protected in production."""

TYPES: Final = (*PROTECTED, *STORES)

_KEPT: Final = ("skip_destroy", "retain_on_delete")
_HELP: Final = "undo what forces it; where the object has to go, waive it in rules/waivers.yaml with owner and reason"

_REASONS: Final[dict[str, str]] = {
    "replace_because_tainted": "it is marked as tainted",
    "replace_by_request": "it is asked for (-replace)",
    "replace_by_triggers": "replace_triggered_by asks for it",
    "delete_because_no_resource_config": "its block is gone",
    "delete_because_no_module": "its module is gone",
    "delete_because_wrong_repetition": "count or for_each was added or taken away",
    "delete_because_count_index": "count is smaller now",
    "delete_because_each_key": "its key of for_each is gone",
    "delete_because_no_move_target": "nothing stands at the place it was moved to",
}
"""`action_reason` in plan JSON -> in words.

Source: https://developer.hashicorp.com/terraform/internals/json-format#plan-representation (2026-11)
"""


def check(inspection: Inspection) -> Iterator[Finding]:
    """Yield every delete and replacement of a protected object."""
    production = same_environment(inspection.environment, "prod")
    protected = {**PROTECTED, **STORES} if production else PROTECTED
    for type, goes in protected.items():
        for change in inspection.plan.by_type.get(type, ()):
            if change.verb is Verb.UNKNOWN:
                message = "what the plan does to it is no action that we know, so it may be destroyed"
                yield undecided(
                    RULE, inspection.plan, change, message, ("actions",), "use a newer version of guardrails"
                )
            elif change.verb.deletes and not change.deposed and not kept(change):
                yield _destroyed(inspection, change, goes)


def kept(change: Change) -> bool:
    """Whether AWS keeps the object when Terraform deletes it."""
    return any(change.old(name) is True for name in _KEPT)


def _destroyed(inspection: Inspection, change: Change, goes: str) -> Finding:
    forced = ", ".join(show_path(path) for path in change.replace_paths)
    because = f"{forced} changes" if forced else _REASONS.get(change.reason, "")
    done = "destroyed and made anew" if change.verb.replaces else "destroyed"
    return finding(
        RULE,
        inspection.plan,
        change,
        f"it is {done}" + (f", because {because}" if because else "") + f"; with it goes {goes}",
        attribute=forced.partition(",")[0],
        found=change.verb.value,
        expected="kept",
        help=_HELP,
    )
