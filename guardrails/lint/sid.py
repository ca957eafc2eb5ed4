"""A Sid has only letters and digits, and is unique in its document.

## What it does
Reports a `Sid` with a space, hyphen, underscore or any other character that is no letter or digit, and a `Sid` that two
statements of one document share.

## Why it matters
AWS refuses such a document. A `Sid` changes nothing about what a statement does, but findings, exceptions and denial
messages name statements by it.

## Example
```json
{
  "Version": "2012-10-17",
  "Statement": [
    {"Sid": "deny key pairs", "Effect": "Deny", "Action": "ec2:ImportKeyPair", "Resource": "*"}
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
Use letters and digits, once. `--fix` joins the words of a `Sid` and numbers the second of two equal ones.

## Sources
- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html (2026-09)
- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html (2026-09)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guardrails.lint.subjects.problem_rules import finding_of, problems_of
from guardrails.lint.subjects.subject import Subject, raw_at
from guardrails.lint.subjects.surroundings import Surroundings
from guardrails.model.finding import Edit, Finding, Fix, Rule, Severity
from guardrails.model.source import Pointer

RULE = Rule(
    "LINT-005",
    "sid",
    "A Sid has only letters and digits, and is unique in its document.",
    Severity.ERROR,
)

_LIMIT = 1000
"""So many numbers are tried behind a name; a document has room for fewer statements."""


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield the findings about one document."""
    taken = set(_sids(subject))
    mended: set[Pointer] = set()
    for problem in problems_of(subject, RULE):
        pointer = problem.location.pointer
        old = raw_at(subject.value, pointer)
        if not isinstance(old, str) or pointer in mended:
            continue  # a bad name that stands twice has one finding at each place
        mended.add(pointer)
        new = _free_name(_plain(old), taken)
        taken.add(new)
        fix = Fix(f"name it `{new}`", (Edit(pointer, old, new),), safe=True) if new else None
        yield finding_of(subject, RULE, problem, fix=fix)


def _sids(subject: Subject) -> Iterator[str]:
    listed = raw_at(subject.value, ("Statement",))
    for each in listed if isinstance(listed, list | tuple) else (listed,):
        sid = raw_at(each, ("Sid",))
        if isinstance(sid, str):
            yield sid


def _plain(text: str) -> str:
    """Return the name in letters and digits: words run together, each with a capital letter."""
    words = re.findall("[A-Za-z0-9]+", text)
    return "".join(word[0].upper() + word[1:] for word in words) if len(words) > 1 else "".join(words)


def _free_name(name: str, taken: set[str]) -> str:
    if not name:
        return ""
    numbered = (f"{name}{number}" for number in range(2, _LIMIT))
    return next((each for each in (name, *numbered) if each not in taken), "")
