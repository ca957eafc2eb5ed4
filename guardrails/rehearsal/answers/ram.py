"""Resource Access Manager: shares with principals, resources, permissions and tags. moto has shares only."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from guardrails.rehearsal.answers.organizations import trusted
from guardrails.rehearsal.answers.state import Answers, Place, new_id, take
from guardrails.rehearsal.answers.tags import TABLE, listed, note_tags

_MISSING = "UnknownResourceException"
_SERVICE, _ROLE = "ram.amazonaws.com", "AWSServiceRoleForResourceAccessManager"


def _share(here: Place, arn: str) -> dict[str, Any]:
    found: dict[str, Any] = take(here.tables["shares"], arn, _MISSING)
    return found


def _shown(here: Place, share: dict[str, Any]) -> dict[str, Any]:
    tags = listed(here.tables[TABLE].get(share["resourceShareArn"], {}))
    return {**share, "tags": [{"key": one["Key"], "value": one["Value"]} for one in tags]}


def _create(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    arn, now = here.arn("ram", f"resource-share/{new_id()}"), datetime.now(UTC)
    here.tables["shares"][arn] = {
        "resourceShareArn": arn,
        "name": asked["name"],
        "owningAccountId": here.account,
        "allowExternalPrincipals": asked.get("allowExternalPrincipals", True),
        "status": "ACTIVE",
        "creationTime": now,
        "lastUpdatedTime": now,
        "featureSet": "STANDARD",
    }
    note_tags(here, arn, {one["key"]: one.get("value", "") for one in asked.get("tags") or ()})
    here.tables["permissions"][arn] = list(asked.get("permissionArns") or ())
    _associate(here, {**asked, "resourceShareArn": arn})
    return {"resourceShare": _shown(here, here.tables["shares"][arn])}


def _get(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    table = here.tables["shares"]
    found = [_share(here, arn) for arn in asked.get("resourceShareArns") or list(table)]
    return {"resourceShares": [_shown(here, one) for one in found if asked.get("name") in (None, one["name"])]}


def _update(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    share = _share(here, asked["resourceShareArn"])
    share.update({name: asked[name] for name in ("name", "allowExternalPrincipals") if asked.get(name) is not None})
    return {"resourceShare": _shown(here, share)}


def _delete(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    _share(here, asked["resourceShareArn"])
    del here.tables["shares"][asked["resourceShareArn"]]
    return {"returnValue": True}


def _named(asked: dict[str, Any]) -> list[tuple[str, str, str]]:
    arn = asked["resourceShareArn"]
    principals = [(arn, "PRINCIPAL", one) for one in asked.get("principals") or ()]
    return principals + [(arn, "RESOURCE", one) for one in asked.get("resourceArns") or ()]


def _associate(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    share = _share(here, asked["resourceShareArn"])
    made = []
    for arn, kind, entity in _named(asked):
        one = {
            "resourceShareArn": arn,
            "resourceShareName": share["name"],
            "associatedEntity": entity,
            "associationType": kind,
            "status": "ASSOCIATED",
            "creationTime": datetime.now(UTC),
            "external": False,
        }
        here.tables["associations"]["|".join((arn, kind, entity))] = one
        made.append(one)
    return {"resourceShareAssociations": made}


def _disassociate(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    gone = [here.tables["associations"].pop("|".join(one), None) for one in _named(asked)]
    return {"resourceShareAssociations": [{**one, "status": "DISASSOCIATED"} for one in gone if one]}


def _associations(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    arns, entity = asked.get("resourceShareArns"), asked.get("principal") or asked.get("resourceArn")
    return {
        "resourceShareAssociations": [
            one
            for one in here.tables["associations"].values()
            if one["associationType"] == asked["associationType"]
            and (not arns or one["resourceShareArn"] in arns)
            and entity in (None, one["associatedEntity"])
        ]
    }


def _permissions(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    _share(here, asked["resourceShareArn"])
    found = here.tables["permissions"].get(asked["resourceShareArn"], [])
    return {"permissions": [{"arn": arn, "version": "1", "defaultVersion": True} for arn in found]}


def _tag(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    note_tags(here, asked["resourceShareArn"], {one["key"]: one.get("value", "") for one in asked["tags"]})
    return {}


def _untag(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    for key in asked["tagKeys"]:
        here.tables[TABLE].get(asked["resourceShareArn"], {}).pop(key, None)
    return {}


def _enable_sharing(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    """RAM becomes trusted and gets its service-linked role; moto only says yes."""
    from moto.iam.models import iam_backends

    trusted(here).setdefault(_SERVICE, datetime.now(UTC))
    backend = iam_backends[here.account]["aws"]
    if _ROLE not in {one.name for one in backend.roles.values()}:
        backend.create_role(
            _ROLE, "{}", f"/aws-service-role/{_SERVICE}/", None, "", [], "3600", linked_service=_SERVICE
        )
    return {"returnValue": True}


ANSWERS: Answers = {
    ("ram", "EnableSharingWithAwsOrganization"): _enable_sharing,
    ("ram", "CreateResourceShare"): _create,
    ("ram", "GetResourceShares"): _get,
    ("ram", "UpdateResourceShare"): _update,
    ("ram", "DeleteResourceShare"): _delete,
    ("ram", "AssociateResourceShare"): _associate,
    ("ram", "DisassociateResourceShare"): _disassociate,
    ("ram", "GetResourceShareAssociations"): _associations,
    ("ram", "ListResourceSharePermissions"): _permissions,
    ("ram", "TagResource"): _tag,
    ("ram", "UntagResource"): _untag,
}
