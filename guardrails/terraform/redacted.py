"""From a plan that was read back to plan JSON, for scanners: without secrets, and as small as they allow.

The document has what Checkov reads of a plan: `planned_values`, `configuration`, and of `resource_changes` the actions
and which attributes differ. What is known only after apply is left out, as Terraform does; what is hidden is replaced
by samples of the same kind (`Plan.shapes`). `schema_version` and the like, which no check reads, are not in it.

Source: https://developer.hashicorp.com/terraform/internals/json-format (2026-11), and `terraform/plan_parser.py` of
Checkov 3.3.30 (2026-11).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from guardrails.model.plan.change import VERBS, Change, Verb
from guardrails.model.plan.configuration import Expression, ModuleConfig, ResourceConfig
from guardrails.model.plan.plan import Plan
from guardrails.model.plan.values import COMPUTED, SENSITIVE, UNKNOWN, UNSET, Mark

_ACTIONS: Final = {verb: list(actions) for actions, verb in VERBS.items()} | {Verb.UNKNOWN: []}
_GONE: Final = frozenset((Verb.DELETE, Verb.FORGET))
_HIDDEN: Final = "hidden"

Json = dict[str, Any]


def plan_document(plan: Plan) -> Json:
    """Return plan JSON for a scanner, as a tree for `json.dumps`. It shares parts with the plan: do not change it."""
    there = [one for one in plan.changes if one.verb not in _GONE and not one.deposed and (one.after or not one.before)]
    return {
        # Checkov passes over a file without a version of Terraform as if it were no plan.
        "format_version": plan.format_version or "1.2",
        "terraform_version": plan.terraform_version or "1.0.0",
        "planned_values": {"root_module": _modules(there, plan)},
        "resource_changes": [_row(one) for one in plan.changes if not one.deposed],
        "configuration": _configuration(plan),
    }


def late_attributes(plan: Plan) -> dict[str, list[str]]:
    """Return, by address, the attributes that are configured and known only after apply, as dotted paths.

    A path has no positions: `ingress.cidr_blocks` says that of one of the blocks. Empty for plans that know everything.
    """
    found = {}
    for one in plan.changes:
        if one.deposed or one.verb in _GONE:
            continue
        late = list(dict.fromkeys(_late(one.after, "")))
        late += [name for name, value in plan.shapes.get(one.address, {}).items() if value is UNKNOWN]
        if late:
            found[one.address] = late
    return found


def _late(values: Any, path: str) -> Iterator[str]:
    if type(values) is dict:
        for name, value in values.items():
            if value is UNKNOWN:
                yield f"{path}{name}"
            elif type(value) is dict or type(value) is list:
                yield from _late(value, f"{path}{name}.")
    elif type(values) is list:
        for value in values:
            if value is UNKNOWN:
                yield path[:-1]
            elif type(value) is dict or type(value) is list:
                yield from _late(value, path)


def _modules(changes: list[Change], plan: Plan) -> Json:
    """Return the resources as a tree of modules, both in the order of the plan."""
    root: Json = {}
    made: dict[str, Json] = {"": root}
    for one in changes:
        module = made.get(one.module) or _module(one.module, made)
        module.setdefault("resources", []).append(_resource(one, plan.shapes.get(one.address)))
    return root


def _module(address: str, made: dict[str, Json]) -> Json:
    """Return the module of that address, made with those around it where it is not there yet."""
    if address in made:
        return made[address]
    outer = _module(_around(address), made)
    made[address] = {"address": address}
    outer.setdefault("child_modules", []).append(made[address])
    return made[address]


def _around(address: str) -> str:
    """Return the address of the module around a module: `module.a["x.module.y"].module.b` is in `module.a[...]`."""
    at, quoted, last = 0, False, 0
    while at < len(address):
        sign = address[at]
        if sign == "\\" and quoted:
            at += 1
        elif sign == '"':
            quoted = not quoted
        elif not quoted and address.startswith(".module.", at):
            last = at
        at += 1
    return address[:last]


def _resource(one: Change, shapes: Mapping[str, object] | None) -> Json:
    found: Json = {"address": one.address, "mode": one.mode, "type": one.type, "name": one.name}
    if one.key is not None:
        found["index"] = one.key
    found["provider_name"] = one.provider
    values = {**one.after, **shapes} if shapes else one.after
    known = {name: _plain(one) for name, one in values.items() if one is not UNKNOWN and one is not COMPUTED}
    if known:  # Terraform leaves an empty object out
        found["values"] = known
    return found


def _plain(value: Any) -> Any:
    """Return a value without marks: what is not known is left out, in a list it is null, as Terraform writes it."""
    kind = type(value)
    if kind is dict:
        return {name: _plain(one) for name, one in value.items() if one is not UNKNOWN and one is not COMPUTED}
    if kind is list:
        return [_plain(one) for one in value] if value else value
    if kind is Mark:
        return _HIDDEN if value is SENSITIVE else None
    return value


def _row(one: Change) -> Json:
    """Return a row: its actions, and `before` with the names of what differs, which is all that is read of values."""
    before = dict.fromkeys(_differing(one), True) if one.before and one.after and one.verb is not Verb.NO_OP else {}
    return {
        "address": one.address,
        "mode": one.mode,
        "type": one.type,
        "name": one.name,
        "change": {"actions": _ACTIONS[one.verb], "before": before, "after": {}},
    }


def _differing(one: Change) -> Iterator[str]:
    for name, value in one.before.items():
        new = one.after.get(name)
        new = None if new is UNKNOWN or new is COMPUTED else new
        if name in one.differing or value != new:
            yield name


def _configuration(plan: Plan) -> Json:
    found: Json = {"provider_config": {key: _provider(key, plan) for key in plan.providers}}
    if plan.root is not None:
        found["root_module"] = _module_config(plan.root)
    return found


def _provider(key: str, plan: Plan) -> Json:
    one, shapes = plan.providers[key], plan.shapes.get(f"provider.{key}", {})
    expressions = {name: _expression(below, shapes.get(name, _HIDDEN)) for name, below in one.expressions.items()}
    found: Json = {"name": one.name, "full_name": one.full_name, "expressions": expressions}
    for name, text in (("alias", one.alias), ("version_constraint", one.version), ("module_address", one.module)):
        if text:
            found[name] = text
    return found


def _module_config(module: ModuleConfig) -> Json:
    found: Json = {}
    if module.resources:
        found["resources"] = [_block(one) for one in module.resources.values()]
    if module.calls:
        found["module_calls"] = {
            name: {
                "source": call.source,
                "expressions": _expressions(call.arguments),
                **({f"{call.repeats}_expression": _expression(call.repetition)} if call.repeats else {}),
                "module": _module_config(call.module),
            }
            for name, call in module.calls.items()
        }
    return found


def _block(one: ResourceConfig) -> Json:
    found: Json = {
        "address": one.address,
        "mode": one.mode,
        "type": one.type,
        "name": one.name,
        "provider_config_key": one.provider_key,
        "expressions": _expressions(one.expressions),
    }
    if one.provisioners:
        found["provisioners"] = [{"type": type, "expressions": {}} for type in one.provisioners]
    if one.repeats:
        found[f"{one.repeats}_expression"] = _expression(one.repetition)
    if one.depends_on:
        found["depends_on"] = list(one.depends_on)
    return found


def _expressions(expressions: Mapping[str, Expression]) -> Json:
    return {name: _expression(one) for name, one in expressions.items()}


def _expression(one: Expression, hidden: object = _HIDDEN) -> Any:
    if one.blocks:
        return [_expressions(block) for block in one.blocks]
    if one.references:
        return {"references": list(one.references)}
    constant = one.constant
    if constant is UNSET:
        return {}
    return {"constant_value": hidden if constant is SENSITIVE else _plain(constant)}
