"""LINT-003: the text as it stands, without white space, in a project, and with the quotas of an organization."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from guardrails.lint import size
from guardrails.lint.subjects.surroundings import Surroundings
from guardrails.model.finding import Confidence, Finding, Severity
from guardrails.model.policy.document import PolicyType
from tests.unit.lint.applied import scp
from tests.unit.lint.build import alone, subject


def of_size(characters: int) -> str:
    """Return the minified text of an SCP with so many characters."""
    policy = scp("s3:*", Condition={"StringEquals": {"aws:PrincipalTag/x": ""}})
    text = json.dumps(policy, separators=(",", ":"))
    return text.replace('":""', f'":"{"x" * (characters - len(text))}"')


def findings(text: str, type: PolicyType = PolicyType.SCP) -> list[Finding]:
    one = subject(text, type)
    return list(size.check(one, alone(one)))


@pytest.mark.parametrize(
    ("characters", "severity"), [(5120, None), (5121, Severity.NOTE), (10240, Severity.NOTE), (10241, Severity.ERROR)]
)
def test_the_quotas_are_met_to_the_character(characters: int, severity: Severity | None) -> None:
    text = of_size(characters)
    assert len(text) == characters
    assert [one.severity for one in findings(text)] == ([severity] if severity else [])


def test_white_space_counts_where_the_text_is_sent_as_it_is() -> None:
    text = of_size(3000).replace(",", "," + " " * 2000)
    (finding,) = findings(text)
    assert finding.severity is Severity.WARNING
    assert f"the file has {len(text):,} characters" in finding.message
    assert "minified it has 3,000" in finding.message


def test_numbers_are_counted_as_they_are_written() -> None:
    policy = scp("s3:*", Condition={"NumericEquals": {"s3:max-keys": [1.5, *[12] * 3500]}})
    text = json.dumps(policy, separators=(",", ":"))
    (finding,) = findings(text)
    assert f"{len(text):,} characters even when minified" in finding.message


def test_a_yaml_text_is_not_what_is_sent() -> None:
    one = replace(subject(of_size(3000)), text="Version: x\n" + " " * 20000)
    assert not list(size.check(one, alone(one)))


def test_bytes_that_may_count_lower_the_confidence() -> None:
    (finding,) = findings(of_size(9000).replace("xxxx", "ääää"))
    assert (finding.severity, finding.confidence) == (Severity.ERROR, Confidence.MEDIUM)


def test_in_a_project_the_rule_for_policy_documents_speaks() -> None:
    one = replace(subject(of_size(20000)), in_project=True)
    assert not list(size.check(one, alone(one)))


def test_the_quotas_of_an_organization_come_first() -> None:
    class Settings:
        def number(self, path: str, default: int) -> int:
            return {"quotas.scp_max_chars": 2000}.get(path, default)

    class Organization:
        settings = Settings()

    organization: Any = Organization()
    one = subject(of_size(3000))
    (finding,) = size.check(one, Surroundings(date(2026, 11, 21), (one,), organization))
    assert "AWS takes 2,000" in finding.message


def test_a_resource_policy_has_other_quotas() -> None:
    assert not findings(of_size(20000), PolicyType.RESOURCE)
