"""Allowed accelerators are instance types that exist, and the families reach them.

## What it does

Looks at `settings.accelerators`: an entry of `allow` that is no known instance type (with the one that may have been
meant), one that no pattern of `families` reaches, and a pattern of `families` that reaches no known type with an
accelerator. All are warnings, for AWS adds types every month.

## Why it matters

The cap denies every type of the families but the allowed ones. A misspelled type allows nothing, so the type that was
meant is denied. A family that is misspelled is not capped at all: anybody may start its largest type.

## Example

```yaml
organization:
  settings: {accelerators: {families: ["p*", "g*"], allow: [p3.2xlrge]}}
```

## Use instead

```yaml
organization:
  settings: {accelerators: {families: ["p*", "g*"], allow: [p3.2xlarge]}}
```

## How to fix

Correct the name. Patterns match the whole instance type: `p*` reaches `p3.2xlarge`, `p` alone reaches nothing.

## Sources

- https://docs.aws.amazon.com/ec2/latest/instancetypes/ac.html (2026-11)
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guardrails.files import codes
from guardrails.files.loaded import Project
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.source import Pointer

RULE = Rule(
    "ORG-030",
    "accelerator-types",
    "Allowed accelerators are instance types that exist, and the families reach them.",
    Severity.WARNING,
    ("A13",),
)


def check(project: Project, today: date) -> Iterator[Finding]:
    """Yield allowed types that are unknown or out of reach, and families without a known accelerated type."""
    settings = project.organization.settings
    families, allowed = settings.texts("accelerators.families"), settings.texts("accelerators.allow")
    if not families:
        return
    from fnmatch import fnmatchcase

    from guardrails.catalog.instance_types import accelerated_types, close_instance_types, instance_type

    for at, name in enumerate(allowed):
        pointer: Pointer = ("settings", "accelerators", "allow", at)
        if instance_type(name) is None:
            close = close_instance_types(name)
            help = f"did you mean {close[0]}?" if close else "write an instance type, such as g5.xlarge"
            yield _finding(project, f"{name!r} is no known instance type, so it allows nothing", pointer, help)
        elif not any(fnmatchcase(name, family) for family in families):
            message = f"{name} is allowed, but no family reaches it, so nothing denies its larger sisters either"
            yield _finding(project, message, pointer, "add its family, or remove it")
    names = [one.name for one in accelerated_types()]
    for at, family in enumerate(families):
        if not any(fnmatchcase(name, family) for name in names):
            message = f"no known type with an accelerator matches {family!r}, so it caps nothing"
            yield _finding(project, message, ("settings", "accelerators", "families", at), "write it like p*")


def _finding(project: Project, message: str, pointer: Pointer, help: str) -> Finding:
    from guardrails.catalog.freshness import date_of

    return codes.finding(RULE, message, project.at(pointer), help, data_date=date_of("instance_types"))
