"""Nobody changed by hand what keeps evidence and guards accounts, and a second plan changes nothing.

## What it does
- `resource_drift` of a plan says what is different in AWS from what Terraform left there. Reported are protected
  objects (PG-005) that are gone, and changes of settings that keep evidence or hold somebody back: retention, trails,
  versions and blocks of buckets, policies, trusts, keys, detectors. A warning where the plan puts it back; an error
  where it does not, as after `-refresh-only`: then the apply takes note of the change and keeps it.
- With `--repeated` the plan is the second one, made right after an apply. Whatever it still creates, changes
  or deletes is an error.

Tags and other settings that somebody changed by hand are in the plan, and judged there like any change.

## Why it matters
Who cuts the evidence does it by hand, before or after. And a root whose second plan is not empty changes something on
every apply: nobody reads its plans any more.

## Example
```sh
aws logs put-retention-policy --log-group-name MM-prod-use1-logs-flow --retention-in-days 1
```

## Use instead
```hcl
resource "aws_cloudwatch_log_group" "flow" {
  name              = "MM-prod-use1-logs-flow"
  retention_in_days = 90
}
```

## How to fix
Find out in the trail who changed it and why, before the plan puts it back. If it was right, change the source. For a
second plan that is not empty: write the value the way AWS gives it back, or list the attribute in `ignore_changes`.

## Sources
- https://developer.hashicorp.com/terraform/internals/json-format#plan-representation (2026-11)
- https://developer.hashicorp.com/terraform/tutorials/state/refresh (2026-11)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from guardrails.gate.inspection import Inspection, finding, undecided
from guardrails.gate.rules.protected_objects import PROTECTED
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.plan.change import Change, Verb
from guardrails.model.plan.values import Mark, undecidable
from guardrails.model.source import Location

RULE: Final = Rule(
    "PG-014",
    "drift",
    "Nobody changed by hand what keeps evidence and guards accounts, and a second plan changes nothing.",
    Severity.ERROR,
    ("A36", "B15", "B27"),
)

GUARDED: Final[dict[str, tuple[str, ...]]] = {
    "aws_backup_plan": ("rule",),
    "aws_backup_vault_lock_configuration": ("min_retention_days", "max_retention_days", "changeable_for_days"),
    "aws_backup_vault_policy": ("policy",),
    "aws_cloudtrail": (
        "enable_logging",
        "enable_log_file_validation",
        "is_multi_region_trail",
        "is_organization_trail",
        "include_global_service_events",
        "s3_bucket_name",
        "kms_key_id",
        "event_selector",
        "advanced_event_selector",
    ),
    "aws_cloudwatch_log_group": ("retention_in_days", "kms_key_id"),
    "aws_config_configuration_recorder": ("recording_group",),
    "aws_config_configuration_recorder_status": ("is_enabled",),
    "aws_ebs_encryption_by_default": ("enabled",),
    "aws_flow_log": ("traffic_type", "log_destination"),
    "aws_guardduty_detector": ("enable", "finding_publishing_frequency"),
    "aws_guardduty_detector_feature": ("status",),
    "aws_iam_openid_connect_provider": ("client_id_list", "thumbprint_list"),
    "aws_iam_policy": ("policy",),
    "aws_iam_role": ("assume_role_policy", "permissions_boundary", "max_session_duration"),
    "aws_iam_role_policy": ("policy",),
    "aws_kms_key": ("policy", "enable_key_rotation", "is_enabled"),
    "aws_organizations_policy": ("content",),
    "aws_s3_account_public_access_block": (
        "block_public_acls",
        "block_public_policy",
        "ignore_public_acls",
        "restrict_public_buckets",
    ),
    "aws_s3_bucket_lifecycle_configuration": ("rule",),
    "aws_s3_bucket_policy": ("policy",),
    "aws_s3_bucket_public_access_block": (
        "block_public_acls",
        "block_public_policy",
        "ignore_public_acls",
        "restrict_public_buckets",
    ),
    "aws_s3_bucket_server_side_encryption_configuration": ("rule",),
    "aws_s3_bucket_versioning": ("versioning_configuration",),
    "aws_security_group": ("ingress",),
    "aws_vpc_security_group_ingress_rule": ("cidr_ipv4", "cidr_ipv6", "from_port", "to_port", "ip_protocol"),
}
"""Resource type -> the settings that keep evidence or hold somebody back."""

TYPES: Final = tuple(dict.fromkeys((*GUARDED, *PROTECTED)))
_HELP: Final = "find out in the trail who did it and why, before the plan puts it back"
_ON_PURPOSE: Final = frozenset({Verb.NO_OP, Verb.READ})


def check(inspection: Inspection) -> Iterator[Finding]:
    """Yield what was changed by hand and matters, and what a second plan still does."""
    for drifted in inspection.plan.drift:
        if drifted.managed and (drifted.type in GUARDED or drifted.type in PROTECTED):
            yield from _of_drift(inspection, drifted)
    if inspection.repeated:
        for change in inspection.plan.changes:
            if change.managed and change.verb not in _ON_PURPOSE:
                yield _not_empty(inspection, change)


def _of_drift(inspection: Inspection, drifted: Change) -> Iterator[Finding]:
    """Yield what was done by hand to one object. In a row of drift `before` is what Terraform left, `after` what is."""
    change = inspection.plan.by_address.get(drifted.address)
    if drifted.verb is Verb.DELETE:
        if drifted.type in PROTECTED:
            restored = change is not None and change.verb.creates
            message = f"it was deleted by hand, and with it went {PROTECTED[drifted.type]}"
            yield _by_hand(inspection, drifted, change, message, "", "gone", "there", restored)
        return
    for name in GUARDED.get(drifted.type, ()):
        was, now = drifted.old(name), drifted.get(name)
        if name in drifted.differing and was == now:
            restored = change is not None and change.verb.writes and change.changes(name)
            yield _by_hand(
                inspection, drifted, change, f"{name}, which is masked, was changed by hand", name, "", "", restored
            )
        elif undecidable(was) or undecidable(now):
            if was is not now:
                message = f"whether {name} was changed by hand is masked"
                found = undecided(RULE, inspection.plan, drifted, message, (name,), _HELP)
                yield _placed(inspection, drifted, change, found)
        elif _plain(was) != _plain(now):
            restored = change is not None and change.verb.writes and _plain(change.get(name)) != _plain(now)
            shown = f"{name} was changed by hand from {_short(was)} to {_short(now)}"
            yield _by_hand(inspection, drifted, change, shown, name, _short(now), _short(was), restored)


def _plain(value: object) -> object:
    """Return a value with nothing, no text and an empty list made the same: AWS gives back one for the other."""
    return None if isinstance(value, Mark) or value in ("", [], {}) else value


def _short(value: object) -> str:
    text = "nothing" if _plain(value) is None else str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _by_hand(
    inspection: Inspection,
    drifted: Change,
    change: Change | None,
    message: str,
    name: str,
    found: str,
    expected: str,
    restored: bool,
) -> Finding:
    tail = "the plan puts it back" if restored else "the plan leaves it so"
    made = finding(
        RULE,
        inspection.plan,
        drifted,
        f"{message}; {tail}",
        attribute=name,
        found=found,
        expected=expected,
        help=_HELP,
        severity=Severity.WARNING if restored else Severity.ERROR,
    )
    return _placed(inspection, drifted, change, made)


def _placed(inspection: Inspection, drifted: Change, change: Change | None, found: Finding) -> Finding:
    """Return a finding at the row of changes where the object has one, else at its row of drift."""
    if change is not None:
        return replace(found, location=Location(inspection.plan.file, ("resource_changes", change.position)))
    return replace(found, location=Location(inspection.plan.file, ("resource_drift", drifted.position)))


def _not_empty(inspection: Inspection, change: Change) -> Finding:
    attributes = [name for name in change.after if change.changes(name)] if change.verb is Verb.UPDATE else []
    what = f" ({', '.join(sorted(attributes)[:3])})" if attributes else ""
    return finding(
        RULE,
        inspection.plan,
        change,
        f"a second plan must change nothing, and this one does: {change.verb.value}{what}",
        attribute=attributes[0] if attributes else "",
        found=change.verb.value,
        expected=Verb.NO_OP.value,
        help="write the value the way AWS gives it back, or list the attribute in ignore_changes",
    )
