"""A condition is not decided by a key that some resource of the call never carries.

## What it does
AWS authorizes one call on each resource it touches, and a request on one resource carries only the keys that belong to
that resource. This rule evaluates the statement on every resource type of its actions. It reports a Deny whose
condition holds because the key is absent there, so that it denies every call, and an Allow that can never be satisfied
there, so that it allows none. Calls that change one attribute carry only that `ec2:Attribute/...`; a Deny that also
hits the changes of all others is a warning.

## Why it matters
The Deny below was to stop instances without IMDSv2. It stops all instances: the image, the subnet and the security
groups of a launch carry no `ec2:MetadataHttpTokens`, and a negated operator holds of an absent key. `...IfExists` does
not help, for it also holds of an absent key.

## Example
```json
{
  "Effect": "Deny",
  "Action": "ec2:RunInstances",
  "Resource": "*",
  "Condition": {"StringNotEquals": {"ec2:MetadataHttpTokens": "required"}}
}
```

## Use instead
```json
{
  "Effect": "Deny",
  "Action": "ec2:RunInstances",
  "Resource": "arn:aws:ec2:*:*:instance/*",
  "Condition": {"StringNotEquals": {"ec2:MetadataHttpTokens": "required"}}
}
```

## How to fix
Name the resource type that carries the key, or add `"Null": {"ec2:MetadataHttpTokens": "false"}`. In an Allow, use
`...IfExists`, or allow the other resource types in a statement of their own.

Keys that may be missing from any call (`aws:PrincipalTag/...`, `aws:SourceVpce`) are not reported: a Deny that also
fires where they are missing is mostly intended.

## Sources
- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html (2026-09)
- https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-policy-structure.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guardrails.catalog.freshness import date_of
from guardrails.catalog.services import action
from guardrails.evaluation.conditions import absent_holds
from guardrails.lint.fixes.amend import guarded, replaced, respelled
from guardrails.lint.reasoning.callers import is_negated
from guardrails.lint.reasoning.key_support import denied_without
from guardrails.lint.reasoning.overlap import is_everything
from guardrails.lint.reasoning.situations import (
    Situation,
    carriers,
    holds_all,
    is_per_resource,
    is_touched,
    named_actions,
    outcome_without,
    pattern_of,
    reaches,
    resource_type,
    situations,
)
from guardrails.lint.subjects.subject import Subject, resource_pointer
from guardrails.lint.subjects.surroundings import Surroundings
from guardrails.lint.subjects.wording import in_words
from guardrails.model.decision import Truth
from guardrails.model.finding import Confidence, Finding, Fix, Rule, Severity
from guardrails.model.policy.document import Condition, Effect, Element, Statement

RULE = Rule(
    "LINT-011",
    "absent-key",
    "A condition is not decided by a key that some resource of the call never carries.",
    Severity.ERROR,
)


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield the findings about one document."""
    for statement in subject.statements:
        for row in statement.conditions:
            if not is_per_resource(row.key):
                continue
            if row.key.lower().startswith(_CHANGED):
                yield from _of_one_change(subject, statement, row)
                continue
            lacking = list(lacking_situations(subject, statement, row))
            if lacking and not (_is_tag(row.key) and denied_without(statement, row.key)):  # else LINT-009 says more
                yield _finding(subject, _Case(statement, row, lacking))


_CHANGED = "ec2:attribute/"
"""Keys that a call carries only if it changes that attribute.

Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html (2026-10)
"""


def _of_one_change(subject: Subject, statement: Statement, row: Condition) -> Iterator[Finding]:
    """Yield the finding of a Deny that also hits each call that changes anything but the attribute."""
    if statement.effect is not Effect.DENY or row.operator == "Null" or absent_holds(row) is not Truth.TRUE:
        return
    rows = (one.key.lower() for one in statement.conditions)
    names = tuple(name for name in named_actions(statement, "ec2") if _carriers_of(name, row.key))
    if not names or outcome_without(statement, (one for one in rows if one.startswith(_CHANGED))) is Truth.FALSE:
        return
    what = row.key.partition("/")[2]
    yield subject.report(
        RULE,
        row.pointer,
        f"denies every {in_words(names)} that changes something else: only a call that changes `{what}` carries"
        f" `{row.key}`, and `{row.spelled}` is true without it",
        f'add `"Null": {{"{row.key}": "false"}}`',
        statement=statement,
        severity=Severity.WARNING,
        witness=f"{names[0]} of another attribute: explicit deny",
        token=row.key,
        data_date=date_of("services"),
        fix=guarded(subject, statement, row.key, f"Look only at calls that change {what}"),
    )


def _carriers_of(name: str, key: str) -> frozenset[str]:
    """Return the resource types on which requests of an action carry a key; none for an unknown action."""
    known = action(name)
    return (carriers(known, key) if known else None) or frozenset()


def lacking_situations(subject: Subject, statement: Statement, row: Condition) -> Iterator[Situation]:
    """Yield where the row is decided by the key's absence: a Deny then fires always there, an Allow never."""
    denies = statement.effect is Effect.DENY
    if not is_per_resource(row.key) or (absent_holds(row) is Truth.TRUE) is not denies:
        return
    if denies and _is_exemption(statement, row):
        return
    for prefix in _services(statement, row):
        for one in situations(statement, prefix, row.key):
            if not one.lacks(row.key) or (_is_tag(row.key) and not one.is_ordinary):
                continue
            if denies and one.outcome(statement.conditions) is not Truth.FALSE:
                yield one
            if not denies and not _is_allowed_elsewhere(subject, statement, one):
                yield one


_CALLERS = ("aws:principalarn", "aws:principaltag/")
_OWNERS = ("aws:resourceorgid", "aws:resourceaccount", "aws:resourceorgpaths", "s3:resourceaccount")


def _is_exemption(statement: Statement, row: Condition) -> bool:
    """Whether a row spares some resources from a Deny that other rows bring about: then none is right to be denied.

    The tag of a resource does, and so does any key beside a row that spares resources by their owner. Rows that spare
    callers bring about nothing.
    """
    if any(one.key.lower() in _OWNERS and is_negated(one) for one in statement.conditions if one is not row):
        return True
    if "resourcetag" not in row.key.lower():
        return False
    return any(not one.key.lower().startswith(_CALLERS) for one in statement.conditions if one.key != row.key)


def _is_tag(key: str) -> bool:
    """Whether the key is of tags: of a resource that is named only now and then, nobody asks them."""
    return "tag" in key.lower().partition("/")[0]


def _services(statement: Statement, row: Condition) -> tuple[str, ...]:
    prefix = row.key.partition(":")[0].lower()
    if prefix != "aws":
        return (prefix,)
    if statement.action.negated:
        return ()
    named = (one.partition(":")[0].lower() for one in statement.action.patterns)
    return tuple(dict.fromkeys(one for one in named if one != "*"))


def _is_allowed_elsewhere(subject: Subject, statement: Statement, one: Situation) -> bool:
    others = (other for other in subject.statements if other is not statement and other.effect is Effect.ALLOW)
    return any(one.is_of(other) and one.outcome(other.conditions) is not Truth.FALSE for other in others)


@dataclass(frozen=True, slots=True)
class _Case:
    statement: Statement
    row: Condition
    lacking: list[Situation]

    @property
    def touched(self) -> list[Situation]:
        """The situations that every ordinary call meets."""
        return [one for one in self.lacking if one.is_ordinary]

    @property
    def only_on(self) -> tuple[str, ...]:
        """The resources of the statement, where it is about some of a type only; else none."""
        element = self.statement.resource
        met = self.touched or self.lacking
        whole = any(one.use is None or holds_all(element, one.action, one.use) for one in met)
        return () if whole or element.negated else tuple(one for one in element.patterns if _is_met(one, met))

    @property
    def worst(self) -> Situation:
        return (self.touched or self.lacking)[0]

    @property
    def actions(self) -> tuple[str, ...]:
        """The actions it is worst for."""
        return tuple(dict.fromkeys(one.action.name for one in self.touched or self.lacking))

    @property
    def denies(self) -> bool:
        return self.statement.effect is Effect.DENY


def _is_met(pattern: str, met: list[Situation]) -> bool:
    return any(one.use and reaches(Element((pattern,)), one.action, one.use) for one in met)


def _finding(subject: Subject, case: _Case) -> Finding:
    always = bool(case.touched)
    # Of EC2 AWS documents that a call needs all its resources; elsewhere the reference may mean one of several.
    documented = case.denies and case.worst.action.name.startswith("ec2:")
    sure = Confidence.LOW if not always else Confidence.HIGH if documented else Confidence.MEDIUM
    return subject.report(
        RULE,
        case.row.pointer,
        _message(case),
        _help(case),
        statement=case.statement,
        severity=Severity.ERROR if always else Severity.WARNING,
        confidence=sure,
        witness=_witness(case),
        token=case.row.key,
        data_date=date_of("services"),
        fix=_fix(subject, case),
    )


def _message(case: _Case) -> str:
    types = list(dict.fromkeys(one.use.type for one in case.touched or case.lacking if one.use))
    are, carry = ("is", "carries") if len(types) == 1 else ("are", "carry")
    lacks = f"{in_words(types)} {are} authorized too and never {carry} `{case.row.key}`"
    if not case.denies:
        return f"allows no {in_words(case.actions, last='or')}: {lacks}, so `{case.row.spelled}` is false there"
    others = " that the other conditions do not spare" if len(case.statement.conditions) > 1 else ""
    which = "" if case.touched else f" that names {'such a resource' if len(types) > 1 else f'a resource `{types[0]}`'}"
    which = f" on {in_words(case.only_on)}" if case.only_on else which
    return f"denies every {in_words(case.actions)}{which}{others}: {lacks}, and `{case.row.spelled}` is true there"


def _witness(case: _Case) -> str:
    one, row = case.worst, case.row
    kind = resource_type(one.action.name, one.use) if one.use else None
    arn = case.only_on[0] if case.only_on else pattern_of(kind.arn) if kind else "*"
    value = f" with {row.key} {row.values[0]}" if row.operator != "Null" and row.values else ""
    return f"{one.action.name}{value}, on {arn}: {'explicit deny' if case.denies else 'implicit deny'}"


def _help(case: _Case) -> str:
    where = _carrying_patterns(case)
    name = f"name only resources that carry the key ({', '.join(where[:4])})" if where else "name one resource type"
    if not case.denies:
        other = "allow the other resources in a statement of their own"
        can_be_absent = case.row.operator != "Null" and not case.row.if_exists
        return f"write `{case.row.spelled}IfExists`, or {other}" if can_be_absent else other
    if case.row.operator == "Null" or case.row.key.lower().startswith("aws:"):
        return name
    return f'{name}, or add `"Null": {{"{case.row.key}": "false"}}`'


_MAIN = {"ec2:runinstances": ("instance",)}
"""What is meant where several resource types of an action carry the tags of a call."""


def _carrying_patterns(case: _Case) -> list[str]:
    """Return the ARN patterns of the resource types that carry the key, those of an ordinary call only."""
    found: dict[str, None] = {}
    for one in {met.action.name: met for met in case.touched or case.lacking}.values():
        types = carriers(one.action, case.row.key) or frozenset()
        main = _MAIN.get(one.action.name.lower(), ()) if case.row.key.lower().startswith("aws:") else ()
        for use in one.action.resources:
            kind = resource_type(one.action.name, use)
            if kind and use.type in types and (use.type in main if main else is_touched(one.action, use)):
                found[pattern_of(kind.arn)] = None
    return list(found)


def _fix(subject: Subject, case: _Case) -> Fix | None:
    statement, row = case.statement, case.row
    if not case.denies:
        if row.operator == "Null" or row.if_exists:
            return None
        return respelled(subject, statement, row, f"{row.spelled}IfExists", f"Write {row.spelled}IfExists")
    where = _carrying_patterns(case)
    whole = not statement.resource.negated and all(map(is_everything, statement.resource.patterns))
    named = () if statement.action.negated else named_actions(statement)
    if where and whole and named and set(named) <= set(case.actions):
        new = where[0] if len(where) == 1 else where
        return replaced(subject, resource_pointer(statement), new, "Name the resources that carry the key")
    if row.operator == "Null" or row.key.lower().startswith("aws:"):
        return None
    return guarded(subject, statement, row.key, "Look only at resources that carry the key")
