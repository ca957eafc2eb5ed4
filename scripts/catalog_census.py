"""Count what a catalog holds, and refuse a rebuild that loses some of it.

Documentation pages get redesigned, and scrapers then lose whole columns without an error: in July 2026 one reference
fell to 271 actions, another lost every dependent action. A rebuild is therefore compared with what is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Services = Mapping[str, Mapping[str, Any]]
"""Compact records by service prefix: `{"a": {action: [level, [[type, required, [keys]]], [keys], [dependents]?]},
"r": {type: [arns, [keys]]}, "x"?: 1}`; `x` marks a service that AWS has retired."""

TOLERATED_LOSS = 0.01


def census(services: Services, keys: Mapping[str, object], instance_types: int) -> dict[str, int]:
    """Return how many services, actions, ARN formats, condition keys, dependents and so on there are, by name.

    Retired services do not count: they are kept from earlier snapshots, whatever the sources say today.
    """
    live = [record for record in services.values() if "x" not in record]
    actions = [action for record in live for action in record["a"].values()]
    arns = [entry[0] for record in live for entry in record["r"].values()]
    return {
        "services": len(live),
        "actions": len(actions),
        "resource_uses": sum(len(action[1]) for action in actions),
        "arns": sum(len(text.split(", ")) for text in arns),
        "action_keys": sum(len(action[2]) + sum(len(use[2]) for use in action[1]) for action in actions),
        "condition_keys": len(keys),
        "multivalued_keys": sum(1 for kind in keys.values() if str(kind).startswith("[")),
        "actions_with_dependents": sum(1 for action in actions if len(action) > 3),
        "dependents": sum(len(action[3]) for action in actions if len(action) > 3),
        "instance_types": instance_types,
    }


def losses(before: Mapping[str, int], after: Mapping[str, int]) -> list[str]:
    """Return one sentence for each count that falls by more than 1 %; none means that the rebuild may be written."""
    found = []
    for name, count in before.items():
        now = after.get(name, 0)
        if count - now > count * TOLERATED_LOSS:
            found.append(f"{name} would fall from {count} to {now} ({100 * (count - now) / count:.1f} % lost)")
    return found
