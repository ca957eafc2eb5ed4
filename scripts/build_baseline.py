"""Brings `rules/baseline.yaml` up to date with the stock checks of the Checkov that runs this: titles, and `graph`.

Usage: PYTHON_WITH_CHECKOV scripts/build_baseline.py [--check]

The decisions are made by hand: a check that is new, or gone, is told (exit code 1) and never decided here. `--check`
writes nothing and tells titles that changed as well. Needs nothing but Checkov and what comes with it.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

BASELINE = Path(__file__).resolve().parents[1] / "rules" / "baseline.yaml"
LEVELS = ("critical", "high", "medium", "low")
OURS = re.compile(r"CKV2?_AWS_\d+|CKV_TF_\d+")
"""The checks that can say something of AWS; those of other clouds find nothing in our code."""


def stock() -> dict[str, tuple[str, bool]]:
    """Return the title of each stock check by id, and whether it needs Checkov's graph."""
    os.environ["LOG_LEVEL"] = "CRITICAL"
    from checkov.common.checks_infra.registry import get_graph_checks_registry
    from checkov.terraform import runner  # loads the Python checks into their registries  # noqa: F401
    from checkov.terraform.checks.data.registry import data_registry
    from checkov.terraform.checks.module.registry import module_registry
    from checkov.terraform.checks.provider.registry import provider_registry
    from checkov.terraform.checks.resource.registry import resource_registry

    found: dict[str, tuple[str, bool]] = {}
    for registry in (resource_registry, data_registry, provider_registry, module_registry):
        for one in registry.get_all_registered_checks():
            found[one.id] = (one.name, False)
    graphs = get_graph_checks_registry("terraform")
    graphs.load_checks()
    found |= {one.id: (one.name, True) for one in graphs.checks}
    return {id: found[id] for id in sorted(found, key=number) if OURS.fullmatch(id)}


def number(id: str) -> tuple[str, int]:
    """Return what ids are ordered by: series, then number."""
    series, _, digits = id.rpartition("_")
    return series, int(digits) if digits.isdigit() else 0


def problems(baseline: dict[str, Any], known: dict[str, tuple[str, bool]], version: str) -> Iterator[str]:
    """Yield a line for each check that the baseline does not decide, or decides though it is gone."""
    decided = [id for level in LEVELS for id in baseline["keep"][level]]
    skipped = {row["id"] for row in baseline["skip"]}
    for id in known.keys() - {*decided, *skipped}:
        yield f"{id} is new in Checkov {version}: {known[id][0]}; keep it or leave it out"
    for id in {*decided, *skipped} - known.keys():
        yield f"{id} is gone in Checkov {version}"


def updated(text: str, known: dict[str, tuple[str, bool]], kept: set[str], version: str) -> str:
    """Return the text of the baseline with the titles, the list of graph checks and the version of today."""
    for id, (title, _) in known.items():
        shown = json.dumps(title, ensure_ascii=False).replace("\\", "\\\\")
        text = re.sub(rf'^(    {id}: )".*"$', rf"\1{shown}", text, flags=re.MULTILINE)
        text = re.sub(rf'^(- id: {id}\n  title: )".*"$', rf"\1{shown}", text, flags=re.MULTILINE)
    ids = ", ".join(id for id, (_, graph) in known.items() if graph and id in kept)
    lines = textwrap.fill(ids, 116, initial_indent="  ", subsequent_indent="  ")
    text = re.sub(r"^graph: \[\n.*?\n\]$", f"graph: [\n{lines}\n]", text, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"^checkov: .*$", f"checkov: {version}", text, flags=re.MULTILINE)


def main() -> int:
    """Write or check the baseline; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    import yaml
    from checkov.version import version

    text = BASELINE.read_text("utf-8")
    baseline, known = yaml.safe_load(text), stock()
    lines = sorted(problems(baseline, known, version))
    new = updated(text, known, {id for level in LEVELS for id in baseline["keep"][level]}, version)
    if check and new != text:
        lines.append(f"rules/baseline.yaml: titles, graph checks or the version are not those of Checkov {version}")
    elif new != text:
        BASELINE.write_text(new, "utf-8")
    print("\n".join(lines), file=sys.stderr, end="\n" if lines else "")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
