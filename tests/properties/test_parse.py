"""Laws of the policy parser: it never raises, printing undoes it, its two JSON readers agree."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from guardrails.model.finding import Severity
from guardrails.model.policy.document import (
    Condition,
    Effect,
    Element,
    PolicyDocument,
    PolicyType,
    PrincipalElement,
    SetOperator,
    Statement,
)
from guardrails.model.policy.json_reader import JsonReader, Number, Unreadable
from guardrails.model.policy.json_text import read_json
from guardrails.model.policy.locate import locate
from guardrails.model.policy.operators import OPERATORS
from guardrails.model.policy.parse import Parsed, parse_policy, parse_value
from guardrails.model.policy.problem import CODES
from guardrails.model.policy.render import render, value_of
from guardrails.model.policy.report import Report

types = st.sampled_from(PolicyType)
plain_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
ELEMENTS = ("Version", "Id", "Statement", "Sid", "Effect", "Principal", "Action", "NotAction", "Resource", "Condition")
WORDS = (*ELEMENTS, "Allow", "Deny", "*", "s3:*", "AWS", "Bool", "stringlike", "NullIfExists", "aws:x", "2012-10-17")

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(WORDS)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(WORDS) | st.text(), inner, max_size=5),
    max_leaves=20,
)
odd_values = st.recursive(
    scalars | st.binary() | st.dates() | st.complex_numbers(),
    lambda inner: st.lists(inner) | st.dictionaries(scalars, inner) | st.tuples(inner) | st.frozensets(scalars),
    max_leaves=20,
)
tokens = st.sampled_from(
    [*'{}[]:,"', "//", "/*", "*/", "#", "\n", "'", "\u201c", "\u201d", "\ufeff", "\\", "\\u", "NaN", "-", "1", "true"]
    + [f'"{word}"' for word in WORDS]
)
ACTIONS = ("s3:*", "s3:GetObject", "ec2:?un*", "sts:AssumeRole")
RESOURCES = ("*", "arn:aws:s3:::b/${aws:username}", "arn:*")
ENTRIES = (("AWS", "*"), ("AWS", "111122223333"), ("Service", "s3.amazonaws.com"))


@st.composite
def rows(draw: st.DrawFn) -> tuple[Condition, ...]:
    """Rows as a parsed document has them: those of one operator side by side, no operator and key twice."""
    found = []
    for name in draw(st.lists(st.sampled_from([*OPERATORS]), max_size=3, unique=True)):
        null = name == "Null"
        set_operator = SetOperator.NONE if null else draw(st.sampled_from(SetOperator))
        if_exists = not null and draw(st.booleans())
        texts = st.sampled_from(["true", "false"]) if null else plain_text
        for key in draw(st.lists(st.sampled_from(["aws:x", "aws:PrincipalTag/ä b", "s3:y"]), min_size=1, unique=True)):
            wanted = tuple(draw(st.lists(texts, min_size=1, max_size=3)))
            found.append(Condition(name, key, wanted, set_operator, if_exists))
    return tuple(found)


def elements(patterns: tuple[str, ...], negated: st.SearchStrategy[bool]) -> st.SearchStrategy[Element]:
    return st.builds(Element, st.lists(st.sampled_from(patterns), min_size=1, max_size=3).map(tuple), negated)


def principals(type: PolicyType) -> st.SearchStrategy[PrincipalElement | None]:
    anyone = st.just(PrincipalElement((("*", "*"),)))
    if type is PolicyType.RCP:
        return anyone
    if type is not PolicyType.RESOURCE:
        return st.none()
    listed = st.lists(st.sampled_from(ENTRIES), min_size=1, unique=True).map(lambda each: tuple(sorted(each)))
    return anyone | st.builds(PrincipalElement, listed, st.booleans())


@st.composite
def documents(draw: st.DrawFn, type: PolicyType) -> PolicyDocument:
    """Documents that AWS takes as a policy of this type."""
    rcp, organization = type is PolicyType.RCP, type in (PolicyType.SCP, PolicyType.RCP)
    negated = st.just(False) if rcp else st.booleans()
    statements = st.builds(
        Statement,
        effect=st.just(Effect.DENY) if rcp else st.sampled_from(Effect),
        action=elements(ACTIONS if rcp else (*ACTIONS, "*"), negated),
        resource=elements(RESOURCES, st.booleans()),
        conditions=rows(),
        principal=principals(type),
        sid=st.text("aZ9", max_size=4),
    )
    sids = st.lists(statements, min_size=1, max_size=3, unique_by=lambda each: each.sid or id(each))
    version = st.sampled_from(["2012-10-17", ""] if organization else ["2012-10-17", "2008-10-17", ""])
    return draw(
        st.builds(PolicyDocument, sids.map(tuple), version, plain_text if type is PolicyType.RESOURCE else st.just(""))
    )


def check(parsed: Parsed) -> None:
    errors = [problem for problem in parsed.problems if problem.severity is Severity.ERROR]
    assert (parsed.document is None) == bool(errors)
    assert all(problem.code in CODES for problem in parsed.problems)
    for problem in parsed.problems:
        assert str(problem).isprintable() and problem.help.isprintable()
    if parsed.document:
        render(parsed.document).encode()


@given(st.binary(), types)
def test_no_bytes_raise(source: bytes, type: PolicyType) -> None:
    check(parse_policy(source, type))


@given(st.text() | st.lists(tokens).map("".join), types)
def test_no_text_raises_and_problems_come_in_document_order(text: str, type: PolicyType) -> None:
    parsed = parse_policy(text, type)
    check(parsed)
    spans = [problem.location.span for problem in parsed.problems]
    places = [(span.line, span.column) for span in spans if span]
    assert places == sorted(places) and len(places) == len(spans)


@given(values | odd_values, types)
def test_no_value_raises(value: object, type: PolicyType) -> None:
    check(parse_value(value, type))


@given(st.dictionaries(st.sampled_from(ELEMENTS), values), types)
def test_no_statement_raises(statement: dict[str, Any], type: PolicyType) -> None:
    check(parse_value({"Version": "2012-10-17", "Statement": statement}, type))


@given(values, types)
def test_a_text_and_its_value_have_the_same_problems(value: object, type: PolicyType) -> None:
    text = json.dumps(value)
    from_text, from_value = parse_policy(text, type), parse_value(json.loads(text), type)
    in_text_only = {"not-finite", "bad-character", "duplicate-key"}
    if not in_text_only & {problem.code for parsed in (from_text, from_value) for problem in parsed.problems}:
        assert [(each.code, each.location.pointer) for each in from_text.problems] == [
            (each.code, each.location.pointer) for each in from_value.problems
        ]
    assert (from_text.document is None) >= (from_value.document is None)


@given(st.data(), types)
def test_printing_undoes_parsing(data: st.DataObject, type: PolicyType) -> None:
    document = data.draw(documents(type))
    parsed = parse_policy(render(document), type)
    assert parsed.document == document, [str(problem) for problem in parsed.problems]
    assert parse_value(value_of(document), type).document == document
    assert parse_policy(json.dumps(value_of(document), indent=3).encode(), type).document == document


@given(st.text() | st.lists(tokens).map("".join) | values.map(json.dumps))
def test_the_fast_and_the_careful_reader_agree(text: str) -> None:
    report, careful = Report(), None
    try:
        careful = JsonReader(text, report).read()
        readable = not report.found
    except Unreadable:
        readable = False
    fast_report = Report()
    fast = read_json(text, fast_report)
    assert [each.code for each in fast_report.found] == [each.code for each in report.found]
    if readable:
        assert fast is not None and repr(fast.value) == repr(careful)


@given(values.filter(lambda value: json.loads(json.dumps(value)) == value), st.sampled_from([None, 2]))
def test_the_text_at_a_pointer_is_the_value_there(value: object, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    lines = text.split("\n")
    for pointer, inner in _everything(value, ()):
        span = locate(text, pointer)
        if span.line == span.end_line:
            assert json.loads(lines[span.line - 1][span.column - 1 : span.end_column - 1]) == inner


def _everything(value: object, pointer: tuple[str | int, ...]) -> list[tuple[tuple[str | int, ...], object]]:
    members: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        members = list(value.items())
    elif isinstance(value, list):
        members = list(enumerate(value))
    return [(pointer, value)] + [each for key, inner in members for each in _everything(inner, (*pointer, key))]


def test_numbers_keep_their_spelling() -> None:
    read = read_json("[1.20, 1e3, -0]", Report())
    assert read is not None and read.value == [Number("1.20"), Number("1e3"), Number("-0")]
