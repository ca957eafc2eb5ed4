"""How a placeholder is told depends on whether something fills it in later, and on what it hides."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from guardrails.lint import placeholder
from guardrails.model.finding import Severity
from tests.unit.lint.build import alone, subject


def document(resource: str, value: str) -> dict[str, Any]:
    condition = {"StringNotEquals": {"aws:PrincipalOrgID": value}}
    statement = {"Effect": "Deny", "Action": "s3:*", "Resource": resource, "Condition": condition}
    return {"Version": "2012-10-17", "Statement": [statement]}


@pytest.mark.parametrize(
    ("file", "name", "resource", "severity", "words"),
    [
        ("main.tf", "limits", "*", Severity.WARNING, "filled in by Terraform later"),
        ("main.tf", "limits", "arn:aws:s3:::${var.b}", Severity.ERROR, "1 of 1 statements could not be judged"),
        ("stack.yaml", "Limits", "*", Severity.WARNING, "filled in by the template later"),
        ("limits.yaml", "limits", "*", Severity.ERROR, "nobody filled in"),
    ],
)
def test_what_a_tool_fills_in_is_a_warning_while_statements_are_judged(
    file: str, name: str, resource: str, severity: Severity, words: str
) -> None:
    one = replace(subject(document(resource, "${var.org}")), file=file, name=name, text="")
    (found,) = placeholder.check(one, alone(one))
    assert found.severity is severity
    assert words in found.message


def test_a_file_that_is_the_document_is_not_filled_in_by_anything() -> None:
    one = replace(subject(document("*", "${ORG}")), name="other")
    (found,) = placeholder.check(one, alone(one))
    assert found.severity is Severity.ERROR
