"""What lints say of a statement is so: no request, as the engine decides it, shows the contrary."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from functools import partial
from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st

from guardrails.catalog.services import action
from guardrails.evaluation.call import Part
from guardrails.evaluation.conditions import absent_holds, condition_holds
from guardrails.evaluation.decide import statement_matches
from guardrails.lint import absent_key, contradiction, if_exists, set_operator, unmatchable_arn, unrelated_resource
from guardrails.lint.fixes.fixing import apply_fixes
from guardrails.lint.subjects.subject import Subject
from guardrails.lint.table import lint
from guardrails.model.decision import Truth, every
from guardrails.model.finding import Finding, Severity
from guardrails.model.policy.document import Condition, Statement
from guardrails.model.source import Pointer
from tests.properties.real_statements import Topic, calls, contexts, documents
from tests.unit.lint.build import alone, subject

many = settings(max_examples=int(os.environ.get("GUARDRAILS_EXAMPLES", "150")))
Drawn = tuple[dict[str, Any], Topic]


def read(policy: dict[str, Any]) -> tuple[Subject, Statement]:
    """Return a document of one statement as lints see it, and the statement."""
    one = subject(policy)
    assert one.document is not None
    return one, one.document.statements[0]


def found(rule: Any, one: Subject) -> list[Finding]:
    return list(rule.check(one, alone(one)))


def _names_nothing(part: Part) -> bool:
    """Whether nobody named a resource, though the action has some: such a call is not made."""
    known = action(part.request.action)
    return known is not None and bool(known.resources) and part.request.resource == "*"


def named(one: Finding) -> list[str]:
    """Return the names in what a finding says a statement does, before it says why."""
    return re.findall(r"`([^`]+)`", one.message.partition(": ")[0])


def row_at(statement: Statement, pointer: Pointer) -> Condition:
    return next(row for row in statement.conditions if pointer[: len(row.pointer)] == row.pointer)


def holds(rows: tuple[Condition, ...], context: dict[str, Any]) -> Truth:
    return every(condition_holds(row, context) for row in rows)


@many
@given(documents(most=4), st.data())
def test_rows_that_are_said_to_clash_hold_of_no_request(drawn: Drawn, data: st.DataObject) -> None:
    one, statement = read(drawn[0])
    clashes = [each for each in found(contradiction, one) if each.message.startswith("never ")]
    if not clashes:
        return
    for _ in range(8):
        context = data.draw(contexts(statement, drawn[1]))
        if not any("is of account" in each.message for each in clashes):
            assert holds(statement.conditions, context) is not Truth.TRUE


@many
@given(documents(most=4), st.data())
def test_a_row_that_is_said_never_to_matter_changes_no_outcome(drawn: Drawn, data: st.DataObject) -> None:
    one, statement = read(drawn[0])
    idle = [row_at(statement, each.location.pointer) for each in found(contradiction, one) if "matter" in each.message]
    if not idle:
        return
    for _ in range(8):
        context = data.draw(contexts(statement, drawn[1]))
        others = tuple(row for row in statement.conditions if row is not idle[0])
        assert holds(statement.conditions, context) is holds(others, context)


@many
@given(documents(), st.data())
def test_a_statement_that_is_said_to_meet_nothing_matches_no_request(drawn: Drawn, data: st.DataObject) -> None:
    one, statement = read(drawn[0])
    unmet = [each for each in found(unrelated_resource, one) if each.message.startswith("never ")]
    dead = found(unmatchable_arn, one)
    bare = replace(statement, conditions=())
    event(f"unmet: {len(unmet)}, dead: {len(dead)}")
    for _ in range(3):
        for part in data.draw(calls(statement, drawn[1])):
            if statement_matches(bare, part.request) is not Truth.TRUE or _names_nothing(part):
                continue
            for each in unmet:
                assert "anything" not in each.message, each.message
                assert part.request.action not in named(each), each.message
            for each in dead:
                if "names no resource" in each.message:
                    alone = replace(bare, resource=replace(bare.resource, patterns=(each.token,)))
                    assert statement_matches(alone, part.request) is not Truth.TRUE, each.message


@many
@given(documents("Deny"), st.data())
def test_a_deny_that_is_said_to_hit_every_call_hits_each(drawn: Drawn, data: st.DataObject) -> None:
    one, statement = read(drawn[0])
    hits = [each for each in found(absent_key, one) if each.severity.value == "error"]
    if not hits:
        return
    for each in hits:
        alone = replace(statement, conditions=(row_at(statement, each.location.pointer),))
        for _ in range(3):
            asked = data.draw(calls(statement, drawn[1]))
            if not asked or asked[0].request.action not in named(each):
                continue
            event("hit")
            if " on `" not in each.message:
                assert any(statement_matches(alone, part.request) is Truth.TRUE for part in asked), each.message
            for part in asked:
                if f"`{part.resource_type}`" in each.message.partition(": ")[2]:
                    bare = statement_matches(replace(alone, conditions=()), part.request)
                    assert statement_matches(alone, part.request) is bare, each.message


@many
@given(documents("Allow"), st.data())
def test_an_allow_that_is_said_to_allow_no_call_allows_none(drawn: Drawn, data: st.DataObject) -> None:
    one, statement = read(drawn[0])
    misses = [each for each in found(absent_key, one) if each.severity.value == "error"]
    if not misses:
        return
    for each in misses:
        for _ in range(3):
            asked = data.draw(calls(statement, drawn[1]))
            if asked and asked[0].request.action in named(each):
                assert any(statement_matches(statement, part.request) is not Truth.TRUE for part in asked), each.message


@many
@given(documents("Deny"), st.data())
def test_what_is_said_to_fire_without_a_key_can_fire_without_it(drawn: Drawn, data: st.DataObject) -> None:
    one, statement = read(drawn[0])
    widened = [each for each in found(if_exists, one) if each.message.startswith("also denies")]
    widened += [each for each in found(set_operator, one) if "without" in each.message]
    if not widened:
        return
    for each in widened:
        row = row_at(statement, each.location.pointer)
        assert absent_holds(row) is Truth.TRUE
        key = row.key.lower()
        same = tuple(other for other in statement.conditions if other.key.lower() == key)
        assert holds(same, data.draw(contexts(statement, drawn[1], key))) is Truth.TRUE, each.message


@many
@given(documents(), st.data())
def test_a_set_operator_that_is_said_to_change_nothing_changes_nothing(drawn: Drawn, data: st.DataObject) -> None:
    one, statement = read(drawn[0])
    said = [each for each in found(set_operator, one) if "has one value" in each.message]
    if not said:
        return
    for each in said:
        row = row_at(statement, each.location.pointer)
        plain = replace(row, set_operator=type(row.set_operator).NONE)
        for _ in range(4):
            context = data.draw(contexts(statement, drawn[1]))
            if "changes nothing" in each.message or row.key.lower() in context:
                assert condition_holds(row, context) is condition_holds(plain, context), each.message
        for part in data.draw(calls(statement, drawn[1])) if "changes nothing" in each.message else ():
            if statement_matches(replace(statement, conditions=()), part.request) is Truth.TRUE:
                found_there = part.request.context
                assert condition_holds(row, found_there) is condition_holds(plain, found_there), each.message


@many
@given(documents(), st.data())
def test_a_suggestion_takes_its_finding_away_and_brings_no_error(drawn: Drawn, data: st.DataObject) -> None:
    one, _ = read(drawn[0])
    before = lint(one, alone(one))
    fixes = [each for each in before if each.fix]
    if not fixes:
        return
    chosen = data.draw(st.sampled_from(fixes))
    assert chosen.fix is not None
    result = apply_fixes(one.text, [chosen.fix])
    assert not result.skipped
    after = subject(result.text)
    assert not after.problems, chosen
    same, left = partial(_alike, chosen), lint(after, alone(after))
    assert sum(map(same, left)) < sum(map(same, before)), chosen
    if chosen.rule not in ("LINT-018", "LINT-022"):  # a statement that comes to life shows what else is wrong with it
        assert _errors(left, chosen.token) <= _errors(before, chosen.token), chosen


def _alike(one: Finding, other: Finding) -> bool:
    return (one.rule, one.token) == (other.rule, other.token)


def _errors(findings: tuple[Finding, ...], token: str) -> set[str]:
    """Return whether the statement is said to hit or miss everything, where some resource lacks the key."""
    findings = tuple(one for one in findings if one.rule == "LINT-011")
    return {one.rule for one in findings if one.severity is Severity.ERROR and one.token == token}


_MISSPELLED = {"ec2:RunInstances": "ec2:RunInstance", "s3:PutObject": "s3:putobjekt", "kms:Decrypt": "kms:Decryptt"}


@many
@given(documents("Deny"), st.sampled_from(["2012-10-17", "2008-10-17", ""]), st.data())
def test_what_is_fixed_unasked_denies_what_it_denied(drawn: Drawn, version: str, data: st.DataObject) -> None:
    policy = {**drawn[0], "Version": version}
    raw = policy["Statement"][0]
    if "Action" not in raw:
        return
    raw["Action"] = [data.draw(st.sampled_from([one, _MISSPELLED.get(one, one)])) for one in raw["Action"]]
    raw["Sid"] = data.draw(st.sampled_from(["Deny", "Deny it", "deny-it"]))
    if not version:
        del policy["Version"]
    one, statement = read(policy)
    fixes = [each.fix for each in lint(one, alone(one)) if each.fix and each.fix.safe]
    if not fixes:
        return
    fixed = subject(apply_fixes(one.text, fixes).text).document
    assert fixed is not None
    for part in data.draw(calls(statement, drawn[1])):
        if statement_matches(statement, part.request, variables=one.variables) is Truth.TRUE:
            assert statement_matches(fixed.statements[0], part.request, variables=fixed.variables) is Truth.TRUE
