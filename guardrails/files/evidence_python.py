"""The names of tests in a Python file, from its syntax tree: functions, methods, and parameter ids that are literal."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import product

_Function = ast.FunctionDef | ast.AsyncFunctionDef


def names_in(text: str) -> Iterator[str]:
    """Yield the functions, classes and assigned names of a module; members of a class as `Class.name`.

    Raises SyntaxError for a text that is no Python.
    """
    yield from _names(ast.parse(text).body, "")


def _names(body: list[ast.stmt], above: str) -> Iterator[str]:
    for node in body:
        if isinstance(node, _Function):
            yield above + node.name
        elif isinstance(node, ast.ClassDef):
            yield above + node.name
            yield from _names(node.body, f"{above}{node.name}.")
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (above + one.id for one in targets if isinstance(one, ast.Name))


def tests_in(text: str) -> Iterator[str]:
    """Yield `test_x`, `TestClass::test_x`, and `test_x[id]` for each parameter id that is written out.

    What is always skipped shows nothing, and is left out.

    Raises SyntaxError for a text that is no Python.
    """
    yield from _tests(ast.parse(text).body, "")


def _tests(body: list[ast.stmt], above: str) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.ClassDef | _Function) and any(map(_skips, node.decorator_list)):
            continue
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            yield from _tests(node.body, f"{above}{node.name}::")
        elif isinstance(node, _Function) and node.name.startswith("test"):
            yield above + node.name
            yield from (f"{above}{node.name}[{id}]" for id in _ids(node))


def _skips(decorator: ast.expr) -> bool:
    """Whether a decorator is `pytest.mark.skip`, called or not."""
    mark = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(mark, ast.Attribute) and mark.attr == "skip"


def _ids(function: _Function) -> Iterator[str]:
    """Yield the ids of a function's parameters; pytest joins those of several decorators from the lowest up."""
    calls = [one for one in reversed(function.decorator_list) if isinstance(one, ast.Call) and _is_parametrize(one)]
    if calls:
        yield from ("-".join(parts) for parts in product(*(tuple(_ids_of(one)) for one in calls)))


def _is_parametrize(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr == "parametrize"


def _ids_of(call: ast.Call) -> Iterator[str]:
    given = {one.arg: one.value for one in call.keywords}
    listed = given.get("ids") or (call.args[1] if len(call.args) > 1 else given.get("argvalues"))
    if isinstance(listed, ast.List | ast.Tuple):
        for item in listed.elts:
            yield from _id(item)


def _id(item: ast.expr) -> Iterator[str]:
    """Yield the id of one set of values, where pytest takes it from the text itself."""
    if isinstance(item, ast.Constant) and isinstance(item.value, str | int | bool):
        yield str(item.value)
    elif isinstance(item, ast.Tuple | ast.List) and item.elts:
        parts = [tuple(_id(one)) for one in item.elts]
        if all(parts):
            yield "-".join(one[0] for one in parts)
    elif isinstance(item, ast.Call) and isinstance(item.func, ast.Attribute) and item.func.attr == "param":
        named = [one.value for one in item.keywords if one.arg == "id"]
        yield from _id(named[0] if named else ast.Tuple(elts=item.args))
