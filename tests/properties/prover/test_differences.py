"""Laws of `compare`: nothing that changes is missing, every witness changes, and the same rules are equal."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from guardrails.evaluation.decide import decide
from guardrails.model.decision import Truth
from guardrails.model.difference import Difference
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
from guardrails.model.proof import Calls, Witness
from guardrails.model.request import PrincipalKind, Request
from guardrails.prover import comparing
from guardrails.prover.comparing import compare
from guardrails.prover.slices.shapes import Shape, holds
from tests.properties.prover.asking import case_of
from tests.properties.prover.attacking import Attacker
from tests.properties.prover.changing import edited, rewritten
from tests.properties.prover.made import PALETTES, SCENE, Dice

COUNT = int(os.environ.get("GUARDRAILS_PROOFS", "250")) // 4
FIRST = int(os.environ.get("GUARDRAILS_SEED", "0"))
ROLES = replace(SCENE, kinds=(PrincipalKind.ROLE,))


def changes(variables: bool = False) -> Iterator[tuple[int, Dice, PolicySet, PolicySet]]:
    for seed in range(FIRST, FIRST + (COUNT // 6 if variables else COUNT)):
        die = random.Random(seed)
        made = Dice(die, die.choice(PALETTES), variables)
        before = made.policies()
        yield seed, made, before, edited(made, before)


def requests(made: Dice, *policies: PolicySet, count: int = 25) -> Iterator[Request]:
    """Requests near what two policy sets say, of every action of the vocabulary."""
    for action, resource_type in made.palette.types.items():
        calls = Calls(action, Element((action,)), resource_type=resource_type)
        yield from Attacker(made.die, case_of(calls, made.palette, ROLES), calls, *policies).requests(count)


def changed(before: PolicySet, after: PolicySet, request: Request) -> str:
    """What a change does to a request, for certain: newly allowed, newly denied, or nothing."""
    one, other = decide(before, request).denied, decide(after, request).denied
    if Truth.UNKNOWN in (one, other) or one is other:
        return ""
    return "newly allowed" if other is Truth.FALSE else "newly denied"


@pytest.fixture
def shapes(monkeypatch: pytest.MonkeyPatch) -> dict[int, tuple[Shape, tuple[Shape, ...]]]:
    """The shapes behind the words of regions, by the identity of their witness."""
    seen: dict[int, tuple[Shape, tuple[Shape, ...]]] = {}
    original = comparing._region

    def region(shape: Shape, witness: Witness, *more, **named):
        outside = [part for part in more if part and isinstance(part[0], Shape)]
        seen[id(witness)] = shape, outside[0] if outside else ()
        return original(shape, witness, *more, **named)

    monkeypatch.setattr(comparing, "_region", region)
    return seen


def regions_of(difference: Difference, way: str, shapes) -> list[tuple[Shape, tuple[Shape, ...]]]:
    found = difference.newly_allowed if way == "newly allowed" else difference.newly_denied
    return [shapes[id(one.witness)] for one in found]


def within(request: Request, shape: Shape, without: tuple[Shape, ...]) -> bool:
    outside = all(holds(one, request) is not Truth.TRUE for one in without)
    return outside and holds(shape, request) is not Truth.FALSE


def surely_within(request: Request, shape: Shape, without: tuple[Shape, ...]) -> bool:
    outside = all(holds(one, request) is Truth.FALSE for one in without)
    return outside and holds(shape, request) is Truth.TRUE


@pytest.mark.parametrize("variables", [False, True], ids=["plain", "with policy variables"])
def test_every_request_that_changes_is_of_a_region(variables, shapes):
    seen: Counter[str] = Counter()
    for seed, made, before, after in changes(variables):
        difference = compare(before, after, ROLES)
        seen["equal" if difference.equal else "undecided" if difference.undecided else "changed"] += 1
        assert variables or not difference.undecided, (seed, difference.undecided)
        regions = {one: regions_of(difference, one, shapes) for one in ("newly allowed", "newly denied")}
        told = (*difference.newly_allowed, *difference.newly_denied)
        for request in requests(made, before, after):
            way = changed(before, after, request)
            if way:
                seen[way] += 1
                found = any(within(request, *one) for one in regions[way])
                assert found or difference.undecided, (seed, way, request)
            else:
                said = [one for one in told if surely_within(request, *shapes[id(one.witness)])]
                seen["same, in a region" if said else "same, in none"] += 1
                assert all(one.unless for one in said), (seed, request)
    print(dict(seen))
    assert all(seen[one] > 0 for one in ("newly allowed", "newly denied", "equal"))


def test_every_witness_changes_as_its_region_says(shapes):
    for seed, _, before, after in changes():
        difference = compare(before, after, ROLES)
        for way, regions in (("newly allowed", difference.newly_allowed), ("newly denied", difference.newly_denied)):
            for region in regions:
                request = region.witness.requests[0]
                assert changed(before, after, request) == way, seed
                assert within(request, *shapes[id(region.witness)]), seed


def test_the_way_back_is_the_opposite():
    for seed, _, before, after in changes():
        there, back = compare(before, after, ROLES), compare(after, before, ROLES)
        assert bool(there.newly_allowed) is bool(back.newly_denied), seed
        assert bool(there.newly_denied) is bool(back.newly_allowed), seed


@pytest.mark.parametrize("variables", [False, True], ids=["plain", "with policy variables"])
def test_the_same_rules_in_other_words_are_equal(variables):
    for seed, made, before, _ in changes(variables):
        assert compare(before, before, ROLES).equal
        difference = compare(before, rewritten(made, before), ROLES)
        assert not difference.newly_allowed, seed
        assert not difference.newly_denied, seed
        assert variables or not difference.undecided, (seed, difference.undecided)


def test_a_further_region_shows_exactly_that_region():
    lock = Statement(
        Effect.DENY,
        Element(("iam:*", "sts:*", "route53:*"), negated=True),
        EVERYTHING,
        (Condition("StringNotEquals", "aws:RequestedRegion", ("us-east-1", "us-west-2")),),
        sid="Lock",
    )
    wider = replace(lock, conditions=(replace(lock.conditions[0], values=("us-east-1", "us-west-2", "eu-west-1")),))
    before, after = (PolicySet(scps=((FULL_AWS_ACCESS, PolicyDocument((row,), name="lock")),)) for row in (lock, wider))
    difference = compare(before, after, SCENE)
    assert not difference.newly_denied
    assert not difference.undecided
    (region,) = difference.newly_allowed
    assert region.witness.requests[0].context["aws:requestedregion"] == "eu-west-1"
    assert any("eu-west-1" in one for one in region.conditions)
    assert not any("us-" in one for one in region.conditions), region.conditions


def test_a_change_that_another_deny_hides_is_none():
    deny = Statement(Effect.DENY, Element(("s3:*",)))
    narrow = Statement(Effect.DENY, Element(("s3:PutObject",)))
    before = PolicySet(scps=((FULL_AWS_ACCESS, PolicyDocument((deny, narrow))),))
    after = PolicySet(scps=((FULL_AWS_ACCESS, PolicyDocument((deny,))),))
    assert compare(before, after, SCENE).equal
