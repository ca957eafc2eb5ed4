"""Terraform written as JSON: `main.tf.json`. Blocks, locals and calls; there are no comments but the key `//`.

Source: https://developer.hashicorp.com/terraform/language/syntax/json (2026-11)
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from guardrails.terraform.sources.modules import Gathered
from guardrails.terraform.sources.places import Module, Stretch, Text
from guardrails.terraform.sources.references import references_in

_KINDS = {"resource": "", "data": "data."}


def json_module(text: Text) -> Module:
    """Return the part of a module that one file of JSON is; an empty one where it is no JSON."""
    try:
        document = json.loads(text.text)
    except (ValueError, RecursionError):
        return Module()
    found = Gathered()
    for kind, one in _pairs(document):
        if kind == "locals":
            found.locals.update({name: tuple(_references(value)) for name, value in _pairs(one)})
        elif kind == "module":
            for name, call in _pairs(one):
                found.blocks[f"module.{name}"] = _key(text, (kind, name))
                found.calls[name] = str(dict(_pairs(call)).get("source", ""))
        elif kind in _KINDS:
            for type, named in _pairs(one):
                for name, block in _pairs(named):
                    _resource(found, text, (kind, type, name), block)
    return found.module()


def _resource(found: Gathered, text: Text, keys: tuple[str, str, str], block: Any) -> None:
    kind, type, name = keys
    address = f"{_KINDS[kind]}{type}.{name}"
    found.blocks[address] = _key(text, keys)
    for key, comment in _pairs(block):
        if key == "//" and isinstance(comment, str) and (match := re.search(r"guardrails:waive\b.*", comment)):
            start = text.text.find(match[0][:24], found.blocks[address].end)
            start = max(start, found.blocks[address].start)
            found.waivers.append((address, Stretch(text, start, start + len(match[0]))))


def _pairs(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the members of an object, or of the objects in a list: JSON may write a block either way."""
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        for one in value:
            yield from _pairs(one)


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from references_in(json.dumps(value)) if "${" in value or "%{" in value else ()
    elif isinstance(value, (dict, list)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _references(one)


def _key(text: Text, keys: tuple[str, ...]) -> Stretch:
    """The place of the last of these keys, each looked for behind the one before it."""
    start = at = 0
    for key in keys:
        match = re.compile(re.escape(json.dumps(key, ensure_ascii=False)) + r"\s*:").search(text.text, at)
        if match:
            start, at = match.start(), match.end()
    return Stretch(text, start, at)
