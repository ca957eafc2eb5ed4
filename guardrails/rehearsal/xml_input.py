"""Reads the XML body of a rest-xml call by the shapes of botocore's models."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from xml.etree import ElementTree


def read_xml(shape: Any, body: bytes) -> Any:
    """Return a body by botocore's member names; ValueError when it is not what the shape says."""
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise ValueError("a document type is not allowed")
    try:
        return _value(shape, ElementTree.fromstring(body))
    except (ElementTree.ParseError, RecursionError) as problem:
        raise ValueError(str(problem)) from None


def _value(shape: Any, element: ElementTree.Element) -> Any:
    if shape.type_name == "structure":
        found = {}
        for name, one in shape.members.items():
            wire = one.serialization.get("name", name)
            children = [child for child in element if _plain(child.tag) == wire]
            if children and one.type_name == "list":
                items = children if one.serialization.get("flattened") else list(children[0])
                found[name] = [_value(one.member, item) for item in items]
            elif children:
                found[name] = _value(one, children[0])
        return found
    text = (element.text or "").strip()
    if shape.type_name in ("integer", "long"):
        return int(text)
    if shape.type_name == "boolean":
        return text == "true"
    if shape.type_name == "timestamp":
        return datetime.fromisoformat(text)
    return text


def _plain(tag: str) -> str:
    return tag.rpartition("}")[2]
