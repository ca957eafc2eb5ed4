"""The policies and attachments of a plan, in the names of the organization file as far as they can be told.

A plan names nodes and policies by ids, or by references to resources that do not exist yet. Ids are looked up in the
plan and in the organization file; a reference that cannot be followed is read from the instance key, where that names
the node and the policy (`ou:Workloads/gpu-cap`, `root/gpu-cap`, `account:Dev/gpu-cap`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from guardrails.gate.inspection import Inspection
from guardrails.model.organization.levels import find_account, find_node, path_name, path_to, places
from guardrails.model.organization.tree import Account, Node, Organization
from guardrails.model.plan.change import Change
from guardrails.model.plan.values import Mark

POLICY: Final = "aws_organizations_policy"
ATTACHMENT: Final = "aws_organizations_policy_attachment"
OU: Final = "aws_organizations_organizational_unit"
ACCOUNT: Final = "aws_organizations_account"
ORGANIZATION: Final = "aws_organizations_organization"
TYPES: Final = (POLICY, ATTACHMENT, OU, ACCOUNT, ORGANIZATION)

SCP, RCP = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"
MANAGEMENT: Final = "the management account"


@dataclass(frozen=True, slots=True)
class Attachment:
    """One attachment. `policy` is the policy's name, or its id (`p-...`) where nobody knows the name; empty: unknown.

    `node` is the place in the organization file (`Root`, `Workloads`, `Workloads/Dev`, `MANAGEMENT`), else empty;
    `target` is what names it in the plan: an id, the address of a resource, the part of an instance key, or empty.
    `kind` is the type of the policy in AWS's words, empty where the plan does not have the policy.
    """

    change: Change
    policy: str
    node: str
    target: str
    kind: str = ""

    @property
    def stays(self) -> bool:
        """Whether it is there after the apply."""
        return bool(self.change.after)

    @property
    def was(self) -> bool:
        """Whether it is there before the apply."""
        return bool(self.change.before)


@dataclass(frozen=True, slots=True)
class Planned:
    """The policies and attachments of a plan.

    `policies` are by name: by the one before where the one after is hidden, by the address where there is none.
    """

    policies: Mapping[str, Change]
    attachments: tuple[Attachment, ...]

    def of(self, policy: str) -> tuple[Attachment, ...]:
        """Return the attachments of one policy."""
        return tuple(one for one in self.attachments if one.policy == policy)

    @property
    def certain(self) -> bool:
        """Whether the policy of every attachment is known."""
        return all(one.policy for one in self.attachments)


def planned(inspection: Inspection) -> Planned:
    """Return the policies and attachments of a plan, those that go away included."""
    policies = {lasting(change, "name") or change.address: change for change in inspection.plan.of(POLICY)}
    changes = sorted(inspection.plan.of(ATTACHMENT), key=lambda one: one.address)  # some rules name the first, or last
    return Planned(policies, tuple(_attachment(inspection, change, policies) for change in changes))


def lasting(change: Change, attribute: str) -> str:
    """Return a text of a resource after the apply; where that is hidden the one before, else an empty one."""
    return next((one for one in (change.settled.get(attribute), change.old(attribute)) if isinstance(one, str)), "")


def _text(change: Change, attribute: str) -> str:
    value = change.settled.get(attribute)
    return value if isinstance(value, str) else ""


def _attachment(inspection: Inspection, change: Change, policies: Mapping[str, Change]) -> Attachment:
    where, _, slug = change.key.rpartition("/") if isinstance(change.key, str) else ("", "", "")
    policy = _policy(inspection, change, policies) or (slug if slug in policies else "")
    node, target = _target(inspection, change)
    if not target and where:
        node, target = _in_key(where, inspection.organization), where
    known = policies.get(policy)
    return Attachment(change, policy, node, target, lasting(known, "type") if known else "")


def _policy(inspection: Inspection, change: Change, policies: Mapping[str, Change]) -> str:
    """The name of the policy that is attached, its id where the plan has no such policy, empty where it is open."""
    found = inspection.references.targets(change, "policy_id", (POLICY,))
    if found.certain and len(found.changes) == 1:
        return lasting(found.changes[0], "name") or found.changes[0].address
    id = _text(change, "policy_id")
    return next((name for name, one in policies.items() if id and one.before.get("id") == id), id)


def _target(inspection: Inspection, change: Change) -> tuple[str, str]:
    """The place in the organization file and what names it in the plan; both empty where nobody can tell."""
    organization = inspection.organization
    found = inspection.references.targets(change, "target_id", (OU, ACCOUNT, ORGANIZATION))
    if found.certain and len(found.changes) == 1:
        one = found.changes[0]
        return _of_resource(one, organization), one.address
    id = _text(change, "target_id")
    return (_of_id(id, inspection), id) if id else ("", "")


def _of_resource(change: Change, organization: Organization) -> str:
    if change.type == ORGANIZATION:
        return path_name((organization.root,))
    name = _text(change, "name")
    return (
        node_of(name, organization)
        if change.type == OU
        else _of_account(find_account(organization, name), organization)
    )


def _of_id(id: str, inspection: Inspection) -> str:
    organization = inspection.organization
    if re.fullmatch(r"\d{12}", id):
        return _of_account(find_account(organization, id), organization)
    if id.startswith("r-"):
        return path_name((organization.root,))
    made = next((one for one in inspection.plan.of(OU) if one.before.get("id") == id), None)
    return _of_resource(made, organization) if made else _written(id, organization)


def _written(id: str, organization: Organization) -> str:
    """The OU of which the organization file states this id."""
    for path in places(organization):
        if isinstance(path[-1], Node) and _entry(path[-1], organization).get("id") == id:
            return path_name(path)
    return ""


def _entry(node: Node, organization: Organization) -> Mapping[str, object]:
    value: object = organization.sections.values
    for step in node.pointer:
        inside = value.get(step) if isinstance(value, Mapping) else None
        value = value[step] if isinstance(value, (list, tuple)) and isinstance(step, int) else inside
    return value if isinstance(value, Mapping) else {}


def _of_account(account: Account | None, organization: Organization) -> str:
    if account is None:
        return ""
    return path_name(path_to(organization, account)) if account != organization.management else MANAGEMENT


def node_of(name: str, organization: Organization) -> str:
    """Return the path of the node of that name or path; empty where there is none, or several."""
    found = find_node(organization, name)
    return path_name(found) if found else ""


def _in_key(where: str, organization: Organization) -> str:
    """The place that an instance key names: `root`, `ou:Workloads/ML`, `account:Dev`, or a bare name."""
    kind, colon, name = where.partition(":")
    if where.lower() in ("root", organization.root.name.lower()):
        return path_name((organization.root,))
    if colon and kind == "account":
        return _of_account(find_account(organization, name), organization)
    return node_of(name if colon else where, organization)


def unread(change: Change, attribute: str) -> bool:
    """Whether an attribute is there after the apply and cannot be read."""
    return isinstance(change.after.get(attribute), Mark)
