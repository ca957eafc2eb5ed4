"""Who calls: what `--as` and the `as:` of a scenario mean, for one account."""

from __future__ import annotations

import re

from guardrails.model.organization.tree import Account, Organization
from guardrails.model.principals import read_principal
from guardrails.model.request import Principal

DEFAULT = "role/Developer"
NO_ID = "000000000000"
"""Stands in for the id of a planned account."""

_SERVICE = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?")
_SERVICE_LINKED = "role/aws-service-role/"


def principal_of(text: str, account: Account, organization: Organization) -> Principal:
    """Return the principal that `text` names, in `account` unless it is a whole ARN.

    Understood are `role/Name` (with path), `user/Name`, `root`, `AWSServiceRoleFor...`, a service-linked role's path,
    a service principal (`cloudtrail.amazonaws.com`), a name of the organization file's `principals`, and ARNs.
    Raises ValueError, with what would be understood, for anything else.
    """
    text = text.strip()
    if _SERVICE.fullmatch(text):
        return read_principal(text)
    if text in organization.principals:
        text = _concrete(organization.principals[text], text)
    partition = organization.settings.text("partition", "aws")
    arn = text if text.startswith("arn:") else f"arn:{partition}:iam::{account.id or NO_ID}:{_path(text, organization)}"
    return _from_arn(arn, account, organization)


def account_in(text: str, organization: Organization) -> str:
    """Return the account id that a whole ARN after `--as` fixes; empty where it leaves the account open."""
    if not text.startswith("arn:"):
        return ""
    fields = text.split(":", 5)
    return fields[4] if len(fields) == 6 and re.fullmatch(r"\d{12}", fields[4]) else ""


def _path(text: str, organization: Organization) -> str:
    if text == "root" or re.fullmatch(r"(role|user)/.+", text):
        return text
    if text.startswith("aws-service-role/"):
        return f"role/{text}"
    linked = re.fullmatch(r"AWSServiceRoleFor(\w+)", text)
    if linked:
        return f"{_SERVICE_LINKED}{linked[1].lower()}.amazonaws.com/{text}"
    names = ", ".join(sorted(organization.principals))
    raise ValueError(
        f"{text!r} is not a principal: write role/NAME, user/NAME, root, an ARN, a service principal"
        + (f" or one of {names}" if names else "")
    )


def _concrete(patterns: tuple[str, ...], name: str) -> str:
    """The first pattern of a named principal, preferring one without wildcards in its name; those become `example`."""
    if not patterns:
        raise ValueError(f"principal {name!r} of the organization file has no ARN")
    first = next((one for one in patterns if "*" not in one.split(":", 5)[-1]), patterns[0])
    head, _, last = first.rpartition(":")
    return f"{head}:{last.replace('*', 'example').replace('?', 'x')}"


def _from_arn(arn: str, account: Account, organization: Organization) -> Principal:
    """Read an ARN whose account, unless it is a whole id, is the one asked about."""
    fields = arn.split(":", 5)
    if len(fields) == 6 and not re.fullmatch(r"\d{12}", fields[4]):
        fields[4] = account.id or NO_ID
    management = organization.management
    own = len(fields) == 6 and fields[4] == (account.id or NO_ID)
    in_management = (len(fields) == 6 and fields[4] == management.id) or (own and account == management)
    return read_principal(":".join(fields), in_management_account=in_management)
