"""LINT-009: how much it matters, how it is mended, and that it says the truth: the witness is decided by the engine."""

from __future__ import annotations

from typing import Any

import pytest

from guardrails.evaluation.decide import statement_matches
from guardrails.lint import absent_key, unsupported_key
from guardrails.model.decision import Truth
from guardrails.model.finding import Confidence, Severity
from guardrails.model.request import Principal, PrincipalKind, Request
from tests.unit.lint.applied import fixed, found, scp
from tests.unit.lint.build import alone, subject

SSE = "s3:x-amz-server-side-encryption"


def under(action: str | list[str], operator: str, key: str, **more: Any) -> dict[str, Any]:
    return scp(action, Condition={operator: {key: "x"}}, **more)


@pytest.mark.parametrize(
    ("policy", "severity", "confidence"),
    [
        (under("s3:ListBucket", "StringEquals", SSE), Severity.ERROR, Confidence.HIGH),
        (under("s3:ListBucket", "StringNotEquals", SSE), Severity.ERROR, Confidence.HIGH),
        (under("s3:*", "StringNotEquals", SSE), Severity.ERROR, Confidence.MEDIUM),
        (under(["s3:PutObject", "s3:ListBucket"], "StringEquals", SSE), Severity.WARNING, Confidence.MEDIUM),
        (under(["s3:PutObject", "s3:ListBucket"], "StringNotEquals", SSE), Severity.ERROR, Confidence.MEDIUM),
        (under("s3:ListBucket", "StringNotEquals", SSE, effect="Allow"), Severity.WARNING, Confidence.HIGH),
        (under("iam:CreateGroup", "StringNotEquals", "aws:RequestTag/a"), Severity.WARNING, Confidence.MEDIUM),
        (under("*", "StringNotEquals", "aws:RequestTag/a"), Severity.ERROR, Confidence.MEDIUM),
    ],
)
def test_how_much_it_matters(policy: dict[str, Any], severity: Severity, confidence: Confidence) -> None:
    (finding,) = found("LINT-009", policy)
    assert (finding.severity, finding.confidence) == (severity, confidence)
    assert finding.data_date


def test_a_guard_is_suggested_and_leaves_nothing_to_find() -> None:
    policy = under("s3:*", "StringNotEquals", SSE)
    assert fixed("LINT-009", policy) == policy
    mended = fixed("LINT-009", policy, unsafe=True)
    assert mended["Statement"][0]["Condition"]["Null"] == {SSE: "false"}
    assert not found("LINT-009", mended)


@pytest.mark.parametrize("key", [SSE, "ec2:InstanceType", "iam:PolicyARN", "aws:RequestTag/a", "rds:DatabaseClass"])
@pytest.mark.parametrize("action", ["s3:*", "ec2:RunInstances", "iam:*", "rds:*", ["rds:CreateDBInstance", "s3:*"]])
def test_no_key_is_reported_by_both_rules_for_one_action(action: str | list[str], key: str) -> None:
    one = subject(under(action, "StringNotEquals", key))
    mine = {name for each in unsupported_key.check(one, alone(one)) for name in each.witness.split(": ")[:1]}
    theirs = {each.witness.split(" ")[0] for each in absent_key.check(one, alone(one))}
    assert not mine & theirs


def test_the_witness_is_true() -> None:
    one = subject(under("s3:*", "StringNotEquals", SSE))
    (finding,) = unsupported_key.check(one, alone(one))
    name = finding.witness.partition(": ")[0]
    principal = Principal("arn:aws:iam::222222222222:role/dev", PrincipalKind.ROLE, "222222222222")
    request = Request(principal, name, "arn:aws:s3:::bucket/object", {})
    assert statement_matches(one.statements[0], request) is Truth.TRUE
