"""What can be wrong with the text of a document: which code, at which line and column."""

from __future__ import annotations

import pytest

from guardrails.model.policy.document import PolicyType
from guardrails.model.policy.json_reader import MAX_DEPTH
from guardrails.model.policy.json_text import MAX_LENGTH
from guardrails.model.policy.parse import parse_policy
from guardrails.model.policy.report import MAX_PROBLEMS

GOOD = '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}}'

#   text                                        code              line, column   why
CASES: list[tuple[str | bytes, str, int, int, str]] = [
    ("", "empty", 1, 1, "no text"),
    (b" \n\t ", "empty", 1, 1, "only space"),
    ("\ufeff" + GOOD, "byte-order-mark", 1, 1, "in text"),
    (b"\xef\xbb\xbf" + GOOD.encode(), "byte-order-mark", 1, 1, "in bytes"),
    (GOOD.encode("utf-16"), "utf-16", 1, 1, "with mark"),
    (GOOD.encode("utf-16-le"), "utf-16", 1, 1, "without mark, little end first"),
    (GOOD.encode("utf-16-be"), "utf-16", 1, 1, "without mark, big end first"),
    (b"\xff\xfe{", "utf-16", 1, 1, "broken off within a character"),
    (GOOD.encode("utf-32"), "utf-16", 1, 1, "UTF-32 has the same mark"),
    (b'{"a": "\xe4"}', "not-utf-8", 1, 1, "Latin-1"),
    ("x" * (MAX_LENGTH + 1), "too-long", 1, 1, "longer than the cap"),
    (b"x" * (MAX_LENGTH + 1), "too-long", 1, 1, "longer than the cap, bytes"),
    (GOOD + " x", "trailing-text", 1, len(GOOD) + 2, "a word"),
    (GOOD + "\n" + GOOD, "trailing-text", 2, 1, "a second document"),
    ("// why\n" + GOOD, "comment", 1, 1, "line comment before"),
    ("# why\n" + GOOD, "comment", 1, 1, "hash comment before"),
    (GOOD + "\n/* why", "comment", 2, 1, "open comment after"),
    (GOOD.replace(":{", ":\n /* why */{"), "comment", 2, 2, "comment inside"),
    (GOOD.replace('"*"}', '"*",}'), "trailing-comma", 1, 84, "in an object"),
    (GOOD.replace('"s3:*"', '["s3:*" , ]'), "trailing-comma", 1, 71, "in a list"),
    (GOOD.replace('"Deny"', "\u201cDeny\u201d"), "smart-quote", 1, 47, "both typographic"),
    (GOOD.replace('"Deny"', '\u201cDeny"'), "smart-quote", 1, 47, "opening only"),
    (GOOD.replace('"Deny"', '"Deny\u201d'), "smart-quote", 1, 52, "closing only"),
    (GOOD.replace('"Deny"', "\u201cDeny"), "smart-quote", 1, 47, "never closed"),
    (GOOD.replace('"Deny"', "'Deny'"), "single-quote", 1, 47, "single quotes"),
    (GOOD.replace('"Effect"', '"Effect":"Deny","Effect"'), "duplicate-key", 1, 54, "in a statement"),
    ('{"Version":"2012-10-17",' + GOOD[1:], "duplicate-key", 1, 25, "at the top"),
    (GOOD.replace('"*"}', '"*","Sid":NaN}'), "not-finite", 1, 91, "NaN"),
    (GOOD.replace('"*"}', '"*","Sid":-Infinity}'), "not-finite", 1, 91, "an infinity"),
    ("[" * (MAX_DEPTH + 1), "too-deep", 1, MAX_DEPTH + 1, "lists"),
    ('{"a":' * 300_000, "too-long", 1, 1, "objects without end, too long first"),
    ('{"a":' * 100_000, "too-deep", 1, 5 * MAX_DEPTH + 1, "objects without end"),
    (GOOD.replace("Deny", "\\ud800"), "bad-character", 1, 47, "half of a pair, escaped"),
    (GOOD.replace("Deny", "\ud800"), "bad-character", 1, 47, "half of a pair, raw"),
    (GOOD[:-2], "not-json", 1, len(GOOD) - 1, "cut off between members"),
    (GOOD[:60], "not-json", 1, 54, "cut off within a string"),
    ("{", "not-json", 1, 2, "cut off after the bracket"),
    ("{]", "not-json", 1, 2, "the wrong bracket"),
    ('{"a" 1}', "not-json", 1, 6, "no colon"),
    ('{"a":1 "b":2}', "not-json", 1, 8, "no comma"),
    ("[,1]", "not-json", 1, 2, "nothing before the comma"),
    ('{"a":True}', "not-json", 1, 6, "Python's spelling"),
    ('{"a":01}', "not-json", 1, 6, "a leading zero"),
    ('{"a":\n"b\nc"}', "not-json", 2, 3, "a line break inside a string"),
    ('{"a":"\\x"}', "not-json", 1, 7, "no such escape"),
    ('{"a":\x00}', "not-json", 1, 6, "a NUL"),
    ("Version: 2012-10-17", "not-json", 1, 1, "YAML"),
    ("<html>", "not-json", 1, 1, "HTML"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "line", "column", "why"), CASES, ids=[f"{c[1]}: {c[4]}" for c in CASES])
def test_what_is_wrong_with_a_text(text: str | bytes, code: str, line: int, column: int, why: str) -> None:
    parsed = parse_policy(text, PolicyType.SCP)
    assert parsed.document is None
    places = {
        (p.location.span.line, p.location.span.column) for p in parsed.problems if p.code == code and p.location.span
    }
    assert (line, column) in places, [str(problem) for problem in parsed.problems]


def test_reading_goes_on_after_a_slip_so_that_all_problems_come_at_once() -> None:
    text = '\ufeff{ // one\n\'Version\': “2012”,\n"Statement":[{"Effect":"deny",},],\n"Id":NaN} etc'
    assert [problem.code for problem in parse_policy(text, PolicyType.SCP).problems] == [
        "byte-order-mark",
        "comment",
        "single-quote",
        "smart-quote",
        "bad-version",
        "missing-element",
        "missing-resource",
        "bad-effect",
        "trailing-comma",
        "trailing-comma",
        "id-in-scp",
        "not-finite",
        "wrong-type",
        "trailing-text",
    ]


def test_only_the_first_problems_of_a_hostile_text_are_kept() -> None:
    problems = parse_policy("//\n" * 5000 + GOOD, PolicyType.SCP).problems
    assert len(problems) == MAX_PROBLEMS + 1
    assert problems[-1].code == "too-many-problems"


def test_a_text_at_the_cap_and_nesting_at_the_cap_are_read() -> None:
    assert parse_policy(GOOD + " " * (MAX_LENGTH - len(GOOD)), PolicyType.SCP).problems == ()
    nested = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert [problem.code for problem in parse_policy(nested, PolicyType.SCP).problems] == ["not-an-object"]


def test_user_text_in_messages_is_cut_and_cannot_steer_a_terminal() -> None:
    text = GOOD.replace('"Effect"', '"\\u001b[31m\\u202e' + "x" * 5000 + '":1,"Effect"')
    (problem,) = parse_policy(text, PolicyType.SCP).problems
    assert problem.code == "unknown-element"
    assert problem.message.startswith("there is no element `\\x1b[31m\\u202ex") and len(problem.message) < 120
    assert str(problem).isprintable()


def test_offsets_count_characters_and_lines_end_at_line_feeds() -> None:
    text = '{"Version":"2012-10-17",\r\n"Id":"😀ä","Statement":[]}'
    (problem,) = parse_policy(text, PolicyType.RESOURCE).problems
    span = problem.location.span
    assert span is not None and (span.line, span.column, span.end_line, span.end_column) == (2, 23, 2, 25)
