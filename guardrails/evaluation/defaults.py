"""The global context keys that AWS sends with every call, worked out from who calls, where and when.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (2026-09)
"""

from __future__ import annotations

from datetime import datetime

from guardrails.model.request import UNKNOWN, Principal, PrincipalKind, Value

NO_RESOURCE_OWNER = frozenset(
    {
        "ec2:acceptvpcpeeringconnection",
        "ec2:createvpcendpoint",
        "route53:associatevpcwithhostedzone",
        "guardduty:acceptadministratorinvitation",
    }
)
"""Actions (lower case) that carry no `aws:ResourceAccount`; neither do the EBS direct APIs (service prefix `ebs`)."""

_TYPES = {
    PrincipalKind.ROLE: "AssumedRole",
    PrincipalKind.SERVICE_LINKED_ROLE: "AssumedRole",
    PrincipalKind.USER: "User",
    PrincipalKind.ROOT: "Account",
    PrincipalKind.FEDERATED_USER: "FederatedUser",
    PrincipalKind.ANONYMOUS: "Anonymous",
}
_TEMPORARY = (PrincipalKind.ROLE, PrincipalKind.SERVICE_LINKED_ROLE, PrincipalKind.FEDERATED_USER)


def default_context(
    principal: Principal,
    action: str,
    region: str,
    *,
    organization: str = "",
    path: str = "",
    resource_account: str = "",
    moment: datetime | None = None,
) -> dict[str, Value]:
    """Return the context that every call carries, keys in lower case.

    Args:
        organization: id (`o-...`); empty when the account is in one whose id we were not told: its keys are UNKNOWN.
        path: the `aws:PrincipalOrgPaths` value of the account; empty means UNKNOWN as well.
        resource_account: owner of the resource; empty means the principal's account.
        moment: when the call is made; None leaves the two time keys UNKNOWN.

    A key that is not returned is absent unless the caller adds it. UNKNOWN stands for keys that are sent with a value
    we have no way to know: source address, user agent, user id.
    """
    context: dict[str, Value] = {
        "aws:requestedregion": region or UNKNOWN,
        "aws:securetransport": "true",
        "aws:sourceip": UNKNOWN,
        "aws:useragent": UNKNOWN,
        "aws:currenttime": moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else UNKNOWN,
        "aws:epochtime": str(int(moment.timestamp())) if moment else UNKNOWN,
        "aws:viaawsservice": "false",
    }
    context |= _of_principal(principal, organization, path)
    context |= _of_resource(principal, action, organization, path, resource_account)
    return context


def _of_principal(principal: Principal, organization: str, path: str) -> dict[str, Value]:
    if principal.kind is PrincipalKind.ANONYMOUS:
        return {"aws:principalaccount": "anonymous", "aws:principaltype": "Anonymous", "aws:userid": "anonymous"}
    if principal.kind is PrincipalKind.SERVICE:
        return {
            "aws:principalisawsservice": "true",
            "aws:principalservicename": principal.arn,
            "aws:principalservicenameslist": (principal.arn,),
        }
    context: dict[str, Value] = {
        "aws:principalarn": principal.arn,
        "aws:principalaccount": principal.account,
        "aws:principaltype": _TYPES[principal.kind],
        "aws:principalisawsservice": "false",
        "aws:userid": principal.account if principal.kind is PrincipalKind.ROOT else UNKNOWN,
        "aws:principalorgid": organization or UNKNOWN,
        "aws:principalorgpaths": (path,) if path else UNKNOWN,
    }
    if principal.kind is PrincipalKind.USER:
        context["aws:username"] = principal.arn.rpartition("/")[2]
    if principal.kind in _TEMPORARY:
        context["aws:tokenissuetime"] = UNKNOWN
    return context


def _of_resource(principal: Principal, action: str, organization: str, path: str, owner: str) -> dict[str, Value]:
    if action.lower() in NO_RESOURCE_OWNER or action.lower().startswith("ebs:"):
        return {}
    if owner and owner != principal.account:
        return {"aws:resourceaccount": owner, "aws:resourceorgid": UNKNOWN, "aws:resourceorgpaths": UNKNOWN}
    return {
        "aws:resourceaccount": principal.account or UNKNOWN,
        "aws:resourceorgid": organization or UNKNOWN,
        "aws:resourceorgpaths": (path,) if path else UNKNOWN,
    }
