"""The text of an expression at a path in a block: `vpc_config[0].subnet_ids` of `aws_eks_cluster.main`."""

from __future__ import annotations

from dataclasses import dataclass

from guardrails.model.plan.values import Path
from guardrails.terraform.sources.places import NOWHERE, Sources, Stretch
from guardrails.terraform.sources.scanning import Body, body


@dataclass(frozen=True, slots=True)
class Found:
    """An expression, and the steps of the path that go on into its value."""

    text: str
    rest: Path = ()
    dynamic: tuple[tuple[str, str], ...] = ()
    """The `dynamic` blocks around it, outermost first: the name, and the text of what it runs over."""


class Bodies:
    """Looks into blocks of the sources; each is read once."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._bodies: dict[tuple[tuple[str, ...], str], tuple[Stretch, Body] | None] = {}

    def local(self, module_path: tuple[str, ...], name: str) -> str | None:
        """Return the definition of a local."""
        found = self._sources.modules.get(module_path, NOWHERE).definitions.get(name)
        return None if found is None else str(found)

    def expression(self, module_path: tuple[str, ...], address: str, path: Path) -> Found | None:
        """Return the expression at a path in a block; None where there is none, or one that stands not alone.

        Where a block stands more than once the position does not tell which is meant.
        """
        at = self._body(module_path, address)
        if at is None:
            return None
        stretch, inner = at
        dynamic: tuple[tuple[str, str], ...] = ()
        for depth, name in enumerate(path):
            for one in inner.attributes:
                if one.name == name:
                    return Found(stretch.text.text[one.start : one.end], path[depth + 1 :], dynamic)
            if isinstance(name, int):
                continue
            blocks = [one for one in inner.blocks if one.type == name or (one.type == "dynamic" and name in one.labels)]
            if len(blocks) != 1:
                return None
            inner = body(stretch.text.text, blocks[0].inside, blocks[0].end)
            if blocks[0].type == "dynamic":
                over = {one.name: stretch.text.text[one.start : one.end] for one in inner.attributes}
                if set(over) != {"for_each"} or len(inner.blocks) != 1:
                    return None
                dynamic = (*dynamic, (str(name), over["for_each"]))
                inner = body(stretch.text.text, inner.blocks[0].inside, inner.blocks[0].end)
        return None

    def _body(self, module_path: tuple[str, ...], address: str) -> tuple[Stretch, Body] | None:
        key = (module_path, address)
        if key not in self._bodies:
            found = self._sources.modules.get(module_path, NOWHERE).bodies.get(address)
            self._bodies[key] = (found, body(found.text.text, found.start, found.end)) if found else None
        return self._bodies[key]
