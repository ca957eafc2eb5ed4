"""IAM Identity Center: tags and permissions boundaries of permission sets, which moto lacks."""

from __future__ import annotations

from typing import Any

from guardrails.rehearsal.answers.state import Answers, Place, new_id, take
from guardrails.rehearsal.answers.tags import TABLE, listed, note_tags, tags_of


def _list_tags(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    return {"Tags": listed(_tags(here, asked["ResourceArn"]))}


def _tags(here: Place, arn: str) -> dict[str, str]:
    """The tags of a permission set: those it was made with are moto's, later ones are ours."""
    from moto.ssoadmin.models import ssoadmin_backends

    if arn not in here.tables[TABLE]:
        for one in ssoadmin_backends[here.account][here.region].permission_sets:
            if one.permission_set_arn == arn:
                note_tags(here, arn, one.tags)
    return tags_of(here, arn)


def _tag(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    _tags(here, asked["ResourceArn"])
    note_tags(here, asked["ResourceArn"], asked["Tags"])
    return {}


def _untag(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    _tags(here, asked["ResourceArn"])
    for key in asked["TagKeys"]:
        here.tables[TABLE].get(asked["ResourceArn"], {}).pop(key, None)
    return {}


def _put_boundary(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    here.tables["boundaries"][asked["PermissionSetArn"]] = asked["PermissionsBoundary"]
    return {}


def _boundary(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    return {"PermissionsBoundary": take(here.tables["boundaries"], asked["PermissionSetArn"])}


def _delete_boundary(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    here.tables["boundaries"].pop(asked["PermissionSetArn"], None)
    return {}


def _provision(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    """Done at once; moto fails here when nobody has listed its instances before."""
    done = {"Status": "SUCCEEDED", "RequestId": new_id(), "PermissionSetArn": asked["PermissionSetArn"]}
    here.tables["provisioned"][done["RequestId"]] = done
    return {"PermissionSetProvisioningStatus": done}


def _provisioned(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    return {
        "PermissionSetProvisioningStatus": take(here.tables["provisioned"], asked["ProvisionPermissionSetRequestId"])
    }


ANSWERS: Answers = {
    ("sso-admin", "ProvisionPermissionSet"): _provision,
    ("sso-admin", "DescribePermissionSetProvisioningStatus"): _provisioned,
    ("sso-admin", "ListTagsForResource"): _list_tags,
    ("sso-admin", "TagResource"): _tag,
    ("sso-admin", "UntagResource"): _untag,
    ("sso-admin", "PutPermissionsBoundaryToPermissionSet"): _put_boundary,
    ("sso-admin", "GetPermissionsBoundaryForPermissionSet"): _boundary,
    ("sso-admin", "DeletePermissionsBoundaryFromPermissionSet"): _delete_boundary,
}
