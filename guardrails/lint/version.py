"""A document says Version 2012-10-17.

## What it does
Reports a document without `Version`, with the old `2008-10-17`, or with something that is no version.

## Why it matters
AWS asks for `2012-10-17` in SCPs and RCPs. Without it a document is read by the rules of 2008:
`${aws:PrincipalTag/team}` is plain text then, no request ever has that value, and a condition that compares with it
never (or always) holds.

## Example
```json
{
  "Statement": [
    {"Sid": "DenyKeyPairs", "Effect": "Deny", "Action": "ec2:ImportKeyPair", "Resource": "*"}
  ]
}
```

## Use instead
```json
{
  "Version": "2012-10-17",
  "Statement": [
    {"Sid": "DenyKeyPairs", "Effect": "Deny", "Action": "ec2:ImportKeyPair", "Resource": "*"}
  ]
}
```

## How to fix
Write `"Version": "2012-10-17"`. `--fix` does so where the document holds no `${`. Where it does, the new version
changes what the document means, so it stays a suggestion: look at each `${...}` first.

## Sources
- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html (2026-09)
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guardrails.lint.subjects.problem_rules import finding_of, problems_of
from guardrails.lint.subjects.subject import Subject, raw_at
from guardrails.lint.subjects.surroundings import Surroundings
from guardrails.model.finding import Edit, Finding, Fix, Rule, Severity
from guardrails.model.policy.placeholders import placeholders_in
from guardrails.model.policy.problem import Problem
from guardrails.model.policy.report import quoted

RULE = Rule(
    "LINT-002",
    "version",
    "A document says Version 2012-10-17.",
    Severity.ERROR,
)

_RIGHT = "2012-10-17"


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield the findings about one document."""
    for problem in problems_of(subject, RULE):
        if problem.code != "missing-version" or not _has_another_case(subject):
            yield _finding(subject, problem)


def _has_another_case(subject: Subject) -> bool:
    """Whether there is a `version`, say: LINT-004 reports the name."""
    return any(str(name).lower() == "version" for name in subject.value or ())


def _finding(subject: Subject, problem: Problem) -> Finding:
    variables = tuple(text for text in _texts(subject.value) if "${" in text)
    filled = next((text for text in variables if _is_policy_variable(text)), "")
    old = raw_at(subject.value, ("Version",))
    edit = Edit(("Version",), old if isinstance(old, str) else None, _RIGHT)
    message, help = problem.message, f'write `"Version": "{_RIGHT}"`'
    if filled:
        message = f"{_what(problem)}, so AWS reads {quoted(filled)} as plain text: no variable in it is replaced"
        help += "; the variables are replaced from then on, so check what each statement means with them"
    elif problem.code == "missing-version":
        message = "there is no `Version`, so AWS reads the document by the rules of 2008"
    return finding_of(
        subject,
        RULE,
        problem,
        message=message,
        help=help,
        severity=Severity.ERROR if filled else problem.severity,
        fix=Fix(f"say Version {_RIGHT}", (edit,), safe=not variables),
    )


def _what(problem: Problem) -> str:
    if problem.code == "missing-version":
        return "there is no `Version`"
    return problem.message.partition(": ")[0]


def _is_policy_variable(text: str) -> bool:
    for placeholder in placeholders_in(text):
        text = text.replace(placeholder, "")
    return "${" in text


def _texts(value: object) -> Iterator[str]:
    """Yield every string of a decoded document, names of members aside."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
