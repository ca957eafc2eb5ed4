"""Checkov's own checks: only the files that hold a wanted id are loaded, or all of them where that is not enough."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import checkov
from checkov.common.checks.base_check_registry import BaseCheckRegistry

from . import deferring

ID = re.compile(r"\bCKV2?_[A-Z0-9]+_\d+\b")
CHECKS = Path(checkov.__file__).parent / "terraform" / "checks"
KINDS = ("resource", "data", "provider", "module")
GRAPH = CHECKS / "graph_checks"
GRAPH_FILES = (".json", ".yaml", ".yml")
"""How files of graph checks end (common/checks_infra/registry.py, 3.3.30)."""


@lru_cache(maxsize=1)
def files() -> dict[str, tuple[Path, ...]]:
    """Return id -> the files of Checkov that mention it: Python checks, and graph checks."""
    found: dict[str, list[Path]] = {}
    every = [one for kind in KINDS for one in (CHECKS / kind).rglob("*.py")]
    for file in sorted([*every, *(one for one in GRAPH.rglob("*") if one.suffix in GRAPH_FILES)]):
        for id in set(ID.findall(file.read_text("utf-8", errors="replace"))):
            found.setdefault(id, []).append(file)
    return {id: tuple(those) for id, those in found.items()}


def load(wanted: Iterable[str]) -> None:
    """Import the Python files of Checkov in which the wanted ids stand."""
    named = {file for id in wanted for file in files().get(id, ()) if file.suffix == ".py"}
    for file in sorted(named):
        inside = file.relative_to(CHECKS.parents[1]).with_suffix("").parts
        # The package of a cloud imports all its checks; only its folder is needed here.
        deferring.defer_package(f"checkov.{'.'.join(inside[:-1])}")
        importlib.import_module(f"checkov.{'.'.join(inside)}")


def load_all() -> None:
    """Import every Python check of Checkov for Terraform, as `import checkov.terraform` does in stock Checkov."""
    for kind in KINDS:
        for folder in sorted((CHECKS / kind).glob("*/")):
            deferring.complete(f"checkov.terraform.checks.{kind}.{folder.name}")
        deferring.complete(f"checkov.terraform.checks.{kind}")
    deferring.complete("checkov.terraform")
    for name in ("checks.provider", "checks.module"):
        importlib.import_module(f"checkov.terraform.{name}")


def graph_files(wanted: Iterable[str]) -> tuple[Path, ...]:
    """Return the files of Checkov's graph checks in which the wanted ids stand."""
    return tuple(sorted({file for id in wanted for file in files().get(id, ()) if file.suffix != ".py"}))


def registered() -> Iterator[Any]:
    """Yield every Python check that is loaded now."""
    yield from BaseCheckRegistry.get_all_registered_checks()
