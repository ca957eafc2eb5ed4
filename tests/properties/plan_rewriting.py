"""Rewrites the JSON of real plans: hides values, renames resources, wraps the root in a module; and judges it."""

from __future__ import annotations

import copy
import json
import re
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from guardrails.commands.gating.options import Options
from guardrails.commands.gating.run import judge_plans
from guardrails.model.finding import Finding
from guardrails.model.gate_report import GateReport
from guardrails.model.plan.change import without_keys
from tests.terraform.test_gate_fixtures import ACCOUNTS, JUDGED, LIVE, PLANS, TODAY, TOLD, project

__all__ = ["FIXTURES", "LIVE", "findings_of", "hide", "judge", "load", "renamed", "row_of", "steps_of", "wrapped"]

Json = dict[str, Any]
Steps = tuple[str | int, ...]

FIXTURES = tuple(name for name in JUDGED if "resource_changes" in json.loads((PLANS / f"{name}.json").read_text()))
"""The fixtures whose plan has rows."""

OTHERWISE: Json = {"references": ["data.external.asked.result.value", "data.external.asked.result"]}
"""An expression that nobody can follow."""


@cache
def _text(name: str) -> str:
    return (PLANS / f"{name}.json").read_text("utf-8")


def load(name: str) -> Json:
    """Return a committed plan's JSON, anew each time."""
    found: Json = json.loads(_text(name))
    return found


def judge(plan: Json, name: str, **options: Any) -> GateReport:
    """Return the gate's answer about a plan, judged for the account and the caller of a fixture or live plan."""
    told = TOLD[name] if name in TOLD else {"account": ACCOUNTS[name.split("-")[1]]}
    given = Options(**{"account": told["account"], "caller": told.get("as", ""), **options})
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        file.write(as_bytes(plan))
        file.flush()
        return judge_plans([Path(file.name)], project(), given, TODAY)


def as_bytes(plan: Json) -> bytes:
    """Return a plan as the bytes of its file."""
    return json.dumps(plan).encode()


def findings_of(plan: Json, name: str) -> tuple[Finding, ...]:
    """Return the findings of a plan."""
    return judge(plan, name).plans[0].findings


def row_of(plan: Json, address: str) -> Json | None:
    """Return the row of an address that is no deposed object, or None."""
    rows = (one for one in plan["resource_changes"] if one["address"] == address and not one.get("deposed"))
    return next(rows, None)


def block_of(plan: Json, address: str) -> Json | None:
    """Return the block of the configuration that a row comes from, or None where it is gone."""
    path = without_keys(address).split(".")
    module = plan["configuration"]["root_module"]
    while path[0] == "module":
        module = module.get("module_calls", {}).get(path[1], {}).get("module", {})
        path = path[2:]
    return next((one for one in module.get("resources", []) if one["address"] == ".".join(path)), None)


def steps_of(attribute: str) -> Steps:
    """Return the steps of a path as findings show it: `rule[0].key` is `("rule", 0, "key")`."""
    return tuple(int(one) if one.isdigit() else one for one in re.findall(r"[^.\[\]]+", attribute))


def hide(plan: Json, address: str, path: Steps, how: str) -> bool:
    """Hide the value at a path of a row: `unknown` takes it away, `sensitive` masks it. Return whether one was there.

    `tags_all` and `tags` are two copies of one thing, so both are hidden. The configuration says that the value comes
    from elsewhere, unless it refers to something already.
    """
    row = row_of(plan, address)
    if row is None or row["change"]["actions"] == ["no-op"]:
        return False
    body = row["change"]
    side = "after" if isinstance(body.get("after"), dict) else "before"
    if side == "before" and how == "unknown":
        return False
    roots = ("tags", "tags_all") if path[0] in ("tags", "tags_all") else (path[0],)
    hidden = [_hide(body, side, (root, *path[1:]), how) for root in roots]
    block = block_of(plan, address)
    if any(hidden) and block is not None:
        _refer(block.setdefault("expressions", {}), (roots[0], *path[1:]))
    return any(hidden)


def _hide(body: Json, side: str, path: Steps, how: str) -> bool:
    at, mask, steps = body[side], f"{side}_sensitive" if how == "sensitive" else "after_unknown", list(path)
    if not isinstance(body.get(mask), dict):
        body[mask] = {}
    over = body[mask]
    for step, after in zip(steps, [*steps[1:], None], strict=True):
        if not _has(at, step) or at[step] is None or over is True:
            return False
        if isinstance(over, list):
            over.extend({} for _ in range(len(over), int(step) + 1))
        if after is None:
            over[step] = True
        elif isinstance(over, list) or step not in over or not isinstance(over[step], type(at[step])):
            over[step] = type(at[step])() if _not(over, step, type(at[step])) else over[step]
        at, over, parent = at[step], over[step], at
    if how == "unknown":
        parent[steps[-1]] = None
    return True


def _not(over: Any, step: Any, kind: type) -> bool:
    return not (_has(over, step) and isinstance(over[step], kind))


def _has(tree: Any, step: Any) -> bool:
    if isinstance(tree, dict):
        return step in tree
    return isinstance(tree, list) and isinstance(step, int) and step < len(tree)


def _refer(expressions: Json, path: Steps) -> None:
    """Let the expression at a path, or the nearest above it, refer to what nobody can follow."""
    at: Any = expressions
    for step in path[:-1]:
        if isinstance(step, int) or not isinstance(at.get(step), list):
            continue
        at = at[step][0] if at[step] else {}
    name = path[-1] if at is not expressions else path[0]
    old = at.get(name)
    if not isinstance(old, list) and not (isinstance(old, dict) and old.get("references")):
        at[name] = dict(OTHERWISE)


def renamed(plan: Json) -> tuple[Json, Callable[[str], str]]:
    """Return the plan with other names of all resources, and what makes an old address of a new one."""
    pairs = {(one["type"], one["name"]) for one in _blocks(plan)} | {
        (one["type"], one["name"]) for one in plan["resource_changes"]
    }
    forms = "|".join(re.escape(f"{type}.{name}") for type, name in sorted(pairs, reverse=True))
    found = re.compile(rf"(?<![\w.-])((?:data\.)?(?:module\.[\w\[\]\".-]+\.)*)({forms})(?![\w-])")

    def walk(tree: Any) -> Any:
        if isinstance(tree, dict):
            whole = {key: walk(one) for key, one in tree.items()}
            one = f"{tree.get('type')}.{tree.get('name')}"
            mine = without_keys(str(tree.get("address"))).endswith(one)
            return {**whole, "name": f"{tree['name']}_renamed"} if mine and "name" in tree else whole
        if isinstance(tree, list):
            return [walk(one) for one in tree]
        return found.sub(r"\1\2_renamed", tree) if isinstance(tree, str) else tree

    return walk(plan), lambda address: address.replace("_renamed", "")


def _blocks(plan: Json) -> Iterator[Json]:
    rest = [plan["configuration"]["root_module"]]
    while rest:
        module = rest.pop()
        yield from module.get("resources", [])
        rest.extend(one.get("module", {}) for one in module.get("module_calls", {}).values())


def wrapped(plan: Json) -> tuple[Json, Callable[[str], str]]:
    """Return the plan with its root in a module `whole`, and what makes an old address of a new one."""
    found = copy.deepcopy(plan)
    prefix = "module.whole."
    for section in ("resource_changes", "resource_drift", "deferred_changes"):
        for one in found.get(section, []):
            _below(one.get("resource_change", one), prefix)
    for one in found.get("relevant_attributes", []):
        one["resource"] = prefix + one["resource"]
    root = found["configuration"]["root_module"]
    variables = root.get("variables", {})
    call = {
        "source": "./whole",
        "expressions": {name: {"references": [f"var.{name}"]} for name in variables},
        "module": dict(root),
    }
    found["configuration"]["root_module"] = {"variables": copy.deepcopy(variables), "module_calls": {"whole": call}}
    values = found.get("prior_state", {}).get("values", {})
    if "root_module" in values:
        inner = values["root_module"]
        _state(inner, prefix)
        values["root_module"] = {"child_modules": [{**inner, "address": "module.whole"}]}
    return found, lambda address: address.replace(prefix, "", 1)


def _state(module: Json, prefix: str) -> None:
    for one in module.get("resources", []):
        one["address"] = prefix + one["address"]
    for below in module.get("child_modules", []):
        below["address"] = prefix + below["address"]
        _state(below, prefix)


def _below(row: Json, prefix: str) -> None:
    row["address"] = prefix + row["address"]
    row["module_address"] = (prefix + row["module_address"]) if row.get("module_address") else prefix.rstrip(".")
    if row.get("previous_address"):
        row["previous_address"] = prefix + row["previous_address"]
