"""Compiled statements: closures from a resource and a request context to 0 (false), 1 (unknown) or 2 (true)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from guardrails.evaluation.compiled.tests import FALSE, TRUE, UNSURE, Test, compile_condition, cost
from guardrails.evaluation.matching import action_element_matches, resource_element_matches
from guardrails.evaluation.patterns import Glob, arn_fields
from guardrails.evaluation.variables import has_variables
from guardrails.model.policy.document import Effect, Element, PolicyDocument, Statement
from guardrails.model.request import UNKNOWN, Resource, Value

Clause = Callable[[Resource, Mapping[str, Value]], int]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A statement and its closure; `always` says that it matches whatever the resource and context are."""

    statement: Statement
    clause: Clause
    always: bool


def compile_statements(document: PolicyDocument, effect: Effect) -> tuple[Compiled, ...]:
    """Return the document's statements of one effect, compiled, in order."""
    return tuple(
        _compile(statement, variables=document.variables)
        for statement in document.statements
        if statement.effect is effect
    )


def of_action(compiled: tuple[Compiled, ...], action: str) -> tuple[Compiled, ...]:
    """Return the statements whose action element names `action`."""
    return tuple(row for row in compiled if action_element_matches(row.statement.action, action))


def _compile(statement: Statement, *, variables: bool) -> Compiled:
    rows = sorted(statement.conditions, key=cost)
    tests = tuple(compile_condition(row, variables=variables) for row in rows)
    resource = _compile_resource(statement.resource, variables=variables)
    if resource is None:
        return Compiled(statement, _conditions_only(tests), always=not tests)
    return Compiled(statement, _with_resource(resource, tests), always=False)


def _conditions_only(tests: tuple[Test, ...]) -> Clause:
    if not tests:
        return lambda resource, context: TRUE
    if len(tests) == 1:
        (only,) = tests
        return lambda resource, context: only(context)

    def clause(resource: Resource, context: Mapping[str, Value]) -> int:
        result = TRUE
        for test in tests:
            truth = test(context)
            if truth < result:
                if truth == FALSE:
                    return FALSE
                result = truth
        return result

    return clause


def _with_resource(matches: Clause, tests: tuple[Test, ...]) -> Clause:
    conditions = _conditions_only(tests)

    def clause(resource: Resource, context: Mapping[str, Value]) -> int:
        truth = matches(resource, context)
        return truth and min(truth, conditions(resource, context))

    return clause


def _compile_resource(element: Element, *, variables: bool) -> Clause | None:
    """Return the closure of `Resource` or `NotResource`; None if it names everything."""
    everything = any(pattern and not pattern.strip("*") for pattern in element.patterns)
    if everything:
        return (lambda resource, context: FALSE) if element.negated else None
    if all(_is_plain(pattern, variables) for pattern in element.patterns):
        return _plain_patterns(element)

    def matches(resource: Resource, context: Mapping[str, Value]) -> int:
        return resource_element_matches(element, resource, context, variables=variables).value

    return matches


def _is_plain(pattern: str, variables: bool) -> bool:
    """A whole ARN that has one reading: no variables, six fields, lower case where AWS does not say how it compares."""
    fields = arn_fields(pattern)
    lower = all(field == field.lower() for field in fields[:4])
    return len(fields) == 6 and lower and not (variables and has_variables(pattern))


def _plain_patterns(element: Element) -> Clause:
    import re

    match = re.compile("|".join(Glob.of(pattern).source for pattern in element.patterns)).fullmatch
    yes, no = (FALSE, TRUE) if element.negated else (TRUE, FALSE)

    def partly(resource: Resource, context: Mapping[str, Value]) -> int:
        # A plain pattern has no variables, or stands where what looks like one is text.
        return resource_element_matches(element, resource, context, variables=False).value

    def matches(resource: Resource, context: Mapping[str, Value]) -> int:
        if resource.__class__ is not str:
            return UNSURE if resource is UNKNOWN else partly(resource, context)
        if resource == "*":
            return no
        return yes if match(resource) else no

    return matches
