"""The identity root: groups, permission sets and who gets which where, from the access section and team templates."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.files.rules.entries import mapping
from guardrails.files.terraform_values.common import common
from guardrails.files.terraform_values.view import Lacking, Values, View
from guardrails.model.organization.levels import every_account, find_account, find_node, nodes
from guardrails.model.organization.tree import Account, Node, Status
from guardrails.model.source import Pointer


def identity(view: View) -> Values:
    """Return the access matrix; scopes that are OUs become the accounts below them, teams bring groups of their own."""
    sets = view.need("access", "permission_sets")
    assignments = [*_assignments(view), *_team_assignments(view)]
    return {
        **common(view),
        "instance_arn": view.need("access", "instance_arn"),
        "identity_store_id": view.need("access", "identity_store_id"),
        "groups": _groups(view, assignments),
        "permission_sets": {name: _permission_set(view, name) for name in sets},
        "administrator_groups": sorted(_administrators(sets, assignments)),
        "assignments": assignments,
    }


def _assignments(view: View) -> Iterator[Values]:
    for at, raw in enumerate(view.need("access", "assignments")):
        for name in [raw["set"]] if isinstance(raw["set"], str) else raw["set"]:
            reason = view.need("access", "assignments", at, "reason")
            yield _assignment(raw["group"], name, _account_ids(view, at), reason)


def _team_assignments(view: View) -> Iterator[Values]:
    """Yield what the groups of a template get on the accounts of each team that was made from it."""
    teams: dict[tuple[str, str], set[str]] = {}
    for account in every_account(view.project.organization):
        team = mapping(view.project, *account.pointer).get("name") if account.template else None
        if team and account.id and account.status is Status.ACTIVE:
            teams.setdefault((account.template, team), set()).add(account.id)
    for (template, team), ids in teams.items():
        for group, name in mapping(view.project, "templates", template, "groups").items():
            yield _assignment(f"{team}-{group}", name, ids, f"{group} of the team {team}")


def _assignment(group: str, permission_set: str, ids: set[str], reason: str) -> Values:
    return {"group": group, "permission_set": permission_set, "account_ids": sorted(ids), "reason": reason}


def _groups(view: View, assignments: list[Values]) -> Values:
    """Return every group with what it is for, in the words of its assignments' reasons."""
    reasons: dict[str, list[str]] = {name: [] for name in view.need("access", "groups")}
    for one in assignments:
        said = reasons.setdefault(one["group"], [])
        if one["reason"] not in said:
            said.append(one["reason"])
    return {name: {"description": "; ".join(said) or name} for name, said in reasons.items()}


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


def _administrators(sets: Values, assignments: list[Values]) -> set[str]:
    """Return the groups that the file gives AWS's administrator policy."""
    admin = {
        name
        for name, raw in sets.items()
        if any(arn.endswith("/AdministratorAccess") for arn in raw.get("managed") or ())
    }
    return {one["group"] for one in assignments if one["permission_set"] in admin}


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
