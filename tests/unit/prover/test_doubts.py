"""What runs out of its budget, or cannot be decided, is never proven: the reason is told, however small the part."""

from __future__ import annotations

from typing import NoReturn

import pytest

from guardrails.model.policy.document import FULL_AWS_ACCESS, Condition, Effect, Element, PolicySet, Statement
from guardrails.model.policy.document import PolicyDocument as Document
from guardrails.model.proof import Calls, Claim, Property, Result, Scene, Status
from guardrails.prover.languages.emptiness import OutOfBudget
from guardrails.prover.proving import prove
from guardrails.prover.variables.texts import TextVariable

SCENE = Scene("Dev", "111122223333")


def _asked(actions: tuple[str, ...], rows: tuple[Condition, ...], *denies: Statement) -> Result:
    policies = PolicySet(scps=((FULL_AWS_ACCESS, Document(denies, name="p")),))
    calls = Calls("calls", Element(actions), conditions=rows)
    return prove(policies, Property("p", Claim.DENIED, (calls,)), SCENE)


def _provable() -> Result:
    """What two statements deny together, in no Region the one and everywhere else the other."""
    one = Condition("StringLike", "aws:UserAgent", ("a*",))
    other = Condition("StringNotLike", "aws:UserAgent", ("a*", "b*"))
    region = Condition("StringLike", "aws:RequestedRegion", ("eu-*",))
    names = Element(("sqs:Purge*", "sqs:Pur*Queue"))
    asked = Condition("StringNotLike", "aws:UserAgent", ("b*",))
    denies = [Statement(Effect.DENY, names, conditions=(row,)) for row in (one, other)]
    locked = Statement(Effect.DENY, Element(("sqs:PurgeQueue",)), conditions=(region,))
    return _asked(("sqs:Purge*",), (asked,), *denies, locked)


def test_within_its_budgets_it_is_proven() -> None:
    assert _provable().status is Status.PROVEN


@pytest.mark.parametrize(
    "budget",
    ["search.MOST_NODES", "slices.splitting._MOST_CLASSES", "slices.actions._MOST_NAMES"],
)
def test_without_its_budget_it_is_undecided(budget: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"guardrails.prover.{budget}", 0)
    result = _provable()
    assert result.status is Status.UNDECIDED
    assert result.reason.startswith("the budget of 0 ")


def test_a_value_that_takes_too_long_to_find_leaves_it_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    value = TextVariable.value

    def spent(self: TextVariable, passed: int, failed: int) -> object:
        if self.name == "aws:UserAgent" and passed | failed:
            _run_out()
        return value(self, passed, failed)

    monkeypatch.setattr(TextVariable, "value", spent)
    result = _provable()
    assert result.status is Status.UNDECIDED
    assert "the budget of patience ran out" in result.reason


def _run_out() -> NoReturn:
    raise OutOfBudget("patience")


def test_a_key_that_is_read_as_text_and_as_number_is_undecided() -> None:
    size, words = Condition("NumericLessThan", "s3:max-keys", ("5",)), Condition("StringLike", "s3:max-keys", ("*9",))
    rest = Condition("NumericGreaterThanEquals", "s3:max-keys", ("5",))
    deny = Statement(Effect.DENY, Element(("s3:ListBucket",)), conditions=(rest,))
    result = _asked(("s3:ListBucket",), (size, words), deny)
    assert result.status is Status.UNDECIDED
    assert "compared both as text and as another type" in result.reason
