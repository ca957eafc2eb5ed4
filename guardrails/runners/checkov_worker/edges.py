"""Checkov's graph of a plan with its edges found through an index, where Checkov compares every pair of blocks.

All blocks of a plan are in one file, so what Checkov asks of their paths is the same for each; what is left of its
search (terraform/graph_builder/local_graph.py, 3.3.30) is the longest common part of two addresses.
"""

from __future__ import annotations

from typing import Any

from checkov.terraform.graph_builder.foreach.utils import get_terraform_foreach_or_count_key
from checkov.terraform.graph_builder.local_graph import TerraformLocalGraph


class Candidates:
    """Blocks of one type and name: by each beginning of their addresses, and by their `count` or `for_each` key."""

    def __init__(self, graph: Any, indexes: list[int]) -> None:
        self.indexes = indexes
        self._graph = graph
        self._below: dict[str, list[int]] = {}
        self._keys: dict[str, dict[tuple[Any, str], int]] = {}
        for index in indexes:
            address = _address(graph, index)
            if address.startswith("module"):
                for prefix in _beginnings(address):
                    self._below.setdefault(prefix, []).append(index)

    def nearest(self, origin: int) -> int:
        """Return the block that a reference in `origin` means: of those nearest to it, the one with the same key."""
        address, name, near = _address(self._graph, origin), "", self.indexes
        if address.startswith("module"):
            for prefix in reversed(_beginnings(address)):
                if prefix in self._below:
                    name, near = prefix, self._below[prefix]
                    break
        if len(near) == 1 or not address:
            return near[0]
        if name not in self._keys:
            keys = self._keys[name] = {}
            for index in near:
                keys.setdefault(self._key(index), index)
        return self._keys[name].get(self._key(origin), near[0])

    def _key(self, index: int) -> tuple[Any, str]:
        vertex = self._graph.vertices[index]
        return repr(vertex.for_each_index), str(get_terraform_foreach_or_count_key(_address(self._graph, index)))


def _address(graph: Any, index: int) -> str:
    return graph.vertices[index].attributes.get("__address__", "")  # type: ignore[no-any-return]


def _beginnings(address: str) -> list[str]:
    """Return `module`, `module.a`, `module.a.aws_vpc` and so on; Checkov splits at every dot, in keys as well."""
    parts = address.split(".")
    return [".".join(parts[:count]) for count in range(1, len(parts) + 1)]


class PlanGraph(TerraformLocalGraph):  # type: ignore[misc]  # Checkov is not there when types are checked
    """The graph of a plan."""

    def __init__(self, module: Any) -> None:
        super().__init__(module)
        self._candidates: dict[int, tuple[list[int], Candidates]] = {}

    def _find_vertex_index_relative_to_path(
        self,
        block_type: str,
        name: str,
        block_path: str,
        relative_module_idx: Any = None,
        source_module_object: Any = None,
        origin_vertex_index: int | None = None,
    ) -> int:
        if relative_module_idx is not None or origin_vertex_index is None or block_path != self.module.blocks[0].path:
            found: int = super()._find_vertex_index_relative_to_path(
                block_type, name, block_path, relative_module_idx, source_module_object, origin_vertex_index
            )
            return found
        possible = self._get_possible_vertices(source_module_object, block_type, name)
        if not possible:
            return -1
        # The lists are Checkov's own and live as long as the graph; each is kept, so that no other gets its number.
        known = self._candidates.get(id(possible))
        if known is None or len(known[1].indexes) != len(possible):
            known = self._candidates[id(possible)] = possible, Candidates(self, list(possible))
        return known[1].nearest(origin_vertex_index)
