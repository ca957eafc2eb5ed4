"""Makes the text of `rules/rules.json`: all rules that Checkov and cfn-lint run for us, and what is left out and why.

Ours are read from their files with `ast`, so neither tool is needed: the docstring is the page, the literal `RULE` the
rest. The slug comes from the file's name. Rules for cfn-lint have the prefix `blueprint-`, since some ask of templates
what a check asks of Terraform. The stock checks come from `rules/baseline.yaml`.
"""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import yaml

from guardrails.files.tool_rules import CFN_LINT, CHECKOV, FILE, VERSION

RULES: Final = Path(__file__).parents[1] / "rules"
BASELINE: Final = RULES / "baseline.yaml"
TABLE: Final = RULES / FILE
LEVELS: Final = ("critical", "high", "medium", "low")
CONDITIONS: Final = frozenset({"environment", "account", "address", "absent"})

_HELP = re.compile(r"^## How to fix\n+(.+?)(?=\n## |\Z)", re.MULTILINE | re.DOTALL)
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class WrongRule(Exception):
    """A check file or the baseline cannot be used as it is; the message says which and why."""


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


def slug_of(tool: str, file: Path) -> str:
    """Return the slug of the rule in a check's file."""
    if tool == CHECKOV:
        return file.stem.removeprefix("guardrail_").replace("_", "-")
    return "blueprint-" + _CAPITAL.sub("-", file.stem).lower()


def _own(tool: str, folder: Path) -> Iterator[dict[str, Any]]:
    found = [row for file in sorted(folder.glob("*.py")) if (row := _row(tool, file)) is not None]
    yield from sorted(found, key=lambda row: row["id"][1:] if tool == CFN_LINT else row["id"])


def _row(tool: str, file: Path) -> dict[str, Any] | None:
    tree = ast.parse(file.read_text("utf-8"))
    rule = _literal(tree, file)
    if rule is None:
        return None
    page = ast.get_docstring(tree) or ""
    help = _HELP.search(page)
    if help is None:
        raise WrongRule(f"{file.name}: its docstring has no section `How to fix`")
    return {
        "id": rule["id"],
        "slug": slug_of(tool, file),
        "title": rule["title"],
        "summary": " ".join(page.partition("\n\n")[0].split()),
        "severity": rule["severity"],
        "rows": list(rule["rows"]),
        "pillar": rule["pillar"],
        "tool": tool,
        "file": file.relative_to(RULES).as_posix(),
        "help": " ".join(help[1].split()),
        "stock": False,
    }


def _literal(tree: ast.Module, file: Path) -> dict[str, Any] | None:
    """Return the literal RULE of a file; None for one that has none, which is no check."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "RULE":
            try:
                found: dict[str, Any] = ast.literal_eval(node.value)
            except ValueError:
                raise WrongRule(f"{file.name}: RULE is not a literal") from None
            lacking = {"id", "title", "severity", "rows", "pillar"} - found.keys()
            if lacking:
                raise WrongRule(f"{file.name}: RULE lacks {', '.join(sorted(lacking))}")
            return found
    return None


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
