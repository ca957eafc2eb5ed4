"""An ARN pattern has the form of the ARNs that it is meant to match.

## What it does
Compares each ARN pattern of `Resource` and `NotResource` with the ARN formats of its service, and each ARN in a
condition with what its key can hold. Reports patterns that no ARN can match: too few fields, a Region or an account
where the ARNs have none (or the other way round), an account id without twelve digits, a session's ARN in
`aws:PrincipalArn`, an Identity Center role without its path.

## Why it matters
A Deny on such a resource never fires, and an exemption for such a principal exempts nobody. The bucket below is not
protected: ARNs of buckets have neither Region nor account.

## Example
```json
{
  "Effect": "Deny",
  "Action": "s3:DeleteBucket",
  "Resource": "arn:aws:s3:eu-west-1:222222222222:audit-logs"
}
```

## Use instead
```json
{
  "Effect": "Deny",
  "Action": "s3:DeleteBucket",
  "Resource": "arn:aws:s3:::audit-logs"
}
```

## How to fix
Write all six fields, as the service's page of the Service Authorization Reference shows them. `aws:PrincipalArn` holds
`arn:aws:iam::account:role/path/name` for every session of a role.

## Sources
- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html (2026-09)
- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html (2026-09)
- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.catalog.keys import condition_key
from guardrails.lint.fixes.amend import replaced
from guardrails.lint.reasoning.arn_flaws import Flaw, resource_flaw, value_flaw
from guardrails.lint.reasoning.callers import is_negated
from guardrails.lint.subjects.problem_rules import finding_of, problems_of
from guardrails.lint.subjects.subject import Subject, resources, values
from guardrails.lint.subjects.surroundings import Surroundings
from guardrails.lint.subjects.wording import sample_action
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.policy.document import Condition, Effect, Statement
from guardrails.model.policy.placeholders import placeholders_in
from guardrails.model.source import Pointer

RULE = Rule(
    "LINT-018",
    "unmatchable-arn",
    "An ARN pattern has the form of the ARNs that it is meant to match.",
    Severity.ERROR,
)


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield the findings about one document."""
    yield from (finding_of(subject, RULE, problem) for problem in problems_of(subject, RULE))
    for statement in subject.statements:
        for pattern, place in resources(subject, statement):
            flaw = resource_flaw(pattern)
            if flaw is not None:
                effect = "spares nothing" if statement.resource.negated else "names no resource"
                yield _finding(subject, statement, pattern, place, flaw, effect)
        for row in statement.conditions:
            yield from _of_row(subject, statement, row)


def _of_row(subject: Subject, statement: Statement, row: Condition) -> Iterator[Finding]:
    by_field = row.operator.startswith("Arn")
    if not by_field and not (row.operator.startswith("String") and _holds_arn(row.key)):
        return
    for value, place in values(subject, row):
        if placeholders_in(value) or not (value.startswith("arn:") or (by_field and not _holds_other(row.key))):
            continue
        flaw = value_flaw(value, row.key.lower(), by_field)
        if flaw is not None:
            yield _finding(subject, statement, value, place, flaw, _effect(statement, row))


def _holds_arn(key: str) -> bool:
    known = condition_key(key)
    return known is not None and known.type == "arn"


def _holds_other(key: str) -> bool:
    """Whether the key is known to hold no ARN: then an Arn operator is the mistake, and LINT-010 says so."""
    known = condition_key(key)
    return known is not None and known.type != "arn"


def _effect(statement: Statement, row: Condition) -> str:
    negated = is_negated(row)
    what = "deny" if statement.effect is Effect.DENY else "allow"
    return "exempts nobody" if negated and what == "deny" else f"never makes the statement {what}"


def _witness(statement: Statement, place: Pointer, flaw: Flaw) -> str:
    """Return what the right pattern is of and the wrong one is not; empty where one cannot tell what was meant."""
    if not flaw.meant or not flaw.certain:
        return ""
    outcome = "the statement does not apply"
    if "Condition" not in place:
        return f"{sample_action(statement)} on {flaw.meant}: {'not spared' if statement.resource.negated else outcome}"
    operator, key = place[-3:-1] if isinstance(place[-1], int) else place[-2:]
    return f"{key} {flaw.meant}: {'not exempt' if 'Not' in str(operator) else outcome}"


def _finding(subject: Subject, statement: Statement, pattern: str, place: Pointer, flaw: Flaw, effect: str) -> Finding:
    return subject.report(
        RULE,
        place,
        f"`{pattern}` {effect if flaw.certain else 'may match nothing'}: {flaw.reason}",
        flaw.help,
        statement=statement,
        severity=flaw.severity,
        confidence=flaw.confidence,
        witness=_witness(statement, place, flaw),
        token=pattern,
        data_date=flaw.data_date,
        fix=replaced(subject, place, flaw.meant, f"Write {flaw.meant}") if flaw.meant else None,
    )
