"""AWS Organizations: the resource policy, and access for services that moto does not know; the rest is moto's."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from guardrails.rehearsal.answers.state import PASS_ON, Answers, Place, Refusal, Table, new_id
from guardrails.rehearsal.answers.tags import TABLE, listed, note_tags, tags_of

_KEY = "policy"


def _put(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    known = here.tables["resource-policy"].get(_KEY)
    id = known["ResourcePolicySummary"]["Id"] if known else f"rp-{new_id()[:8]}"
    arn = here.arn("organizations", f"resourcepolicy/{id}", "")
    here.tables["resource-policy"][_KEY] = {
        "ResourcePolicySummary": {"Id": id, "Arn": arn},
        "Content": asked["Content"],
    }
    note_tags(here, id, asked.get("Tags"))
    return _describe(here, asked)


def _describe(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    if _KEY not in here.tables["resource-policy"]:
        raise Refusal("ResourcePolicyNotFoundException", "We can't find a resource policy.")
    return {"ResourcePolicy": here.tables["resource-policy"][_KEY]}


def _delete(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    _describe(here, asked)
    here.tables["resource-policy"].clear()
    return {}


def trusted(here: Place) -> Table:
    """Return the services that an account's organization trusts, with since when; other services add themselves."""
    table: Table = here.world["organizations-trusted"].setdefault(here.account, {})
    return table


def _enable_access(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    trusted(here).setdefault(asked["ServicePrincipal"], datetime.now(UTC))
    return {}


def _disable_access(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    trusted(here).pop(asked["ServicePrincipal"], None)
    return {}


def _access(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    rows = sorted(trusted(here).items())
    return {"EnabledServicePrincipals": [{"ServicePrincipal": name, "DateEnabled": at} for name, at in rows]}


def _list_tags(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    return {"Tags": listed(tags_of(here, asked["ResourceId"]))} if _ours(asked) else PASS_ON


def _tag(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    if not _ours(asked):
        return PASS_ON
    note_tags(here, asked["ResourceId"], asked["Tags"])
    return {}


def _untag(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    if not _ours(asked):
        return PASS_ON
    for key in asked["TagKeys"]:
        here.tables[TABLE].get(asked["ResourceId"], {}).pop(key, None)
    return {}


def _ours(asked: dict[str, Any]) -> bool:
    return str(asked.get("ResourceId", "")).startswith("rp-")


ANSWERS: Answers = {
    ("organizations", "PutResourcePolicy"): _put,
    ("organizations", "DescribeResourcePolicy"): _describe,
    ("organizations", "DeleteResourcePolicy"): _delete,
    ("organizations", "EnableAWSServiceAccess"): _enable_access,
    ("organizations", "DisableAWSServiceAccess"): _disable_access,
    ("organizations", "ListAWSServiceAccessForOrganization"): _access,
    ("organizations", "ListTagsForResource"): _list_tags,
    ("organizations", "TagResource"): _tag,
    ("organizations", "UntagResource"): _untag,
}
