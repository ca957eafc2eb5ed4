"""Whatever a plan leaves open is said; it never passes in silence.

## What it does
Reports changes that nobody can judge: those that Terraform put off (deferred changes), those whose action is none that
this version knows, and those whose row contradicts itself (nothing is done, yet the values differ). Every
other rule says for itself what it could not decide, and on which attribute or condition key that hangs. All of these
stand in the report under "not decided".

`--on-unknown` says what they mean. With `fail`, an undecided finding of the severity of `--fail-on` ends in exit code
3. With `warn` it is shown and the gate may pass. Without the option, prod fails and all other environments warn.

A value that is "known after apply" is undecided only where it is sent: an attribute that nobody configured is left to
AWS, and that is a fact.

## Why it matters
A scanner that takes "unknown" for "absent" reports faults that are none. One that takes it for "fine" lets the fault
through. Either way its answer is worth nothing when it matters.

## Example
```text
terraform show -json with -allow-deferral: "deferred_changes": [{"reason": "instance_count_unknown", ...}]
```

## Use instead
```text
Apply what can be applied, plan again, and judge the second plan.
```

## How to fix
Give the value in the configuration where that is possible. Else apply in two steps, or let somebody answer for it: a
waiver covers an undecided finding like any other.

## Sources
- https://developer.hashicorp.com/terraform/internals/json-format (2026-11)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.gate.inspection import Inspection, undecided
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.plan.change import Verb

RULE: Final = Rule(
    "PG-019",
    "undecided",
    "Whatever a plan leaves open is said; it never passes in silence.",
    Severity.ERROR,
    ("B29",),
)


def check(inspection: Inspection) -> Iterator[Finding]:
    """Yield each change that cannot be judged at all."""
    plan = inspection.plan
    for change in plan.deferred:
        message = f"Terraform put this change off ({change.deferred or 'it does not say why'}), so it is not judged"
        yield undecided(RULE, plan, change, message, (), "apply what can be applied, and plan again")
    for change in plan.changes:
        if change.verb is Verb.UNKNOWN and change.managed:
            message = "what Terraform will do here cannot be told: no known action, or the row contradicts itself"
            help = "install a newer guardrails where Terraform is newer; judge the plan just as Terraform writes it"
            yield undecided(RULE, plan, change, message, (), help)
