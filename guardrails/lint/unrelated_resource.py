"""The actions of a statement can be authorized on its resources.

## What it does
Compares the resources of a statement with the resource types of its actions. Reports a statement of which no action
can be authorized on any of its resources, so that it never applies; in a longer list, the actions that never meet
their resources; and resources that no action of the statement acts on, which in `NotResource` spare nothing.

## Why it matters
The Deny below never fires: objects are `bucket/*`, and the bucket's own ARN is none of them.

## Example
```json
{
  "Effect": "Deny",
  "Action": "s3:PutObject",
  "Resource": "arn:aws:s3:::audit-logs"
}
```

## Use instead
```json
{
  "Effect": "Deny",
  "Action": "s3:PutObject",
  "Resource": "arn:aws:s3:::audit-logs/*"
}
```

## How to fix
Name resources of the type that the action acts on. An action without resource types (`ec2:Describe*`,
`organizations:LeaveOrganization`) is authorized on `*`: only `"Resource": "*"` reaches it. What a call creates has no
id yet: `ec2:RunInstances` is authorized on `instance/*`.

## Sources
- https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html (2026-09)
- https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html (2026-09)
- https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-policy-structure.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guardrails.catalog.freshness import date_of
from guardrails.catalog.services import Action, ResourceUse, action, expand, service
from guardrails.lint.fixes.amend import replaced
from guardrails.lint.reasoning.arn_flaws import resource_flaw
from guardrails.lint.reasoning.authorized_on import acts_on, arn_patterns, created_alike, meets
from guardrails.lint.reasoning.callers import narrowing
from guardrails.lint.reasoning.overlap import fields_of, is_everything, names_everything
from guardrails.lint.reasoning.situations import (
    is_touched,
    named_actions,
    pattern_of,
    reaches,
    resource_type,
)
from guardrails.lint.subjects.subject import Subject, action_pointer, actions, raw_at, resource_pointer, resources
from guardrails.lint.subjects.surroundings import Surroundings
from guardrails.lint.subjects.wording import in_words, verb
from guardrails.model.finding import Finding, Fix, Rule, Severity
from guardrails.model.policy.document import Effect, Element, Statement
from guardrails.model.source import Pointer

RULE = Rule(
    "LINT-022",
    "unrelated-resource",
    "The actions of a statement can be authorized on its resources.",
    Severity.ERROR,
)


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield the findings about one document."""
    for statement in subject.statements:
        element = statement.resource
        if names_everything(element):
            continue
        if element.negated and any(map(is_everything, element.patterns)):
            yield _spares_all(subject, statement)
        elif statement.action.negated:
            yield from _of_remaining(subject, statement)
        else:
            yield from _of_list(subject, statement)
            yield from _spares_too_few(subject, statement)


def _spares_all(subject: Subject, statement: Statement) -> Finding:
    return subject.report(
        RULE,
        resource_pointer(statement),
        f"never {verb(statement)} anything: `NotResource` spares `*`, which is every resource",
        'name the resources to spare, or write `"Resource": "*"`',
        statement=statement,
        witness=f"{statement.action.patterns[0]} on any resource: the statement does not apply",
        token="*",
    )


def _spares_too_few(subject: Subject, statement: Statement) -> Iterator[Finding]:
    """Yield the actions that a Deny with `NotResource` hits whatever they name: other resources of the call are not
    spared.

    Only of EC2, whose calls are authorized on all of the required types at once; elsewhere some are alternatives.
    Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-policy-structure.html (2026-09)
    """
    if not statement.resource.negated or statement.effect is not Effect.DENY or narrowing(statement):
        return
    for pattern, place in actions(subject, statement):
        known = action(pattern) if pattern.lower().startswith("ec2:") else None
        touched = [use for use in known.resources if is_touched(known, use)] if known else []
        left = [use for use in touched if known and not _is_spared(statement, known, use)]
        if known is None or not left or len(left) == len(touched):
            continue
        kinds = [kind for use in left if (kind := resource_type(known.name, use)) and kind.arn]
        named = ", ".join(f"`{pattern_of(kind.arn)}`" for kind in kinds[:3])
        yield subject.report(
            RULE,
            place,
            f"denies every `{known.name}`: it is authorized on {named} as well, of which `NotResource` spares none",
            "name what is to be denied in `Resource`, or spare the other resources of the call as well",
            statement=statement,
            severity=Severity.WARNING,
            witness=f"{known.name} on {pattern_of(kinds[0].arn)}: explicit deny" if kinds else "",
            token=pattern,
            data_date=date_of("services"),
        )


def _is_spared(statement: Statement, known: Action, use: ResourceUse) -> bool:
    """Whether some resource of the type is spared."""
    return any(reaches(Element((pattern,)), known, use) for pattern in statement.resource.patterns)


@dataclass(frozen=True, slots=True)
class _Listed:
    """One pattern of `Action`: the known actions that it names, and those of them that meet the resources."""

    pattern: str
    pointer: Pointer
    names: tuple[str, ...]
    met: bool

    @property
    def name(self) -> str:
        """One of the actions, one with resource types where some has them."""
        typed = (name for name in self.names if (known := action(name)) and known.resources)
        return next(typed, self.names[0])


def _of_list(subject: Subject, statement: Statement) -> Iterator[Finding]:
    """Yield what is wrong with a statement that lists its actions."""
    listed = [
        _Listed(pattern, place, names, _meets(statement, pattern, names))
        for pattern, place in actions(subject, statement)
        for names in (_names(pattern),)
    ]
    unmet = [one for one in listed if not one.met]
    if unmet and not all(map(resource_flaw, statement.resource.patterns)):  # else LINT-018 has said it
        yield _never(subject, statement, unmet, whole=len(unmet) == len(listed))
    if len(unmet) < len(listed) and all(one.names for one in listed):
        yield from _idle_resources(subject, statement, listed)


def _names(pattern: str) -> tuple[str, ...]:
    return () if pattern in ("*", "*:*") else expand(pattern)


def _meets(statement: Statement, pattern: str, names: tuple[str, ...]) -> bool:
    """Whether some action of the pattern can be authorized on some resource; unknown actions are taken to be."""
    if not names:
        return True
    return any(meets(statement.resource, name) for name in names)


def _never(subject: Subject, statement: Statement, unmet: list[_Listed], *, whole: bool) -> Finding:
    first = unmet[0]
    known = action(first.name)
    reason = _reason(statement, "it" if len(unmet) == 1 and not whole else f"`{first.name}`", known)
    what = "anything" if whole else in_words((one.pattern for one in unmet), last="or")
    message = f"never {verb(statement)} {what}: {reason}"
    return subject.report(
        RULE,
        resource_pointer(statement) if whole else first.pointer,
        message,
        _help(statement, known),
        statement=statement,
        severity=Severity.ERROR if whole else Severity.WARNING,
        witness=f"{first.name} on {arn_patterns(statement, known)[0]}: the statement does not apply",
        token=first.pattern,
        data_date=date_of("services"),
        fix=_fix(subject, statement, unmet, whole=whole),
    )


def _reason(statement: Statement, it: str, known: Action | None) -> str:
    if known is None or not known.resources:
        return f"{it} has no resource types, so it is authorized on `*`, which only `*` names"
    types = ", ".join(f"`{one}`" for one in arn_patterns(statement, known)[:3])
    if statement.resource.negated:
        return f"{it} acts on {types}, and `NotResource` spares all of these"
    named = f"`{statement.resource.patterns[0]}`"
    made = created_alike(statement, known)
    if made:
        return (
            f"{it} creates the `{made}`, which has no id yet: it is authorized on {types}, and {named} is none of these"
        )
    return f"{it} acts on {types}, and {named} is none of these"


def _help(statement: Statement, known: Action | None) -> str:
    if known is None or not known.resources:
        return 'write `"Resource": "*"` in a statement of its own'
    return f"name resources such as `{arn_patterns(statement, known)[0]}`"


def _fix(subject: Subject, statement: Statement, unmet: list[_Listed], *, whole: bool) -> Fix | None:
    if statement.resource.negated:
        return None
    known = [action(name) for one in unmet for name in one.names]
    if whole and all(one is not None and not one.resources for one in known):
        return replaced(subject, resource_pointer(statement), "*", 'Write "Resource": "*"')
    buckets = [one for one in statement.resource.patterns if _is_bucket(one)]
    objects = all(one is not None and any(use.type == "object" for use in one.resources) for one in known)
    if not objects or len(buckets) != len(statement.resource.patterns):
        return None
    inner = [f"{one}/*" for one in buckets]
    if whole:
        new: object = (
            inner if isinstance(raw_at(subject.value, resource_pointer(statement)), list | tuple) else inner[0]
        )
        return replaced(subject, resource_pointer(statement), new, "Name the objects of the bucket")
    return replaced(subject, resource_pointer(statement), [*buckets, *inner], "Name the objects of the bucket, too")


def _is_bucket(pattern: str) -> bool:
    fields = fields_of(pattern)
    return len(fields) == 6 and fields[2] == "s3" and "/" not in fields[5] and not fields[3] and not fields[4]


def _idle_resources(subject: Subject, statement: Statement, listed: list[_Listed]) -> Iterator[Finding]:
    """Yield the resources that no action of the statement acts on, wrong patterns (LINT-018) aside."""
    names = tuple(dict.fromkeys(name for one in listed for name in one.names))
    idle = [
        (pattern, place)
        for pattern, place in resources(subject, statement)
        if resource_flaw(pattern) is None and len(fields_of(pattern)) == 6
        if not _is_twin(pattern, statement.resource.patterns) and not any(acts_on(name, pattern) for name in names)
    ]
    none_left = len(idle) == len(statement.resource.patterns)
    yield from (_idle(subject, statement, names[0], pattern, place, none_left) for pattern, place in idle)


def _idle(subject: Subject, statement: Statement, name: str, pattern: str, place: Pointer, none_left: bool) -> Finding:
    """Report a resource that no action acts on; in `NotResource` it spares nothing, and with the others maybe all."""
    spares = statement.resource.negated
    message = f"no action of the statement acts on `{pattern}`"
    meant = arn_patterns(statement, action(name))[0]
    inner = f"{pattern}/*" if _is_bucket(pattern) and acts_on(name, f"{pattern}/*") else ""
    return subject.report(
        RULE,
        place,
        f"{message}, so `NotResource` spares nothing by it" if spares else message,
        f"name what the actions act on, such as `{inner or meant}`" if spares else "remove it, or add its actions",
        statement=statement,
        severity=Severity.ERROR if spares and none_left else Severity.WARNING,
        witness=f"{name} on {inner or meant}: not spared" if spares else f"{name} on {pattern}: no such request",
        token=pattern,
        data_date=date_of("services"),
        fix=replaced(subject, place, inner, f"Write {inner}") if spares and inner else None,
    )


def _is_twin(pattern: str, patterns: tuple[str, ...]) -> bool:
    """Whether a bucket stands beside its objects, as it mostly does, needed or not."""
    fields = fields_of(pattern)
    if fields[2] != "s3":
        return False
    return f"{pattern}/*" in patterns or pattern.removesuffix("/*") in set(patterns) - {pattern}


def _of_remaining(subject: Subject, statement: Statement) -> Iterator[Finding]:
    """Yield a finding if the actions that `NotAction` leaves of the resources' services meet none of them."""
    if statement.resource.negated:
        return
    for pattern in statement.resource.patterns:
        fields = fields_of(pattern)
        if len(fields) < 6 or service(fields[2]) is None or resource_flaw(pattern) is not None:
            return  # another service's actions may act on it, or it is LINT-018's
    services = dict.fromkeys(fields_of(pattern)[2] for pattern in statement.resource.patterns)
    left = [name for prefix in services for name in named_actions(statement, prefix)]
    if any(meets(statement.resource, name) for name in left):
        return
    yield subject.report(
        RULE,
        action_pointer(statement),
        f"never {verb(statement)} anything: `NotAction` leaves no action that acts on"
        f" `{statement.resource.patterns[0]}`",
        "check which actions were meant",
        statement=statement,
        witness=f"{statement.action.patterns[0]} on {statement.resource.patterns[0]}: the statement does not apply",
        token=statement.resource.patterns[0],
        data_date=date_of("services"),
    )
