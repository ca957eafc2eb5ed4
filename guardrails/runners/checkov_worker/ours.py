"""Our own check files, and those of a project: loaded file by file, so that none is skipped and none fails unseen."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from checkov.common.checks.base_check_registry import BaseCheckRegistry

from . import graphs, stock
from .failing import Failed, one_of

STOCK = re.compile(r"CKV2?_(?!LZ_)[A-Z0-9]+_\d+")
"""Ids that look like Checkov's own."""


def check_files(folders: Iterable[str]) -> dict[str, Path]:
    """Return the files of the folders by name; of two with one name, the later folder's. Raises Failed (usage).

    Checkov passes over a folder without `__init__.py` and says nothing; here it is read like any other.
    """
    found: dict[str, Path] = {}
    for folder in folders:
        if not Path(folder).is_dir():
            raise Failed(f"{folder}: no such folder of checks", usage=True)
        for file in sorted(Path(folder).iterdir()):
            wanted = file.suffix in (".py", *stock.GRAPH_FILES) and not file.name.startswith(("__", "."))
            if wanted and file.is_file():
                found[file.name] = file
    return found


def load(folders: list[str]) -> tuple[dict[str, Path], list[Any]]:
    """Load every check file and return id -> its file, and the graph checks among them.

    Raises Failed (usage) that names the file that is wrong.
    """
    files = check_files(folders)
    # A later folder's shared file replaces an earlier one, so it has to be found first.
    sys.path[1:1] = list(reversed(folders))
    registered: dict[str, Path] = {}
    graph: list[Any] = []
    for file in files.values():
        if file.suffix == ".py":
            checks = _load(file)
        else:
            checks = graphs.load([file])
            graph += checks
        for check in checks:
            if registered.setdefault(check.id, file) != file:
                raise Failed(f"{check.id} is in two files: {registered[check.id]} and {file}", usage=True)
            if STOCK.fullmatch(check.id) and check.id in stock.files():
                raise Failed(f"{file}: {check.id} is the id of a check of Checkov's own", usage=True)
    return registered, graph


def _load(file: Path) -> list[Any]:
    """Run a file and return the checks that it registered, those of files that it imports left out."""
    name = file.stem
    module = sys.modules.get(name)
    if module is None:
        if name in getattr(sys, "stdlib_module_names", ()):
            raise Failed(f"{file}: a module of Python has this name; give the check another", usage=True)
        _run(file)
        module = sys.modules[name]
    elif Path(str(getattr(module, "__file__", ""))).resolve() != file.resolve():
        raise Failed(f"{file}: a module of Python or Checkov has this name; give the check another", usage=True)
    every = BaseCheckRegistry.get_all_registered_checks()
    return [one for one in every if type(one).__module__ == name]


def _run(file: Path) -> None:
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[file.stem] = module
    try:
        spec.loader.exec_module(module)
    # A check file may raise anything while it is run; whatever it is, the file cannot be used.
    except BaseException as error:
        raise Failed(f"{file} cannot be loaded: {_why(error, file)}", usage=True) from error


def _why(error: BaseException, file: Path) -> str:
    """What went wrong, with the line of the file: nothing has been read from a plan yet, so nothing can leak."""
    line = getattr(error, "lineno", None)
    trace = error.__traceback__
    while trace is not None and line is None:
        line = trace.tb_lineno if trace.tb_frame.f_code.co_filename == str(file) else None
        trace = trace.tb_next
    return f"{type(error).__name__}: {error}" + (f" (line {line})" if line and "line" not in str(error) else "")


def assert_described(registered: dict[str, Path], described: frozenset[str]) -> None:
    """Raise Failed (usage) where a file has a check that nobody can ask for: it would never run, and say nothing."""
    silent = sorted(id for id in registered if id not in described)
    if silent:
        where = registered[silent[0]]
        raise Failed(f"{where}: {one_of(silent)} would never run: its file has no literal RULE", usage=True)


def verified(wanted: list[str], known: set[str]) -> None:
    """Raise Failed (usage) where ids that are wanted are not known; similar ones are named."""
    import difflib

    missing = [one for one in wanted if one not in known]
    if missing:
        close = difflib.get_close_matches(missing[0], sorted(known), n=3)
        hint = f"; did you mean {' or '.join(close)}?" if close else ""
        raise Failed(f"no check has the id {one_of(missing)}{hint}", usage=True)
