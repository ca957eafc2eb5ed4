"""Every problem of the parser is reported by exactly one rule, at the place and with the span that it has."""

from __future__ import annotations

from collections import Counter

from guardrails.lint import elements
from guardrails.lint.subjects.problem_rules import CODES_BY_RULE, finding_of, problems_of
from guardrails.lint.table import LINTS
from guardrails.model.finding import Severity
from guardrails.model.policy.problem import CODES
from tests.unit.lint.build import subject

BROKEN = '{"Version": "2012-10-17",\n "Statement": {"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Sids": "A"}}'


def test_every_code_of_the_parser_belongs_to_exactly_one_rule() -> None:
    listed = Counter(code for codes in CODES_BY_RULE.values() for code in codes)
    assert listed == Counter(list(CODES))


def test_the_rules_of_the_table_exist() -> None:
    assert set(CODES_BY_RULE) <= {rule.id for rule, _ in LINTS}


def test_a_problem_keeps_its_place_words_and_severity() -> None:
    one = subject(BROKEN)
    (problem,) = problems_of(one, elements.RULE)
    found = finding_of(one, elements.RULE, problem)
    assert found.location.span is not None
    assert (found.location.span.line, found.location.span.column) == (2, BROKEN.splitlines()[1].index('"Sids') + 1)
    assert (found.message, found.severity, found.location.file) == (problem.message, Severity.ERROR, "example.json")


def test_what_a_placeholder_causes_is_left_to_the_rule_for_placeholders() -> None:
    text = BROKEN.replace('"Sids": "A"', '"Sid": "{{name}}"')
    assert [found.code for found in subject(text).problems] == ["bad-sid"]
    assert not [found for rule, _ in LINTS for found in problems_of(subject(text), rule)]
