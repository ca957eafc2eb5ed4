"""How many of the resource types that are used have a curated mapping, only the generated table, or neither."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
DATA = PROJECT / "guardrails" / "terraform" / "data"
PLACES = (("modules and live roots", "terraform"), ("fixtures and recordings", "tests/terraform"))
_TYPE = re.compile(r'^\s*resource\s+"(aws_[a-z0-9_]+)"', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Counts of resource types at one place."""

    where: str
    types: int
    curated: int
    generated: int
    unmapped: tuple[str, ...]

    def __str__(self) -> str:
        """One line for people."""
        rest = f", {len(self.unmapped)} unmapped ({', '.join(self.unmapped)})" if self.unmapped else ""
        return f"{self.where}: {self.types} types, {self.curated} curated, {self.generated} generated only{rest}"


def coverage() -> Iterator[Coverage]:
    """Yield the counts for each place, then for all types that have any mapping."""
    curated = set(json.loads((DATA / "mappings.json").read_text("utf-8"))["types"])
    generated = set(json.loads((DATA / "generated.json").read_text("utf-8"))["types"])
    for where, folder in PLACES:
        files = (PROJECT / folder).rglob("*.tf")
        used = {kind for file in files for kind in _TYPE.findall(file.read_text("utf-8"))}
        tail = (used & generated) - curated
        yield Coverage(where, len(used), len(used & curated), len(tail), tuple(sorted(used - curated - generated)))
    yield Coverage("all mappings", len(curated | generated), len(curated), len(generated - curated), ())
