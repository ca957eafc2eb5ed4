"""Compares what is predicted from plans with what their applies called: for each resource, step and action.

The recordings stand in tests/terraform/recorded (`scripts/record_applies.py` makes them). What AWS asks besides the
calls themselves (tags in a creating call, iam:PassRole, forward access sessions) makes no call, and is not compared.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from recorded_actions import iam_action

from guardrails.model.plan.change import Change
from guardrails.model.prediction import Caller, Certainty, Prediction, Step
from guardrails.terraform.mappings.table import curated
from guardrails.terraform.placement.placing import placements_of
from guardrails.terraform.reading.plan_file import plan_of
from guardrails.terraform.references.resolver import resolver_of
from guardrails.terraform.requests import tail
from guardrails.terraform.requests.predict import predict, steps_of
from guardrails.terraform.requests.scene import Scene, Surroundings

RECORDED = Path(__file__).resolve().parents[1] / "tests" / "terraform" / "recorded"


@dataclass(frozen=True, slots=True)
class Compared:
    """One resource in one step of one apply: the actions that its calls needed, and those that were predicted.

    `tail_sure` and `tail_possible` are what the generated table alone says of it.
    """

    root: str
    apply: str
    address: str
    type: str
    step: str
    called: frozenset[str]
    sure: frozenset[str]
    possible: frozenset[str]
    tail_sure: frozenset[str]
    tail_possible: frozenset[str]

    @property
    def missed(self) -> frozenset[str]:
        """Called and not predicted at all."""
        return self.called - self.sure - self.possible

    @property
    def extra(self) -> frozenset[str]:
        """Predicted for certain and not called."""
        return self.sure - self.called


@cache
def compared() -> tuple[Compared, ...]:
    """Return every resource of every recorded apply, in order."""
    return tuple(one for file in sorted(RECORDED.glob("*.json")) for one in _of_root(file))


def _of_root(file: Path) -> Iterator[Compared]:
    document = json.loads(file.read_text("utf-8"))
    plans = json.loads(gzip.decompress(file.with_name(f"{file.stem}.plans.json.gz").read_bytes()))
    for apply, calls in document["steps"].items():
        failed = document.get("failed", {}).get(apply)
        yield from _of_apply(file.stem, apply, plans[apply], calls, failed)


def _of_apply(
    root: str, apply: str, document: Mapping[str, Any], calls: Mapping[str, Any], failed: list[str] | None
) -> Iterator[Compared]:
    """Compare one apply; of one that failed in part, what ended well."""
    plan = plan_of(json.dumps(document).encode(), root)
    references, placements = resolver_of(plan), placements_of(plan)
    found: dict[tuple[str, str], list[Prediction]] = {}
    for one in predict(plan, references, placements).requests:
        found.setdefault((one.change.address, one.step.value), []).append(one)
    around = Surroundings(plan, references, placements)
    for change in plan.changes:
        for step in steps_of(change) if change.managed and change.type.startswith("aws_") else ():
            row = calls.get(change.address, {}).get(step.value)
            if failed is not None and (row is None or change.address in failed):
                continue
            called = frozenset(iam_action(change.type, name) for name in row or ())
            mine = found.get((change.address, step.value), [])
            yield _compared(root, apply, Scene(around, change, step), called, mine)


def _compared(root: str, apply: str, scene: Scene, called: frozenset[str], mine: list[Prediction]) -> Compared:
    change, step = scene.change, scene.step
    names = calls_of(change, step)
    calls = [one for one in mine if one.caller is Caller.PROVIDER and (names is None or one.action in names)]
    sure, possible = _split(calls)
    tail_sure, tail_possible = _split([one for one in tail.predicted(scene).requests if one.action != "iam:PassRole"])
    here = (root, apply, change.address, change.type, step.value)
    return Compared(*here, called, sure, possible, tail_sure, tail_possible)


def _split(predictions: list[Prediction]) -> tuple[frozenset[str], frozenset[str]]:
    sure = frozenset(one.action for one in predictions if one.certainty is not Certainty.POSSIBLE)
    return sure, frozenset(one.action for one in predictions) - sure


def calls_of(change: Change, step: Step) -> frozenset[str] | None:
    """Return the actions that are calls of a curated type, not only questions that AWS asks; None for the long tail."""
    found = curated(change.type)
    if found is None:
        return None
    rows = {Step.CREATE: found.create, Step.UPDATE: found.update, Step.DELETE: found.delete}[step]
    return frozenset(row.action for row in rows if row.caller is Caller.PROVIDER)


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums over resources. An action is counted once for each resource, step and apply.

    Recall is the share of calls that were predicted; certainty of those, for certain; precision the share of certain
    predictions that came true. Each is 1 where there is nothing to divide by.
    """

    called: int = 0
    found: int = 0
    found_sure: int = 0
    sure: int = 0
    possible: int = 0
    possible_called: int = 0

    @property
    def recall(self) -> float:
        """Predicted at all, of what was called."""
        return self.found / self.called if self.called else 1.0

    @property
    def sure_recall(self) -> float:
        """Predicted for certain, of what was called."""
        return self.found_sure / self.called if self.called else 1.0

    @property
    def precision(self) -> float:
        """Called, of what was predicted for certain."""
        return self.found_sure / self.sure if self.sure else 1.0


def figures(rows: list[Compared], *, of_tail: bool = False) -> Figures:
    """Return the sums over some resources, for the curated rows or for what the generated table alone says."""
    called = found = sure_found = sure_all = possible_all = possible_found = 0
    for one in rows:
        sure, possible = (one.tail_sure, one.tail_possible) if of_tail else (one.sure, one.possible)
        called += len(one.called)
        found += len(one.called & (sure | possible))
        sure_found += len(one.called & sure)
        sure_all += len(sure)
        possible_all += len(possible)
        possible_found += len(possible & one.called)
    return Figures(called, found, sure_found, sure_all, possible_all, possible_found)
