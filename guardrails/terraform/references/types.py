"""Type constraints of variables: what is left out of an object is null or its default; plan JSON has what was given.

Source: https://developer.hashicorp.com/terraform/language/expressions/type-constraints#optional-object-type-attributes
(2026-11)
"""

from __future__ import annotations

from collections.abc import Mapping

from guardrails.terraform.references.values import OPAQUE, Instances, Members, Ref
from guardrails.terraform.sources.parsing import Node


def converted(value: object, type: Node | None) -> object:
    """Return a value as a variable of this type holds it; OPAQUE where a default is no plain value."""
    if type is None or value is None or value is OPAQUE or isinstance(value, (Ref, Instances)) or type.kind != "call":
        return value
    inner = type.below[0] if type.below else None
    if type.word == "optional":
        return converted(value, inner)
    if type.word == "object" and inner is not None and isinstance(value, Mapping):
        return _object(value, inner)
    if type.word == "map" and isinstance(value, Mapping):
        return {key: converted(one, inner) for key, one in value.items()}
    if type.word in ("list", "set") and isinstance(value, (list, tuple)):
        members = [converted(one, inner) for one in value]
        return Members(members) if type.word == "set" else members
    return value


def _object(value: Mapping[object, object], type: Node) -> dict[object, object]:
    found = {}
    for name, inner in zip(type.below[::2], type.below[1::2], strict=True):
        key = name.value
        given = value.get(key)
        if given is None and inner.kind == "call" and inner.word == "optional" and len(inner.below) > 1:
            found[key] = converted(constant(inner.below[1]), inner.below[0])
        else:
            found[key] = converted(given, inner)
    return found


def constant(node: Node) -> object:
    """Return the value of a default: a literal, or lists and objects of them; OPAQUE for everything else."""
    if node.kind == "literal":
        return node.value
    if node.kind == "minus":
        value = constant(node.below[0])
        return -value if isinstance(value, (int, float)) else OPAQUE
    if node.kind == "list":
        return [constant(one) for one in node.below]
    if node.kind == "object":
        return {constant(key): constant(one) for key, one in zip(node.below[::2], node.below[1::2], strict=True)}
    return OPAQUE
