"""Whether an artefact or a test that a ledger names exists, found by reading files; nothing is run or imported.

An artefact is `path` or `path#anchor`. What an anchor names depends on the file: a heading (.md), a block such as
`aws_vpc.main`, `variable.x` or `module.y` (.tf), a Sid (.json), a key such as `jobs.plan` (.yaml), a name (.py).
A test is `path::name`: a function or `Class::function` that is not skipped, with `[id]` where ids are written out (.py,
in files that pytest collects), a `run` block (.tftest.hcl), or the id, name or note of an entry (.yaml).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import yaml

from guardrails.files.evidence_python import names_in, tests_in
from guardrails.files.reading import inside, read_text
from guardrails.files.yaml_text import read_yaml
from guardrails.model.finding import Finding

MAX_BYTES: Final = 4_000_000

_BLOCK = re.compile(r'^(?P<kind>[a-z_]+)[ \t]+"(?P<first>[^"]+)"(?:[ \t]+"(?P<second>[^"]+)")?', re.MULTILINE)
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t]*$", re.MULTILINE)
_COLLECTED = re.compile(r"(?:^|/)(?:test_[^/]*|[^/]*_test)\.py$")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NAMES: Final = ("id", "name", "note")
"""The keys by which an entry of a YAML file is known as a test."""


def missing_artefact(root: Path, artefact: str) -> str:
    """Return why an artefact does not exist below `root`; empty when it does."""
    path, _, anchor = artefact.partition("#")
    if not inside(path):
        return f"{path!r} is not a path below the project"
    if problem := _absent(root, path):
        return problem
    if not anchor:
        return ""
    read = next((read for suffix, read in _ANCHORS.items() if path.endswith(suffix)), None)
    if read is None:
        return f"{path} is of no kind in which an anchor could be found ({', '.join(_ANCHORS)})"
    return _lookup(root, path, anchor, read)


def _absent(root: Path, path: str) -> str:
    """Return why a path does not stand for something in the project; empty when it does."""
    file = root / path
    try:
        if not file.exists():
            return f"{path} does not exist"
        if not file.resolve().is_relative_to(root.resolve()):
            return f"{path} leads outside the project folder"
        if file.is_dir() and not any(one.is_file() for one in file.rglob("*")):
            return f"{path} is a folder without files"
    except (OSError, RuntimeError):  # a name that is too long, links in a circle
        return f"{path} cannot be read"
    return ""


def missing_test(root: Path, test: str) -> str:
    """Return why a test does not exist below `root`; empty when it does."""
    path, separator, name = test.partition("::")
    if not separator or not name:
        return f"{test!r} does not name a test; write path::name"
    if not inside(path):
        return f"{path!r} is not a path below the project"
    read = next((read for suffix, read in _TESTS.items() if path.endswith(suffix)), None)
    if read is None:
        return f"{path} is of no kind in which a test could be found ({', '.join(_TESTS)})"
    if path.endswith(".py") and not _COLLECTED.search(path):
        return f"{path} is no file in which pytest looks for tests (test_*.py, *_test.py)"
    return _lookup(root, path, name, read)


def _lookup(root: Path, path: str, name: str, read: Callable[[str], frozenset[str]]) -> str:
    found = _names(root, path, read)
    if isinstance(found, str):
        return found
    if name in found:
        return ""
    from difflib import get_close_matches

    close = get_close_matches(name, sorted(found), n=1)
    return f"{path} holds no {name!r}" + (f"; did you mean {close[0]!r}?" if close else "")


@lru_cache(maxsize=1_000)
def _names(root: Path, path: str, read: Callable[[str], frozenset[str]]) -> frozenset[str] | str:
    """Return the names in a file, or why it cannot be read; each file is read once per run."""
    text = read_text(root / path, root, path, MAX_BYTES)
    if isinstance(text, Finding):
        return text.message
    try:
        return read(text)
    except (ValueError, SyntaxError, RecursionError):
        return f"{path} cannot be parsed"


def forget() -> None:
    """Forget what was read: for callers that change files in between."""
    _names.cache_clear()


def _blocks(text: str) -> frozenset[str]:
    """The addresses of top-level blocks: `aws_vpc.main`, `data.aws_region.here`, `variable.x`."""
    return frozenset(_address(**found.groupdict()) for found in _BLOCK.finditer(text))


def _address(kind: str, first: str, second: str | None) -> str:
    if kind == "resource":
        return f"{first}.{second}"
    return ".".join(part for part in (kind, first, second) if part)


def _runs(text: str) -> frozenset[str]:
    return frozenset(found["first"] for found in _BLOCK.finditer(text) if found["kind"] == "run")


def _headings(text: str) -> frozenset[str]:
    """The anchors of headings as GitHub makes them; what stands between fences is no heading."""
    prose = re.sub(r"^(```|~~~).*?^\1", "", text, flags=re.MULTILINE | re.DOTALL)
    return frozenset(re.sub(r"[^\w\- ]", "", one).strip().lower().replace(" ", "-") for one in _HEADING.findall(prose))


def _sids(text: str) -> frozenset[str]:
    document = json.loads(text)
    statements = document.get("Statement", []) if isinstance(document, dict) else []
    listed = statements if isinstance(statements, list) else [statements]
    return frozenset(str(one["Sid"]) for one in listed if isinstance(one, dict) and "Sid" in one)


def _keys(text: str) -> frozenset[str]:
    read = read_yaml(text, "", aliases=True, tags=True)
    if read.value is None:
        raise ValueError("no YAML of ours")
    return frozenset(_paths(read.value, ""))


def _paths(value: object, above: str) -> Iterator[str]:
    """Yield the dotted path of every key; a list counts as its items, which are also known by their `name`."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield above + str(key)
            yield from _paths(inner, f"{above}{key}.")
    elif isinstance(value, list):
        for item in value:
            name = item.get("name") if isinstance(item, dict) else None
            if isinstance(name, str):
                yield above + name
            yield from _paths(item, f"{above}{name}." if isinstance(name, str) else above)


def _entries(text: str) -> frozenset[str]:
    """The values of the keys that name an entry, wherever they stand; merge keys and tags do no harm."""
    try:
        events = list(yaml.parse(text, Loader=_LOADER))
    except yaml.YAMLError as error:
        raise ValueError("no YAML") from error
    pairs = pairwise(one.value if isinstance(one, yaml.ScalarEvent) else None for one in events)
    return frozenset(value for key, value in pairs if key in _NAMES and value is not None)


def _python_names(text: str) -> frozenset[str]:
    return frozenset(names_in(text))


def _python_tests(text: str) -> frozenset[str]:
    return frozenset(tests_in(text))


_ANCHORS: Final[Mapping[str, Callable[[str], frozenset[str]]]] = {
    ".tf": _blocks,
    ".tftest.hcl": _runs,
    ".md": _headings,
    ".json": _sids,
    ".yaml": _keys,
    ".yml": _keys,
    ".py": _python_names,
}
"""Ending of a file -> what returns the anchors in its text."""

_TESTS: Final[Mapping[str, Callable[[str], frozenset[str]]]] = {
    ".tftest.hcl": _runs,
    ".yaml": _entries,
    ".yml": _entries,
    ".py": _python_tests,
}
"""Ending of a file -> what returns the names of the tests in its text."""
