"""The security services of the organization, and the baseline of each account that reports to them."""

from __future__ import annotations

from typing import Any

from guardrails.files.terraform_values.common import common
from guardrails.files.terraform_values.view import Values, View
from guardrails.model.organization.levels import every_account, path_name, path_to
from guardrails.model.organization.tree import Status


def security_services(view: View) -> Values:
    """Return the organization's trail, detectors, aggregator and alerts, and the baseline of their own account."""
    management = view.project.organization.management
    return {
        **common(view),
        "management_account_id": management.id,
        "organization_id": view.setting("organization_id"),
        "security_admin_account_id": _delegate(view, "guardduty"),
        "member_account_ids": _members(view),
        "trail_bucket_name": view.setting("logs.trail_bucket"),
        "trail_retention_days": view.setting("retention.org_trail_days"),
        "config_bucket_name": view.setting("logs.config_bucket"),
        "config_retention_days": view.setting("retention.config_days"),
        "alert_emails": view.setting("alerts.emails"),
        "guardduty_alert_severity": view.setting("alerts.guardduty_severity"),
        **_account_defaults(view),
    }


def account_baseline(view: View) -> Values:
    """Return the account's defaults, its recorder, its rules, and where its logs and findings go."""
    prefix = _security_prefix(view)
    partition = view.may("settings.partition") or "aws"
    management, admin = view.project.organization.management.id, _delegate(view, "guardduty")
    return {
        **common(view),
        **_account_defaults(view),
        "config_bucket_name": view.setting("logs.config_bucket"),
        "log_key_arn": view.setting("logs.key_arn"),
        "trail_bucket_name": view.setting("logs.trail_bucket"),
        "organization_trail_arn": f"arn:{partition}:cloudtrail:{view.home}:{management}:trail/{prefix}-cloudtrail-org",
        "security_event_bus_arn": f"arn:{partition}:events:{view.home}:{admin}:event-bus/{prefix}-event-bus-security",
        "security_profile": view.setting("security_profile"),
        "effective_scps": effective_scps(view),
    }


def effective_scps(view: View) -> list[str]:
    """Return the slugs of our SCPs in force over the account, from the root down."""
    path = path_to(view.project.organization, view.account)
    policies, found = view.project.organization.policies, []
    for depth, place in enumerate(path, start=1):
        for slug in view.project.attached(place, path_name(path[:depth])):
            if slug in policies and not policies[slug].aws_managed and slug not in found:
                found.append(slug)
    return found


def _members(view: View) -> list[str]:
    """The accounts that Security Hub's administrator enrolls: active, but for itself and the management account."""
    spared = {view.project.organization.management.id, _delegate(view, "securityhub")}
    active = (one for one in every_account(view.project.organization) if one.status is Status.ACTIVE)
    return sorted(one.id for one in active if one.id and one.id not in spared)


def _account_defaults(view: View) -> Values:
    return {
        "dr_name_prefix": view.prefix(view.setting("dr_region")),
        "security_contact": view.may("settings.alerts.security_contact"),
    }


def _delegate(view: View, service: str) -> str:
    name: Any = view.need("delegations", service)
    return view.account_of(name, "delegations", service).id


def _security_prefix(view: View) -> str:
    """How the names of the security services begin: those of the account that administers them."""
    admin = view.account_of(view.need("delegations", "guardduty"), "delegations", "guardduty")
    return View(view.project, admin, view.module).prefix()
