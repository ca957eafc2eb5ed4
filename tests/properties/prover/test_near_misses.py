"""Laws of near misses: they name statements that are there and missed (or hit) the witness, and say why."""

from __future__ import annotations

import os
import random

from guardrails.evaluation.decide import statement_matches
from guardrails.model.decision import Truth
from guardrails.model.policy.document import Effect, PolicySet, Statement
from guardrails.model.proof import Claim, NearMiss, Status
from guardrails.model.request import Request
from guardrails.prover.near_misses import MOST, near_misses
from guardrails.prover.proving import prove
from tests.properties.prover.made import PALETTES, SCENE, Dice

COUNT = int(os.environ.get("GUARDRAILS_PROOFS", "250"))


def statements_of(policies: PolicySet, near: NearMiss) -> list[tuple[Statement, bool]]:
    """The statements that a near miss may mean, each with whether its document replaces variables."""
    documents = [*(one for level in policies.scps for one in level), *filter(None, [policies.boundary])]
    return [(row, one.variables) for one in documents if one.name == near.policy for row in one.statements]


def agrees(near: NearMiss, claim: Claim, policies: PolicySet, request: Request) -> bool:
    """Whether some statement meant did what is said: missed a call to be denied, hit one to be allowed."""
    truths = [
        (row.effect, statement_matches(row, request, variables=variables))
        for row, variables in statements_of(policies, near)
    ]
    if claim is Claim.DENIED:
        return any(effect is Effect.DENY and truth is not Truth.TRUE for effect, truth in truths)
    hit = any(effect is Effect.DENY and truth is not Truth.FALSE for effect, truth in truths)
    silent = any(effect is Effect.ALLOW and truth is not Truth.TRUE for effect, truth in truths)
    return hit or silent or not near.policy


def test_near_misses_are_statements_that_did_what_is_said() -> None:
    told = suggested = 0
    for seed in range(COUNT):
        die = random.Random(seed)
        made = Dice(die, die.choice(PALETTES), False)
        policies, question = made.policies(), made.question()
        result = prove(policies, question, SCENE)
        if result.status is not Status.REFUTED or result.witness is None:
            continue
        found = near_misses(policies, result.witness, question)
        assert len(found) <= MOST and all(near.node and near.failed for near in found), seed
        assert all(agrees(near, question.claim, policies, result.witness.requests[0]) for near in found), seed
        told += bool(found)
        suggested += any(near.suggestion for near in found)
    assert told > COUNT / 10 and suggested > COUNT / 20
