"""Shapes and rulebooks are remembered by identity: what is gone must never answer for what has come in its place."""

from __future__ import annotations

import gc

from guardrails.model.policy.document import Effect, Element, PolicyDocument, PolicySet, Statement
from guardrails.prover.slices import rules, shapes


def test_statements_that_come_and_go_keep_their_own_shapes() -> None:
    for at in range(3_000):
        name = f"sqs:Action{at}"
        statement = Statement(Effect.DENY, Element((name,)))
        assert shapes.shape_of(statement, PolicyDocument((statement,))).names(name)
        del statement
    gc.collect()
    assert len(shapes._SHAPES) <= shapes._MOST_SHAPES


def test_policies_that_come_and_go_keep_their_own_rulebooks() -> None:
    for at in range(5 * rules._MOST_BOOKS):
        element = Element((f"sqs:Action{at}",))
        policies = PolicySet(scps=((PolicyDocument((Statement(Effect.DENY, element),)),),))
        assert rules.rulebook(policies).denied == {element}
        assert rules.rulebook(policies) is rules.rulebook(policies)
        del policies
    assert len(rules._BOOKS) <= rules._MOST_BOOKS
