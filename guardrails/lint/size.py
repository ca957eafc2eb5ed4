"""A document fits into AWS's size quota, as saved and minified.

## What it does
Measures a policy file as it stands and without optional white space, and holds both against AWS's quota: 10,240
characters for an SCP (5,120 until May 2026), 5,120 for an RCP. It measures files outside of a project; in a project
ORG-009 measures the final documents with the quotas of the organization file. Of a document over 51,200 characters
(minified) only the form is checked besides.

## Why it matters
AWS refuses a document that is too large. It counts every character that is sent, white space too. The console takes
white space away before it saves; the CLI, the SDKs, Terraform and CloudFormation send the text as it is. So a file may
be accepted when pasted and refused when deployed.

## Example
```text
a file of 12,000 characters, 7,000 of them without its indentation
```

## Use instead
```json
{
  "Version": "2012-10-17",
  "Statement": {"Effect": "Deny", "Action": "ec2:ImportKeyPair", "Resource": "*"}
}
```

## How to fix
Send the minified document (in Terraform: `jsonencode(jsondecode(file("policy.json")))`). If that is too large as well,
split the document by topic, merge statements that differ in nothing but their actions, or shorten lists of actions with
wildcards that you have checked.

## Sources
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html (2026-09)
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html (2026-09)
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from guardrails.catalog.quotas import CURRENT, LEGACY, Quotas
from guardrails.lint.subjects.subject import Subject
from guardrails.lint.subjects.surroundings import Surroundings
from guardrails.model.finding import Confidence, Finding, Rule, Severity
from guardrails.model.policy.document import PolicyType
from guardrails.model.policy.json_reader import Number

RULE = Rule(
    "LINT-003",
    "size",
    "A document fits into AWS's size quota, as saved and minified.",
    Severity.ERROR,
)


_VAST = 51_200
"""Characters of a minified document, five times the quota, beyond which other lints do not look into it: comparing its
statements with each other would take minutes, and AWS takes it in no case."""


def is_vast(subject: Subject) -> bool:
    """Whether a document is too large to be judged by anything but its size and form; `check` says so then."""
    if not _is_measured(subject) or 0 < len(subject.text) <= _VAST:
        return False
    return max(_minified(subject)) > _VAST


def _is_measured(subject: Subject) -> bool:
    types = (PolicyType.SCP, PolicyType.RCP)
    return not subject.in_project and subject.type in types and subject.value is not None


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield the findings about one document: at most one."""
    if not _is_measured(subject):
        return
    limit, old = (_limit(subject, around, quotas, prefix) for quotas, prefix in ((CURRENT, ""), (LEGACY, "legacy.")))
    saved = subject.text if subject.text.lstrip().startswith("{") else ""
    if saved and len(saved.encode("utf-8", "surrogatepass")) <= min(limit, old):
        return
    characters, octets = _minified(subject)
    minified = max(characters, octets)
    confidence = Confidence.MEDIUM if characters <= limit < octets else Confidence.HIGH
    if minified > limit:
        help = "split it into two documents, or shorten its lists of actions"
        message = f"the document has {_told(characters, octets)} even when minified; AWS takes {limit:,}"
        message += "; that is so much that only its form was checked" if minified > _VAST else ""
        yield subject.report(RULE, (), message, help, confidence=confidence)
    elif _larger(saved) > limit:
        message = (
            f"the file has {_larger(saved):,} characters, AWS takes {limit:,}: Terraform and the CLI send the text as"
            f" it is, and AWS refuses it; minified it has {minified:,}"
        )
        yield subject.report(RULE, (), message, "send the minified document", severity=Severity.WARNING)
    elif minified > old:
        message = f"minified it has {minified:,} characters and fits only the new quota; the old one was {old:,}"
        help = "nothing to do, unless a tool on its way still applies the old quota"
        yield subject.report(RULE, (), message, help, severity=Severity.NOTE)


def _limit(subject: Subject, around: Surroundings, quotas: Quotas, prefix: str) -> int:
    """Return the quota of AWS, or the one that the organization file names instead."""
    kind = "rcp" if subject.type is PolicyType.RCP else "scp"
    limit: int = quotas.rcp_max_chars if kind == "rcp" else quotas.scp_max_chars
    if around.organization is None:
        return limit
    return int(around.organization.settings.number(f"quotas.{prefix}{kind}_max_chars", limit))


def _minified(subject: Subject) -> tuple[int, int]:
    """Return how many characters and UTF-8 bytes the document has without optional white space."""
    numbers: list[str] = []

    def number(value: object) -> str:
        numbers.append(value.text if isinstance(value, Number) else str(value))
        return numbers[-1]

    text = json.dumps(subject.value, ensure_ascii=False, separators=(",", ":"), default=number, skipkeys=True)
    quotes = 2 * len(numbers)
    return len(text) - quotes, len(text.encode("utf-8", "surrogatepass")) - quotes


def _larger(text: str) -> int:
    return max(len(text), len(text.encode("utf-8", "surrogatepass")))


def _told(characters: int, octets: int) -> str:
    if characters == octets:
        return f"{characters:,} characters"
    return f"{characters:,} characters, {octets:,} bytes in UTF-8 (AWS does not say clearly which it counts),"
