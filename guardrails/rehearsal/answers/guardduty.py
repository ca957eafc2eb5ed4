"""GuardDuty: detectors with features, members, the organization's configuration. moto keeps one feature at a time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from guardrails.rehearsal.answers.administrators import administrator_answers
from guardrails.rehearsal.answers.state import Answers, Place, Refusal, new_id
from guardrails.rehearsal.answers.tags import note_tags, tag_answers, tags_of

_CHOSEN = ("FindingPublishingFrequency", "DataSources")


def _detector(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    try:
        found: dict[str, Any] = here.tables["detectors"][asked["DetectorId"]]
    except KeyError:
        text = "The request is rejected because the input detectorId is not owned by the current account."
        raise Refusal("BadRequestException", text) from None
    return found


def _arn(here: Place, id: str) -> str:
    return here.arn("guardduty", f"detector/{id}")


def make_detector(here: Place, id: str) -> None:
    """Make a detector with a given id, as an organization does in its members."""
    now = datetime.now(UTC).isoformat()
    here.tables["detectors"][id] = {
        "CreatedAt": now,
        "UpdatedAt": now,
        "ServiceRole": here.arn(
            "iam", "role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty", ""
        ),
        "FindingPublishingFrequency": "SIX_HOURS",
        "features": {},
        "members": {},
        "organization": {"features": {}, "AutoEnableOrganizationMembers": "NONE"},
    }


def _create(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    if here.tables["detectors"]:
        raise Refusal(
            "BadRequestException", "The request is rejected because a detector already exists for the account."
        )
    id = new_id()
    make_detector(here, id)
    note_tags(here, _arn(here, id), asked.get("Tags"))
    return {"DetectorId": id, **_change(here, {**asked, "DetectorId": id})}


def _change(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    detector = _detector(here, asked)
    detector.update({name: asked[name] for name in _CHOSEN if asked.get(name) is not None})
    if asked.get("Enable") is not None:
        detector["Status"] = "ENABLED" if asked["Enable"] else "DISABLED"
    _put_features(detector["features"], asked)
    return {}


def _put_features(table: dict[str, Any], asked: dict[str, Any]) -> None:
    table.update({one["Name"]: one for one in asked.get("Features") or ()})


def _get(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    found = _detector(here, asked)
    return {
        **found,
        "Features": list(found["features"].values()),
        "Tags": tags_of(here, _arn(here, asked["DetectorId"])),
    }


def _list(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    return {"DetectorIds": list(here.tables["detectors"])}


def _delete(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    _detector(here, asked)
    del here.tables["detectors"][asked["DetectorId"]]
    return {}


def _describe_organization(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    kept = _detector(here, asked)["organization"]
    every = kept["AutoEnableOrganizationMembers"]
    return {
        **kept,
        "AutoEnable": every != "NONE",
        "MemberAccountLimitReached": False,
        "Features": list(kept["features"].values()),
    }


def _update_organization(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    kept = _detector(here, asked)["organization"]
    kept.update({name: asked[name] for name in ("AutoEnableOrganizationMembers", "DataSources") if asked.get(name)})
    _put_features(kept["features"], asked)
    return {}


def _create_members(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    detector = _detector(here, asked)
    for one in asked["AccountDetails"]:
        member = {"MasterId": here.account, "AdministratorId": here.account, "RelationshipStatus": "Enabled"}
        now = datetime.now(UTC).isoformat()
        detector["members"][one["AccountId"]] = {**one, **member, "UpdatedAt": now, "InvitedAt": now}
    return {"UnprocessedAccounts": []}


def _get_members(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    members = _detector(here, asked)["members"]
    unknown = [{"AccountId": one, "Result": "not a member"} for one in asked["AccountIds"] if one not in members]
    return {"Members": [members[one] for one in asked["AccountIds"] if one in members], "UnprocessedAccounts": unknown}


def _remove_members(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    for one in asked["AccountIds"]:
        _detector(here, asked)["members"].pop(one, None)
    return {"UnprocessedAccounts": []}


ANSWERS: Answers = {
    ("guardduty", "CreateDetector"): _create,
    ("guardduty", "GetDetector"): _get,
    ("guardduty", "ListDetectors"): _list,
    ("guardduty", "UpdateDetector"): _change,
    ("guardduty", "DeleteDetector"): _delete,
    ("guardduty", "DescribeOrganizationConfiguration"): _describe_organization,
    ("guardduty", "UpdateOrganizationConfiguration"): _update_organization,
    **administrator_answers("guardduty", "AdminAccountId", "AdminStatus"),
    ("guardduty", "CreateMembers"): _create_members,
    ("guardduty", "GetMembers"): _get_members,
    ("guardduty", "DisassociateMembers"): lambda here, asked: {"UnprocessedAccounts": []},
    ("guardduty", "DeleteMembers"): _remove_members,
    **tag_answers("guardduty", "ResourceArn", "Tags", "TagKeys", as_list=False),
}
