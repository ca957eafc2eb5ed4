"""The backup root: how long recovery points are kept, and where copies go."""

from __future__ import annotations

from guardrails.files.terraform_values.common import common
from guardrails.files.terraform_values.view import Lacking, Values, View


def backup(view: View) -> Values:
    """Return the account's retention, its copies in the DR region where it has any, and the lock of its vaults."""
    copies = view.own("backup").get("copy_to")
    lock = view.own("backup").get("lock")
    chosen = next((one for one in view.setting("tags.backup.values") if one != "none"), None)
    if chosen is None:
        raise Lacking(("settings", "tags", "backup", "values"), "has no value but none, so that nothing is chosen")
    return {
        **common(view),
        "daily_retention_days": view.own("backup", "daily_days"),
        "weekly_retention_days": view.own("backup", "weekly_days"),
        "schedule_timezone": view.setting("time_zone"),
        "selection_tag": {"key": view.setting("tags.backup.key"), "value": chosen},
        "dr_copy_enabled": copies is not None,
        "dr_name_prefix": view.prefix(copies) if copies else None,
        "vault_lock": None
        if lock is None
        else {f"{key.removesuffix('_days')}_retention_days": days for key, days in lock.items()},
        "deletion_role_arns": [*view.need("principals", "pipeline_apply"), *view.need("principals", "break_glass")],
    }
