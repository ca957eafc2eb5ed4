"""The input of AWS's own simulator for the same question.

Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html (2026-11-17, botocore 1.44.5)
"""

from __future__ import annotations

import json
from typing import Any

from guardrails.catalog.keys import condition_key
from guardrails.commands.simulation import Reply
from guardrails.files.loaded import Project
from guardrails.model.organization.tree import Account
from guardrails.model.request import UNKNOWN, PrincipalKind, Value

_FULL = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
_TYPES = {"bool": "boolean", "boolean": "boolean", "numeric": "numeric", "date": "date", "ip": "ip", "binary": "binary"}
_CALLERS = (PrincipalKind.USER, PrincipalKind.ROLE)


def simulate_custom_policy(project: Project, account: Account, reply: Reply) -> list[dict[str, Any]]:
    """Return one input of `iam:SimulateCustomPolicy` per authorization request; RCPs have no place in it.

    Keys whose value is unknown are left out, for AWS has no way to say so.
    """
    levels = [
        {"ServiceControlPolicyInputList": [_text(project, document.name) for document in level.policies]}
        for level in project.levels(account)
    ]
    return [
        {
            "PolicyInputList": [_compact(_FULL)],
            "OrderedOrganizationPolicyInputList": levels,
            "ActionNames": [part.request.action],
            "ResourceArns": [str(part.request.resource)],
            **({"CallerArn": part.request.principal.arn} if part.request.principal.kind in _CALLERS else {}),
            "ContextEntries": [
                _entry(key, value) for key, value in part.request.context.items() if value is not UNKNOWN
            ],
        }
        for part in reply.parts
    ]


def _text(project: Project, slug: str) -> str:
    return _compact(project.finals.get(slug, _FULL))


def _compact(document: object) -> str:
    return json.dumps(document, separators=(",", ":"))


def _entry(key: str, value: Value) -> dict[str, Any]:
    known = condition_key(key)
    kind = _TYPES.get(str(getattr(known.type, "value", known.type)).lower(), "string") if known else "string"
    many = isinstance(value, tuple)
    return {
        "ContextKeyName": known.name if known and "${" not in known.name else key,
        "ContextKeyValues": list(value) if isinstance(value, tuple) else [value],
        "ContextKeyType": f"{kind}List" if many else kind,
    }
