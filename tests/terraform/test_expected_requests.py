"""Which requests a resource of a committed or recorded plan leads to: the cases of `requests/*.yaml`, and no more.

A case names plan, address and step, and everything that AWS is asked for then. In `resource` a `*` stands for any text;
`keys` must be in the request's context with exactly that value (`unknown` for one that nobody can know), `absent` must
not be there; `by` (whose authority counts), `certainty` and `region` are provider, certain and us-east-1 unless given.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from guardrails.model.prediction import Prediction
from guardrails.model.request import UNKNOWN
from guardrails.terraform.mappings.table import curated
from guardrails.terraform.placement.placing import placements_of
from guardrails.terraform.reading.plan_file import plan_of
from guardrails.terraform.references.resolver import resolver_of
from guardrails.terraform.requests.predict import predict

HERE = Path(__file__).parent
FILES = sorted((HERE / "requests").glob("*.yaml"))
ACCOUNT = "111122223333"
FIELDS = {"plan", "address", "step", "why", "source", "asks"}
ROW_FIELDS = {"action", "target", "resource", "keys", "absent", "by", "certainty", "region"}


def cases() -> Iterator[Any]:
    for file in FILES:
        for case in yaml.safe_load(file.read_text("utf-8"))["cases"]:
            yield pytest.param(case, id=f"{case['plan']}:{case['address']}:{case['step']}")


@cache
def predictions(name: str) -> dict[tuple[str, str], list[Prediction]]:
    """Return the predictions of a plan by address and step; of a recorded one by `<root>/<apply>`."""
    root, _, apply = name.partition("/")
    if apply:
        plans = json.loads(gzip.decompress((HERE / "recorded" / f"{root}.plans.json.gz").read_bytes()))
        data = json.dumps(plans[apply]).encode()
    else:
        data = (HERE / "plans" / f"{name}.json").read_bytes()
    plan = plan_of(data, name)
    found: dict[tuple[str, str], list[Prediction]] = {}
    for one in predict(plan, resolver_of(plan), placements_of(plan, ACCOUNT, "us-east-1")).requests:
        found.setdefault((one.change.address, one.step.value), []).append(one)
    return found


def difference(row: dict[str, Any], one: Prediction) -> str:
    """Say how a prediction differs from a row; nothing when it does not."""
    pairs = [
        ("target", row.get("target", ""), one.resource_type),
        ("by", row.get("by", "provider"), one.caller.value),
        ("certainty", row.get("certainty", "certain"), one.certainty.value),
        ("region", row.get("region", "us-east-1"), one.region if isinstance(one.region, str) else "unknown"),
    ]
    for name, wanted in row.get("keys", {}).items():
        value: Any = one.context.get(name)
        found = "unknown" if value is UNKNOWN else list(value) if isinstance(value, tuple) else value
        pairs.append((name, wanted, found))
    pairs += [(name, None, one.context.get(name)) for name in row.get("absent", ())]
    if not fnmatchcase(one.resource, row["resource"].replace("[", "[[]")):
        pairs.append(("resource", row["resource"], one.resource))
    return "; ".join(f"{name} is {found!r}, not {wanted!r}" for name, wanted, found in pairs if wanted != found)


@pytest.mark.parametrize("case", list(cases()))
def test_a_resource_asks_for_this_and_nothing_else(case: dict[str, Any]) -> None:
    assert case.keys() <= FIELDS
    left = list(predictions(case["plan"])[(case["address"], case["step"])])
    for row in case["asks"]:
        assert row.keys() <= ROW_FIELDS
        same = [one for one in left if one.action == row["action"]]
        match = next((one for one in same if not difference(row, one)), None)
        assert match is not None, f"{row['action']}: {[difference(row, one) for one in same] or 'is not asked for'}"
        left.remove(match)
    assert [(one.action, one.resource_type) for one in left] == []


def test_the_cases_cover_the_types_that_policies_are_about() -> None:
    types = {case.values[0]["address"].partition("[")[0].rpartition(".")[0].rpartition(".")[2] for case in cases()}
    types = {name for name in types if name.startswith("aws_")}
    steps = {case.values[0]["step"] for case in cases()}
    assert len(types) >= 120
    assert steps == {"create", "update", "delete"}
    assert [name for name in types if curated(name) is None] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_file_names_its_source(file: Path) -> None:
    document = yaml.safe_load(file.read_text("utf-8"))
    sources = [document["source"], *(case["source"] for case in document["cases"] if "why" in case)]
    assert all(one.startswith("https://") and one.endswith("(2026-11)") for one in sources)
