"""Turns a block `aws_iam_policy_document` into the JSON that Terraform makes of it.

Source: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document (2026-09)
"""

from __future__ import annotations

from typing import Final

from guardrails.files.policies.hcl import Block
from guardrails.files.policies.static import Dynamic, Values
from guardrails.model.source import Pointer

_ELEMENTS: Final = {
    "sid": "Sid",
    "effect": "Effect",
    "actions": "Action",
    "not_actions": "NotAction",
    "resources": "Resource",
    "not_resources": "NotResource",
}
_FROM_OTHERS = ("source_policy_documents", "override_policy_documents", "source_json", "override_json")


def read_document_block(block: Block, values: Values) -> dict[str, object]:
    """Return the document of a block; where its parts stand is in `values.spans`. Raises `Dynamic`."""
    for name in _FROM_OTHERS:
        if name in block.attributes:
            raise Dynamic(f"{name} = {block.attributes[name].written}")
    _refuse_dynamic(block)
    spans = values.spans
    document: dict[str, object] = {"Version": "2012-10-17"}
    if "version" in block.attributes:
        document["Version"] = values.of(block.attributes["version"], ("Version",))
    if "policy_id" in block.attributes:
        document["Id"] = values.of(block.attributes["policy_id"], ("Id",))
    statements: list[object] = []
    for one in block.of_type("statement"):
        pointer: Pointer = ("Statement", len(statements))
        statements.append(_statement(one, values, pointer))
        spans[pointer] = one.span
    document["Statement"] = statements
    spans[()] = block.span
    return document


def _refuse_dynamic(block: Block) -> None:
    for one in block.of_type("dynamic"):
        loop = one.attributes.get("for_each")
        raise Dynamic(f'dynamic "{"".join(one.labels)}" over {loop.written if loop else "something"}')


def _statement(block: Block, values: Values, at: Pointer) -> dict[str, object]:
    _refuse_dynamic(block)
    statement: dict[str, object] = {}
    for name, element in _ELEMENTS.items():
        if name in block.attributes:
            value = values.of(block.attributes[name], (*at, element))
            if value not in (None, "", []):
                statement[element] = _with_variables(value)
    statement.setdefault("Effect", "Allow")
    for type, element in (("principals", "Principal"), ("not_principals", "NotPrincipal")):
        found = _principals(block, type, values, (*at, element))
        if found:
            statement[element] = found
    conditions = _conditions(block, values, (*at, "Condition"))
    if conditions:
        statement["Condition"] = conditions
    return statement


def _principals(block: Block, type: str, values: Values, at: Pointer) -> object:
    found: dict[str, list[object]] = {}
    for one in block.of_type(type):
        kind = _text(one, "type", values, (*at, "type"))
        names = _list(one, "identifiers", values, (*at, kind))
        values.spans[at] = one.span
        if kind == "*":
            return "*"
        found.setdefault(kind, []).extend(names)
    return {kind: names[0] if len(names) == 1 else names for kind, names in found.items()}


def _conditions(block: Block, values: Values, at: Pointer) -> dict[str, dict[str, list[object]]]:
    found: dict[str, dict[str, list[object]]] = {}
    for one in block.of_type("condition"):
        operator = _text(one, "test", values, (*at, "test"))
        key = _text(one, "variable", values, (*at, operator, "variable"))
        wanted = _list(one, "values", values, (*at, operator, key))
        values.spans.setdefault(at, one.span)
        values.spans.setdefault((*at, operator), one.span)
        found.setdefault(operator, {}).setdefault(key, []).extend(wanted)
    return found


def _text(block: Block, name: str, values: Values, at: Pointer) -> str:
    if name not in block.attributes:
        raise Dynamic(f"a {block.type} without {name}")
    value = values.of(block.attributes[name], at)
    if not isinstance(value, str):
        raise Dynamic(block.attributes[name].written)
    return value


def _list(block: Block, name: str, values: Values, at: Pointer) -> list[object]:
    if name not in block.attributes:
        raise Dynamic(f"a {block.type} without {name}")
    value = _with_variables(values.of(block.attributes[name], at))
    return value if isinstance(value, list) else [value]


def _with_variables(value: object) -> object:
    """Return texts with policy variables as IAM writes them: in a block `&{aws:username}` stands for them."""
    if isinstance(value, list):
        return [_with_variables(one) for one in value]
    return value.replace("&{", "${") if isinstance(value, str) else value
