"""The scan for blocks finds what a parser finds, in every Terraform file that is here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hcl2
import pytest

from guardrails.rehearsal.blocks import blocks

REPOSITORY = Path(__file__).parents[3]
FOLDERS = ("terraform/modules", "terraform/live", "tests/terraform/fixtures")
LABELS = {"resource": 2, "data": 2, "ephemeral": 2} | dict.fromkeys(("module", "variable", "output", "check"), 1)
LABELS["provider"] = 1


def parsed(document: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """Yield type and labels of the blocks that python-hcl2 found."""
    for kind, found in document.items():
        for one in found if isinstance(found, list) and not kind.startswith("__") else ():
            labels: list[str] = []
            for _ in range(LABELS.get(kind, 0)):
                (name,) = [key for key in one if not key.startswith("__")]
                labels.append(name.strip('"'))
                one = one[name]
            yield kind, *labels


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_scan_agrees_with_a_parser(folder: str) -> None:
    files = sorted((REPOSITORY / folder).rglob("*.tf"))
    assert len(files) > 20
    for file in files:
        text = file.read_text("utf-8")
        found = sorted((one.type, *one.labels) for one in blocks(text))
        assert found == sorted(parsed(hcl2.loads(text))), file
