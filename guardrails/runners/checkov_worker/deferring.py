"""Modules that are loaded only when something is asked of them: most of what Checkov imports a plan does not need.

`import checkov.terraform` alone loads 900 checks of fifteen clouds, the readers of other frameworks, and clients of
services: 1.4 s. A deferred module stands in `sys.modules` with the few names that are asked for at once; whatever
else is asked of it runs the real module first, so nothing is missing, only later.
"""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType
from typing import Any

THIRD = ("aiohttp", "boto3", "requests", "docker", "git")
"""Packages that Checkov's modules import by name and use in functions alone: clients of services."""


_waiting: dict[str, tuple[ModuleType, Any, dict[str, Any]]] = {}
"""Name -> module, loader, and the names that it was given."""


def defer(name: str, **names: Any) -> None:
    """Put a module that loads itself later into `sys.modules`, with these names of it.

    A package is there with its folder, so that what is in it can be imported without running its `__init__`.
    Raises ModuleNotFoundError where there is no such module.
    """
    spec = importlib.util.find_spec(name)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    module = importlib.util.module_from_spec(spec)
    vars(module).update(names)

    def ask(wanted: str) -> Any:
        if wanted.startswith("__"):
            raise AttributeError(wanted)
        complete(name)
        try:
            return vars(module)[wanted]
        except KeyError:
            raise AttributeError(f"module {name!r} has no attribute {wanted!r}") from None

    vars(module)["__getattr__"] = ask
    sys.modules[name] = module
    parent, _, last = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], last, module)  # as an import does
    _waiting[name] = module, spec.loader, names


def complete(name: str) -> None:
    """Run a deferred module now; nothing happens where it is complete or was never deferred."""
    if name in _waiting:
        module, loader, names = _waiting.pop(name)
        for one in ("__getattr__", *names):
            vars(module).pop(one, None)
        loader.exec_module(module)


def defer_package(name: str) -> None:
    """Defer a package of checks, unless it is loaded or deferred already."""
    if name not in sys.modules:
        defer(name, __all__=[])


def defer_checkov() -> None:
    """Defer what the scan of a plan does not need, or not before a check asks for it."""
    for name in THIRD:
        if importlib.util.find_spec(name) is not None:
            defer(name)
    # The two constants are bc-python-hcl2's (hcl2/transformer.py, 0.4.3); the grammar behind them costs 75 ms.
    defer("hcl2", START_LINE="__start_line__", END_LINE="__end_line__")
    defer("checkov.terraform")
    for kind in ("resource", "data", "provider", "module"):
        defer(f"checkov.terraform.checks.{kind}", __all__=[])
    defer("checkov.terraform.context_parsers")
    defer("checkov.terraform.context_parsers.tf_plan", parse=None)
    defer("checkov.cloudformation")
