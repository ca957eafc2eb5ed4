"""Reads Terraform's files for tests: which modules and roots there are, and what stands in them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import hcl2

from guardrails.rehearsal.blocks import Block, attribute, blocks

REPOSITORY = Path(__file__).parents[2]
TERRAFORM = REPOSITORY / "terraform"
MODULES = sorted(file.parent for file in TERRAFORM.glob("modules/*/variables.tf"))
ROOTS = sorted(file.parent for file in TERRAFORM.glob("live/*/*/main.tf"))
EXAMPLES = sorted(file.parent for file in TERRAFORM.glob("modules/*/examples/*/main.tf"))

_ROW = re.compile(r"^\|\s*`([^`]+)`")


def name_of(folder: Path) -> str:
    """The folder as pytest shows it."""
    return str(folder.relative_to(TERRAFORM))


def sources(folder: Path) -> list[Path]:
    """The `.tf` files of one folder, without those below it."""
    return sorted(folder.glob("*.tf"))


def declared(folder: Path, kind: str) -> dict[str, dict[str, Any]]:
    """The blocks `variable` or `output` of a folder by name, as python-hcl2 reads them."""
    found: dict[str, dict[str, Any]] = {}
    for file in sources(folder):
        for block in parsed(file).get(kind, ()):
            found.update({_bare(name): body for name, body in block.items()})
    return found


@cache
def parsed(file: Path) -> dict[str, Any]:
    """One file as python-hcl2 reads it."""
    with file.open(encoding="utf-8") as opened:
        document: dict[str, Any] = hcl2.load(opened)
    return document


def blocks_of(folder: Path, kind: str) -> list[tuple[Path, str, Block]]:
    """All blocks of a type in a folder: file, its text, and the block."""
    return [
        (file, text, block)
        for file in sources(folder)
        for text in [file.read_text("utf-8")]
        for block in blocks(text)
        if block.type == kind
    ]


def inner(text: str, block: Block, kind: str) -> list[Block]:
    """The blocks of a type directly inside another one."""
    return [one for one in blocks(text, block.inside) if one.type == kind]


def argument(text: str, block: Block, name: str) -> str | None:
    """The expression of a one-line argument, unquoted, or None."""
    found = attribute(text, block, name)
    return found.strip('"') if found else None


def table(readme: Path, heading: str) -> list[str]:
    """The names in the first column of the table below a heading of a README; empty when there is none."""
    section = re.split(r"(?m)^## ", readme.read_text("utf-8"))
    for one in section:
        if one.splitlines()[0].strip() == heading:
            return [match[1] for line in one.splitlines() if (match := _ROW.match(line))]
    return []


def _bare(name: str) -> str:
    return name.strip('"')
