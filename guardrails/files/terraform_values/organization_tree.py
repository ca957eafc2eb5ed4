"""The organization root: the tree, its policies (by slug; their texts are the rendered files) and where they hang."""

from __future__ import annotations

from guardrails.catalog.quotas import CURRENT
from guardrails.files.terraform_values.common import common
from guardrails.files.terraform_values.view import Values, View
from guardrails.model.organization.levels import nodes, path_name, places
from guardrails.model.organization.tree import Account, Node, NodeKind
from guardrails.model.policy.document import PolicyType

_TYPES = {PolicyType.SCP: "SERVICE_CONTROL_POLICY", PolicyType.RCP: "RESOURCE_CONTROL_POLICY"}


def organization(view: View) -> Values:
    """Return OUs, accounts, the policies in use and their attachments."""
    project = view.project
    attachments = _attachments(view)
    used = {slug for slugs in attachments.values() for slug in slugs}
    return {
        **common(view),
        "management_account_name": project.organization.management.name,
        "aws_service_access_principals": sorted(view.setting("trusted_services")),
        "organizational_units": {
            path_name(path): _unit(view, path[-1]) for path in nodes(project.organization) if len(path) > 1
        },
        "accounts": _accounts(view),
        "policies": {
            slug: {"type": _TYPES[policy.type], "description": view.need("policies", slug, "description")}
            for slug, policy in project.organization.policies.items()
            if slug in used
        },
        "policy_quotas": _quotas(view),
        "reserved_scp_slots": _reserved(view),
        "attachments": attachments,
        "delegated_administrators": {
            f"{service}.amazonaws.com": account
            for service, account in (view.may("delegations") or {}).items()
            if f"{service}.amazonaws.com" in view.setting("trusted_services")
        },
    }


def _unit(view: View, node: Node) -> Values:
    if not node.managed_by:
        return {}
    return {"managed_by": node.managed_by, "id": view.need(*node.pointer, "id")}


def _accounts(view: View) -> Values:
    """Return every member account, planned ones too, with the path of its OU; an OU path of "" is the root.

    What Control Tower made in an OU of its own is not made again, and has its id for that.
    """
    found = {}
    for path in nodes(view.project.organization):
        for account in path[-1].accounts:
            found[account.name] = {
                "email": account.email or view.need(*account.pointer, "email"),
                "ou": path_name(path) if len(path) > 1 else "",
                "status": account.status.value,
                **({"managed_by": path[-1].managed_by, "id": account.id or None} if path[-1].managed_by else {}),
            }
    return found


def _attachments(view: View) -> dict[str, list[str]]:
    """Return the slugs of our policies at each node that has any; AWS's own FullAWSAccess is attached by AWS."""
    found = {}
    policies = view.project.organization.policies
    for path in places(view.project.organization):
        name = path_name(path)
        attached = (*view.project.attached(path[-1], name), *path[-1].rcps)
        ours = [slug for slug in attached if slug in policies and not policies[slug].aws_managed]
        if ours:
            found[_node_key(path)] = ours
    return found


def _node_key(path: tuple[Node | Account, ...]) -> str:
    kind = path[-1].kind
    if kind is NodeKind.ROOT:
        return "root"
    return f"ou:{path_name(path)}" if kind is NodeKind.OU else f"account:{path[-1].name}"


def _quotas(view: View) -> Values:
    """Return AWS's limits as the file has them, and today's for the rest: the module limits what the maps name."""
    keys = {"SERVICE_CONTROL_POLICY": "scp", "RESOURCE_CONTROL_POLICY": "rcp"}
    settings = view.project.organization.settings
    return {
        kind: {
            type: settings.number(f"quotas.{key}_{kind}", getattr(CURRENT, f"{key}_{kind}"))
            for type, key in keys.items()
        }
        for kind in ("max_chars", "max_per_node")
    }


def _reserved(view: View) -> int:
    tower = view.may("settings.control_tower") or {}
    return int(tower.get("reserved_scp_slots") or 0) if tower.get("enabled") is True else 0
