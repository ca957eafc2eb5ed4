"""The shape of the house: what `simulate` may load, what a room says of itself, how long a file and a function get."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1] / "guardrails"
FILES = sorted(HOUSE.rglob("*.py"))
ROOMS = sorted(path.parent for path in HOUSE.rglob("__init__.py"))
HEAVY = {"duckdb", "msgspec", "boto3", "checkov", "cfnlint", "jinja2", "rich", "policyuniverse"}
TEST_ONLY = {"hypothesis", "pytest", "z3"}
LONGEST_FILE, LONGEST_FUNCTION = 400, 40

LIST_LOADED_MODULES = """
import atexit, sys
def show():
    print("loaded:", *sorted({name.split(".")[0] for name in sys.modules}), file=sys.stderr)
atexit.register(show)
sys.argv = ["guardrails", *sys.argv[1:]]
from guardrails.cli import main
main()
"""


def name_of(path: Path) -> str:
    return str(path.relative_to(HOUSE.parent))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_simulate_loads_no_heavy_package() -> None:
    words = ["simulate", "ec2:RunInstances", "p3.16xlarge"]
    run = subprocess.run(
        [sys.executable, "-c", LIST_LOADED_MODULES, *words],
        capture_output=True,
        text=True,
        cwd=HOUSE.parent,
        timeout=60,
    )
    assert run.returncode == 0, run.stderr
    loaded = set(run.stderr.rpartition("loaded: ")[2].split())
    assert "guardrails" in loaded
    assert not loaded & HEAVY


@pytest.mark.parametrize("room", ROOMS, ids=name_of)
def test_each_room_says_what_belongs_there(room: Path) -> None:
    assert ast.get_docstring(ast.parse((room / "__init__.py").read_text("utf-8"))), "say what belongs here"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_each_file_is_documented_and_short(path: Path) -> None:
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    long = [f"{f.name}: {length(f)} lines" for f in functions(tree) if length(f) > LONGEST_FUNCTION]
    assert ast.get_docstring(tree), "say in one sentence what this file is for"
    assert len(text.splitlines()) <= LONGEST_FILE
    assert not long, f"longer than {LONGEST_FUNCTION} lines: {long}"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_nothing_imports_what_only_tests_need(path: Path) -> None:
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    allowed = {"pytest"} if path.name == "pytest_plugin.py" or "pytest_plugin" in path.parts else set()
    assert not {name.partition(".")[0] for name in imported} & TEST_ONLY - allowed


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1
