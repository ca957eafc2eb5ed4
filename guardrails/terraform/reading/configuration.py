"""The `configuration` of plan JSON as nouns.

Source: https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation (2026-11)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guardrails.model.plan.configuration import Expression, ModuleCall, ModuleConfig, ProviderConfig, ResourceConfig
from guardrails.model.plan.values import SENSITIVE, UNSET


def module_of(raw: Mapping[str, Any]) -> ModuleConfig:
    """Return a module and everything below it."""
    resources = {one["address"]: _resource(one) for one in raw.get("resources") or ()}
    calls = {name: _call(name, one) for name, one in (raw.get("module_calls") or {}).items()}
    outputs = {name: expression_of(one.get("expression")) for name, one in (raw.get("outputs") or {}).items()}
    variables = {name: _default(one) for name, one in (raw.get("variables") or {}).items()}
    return ModuleConfig(resources, calls, outputs, variables)


def _default(raw: Mapping[str, Any]) -> object:
    return SENSITIVE if raw.get("sensitive") else raw.get("default", UNSET)


def _resource(raw: Mapping[str, Any]) -> ResourceConfig:
    repeats, repetition = _repetition(raw)
    return ResourceConfig(
        address=raw["address"],
        mode=raw.get("mode", "managed"),
        type=raw["type"],
        name=raw["name"],
        provider_key=raw.get("provider_config_key", ""),
        expressions=expressions_of(raw.get("expressions")),
        repeats=repeats,
        repetition=repetition,
        provisioners=tuple(one.get("type", "") for one in raw.get("provisioners") or ()),
        depends_on=tuple(raw.get("depends_on") or ()),
    )


def _call(name: str, raw: Mapping[str, Any]) -> ModuleCall:
    repeats, repetition = _repetition(raw)
    module = module_of(raw.get("module") or {})
    return ModuleCall(name, raw.get("source", ""), module, expressions_of(raw.get("expressions")), repeats, repetition)


def _repetition(raw: Mapping[str, Any]) -> tuple[str, Expression]:
    for name in ("count", "for_each"):
        if f"{name}_expression" in raw:
            return name, expression_of(raw[f"{name}_expression"])
    return "", Expression()


def expressions_of(raw: Any) -> dict[str, Expression]:
    """Return the expressions of a block by name."""
    return {name: expression_of(one) for name, one in raw.items()} if isinstance(raw, dict) else {}


def expression_of(raw: Any) -> Expression:
    """Return one expression: a constant, references, or nested blocks."""
    if isinstance(raw, list):
        return Expression(blocks=tuple(expressions_of(one) for one in raw))
    if not isinstance(raw, dict):
        return Expression()
    if "constant_value" in raw or "references" in raw or not raw:
        return Expression(raw.get("constant_value", UNSET), tuple(raw.get("references") or ()))
    return Expression(blocks=(expressions_of(raw),))


def providers_of(raw: Mapping[str, Any]) -> dict[str, ProviderConfig]:
    """Return the provider blocks by key."""
    return {
        key: ProviderConfig(
            key=key,
            name=one.get("name", ""),
            full_name=one.get("full_name", ""),
            alias=one.get("alias", ""),
            version=one.get("version_constraint", ""),
            module=one.get("module_address", ""),
            expressions=expressions_of(one.get("expressions")),
        )
        for key, one in raw.items()
    }
