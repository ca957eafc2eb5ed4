"""What the organization says: `settings.json` beside this folder, or the file that `GUARDRAILS_SETTINGS` names.

`guardrails render --rules` writes the file from the organization file. `GUARDRAILS_ACCOUNT` (a name or an id) says
which account the code is for; without it, checks ask the tags of a resource for its environment.
This file holds no check.
"""

from __future__ import annotations

import json
import os
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import Any

VERSION = 1
BESIDE = str(Path(__file__).resolve().parents[1] / "settings.json")


@lru_cache(maxsize=4)
def _read(path: str) -> dict[str, Any]:
    told = json.loads(Path(path).read_text("utf-8"))
    if not isinstance(told, dict) or told.get("version") != VERSION:
        raise ValueError(f"{path}: not a settings file of version {VERSION}; write it with `guardrails render --rules`")
    return told


def document() -> dict[str, Any]:
    """Return the whole file. Raises OSError or ValueError for one that cannot be used: no check can pass then."""
    return _read(os.environ.get("GUARDRAILS_SETTINGS") or BESIDE)


def setting(path: str, otherwise: Any = None) -> Any:
    """Return the value at a dotted path of the file (`settings.tags.mandatory`), or `otherwise`."""
    value: Any = document()
    for step in path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return otherwise if value is None else value


def account() -> dict[str, Any] | None:
    """Return the account that the code is for, as `GUARDRAILS_ACCOUNT` says; None where it says nothing.

    Raises ValueError for a name or id that the organization does not have.
    """
    wanted = os.environ.get("GUARDRAILS_ACCOUNT", "").strip()
    if not wanted:
        return None
    for one in document()["accounts"]:
        if wanted in (one["id"], one["name"]) or wanted.casefold() == one["name"].casefold():
            found: dict[str, Any] = one
            return found
    raise ValueError(f"GUARDRAILS_ACCOUNT={wanted}: the settings know no such account")


def accounts_of(environment: str) -> list[dict[str, Any]]:
    """Return the accounts of an environment (`dev`), suspended ones and those that are only planned left out."""
    return [one for one in document()["accounts"] if one["env"] == environment and one["status"] == "active"]


def over_cap(instance_type: str) -> bool:
    """Whether an instance type (`p3.16xlarge`, `ml.g5.2xlarge`, `db.r5.large`) has accelerators and is not allowed."""
    name = instance_type.lower()
    name = name.partition(".")[2] if name.count(".") == 2 else name
    if name in setting("settings.accelerators.allow", []):
        return False
    return accelerated(name)


def accelerated(instance_type: str) -> bool:
    """Whether an instance type has accelerators: known ones by name, future ones by the families of the settings."""
    name = instance_type.lower()
    name = name.partition(".")[2] if name.count(".") == 2 else name
    family = name.partition(".")[0]
    families = setting("settings.accelerators.families", [])
    return name in document()["accelerated"] or any(fnmatchcase(family, one) for one in families)
