"""AWS Config: organization rules, which moto lacks; everything else of Config is moto's."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from guardrails.rehearsal.answers.state import Answers, Place, new_id, take

_MISSING = "NoSuchOrganizationConfigRuleException"


def _put(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    name = asked["OrganizationConfigRuleName"]
    known = here.tables["organization-rules"].get(name)
    arn = known["OrganizationConfigRuleArn"] if known else _arn(here, name)
    here.tables["organization-rules"][name] = {
        **asked,
        "OrganizationConfigRuleArn": arn,
        "LastUpdateTime": datetime.now(UTC),
        "Status": "UPDATE_SUCCESSFUL" if known else "CREATE_SUCCESSFUL",
    }
    return {"OrganizationConfigRuleArn": arn}


def _arn(here: Place, name: str) -> str:
    return here.arn("config", f"organization-config-rule/{name}-{new_id()[:8]}")


def _rules(here: Place, asked: dict[str, Any]) -> list[Any]:
    table = here.tables["organization-rules"]
    return [take(table, name, _MISSING) for name in asked.get("OrganizationConfigRuleNames") or list(table)]


def _describe(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    return {"OrganizationConfigRules": _rules(here, asked)}


def _statuses(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    return {
        "OrganizationConfigRuleStatuses": [
            {
                "OrganizationConfigRuleName": one["OrganizationConfigRuleName"],
                "OrganizationRuleStatus": one["Status"],
                "LastUpdateTime": one["LastUpdateTime"],
            }
            for one in _rules(here, asked)
        ]
    }


def _delete(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    take(here.tables["organization-rules"], asked["OrganizationConfigRuleName"], _MISSING)
    del here.tables["organization-rules"][asked["OrganizationConfigRuleName"]]
    return {}


def _detail(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    take(here.tables["organization-rules"], asked["OrganizationConfigRuleName"], _MISSING)
    return {"OrganizationConfigRuleDetailedStatus": []}


ANSWERS: Answers = {
    ("config", "PutOrganizationConfigRule"): _put,
    ("config", "DescribeOrganizationConfigRules"): _describe,
    ("config", "DescribeOrganizationConfigRuleStatuses"): _statuses,
    ("config", "GetOrganizationConfigRuleDetailedStatus"): _detail,
    ("config", "DeleteOrganizationConfigRule"): _delete,
}
