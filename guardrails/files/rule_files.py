"""What a file of a Checkov check or a cfn-lint rule says of itself, read without running it.

The docstring is the page, the literal `RULE` the rest: id, title, severity, requirement rows, pillar. The slug comes
from the file's name; rules for cfn-lint have the prefix `blueprint-`, since some ask of templates what a check asks of
Terraform.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any, Final

CHECKOV: Final = "checkov"
CFN_LINT: Final = "cfn-lint"

_HELP = re.compile(r"^## How to fix\n+(.+?)(?=\n## |\Z)", re.MULTILINE | re.DOTALL)
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NEEDED: Final = frozenset({"id", "title", "severity", "rows", "pillar"})


class WrongRule(Exception):
    """A check file or the baseline cannot be used as it is; the message says which and why."""


def slug_of(tool: str, file: Path) -> str:
    """Return the slug of the rule in a check's file."""
    if tool == CHECKOV:
        return file.stem.removeprefix("guardrail_").replace("_", "-")
    return "blueprint-" + _CAPITAL.sub("-", file.stem).lower()


def row_of(tool: str, file: Path, shown: str) -> dict[str, Any] | None:
    """Return the row of a file in the table of rules, `shown` as its file; None for a file without `RULE`.

    Raises WrongRule for one that lacks something, OSError for one that cannot be read.
    """
    try:
        tree = ast.parse(file.read_bytes())
    except (SyntaxError, ValueError, RecursionError):
        raise WrongRule(f"{file.name}: not Python that can be read") from None
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
        "file": shown,
        "help": " ".join(help[1].split()),
        "stock": False,
    }


def _literal(tree: ast.Module, file: Path) -> dict[str, Any] | None:
    """Return the literal RULE of a file; None for one that has none, which is no check."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "RULE":
            try:
                found = ast.literal_eval(node.value)
            except ValueError:
                raise WrongRule(f"{file.name}: RULE is not a literal") from None
            if not isinstance(found, dict) or (lacking := _NEEDED - found.keys()):
                lacks = ", ".join(sorted(_NEEDED if not isinstance(found, dict) else lacking))
                raise WrongRule(f"{file.name}: RULE lacks {lacks}")
            return found
    return None
