"""Checks written in YAML or JSON, over Checkov's own graph with its edges: only the wanted ones are read and run."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from .failing import Failed
from .nodes import PLAN
from .scanning import Answers


def load(files: Collection[Path]) -> list[Any]:
    """Read graph checks and return them, as Checkov's registry does. Raises Failed (usage) naming a wrong file."""
    if not files:
        return []
    import yaml
    from checkov.common.checks_infra.registry import get_graph_checks_registry

    registry = get_graph_checks_registry("terraform")
    # The same reader as Checkov's `safe_load`, in C where PyYAML has it.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found = []
    for file in files:
        try:
            text = file.read_text("utf-8")
            told = json.loads(text if file.suffix == ".json" else json.dumps(yaml.load(text, Loader=loader)))
            if not isinstance(told, dict) or not registry.parser.validate_check_config(str(file), told):
                raise ValueError("metadata (id, name, category) and definition are needed")
            types = registry._get_resource_types(told)
            found.append(registry.parser.parse_raw_check(told, resources_types=types, check_path=str(file)))
        # A file that is not a check may break Checkov's parser in any way.
        except Exception as error:
            reason = str(error).partition("\n")[0]
            raise Failed(f"{file} cannot be loaded: {type(error).__name__}: {reason}", usage=True) from None
    return found


def load_all() -> list[Any]:
    """Return every graph check of Checkov's own for Terraform, read by Checkov."""
    from checkov.common.checks_infra.registry import get_graph_checks_registry

    registry = get_graph_checks_registry("terraform")
    registry.load_checks()
    return list(registry.checks)


def built(found: dict[str, list[dict[str, Any]]]) -> Any:
    """Return the graph of a plan's blocks, nodes and edges, as Checkov builds it."""
    from checkov.common.graph.db_connectors.rustworkx.rustworkx_db_connector import RustworkxConnector
    from checkov.terraform.tf_parser import TFParser

    from .edges import PlanGraph

    module, _ = TFParser().parse_hcl_module_from_tf_definitions({PLAN: found}, "", "Terraform")
    local = PlanGraph(module)
    local.build_graph(render_variables=False)
    return RustworkxConnector().save_graph(local)


def scan(checks: Iterable[Any], graph: Any, addresses: frozenset[str], answers: Answers) -> None:
    """Run graph checks one after the other; Checkov's own threads swallow what a check raises."""
    from checkov.common.models.enums import CheckResult

    for check in checks:
        try:
            passed, failed, unknown = check.run(graph)
            keys = check.get_evaluated_keys()
        # Whatever a check raises, it has not answered.
        except Exception as error:
            answers.breaks(check, "all blocks", error)
            continue
        for result, nodes in (
            (CheckResult.PASSED, passed),
            (CheckResult.FAILED, failed),
            (CheckResult.UNKNOWN, unknown),
        ):
            for node in nodes:
                address = node.get("__address__")
                if address in addresses:
                    answers.note(check, str(address), {"result": result, "evaluated_keys": keys})
