"""Laws of prediction: what is not known yet may widen a prediction, and never says anything that turns out wrong."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import chain

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guardrails.model.plan.change import Change, Verb
from guardrails.model.plan.values import UNKNOWN
from guardrails.model.prediction import Certainty, Prediction
from guardrails.model.request import UNKNOWN as UNREADABLE
from guardrails.terraform.requests.rows import rows_of
from tests.unit.terraform.requests.building import predicted
from tests.unit.terraform.requests.test_plans import NAMES, plan_of


@cache
def real_changes() -> tuple[Change, ...]:
    """Changes of the committed plans that set something, one for each shape of a type."""
    found = chain.from_iterable(plan_of(name).changes for name in NAMES)
    wanted = [one for one in found if one.managed and one.after and rows_of(one.type) and one.verb.writes]
    shapes = {(one.type, one.verb, frozenset(one.after)): one for one in wanted if one.verb is not Verb.UNKNOWN}
    return tuple(shapes.values())


@st.composite
def hidden(draw: st.DrawFn) -> tuple[Change, Change]:
    """A real change, and the same with some attributes that only the apply tells."""
    one = draw(st.sampled_from(real_changes()))
    names = draw(st.lists(st.sampled_from(sorted(one.after)), min_size=1, max_size=5, unique=True))
    return one, replace(one, after={**one.after, **dict.fromkeys(names, UNKNOWN)})


def anywhere(one: Prediction) -> str:
    """The resource without Region and account: an unknown id is taken for one of the change's own place."""
    parts = one.resource.split(":", 5)
    return one.resource if len(parts) < 6 else ":".join((*parts[:3], "", "", parts[5]))


def may_be(known: Prediction, open_: Prediction) -> bool:
    """Whether a request may turn out to be the other one, once everything is known."""
    if (known.action, known.caller, known.step) != (open_.action, open_.caller, open_.step):
        return False
    if not re.fullmatch(".*".join(map(re.escape, anywhere(open_).split("*"))), anywhere(known), re.DOTALL):
        return False
    for key in {*known.context, *open_.context}:
        told = open_.context.get(key)
        if told is UNREADABLE or known.context.get(key) == told:
            continue
        if told is None and any(key.startswith(any_[:-1]) for any_ in open_.context if any_.endswith("/*")):
            continue
        return False
    return True


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(hidden())
def test_what_is_certain_before_comes_true(pair: tuple[Change, Change]) -> None:
    known, open_ = (predicted(one).requests for one in pair)
    for one in open_:
        if one.certainty is Certainty.CERTAIN:
            assert any(may_be(other, one) for other in known), (one.action, one.resource, dict(one.context))


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(hidden())
def test_nothing_happens_that_was_not_possible_before(pair: tuple[Change, Change]) -> None:
    known, open_ = (predicted(one).requests for one in pair)
    for one in known:
        assert any(may_be(one, other) for other in open_), (one.action, one.resource, dict(one.context))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(hidden())
def test_less_knowledge_makes_nothing_certain(pair: tuple[Change, Change]) -> None:
    known, open_ = (
        {(one.action, one.resource_type) for one in predicted(each).requests if one.certainty is Certainty.CERTAIN}
        for each in pair
    )
    assert open_ <= known
