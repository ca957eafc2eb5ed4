"""A Deny of an action also denies its renamed and equivalent twins.

## What it does
Reports a Deny that names one API of a group and leaves out another that has the same effect, where no other statement
of the document denies that one as widely. In a project the other documents above the same accounts count, too. Groups
and sources: `guardrails/catalog/data/twins.json`. A group is *renamed* (one call with two names: an error) or
*equivalent* (another way to the same end: a warning). `NotAction` of an Allow is read in the same way.

## Why it matters
AWS renamed the GuardDuty, Security Hub and Macie calls that detach a member account; both names work. Since November
2025 an account changes its organization by accepting an invitation, without `LeaveOrganization`. Launches, database
creations and deletions have siblings that a short list forgets.

## Example
```json
{
  "Version": "2012-10-17",
  "Statement": {
    "Sid": "KeepGuardDuty",
    "Effect": "Deny",
    "Action": "guardduty:DisassociateFromMasterAccount",
    "Resource": "*"
  }
}
```

## Use instead
```json
{
  "Version": "2012-10-17",
  "Statement": {
    "Sid": "KeepGuardDuty",
    "Effect": "Deny",
    "Action": ["guardduty:DisassociateFromMasterAccount", "guardduty:DisassociateFromAdministratorAccount"],
    "Resource": "*"
  }
}
```

## How to fix
Deny the missing actions as well. `--fix` adds renamed twins. Equivalent ones stay suggestions: think first of whom the
guardrail has to spare.

## Sources
- https://docs.aws.amazon.com/guardduty/latest/APIReference/API_DisassociateFromMasterAccount.html (2026-11)
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_account_migration.html (2026-09)
- https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudtrail.html (2026-09)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from guardrails.catalog.rcp import is_rcp_service
from guardrails.catalog.services import action, expand
from guardrails.catalog.twins import Group, Kind, groups_by_service
from guardrails.evaluation.matching import action_element_matches
from guardrails.evaluation.patterns import Glob, action_matches
from guardrails.lint.contradiction import contradicts
from guardrails.lint.fixes.amend import appended
from guardrails.lint.reasoning.callers import is_negated, narrowing
from guardrails.lint.reasoning.overlap import names_everything
from guardrails.lint.reasoning.situations import carriers, reaches, reaches_no_resource
from guardrails.lint.subjects.subject import Subject, action_pointer, actions
from guardrails.lint.subjects.surroundings import Surroundings
from guardrails.lint.subjects.wording import in_words
from guardrails.model.finding import Confidence, Finding, Fix, Rule, Severity
from guardrails.model.policy.document import Condition, Effect, Element, PolicyType, Statement

RULE = Rule(
    "LINT-023",
    "missing-twin",
    "A Deny of an action also denies its renamed and equivalent twins.",
    Severity.WARNING,
    confidence=Confidence.MEDIUM,
)

_TAGS = ("aws:requesttag", "aws:tagkeys")


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield one finding for each group of which a statement forbids one member and the document not all."""
    own = _Statements(subject.document.statements if subject.document else ())
    others: list[_Statements] | None = None
    for statement in subject.statements:
        told: set[str] = set()
        for group, named, missing in _gaps(subject, statement, own):
            if others is None:
                others = [_Statements(place) for place in _limits_of_accounts(subject, around)]
            left = [name for name in missing if name not in told and not _all_cover(others, statement, group, name)]
            if left and not contradicts(subject, statement):
                told.update(left)
                yield _finding(subject, statement, group, named, left)


def _gaps(subject: Subject, statement: Statement, own: _Statements) -> Iterator[tuple[Group, str, list[str]]]:
    """Yield each group of which the statement forbids a trigger, that trigger, and what the document leaves open."""
    if not _forbids_by_name(statement):
        return
    names = _Names.of(statement)
    whole = _is_whole(statement.resource)
    for group in _groups(statement):
        named = [name for name in names.triggers(group) if whole or _reaches(statement, name)]
        if not named or not _is_about(statement, group):
            continue
        if statement.effect is Effect.ALLOW and own.allow(named[0]):
            continue  # what this Allow leaves out another one allows
        missing = [
            name
            for name in group.actions
            if not names.has(name)
            and (subject.type is not PolicyType.RCP or is_rcp_service(name.partition(":")[0]))
            and (whole or (_is_of_service(name, named[0]) and _reaches(statement, name)))
            and not own.cover(statement, group, name)
        ]
        if missing:
            yield group, named[0], missing


def _is_of_service(name: str, other: str) -> bool:
    """Whether two actions are of one service; another service's resources say nothing about what is protected here."""
    return name.partition(":")[0] == other.partition(":")[0]


class _Statements:
    """Some statements, found by the action they forbid or allow; each action is looked up once."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._statements = tuple(statements)
        self._denies: dict[str, list[Statement]] = {}
        self._allowed: dict[str, bool] = {}

    def allow(self, name: str) -> bool:
        """Return whether an Allow without condition allows the action on everything."""
        if name not in self._allowed:
            self._allowed[name] = any(
                one.effect is Effect.ALLOW
                and not one.conditions
                and names_everything(one.resource)
                and action_element_matches(one.action, name)
                for one in self._statements
            )
        return self._allowed[name]

    def cover(self, statement: Statement, group: Group, name: str) -> bool:
        """Return whether one of them forbids the action as widely as `statement` forbids another one of the group."""
        if name not in self._denies:
            self._denies[name] = [
                one
                for one in self._statements
                if one.effect is Effect.DENY and action_element_matches(one.action, name)
            ]
        return any(_covers(one, statement, group, name) for one in self._denies[name])


def _all_cover(places: list[_Statements], statement: Statement, group: Group, name: str) -> bool:
    """Whether the action is forbidden in every account under the document, of which there is one at least."""
    return bool(places) and all(place.cover(statement, group, name) for place in places)


@dataclass(frozen=True, slots=True)
class _Names:
    """The actions that a statement names, in lower case: most are plain, and those are found without matching."""

    plain: frozenset[str]
    patterns: tuple[str, ...]

    @classmethod
    def of(cls, statement: Statement) -> _Names:
        folded = [pattern.lower() for pattern in statement.action.patterns]
        wild = tuple(pattern for pattern in folded if "*" in pattern or "?" in pattern)
        return cls(frozenset(folded).difference(wild), wild)

    def has(self, name: str) -> bool:
        return name.lower() in self.plain or any(action_matches(one, name) for one in self.patterns)

    def triggers(self, group: Group) -> list[str]:
        """Return the triggers it names, by a pattern that is about the group and not about a whole service."""
        return [name for name in group.triggers if name.lower() in self.plain or self._means(name, group)]

    def _means(self, name: str, group: Group) -> bool:
        return any(action_matches(one, name) and _is_specific(one, group) for one in self.patterns)


def _forbids_by_name(statement: Statement) -> bool:
    """Whether it is a Deny of named actions, or an Allow of all but named actions."""
    return (statement.effect is Effect.ALLOW) is statement.action.negated


def _groups(statement: Statement) -> list[Group]:
    """Return the groups that may be concerned, renamed ones first."""
    by_service = groups_by_service()
    prefixes = dict.fromkeys(pattern.partition(":")[0].lower() for pattern in statement.action.patterns)
    found = {group.name: group for prefix in prefixes for group in by_service.get(prefix, ())}
    return sorted(found.values(), key=lambda group: group.kind is not Kind.RENAMED)


def _is_specific(pattern: str, group: Group) -> bool:
    """Whether at least half of the writing actions of a pattern belong to the group."""
    if not pattern.partition(":")[2].strip("*"):
        return False
    writing = [one for one in expand(pattern) if not re.search(":(Get|List|Describe|Search)", one)]
    members = {*group.triggers, *group.actions}
    return 2 * sum(one in members for one in writing) >= len(writing)


def _is_about(statement: Statement, group: Group) -> bool:
    """Whether the conditions leave no doubt that the statement is about the end, and not about one form of the call."""
    rows = narrowing(statement) if statement.effect is Effect.DENY else statement.conditions
    if group.kind is Kind.RENAMED:
        return True
    if any(_is_root_only(row) or row.key.lower().startswith(_TAGS) for row in rows):
        return False
    keys = [row.key.lower() for row in rows if not row.key.lower().startswith("aws:")]
    wanted = {key.lower() for key in group.keys}
    return all(key in wanted for key in keys) and bool(keys) is bool(wanted)


def _is_root_only(row: Condition) -> bool:
    about = row.key.lower() == "aws:principalarn" and not is_negated(row)
    return about and all(value.endswith(":root") for value in row.values)


def _limits_of_accounts(subject: Subject, around: Surroundings) -> list[tuple[Statement, ...]]:
    """Return, for each member account under the document, the statements of all documents that limit it; no doubles."""
    found: dict[tuple[str, ...], tuple[Statement, ...]] = {}
    for member in around.members:
        documents = [document for level in member.levels(subject.type) for document in level.documents]
        if any(document.name == subject.name for document in documents):
            names = tuple(document.name for document in documents)
            found[names] = tuple(one for document in documents for one in document.statements)
    return list(found.values())


def _covers(other: Statement, statement: Statement, group: Group, name: str) -> bool:
    """Whether another Deny of the action holds as widely; whom it spares does not count, nor what it approves."""
    keys = {key.lower() for key in group.keys}
    rows = (row for row in narrowing(other) if row not in statement.conditions and not _approves(row))
    if any(row.key.lower() not in keys for row in rows):
        return False
    if _is_whole(other.resource) or not _reaches(statement, name):
        return True
    globs = [Glob.of(pattern) for pattern in other.resource.patterns]
    return all(any(glob.matches(one) for glob in globs) for one in statement.resource.patterns)


def _approves(row: Condition) -> bool:
    """Whether a row lets a call pass with listed values of a service key only (the one permissions boundary)."""
    return is_negated(row) and not row.key.lower().startswith("aws:")


_ALL_OF_A_TYPE = re.compile(r"arn:[^:]*:(s3:::\*(/\*)?|(?!s3:)[^:]*:\*?:\*?:([A-Za-z-]*[/:])?\*)")
"""Only S3 has no type in front of the name: `arn:aws:s3:::logs/*` is one bucket, `...:instance/*` every instance."""


def _is_whole(element: Element) -> bool:
    """Whether Resource is everything, or everything of a type in any account (`arn:aws:ec2:*:*:instance/*`)."""
    if names_everything(element):
        return True
    return not element.negated and all(_ALL_OF_A_TYPE.fullmatch(one) for one in element.patterns)


def _reaches(statement: Statement, name: str) -> bool:
    """Whether the action can be authorized on a resource of the statement."""
    known = action(name)
    if known is None:
        return False
    if not known.resources:
        return reaches_no_resource(statement.resource)
    return any(reaches(statement.resource, known, use) for use in known.resources)


def _finding(subject: Subject, statement: Statement, group: Group, named: str, missing: list[str]) -> Finding:
    renamed = group.kind is Kind.RENAMED
    names = in_words(missing, None)
    why = _why_elsewhere(statement, missing)
    place = f"in a statement of their own ({why})" if why else "here"
    severity = Severity.NOTE if group.confidence == "low" else Severity.ERROR if renamed else Severity.WARNING
    denies = statement.effect is Effect.DENY
    said = f"denies `{named}` and leaves {names} open" if denies else f"leaves `{named}` out and allows {names}"
    add = "deny" if denies else "leave out"
    return subject.report(
        RULE,
        _place(subject, statement, named),
        f"{said}: {group.note}",
        f"{add} {_briefly(missing, names)} {place}, too: {group.source}",
        statement=statement,
        severity=severity,
        confidence=Confidence(group.confidence),
        witness=f"{missing[0]}: not denied, while {named} is" if denies else f"{missing[0]}: allowed",
        token=", ".join(missing),
        data_date=group.date,
        fix=None if why else _fix(subject, statement, missing, renamed),
    )


def _briefly(missing: list[str], names: str) -> str:
    """Return the names, or how many they are where the message has named them all."""
    return names if len(missing) < 4 else f"these {len(missing)}"


def _why_elsewhere(statement: Statement, missing: list[str]) -> str:
    """Why the missing actions cannot stand beside the others: other resources, or none of the keys it tests."""
    if not all(_reaches(statement, name) for name in missing):
        return "this one's resources are of another type"
    keys = [row.key for row in statement.conditions if not row.key.lower().startswith("aws:")]
    foreign = [key for key in keys if any((one := action(name)) and not carriers(one, key) for name in missing)]
    return f"not all of them carry {foreign[0]}" if foreign else ""


def _place(subject: Subject, statement: Statement, named: str) -> tuple[str | int, ...]:
    found = (pointer for pattern, pointer in actions(subject, statement) if action_matches(pattern, named))
    return next(found, action_pointer(statement))


def _fix(subject: Subject, statement: Statement, missing: list[str], safe: bool) -> Fix:
    title = f"add {_briefly(missing, ', '.join(missing))}"
    return appended(subject, action_pointer(statement), missing, title, safe=safe)
