"""The scripts of `terraform/pipelines/`, which stand outside any package, imported for tests."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

FOLDER = Path(__file__).parents[2] / "terraform/pipelines"


def _load(name: str) -> ModuleType:
    spec = spec_from_file_location(f"pipeline_{name}", FOLDER / f"{name}.py")
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


affected = _load("affected")
comment = _load("comment")
