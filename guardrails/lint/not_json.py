"""A policy document is JSON: no comments, trailing text, byte order mark or typographic quotes.

## What it does
Reports what keeps a text from being JSON: comments, commas before a closing bracket, single or typographic quotes,
text after the document, a byte order mark, UTF-16, a name that stands twice in one object, `NaN`, brackets nested
deeper than any policy, a text that breaks off. There is one finding for each kind; its other places are listed with it.
What can be understood is understood, so the other rules still judge the document.

## Why it matters
Organizations takes nothing but JSON and answers anything else with `MalformedPolicyDocumentException`: the change
fails when it is applied, after the review. A name that stands twice is worse: many readers keep one of the two values
without a word, so that the policy that was reviewed is not the policy that is applied.

## Example
```text
{
  "Version": "2012-10-17",
  // logs are kept
  "Statement": [
    {"Sid": "DenyBucketDeletion", "Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*"},
  ]
}
```

## Use instead
```json
{
  "Version": "2012-10-17",
  "Statement": [
    {"Sid": "DenyBucketDeletion", "Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*"}
  ]
}
```

## How to fix
Say what a statement is for in its `Sid`, or beside the document. In a file that ends in `.jsonc` or `.json5` comments
and commas at the end are only noted: something must take them out before the document is applied. `--fix` does not
touch the text.

## Sources
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html (2026-09)
- https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreatePolicy.html (2026-09)
- https://www.rfc-editor.org/rfc/rfc8259 (sections 4 and 8.1; 2017-12)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from guardrails.lint.subjects.problem_rules import finding_of, problems_of
from guardrails.lint.subjects.subject import Subject
from guardrails.lint.subjects.surroundings import Surroundings
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.policy.problem import Problem

RULE = Rule(
    "LINT-001",
    "not-json",
    "A policy document is JSON: no comments, trailing text, byte order mark or typographic quotes.",
    Severity.ERROR,
)

_REFUSED = "Organizations refuses the document (MalformedPolicyDocumentException)"
_CONSEQUENCES = {
    "byte-order-mark": "JSON has none, and who sends the file as it stands sends no JSON",
    "utf-16": "who sends the file as it stands sends no JSON",
    "duplicate-key": "who reads it keeps only one of them, or refuses the document",
    "not-json": f"{_REFUSED}, and nothing in it could be checked",
    "too-deep": f"{_REFUSED}, and nothing in it could be checked",
    "too-many-problems": "the rest is not shown",
}
_LOOSE = {".jsonc": ("comment", "trailing-comma"), ".json5": ("comment", "trailing-comma", "single-quote")}
"""What other forms of JSON allow, by the end of the file's name. Source: https://spec.json5.org (2018-03)"""

_MOST_RELATED = 20


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield one finding for each kind of thing that JSON does not have, at its first place."""
    kinds: dict[str, list[Problem]] = {}
    for problem in problems_of(subject, RULE):
        kinds.setdefault(problem.code, []).append(problem)
    return (_finding(subject, code, found) for code, found in kinds.items())


def _finding(subject: Subject, code: str, found: Sequence[Problem]) -> Finding:
    first, *rest = found
    loose = any(subject.file.endswith(end) and code in codes for end, codes in _LOOSE.items())
    more = f", and {len(rest)} more like it" if rest else ""
    consequence = "take it out before the document is applied" if loose else _CONSEQUENCES.get(code, _REFUSED)
    finding = finding_of(
        subject,
        RULE,
        first,
        message=f"{first.message}{more}: {consequence}",
        severity=Severity.NOTE if loose else Severity.ERROR,
        token=code,
    )
    related = tuple((replace(one.location, file=subject.file), one.message) for one in rest[:_MOST_RELATED])
    return replace(finding, related=related)
