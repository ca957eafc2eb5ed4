"""Which API calls each resource type makes: calls of a server, attributed to the operations that Terraform reports.

With `-parallelism=1` one resource is at work at a time, so a call belongs to the resource between whose start and end
it came.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guardrails.rehearsal.server import Recorded
from guardrails.rehearsal.terraform import Event

PHASES = ("create", "read", "update", "delete")
Calls = dict[str, dict[str, set[str]]]
"""Resource type -> phase -> calls as `service:Operation`."""

_NAME = re.compile(r"[a-z0-9-]+:[A-Z][A-Za-z0-9]+")
_TYPE = re.compile(r"aws_[a-z0-9_]+")


@dataclass(frozen=True, slots=True)
class Operation:
    """One resource at work: its address, type, phase, and from when to when (seconds since 1970)."""

    address: str
    type: str
    phase: str
    start: float
    end: float


def operations(events: Iterable[Event]) -> tuple[Operation, ...]:
    """Return what Terraform's events say was done, in order; one that never ended lasts until the last event.

    Reading a data source is no phase of a resource, and left out.
    """
    running: dict[tuple[str, str], tuple[float, Mapping[str, Any], str]] = {}
    found, last = [], 0.0
    for event in events:
        last = max(last, _seconds(event.get("@timestamp")))
        hook = event.get("hook")
        kind, _, step = str(event.get("type", "")).partition("_")
        if not isinstance(hook, Mapping) or kind not in ("apply", "refresh") or "resource" not in hook:
            continue
        resource = hook["resource"]
        if str(resource.get("resource", "")).startswith("data."):
            continue
        phase = "read" if kind == "refresh" else str(hook.get("action", ""))
        key = (kind, str(resource.get("addr")))
        if step == "start":
            running[key] = (last, resource, phase)
        elif step in ("complete", "errored") and key in running:
            found.append(_operation(*running.pop(key), last))
    found += [_operation(*one, last) for one in running.values()]
    known = (one for one in found if one.phase in PHASES)
    return tuple(sorted(known, key=lambda one: one.start))


def attributed(calls: Iterable[Recorded], done: Iterable[Operation]) -> Calls:
    """Return the calls of each resource type, failed ones too: they need the permission as well.

    Left out are calls that came when no resource was at work, and those that could not be decoded.
    """
    found: Calls = defaultdict(lambda: defaultdict(set))
    for one, name in _pairs(calls, done):
        found[one.type][one.phase].add(name)
    return found


def by_address(calls: Iterable[Recorded], done: Iterable[Operation]) -> Calls:
    """Return the calls of each resource, as `attributed` does of each type: address -> phase -> calls."""
    found: Calls = defaultdict(lambda: defaultdict(set))
    for one, name in _pairs(calls, done):
        found[one.address][one.phase].add(name)
    return found


def _pairs(calls: Iterable[Recorded], done: Iterable[Operation]) -> Iterator[tuple[Operation, str]]:
    """Each call that could be decoded with the operation during which it came."""
    order = sorted(done, key=lambda one: one.start)
    starts = [one.start for one in order]
    for one in calls:
        at = bisect_right(starts, one.at) - 1
        if one.call is not None and at >= 0 and one.at <= order[at].end:
            yield order[at], one.call.name


def merged(parts: Iterable[Calls]) -> dict[str, dict[str, Any]]:
    """Return several roots' calls as one table: type -> `roots` (how many had it) and its sorted calls by phase."""
    table: dict[str, dict[str, Any]] = {}
    for part in parts:
        for type, phases in part.items():
            row = table.setdefault(type, {"roots": 0})
            row["roots"] += 1
            for phase, names in phases.items():
                row[phase] = sorted({*row.get(phase, ()), *names})
    return {type: table[type] for type in sorted(table)}


def problems(document: Any) -> tuple[str, ...]:
    """Return what is wrong with the form of recorded data, a line each; nothing when it is right."""
    if not isinstance(document, Mapping) or not isinstance(document.get("types"), Mapping):
        return ("no object with `types`",)
    found = [f"no `{name}`" for name in ("recorded", "provider", "emulator", "roots", "update") if name not in document]
    if not document["types"]:
        found.append("`types` is empty")
    for type, row in document["types"].items():
        if not isinstance(row, Mapping):
            found.append(f"{type} is no object")
            continue
        if not _TYPE.fullmatch(type):
            found.append(f"{type} is no resource type of the AWS provider")
        if not isinstance(row.get("roots"), int) or row["roots"] < 1:
            found.append(f"{type}: `roots` is no count")
        found += [f"{type}: {name} is no phase" for name in row if name not in ("roots", *PHASES)]
        for phase in PHASES:
            names = row.get(phase, [])
            texts = isinstance(names, list) and all(isinstance(name, str) for name in names)
            if not texts or names != sorted(set(names)) or not all(_NAME.fullmatch(name) for name in names):
                found.append(f"{type}: {phase} is no sorted list of service:Operation")
    return tuple(found)


def _operation(start: float, resource: Mapping[str, Any], phase: str, end: float) -> Operation:
    return Operation(str(resource.get("addr")), str(resource.get("resource_type")), phase, start, end)


def _seconds(timestamp: Any) -> float:
    try:
        return datetime.fromisoformat(str(timestamp)).timestamp()
    except ValueError:
        return 0.0
