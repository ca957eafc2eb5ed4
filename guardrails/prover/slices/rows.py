"""Condition rows as boxes, over the keys of an authorization: absent, fixed or variable, single-valued or multivalued.

The evaluator's own `condition_holds` judges every value that is tried; `variables/operators.py` says which texts there
are to try.

Sources (2026-09): https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html,
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from guardrails.evaluation.conditions import absent_holds, condition_holds
from guardrails.evaluation.operators import OPERATORS
from guardrails.evaluation.overlap import Parts
from guardrails.evaluation.variables import has_variables
from guardrails.model.decision import Truth
from guardrails.model.policy.document import Condition, SetOperator
from guardrails.prover.slices.boxes import MAYBE, Boxes, both, constant, either, sure, under
from guardrails.prover.slices.case import Authorization, Fixed
from guardrails.prover.slices.filling import Filling, fillings, presence
from guardrails.prover.variables.literals import Literal, Variable
from guardrails.prover.variables.operators import TABLE, Reading, reading
from guardrails.prover.variables.sets import SetTest, SetVariable
from guardrails.prover.variables.texts import Held, Test, TextVariable

_MOST_VALUES: Final = 4096
"""Values of a condition remembered at once."""


def row_boxes(row: Condition, at: Authorization, variables: bool) -> Boxes:
    """Return where a condition holds; `variables` says whether the document replaces `${...}`."""
    key = at.key(row.key.lower())
    replaces = variables and row.operator != "Null" and OPERATORS[row.operator].variables
    if replaces and any(has_variables(value) for value in row.values):
        return either(under(one, _filled(row, key, one)) for one in fillings(row.values, at))
    return _plain(row, key)


def _plain(row: Condition, key: Fixed | Variable) -> Boxes:
    """A row without policy variables."""
    if isinstance(key, Fixed):
        return constant(condition_holds(row, _context(row, key.value), variables=False))
    if isinstance(key, SetVariable):
        return _several(row, key)
    return sure(Literal(key, key.bit(row, lambda: text_test(row)), True))


def _context(row: Condition, held: Held) -> dict[str, str | tuple[str, ...]]:
    return {} if held is None else {row.key.lower(): held}


@lru_cache(maxsize=8192)
def text_test(row: Condition) -> Test:
    """Return the test of one text by a row without policy variables."""
    known: dict[Held, bool] = {}

    def holds(held: Held) -> bool:
        found = known.get(held)
        if found is None:
            if len(known) >= _MOST_VALUES:
                known.clear()
            found = known[held] = condition_holds(row, _context(row, held), variables=False) is Truth.TRUE
        return found

    if row.operator == "Null":
        return Test(holds)
    if TABLE[row.operator] is None:
        return Test(holds, condition=row)
    return Test(holds, _reading(row.operator, row.values))


@lru_cache(maxsize=8192)
def _reading(operator: str, values: tuple[str, ...]) -> Reading:
    return reading(operator, tuple(((value, OPERATORS[operator].patterns),) for value in values))


def _several(row: Condition, key: SetVariable) -> Boxes:
    """A row about several texts. Without a set operator AWS does not say what happens, so it may match or not."""
    absent = absent_holds(row) is Truth.TRUE
    there = presence(key)
    if row.operator == "Null":
        present = condition_holds(row, {row.key.lower(): ("x",)}) is Truth.TRUE
        return either(boxes for boxes, holds in ((sure(there), present), (sure(there.turned), absent)) if holds)
    if row.set_operator is SetOperator.NONE:
        gone = ((there.turned,),) if absent else ()
        return Boxes(gone, ((there,), *gone))
    return sure(Literal(key, key.bit(row, lambda: _set_test(row, absent)), True))


def _set_test(row: Condition, absent: bool) -> SetTest:
    def holds(held: Held) -> bool:
        return condition_holds(row, _context(row, held), variables=False) is Truth.TRUE

    return SetTest(holds, row.set_operator, absent, text_test(Condition(row.operator, row.key, row.values)))


def _filled(row: Condition, key: Fixed | Variable, filling: Filling) -> Boxes:
    """A row whose policy variables a filling replaces; where one of them is open, it only says what may be."""
    if isinstance(key, Fixed):
        return constant(condition_holds(row, {**filling.context, **_context(row, key.value)}))
    if isinstance(key, SetVariable):
        there = presence(key)
        return either((both(sure(there), MAYBE), both(sure(there.turned), constant(absent_holds(row)))))
    return _filled_text(row, key, filling)


def _may_be_short(row: Condition, wanted: list[Parts]) -> bool:
    """Whether some value may be no ARN, which makes a negated Arn operator fail."""
    texts = ("".join(text for text, _ in pieces) for pieces in wanted)
    return row.operator.startswith("Arn") and any(text.count(":") < 5 for text in texts)


def _filled_text(row: Condition, key: TextVariable, filling: Filling) -> Boxes:
    wanted = [pieces for value in row.values if (pieces := filling.value(row.operator, value)) is not None]
    read = reading(row.operator, wanted, wide=filling.open)
    absent = absent_holds(row) is Truth.TRUE

    def holds(held: Held) -> bool:
        return absent if held is None else isinstance(held, str) and read.holds(held)

    literal = Literal(key, key.bit((row, filling.label), lambda: Test(holds, read)), True)
    if not filling.open:
        return sure(literal)
    there = presence(key)
    gone = ((there.turned,),) if absent else ()
    if read.negated:
        return Boxes(gone if _may_be_short(row, wanted) else ((literal,),), (*gone, (there,)))
    return Boxes(gone, ((literal,),))
