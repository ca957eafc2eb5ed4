"""The cost-management root: a budget for each account, what raises an alert, and who hears of it."""

from __future__ import annotations

from guardrails.files.terraform_values.common import common
from guardrails.files.terraform_values.view import Values, View
from guardrails.model.organization.levels import every_account
from guardrails.model.organization.tree import Status


def cost_management(view: View) -> Values:
    """Return the budgets of all active accounts; raises Lacking for one without `budget_usd`."""
    accounts = [one for one in every_account(view.project.organization) if one.id and one.status is Status.ACTIVE]
    budgets = {
        one.name: {
            "account_id": one.id,
            "limit_usd": view.need(*one.pointer, "budget_usd") if one.budget_usd is None else one.budget_usd,
        }
        for one in accounts
    }
    return {
        **common(view),
        "budgets": budgets,
        "actual_thresholds_percent": view.setting("budgets.actual_percent"),
        "forecast_thresholds_percent": view.setting("budgets.forecast_percent"),
        "anomaly_threshold_usd": view.setting("budgets.anomaly_usd"),
        "alert_emails": view.setting("alerts.emails"),
    }
