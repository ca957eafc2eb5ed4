"""How many principals a pattern for `aws:PrincipalArn` names: one, a family with a purpose, or anybody.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html (2026-09)
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from guardrails.evaluation.patterns import arn_fields
from guardrails.model.finding import Confidence, Severity

_WILD = "*?"
_LINKED, _CENTER, _CONSOLE = "aws-service-role", "aws-reserved", "service-role"
_LONG_ENOUGH = 12
"""So many letters in front of a wildcard name a family, even without a separator: `AWSControlTower*`."""


@dataclass(frozen=True, slots=True)
class Breadth:
    """Why a pattern is too broad, and how sure that is. `whole`: it names a whole kind of principals, not names."""

    why: str
    confidence: Confidence = Confidence.HIGH
    severity: Severity = Severity.WARNING
    whole: bool = False


def breadth(pattern: str, *, is_arn_operator: bool) -> Breadth | None:
    """Return why a pattern names more principals than somebody can have meant; None where it does not."""
    fields = arn_fields(pattern)
    if len(fields) < 6:
        return None if is_arn_operator and pattern.strip(_WILD) else _of_text(pattern)
    account, resource = fields[4], fields[5]
    if not resource.strip(_WILD):
        return _of_account(account)
    if resource == "root":
        return _of_root(account)
    kind, slash, name = resource.partition("/")
    if not slash or not name.strip(_WILD + "/"):
        return _of_kind(kind, account) if resource.rstrip("/")[-1] in _WILD else None
    return _of_name(name)


def has_open_account(pattern: str) -> bool:
    """Return whether the account of an ARN pattern is left open, where a stranger can have such a name.

    Nobody can make a service-linked role or one of AWS's own (`role/aws:ec2-infrastructure`).
    """
    fields = arn_fields(pattern)
    if len(fields) < 6 or fields[5].startswith((f"role/{_LINKED}/", "role/aws:")):
        return False
    return any(one in fields[4] for one in _WILD)


def account_in(arn: str) -> str:
    """Return the account that an ARN or ARN pattern names; empty where it has none, or a wildcard."""
    fields = arn_fields(arn)
    return fields[4] if len(fields) == 6 and fields[4].isdigit() else ""


def _everybody() -> Breadth:
    return Breadth("that is everybody, so the statement is about nobody", severity=Severity.ERROR, whole=True)


def _of_text(pattern: str) -> Breadth | None:
    """A pattern that is no whole ARN, as string operators take it."""
    if not re.sub(r"^arn:[^:]*(:iam|:sts|:\*)?:*", "", pattern).strip(_WILD + ":"):
        return _everybody() if pattern[-1:] == "*" else None
    _, found, name = pattern.rpartition(":role/")
    if found:
        return _of_name(name)
    if pattern[0] in _WILD and "/" not in pattern:
        return Breadth("any user or role with that in its name or path is of it")
    return None


def _of_account(account: str) -> Breadth:
    if account.isdigit():
        why = f"that is everybody in account {account}; aws:PrincipalAccount says so more plainly"
        return Breadth(why, Confidence.MEDIUM, Severity.NOTE, whole=True)
    return _everybody()


def _of_root(account: str) -> Breadth | None:
    if not account.isdigit():
        return None
    return Breadth(f"in this key that is only the root user of account {account}, not everybody in it", whole=True)


def _of_kind(kind: str, account: str) -> Breadth:
    """Every role, or every user."""
    what = {"role": "every role", "user": "every user"}.get(kind.rstrip(_WILD), "every principal of that kind")
    where = f" of account {account}" if account.isdigit() else ""
    return Breadth(f"that is {what}{where}", Confidence.MEDIUM, whole=True)


def _of_name(text: str) -> Breadth | None:
    """What stands after `role/` or `user/`: a path that may be empty, and a name."""
    path, _, name = text.rpartition("/")
    first = path.partition("/")[0]
    if first == _LINKED:
        return None
    if first == _CENTER or name.startswith("AWSReservedSSO"):
        if name.removeprefix("AWSReservedSSO").strip(_WILD + "_"):
            return None
        return Breadth("that is every Identity Center role, whatever its permission set", Confidence.MEDIUM)
    if path and path != _CONSOLE and not any(one in path for one in _WILD):
        return None  # a path of its own can be protected as a whole
    if not name.strip(_WILD):
        return Breadth("that is every role which consoles make for services", Confidence.MEDIUM)
    if name[0] in _WILD:
        return Breadth("any name that ends so is of it, and who may create a role chooses the name")
    begin = re.split(r"[*?]", name)[0]
    if begin != name and begin[-1].isalnum() and len(begin) < _LONG_ENOUGH:
        return Breadth(f"every name that begins with {begin} is of it, whatever follows", Confidence.MEDIUM)
    return None
