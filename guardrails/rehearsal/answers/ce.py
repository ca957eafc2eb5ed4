"""Cost Explorer: anomaly monitors and subscriptions, cost allocation tags. moto has none of them."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

from guardrails.rehearsal.answers.state import Answers, Place, new_id, take
from guardrails.rehearsal.answers.tags import forget_tags, note_tags, tag_answers


class _Kind(NamedTuple):
    """What tells monitors and subscriptions apart: table, members that hold one, its ARN, and the error's name."""

    table: str
    member: str
    arn: str
    missing: str


_MONITOR = _Kind("anomalymonitor", "AnomalyMonitor", "MonitorArn", "UnknownMonitorException")
_SUBSCRIPTION = _Kind("anomalysubscription", "AnomalySubscription", "SubscriptionArn", "UnknownSubscriptionException")


def _create(kind: _Kind, here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    arn = here.arn("ce", f"{kind.table}/{new_id()}", "")
    here.tables[kind.table][arn] = {"AccountId": here.account, **_confirmed(asked[kind.member]), kind.arn: arn}
    note_tags(here, arn, asked.get("ResourceTags"))
    return {kind.arn: arn}


def _get(kind: _Kind, here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    table = here.tables[kind.table]
    arns = asked.get(f"{kind.arn}List") or list(table)
    return {f"{kind.member}s": [take(table, arn, kind.missing) for arn in arns]}


def _update(kind: _Kind, here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    take(here.tables[kind.table], asked[kind.arn], kind.missing).update(_confirmed(asked))
    return {kind.arn: asked[kind.arn]}


def _delete(kind: _Kind, here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    take(here.tables[kind.table], asked[kind.arn], kind.missing)
    del here.tables[kind.table][asked[kind.arn]]
    forget_tags(here, asked[kind.arn])
    return {}


def _confirmed(one: dict[str, Any]) -> dict[str, Any]:
    """The entry, its subscribers confirmed as if each had followed the link in their mail."""
    if "Subscribers" not in one:
        return one
    return {**one, "Subscribers": [{**who, "Status": "CONFIRMED"} for who in one["Subscribers"]]}


def _list_allocation_tags(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    table = here.tables["allocation"]
    keys = asked.get("TagKeys") or list(table)
    return {
        "CostAllocationTags": [
            {"TagKey": key, "Type": "UserDefined", "Status": table[key]} for key in keys if key in table
        ]
    }


def _update_allocation_tags(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    for one in asked["CostAllocationTagsStatus"]:
        here.tables["allocation"][one["TagKey"]] = one["Status"]
    return {"Errors": []}


ANSWERS: Answers = {
    ("ce", "CreateAnomalyMonitor"): partial(_create, _MONITOR),
    ("ce", "GetAnomalyMonitors"): partial(_get, _MONITOR),
    ("ce", "UpdateAnomalyMonitor"): partial(_update, _MONITOR),
    ("ce", "DeleteAnomalyMonitor"): partial(_delete, _MONITOR),
    ("ce", "CreateAnomalySubscription"): partial(_create, _SUBSCRIPTION),
    ("ce", "GetAnomalySubscriptions"): partial(_get, _SUBSCRIPTION),
    ("ce", "UpdateAnomalySubscription"): partial(_update, _SUBSCRIPTION),
    ("ce", "DeleteAnomalySubscription"): partial(_delete, _SUBSCRIPTION),
    ("ce", "ListCostAllocationTags"): _list_allocation_tags,
    ("ce", "UpdateCostAllocationTagsStatus"): _update_allocation_tags,
    **tag_answers("ce", "ResourceArn", "ResourceTags", "ResourceTagKeys", as_list=True),
}
