"""The scan of a plan: Checkov's own reading of it, from standard JSON, and every selected check on every block."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from typing import Any

from . import graphs
from .failing import Failed, one_of
from .nodes import Nodes
from .scanning import Answers, Registries, Wanted

BLOCKS = ("provider", "resource", "data")
"""The kinds of blocks, in the order in which Checkov goes through them (terraform/plan_parser.py)."""


def scan(text: bytes, wanted: Wanted, answers: Answers) -> None:
    """Run the wanted checks over a plan. Raises Failed for what is no plan."""
    document = read(text)
    found = definitions(document)
    registries = Registries(wanted.ids)
    whole = bool(wanted.graph) or registries.need_whole_graph()
    graph = graphs.built(found) if whole else Nodes(found)
    addresses = set()
    for kind, entity, address in blocks(found):
        addresses.add(address)
        answers.resources += 1
        registries.scan(kind, entity, address, graph, answers)
    passed_over = sorted(_planned(document["planned_values"], _forgotten(document)) - addresses)
    if passed_over:
        raise Failed(f"Checkov passed over {one_of(passed_over)}")
    graphs.scan(wanted.graph, graph, frozenset(addresses), answers)


def _forgotten(document: dict[str, Any]) -> set[str]:
    """Return what the plan only forgets: Terraform leaves it among the planned values (hashicorp/terraform#38641)."""
    changes = document.get("resource_changes") or ()
    return {one["address"] for one in changes if one.get("change", {}).get("actions") == ["forget"]}


def _planned(module: Any, but: set[str]) -> set[str]:
    """Return the addresses of all resources and data sources in and below a module that there will be."""
    if not isinstance(module, dict):
        return set()
    found = {one["address"] for one in module.get("resources") or () if one.get("mode") in ("managed", "data")}
    inner = (module.get("root_module"), *(module.get("child_modules") or ()))
    return (found - but).union(*(_planned(one, but) for one in inner))


def read(text: bytes) -> dict[str, Any]:
    """Return a plan's document, each block of values with the lines that Checkov's parser adds (0: one line).

    Raises Failed for what is no plan: Checkov scans that as nothing and says that all is well.
    """
    try:
        told = json.loads(text)
    except ValueError:
        raise Failed("the plan is not JSON") from None
    # Checkov's own precondition (terraform/context_parsers/tf_plan, 3.3.30).
    if not isinstance(told, dict) or "terraform_version" not in told or "planned_values" not in told:
        raise Failed("the plan has no terraform_version or no planned_values; Checkov would look at nothing")
    _mark(told["planned_values"])
    return told


def _mark(module: Any) -> None:
    """Add lines to the values of all resources, in and below a module."""
    if isinstance(module, dict):
        for one in module.get("resources") or ():
            _lines(one.get("values"))
        for inner in (module.get("root_module"), *(module.get("child_modules") or ())):
            _mark(inner)


def _lines(value: Any) -> None:
    if isinstance(value, dict):
        for inner in value.values():
            if isinstance(inner, (dict, list)):
                _lines(inner)
        value["start_line"] = value["end_line"] = 0
    elif isinstance(value, list):
        for inner in value:
            if isinstance(inner, (dict, list)):
                _lines(inner)


def definitions(document: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Return the blocks of a plan by kind, as Checkov reads them."""
    # `from checkov.terraform import` would ask the package for the name, and so run all of it.
    plan_parser: Any = importlib.import_module("checkov.terraform.plan_parser")
    plan_parser.parse = lambda *_: (document, [])
    found, _ = plan_parser.parse_tf_plan("plan.json", {})
    return found or {}


def address_of(kind: str, entity: dict[str, Any]) -> str:
    """Return the address of a block; empty where the plan gives none, and then Checkov passes over it."""
    inner = next(iter(entity.values()))
    conf = inner if kind == "provider" else next(iter(inner.values()), None)
    return str(conf.get("__address__") or "") if isinstance(conf, dict) else ""


def blocks(found: dict[str, list[dict[str, Any]]]) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield kind, block and address of everything that has one."""
    for kind in BLOCKS:
        for entity in found.get(kind, ()):
            address = address_of(kind, entity)
            if address:
                yield kind, entity, address
