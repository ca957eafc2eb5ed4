"""What is done to an object: what its row says in `actions`, unless the rest of the row says otherwise.

Terraform writes rows of which each part follows from the others. Where they disagree, somebody has edited the plan, or
a newer Terraform means something else: nothing of such a row can be believed, the least that nothing happens.

Source: https://developer.hashicorp.com/terraform/internals/json-format#change-representation (2026-11)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guardrails.model.plan.change import VERBS, Verb, without_keys
from guardrails.terraform.reading.masks import covers


def verb_of(actions: tuple[str, ...], mode: str, body: Mapping[str, Any]) -> Verb:
    """Return the verb of a row, UNKNOWN where its mode or its values contradict its actions.

    Args:
        mode: of the row: "managed" or "data".
        body: the row's `change`.
    """
    verb = VERBS.get(actions, Verb.UNKNOWN)
    return Verb.UNKNOWN if mode != "data" and _contradicted(verb, body) else verb


def _contradicted(verb: Verb, body: Mapping[str, Any]) -> bool:
    """Whether the values before and after tell of another verb that does more."""
    before, after = body.get("before"), body.get("after")
    if verb is Verb.NO_OP:
        return before != after or covers(body.get("after_unknown"))
    if verb is Verb.READ:
        return True  # resources are never read in an apply, only data sources are
    if verb is Verb.UPDATE:
        return before is None or (after is None and not body.get("after_unknown"))
    return verb is Verb.FORGET and after is not None


def is_named(address: str, module: str, mode: str, type: str, name: str) -> bool:
    """Whether an address is that of an instance of this type and name, in this module."""
    start = f"{module}." if module else ""
    ending = f"{'data.' if mode == 'data' else ''}{type}.{name}"
    return address.startswith(start) and without_keys(address.removeprefix(start)) == ending


def depth_of(module: str) -> int:
    """Return how many modules stand around what a module address holds, at most."""
    return without_keys(module).count(".module.") + 1 if module else 0
