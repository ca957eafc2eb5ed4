"""Security Hub: the hub, standards, finding aggregator, organization. moto has no settings, standards or aggregator."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from guardrails.rehearsal.answers.administrators import administrator_answers
from guardrails.rehearsal.answers.state import Answers, Place, Refusal, new_id, take
from guardrails.rehearsal.answers.tags import note_tags, tag_answers

_HUB = "hub/default"


def _hub(here: Place, asked: dict[str, Any] | None = None) -> dict[str, Any]:
    if _HUB not in here.tables["hubs"]:
        text = f"Account {here.account} is not subscribed to AWS Security Hub"
        raise Refusal("InvalidAccessException", text, 401)
    found: dict[str, Any] = here.tables["hubs"][_HUB]
    return found


def _enable(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    if _HUB in here.tables["hubs"]:
        raise Refusal("ResourceConflictException", "Account is already subscribed to Security Hub", 409)
    here.tables["hubs"][_HUB] = {
        "HubArn": here.arn("securityhub", _HUB),
        "SubscribedAt": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "AutoEnableControls": True,
        "ControlFindingGenerator": asked.get("ControlFindingGenerator") or "SECURITY_CONTROL",
    }
    note_tags(here, here.arn("securityhub", _HUB), asked.get("Tags"))
    return {}


def _update(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    chosen = ("AutoEnableControls", "ControlFindingGenerator")
    _hub(here).update({name: asked[name] for name in chosen if asked.get(name) is not None})
    return {}


def _disable(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    _hub(here)
    for table in ("hubs", "standards"):
        here.tables[table].clear()
    return {}


def _enable_standards(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    _hub(here)
    made = []
    for one in asked["StandardsSubscriptionRequests"]:
        path = one["StandardsArn"].partition("::")[2] or one["StandardsArn"].rpartition(":")[2]
        arn = here.arn("securityhub", f"subscription/{path.partition('/')[2]}")
        here.tables["standards"][arn] = {
            "StandardsSubscriptionArn": arn,
            "StandardsArn": one["StandardsArn"],
            "StandardsInput": one.get("StandardsInput") or {},
            "StandardsStatus": "READY",
        }
        made.append(here.tables["standards"][arn])
    return {"StandardsSubscriptions": made}


def _standards(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    _hub(here)
    table = here.tables["standards"]
    arns = asked.get("StandardsSubscriptionArns") or list(table)
    return {"StandardsSubscriptions": [table[arn] for arn in arns if arn in table]}


def _disable_standards(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    gone = [here.tables["standards"].pop(arn, None) for arn in asked["StandardsSubscriptionArns"]]
    return {"StandardsSubscriptions": [{**one, "StandardsStatus": "DELETING"} for one in gone if one]}


def _create_aggregator(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    arn = here.arn("securityhub", f"finding-aggregator/{new_id()}")
    chosen = {name: asked[name] for name in ("RegionLinkingMode", "Regions") if asked.get(name)}
    here.tables["aggregators"][arn] = {"FindingAggregatorArn": arn, "FindingAggregationRegion": here.region, **chosen}
    return dict(here.tables["aggregators"][arn])


def _aggregator(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = take(here.tables["aggregators"], asked["FindingAggregatorArn"], status=404)
    return found


def _update_aggregator(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    _aggregator(here, asked).update(asked)
    return _aggregator(here, asked)


def _delete_aggregator(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    _aggregator(here, asked)
    del here.tables["aggregators"][asked["FindingAggregatorArn"]]
    return {}


def _create_members(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    _hub(here)
    for one in asked["AccountDetails"]:
        member = {"AccountId": one["AccountId"], "AdministratorId": here.account, "MasterId": here.account}
        here.tables["members"][one["AccountId"]] = {**member, "MemberStatus": "Enabled"}
    return {"UnprocessedAccounts": []}


def _members(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    """An account of the organization is a member at once; AWS keeps no address of it."""
    known, ids = here.tables["members"], asked["AccountIds"]
    unknown = [{"AccountId": id, "ProcessingResult": "No such member"} for id in ids if id not in known]
    return {"Members": [known[id] for id in ids if id in known], "UnprocessedAccounts": unknown}


def _disassociate_members(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    for id in asked["AccountIds"]:
        take(here.tables["members"], id, status=404)["MemberStatus"] = "Removed"
    return {}


def _delete_members(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    for id in asked["AccountIds"]:
        here.tables["members"].pop(id, None)
    return {"UnprocessedAccounts": []}


def _update_organization(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    here.tables["organization"].update({name: value for name, value in asked.items() if value is not None})
    return {}


def _organization(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    _hub(here)
    kept = {"AutoEnable": False, "AutoEnableStandards": "DEFAULT", **here.tables["organization"]}
    kind = (kept.get("OrganizationConfiguration") or {}).get("ConfigurationType", "LOCAL")
    how = {"ConfigurationType": kind, "Status": "ENABLED"}
    return {**kept, "MemberAccountLimitReached": False, "OrganizationConfiguration": how}


ANSWERS: Answers = {
    ("securityhub", "EnableSecurityHub"): _enable,
    ("securityhub", "DescribeHub"): _hub,
    ("securityhub", "UpdateSecurityHubConfiguration"): _update,
    ("securityhub", "DisableSecurityHub"): _disable,
    ("securityhub", "BatchEnableStandards"): _enable_standards,
    ("securityhub", "GetEnabledStandards"): _standards,
    ("securityhub", "BatchDisableStandards"): _disable_standards,
    ("securityhub", "CreateFindingAggregator"): _create_aggregator,
    ("securityhub", "GetFindingAggregator"): _aggregator,
    ("securityhub", "UpdateFindingAggregator"): _update_aggregator,
    ("securityhub", "DeleteFindingAggregator"): _delete_aggregator,
    **administrator_answers("securityhub", "AccountId", "Status"),
    ("securityhub", "CreateMembers"): _create_members,
    ("securityhub", "GetMembers"): _members,
    ("securityhub", "DisassociateMembers"): _disassociate_members,
    ("securityhub", "DeleteMembers"): _delete_members,
    ("securityhub", "UpdateOrganizationConfiguration"): _update_organization,
    ("securityhub", "DescribeOrganizationConfiguration"): _organization,
    **tag_answers("securityhub", "ResourceArn", "Tags", "TagKeys", as_list=False),
}
