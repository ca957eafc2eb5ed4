"""The `configuration` of plan JSON as nouns; constants that are secrets are taken out.

Source: https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation (2026-11)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from guardrails.model.plan.configuration import Expression, ModuleCall, ModuleConfig, ProviderConfig, ResourceConfig
from guardrails.model.plan.values import SENSITIVE, UNSET, Mark
from guardrails.terraform.reading.masks import covers, hide
from guardrails.terraform.reading.redaction import SECRET_NAME, SHOWN, Taken
from guardrails.terraform.reading.shape import Where, an_object, flag, items, table, text, texts

_LOGIN: Final = re.compile(r"(https?://)[^/@\s]+@")
"""User and token in the address of a module's source."""


class ConfigurationReader:
    """Reads modules and providers; the secrets that it hides are added to `taken`."""

    def __init__(self, taken: Taken) -> None:
        self._taken = taken

    def module(self, raw: Mapping[str, Any], where: Where) -> ModuleConfig:
        """Return a module and everything below it."""
        resources = {}
        for at, one in enumerate(items(raw, "resources", where)):
            found = self._resource(an_object(one, (*where, "resources", at)), (*where, "resources", at))
            resources[found.address] = found
        calls, outputs = table(raw, "module_calls", where), table(raw, "outputs", where)
        variables = table(raw, "variables", where)
        return ModuleConfig(
            resources,
            {name: self._call(name, one, (*where, "module_calls", name)) for name, one in calls.items()},
            {name: self._output(one, (*where, "outputs", name)) for name, one in outputs.items()},
            {name: self._default(name, one, (*where, "variables", name)) for name, one in variables.items()},
        )

    def providers(self, raw: Mapping[str, Any], where: Where) -> dict[str, ProviderConfig]:
        """Return the provider blocks by key."""
        return {key: self._provider(key, an_object(one, (*where, key)), (*where, key)) for key, one in raw.items()}

    def _provider(self, key: str, raw: Mapping[str, Any], where: Where) -> ProviderConfig:
        return ProviderConfig(
            key=key,
            name=text(raw, "name", where),
            full_name=text(raw, "full_name", where),
            alias=text(raw, "alias", where),
            version=text(raw, "version_constraint", where),
            module=text(raw, "module_address", where),
            expressions=self._expressions(raw.get("expressions"), self._taken.certain),
        )

    def _default(self, name: str, raw: Any, where: Where) -> object:
        one = an_object(raw, where)
        named = SECRET_NAME.search(name) and not isinstance(one.get("default"), bool)
        if not flag(one, "sensitive", where) and not named:
            return one.get("default", UNSET)
        self._taken.certain.append(one.get("default"))
        return SENSITIVE

    def _output(self, raw: Any, where: Where) -> Expression:
        one = an_object(raw, where)
        found = self._expression(one.get("expression"), self._taken.likely)
        return hidden(found, True, self._taken.likely) if flag(one, "sensitive", where) else found

    def _resource(self, raw: Mapping[str, Any], where: Where) -> ResourceConfig:
        repeats, repetition = self._repetition(raw)
        provisioners = items(raw, "provisioners", where)
        return ResourceConfig(
            address=text(raw, "address", where, needed=True),
            mode=text(raw, "mode", where) or "managed",
            type=text(raw, "type", where, needed=True),
            name=text(raw, "name", where, needed=True),
            provider_key=text(raw, "provider_config_key", where),
            expressions=self._expressions(raw.get("expressions"), self._taken.likely),
            repeats=repeats,
            repetition=repetition,
            provisioners=tuple(text(an_object(one, where), "type", where) for one in provisioners),
            depends_on=texts(raw, "depends_on", where),
        )

    def _call(self, name: str, raw: Any, where: Where) -> ModuleCall:
        one = an_object(raw, where)
        repeats, repetition = self._repetition(one)
        module = self.module(table(one, "module", where), (*where, "module"))
        arguments = {
            key: hidden(value, module.variables.get(key) is SENSITIVE, self._taken.certain)
            for key, value in self._expressions(one.get("expressions"), self._taken.likely).items()
        }
        source = _LOGIN.sub(rf"\1{SHOWN}@", text(one, "source", where))
        return ModuleCall(name, source, module, arguments, repeats, repetition)

    def _repetition(self, raw: Mapping[str, Any]) -> tuple[str, Expression]:
        for name in ("count", "for_each"):
            if f"{name}_expression" in raw:
                return name, self._expression(raw[f"{name}_expression"], self._taken.likely)
        return "", Expression()

    def _expressions(self, raw: Any, taken: list[Any]) -> dict[str, Expression]:
        if not isinstance(raw, dict):
            return {}
        return {
            name: hidden(self._expression(one, taken), SECRET_NAME.search(name) is not None, taken)
            for name, one in raw.items()
        }

    def _expression(self, raw: Any, taken: list[Any]) -> Expression:
        """Return one expression: a constant, references, or nested blocks."""
        if isinstance(raw, list):
            return Expression(blocks=tuple(self._expressions(one, taken) for one in raw))
        if not isinstance(raw, dict):
            return Expression()
        references = raw.get("references")
        if "constant_value" in raw or isinstance(references, list) or not raw:
            names = references if isinstance(references, list) else ()
            return Expression(raw.get("constant_value", UNSET), tuple(one for one in names if isinstance(one, str)))
        return Expression(blocks=(self._expressions(raw, taken),))


def hidden(one: Expression, mask: Any, taken: list[Any]) -> Expression:
    """Return an expression whose constants are SENSITIVE wherever a mask of the values covers them.

    The order of blocks says nothing of the order of values: what covers an item covers every block. True and false are
    no secrets.
    """
    if not covers(mask):
        return one
    constant = one.constant
    if constant is not None and not isinstance(constant, (Mark, bool)):
        constant = hide(constant, mask, taken)
    blocks = tuple(
        {name: hidden(below, _at(mask, name), taken) for name, below in block.items()} for block in one.blocks
    )
    return Expression(constant, one.references, blocks)


def _at(mask: Any, name: str) -> Any:
    """Return the mask of an attribute of a block, or of all items of a list of blocks."""
    if isinstance(mask, dict):
        return mask.get(name)
    return [_at(one, name) for one in mask] if isinstance(mask, list) else mask


def rebuilt(
    module: ModuleConfig, change: Callable[[str, str, Expression], Expression], prefix: str = ""
) -> ModuleConfig:
    """Return the module with every expression changed by `change(address of the resource, name, expression)`.

    The address is within the whole configuration, and empty for what belongs to no resource.
    """

    def of(address: str, expressions: Mapping[str, Expression]) -> dict[str, Expression]:
        return {name: change(address, name, one) for name, one in expressions.items()}

    return ModuleConfig(
        {
            key: replace(
                one, expressions=of(prefix + key, one.expressions), repetition=change("", one.repeats, one.repetition)
            )
            for key, one in module.resources.items()
        },
        {
            key: replace(
                call,
                module=rebuilt(call.module, change, f"{prefix}module.{key}."),
                arguments=of("", call.arguments),
                repetition=change("", call.repeats, call.repetition),
            )
            for key, call in module.calls.items()
        },
        of("", module.outputs),
        {key: change("", key, Expression(one)).constant for key, one in module.variables.items()},
    )
