"""No secret that is planted under a mask of a real plan, at any place, is in anything that the gate says or writes."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from typing import Any

import pytest

from guardrails.files.baseline import baseline_text
from guardrails.model.gate_report import GateReport
from guardrails.renderers.formats import GATE_FORMATS
from guardrails.renderers.gate import text as gate_text
from guardrails.renderers.requests import json as requests_json
from guardrails.renderers.requests import text as requests_text
from guardrails.terraform.placement.placing import placements_of
from guardrails.terraform.reading.plan_file import plan_of
from guardrails.terraform.references.resolver import resolver_of
from guardrails.terraform.requests.predict import predict
from tests.properties.plan_rewriting import FIXTURES, LIVE, Json, as_bytes, block_of, judge, load

SEEDS = range(int(os.environ.get("GUARDRAILS_SEEDS", "1")))
FORMS = (
    "canary-{}-value",
    'canary-{}!&<>"quoted"',
    "arn:aws:iam::222222222222:role/canary-{} x",
    "kanarienvögel-canary-{}",
)


class Planter:
    """Puts canaries under masks of a plan."""

    def __init__(self, plan: Json, seed: str) -> None:
        self.plan = plan
        self.chance = random.Random(seed)
        self.planted: list[str] = []
        self._copies: list[str] = []
        self._taken: set[tuple[int, tuple[Any, ...]]] = set()

    def canary(self) -> str:
        """Return a new secret."""
        mark = f"{self.chance.getrandbits(40):010x}"
        self.planted.append(f"canary-{mark}")
        return self.chance.choice(FORMS).format(mark)

    def everywhere(self) -> None:
        """Plant some in rows of changes, with copies wherever Terraform leaves them; some in variables and outputs."""
        for row in self.plan.get("resource_changes", []):
            for side in ("before", "after"):
                values = row["change"].get(side)
                if isinstance(values, dict) and self.chance.random() < 0.5:
                    self._in_row(row, side, values)
        for one in self._copies:
            self._copy(one)
        secret = self.canary()
        self.plan.setdefault("variables", {})["planted"] = {"value": secret}
        root = self.plan.setdefault("configuration", {}).setdefault("root_module", {})
        root.setdefault("variables", {})["planted"] = {"sensitive": True, "default": secret}
        self.plan.setdefault("output_changes", {})["planted"] = {
            "actions": ["create"],
            "before": None,
            "after": {"deep": [self.canary()]},
            "after_unknown": False,
            "before_sensitive": False,
            "after_sensitive": True,
        }

    def _in_row(self, row: Json, side: str, values: Json) -> None:
        places = list(texts_in(values))
        if not places:
            return
        path = self.chance.choice(places)
        secret = self.canary()
        set_at(values, path, secret)
        self._taken.add((id(values), path))
        mask = row["change"].get(f"{side}_sensitive")
        row["change"][f"{side}_sensitive"] = covering(values, path, mask if isinstance(mask, dict) else {})
        block = block_of(self.plan, row["address"])
        if block is not None and len(path) == 1:
            block.setdefault("expressions", {})[path[0]] = {"constant_value": secret}
        if not secret.startswith("arn:"):
            self._copies.append(secret)

    def _copy(self, secret: str) -> None:
        """Let the secret stand in the clear, inside a text of another resource, as Terraform does with derived values.

        ARNs are no secrets by themselves, so they are not looked for elsewhere.
        """
        row = self.chance.choice(self.plan["resource_changes"])
        values = row["change"].get("after")
        found = texts_in(values) if isinstance(values, dict) else ()
        places = [one for one in found if (id(values), one) not in self._taken]
        if places:
            set_at(values, self.chance.choice(places), f"--key={secret} --more")


def texts_in(tree: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield where texts stand in a tree."""
    if isinstance(tree, str) and path:
        yield path
    pairs = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for step, one in pairs:
        yield from texts_in(one, (*path, step))


def set_at(tree: Any, path: tuple[Any, ...], value: str) -> None:
    """Put a value at a path."""
    for step in path[:-1]:
        tree = tree[step]
    tree[path[-1]] = value


def covering(tree: Any, path: tuple[Any, ...], mask: Any) -> Any:
    """Return a mask over a path of a tree, added to the one that is there."""
    if not path or mask is True:
        return True
    step, rest = path[0], path[1:]
    if isinstance(tree, list):
        below = [*(mask if isinstance(mask, list) else []), *({} for _ in tree)][: len(tree)]
        below[step] = covering(tree[step], rest, below[step])
        return below
    over = mask if isinstance(mask, dict) else {}
    return {**over, step: covering(tree[step], rest, over.get(step, {}))}


def all_that_is_written(report: GateReport, plan: Json) -> Iterator[tuple[str, str]]:
    """Yield what is written, by where."""
    for name, render in GATE_FORMATS.items():
        yield name, render(report)
    yield "text -v", gate_text.render(report, width=100, color=False, verbose=True)
    findings = [one for verdict in report.plans for one in verdict.findings]
    yield "baseline", baseline_text(findings)
    read = plan_of(as_bytes(plan), "plan.json")
    predicted = predict(read, resolver_of(read), placements_of(read), reads=True)
    yield "requests", requests_text.render({"plan.json": predicted})
    yield "requests json", requests_json.render({"plan.json": predicted})
    yield "findings", repr(findings)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", [*FIXTURES, *LIVE[::5]])
def test_no_planted_secret_comes_out(name: str, seed: int) -> None:
    planter = Planter(load(name), f"{name} {seed}")
    planter.everywhere()
    report = judge(planter.plan, name)
    leaks = [
        (place, one)
        for place, text in all_that_is_written(report, planter.plan)
        for one in planter.planted
        if one in text
    ]
    assert len(planter.planted) >= 2
    assert leaks == []
