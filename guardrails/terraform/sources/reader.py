"""From a folder to its sources: the root module and every local module that it calls."""

from __future__ import annotations

import os
from pathlib import Path

from guardrails.terraform.sources.folders import Folders
from guardrails.terraform.sources.json_syntax import json_module
from guardrails.terraform.sources.modules import module_of
from guardrails.terraform.sources.places import NOWHERE, Module, Sources, Text

__all__ = ["Sources", "joined", "read_sources"]

_DEEPEST = 16


def read_sources(folder: Path, shown: str = "") -> Sources:
    """Return the Terraform sources in a folder and in the local modules below it. Never raises for what is in them.

    Args:
        shown: how the folder is shown to the user; else its path from the current folder or the repository.
    """
    return _Reader(Folders(folder, shown), folder).sources()


class _Reader:
    """Reads each folder once, however many modules call it."""

    def __init__(self, folders: Folders, root: Path) -> None:
        self._folders = folders
        self._root = root
        self._modules: dict[str, Module] = {}
        self._found: dict[tuple[str, ...], Module] = {}
        self._texts: dict[str, str] = {}

    def sources(self) -> Sources:
        """Return everything."""
        self._walk(self._root, (), ())
        return Sources(self._found, self._texts, tuple(self._folders.problems))

    def _walk(self, folder: Path, path: tuple[str, ...], above: tuple[str, ...]) -> None:
        real = os.path.realpath(folder)
        module = self._module(folder, real)
        self._found[path] = module
        for name, source in module.calls.items():
            if not source.startswith(("./", "../", ".\\", "..\\")):
                continue
            called = Path(os.path.normpath(folder / source))
            if os.path.realpath(called) in (*above, real) or len(path) >= _DEEPEST:
                self._folders.problems.append(f"module.{'.module.'.join((*path, name))}: calls itself, or is too deep")
                continue
            self._walk(called, (*path, name), (*above, real))

    def _module(self, folder: Path, real: str) -> Module:
        if real not in self._modules:
            texts = self._folders.texts(folder)
            self._texts.update({one.file: one.text for one in texts})
            try:
                self._modules[real] = joined(texts)
            except RecursionError:
                self._folders.problems.append(f"{self._folders.name(folder)}: is nested too deep and is not read")
                self._modules[real] = NOWHERE
        return self._modules[real]


def joined(texts: tuple[Text, ...]) -> Module:
    """Return the module that the files of one folder are, in the order that Terraform reads them."""
    native = module_of(one for one in texts if not one.file.endswith(".json"))
    written = [json_module(one) for one in texts if one.file.endswith(".json")]
    if not written:
        return native
    every = (native, *written)
    return (
        Module(
            {key: one for module in reversed(every) for key, one in module.blocks.items()},
            {key: one for module in reversed(every) for key, one in module.bodies.items()},
            {key: one for module in every for key, one in module.locals.items()},
            {key: one for module in every for key, one in module.definitions.items()},
            {key: one for module in reversed(every) for key, one in module.calls.items()},
            tuple(one for module in every for one in module.waivers),
            tuple(one for module in every for one in module.skips),
        )
        if texts
        else NOWHERE
    )
