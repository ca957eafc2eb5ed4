"""AWS Budgets: budgets, notifications, subscribers and tags. moto has no updates, subscribers or tags."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from guardrails.rehearsal.answers.state import Answers, Place, Refusal, take
from guardrails.rehearsal.answers.tags import forget_tags, note_tags, tag_answers

_COST_TYPES = {
    f"Include{what}": True
    for what in (
        "Tax Subscription Refund Credit Upfront Recurring OtherSubscription Support Discount"  # AWS's defaults
    ).split()
} | {"UseBlended": False, "UseAmortized": False}
_LAST_DAY = datetime(2087, 6, 15, tzinfo=UTC)


def _budget(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = take(here.tables["budgets"], asked["BudgetName"], "NotFoundException")
    return found


def _arn(here: Place, name: str) -> str:
    return here.arn("budgets", f"budget/{name}", "")


def _create(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    budget = asked["Budget"]
    if budget["BudgetName"] in here.tables["budgets"]:
        raise Refusal("DuplicateRecordException", f"the budget {budget['BudgetName']} already exists")
    start = datetime.now(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    filled = {
        "CostTypes": _COST_TYPES,
        "CalculatedSpend": {"ActualSpend": {"Amount": "0.0", "Unit": "USD"}},
        **budget,
        "TimePeriod": {"Start": start, "End": _LAST_DAY, **(budget.get("TimePeriod") or {})},
    }
    notes = [
        [{"NotificationState": "OK", **one["Notification"]}, one.get("Subscribers", [])]
        for one in asked.get("NotificationsWithSubscribers") or ()
    ]
    here.tables["budgets"][budget["BudgetName"]] = {"budget": filled, "notes": notes}
    note_tags(here, _arn(here, budget["BudgetName"]), asked.get("ResourceTags"))
    return {}


def _describe(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    return {"Budget": _budget(here, asked)["budget"]}


def _update(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    new = asked["NewBudget"]
    entry = take(here.tables["budgets"], new["BudgetName"], "NotFoundException")
    entry["budget"] = {**entry["budget"], **new}
    return {}


def _delete(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    _budget(here, asked)
    del here.tables["budgets"][asked["BudgetName"]]
    forget_tags(here, _arn(here, asked["BudgetName"]))
    return {}


def _notifications(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    return {"Notifications": [note for note, _ in _budget(here, asked)["notes"]]}


def _subscribers(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    return {"Subscribers": _note(here, asked)[1]}


def _create_notification(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    note = {"NotificationState": "OK", **asked["Notification"]}
    _budget(here, asked)["notes"].append([note, asked.get("Subscribers", [])])
    return {}


def _delete_notification(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    _budget(here, asked)["notes"].remove(_note(here, asked))
    return {}


def _note(here: Place, asked: dict[str, Any]) -> Any:
    """The notification that is meant: by type, comparison, threshold and its unit, as AWS tells them apart."""

    def mark(one: dict[str, Any]) -> tuple[Any, ...]:
        unit = one.get("ThresholdType") or "PERCENTAGE"
        return one["NotificationType"], one["ComparisonOperator"], float(one["Threshold"]), unit

    for entry in _budget(here, asked)["notes"]:
        if mark(entry[0]) == mark(asked["Notification"]):
            return entry
    raise Refusal("NotFoundException", "the budget has no such notification")


ANSWERS: Answers = {
    ("budgets", "CreateBudget"): _create,
    ("budgets", "DescribeBudget"): _describe,
    ("budgets", "UpdateBudget"): _update,
    ("budgets", "DeleteBudget"): _delete,
    ("budgets", "DescribeNotificationsForBudget"): _notifications,
    ("budgets", "DescribeSubscribersForNotification"): _subscribers,
    ("budgets", "CreateNotification"): _create_notification,
    ("budgets", "DeleteNotification"): _delete_notification,
    **tag_answers("budgets", "ResourceARN", "ResourceTags", "ResourceTagKeys", as_list=True),
}
