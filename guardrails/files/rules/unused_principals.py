"""Every named principal is used: by an exemption, an exception, a parameter or the pipeline.

## What it does

Warns about an entry of `principals` that nothing uses. Used is what stands in the `exempt` of a policy, in the scope
of an exception, in a parameter (`$principals.name`), in the `except` of an invariant, or as `{{name}}` in a document
(a document's names have to be defined even where nobody is exempt); and a principal whose role is the plan or apply
role of `ci`.

## Why it matters

A name that exempts nobody looks as if it did: whoever reads the file believes that break-glass works. And the next
person takes the forgotten entry for one that was reviewed.

## Example

```yaml
organization:
  principals: {old_pipeline: ["arn:aws:iam::*:role/guardrails/old-apply"]}
```

## Use instead

```yaml
organization:
  principals: {}
```

## How to fix

Remove the entry, or name it under `exempt` of the policy that it was meant for.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guardrails.files import codes
from guardrails.files.loaded import Project
from guardrails.files.rules.entries import mapping
from guardrails.model.finding import Finding, Rule, Severity

RULE = Rule(
    "ORG-028",
    "unused-principals",
    "Every named principal is used: by an exemption, an exception, a parameter or the pipeline.",
    Severity.WARNING,
    ("D8",),
)


def check(project: Project, today: date) -> Iterator[Finding]:
    """Yield each named principal that nothing uses; documents are read only when one is left."""
    used = set(_used(project))
    left = [name for name in project.organization.principals if name not in used and not _is_pipeline(project, name)]
    for name in _not_mentioned(project, left):
        message = f"nothing uses the principal {name!r}: it is exempt from no policy and in no exception"
        help = "remove it, or name it under exempt of the policy that it is meant for"
        yield codes.finding(RULE, message, project.at(("principals", name)), help)


def _used(project: Project) -> Iterator[str]:
    for policy in project.organization.policies.values():
        yield from policy.exempt
        yield from (text.removeprefix("$principals.") for text in policy.param_texts if text.startswith("$principals."))
    for exception in project.organization.exceptions:
        yield from exception.principals
    for invariant in project.organization.invariants:
        yield from (*invariant.principals, *invariant.except_)


def _is_pipeline(project: Project, name: str) -> bool:
    """Whether the principal is the role that CI plans or applies with; a named role need not be exempt anywhere."""
    roles = {mapping(project, "ci", step).get("role") for step in ("plan", "apply")}
    return any(arn.rpartition("/")[2] in roles for arn in project.organization.principals[name])


def _not_mentioned(project: Project, names: list[str]) -> list[str]:
    """Return the names that no document holds as `{{name}}`; documents are read until none is left.

    A file that cannot be read is another rule's matter.
    """
    left = names
    for slug in project.files:
        if not left:
            break
        from guardrails.files.parameters import PARAMETER
        from guardrails.files.project import text_of

        found = {match[1] for match in PARAMETER.finditer(text_of(project, slug))}
        left = [name for name in left if name not in found]
    return left
