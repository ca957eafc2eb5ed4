"""Reach: which requests SCPs and RCPs bind at all. Everything outside is exempt, and the answer says why.

Sources (2026-09): https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html,
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
"""

from __future__ import annotations

from typing import Final

from guardrails.catalog.rcp import is_rcp_service
from guardrails.evaluation.overlap import parts_cover, parts_meet
from guardrails.evaluation.patterns import Glob
from guardrails.model.decision import Truth
from guardrails.model.request import UNKNOWN, Partial, PrincipalKind, Request, Resource

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
    return _resource_exemption(_service(request), request.resource)


def rcp_reach(request: Request) -> Truth:
    """Whether RCPs bind the request; UNKNOWN where the resource is, and some resources of its service are exempt."""
    if rcp_exemption(request):
        return Truth.FALSE
    spared = _SPARED.get(_service(request))
    if spared is None or isinstance(request.resource, str):
        return Truth.TRUE
    may = not isinstance(request.resource, Partial) or parts_meet(spared[0], request.resource.pattern)
    return Truth.UNKNOWN if may else Truth.TRUE


_SPARED: Final = {
    "sts": ((("*:role/aws-service-role/*", True),), "service-linked role"),
    "kms": ((("*:alias/aws/*", True),), "AWS managed key"),
}
"""Service -> the pattern of resources that RCPs do not reach, and what these are."""


def _resource_exemption(service: str, resource: Resource) -> str:
    pattern, name = _SPARED.get(service, ((), ""))
    if not pattern or resource is UNKNOWN:
        return ""
    if isinstance(resource, Partial):
        return name if parts_cover(pattern, resource.pattern) else ""
    return name if Glob.joined(pattern).matches(str(resource)) else ""


def _service(request: Request) -> str:
    return request.action.partition(":")[0].lower()
