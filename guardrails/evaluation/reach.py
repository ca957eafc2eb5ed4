"""Reach: which requests SCPs and RCPs bind at all. Everything outside is exempt, and the answer says why.

Sources (2026-09): https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html,
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
"""

from __future__ import annotations

from guardrails.catalog.rcp import is_rcp_service
from guardrails.model.request import PrincipalKind, Request

_BY_KIND = {
    PrincipalKind.SERVICE_LINKED_ROLE: "service-linked role",
    PrincipalKind.SERVICE: "service principal",
    PrincipalKind.ANONYMOUS: "anonymous caller",
}

UNRESTRICTABLE_SERVICES = frozenset({"alexatopsites", "awis", "mechanicalturk"})
"""Services whose actions no SCP restricts (O1, "Tasks and entities not restricted by SCPs", 2026-09)."""


def scp_exemption(request: Request) -> str:
    """Return why no SCP binds the request; empty if SCPs do."""
    if request.principal.in_management_account:
        return "management account"
    by_kind = _BY_KIND.get(request.principal.kind, "")
    if not by_kind and _service(request) in UNRESTRICTABLE_SERVICES:
        return "service that SCPs cannot restrict"
    return by_kind


def rcp_exemption(request: Request) -> str:
    """Return why no RCP binds the request; empty if RCPs do."""
    if request.resource_in_management_account:
        return "resource in the management account"
    if request.principal.kind is PrincipalKind.SERVICE_LINKED_ROLE:
        return "service-linked role"
    if not is_rcp_service(_service(request)):
        return "service without RCP support"
    if request.action.lower() == "kms:retiregrant":
        return "kms:RetireGrant"
    if isinstance(request.resource, str):
        return _resource_exemption(request.resource)
    return ""


def _resource_exemption(resource: str) -> str:
    if ":role/aws-service-role/" in resource:
        return "service-linked role"
    return "AWS managed key" if ":alias/aws/" in resource else ""


def _service(request: Request) -> str:
    return request.action.partition(":")[0].lower()
