"""Languages hold the texts that the evaluator's own patterns match, and emptiness is found by brute force as well."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardrails.evaluation.conditions import condition_holds
from guardrails.evaluation.patterns import Glob, action_matches
from guardrails.model.decision import Truth
from guardrails.model.policy.document import Condition, Element
from guardrails.prover.languages.emptiness import OutOfBudget, common_text
from guardrails.prover.languages.language import Language, language_of
from guardrails.prover.languages.tokens import FIELD, action, arn, folded, formatted, glob, plain, whole_readings
from guardrails.prover.slices.naming import naming

PATTERNS = st.text("ab*?", max_size=6)
TEXTS = st.text("ab*", max_size=6)
SHORT = ["".join(one) for size in range(6) for one in product("abx", repeat=size)]


@given(PATTERNS, TEXTS)
def test_a_pattern_has_the_texts_that_it_matches(pattern: str, text: str) -> None:
    assert language_of((glob(pattern),)).has(text) is Glob.of(pattern).matches(text)


@given(st.text("aAkK\u212aß", max_size=4), st.text("aAkK\u212aß", max_size=4))
def test_letter_case_is_folded_as_the_evaluator_folds_it(wanted: str, text: str) -> None:
    row = Condition("StringEqualsIgnoreCase", "aws:UserAgent", (wanted,))
    assert language_of((folded(wanted),)).has(text) is (condition_holds(row, {"aws:useragent": text}) is Truth.TRUE)


ARNS = st.lists(st.text("a*?", max_size=2), min_size=4, max_size=8).map(":".join)


@given(ARNS, ARNS)
def test_wildcards_of_an_arn_stay_in_their_field(pattern: str, text: str) -> None:
    tokens = arn(((pattern, True),))
    holds = condition_holds(Condition("ArnLike", "aws:SourceArn", (pattern,)), {"aws:sourcearn": text}) is Truth.TRUE
    assert (tokens is not None and text.count(":") >= 5 and language_of((tokens,)).has(text)) is holds


@given(st.text("sS3:Ge*?", max_size=7), st.sampled_from(["s3:Get", "s3:Gete", "S3:gE", "e:G", "s3:"]))
def test_actions_are_matched_without_regard_to_case_and_after_a_plain_prefix(pattern: str, name: str) -> None:
    tokens = action(pattern)
    held = tokens is not None and language_of((tokens,)).has(name.lower())
    assert held is action_matches(pattern, name)


@given(
    st.lists(st.text("sS3:Ge*?", max_size=7), min_size=1, max_size=3),
    st.booleans(),
    st.sampled_from(["s3:GetE", "e:G"]),
)
def test_an_element_is_read_as_the_evaluator_reads_it(patterns: list[str], negated: bool, name: str) -> None:
    matched = any(action_matches(one, name) for one in patterns)
    assert naming(Element(tuple(patterns), negated)).names(name) is (matched is not negated)


@given(st.lists(PATTERNS, min_size=1, max_size=2), st.lists(PATTERNS, max_size=3))
def test_a_common_text_is_found_exactly_where_there_is_one(within: list[str], outside: list[str]) -> None:
    inside, others = ([language_of((glob(one),)) for one in some] for some in (within, outside))
    found = common_text(inside, others)
    if found is None:
        assert not [text for text in SHORT if _fits(text, inside, others)]
    else:
        assert _fits(found, inside, others)
        assert not [text for text in SHORT if len(text) < len(found) and _fits(text, inside, others)], "a shorter one"


def _fits(text: str, inside: list[Language], others: list[Language]) -> bool:
    return all(one.has(text) for one in inside) and not any(one.has(text) for one in others)


@pytest.mark.parametrize(
    ("format", "fitting", "strange"),
    [
        ("{a-z0-9-}.{0-9}xlarge", "p4d.24xlarge", "P4d.24xlarge"),
        ("{0-9?}{0-9?}", "12", "123"),
        ("x{a*}", "x", "xb"),
        ("arn:aws:s3:::{a-z0-9.-}/{}", "arn:aws:s3:::b/k/:*", "arn:aws:s3:::b/"),
        ("{^:}:x", "a*:x", "a:b:x"),
        ("{!-~}", "a/b", "a b"),
    ],
)
def test_formats(format: str, fitting: str, strange: str) -> None:
    language = language_of((formatted(format),))
    assert language.has(fitting)
    assert not language.has(strange)


def test_a_search_that_takes_too_long_says_so() -> None:
    inside = [language_of((glob("?" * 12),)), language_of((glob("*a*b*"),)), language_of((glob("*b*a*"),))]
    with pytest.raises(OutOfBudget, match="combinations"):
        common_text(inside, [language_of((glob("*a?????b*"), glob("*b?????a*")))], most=5)


def test_what_no_letter_names_is_looked_at_as_well() -> None:
    named = language_of(tuple(plain(chr(code)) for code in range(0x20, 0x7F)))
    found = common_text([language_of((formatted("{^:?}"),))], [named])
    assert found is not None and not found.isascii()


def test_open_readings_of_resources() -> None:
    assert len(whole_readings((("arn:aws:s3:::b/*", True),))) == 1
    assert whole_readings((("arn:aws:sqs:*", True),))[1] == (("arn:aws:sqs:*", True), (":*:*", True))
    assert whole_readings((("arn:AWS:s3:::B", True),))[1] == (("arn:aws:s3:::B", True),)


def test_a_run_that_stops_at_a_colon_leaves_texts_behind_it() -> None:
    whole, field = language_of((glob("a*"),)), language_of((glob("a*", FIELD),))
    found = common_text([whole], [field])
    assert found is not None and ":" in found
