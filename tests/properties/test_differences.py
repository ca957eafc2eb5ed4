"""Laws of `compare`: regions with what is behind their `unless` are exactly what changes; witnesses show it."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from guardrails.evaluation.decide import decide, statement_matches
from guardrails.model.decision import Truth
from guardrails.model.difference import Difference, Region
from guardrails.model.policy.document import (
    EVERYTHING,
    FULL_AWS_ACCESS,
    Condition,
    Effect,
    Element,
    PolicyDocument,
    PolicySet,
    Statement,
)
from guardrails.model.proof import Calls
from guardrails.model.request import PrincipalKind, Request
from guardrails.prover import comparing
from guardrails.prover.slices.shapes import Shape
from tests.properties.prover.asking import case_of
from tests.properties.prover.attacking import Attacker
from tests.properties.prover.made import PALETTES, SCENE, Dice

COUNT = int(os.environ.get("GUARDRAILS_DIFFERENCES", "30"))
"""Pairs of policy sets. The file takes some seconds with this many."""
FIRST = int(os.environ.get("GUARDRAILS_SEED", "0"))
ROLES = replace(SCENE, kinds=(PrincipalKind.ROLE,))
REQUESTS = 40
MFA = Condition("Bool", "aws:MultiFactorAuthPresent", ("true",))

Shapes = dict[int, tuple[Shape, tuple[Shape, ...]]]


@dataclass(frozen=True, slots=True)
class Half:
    """One half of a difference: what `denying` denies and `allowing` allows."""

    denying: PolicySet
    allowing: PolicySet
    regions: tuple[Region, ...]

    def changes(self, request: Request) -> bool | None:
        """Whether a request goes from one side's answer to the other's; None where an answer is not certain."""
        denied, allowed = decide(self.denying, request).denied, decide(self.allowing, request).denied
        if Truth.UNKNOWN in (denied, allowed):
            return None
        return denied is Truth.TRUE and allowed is Truth.FALSE

    def holds(self, region: Region, request: Request, shapes: Shapes) -> bool:
        """Whether a request is in a region and nothing of its `unless` denies it, as the evaluator sees both."""
        shape, without = shapes[id(region)]
        inside = _inside(shape, request) and not any(_inside(one, request) for one in without)
        return inside and not any(name in region.unless for name in _denying(self.allowing, request))


def _matches(row: Statement, request: Request) -> bool:
    return statement_matches(row, request) is Truth.TRUE


def _inside(shape: Shape, request: Request) -> bool:
    rows = [
        *((Statement(Effect.DENY, element), wanted) for element, wanted in shape.actions),
        *((Statement(Effect.DENY, EVERYTHING, element), wanted) for element, wanted in shape.resources),
        *((Statement(Effect.DENY, EVERYTHING, EVERYTHING, (row,)), wanted) for row, wanted in shape.conditions),
    ]
    return all(_matches(row, request) is wanted for row, wanted in rows)


def _denying(policies: PolicySet, request: Request) -> Iterator[str]:
    """Yield the statements that deny a request, and the levels that do not allow it, by their names in `unless`."""
    for level in policies.scps:
        rows = [(document, row) for document in level for row in document.statements]
        yield from (
            f"{document.name}#{row.sid}"
            for document, row in rows
            if row.effect is Effect.DENY and _matches(row, request)
        )
        allows = [(document, row) for document, row in rows if row.effect is Effect.ALLOW]
        if not any(_matches(row, request) for _, row in allows):
            yield f"no Allow of {', '.join(dict.fromkeys(document.name for document, _ in allows)) or 'any policy'}"


def changed(dice: Dice, policies: PolicySet) -> PolicySet:
    """Return the policies with one or two changes as people make them, or none but another order."""
    levels = [list(level) for level in policies.scps]
    for _ in range(dice.die.choice((0, 1, 1, 2))):
        level = dice.die.choice(levels)
        at = dice.die.randrange(len(level))
        level[at] = _edited(dice, level[at])
    if dice.die.random() < 0.3:
        levels[0].reverse()
    return PolicySet(scps=tuple(map(tuple, levels[: dice.die.choice((1, 9, 9, 9))])))


def _edited(dice: Dice, document: PolicyDocument) -> PolicyDocument:
    rows = list(document.statements)
    at = dice.die.randrange(len(rows))
    row = rows[at]
    edits = (
        replace(row, conditions=row.conditions[1:]),
        replace(row, conditions=(*row.conditions, dice.condition())),
        replace(row, action=dice.action()),
        replace(row, resource=dice.resource()),
        dice.statement(row.effect),
    )
    rows[at] = dice.die.choice(edits)
    return replace(document, statements=(*rows, *([dice.statement(Effect.DENY)] if dice.die.random() < 0.2 else [])))


@pytest.fixture
def shapes(monkeypatch: pytest.MonkeyPatch) -> Shapes:
    """The shape behind each region, by the region's identity: its words are for readers."""
    found: Shapes = {}
    kept: list[Region] = []
    made: Any = comparing._region

    def region(
        shape: Shape, witness: Any, causes: Any, still: Any, without: tuple[Shape, ...] = (), **more: Any
    ) -> Region:
        one: Region = made(shape, witness, causes, still, without, **more)
        kept.append(one)  # so that no other gets its identity
        found[id(one)] = shape, without
        return one

    monkeypatch.setattr(comparing, "_region", region)
    return found


def halves(before: PolicySet, after: PolicySet, difference: Difference) -> tuple[Half, Half]:
    return Half(before, after, difference.newly_allowed), Half(after, before, difference.newly_denied)


def test_regions_are_exactly_what_changes(shapes: Shapes) -> None:
    seen: Counter[str] = Counter()
    for seed in range(FIRST, FIRST + COUNT):
        die = random.Random(seed)
        dice = Dice(die, die.choice(PALETTES))
        before = replace(dice.policies(), boundary=None)
        after = changed(dice, before)
        difference = comparing.compare(before, after, ROLES)
        seen["equal" if difference.equal else "different"] += 1
        assert not difference.undecided, seed
        for half in halves(before, after, difference):
            for region in half.regions:
                assert half.changes(region.witness.requests[0]), (seed, region)
            for action, type in dice.palette.types.items():
                calls = Calls(action, Element((action,)), EVERYTHING, (), type)
                attacker = Attacker(die, case_of(calls, dice.palette, ROLES), calls, before, after)
                for request in attacker.requests(REQUESTS):
                    changes = half.changes(request)
                    within = any(half.holds(region, request, shapes) for region in half.regions)
                    assert changes in (None, within), (seed, request, within)
                    seen["changes"] += bool(changes)
    print(dict(seen))
    assert seen["equal"] > COUNT // 10 < seen["different"]
    assert seen["changes"] > COUNT


def test_a_level_that_allows_all_but_one_action() -> None:
    """What is left to deny is that one action, however broad the Allows beside it are."""
    but = Statement(Effect.ALLOW, Element(("iam:CreateRole",), True), sid="But")
    some = Statement(Effect.ALLOW, Element(("iam:*",)), conditions=(MFA,), sid="Some")
    before = PolicySet(scps=((FULL_AWS_ACCESS,),))
    for rows in ((but,), (but, some)):
        after = PolicySet(scps=((PolicyDocument(rows, name="list"),),))
        difference = comparing.compare(before, after, ROLES)
        assert [one.witness.requests[0].action for one in difference.newly_denied] == ["iam:CreateRole"]
        assert not difference.newly_allowed
        assert comparing.compare(after, before, ROLES).newly_allowed
