"""LINT-004: what is mended unasked, and what is left to people."""

from __future__ import annotations

import pytest

from guardrails.model.finding import Severity
from guardrails.model.policy.document import PolicyType
from tests.unit.lint.applied import fixed, found, scp


def test_letter_case_is_mended() -> None:
    policy = {"Version": "2012-10-17", "statement": [{"effect": "Deny", "Action": "s3:*", "Resource": "*"}]}
    inner = {"Version": "2012-10-17", "Statement": [{"effect": "deny", "Action": "s3:*", "Resource": "*"}]}
    assert list(fixed("LINT-004", policy)) == ["Version", "Statement"]
    again = fixed("LINT-004", inner)
    assert again["Statement"][0] == {"Effect": "deny", "Action": "s3:*", "Resource": "*"}
    assert fixed("LINT-004", again)["Statement"][0]["Effect"] == "Deny"


def test_an_element_is_not_renamed_over_another() -> None:
    policy = scp("s3:*", effect="Deny")
    policy["Statement"][0]["action"] = "ec2:*"
    assert fixed("LINT-004", policy, unsafe=True) == policy


@pytest.mark.parametrize("everyone", ["*", {"AWS": "*"}, {"AWS": ["*"]}])
def test_everyone_is_taken_out_of_an_scp_and_simplified_in_an_rcp(everyone: object) -> None:
    policy = scp("s3:*", Principal=everyone)
    assert fixed("LINT-004", policy) == scp("s3:*")
    assert fixed("LINT-004", policy, PolicyType.RCP) == scp("s3:*", Principal="*")


def test_a_principal_that_narrows_stays() -> None:
    policy = scp("s3:*", Principal={"AWS": "111122223333"})
    assert fixed("LINT-004", policy, unsafe=True) == policy
    assert fixed("LINT-004", policy, PolicyType.RCP, unsafe=True) == policy


def test_an_rcp_gets_the_only_principal_it_may_have() -> None:
    assert fixed("LINT-004", scp("s3:*"), PolicyType.RCP) == scp("s3:*", Principal="*")


def test_a_missing_resource_is_suggested_only() -> None:
    policy = scp("s3:*")
    del policy["Statement"][0]["Resource"]
    assert fixed("LINT-004", policy) == policy
    assert fixed("LINT-004", policy, unsafe=True) == scp("s3:*")


def test_an_id_is_a_warning_and_goes() -> None:
    policy = {"Id": "x", **scp("s3:*")}
    assert [one.severity for one in found("LINT-004", policy)] == [Severity.WARNING]
    assert fixed("LINT-004", policy) == scp("s3:*")


def test_a_finding_names_the_statement_it_is_in() -> None:
    (finding,) = found("LINT-004", scp("s3:*", Sid="Mine", Principal="*"))
    assert finding.sid == "Mine"


def test_an_element_on_the_wrong_level_is_not_renamed() -> None:
    policy = {"effect": "Deny", **scp("s3:*")}
    assert fixed("LINT-004", policy, unsafe=True) == policy


def test_an_element_is_not_renamed_beside_its_opposite() -> None:
    policy = scp("s3:*", negated=True)
    policy["Statement"][0]["action"] = "ec2:*"
    assert fixed("LINT-004", policy, unsafe=True) == policy
