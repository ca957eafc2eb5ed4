"""The parts of a plan beside its changes: outputs, checks, actions, the state before, variables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from guardrails.model.plan.configuration import ModuleConfig
from guardrails.model.plan.plan import CheckResult, Invocation, OutputChange
from guardrails.model.plan.values import SENSITIVE, Path
from guardrails.terraform.reading.masks import hide, unknown
from guardrails.terraform.reading.redaction import CARRIERS, SECRET_NAME, Taken
from guardrails.terraform.reading.shape import Where, an_object, items, table, text, texts, wrong


def variables_of(raw: Mapping[str, Any], root: ModuleConfig | None, taken: Taken) -> dict[str, object]:
    """Return the variables by name; one that the configuration does not show to be no secret is SENSITIVE."""
    found: dict[str, object] = {}
    for name, one in table(raw, "variables", ()).items():
        value = an_object(one, ("variables", name)).get("value")
        if root is None or root.variables.get(name, SENSITIVE) is SENSITIVE or SECRET_NAME.search(name):
            taken.certain.append(value)
            value = None if value is None else SENSITIVE
        found[name] = value
    return found


def outputs_of(raw: Mapping[str, Any], taken: Taken) -> tuple[OutputChange, ...]:
    """Return the changes of root outputs."""
    found = []
    for name, value in table(raw, "output_changes", ()).items():
        where = ("output_changes", name)
        one = an_object(value, where)
        before = hide(one.get("before"), one.get("before_sensitive"), taken.likely)
        after = hide(one.get("after"), one.get("after_sensitive"), taken.likely)
        after = unknown(after, one.get("after_unknown"), None, True)
        found.append(OutputChange(name, texts(one, "actions", where), before, after))
    return tuple(found)


def checks_of(raw: Mapping[str, Any]) -> tuple[CheckResult, ...]:
    """Return the results of conditions, one an object; for a check without objects (none were made) its own."""
    found: list[CheckResult] = []
    for at, value in enumerate(items(raw, "checks", ())):
        where: Where = ("checks", at)
        one = an_object(value, where)
        address = table(one, "address", where)
        kind, instances = text(address, "kind", where), items(one, "instances", where)
        for below in instances or [one]:
            found.append(_check(an_object(below, where), kind, where))
    return tuple(found)


def _check(one: Mapping[str, Any], kind: str, where: Where) -> CheckResult:
    problems = (text(an_object(problem, where), "message", where) for problem in items(one, "problems", where))
    address = text(table(one, "address", where), "to_display", where)
    return CheckResult(address, kind, text(one, "status", where) or "unknown", tuple(problems))


def invocations_of(raw: Mapping[str, Any], taken: Taken) -> tuple[Invocation, ...]:
    """Return the actions that are invoked, and those that are put off.

    Source: https://github.com/hashicorp/terraform/blob/main/internal/command/jsonplan/action_invocations.go (2026-02)
    """
    found = []
    for at, value in enumerate(items(raw, "action_invocations", ())):
        found.append(_invocation(value, "", ("action_invocations", at), taken))
    for at, value in enumerate(items(raw, "deferred_action_invocations", ())):
        where: Where = ("deferred_action_invocations", at)
        one = an_object(value, where)
        reason = text(one, "reason", where) or "unknown"
        found.append(_invocation(one.get("action_invocation"), reason, where, taken))
    return tuple(found)


def _invocation(raw: Any, deferred: str, where: Where, taken: Taken) -> Invocation:
    one = an_object(raw, where)
    values = hide(table(one, "config_values", where), one.get("config_sensitive"), taken.likely)
    values = unknown(values, one.get("config_unknown"), None, True)
    trigger = table(one, "lifecycle_action_trigger", where)
    return Invocation(
        address=text(one, "address", where, needed=True),
        type=text(one, "type", where, needed=True),
        config=values if isinstance(values, dict) else {},
        deferred=deferred,
        trigger=text(trigger, "triggering_resource_address", where),
        event=text(trigger, "action_trigger_event", where),
        provider=text(one, "provider_name", where),
    )


def prior_of(raw: Mapping[str, Any], taken: Taken) -> dict[str, Mapping[str, object]]:
    """Return the values of resources and data sources in the state before, by address; no deposed objects."""
    state = table(raw, "prior_state", ())
    values = table(state, "values", ("prior_state",))
    found: dict[str, Mapping[str, object]] = {}
    for one, where in _objects(table(values, "root_module", ("prior_state", "values")), ("prior_state",)):
        if not one.get("deposed_key"):
            held = table(one, "values", where)
            mask: Any = one.get("sensitive_values")
            held = hide(held, mask, taken.likely) if not mask or isinstance(mask, dict) else {}
            found[text(one, "address", where, needed=True)] = hide(held, dict.fromkeys(CARRIERS, True), taken.likely)
    return found


def _objects(module: Mapping[str, Any], where: Where) -> Iterator[tuple[dict[str, Any], Where]]:
    for at, one in enumerate(items(module, "resources", where)):
        yield an_object(one, (*where, "resources", at)), (*where, "resources", at)
    for at, one in enumerate(items(module, "child_modules", where)):
        yield from _objects(an_object(one, (*where, "child_modules", at)), (*where, "child_modules", at))


def relevant_of(raw: Mapping[str, Any]) -> tuple[tuple[str, Path], ...]:
    """Return which attributes of other objects the changes depend on."""
    found = []
    for at, value in enumerate(items(raw, "relevant_attributes", ())):
        where: Where = ("relevant_attributes", at)
        one = an_object(value, where)
        path = items(one, "attribute", where)
        if not all(isinstance(step, (str, int)) for step in path):
            raise wrong((*where, "attribute"), path, "a path")
        found.append((text(one, "resource", where), tuple(path)))
    return tuple(found)
