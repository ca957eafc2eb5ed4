"""Turns a plan into the text that is committed: nothing of the machine or the hour, one resource change a line."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

_UNSTABLE = ("timestamp",)
_LISTS = ("resource_changes", "resource_drift", "deferred_changes", "relevant_attributes", "checks")


class MachineFound(Exception):
    """A plan holds something of the machine that made it; the text says what."""


def plan_text(plan: dict[str, Any]) -> str:
    """Return the text of a plan, the same for each run of the same root.

    Raises:
        MachineFound: a path, a host or a setting of this machine stands in it.
    """
    kept = {key: value for key, value in plan.items() if key not in _UNSTABLE}
    # Terraform walks a graph: what it notes on the way stands in no fixed order.
    for name in ("relevant_attributes",):
        if name in kept:
            kept[name] = sorted(kept[name], key=lambda one: json.dumps(one, sort_keys=True))
    for values in (kept.get("planned_values"), kept.get("prior_state", {}).get("values")):
        _sort_modules((values or {}).get("root_module", {}))
    text = "{" + ",\n".join(f"{json.dumps(key)}: {_value(key, value)}" for key, value in kept.items()) + "}\n"
    for secret in machine_words():
        if secret in text:
            raise MachineFound(f"the plan names {secret!r}, which is of this machine")
    return text


def _sort_modules(module: dict[str, Any]) -> None:
    """Put the calls of a module with count or for_each in the order of their addresses."""
    inner = module.get("child_modules", [])
    inner.sort(key=lambda one: str(one["address"]))
    for one in inner:
        _sort_modules(one)


def machine_words() -> tuple[str, ...]:
    """Return what no committed plan may hold: folders of this machine, the user's home, credentials of the shell."""
    names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "GITHUB_TOKEN", "HTTPS_PROXY")
    values = {os.environ.get(name, "") for name in names}
    # With a slash behind: `/root` alone may be a word of a script that an instance runs.
    folders = {f"{folder}/" for folder in (Path.home(), Path.cwd(), Path(__file__).resolve().parents[1])}
    scratch = f"{tempfile.gettempdir()}/plan-"
    return tuple(sorted(word for word in {scratch} | folders | values if len(word) > 3))


def _value(key: str, value: Any) -> str:
    if key not in _LISTS or not value:
        return json.dumps(value, ensure_ascii=False)
    return "[\n" + ",\n".join(json.dumps(one, ensure_ascii=False) for one in value) + "\n]"
