"""AWS Backup: selections, vault policies and notifications, Region settings. moto has vaults, locks and plans."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from guardrails.rehearsal.answers.state import Answers, Place, new_id, take


def _create_selection(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    id, now = new_id(), datetime.now(UTC)
    made = {"SelectionId": id, "BackupPlanId": asked["BackupPlanId"], "CreationDate": now}
    here.tables["selections"][id] = {**made, "BackupSelection": asked["BackupSelection"]}
    return made


def _selection(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = take(here.tables["selections"], asked["SelectionId"])
    return found


def _delete_selection(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    _selection(here, asked)
    del here.tables["selections"][asked["SelectionId"]]
    return {}


def _put_policy(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    here.tables["policies"][asked["BackupVaultName"]] = asked["Policy"]
    return {}


def _policy(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    name = asked["BackupVaultName"]
    arn = here.arn("backup", f"backup-vault:{name}")
    return {"BackupVaultName": name, "BackupVaultArn": arn, "Policy": take(here.tables["policies"], name)}


def _delete_policy(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    here.tables["policies"].pop(asked["BackupVaultName"], None)
    return {}


def _put_notifications(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    here.tables["notifications"][asked["BackupVaultName"]] = asked
    return {}


def _notifications(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    name = asked["BackupVaultName"]
    arn = here.arn("backup", f"backup-vault:{name}")
    return {**take(here.tables["notifications"], name), "BackupVaultArn": arn}


def _delete_notifications(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    here.tables["notifications"].pop(asked["BackupVaultName"], None)
    return {}


def _update_settings(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    for name, value in asked.items():
        here.tables["settings"].setdefault(name, {}).update(value or {})
    return {}


def _update_plan(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    plan = take(_moto(here).plans, asked["BackupPlanId"])
    ids = {rule["RuleName"]: rule["RuleId"] for rule in plan.backup_plan["Rules"]}
    rules = [{**rule, "RuleId": ids.get(rule["RuleName"]) or new_id()} for rule in asked["BackupPlan"]["Rules"]]
    plan.backup_plan = {**asked["BackupPlan"], "Rules": rules}
    plan.version_id = new_id()
    return {"BackupPlanId": plan.backup_plan_id, "BackupPlanArn": plan.backup_plan_arn, "VersionId": plan.version_id}


def _tags(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    """moto finds the ARN only in a path that ends in a slash; Terraform's provider sends none."""
    return {"Tags": _moto(here).list_tags(asked["ResourceArn"])}


def _moto(here: Place) -> Any:
    from moto.backup.models import backup_backends

    return backup_backends[here.account][here.region]


def _settings(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    return {"ResourceTypeOptInPreference": {}, "ResourceTypeManagementPreference": {}, **here.tables["settings"]}


ANSWERS: Answers = {
    ("backup", "CreateBackupSelection"): _create_selection,
    ("backup", "GetBackupSelection"): _selection,
    ("backup", "DeleteBackupSelection"): _delete_selection,
    ("backup", "PutBackupVaultAccessPolicy"): _put_policy,
    ("backup", "GetBackupVaultAccessPolicy"): _policy,
    ("backup", "DeleteBackupVaultAccessPolicy"): _delete_policy,
    ("backup", "PutBackupVaultNotifications"): _put_notifications,
    ("backup", "GetBackupVaultNotifications"): _notifications,
    ("backup", "DeleteBackupVaultNotifications"): _delete_notifications,
    ("backup", "ListTags"): _tags,
    ("backup", "UpdateBackupPlan"): _update_plan,
    ("backup", "UpdateRegionSettings"): _update_settings,
    ("backup", "DescribeRegionSettings"): _settings,
}
