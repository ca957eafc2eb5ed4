"""Makes the text of `rules/rules.json`: all rules that Checkov and cfn-lint run for us, and what is left out and why.

Ours are read from their files, so neither tool is needed. The stock checks come from `rules/baseline.yaml`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import yaml

from guardrails.files.rule_files import CFN_LINT, CHECKOV, WrongRule, row_of
from guardrails.files.tool_rules import FILE, VERSION

RULES: Final = Path(__file__).parents[1] / "rules"
BASELINE: Final = RULES / "baseline.yaml"
TABLE: Final = RULES / FILE
LEVELS: Final = ("critical", "high", "medium", "low")
CONDITIONS: Final = frozenset({"environment", "account", "address", "absent"})


def table_text(taken: Iterable[str] = ()) -> str:
    """Return the text of rules.json. `taken`: slugs of the product's other rules, which none of these may have.

    Raises WrongRule for a file or an entry that cannot be used.
    """
    own = [*_own(CHECKOV, RULES / "checkov"), *_own(CFN_LINT, RULES / "cfn_lint")]
    baseline = yaml.safe_load(BASELINE.read_text("utf-8"))
    stock = list(_stock(baseline))
    rows = [*own, *stock]
    _unique("id", [row["id"] for row in rows])
    _unique("slug", [*(row["slug"] for row in own), *taken])
    skips = list(_skips(baseline, {row["id"] for row in stock}))
    document = {"version": VERSION, "checkov": str(baseline["checkov"]), "rules": rows, "skips": skips}
    return _one_row_a_line(document)


def _one_row_a_line(document: dict[str, Any]) -> str:
    parts = []
    for name, value in document.items():
        if isinstance(value, list):
            rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in value)
            parts.append(f"{json.dumps(name)}: [\n{rows}\n]")
        else:
            parts.append(f"{json.dumps(name)}: {json.dumps(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _unique(what: str, names: list[str]) -> None:
    twice = sorted(name for name, times in Counter(names).items() if times > 1)
    if twice:
        raise WrongRule(f"rules/: the {what} {', '.join(twice)} is taken twice")


def _own(tool: str, folder: Path) -> Iterator[dict[str, Any]]:
    found = [
        row
        for file in sorted(folder.glob("*.py"))
        if (row := row_of(tool, file, file.relative_to(RULES).as_posix())) is not None
    ]
    yield from sorted(found, key=lambda row: row["id"][1:] if tool == CFN_LINT else row["id"])


def _stock(baseline: dict[str, Any]) -> Iterator[dict[str, Any]]:
    graph, notes = set(baseline["graph"]), baseline["notes"]
    kept = {id: (level, title) for level in LEVELS for id, title in baseline["keep"][level].items()}
    strange = sorted((notes.keys() | graph) - kept.keys())
    if strange or len(kept) != sum(len(baseline["keep"][level]) for level in LEVELS):
        raise WrongRule(f"rules/baseline.yaml: not kept, or kept twice: {', '.join(strange)}")
    for id in sorted(kept, key=_number):
        level, title = kept[id]
        row = {"id": id, "title": title, "severity": level.upper(), "stock": True, "graph": id in graph}
        yield row | ({"note": notes[id]} if id in notes else {})


def _skips(baseline: dict[str, Any], kept: set[str]) -> Iterator[dict[str, Any]]:
    for row in baseline["skip"]:
        where = row.get("where", {})
        if where.keys() - CONDITIONS or not row["reason"].strip():
            raise WrongRule(f"rules/baseline.yaml: {row['id']}: unknown conditions, or no reason")
        if bool(where) is not (row["id"] in kept):
            word = "is left out at some places only, so it needs a severity" if where else "is kept and left out"
            raise WrongRule(f"rules/baseline.yaml: {row['id']} {word}")
        yield {"id": row["id"], "title": row["title"], "reason": row["reason"], "instead": row.get("instead", [])} | {
            "where": where
        }


def _number(id: str) -> tuple[str, int]:
    series, _, number = id.rpartition("_")
    return series, int(number)
