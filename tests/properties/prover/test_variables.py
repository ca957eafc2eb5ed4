"""Conditions on one key, in the prover: a value is found where one exists, and only there. Brute force is the judge."""

from __future__ import annotations

import os
from collections.abc import Iterable
from itertools import combinations, product

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from guardrails.evaluation.conditions import condition_holds
from guardrails.evaluation.operators import OPERATORS
from guardrails.model.decision import Truth
from guardrails.model.policy.document import Condition, SetOperator
from guardrails.prover.languages.language import language_of
from guardrails.prover.languages.tokens import glob
from guardrails.prover.search import Problem, Search
from guardrails.prover.slices.boxes import outside
from guardrails.prover.slices.rows import row_boxes
from guardrails.prover.variables.operators import TABLE
from guardrails.prover.variables.points import family_of
from guardrails.prover.variables.sets import SetVariable
from guardrails.prover.variables.texts import Held, TextVariable, Values

many = settings(max_examples=int(os.environ.get("GUARDRAILS_EXAMPLES", "300")), deadline=None)

WORDS = tuple("".join(letters) for length in range(4) for letters in product("abA*", repeat=length))
ARNS = tuple(
    f"arn:aws:iam:{region}:{account}:{name}"
    for region, account, name in product(("", "x"), ("1", "2"), ("role/a", "role/a/b", "role/", "user/a:b", "a"))
)
NUMBERS = ("0", "1", "1.0", "1.5", "2", "-1", "2.5", "10", "1e1", "9.99", "11", "0.5", "3", "7", "-3", "100")
INSTANTS = ("2025-12-31T23:59:59Z", "2026", "2026-01-01", "2026-06-01T12:00:00+02:00", "2027-01-01", "1767225600")
ADDRESSES = ("203.0.113.9", "203.0.113.0", "203.0.113.8/31", "203.0.112.1", "203.0.113.0/24", "0.0.0.0/0", "::1")
TRUTHS = ("true", "TRUE", "false", "False")
BYTES = ("YQ==", "YWI=", "YWJj", "AAAA", "")
NOTHING_TYPED = ("neither", "x:y", "arn:aws:iam::1")
UNIVERSE = (*WORDS, *ARNS, *NUMBERS, *INSTANTS, *ADDRESSES, *TRUTHS, *BYTES, *NOTHING_TYPED)
FEW = ("", "a", "b", "A", "*", "ab", "ba", "aa", "aab", "1", "2", "true", "2026", "203.0.113.9", ARNS[0], ARNS[5], "é")

TEXT_VALUES = ("", "a", "A", "b", "a*", "*b", "?", "ab", "*a*", "a?", "*", "a*b", "??")
ARN_VALUES = ("arn:aws:iam::1:role/*", "arn:aws:iam:*:*:*", "arn:*:iam::2:role/a", "arn:aws:iam::*", ARNS[0], "a*")
VALUES = {
    "String": TEXT_VALUES,
    "Arn": ARN_VALUES,
    "Numeric": ("1", "1.0", "2", "10", "-1", "no"),
    "Date": ("2026", "2026-01-01", "2027-01-01", "1767225600", "no"),
    "Bool": ("true", "false", "no"),
    "Binary": ("YQ==", "YWI=", "no!"),
    "IpAddress": ("203.0.113.0/24", "203.0.113.9", "203.0.113.8/31", "2001:db8::/32", "no"),
    "NotIpAddress": ("203.0.113.0/24", "203.0.113.9", "::/0", "no"),
}
Asked = tuple[Condition, bool]


class OneKey:
    """An authorization of one key."""

    def __init__(self, multivalued: bool) -> None:
        values = Values(absent=True, formats=language_of((glob("*"),)))
        self.variable = SetVariable("k", values) if multivalued else TextVariable("k", values)

    def key(self, name: str) -> SetVariable | TextVariable:
        return self.variable


def values_of(operator: str) -> tuple[str, ...]:
    return next(values for start, values in VALUES.items() if operator.startswith(start))


def rows(operators: Iterable[str], ways: Iterable[SetOperator]) -> st.SearchStrategy[Condition]:
    return st.sampled_from(list(operators)).flatmap(
        lambda operator: st.builds(
            Condition,
            st.just(operator),
            st.just("k"),
            st.lists(st.sampled_from(values_of(operator)), min_size=1, max_size=3, unique=True).map(tuple),
            st.sampled_from(list(ways)),
            st.booleans(),
        )
    )


nulls = st.sampled_from([("true",), ("false",), ("true", "false")]).map(lambda values: Condition("Null", "k", values))


def asked(ways: Iterable[SetOperator], *groups: Iterable[str]) -> st.SearchStrategy[list[Asked]]:
    """Conditions of one group of operators, each with whether it must hold."""
    of_group = [
        st.lists(st.tuples(st.one_of(rows(group, ways), rows(group, ways), nulls), st.booleans()), max_size=5)
        for group in groups
    ]
    return st.one_of(of_group)


TEXTS = [name for name in OPERATORS if name.startswith(("String", "Arn"))]
TYPED = [[name for name in OPERATORS if name.startswith(start)] for start in ("Numeric", "Date", "B", "IpA", "NotIp")]
SETS = (SetOperator.FOR_ALL_VALUES, SetOperator.FOR_ANY_VALUE)


def found_by_prover(rows: list[Asked], multivalued: bool) -> tuple[Held, bool, tuple[str, ...]]:
    """Return a value, whether there is one, and doubts."""
    at = OneKey(multivalued)
    choices = []
    for row, wanted in rows:
        boxes = row_boxes(row, at, False)  # type: ignore[arg-type]
        choices.append(boxes.certain if wanted else outside(boxes.possible))
    search = Search()
    solved = search.find(Problem((), tuple(choices)))
    if solved is None:
        return None, False, tuple(search.doubts)
    sample = solved.get(at.variable)
    return (sample.value if sample is not None else None), True, tuple(search.doubts)


def holds(rows: list[Asked], held: Held) -> bool:
    context = {} if held is None else {"k": held}
    return all(
        condition_holds(row, context, variables=False) is (Truth.TRUE if wanted else Truth.FALSE)
        for row, wanted in rows
    )


def brute_force(rows: list[Asked], candidates: Iterable[Held]) -> Held | str:
    return next((held for held in candidates if holds(rows, held)), "none")


@many
@given(asked((SetOperator.NONE, *SETS), TEXTS, *TYPED))
def test_a_single_value_is_found_exactly_where_one_exists(rows):
    value, found, doubts = found_by_prover(rows, multivalued=False)
    assert not doubts
    event("found" if found else "none")
    if found:
        assert holds(rows, value)
    else:
        assert brute_force(rows, (None, *UNIVERSE)) == "none"


@many
@given(asked(SETS, TEXTS, *TYPED))
def test_several_values_are_found_exactly_where_they_exist(rows):
    value, found, doubts = found_by_prover(rows, multivalued=True)
    assert not doubts
    event("found" if found else "none")
    if found:
        assert holds(rows, value)
    else:
        sets = (combination for size in (1, 2, 3) for combination in combinations(FEW, size))
        assert brute_force(rows, (None, *sets)) == "none"


@many
@given(asked((SetOperator.NONE,), list(OPERATORS)))
def test_operators_of_several_kinds_on_one_key_are_never_wrong(rows):
    """A text may be a number and a date and words: the prover may give up, with its reason, but not be wrong."""
    value, found, doubts = found_by_prover(rows, multivalued=False)
    event("found" if found else "doubt" if doubts else "none")
    if found:
        assert holds(rows, value)
    elif not doubts:
        assert brute_force(rows, (None, *UNIVERSE)) == "none"


def test_the_prover_has_a_row_for_each_operator_of_the_evaluator():
    assert set(TABLE) == set(OPERATORS)


SAMPLES = tuple(dict.fromkeys((*WORDS[:30], *UNIVERSE[len(WORDS) :])))


@pytest.mark.parametrize("if_exists", [False, True], ids=["", "IfExists"])
@pytest.mark.parametrize("way", list(SetOperator), ids=lambda way: way.value or "plain")
@pytest.mark.parametrize("operator", [*OPERATORS, "Null"])
def test_the_prover_reads_each_operator_as_the_evaluator_does(operator, way, if_exists):
    """Row by row: for each value of a request, the prover says of a condition what `condition_holds` says."""
    if operator == "Null" and (if_exists or way is not SetOperator.NONE):
        return  # the language has no such form
    wanted = ("true", "false") if operator == "Null" else values_of(operator)
    for values in [(one,) for one in wanted] + [wanted[:2], wanted]:
        row = Condition(operator, "k", values, way, if_exists)
        for held in (None, *SAMPLES):
            assert _literally(row, held) is condition_holds(row, _context(held), variables=False), (values, held)
        if way is not SetOperator.NONE or operator == "Null":
            for held in combinations(FEW, 2):
                assert _literally(row, held) is condition_holds(row, {"k": held}, variables=False), (values, held)


def _context(held: Held) -> dict[str, Held]:
    return {} if held is None else {"k": held}


def _literally(row: Condition, held: Held) -> Truth:
    """What the prover says of a value: the text's language or points, and the set operator, without the evaluator."""
    at = OneKey(multivalued=isinstance(held, tuple))
    boxes = row_boxes(row, at, False)  # type: ignore[arg-type]
    sample = at.variable._sample(held) if isinstance(at.variable, SetVariable) else at.variable.sample(held)
    certain, possible = (
        any(all(bool(sample.passed & one.bit) is one.passed for one in box) for box in union) for union in boxes
    )
    if isinstance(held, str) and row.operator != "Null" and family_of(row) is not None:
        _by_language(row, held, certain)
    return Truth.TRUE if certain else Truth.UNKNOWN if possible else Truth.FALSE


def _by_language(row: Condition, held: str, said: bool) -> None:
    from guardrails.prover.slices.rows import text_test

    test = text_test(Condition(row.operator, row.key, row.values))
    if test.reading is not None and row.set_operator is SetOperator.NONE:
        assert test.reading.holds(held) is said
