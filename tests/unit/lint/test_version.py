"""LINT-002: how much a missing version matters, and when it is written unasked."""

from __future__ import annotations

from guardrails.model.finding import Severity
from tests.unit.lint.applied import fixed, found, scp

PLAIN = {"Statement": scp("s3:*")["Statement"]}
FILLED = {"Statement": scp("s3:*", Condition={"StringLike": {"aws:userid": "${aws:username}"}})["Statement"]}


def test_a_missing_version_is_added_where_nothing_changes() -> None:
    assert found("LINT-002", PLAIN)[0].severity is Severity.WARNING
    assert fixed("LINT-002", PLAIN) == {"Version": "2012-10-17", **PLAIN}


def test_policy_variables_make_it_an_error_and_a_suggestion() -> None:
    (finding,) = found("LINT-002", FILLED)
    assert finding.severity is Severity.ERROR
    assert finding.fix is not None and not finding.fix.safe
    assert fixed("LINT-002", FILLED) == FILLED
    assert fixed("LINT-002", FILLED, unsafe=True)["Version"] == "2012-10-17"


def test_the_version_of_2008_is_replaced() -> None:
    old = {"Version": "2008-10-17", **PLAIN}
    assert fixed("LINT-002", old) == {"Version": "2012-10-17", **PLAIN}


def test_a_placeholder_of_a_template_keeps_the_fix_from_being_applied() -> None:
    (finding,) = found("LINT-002", {"Statement": scp("s3:*", Sid="A", Condition={})["Statement"], "Id": "${name}"})
    assert finding.severity is Severity.WARNING
    assert finding.fix is not None and not finding.fix.safe
