"""The identity root: groups, permission sets and who gets which where, from the access section."""

from __future__ import annotations

from guardrails.files.terraform_values.common import common
from guardrails.files.terraform_values.view import Lacking, Values, View
from guardrails.model.organization.levels import find_account, find_node, nodes
from guardrails.model.organization.tree import Account, Node, Status
from guardrails.model.source import Pointer


def identity(view: View) -> Values:
    """Return the access matrix; scopes that are OUs become the accounts below them."""
    sets = view.need("access", "permission_sets")
    return {
        **common(view),
        "instance_arn": view.need("access", "instance_arn"),
        "identity_store_id": view.need("access", "identity_store_id"),
        "groups": {name: {"description": _purpose(view, name)} for name in view.need("access", "groups")},
        "permission_sets": {name: _permission_set(view, name) for name in sets},
        "administrator_groups": sorted(_administrators(view)),
        "assignments": [
            {
                "group": raw["group"],
                "permission_set": name,
                "account_ids": sorted(_account_ids(view, at)),
                "reason": view.need("access", "assignments", at, "reason"),
            }
            for at, raw in enumerate(view.need("access", "assignments"))
            for name in _sets(raw)
        ],
    }


def _permission_set(view: View, name: str) -> Values:
    """Return one permission set. `inline_policy_file` is relative to the project; the root reads it."""
    raw = view.need("access", "permission_sets", name)
    return {
        "description": raw.get("description"),
        "session_duration": view.need("access", "permission_sets", name, "session"),
        "managed_policy_arns": raw.get("managed") or [],
        "inline_policy_file": raw.get("file"),
        "boundary_policy_arn": raw.get("boundary"),
    }


def _purpose(view: View, group: str) -> str:
    """What a group is for, in the words of its assignments' reasons."""
    reasons = [raw.get("reason") for raw in view.need("access", "assignments") if raw["group"] == group]
    return "; ".join(reason for reason in reasons if reason) or group


def _administrators(view: View) -> set[str]:
    """Return the groups that the file gives AWS's administrator policy."""
    sets = view.need("access", "permission_sets")
    admin = {
        name
        for name, raw in sets.items()
        if any(arn.endswith("/AdministratorAccess") for arn in raw.get("managed") or ())
    }
    return {raw["group"] for raw in view.need("access", "assignments") if admin & set(_sets(raw))}


def _sets(raw: Values) -> list[str]:
    return [raw["set"]] if isinstance(raw["set"], str) else list(raw["set"])


def _account_ids(view: View, at: int) -> set[str]:
    place: Pointer = ("access", "assignments", at, "scope")
    found = {one.id for name in view.need(*place) for one in _scope(view, name, place) if one.id}
    if not found:
        raise Lacking(place, "reaches no account with an id")
    return found


def _scope(view: View, name: str, place: Pointer) -> list[Account]:
    account = find_account(view.project.organization, name)
    if account is not None:
        return [account]
    path = find_node(view.project.organization, name)
    if path is None or not isinstance(path[-1], Node):
        raise Lacking(place, f"names {name!r}, which is no account and no OU")
    inside = [one for one in nodes(view.project.organization) if path[-1] in one]
    return [one for node in inside for one in node[-1].accounts if one.status is Status.ACTIVE]
