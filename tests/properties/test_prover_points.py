"""The law of points: whatever a value makes of a set of conditions, one of their points makes of it, too."""

from __future__ import annotations

import os
from base64 import b64encode
from functools import cache
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from guardrails.evaluation.conditions import condition_holds
from guardrails.evaluation.operators import MISMATCH, OPERATORS
from guardrails.model.decision import Truth
from guardrails.model.policy.document import Condition, SetOperator
from guardrails.model.proof import Scene
from guardrails.prover.languages.language import Language, language_of
from guardrails.prover.languages.tokens import formatted
from guardrails.prover.slices.domains import domain_of
from guardrails.prover.variables.points import NEITHER, Family, family_of, meeting_points, points

KEY = "k:v"
many = settings(max_examples=int(os.environ.get("GUARDRAILS_EXAMPLES", "100")))
TYPED = tuple(family for family in Family if family is not Family.TEXT)

digits = st.text("0123456789", min_size=1, max_size=5)
plain_numbers = st.sampled_from(
    ["0", "1", "01", "1.0", "1.00", "+1", "-1", "0.5", "1.5", "1.50", "2", "10", "1e1", "1E+1", "999", "1000", "2026"]
)
written_numbers = st.builds(
    "".join, st.tuples(st.sampled_from(["", "-", "+"]), digits, st.sampled_from(["", ".", "e"]), digits)
)
odd = st.sampled_from(["", "x", "1.", ".5", "NaN", "1 ", "yes", "2026-13-01", "2026-02-30", "300.1.2.3", "10.0.0.0/33"])
numbers = st.one_of(plain_numbers, written_numbers, st.sampled_from(["1e999", "1e-999", "-1e999"]))

zones = st.sampled_from(["Z", "+00:00", "+02:00", "-0530", "+23:59", "-23:59", "+25:00"])
clocks = st.sampled_from(["00:00", "23:59:59", "00:00:00.5", "00:00:00.500", "12:30:01.123456789012345678901"])
days = st.sampled_from(
    ["2026-01-01", "2025-12-31", "2026-02-28", "1970-01-01", "1969-12-31", "0001-01-01", "9999-12-31"]
)
dates = st.one_of(
    days,
    st.sampled_from(["2026", "2026-01", "1970", "0001", "9999", "0000"]),
    st.builds("{}T{}{}".format, days, clocks, zones),
    st.integers(min_value=-70_000_000_000, max_value=300_000_000_000).map(str),
    st.sampled_from(
        ["1767225600", "1767225600.5", "01970", "00005", "5.000", "-0005", "99999999999999999999", "1e300"]
    ),
)

octets = st.sampled_from(["0", "1", "10", "127", "128", "255"])
v4 = st.one_of(
    st.builds("{}.{}.{}.{}".format, octets, octets, octets, octets), st.integers(0, 20).map("10.0.0.{}".format)
)
v6 = st.sampled_from(
    ["::", "::1", "2001:db8::", "2001:db8::1", "2001:DB8:0:0::1", "::ffff:10.0.0.1", "ffff:" * 7 + "ffff"]
)
blocks = st.one_of(
    v4,
    v6,
    st.builds("{}/{}".format, v4, st.one_of(st.integers(0, 32), st.integers(28, 32))),
    st.builds("{}/{}".format, v6, st.integers(0, 128)),
)

encoded = st.binary(max_size=3).map(lambda value: b64encode(value).decode())
truths = st.sampled_from(["true", "false", "True", "FALSE", "tRuE", "1", ""])

VALUES = {
    Family.NUMBER: st.one_of(numbers, odd),
    Family.DATE: st.one_of(dates, odd, numbers),
    Family.BOOL: st.one_of(truths, odd),
    Family.BINARY: st.one_of(encoded, odd, st.sampled_from(["YQ==", "YR==", "YQ", "true", "2026"])),
    Family.ADDRESS: st.one_of(v4, v6, odd),
}
WANTED = VALUES | {Family.ADDRESS: st.one_of(blocks, odd)}


def conditions_of(family: Family) -> st.SearchStrategy[Condition]:
    operators = [name for name in OPERATORS if family_of(Condition(name, KEY, ())) is family]
    return st.builds(
        Condition,
        st.sampled_from(operators),
        st.just(KEY),
        st.lists(WANTED[family], min_size=1, max_size=3).map(tuple),
        st.sampled_from([SetOperator.NONE, SetOperator.NONE, SetOperator.FOR_ANY_VALUE]),
        st.booleans(),
    )


def near(text: str, family: Family) -> list[str]:
    """Values around a policy's value: this one, and neighbours where the family has some."""
    if family is Family.ADDRESS:
        block = OPERATORS["IpAddress"].read_wanted(text)
        return ["::1"] if block is MISMATCH else _neighbours(block)
    if family in (Family.NUMBER, Family.DATE) and text.lstrip("-").isdigit():
        return [text, *(str(int(text) + step) for step in (-2, -1, 1, 2)), f"{text}.1", f"0{text}"]
    return [text, text.upper(), text.lower()]


def _neighbours(block: Any) -> list[str]:
    first, last = block.network_address, block.broadcast_address
    inside = [str(first), str(last)]
    before = [str(first - 1)] if int(first) else []
    return [*inside, *before, *([str(last + 1)] if int(last) + 1 < 2**block.max_prefixlen else [])]


def truths_of(conditions: tuple[Condition, ...], value: str) -> tuple[Truth, ...]:
    return tuple(condition_holds(condition, {KEY: value}) for condition in conditions)


@st.composite
def questions(draw: st.DrawFn, families: tuple[Family, ...]) -> tuple[tuple[Condition, ...], str]:
    rows = tuple(draw(st.lists(st.one_of(*map(conditions_of, families)), min_size=1, max_size=5)))
    around = [one for row in rows for text in row.values for one in near(text, family_of(row) or families[0])]
    return rows, draw(st.one_of(*(VALUES[family] for family in families), st.sampled_from(around)))


@pytest.mark.parametrize("family", TYPED, ids=lambda family: family.value)
@many
@given(data=st.data())
def test_every_value_does_what_a_point_does(family: Family, data: st.DataObject) -> None:
    rows, value = data.draw(questions((family,)))
    found = points(family, rows)
    assert truths_of(rows, value) in {truths_of(rows, point) for point in found}
    assert len(set(found)) == len(found) and found[-1] == NEITHER


DENSE = {
    Family.NUMBER: (
        st.integers(-3, 6).map(lambda one: str(2 * one)),
        st.integers(-14, 28).map(lambda one: str(one / 2)),
    ),
    Family.DATE: (
        st.integers(0, 6).map(lambda one: f"2026-01-01T00:00:{2 * one:02}Z"),
        st.integers(0, 28).map(lambda one: str(1767225598 + one / 2)),
    ),
    Family.ADDRESS: (
        st.builds("10.0.0.{}/{}".format, st.integers(0, 20), st.integers(27, 32)),
        st.integers(0, 40).map("10.0.0.{}".format),
    ),
}
"""Policy values and values that lie close together, so that every class between them is met."""


@pytest.mark.parametrize("family", DENSE, ids=lambda family: family.value)
@many
@given(data=st.data())
def test_no_class_between_close_values_is_missed(family: Family, data: st.DataObject) -> None:
    wanted, values = DENSE[family]
    operators = [name for name in OPERATORS if family_of(Condition(name, KEY, ())) is family]
    one = st.builds(lambda name, value: Condition(name, KEY, (value,)), st.sampled_from(operators), wanted)
    rows = tuple(data.draw(st.lists(one, min_size=2, max_size=5)))
    met = {truths_of(rows, value) for value in data.draw(st.lists(values, min_size=10, max_size=20))}
    assert met <= {truths_of(rows, point) for point in points(family, rows)}


@many
@given(questions((Family.NUMBER, Family.DATE)))
@example(((Condition("NumericEquals", KEY, ("2026",)), Condition("DateEquals", KEY, ("2026-01-01",))), "2026"))
@example(((Condition("NumericLessThan", KEY, ("10",)), Condition("DateLessThan", KEY, ("1970",))), "-9.5"))
def test_numbers_and_dates_may_meet_on_a_key(question: tuple[tuple[Condition, ...], str]) -> None:
    rows, value = question
    assert truths_of(rows, value) in {truths_of(rows, point) for point in meeting_points(rows) or ()}


@many
@given(questions((Family.NUMBER, Family.DATE, Family.BOOL, Family.ADDRESS)))
def test_families_that_read_no_text_in_common_may_meet(question: tuple[tuple[Condition, ...], str]) -> None:
    rows, value = question
    assert truths_of(rows, value) in {truths_of(rows, point) for point in meeting_points(rows) or ()}


@many
@given(questions((Family.BOOL, Family.BINARY, Family.ADDRESS)))
def test_truth_values_and_bytes_may_meet(question: tuple[tuple[Condition, ...], str]) -> None:
    rows, value = question
    assert truths_of(rows, value) in {truths_of(rows, point) for point in meeting_points(rows) or ()}


FORMS = {
    "numeric": st.from_regex(r"-?[0-9]{1,4}(\.[0-9]{1,2})?", fullmatch=True),
    "date": st.datetimes().map(lambda moment: f"{moment.isoformat()}Z"),
    "epoch": st.one_of(st.integers(0, 300_000_000_000).map(str), st.integers(1, 9999).map("{:04}".format)),
    "ip": st.one_of(st.ip_addresses().map(str), v4, st.sampled_from(["::", "2001:db8::"])),
}
KEYS = {
    "aws:multifactorauthage": ("numeric", (Family.NUMBER,)),
    "aws:currenttime": ("date", (Family.DATE, Family.NUMBER)),
    "aws:tokenissuetime": ("date", (Family.DATE,)),
    "ec2:createdate": ("date", (Family.DATE,)),
    "aws:epochtime": ("epoch", (Family.DATE, Family.NUMBER)),
    "aws:sourceip": ("ip", (Family.ADDRESS,)),
}


@pytest.mark.parametrize("key", KEYS)
@many
@given(data=st.data())
def test_the_points_that_a_key_can_have_are_enough_for_its_values(key: str, data: st.DataObject) -> None:
    form, families = KEYS[key]
    domain = domain_of(key, Scene("a", "111122223333"))
    rows, _ = data.draw(questions(families))
    around = [one for row in rows for text in row.values for one in near(text, family_of(row) or families[0])]
    read = OPERATORS[{"numeric": "NumericEquals", "ip": "IpAddress"}.get(form, "DateEquals")].read_found
    value = data.draw(st.one_of(FORMS[form], st.sampled_from(around)))
    assume(fits(value, domain.formats) and read(value) is not MISMATCH)
    usable = [point for point in (*domain.preferred, *(meeting_points(rows) or ())) if fits(point, domain.formats)]
    assert NEITHER not in usable
    assert truths_of(rows, value) in {truths_of(rows, point) for point in usable}


def fits(text: str, formats: tuple[str, ...]) -> bool:
    return _language(formats).has(text)


@cache
def _language(formats: tuple[str, ...]) -> Language:
    return language_of(tuple(map(formatted, formats)))


@pytest.mark.parametrize("family", TYPED, ids=lambda family: family.value)
def test_the_text_that_is_neither_is_read_by_no_family(family: Family) -> None:
    for name, operator in OPERATORS.items():
        if family_of(Condition(name, KEY, ())) is family:
            assert truths_of((Condition(name, KEY, (NEITHER,)),), NEITHER)[0] is not Truth.TRUE, operator
