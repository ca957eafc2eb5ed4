"""Whatever is done to a real plan, the gate answers in its own words, and passes only what it has judged whole."""

from __future__ import annotations

import copy
import os
import random
from typing import Any, Final

import pytest

from guardrails.commands.outcomes import Misused, Undecided
from guardrails.model.gate_report import Conclusion, GateReport
from guardrails.renderers.formats import GATE_FORMATS
from tests.properties.plan_rewriting import FIXTURES, LIVE, Json, judge, load

ROUNDS = range(int(os.environ.get("GUARDRAILS_ROUNDS", "6")))
NAMES: Final = (*(one for one in FIXTURES if one != "policy-attachments"), *LIVE[::5])
"""Plans; one that changes the organization takes long to judge."""

STRANGE: Final[tuple[Any, ...]] = (
    *(None, True, False, 0, -1, 3.5, 1e308, 2**63, -(10**30), "", "x", "*", "\n", "\u202e", "\ud800", "a" * 4096),
    *("aws_x.y", "aws_x.y[", "module.x", "each.key", "arn:aws:s3:::b", "arn:::::", "::/0", "0.0.0.0/0", "10.0.0.0/99"),
    *("create", "222222222222", "p5.48xlarge", "{}", "[]", '{"Statement": [1]}', "${x}", "us-east-1"),
    '{"Statement": {"Effect": ["Allow"], "Principal": {"AWS": [[1], {"a": 2}]}, "Action": [["*"]], "Condition": [1]}}',
    *([], {}, [[]], [None], [{}], {"": {}}, ["x", 1], [["x"]], {"a": ["x"]}, {"references": [1]}),
    *({"constant_value": [[]]}, {"references": "x"}, {"Environment": ["dev"]}, [{"tags": [1]}]),
)
"""What may stand in place of anything: of another kind, nested, empty, huge, or a word that means something else."""

SECTIONS: Final = ("configuration", "prior_state", "variables", "output_changes", "checks", "resource_drift")


def places(tree: Any) -> list[tuple[Any, Any]]:
    """Return every container of a tree with each of its steps."""
    found, rest = [], [tree]
    while rest:
        one = rest.pop()
        pairs = list(one.items()) if isinstance(one, dict) else list(enumerate(one)) if isinstance(one, list) else []
        found += [(one, step) for step, _ in pairs]
        rest += [below for _, below in pairs]
    return found


def mutated(plan: Json, chance: random.Random) -> Json:
    """Return a plan with one to four places made strange, most of them in values of resources."""
    for _ in range(chance.choice((1, 1, 2, 4))):
        tree: Any = plan
        kind = chance.random()
        rows = plan.get("resource_changes")
        if kind < 0.75 and isinstance(rows, list) and rows:
            row = chance.choice(rows)
            body = row.get("change") if isinstance(row, dict) else None
            side = chance.choice(("after", "after", "before", "after_unknown", "after_sensitive", "change"))
            tree = body.get(side, row) if isinstance(body, dict) else row
        elif kind < 0.95:
            tree = plan.get(chance.choice(SECTIONS), plan)
        found = places(tree)
        if found:
            _spoil(*chance.choice(found), chance)
    return plan


def _spoil(container: Any, step: Any, chance: random.Random) -> None:
    value = container[step]
    done = chance.randrange(6)
    if done == 0:
        del container[step]
    elif done == 1:
        container[step] = [value]
    elif done == 2 and isinstance(value, list) and value:
        value.append(copy.deepcopy(value[0]))
    elif done == 3 and isinstance(value, list) and value:
        container[step] = value[0]
    else:
        container[step] = copy.deepcopy(chance.choice(STRANGE))


def answer(plan: Json, name: str) -> GateReport | None:
    """Return the gate's answer, None where it says that this is no plan; anything else is an error of the gate."""
    try:
        return judge(plan, name)
    except (Undecided, Misused) as refused:
        assert str(refused).strip()
        return None


def written_rows(plan: Json) -> set[str]:
    """Return the addresses of the resources that a plan changes."""
    rows = [one for one in plan.get("resource_changes") or [] if one.get("mode", "managed") in ("managed", "", None)]
    return {one["address"] for one in rows if one["change"]["actions"] != ["no-op"]}


@pytest.mark.parametrize("name", NAMES)
def test_a_plan_made_strange_is_answered_and_never_passes_unseen(name: str) -> None:
    for at in ROUNDS:
        chance = random.Random(f"{name} {at}")
        plan = mutated(load(name), chance)
        report = answer(plan, name)
        if report is None:
            continue
        assert isinstance(GATE_FORMATS[chance.choice(sorted(GATE_FORMATS))](report), str)
        if report.conclusion is Conclusion.PASSED:
            assert written_rows(plan) <= set(report.plans[0].resources)
            assert report.plans[0].rules


MARKED: Final = [True, [True], {"a": True}, [[True]], [{"a": [True]}], {"": {"": True}}]


@pytest.mark.parametrize("name", ["pipeline-trusts", "public-exposure", "transit-and-shares", "machine-learning"])
@pytest.mark.parametrize("key", ["after_unknown", "after_sensitive", "before_sensitive"])
def test_masks_of_any_shape_are_answered(name: str, key: str) -> None:
    for mask in MARKED:
        plan = load(name)
        for row in plan["resource_changes"]:
            row["change"][key] = mask if mask == [True] else dict.fromkeys(row["change"].get("after") or {}, mask)
        report = answer(plan, name)
        assert report is None or report.plans[0].resources


@pytest.mark.parametrize("name", ["clean", "pipeline-trusts", "public-exposure", "network-topology", "access-matrix"])
def test_every_text_may_be_a_list_and_every_list_a_text(name: str) -> None:
    for make in (lambda one: [one], lambda one: {"x": one}, lambda one: [[one]], lambda one: 10**30, lambda one: ""):
        plan = load(name)
        for row in plan["resource_changes"]:
            body = row["change"]
            for side in ("before", "after"):
                if isinstance(body.get(side), dict):
                    body[side] = {key: make(one) for key, one in body[side].items()}
        assert answer(plan, name) is not None


@pytest.mark.parametrize("name", ["clean", "pipeline-trusts", "network-topology", "policy-attachments"])
def test_an_address_may_stand_twice(name: str) -> None:
    plan = load(name)
    plan["resource_changes"] += copy.deepcopy(plan["resource_changes"])
    report = answer(plan, name)
    once = {(one.rule, one.address) for one in judge(load(name), name).plans[0].findings}
    assert report is None or once <= {(one.rule, one.address) for one in report.plans[0].findings}
