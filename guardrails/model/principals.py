"""Principals from text: an ARN, a service principal's name or `anonymous`."""

from __future__ import annotations

import re

from guardrails.model.request import Principal, PrincipalKind, Value

_SERVICE = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?")
_SESSION = re.compile(r"assumed-role/([^/]+)/(.+)")
_KINDS = (
    ("iam", "root", PrincipalKind.ROOT),
    ("iam", "role/aws-service-role/", PrincipalKind.SERVICE_LINKED_ROLE),
    ("iam", "role/", PrincipalKind.ROLE),
    ("iam", "user/", PrincipalKind.USER),
    ("sts", "federated-user/", PrincipalKind.FEDERATED_USER),
)


def read_principal(text: str, *, in_management_account: bool = False) -> Principal:
    """Return the principal that a text names; a role session becomes its role, with the session's ARN beside it.

    A session's ARN does not carry the path of its role, so the role is taken to have none.
    Raises ValueError for anything that is not a user, role, role session, federated user, root, service or `anonymous`.
    """
    if text == "anonymous":
        return Principal("", PrincipalKind.ANONYMOUS)
    if _SERVICE.fullmatch(text):
        return Principal(text, PrincipalKind.SERVICE)
    fields = text.split(":", 5)
    if len(fields) == 6 and fields[0] == "arn":
        _, partition, service, _, account, name = fields
        session = _SESSION.fullmatch(name) if service == "sts" else None
        if session:
            role = f"arn:{partition}:iam::{account}:role/{session[1]}"
            return Principal(role, PrincipalKind.ROLE, account, text, in_management_account)
        for of_service, start, kind in _KINDS:
            if service == of_service and (name == start if start == "root" else name.startswith(start)):
                return Principal(text, kind, account, "", in_management_account)
    raise ValueError(f"`{text}` is not the ARN of a user, role, role session, federated user or root")


def derived_context(principal: Principal) -> dict[str, Value]:
    """Return the keys that follow from the principal alone: aws:PrincipalArn and aws:PrincipalAccount, lower case.

    A service principal has neither; an anonymous caller has the account `anonymous` and no ARN.
    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (2026-09)
    """
    if principal.kind is PrincipalKind.SERVICE:
        return {}
    if principal.kind is PrincipalKind.ANONYMOUS:
        return {"aws:principalaccount": "anonymous"}
    return {"aws:principalarn": principal.arn, "aws:principalaccount": principal.account}
