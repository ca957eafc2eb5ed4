"""The graph as our own checks read it: its nodes and nothing else, made when a check first asks for them."""

from __future__ import annotations

import json
from typing import Any


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
                made.append(_node("provider", f"{name}.{alias[0]}" if alias else name, entity, conf))
        for kind in ("resource", "data"):
            for entity in self._found.get(kind, ()):
                for type, named in entity.items():
                    for name, conf in named.items():
                        node = _node(kind, f"{type}.{name}", _cleaned(entity) if kind == "resource" else entity, conf)
                        made.append({**node, "resource_type": type} if kind == "resource" else node)
        return made


def _node(kind: str, name: str, entity: dict[str, Any], conf: dict[str, Any]) -> dict[str, Any]:
    return {
        "block_type_": kind,
        "block_name_": name,
        "file_path_": "plan.json",
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
