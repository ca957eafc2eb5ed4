"""Which values of a plan are sketched: those of rows and provider blocks in which something is SENSITIVE."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from guardrails.model.plan.change import Change
from guardrails.model.plan.configuration import Expression
from guardrails.model.plan.plan import Plan
from guardrails.model.plan.values import SENSITIVE, UNKNOWN
from guardrails.terraform.reading.sketches import sketch_text, sketched


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
            found[after.address] = _row(values, before, after, hidden, shown)
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
