"""A policy's text stands in the repository, not behind an address.

## What it does
Reports policies, or parts of them, that are fetched when they are applied: Terraform's `data "http"`, `data "external"`
and objects read from S3, CloudFormation's `AWS::Include` and `{{resolve:...}}`, an address where a statement should
stand, and modules with policies whose Git source is not pinned to a commit or a release.

## Why it matters
What is fetched was not reviewed with the change and is not checked here. Whoever can change the object, the page or the
branch changes the guardrails of the organization at the next run, without a commit in this repository.

## Example
```hcl
data "http" "buckets" {
  url = "https://example.com/scp.json"
}

resource "aws_organizations_policy" "buckets" {
  name    = "buckets"
  content = data.http.buckets.response_body
}
```

## Use instead
```hcl
resource "aws_organizations_policy" "buckets" {
  name = "buckets"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Sid = "DenyBucketDeletion", Effect = "Deny", Action = "s3:DeleteBucket", Resource = "*" }
    ]
  })
}
```

## How to fix
Keep a copy of the document in the repository and update it by a reviewed change. Pin modules: `?ref=v1.2.3`, or better
the commit. `--fix` changes nothing.

## Sources
- https://registry.terraform.io/providers/hashicorp/http/latest/docs/data-sources/http (2026-09)
- https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-aws-include.html (2026-09)
- https://developer.hashicorp.com/terraform/language/modules/sources (2026-09)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from guardrails.lint.subjects.subject import Subject
from guardrails.lint.subjects.surroundings import Surroundings
from guardrails.model.finding import Finding
from guardrails.model.policy.placeholders import placeholders_in
from guardrails.model.policy.report import quoted
from guardrails.model.policy.text_rules import REMOTE_CONTENT
from guardrails.model.source import Pointer

RULE = REMOTE_CONTENT

_FETCHED = re.compile(
    r"\$\{\s*(?:\w+\()*data\.(?:http|external|aws_s3_object|aws_s3_bucket_object|aws_ssm_parameter)\."
    r"|\{\{\s*resolve:"
    r"|\{\{[^{}]*\blookup\(\s*['\"]url['\"]"
    r"|\$\{(?:file\()?\s*(?:https?|s3)://"
)
_ADDRESS = re.compile(r"\s*(?:https?|s3|git|ftp)://\S+\s*")
_HELP = "keep the text in the repository, where it is reviewed and checked before it is applied"


def is_remote(placeholder: str) -> bool:
    """Whether a placeholder stands for something that is fetched, so that this rule speaks of it."""
    return _FETCHED.match(placeholder) is not None


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield each place of the document whose text is fetched when it is applied."""
    for pointer, address in _fetched(subject.value, ()):
        message = (
            f"the text here comes from {quoted(address)} when the policy is applied: nobody reviewed or checked it"
        )
        yield subject.report(RULE, pointer, message, _HELP, token=address)


def _fetched(value: object, at: Pointer) -> Iterator[tuple[Pointer, str]]:
    if isinstance(value, str):
        if at[:1] == ("Statement",) and len(at) <= 2 and _ADDRESS.fullmatch(value):
            yield at, value.strip()
        for one in placeholders_in(value):
            if is_remote(one):
                yield at, one
    elif isinstance(value, Mapping):
        for name, each in value.items():
            address = _included(name, each)
            if address:
                yield (*at, name), address
            else:
                yield from _fetched(each, (*at, name))
    elif isinstance(value, list | tuple):
        for place, each in enumerate(value):
            yield from _fetched(each, (*at, place))


def _included(name: object, value: object) -> str:
    """Return the address that a member takes its text from: `AWS::Include`, or `$ref` with an address."""
    if name == "$ref" and isinstance(value, str) and _ADDRESS.fullmatch(value):
        return value
    if name == "Fn::Transform" and isinstance(value, Mapping) and value.get("Name") == "AWS::Include":
        parameters = value.get("Parameters")
        location = parameters.get("Location") if isinstance(parameters, Mapping) else None
        return location if isinstance(location, str) else "AWS::Include"
    return ""
