"""Policies that a plan has as blocks or arguments, and not as text, written as the JSON that AWS will get."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from guardrails.model.plan.change import Change
from guardrails.model.plan.values import Mark, undecidable

Json = Mapping[str, object]

LATER: Final = "(known after apply)"
"""Stands for a condition's value that is not known yet."""

_OTHERS: Final = ("source_policy_documents", "override_policy_documents", "source_json", "override_json")
_ELEMENTS: Final = {"actions": "Action", "not_actions": "NotAction"}
_RESOURCES: Final = {"resources": "Resource", "not_resources": "NotResource"}
_PRINCIPALS: Final = {"principals": "Principal", "not_principals": "NotPrincipal"}


def of_document(source: Change) -> tuple[Json | None, tuple[str, ...]]:
    """Return the policy that an `aws_iam_policy_document` will make (None: nothing of it can be read), and what hides.

    Unknown resources and actions stand as `*` (any): they do not say who is let in. Values of conditions that are not
    known stand as LATER. What hides are attributes: unknown principals, and documents that are merged into this one.
    Source: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document (2026-11)
    """
    blocks = source.get("statement")
    unread = tuple(f"{source.address}.{name}" for name in _OTHERS if _holds(source.get(name)))
    if undecidable(blocks) or unread:
        return None, unread or (f"{source.address}.statement",)
    rows = blocks if isinstance(blocks, (list, tuple)) else ()
    hidden = [f"{source.address}.statement[{at}]" for at, row in enumerate(rows) if _hides(row)]
    statements = [_statement(row) for row in rows if isinstance(row, Mapping)]
    return {"Version": "2012-10-17", "Statement": statements}, tuple(hidden)


def _holds(value: object) -> bool:
    return undecidable(value) or (isinstance(value, (str, list, tuple)) and bool(value))


def _hides(row: object) -> bool:
    """Whether a block does not tell whom it lets in or keeps out."""
    if not isinstance(row, Mapping) or undecidable(row.get("effect")) or undecidable(row.get("condition")):
        return True
    for name in _PRINCIPALS:
        value = row.get(name)
        if undecidable(value):
            return True
        for one in value if isinstance(value, (list, tuple)) else ():
            inside = (one.get("type"), one.get("identifiers")) if isinstance(one, Mapping) else (one,)
            items = inside[-1] if isinstance(inside[-1], (list, tuple)) else ()
            if any(undecidable(item) for item in (*inside, *items)):
                return True
    return False


def _statement(row: Json) -> dict[str, object]:
    effect, sid = row.get("effect"), row.get("sid")
    made: dict[str, object] = {"Effect": "Deny" if effect == "Deny" else "Allow"}
    if isinstance(sid, str) and sid:
        made["Sid"] = sid
    for name, element in (_ELEMENTS | _RESOURCES).items():
        value = row.get(name)
        if undecidable(value):
            made[element] = "*"
        elif isinstance(value, (list, tuple)) and value:
            made[element] = [one if isinstance(one, str) else "*" for one in value]
    for name, element in _PRINCIPALS.items():
        found = _principals(row.get(name))
        if found:
            made[element] = found
    conditions = _conditions(row.get("condition"))
    return {**made, "Condition": conditions} if conditions else made


def _principals(value: object) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in rows_of(value):
        kind, identifiers = one.get("type"), one.get("identifiers")
        texts = (
            [item for item in identifiers if isinstance(item, str)] if isinstance(identifiers, (list, tuple)) else []
        )
        if isinstance(kind, str) and texts:
            found.setdefault("AWS" if kind == "*" else kind, []).extend(texts)
    return found


def _conditions(value: object) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for one in rows_of(value):
        test, key, values = one.get("test"), one.get("variable"), one.get("values")
        if not isinstance(test, str) or not isinstance(key, str):
            continue
        texts = (
            [item if isinstance(item, str) else LATER for item in values] if isinstance(values, (list, tuple)) else []
        )
        found.setdefault(test, {}).setdefault(key, []).extend(texts or [LATER])
    return found


def rows_of(value: object) -> list[Json]:
    """Return the blocks of a list; what is no block is left out."""
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, (list, tuple)) else []


def of_grant(type: str, values: Json) -> tuple[str, Json | None, tuple[str, ...]]:
    """Return the attribute that names the principal, the policy that a grant's arguments say, and what is unknown.

    Source: https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html (2026-11)
    """
    attribute = "principal_arn" if type == "aws_vpc_endpoint_service_allowed_principal" else "principal"
    principal, action = values.get(attribute), values.get("action")
    if not isinstance(principal, str):
        return attribute, None, (attribute,) if undecidable(principal) else ()
    service = principal.endswith((".amazonaws.com", ".amazonaws.com.cn"))
    statement = {
        "Effect": "Allow",
        "Principal": {"Service" if service else "AWS": principal},
        "Action": action if isinstance(action, str) and ":" in action else "*",
        "Resource": "*",
        "Condition": _grant_conditions(values),
    }
    return attribute, {"Version": "2012-10-17", "Statement": [statement]}, ()


_GRANT_KEYS: Final = {
    "source_arn": ("ArnLike", "aws:SourceArn"),
    "source_account": ("StringEquals", "aws:SourceAccount"),
    "principal_org_id": ("StringEquals", "aws:PrincipalOrgID"),
    "organization_id": ("StringEquals", "aws:PrincipalOrgID"),
}


def _grant_conditions(values: Json) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, (operator, key) in _GRANT_KEYS.items():
        value = values.get(name)
        if value is Mark.UNKNOWN or value is Mark.SENSITIVE:
            found.setdefault(operator, {})[key] = LATER
        elif isinstance(value, str) and value:
            found.setdefault(operator, {})[key] = value
    for one in rows_of(values.get("condition")):  # of aws_cloudwatch_event_permission
        kind, key_name, text = one.get("type"), one.get("key"), one.get("value")
        if isinstance(kind, str) and isinstance(key_name, str):
            found.setdefault(kind, {})[key_name] = text if isinstance(text, str) else LATER
    return found
