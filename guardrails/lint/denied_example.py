"""A policy denies no call that its scenarios declare compliant.

## What it does
Each scenario in `tests/` beside the organization file that expects `allow` declares a compliant call of its policy. The
rule makes the authorization requests of that call, in every account below the policy that the scenario names, and asks
each Deny of the document alone. One that matches any of them denies what it is meant to let pass. Scenarios that speak
of another organization, of another day or of a known gap are left out, and nothing is said where the answer hangs on
something unknown.

## Why it matters
The classic slip is the wrong polarity: `StringNotEquals` where the forbidden value was listed denies every compliant
call and lets the forbidden one pass. The next is a call on several resources, of which one lacks the key that the
condition tests, so that a negated operator holds of it.

## Example
```yaml
documents:
  notebooks:
    Effect: Deny
    Action: sagemaker:CreateNotebookInstance
    Resource: "*"
    Condition: {StringNotEquals: {"sagemaker:RootAccess": "Enabled"}}
scenarios:
  notebooks:
  - request: sagemaker:CreateNotebookInstance ml.t3.medium sagemaker:RootAccess=Disabled
    expect: allow
```

## Use instead
```yaml
documents:
  notebooks:
    Effect: Deny
    Action: sagemaker:CreateNotebookInstance
    Resource: "*"
    Condition: {StringEquals: {"sagemaker:RootAccess": "Enabled"}}
scenarios:
  notebooks:
  - request: sagemaker:CreateNotebookInstance ml.t3.medium sagemaker:RootAccess=Disabled
    expect: allow
```

## How to fix
Where one row with the opposite operator would spare every example, the finding shows it as a suggestion; `--fix` does
not apply it. Else narrow the statement, or correct the scenario if the call is not meant to be allowed.

## Sources
- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html (2026-09)
- https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-policy-structure.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from guardrails.evaluation.decide import statement_matches
from guardrails.evaluation.reach import rcp_reach, scp_exemption
from guardrails.lint.fixes.amend import respelled
from guardrails.lint.subjects.subject import Subject
from guardrails.lint.subjects.surroundings import Example, Surroundings
from guardrails.model.decision import Truth
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.policy.document import Condition, Effect, PolicyType, Statement
from guardrails.model.request import Request

RULE = Rule(
    "LINT-024",
    "denied-example",
    "A policy denies no call that its scenarios declare compliant.",
    Severity.ERROR,
)

_TWINS = {
    "StringEquals": "StringNotEquals",
    "StringEqualsIgnoreCase": "StringNotEqualsIgnoreCase",
    "StringLike": "StringNotLike",
    "NumericEquals": "NumericNotEquals",
    "NumericLessThan": "NumericGreaterThanEquals",
    "NumericLessThanEquals": "NumericGreaterThan",
    "DateLessThan": "DateGreaterThanEquals",
    "DateLessThanEquals": "DateGreaterThan",
    "IpAddress": "NotIpAddress",
    "ArnEquals": "ArnNotEquals",
    "ArnLike": "ArnNotLike",
}
_OPPOSITE = {**_TWINS, **{twin: name for name, twin in _TWINS.items()}}


_MOST_RELATED = 5


class _Denied(NamedTuple):
    """An example and the request of it that a Deny matches."""

    example: Example
    request: Request


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield each Deny that matches a request of a call which the policy's scenarios declare to be allowed."""
    examples = around.examples.get(subject.name, ())
    for statement in subject.statements if examples else ():
        if statement.effect is Effect.DENY:
            denied = [one for example in examples if (one := _denied(subject, statement, example))]
            if denied:
                yield _finding(subject, statement, denied, examples)


def _denied(subject: Subject, statement: Statement, example: Example) -> _Denied | None:
    for request in example.requests:
        if _matches(subject, statement, request) and _bound(subject, request):
            return _Denied(example, request)
    return None


def _bound(subject: Subject, request: Request) -> bool:
    if subject.type is PolicyType.RCP:
        return rcp_reach(request) is Truth.TRUE
    return not scp_exemption(request)


def _matches(subject: Subject, statement: Statement, request: Request) -> bool:
    return statement_matches(statement, request, variables=subject.variables) is Truth.TRUE


def _finding(subject: Subject, statement: Statement, denied: Sequence[_Denied], examples: Sequence[Example]) -> Finding:
    first = denied[0]
    row = _to_turn_around(subject, statement, denied, examples)
    turned = _opposite(row).spelled if row else ""
    places = list(dict.fromkeys(one.example.place for one in denied))
    calls = dict.fromkeys(one.example.words for one in denied)
    more = f" and {len(calls) - 1} more call{'s' if len(calls) > 2 else ''}" if len(calls) > 1 else ""
    return subject.report(
        RULE,
        statement.pointer,
        f"denies `{first.example.words}`{more}, which its scenarios declare compliant{_why(statement, first.request)}",
        _help(row),
        statement=statement,
        witness=f"{first.request.action} on {first.request.resource} in {first.example.account}: explicit deny",
        token=first.request.action,
        fix=respelled(subject, statement, row, turned, f"turn {row.spelled} into {turned}") if row else None,
        related=tuple((place, "declared compliant here") for place in places[:_MOST_RELATED]),
    )


def _why(statement: Statement, request: Request) -> str:
    """Say which absent key makes a condition hold, for that surprises most."""
    absent = [f"`{row.key}`" for row in statement.conditions if row.operator != "Null" and _is_absent(row, request)]
    resource = "" if request.resource == "*" else f" on `{request.resource}`"
    return f": its request{resource} carries no {' and no '.join(absent)}" if absent else ""


def _is_absent(row: Condition, request: Request) -> bool:
    return request.context.get(row.key.lower()) in (None, ())


def _help(row: Condition | None) -> str:
    if row is None:
        return "narrow the statement so that it spares the call, or correct the scenario if the call is to be denied"
    return f"`{row.spelled}` on `{row.key}` holds of the compliant call; was `{_opposite(row).spelled}` meant?"


def _opposite(row: Condition) -> Condition:
    return replace(row, operator=_OPPOSITE[row.operator])


def _to_turn_around(
    subject: Subject, statement: Statement, denied: Sequence[_Denied], examples: Sequence[Example]
) -> Condition | None:
    """Return the one row whose opposite would spare every example, where the denied ones carry its key."""
    found = []
    for row in statement.conditions:
        if row.operator not in _OPPOSITE or row.key.lower().startswith("aws:principal"):
            continue
        if any(_is_absent(row, one.request) for one in denied):
            continue
        rows = tuple(_opposite(row) if one is row else one for one in statement.conditions)
        turned = replace(statement, conditions=rows)
        if not any(_matches(subject, turned, request) for example in examples for request in example.requests):
            found.append(row)
    return found[0] if len(found) == 1 else None
