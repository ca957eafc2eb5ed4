"""A document has the elements that its type of policy needs, and no unknown or forbidden ones.

## What it does
Reports unknown, missing, doubled and malformed elements, and what the type of the policy forbids or needs: an SCP names
no principal; a statement needs `Resource` or `NotResource`; an RCP denies only, has `"Principal": "*"`, and no
`NotAction`, `NotPrincipal` or action `*`.

## Why it matters
AWS refuses most of these documents, usually in the middle of a deployment. What it lets through means something else
than was written: an empty `Condition` makes a statement apply to every request.

## Example
```json
{
  "Version": "2012-10-17",
  "Statement": {
    "Sid": "DenyKeyPairs",
    "effect": "Deny",
    "Principal": "*",
    "Action": "ec2:ImportKeyPair",
    "Resource": "*"
  }
}
```

## Use instead
```json
{
  "Version": "2012-10-17",
  "Statement": {
    "Sid": "DenyKeyPairs",
    "Effect": "Deny",
    "Action": "ec2:ImportKeyPair",
    "Resource": "*"
  }
}
```

## How to fix
Do what the finding's help says. `--fix` mends letter case (`effect`, `deny`), takes an `Id` and a `Principal` of `"*"`
out of an SCP, and writes `"Principal": "*"` for `{"AWS": "*"}` in an RCP: none of these changes what was meant. A
missing `Resource` or `Effect` is never guessed.

## Sources
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html (2026-09)
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html (2026-09)
- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from guardrails.lint.subjects.problem_rules import finding_of, problems_of
from guardrails.lint.subjects.subject import Subject, raw_at
from guardrails.lint.subjects.surroundings import Surroundings
from guardrails.model.finding import Edit, Finding, Fix, Rule, Severity
from guardrails.model.policy.problem import Problem
from guardrails.model.source import Pointer

RULE = Rule(
    "LINT-004",
    "elements",
    "A document has the elements that its type of policy needs, and no unknown or forbidden ones.",
    Severity.ERROR,
)

_OF_DOCUMENT: Final = ("Version", "Id", "Statement")
_OF_STATEMENT: Final = (
    *("Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource"),
    "Condition",
)
_EVERYONE = ("*", {"AWS": "*"}, {"AWS": ["*"]})


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield the findings about one document."""
    for problem in problems_of(subject, RULE):
        if problem.code in ("missing-element", "missing-resource") and _is_misspelled(subject, problem):
            continue  # the name in the wrong case is reported, and mended, as such
        mend = _FIXES.get(problem.code)
        fix = mend(subject, problem.location.pointer) if mend else None
        yield finding_of(subject, RULE, problem, fix=fix)


def _is_misspelled(subject: Subject, problem: Problem) -> bool:
    """Whether what is missing stands there in the wrong letter case."""
    pointer = problem.location.pointer
    around = raw_at(subject.value, pointer)
    names = {str(name).lower() for name in around} if isinstance(around, Mapping) else set()
    known = _OF_STATEMENT if pointer else _OF_DOCUMENT
    return any(f"`{name}`" in problem.message and name.lower() in names for name in known)


def _right_case(subject: Subject, pointer: Pointer) -> Fix | None:
    """An element in the wrong letter case, unless the right one stands beside it."""
    known = _OF_DOCUMENT if len(pointer) == 1 else _OF_STATEMENT
    right = next((name for name in known if pointer and name.lower() == str(pointer[-1]).lower()), None)
    around = raw_at(subject.value, pointer[:-1])
    if (
        right is None
        or not isinstance(around, Mapping)
        or {right, f"Not{right}", right.removeprefix("Not")} & set(around)
    ):
        return None
    value: Any = raw_at(subject.value, pointer)
    return Fix(f"write `{right}`", (Edit(pointer, value, None), Edit((*pointer[:-1], right), None, value)), safe=True)


def _right_effect(subject: Subject, pointer: Pointer) -> Fix | None:
    value = raw_at(subject.value, pointer)
    right = str(value).strip().capitalize()
    if not isinstance(value, str) or right not in ("Allow", "Deny"):
        return None
    return Fix(f"write `{right}`", (Edit(pointer, value, right),), safe=True)


def _without_id(subject: Subject, pointer: Pointer) -> Fix:
    value: Any = raw_at(subject.value, pointer)
    return Fix("remove the `Id`: nothing reads it", (Edit(pointer, value, None),), safe=True)


def _without_everyone(subject: Subject, pointer: Pointer) -> Fix | None:
    """An SCP binds every principal of its accounts anyway; a narrower `Principal` would be lost, so it stays."""
    value: Any = raw_at(subject.value, pointer)
    if pointer[-1] != "Principal" or value not in _EVERYONE:
        return None
    title = "remove the `Principal`: an SCP binds every principal of its accounts"
    return Fix(title, (Edit(pointer, value, None),), safe=True)


def _everyone(subject: Subject, pointer: Pointer) -> Fix | None:
    value: Any = raw_at(subject.value, pointer)
    return Fix('write `"*"`', (Edit(pointer, value, "*"),), safe=True) if value in _EVERYONE else None


def _any_principal(subject: Subject, pointer: Pointer) -> Fix:
    return Fix('add `"Principal": "*"`', (Edit((*pointer, "Principal"), None, "*"),), safe=True)


def _any_resource(subject: Subject, pointer: Pointer) -> Fix:
    """What is nearly always meant; but a resource may have been forgotten, so it is not applied unasked."""
    return Fix('add `"Resource": "*"`', (Edit((*pointer, "Resource"), None, "*"),))


def _without_condition(subject: Subject, pointer: Pointer) -> Fix:
    value: Any = raw_at(subject.value, pointer)
    return Fix("remove what compares nothing", (Edit(pointer, value, None),))


_FIXES: Final[Mapping[str, Callable[[Subject, Pointer], Fix | None]]] = {
    "unknown-element": _right_case,
    "bad-effect": _right_effect,
    "id-in-scp": _without_id,
    "principal-in-scp": _without_everyone,
    "rcp-principal": _everyone,
    "principal-required": _any_principal,
    "missing-resource": _any_resource,
    "empty-condition": _without_condition,
}
"""How each code of the parser is mended, where that is certain enough to be written down."""
