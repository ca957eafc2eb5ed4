"""Looks things up in plan JSON for tests: a change by address, a value by path, what is unknown, what is masked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FIXTURES = HERE / "fixtures"
PLANS = HERE / "plans"

MISSING = object()
"""What a path leads to when there is nothing, not even null."""

_STEP = re.compile(r"(?P<name>[^.\[]*)(?:\[(?P<key>[^=\]]+)=(?P<value>[^\]]*)\])?(?:\.|$)")
_KEYS = re.compile(r'\[(?:"(?:[^"\\]|\\.)*"|\d+)\]')


@cache
def plan_of(name: str) -> dict[str, Any]:
    """Return a committed plan by name. Read it only: all tests share it."""
    document: dict[str, Any] = json.loads((PLANS / f"{name}.json").read_text("utf-8"))
    return document


def changes(plan: dict[str, Any], address: str) -> list[dict[str, Any]]:
    """Return the changes of the object at an address; deposed objects are left out."""
    return [one for one in plan.get("resource_changes", ()) if one["address"] == address and "deposed" not in one]


def change(plan: dict[str, Any], address: str) -> dict[str, Any]:
    """Return the one change at an address."""
    (only,) = changes(plan, address)
    found: dict[str, Any] = only
    return found


def value(plan: dict[str, Any], address: str, path: str) -> Any:
    """Return what stands at a path of a resource, or MISSING.

    A path is `tags_all.Environment`, `rule.0.name`, `ingress[from_port=22].cidr_blocks.0` (the item whose key has that
    value), `before.X` for the value before, or `configuration.provider.X` and `configuration.X` for what the
    configuration says.
    """
    if path.startswith("configuration.provider."):
        return _provider(plan, address, path.removeprefix("configuration.provider."))
    if path.startswith("configuration."):
        return at(configured(plan, address), path.removeprefix("configuration."))
    if path.startswith("drift."):
        (drifted,) = (row for row in plan.get("resource_drift", ()) if row["address"] == address)
        return at(drifted["change"]["after"], path.removeprefix("drift."))
    one = change(plan, address)["change"]
    if path.startswith("before."):
        return at(one["before"], path.removeprefix("before."))
    return at(one["after"], path)


def at(tree: Any, path: str) -> Any:
    """Return what stands at a path of nested maps and lists, or MISSING."""
    rest = path
    while rest:
        match = _STEP.match(rest)
        assert match, f"{path} is no path"
        rest = rest[match.end() :]
        tree = _child(tree, match["name"]) if match["name"] else tree
        if match["key"]:
            tree = next((one for one in tree or () if str(one.get(match["key"])) == match["value"]), MISSING)
        if tree is MISSING:
            return MISSING
    return tree


def is_unknown(plan: dict[str, Any], address: str, path: str) -> bool:
    """Whether the value at a path, or the whole in which it stands, is known only after apply."""
    return _marked(change(plan, address)["change"]["after_unknown"], path)


def is_sensitive(plan: dict[str, Any], address: str, path: str) -> bool:
    """Whether the value at a path, or the whole in which it stands, is masked."""
    return _marked(change(plan, address)["change"]["after_sensitive"], path)


def leaves(tree: Any) -> Iterator[Any]:
    """Yield every scalar of nested maps and lists, keys too."""
    if isinstance(tree, dict):
        for key, one in tree.items():
            yield key
            yield from leaves(one)
    elif isinstance(tree, list):
        for one in tree:
            yield from leaves(one)
    else:
        yield tree


def _marked(mask: Any, path: str) -> bool:
    for name in path.split("."):
        if mask is True:
            return True
        mask = _child(mask, name)
    return mask is True


def _child(tree: Any, name: str) -> Any:
    if isinstance(tree, list):
        return tree[int(name)] if name.isdigit() and int(name) < len(tree) else MISSING
    return tree.get(name, MISSING) if isinstance(tree, dict) else MISSING


def configured(plan: dict[str, Any], address: str) -> dict[str, Any]:
    """Return what the configuration says of a resource: `expressions`, `provider_config_key` and so on."""
    module = plan["configuration"]["root_module"]
    *path, kind, name = _KEYS.sub("", address).split(".")
    for step in path:
        if step != "module":
            module = module["module_calls"][step]["module"]
    (found,) = (one for one in module["resources"] if (one["type"], one["name"]) == (kind, name))
    return dict(found)


def _provider(plan: dict[str, Any], address: str, name: str) -> Any:
    key = configured(plan, address)["provider_config_key"]
    expression = plan["configuration"]["provider_config"][key]["expressions"].get(name, {})
    if "constant_value" in expression:
        return expression["constant_value"]
    variables = [one.removeprefix("var.") for one in expression.get("references", ()) if one.startswith("var.")]
    return plan["variables"][variables[0]]["value"] if variables else MISSING
