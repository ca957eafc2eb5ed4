"""The graph as our own checks read it: its nodes and nothing else, made when a check first asks for them."""

from __future__ import annotations

import json
from typing import Any

PLAN = "/plan.json"
"""What a plan is called; Checkov compares the paths of files with each other."""


class Nodes:
    """Stands for Checkov's graph where no check needs its edges; has `nodes()` alone."""

    def __init__(self, found: dict[str, list[dict[str, Any]]]) -> None:
        self._found = found
        self._nodes: list[tuple[int, dict[str, Any]]] | None = None

    def nodes(self) -> list[tuple[int, dict[str, Any]]]:
        """Return number and attributes of every block, as in Checkov's own graph but for what edges add."""
        if self._nodes is None:
            self._nodes = list(enumerate(self._made()))
        return self._nodes

    def _made(self) -> list[dict[str, Any]]:
        made = []
        for entity in self._found.get("provider", ()):
            for name, conf in entity.items():
                alias = conf.get("alias")
                full = f"{name}.{alias[0]}" if alias else name
                made.append(_node("provider", f"provider.{name}", full, entity, conf))
        for entity in self._found.get("resource", ()):
            for type, named in entity.items():
                for name, conf in named.items():
                    made.append(_node("resource", type, f"{type}.{name}", _cleaned(entity), conf))
        for entity in self._found.get("data", ()):
            for type, named in entity.items():
                for name, conf in named.items():
                    made.append(_node("data", f"data.{type}", f"{type}.{name}", entity, conf))
        return made


def _node(kind: str, type: str, name: str, entity: dict[str, Any], conf: dict[str, Any]) -> dict[str, Any]:
    return {
        "block_type_": kind,
        "block_name_": name,
        "resource_type": type,
        "file_path_": PLAN,
        "config_": entity,
        "__address__": conf.get("__address__"),
    }


def _cleaned(entity: dict[str, Any]) -> dict[str, Any]:
    """Return a resource as the graph holds it: backslashes that are doubled in its JSON, once (module.py, 3.3.30)."""
    text = json.dumps(entity)
    if "\\\\" not in text:
        return entity
    try:
        found: dict[str, Any] = json.loads(text.replace("\\\\", "\\"))
    except ValueError:
        return entity
    return found
