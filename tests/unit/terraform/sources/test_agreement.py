"""The scan finds what a parser finds and what Terraform finds, in every Terraform file that is here."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import hcl2
import pytest

from guardrails.model.plan.configuration import Expression
from guardrails.model.plan.plan import Plan
from guardrails.terraform.reading.plan_file import read_plan
from guardrails.terraform.references.names import names_of
from guardrails.terraform.sources.places import Sources
from guardrails.terraform.sources.reader import read_sources
from guardrails.terraform.sources.references import references_in
from guardrails.terraform.sources.scanning import body

REPOSITORY = Path(__file__).parents[4]
FOLDERS = ("terraform/modules", "terraform/live", "tests/terraform/fixtures")
LABELS = {"resource": 2, "data": 2, "ephemeral": 2} | dict.fromkeys(("module", "variable", "output", "check"), 1)
LABELS["provider"] = 1
PARTIAL = {"errored", "targeted"}
"""Plans that the reader refuses: see `tests/unit/terraform/reading`."""
PLANS = {
    path.stem: path
    for path in sorted((REPOSITORY / "tests/terraform/plans").glob("*.json"))
    if path.stem not in PARTIAL
}


def parsed(document: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """Yield type and labels of the blocks that python-hcl2 found."""
    for kind, found in document.items():
        for one in found if isinstance(found, list) and not kind.startswith("__") else ():
            labels: list[str] = []
            for _ in range(LABELS.get(kind, 0)):
                (name,) = [key for key in one if not key.startswith("__")]
                labels.append(name.strip('"'))
                one = one[name]
            yield kind, *labels


def names_of_locals(text: str) -> set[str]:
    blocks = [one for one in body(text).blocks if one.type == "locals"]
    return {each.name for one in blocks for each in body(text, one.inside, one.end).attributes}


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_scan_agrees_with_a_parser(folder: str) -> None:
    files = sorted((REPOSITORY / folder).rglob("*.tf"))
    assert len(files) > 20
    for file in files:
        text = file.read_text("utf-8")
        document = hcl2.loads(text)
        assert sorted((one.type, *one.labels) for one in body(text).blocks) == sorted(parsed(document)), file
        locals = {name for one in document.get("locals", ()) for name in one if not name.startswith("__")}
        assert names_of_locals(text) == locals, file


def root_of(name: str) -> Path:
    if not name.startswith("live-"):
        return REPOSITORY / "tests/terraform/fixtures" / name
    account, root = name.removeprefix("live-").split("-", 1)
    return REPOSITORY / "terraform/live" / account / root


@lru_cache
def sources_of(name: str) -> Sources:
    return read_sources(root_of(name))


@lru_cache
def plan_of(name: str) -> Plan:
    return read_plan(PLANS[name])


def expressions(plan: Plan, sources: Sources) -> Iterator[tuple[str, str, Expression]]:
    """Yield the text of each top-level attribute of a resource, and what plan JSON says of it."""
    assert plan.root is not None
    for path, config in plan.root.everywhere():
        at = sources.modules[path].bodies[config.address]
        for one in body(at.text.text, at.start, at.end).attributes:
            if one.name in config.expressions:
                yield f"{config.address}.{one.name}", at.text.text[one.start : one.end], config.expressions[one.name]


@pytest.mark.parametrize("name", PLANS)
def test_references_are_those_of_terraform(name: str) -> None:
    plan, sources = plan_of(name), sources_of(name)
    assert not sources.problems
    for where, text, expression in expressions(plan, sources):
        assert list(references_in(text)) == [one.text for one in names_of(expression.references)], where


@pytest.mark.parametrize("name", PLANS)
def test_each_change_has_its_place(name: str) -> None:
    plan, sources = plan_of(name), sources_of(name)
    for change in plan.changes:
        place = sources.place_of(change)
        if plan.configured(change) is None:
            assert place is None, change.address
            continue
        assert place is not None and place.location.span is not None
        assert len(place.calls) == len(change.module_path)
        kind = "resource" if change.managed else "data"
        line = sources.texts[place.location.file].splitlines()[place.location.span.line - 1]
        assert line[place.location.span.column - 1 :].split()[:3] == [kind, f'"{change.type}"', f'"{change.name}"']
        assert (REPOSITORY / place.location.file).exists()
