"""What is applied is the plan that was judged and passed.

## What it does
With `--approved REPORT`, holds the plan to an earlier JSON report of the gate: that report passed, it is about this
very plan (the SHA-256 of the plan's JSON is the same), and about the same account. Without the option nothing is asked.

The order of applies (management, then dev, then prod) is the pipeline's business: no plan shows it.

## Why it matters
Between the approval of a plan and its apply, branches move and somebody plans again. An approval that is not tied to
the bytes that were judged approves whatever comes next.

## Example
```text
guardrails gate plan.json --account Prod --output json=judged.json   # on Monday
terraform plan -out tfplan && terraform apply tfplan                  # on Tuesday, another plan
```

## Use instead
```text
guardrails gate plan.json --account Prod --output json=judged.json   # on Monday; tfplan is kept
terraform show -json tfplan > plan.json                               # on Tuesday, the kept plan
guardrails gate plan.json --account Prod --approved judged.json && terraform apply tfplan
```

## How to fix
Apply the saved plan file, or have the new plan judged and approved.

## Sources
- https://developer.hashicorp.com/terraform/tutorials/automation/automate-terraform (2026-11)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.gate.inspection import Inspection
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.source import Location

RULE: Final = Rule(
    "PG-023", "approved-plan", "What is applied is the plan that was judged and passed.", Severity.ERROR, ("A56",)
)
_HELP: Final = "apply the saved plan file, or have this plan judged and approved"


def check(inspection: Inspection) -> Iterator[Finding]:
    """Yield what the earlier report does not approve, where one was given."""
    approval, plan = inspection.approval, inspection.plan
    if approval is None:
        return
    judged_for = approval.accounts.get(plan.digest)
    if not approval.passed:
        yield _finding(inspection, f"{approval.file} did not pass", "not passed", "passed")
    if judged_for is None:
        yield _finding(inspection, f"{approval.file} is about another plan than this", plan.digest, "")
    elif judged_for != inspection.account.name:
        yield _finding(inspection, f"{approval.file} judged it for {judged_for}", inspection.account.name, judged_for)


def _finding(inspection: Inspection, message: str, found: str, expected: str) -> Finding:
    place = Location(inspection.plan.file)
    return Finding(RULE.id, RULE.severity, message, place, _HELP, found=found, expected=expected)
