"""Every invariant of the reference organization notices when its policies are broken, and shows by which call."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from guardrails.commands import simulation
from guardrails.commands.asking import Asked, asked
from guardrails.commands.calls import Question, call_of
from guardrails.commands.proving.claims import accounts_of, policies_of, properties_of, scene_of
from guardrails.evaluation.call import expand
from guardrails.evaluation.decide import decide_call
from guardrails.files.loaded import Project
from guardrails.files.project import load_project
from guardrails.model.decision import Truth
from guardrails.model.policy.document import PolicyDocument, PolicySet, PolicyType, Statement
from guardrails.model.policy.parse import parse_value
from guardrails.model.proof import Claim, Result, Status
from guardrails.prover.proving import prove
from tests.conformance.flawed import fits, holds

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "broken_invariants.yaml").read_text(encoding="utf-8"))


@cache
def project() -> Project:
    return load_project(HERE.parents[1], date(2026, 11, 22))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['invariant']} {case['policy']}")
def test_a_broken_policy_refutes_the_invariant(case: dict[str, Any]) -> None:
    witnesses = [result.witness for result in results(case) if result.status is Status.REFUTED]
    assert witnesses
    told = [witness.requests[0] for witness in witnesses if witness is not None]
    assert any(
        fits(request.action, texts(case.get("action", "*")), folded=True)
        and fits(str(request.resource), texts(case.get("request_resource", "*")))
        and fits(request.principal.arn, texts(case.get("principal", "*")))
        and all(holds(request.context[key.lower()], texts(value)) for key, value in case.get("context", {}).items())
        for request in told
    ), told


def test_every_invariant_is_broken_once() -> None:
    assert {one.name for one in project().organization.invariants} == {case["invariant"] for case in CASES}


def results(case: dict[str, Any]) -> Iterator[Result]:
    """Answer an invariant in its first account, under policies with one change."""
    invariant = next(one for one in project().organization.invariants if one.name == case["invariant"])
    account = accounts_of(project(), invariant)[0]
    policies = policies_of(project(), account, invariant)
    broken = changed(policies, case)
    assert broken != policies
    for property in properties_of(project(), invariant, account):
        yield prove(broken, property, scene_of(project(), account))


def changed(policies: PolicySet, case: dict[str, Any]) -> PolicySet:
    """Return the policies with one document changed wherever it is attached."""

    def levels(some: tuple[tuple[PolicyDocument, ...], ...]) -> tuple[tuple[PolicyDocument, ...], ...]:
        return tuple(tuple(new for one in level if (new := document(one, case)) is not None) for level in some)

    return replace(policies, scps=levels(policies.scps))


def document(one: PolicyDocument, case: dict[str, Any]) -> PolicyDocument | None:
    if one.name != case["policy"]:
        return one
    if "statement" not in case:
        return None
    assert any(row.sid == case["statement"] for row in one.statements), case
    rows = [statement(row, case) if row.sid == case["statement"] else row for row in one.statements]
    return replace(one, statements=tuple(row for row in rows if row is not None))


def statement(row: Statement, case: dict[str, Any]) -> Statement | None:
    if case.get("drop"):
        return None
    actions = (
        *(one for one in row.action.patterns if one != case.get("without_action")),
        *texts(case.get("also_action")),
    )
    conditions = tuple(one for one in row.conditions if f"{one.spelled} {one.key}" != case.get("without_condition"))
    row = replace(row, action=replace(row.action, patterns=actions), conditions=conditions)
    if "resource" in case:
        row = replace(row, resource=replace(row.resource, patterns=texts(case["resource"])))
    if "condition" in case:
        block = {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": case["condition"]}
        read = parse_value({"Version": "2012-10-17", "Statement": block}, PolicyType.SCP, "condition").document
        assert read is not None
        row = replace(row, conditions=read.statements[0].conditions)
    return row


def texts(value: Any) -> tuple[str, ...]:
    return () if value is None else (value,) if isinstance(value, str) else tuple(value)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['invariant']} {case['policy']}")
def test_the_words_of_a_witness_ask_for_the_same_answer(case: dict[str, Any]) -> None:
    """What `simulate` makes of the words ends as the witness says, under the broken policies."""
    invariant = next(one for one in project().organization.invariants if one.name == case["invariant"])
    account = accounts_of(project(), invariant)[0]
    policies = changed(policies_of(project(), account, invariant), case)
    for result in results(case):
        if result.witness is not None:
            (question,) = questions(result.witness.words)
            call = call_of(project(), account, question)
            owner = simulation.policies_of(project(), account, call)
            bound = replace(policies, resource=owner.resource, rcps=owner.rcps if call.owner else policies.rcps)
            verdict = decide_call(bound, [part.request for part in expand(call)])
            allowed = {Truth.TRUE: False, Truth.FALSE: True}.get(verdict.denied)
            assert allowed is (invariant.claim is Claim.DENIED), result.witness.words


def questions(words: str) -> list[Question]:
    """Read the words of a witness as the command line would."""
    said, options = [], {"--as": [], "--resource": [], "--absent": []}
    rest = iter(shlex.split(words))
    for word in rest:
        options[word].append(next(rest)) if word in options else said.append(word)
    scenario = Asked(
        shlex.join(said),
        ("Dev",),
        options["--as"][0],
        tuple(options["--resource"]),
        absent=tuple(options["--absent"]),
    )
    return asked(project(), scenario, datetime(2026, 11, 22, tzinfo=UTC))[1]
