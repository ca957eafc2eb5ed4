"""No placeholder is left in a document.

## What it does
Reports what stands in a document for a value that is put in later: `{{x}}`, `${X}`, `[X]`, `<X>`, `%%X%%`, and what
Terraform, CloudFormation and Jinja write. All placeholders of a document are one finding. Policy variables such as
`${aws:username}` are none: AWS fills those. A text that is no JSON before its placeholders are filled in cannot be
checked at all, and says so. Where Terraform or CloudFormation fills in no more than values of conditions, it is a
warning.

## Why it matters
Documents copied from the internet come with `<my-org-id>` in them. AWS accepts most of them and compares with the text
as it stands: a Deny for everybody outside of the organization `<my-org-id>` denies everybody. And what a template
becomes is not known here, so a statement with a placeholder in its actions, resources or keys is not judged.

## Example
```json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "DenyLogDeletion",
      "Effect": "Deny",
      "Action": "s3:DeleteBucket",
      "Resource": "arn:aws:s3:::<my-log-bucket>"
    }
  ]
}
```

## Use instead
```json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "DenyLogDeletion",
      "Effect": "Deny",
      "Action": "s3:DeleteBucket",
      "Resource": "arn:aws:s3:::mm-logs"
    }
  ]
}
```

## How to fix
Put the value in. Where a tool does that, render the template first and check what comes out; for our own parameters
`guardrails render` does it, and `guardrails check` without a file judges the final documents. `--fix` changes nothing.

## Sources
- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html (2026-09)
- https://github.com/aws-samples/data-perimeter-policy-examples (placeholders in AWS's own samples; 2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guardrails.lint.remote_content import is_remote
from guardrails.lint.subjects.subject import Subject
from guardrails.lint.subjects.surroundings import Surroundings
from guardrails.lint.subjects.wording import in_words
from guardrails.model.finding import Finding, Severity
from guardrails.model.policy.placeholders import placeholders_in
from guardrails.model.policy.text_rules import PLACEHOLDER
from guardrails.model.source import Location, Pointer

RULE = PLACEHOLDER

_SHOWN = 6
_MOST_RELATED = 20


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield one finding for all placeholders of the document, at the first of them."""
    found = [(one, place) for one, place in _placeholders(subject.value, ()) if not is_remote(one)]
    if found:
        yield _finding(subject, found)


def _finding(subject: Subject, found: list[tuple[str, Pointer]]) -> Finding:
    names = list(dict.fromkeys(one for one, _ in found))
    skipped = len(subject.document.statements) - len(subject.statements) if subject.document else 0
    shown, many, filler = in_words(names, _SHOWN), len(names) > 1, _filler(subject)
    if filler:
        values = "are filled in by {} later: the values were" if many else "is filled in by {} later: the value was"
        message = f"{shown} {values.format(filler)} not checked"
    else:
        are = "are placeholders" if many else "is a placeholder"
        message = f"{shown} {are} that nobody filled in: AWS compares with the text as it stands"
    if skipped and subject.document:
        message += f"; {skipped} of {len(subject.document.statements)} statements could not be judged"
    places = list(dict.fromkeys(place for _, place in found))
    related = tuple((Location(subject.file, place), "and here") for place in places[1 : _MOST_RELATED + 1])
    help = "put the value in; if a tool does that, check what it makes of this file"
    severity = Severity.WARNING if filler and not skipped else RULE.severity
    return subject.report(RULE, places[0], message, help, severity=severity, token=found[0][0], related=related)


def _filler(subject: Subject) -> str:
    """Return what will fill the placeholders in, by the name of the file or as a part of its source; "" for nothing."""
    stem, _, ending = subject.file.rpartition("/")[2].rpartition(".")
    if ending in ("tf", "hcl", "tofu"):
        return "Terraform"
    if ending in ("j2", "jinja", "jinja2", "tftpl", "tpl", "template"):
        return "the template"
    return "" if subject.text or subject.in_project or subject.name == stem else "the template"


def _placeholders(value: object, at: Pointer) -> Iterator[tuple[str, Pointer]]:
    """Yield the placeholders in all strings and names of a decoded document, with the place of each."""
    if isinstance(value, str):
        yield from ((one, at) for one in placeholders_in(value))
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield from ((one, (*at, name)) for one in placeholders_in(str(name)))
            yield from _placeholders(each, (*at, name))
    elif isinstance(value, list | tuple):
        for place, each in enumerate(value):
            yield from _placeholders(each, (*at, place))
