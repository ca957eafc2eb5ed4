"""Which values of a plan are sketched: those of rows and provider blocks in which something is SENSITIVE."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from guardrails.model.plan.change import Change
from guardrails.model.plan.configuration import Expression
from guardrails.model.plan.plan import Plan
from guardrails.model.plan.values import SENSITIVE, UNKNOWN
from guardrails.terraform.reading.sketches import carries_key, is_digest, sketch_text, sketched


def shapes_of(raw: Mapping[str, Any], masked: Plan, shown: Plan) -> dict[str, Mapping[str, object]]:
    """Return the sketches of a plan by address and attribute; see `Plan.shapes`.

    Args:
        raw: the document that was read.
        masked: the plan with what masks hide as SENSITIVE.
        shown: the same plan without the secrets that stand elsewhere; the same object where there is none.
    """
    found: dict[str, Mapping[str, object]] = {}
    bodies = raw.get("resource_changes") or ()
    for body, before, after in zip(bodies, masked.changes, shown.changes, strict=True):
        if not after.deposed and (hidden := _hidden(after.after)):
            values = body["change"].get("after") or {}
            found[after.address] = {**_row(values, before, after, hidden, shown), **dict(_scripts(values, after, raw))}
    providers = (raw.get("configuration") or {}).get("provider_config") or {}
    for key, one in shown.providers.items():
        if written := dict(_provider(providers[key].get("expressions"), one.expressions)):
            found[f"provider.{key}"] = written
    return found


def _hidden(values: Mapping[str, object]) -> list[str]:
    return [
        name
        for name, value in values.items()
        if value is SENSITIVE or ((type(value) is dict or type(value) is list) and value and _holds(value))
    ]


def _holds(value: object) -> bool:
    if value is SENSITIVE:
        return True
    if type(value) is dict:
        return any(map(_holds, value.values()))
    return type(value) is list and any(map(_holds, value))


def _row(values: Mapping[str, Any], before: Change, after: Change, hidden: list[str], plan: Plan) -> dict[str, object]:
    config = plan.configured(after)
    expressions = config.expressions if config else {}
    names = frozenset(_names(expressions))
    found: dict[str, object] = {}
    for name in hidden:
        value = values.get(name)
        if isinstance(value, dict) and after.after[name] is SENSITIVE:
            # Its keys are hidden, so nobody can tell what is in it: a check that misses one of them is undecided.
            found[name] = UNKNOWN
            continue
        found[name] = sketched(value, before.after.get(name), after.after[name], names, plan.conceal)
    return found


def _scripts(values: Mapping[str, Any], change: Change, raw: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """Yield the sketch of a start script of which the plan has only the digest, as far as the configuration tells it.

    The provider keeps SHA-1 of the `user_data` of an instance. A constant is the whole script; of one that is put
    together, the variables of the root are known, and they matter only where they carry a key.
    Source: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/instance (2026-11)
    """
    digest = values.get("user_data")
    if not isinstance(digest, str) or not is_digest(digest):
        return
    expression = _raw_expression(raw, change, "user_data")
    constant = expression.get("constant_value")
    if isinstance(constant, str):
        yield "user_data", sketch_text(constant)
    elif not change.module:
        names = [one[4:] for one in expression.get("references") or () if isinstance(one, str) and one[:4] == "var."]
        variables = raw.get("variables") or {}
        texts = [one for name in names if isinstance(one := (variables.get(name) or {}).get("value"), str)]
        if any(map(carries_key, texts)):
            yield "user_data", sketch_text("\n".join(texts))


def _raw_expression(raw: Mapping[str, Any], change: Change, name: str) -> Mapping[str, Any]:
    """Return an expression of the block that a change comes from, as the plan has it; empty where there is none."""
    module: Any = (raw.get("configuration") or {}).get("root_module") or {}
    for call in change.module_path:
        module = ((module.get("module_calls") or {}).get(call) or {}).get("module") or {}
    written = f"{change.type}.{change.name}"
    block: Any = next((one for one in module.get("resources") or () if one.get("address") == written), {})
    found = (block.get("expressions") or {}).get(name)
    return found if isinstance(found, dict) else {}


def _names(expressions: Mapping[str, Expression]) -> Iterator[str]:
    """Yield the names of the arguments of a block and of those in it: they are no secrets."""
    for name, one in expressions.items():
        yield name
        for block in one.blocks:
            yield from _names(block)


def _provider(raw: Any, expressions: Mapping[str, Expression]) -> Iterator[tuple[str, object]]:
    for name, one in expressions.items():
        if one.constant is SENSITIVE and isinstance(raw, dict) and isinstance(raw.get(name), dict):
            value = raw[name].get("constant_value")
            yield name, sketch_text(value) if isinstance(value, str) else None
