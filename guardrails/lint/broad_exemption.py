"""An exemption names the principals that it exempts, and no wider group.

## What it does
Reports exemptions from a Deny (and the callers of an Allow) that are wider than a name: `*`, every role or user, names
that begin with a wildcard or with a few letters, every Identity Center role, most accounts of the organization, nearly
all addresses; exemptions that callers grant themselves (user agent, referer, session name, tags); in an RCP, names of
roles in any account of the world; and `...:root`, which is the root user and not the account.

## Why it matters
Whoever may create a role chooses its name. `role/*admin*` exempts `role/not-an-admin`, too, and an RCP that exempts
`arn:aws:iam::*:role/backup` lets in any stranger who gives a role that name.

## Example
```json
{
  "Version": "2012-10-17",
  "Statement": {
    "Sid": "KeepTheTrail",
    "Effect": "Deny",
    "Action": "cloudtrail:*",
    "Resource": "*",
    "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/*admin*"}}
  }
}
```

## Use instead
```json
{
  "Version": "2012-10-17",
  "Statement": {
    "Sid": "KeepTheTrail",
    "Effect": "Deny",
    "Action": "cloudtrail:*",
    "Resource": "*",
    "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/guardrails/pipeline-apply"}}
  }
}
```

## How to fix
Name the role in full, with its path; give exempt roles a path of their own that another statement protects. Exempt an
account by not attaching the policy to it, or with `aws:PrincipalAccount`.

## Sources
- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (2026-09)
- https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html (2026-09)
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guardrails.evaluation.matching import action_element_matches
from guardrails.lint.reasoning.callers import asks_for_absence, exemptions, is_negated
from guardrails.lint.reasoning.principal_patterns import Breadth, breadth, has_open_account
from guardrails.lint.subjects.subject import Subject, values
from guardrails.lint.subjects.surroundings import Surroundings
from guardrails.model.finding import Confidence, Finding, Rule, Severity
from guardrails.model.policy.document import Condition, Effect, PolicyDocument, PolicyType, Statement
from guardrails.model.policy.placeholders import placeholders_in
from guardrails.model.source import Pointer

RULE = Rule(
    "LINT-021",
    "broad-exemption",
    "An exemption names the principals that it exempts, and no wider group.",
    Severity.WARNING,
)

_FORGEABLE = {
    "aws:useragent": "the caller writes the user agent itself",
    "aws:referer": "the caller writes the referer itself",
}
_ORGANIZATION = ("aws:principalorgid", "aws:principalorgpaths", "aws:principalaccount")


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield the findings about the exemptions of each statement."""
    kept: frozenset[str] | None = None
    for statement in subject.statements:
        for row in exemptions(statement):
            key = row.key.lower()
            if key == "aws:principalarn":
                yield from _arns(subject, statement, row)
            elif key == "aws:principalaccount":
                yield from _accounts(subject, around, statement, row)
            elif key == "aws:sourceip":
                yield from _addresses(subject, statement, row)
            elif key == "aws:userid":
                yield from _sessions(subject, statement, row)
            elif key in _FORGEABLE:
                yield _finding(subject, statement, row.pointer, row.key, _FORGEABLE[key], Confidence.HIGH)
        tags = [row for row in statement.conditions if row.key.lower().startswith("aws:principaltag/")]
        judged_elsewhere = around.organization is not None and subject.type is PolicyType.SCP
        if tags and statement.effect is Effect.DENY and not judged_elsewhere:
            if kept is None:
                kept = _kept(one.document for one in around.subjects or (subject,) if one.document)
            for row in tags:
                yield from _tag(subject, kept, statement, row)


def _finding(
    subject: Subject,
    statement: Statement,
    place: Pointer,
    token: str,
    why: str,
    confidence: Confidence,
    severity: Severity | None = None,
    help: str = "name the principals that are meant, each with account and path",
) -> Finding:
    verb = "exempts" if statement.effect is Effect.DENY else "is for"
    return subject.report(
        RULE,
        place,
        f"{verb} callers by `{token}`: {why}",
        help,
        statement=statement,
        severity=severity,
        confidence=confidence,
        token=token,
    )


def _certain(subject: Subject, row: Condition) -> Iterator[tuple[str, Pointer]]:
    """Yield the values that are no variable and no placeholder; of a bare `*` other rules say that it never denies."""
    for value, place in values(subject, row):
        if "${" not in value and not placeholders_in(value) and value.strip("*?"):
            yield value, place


def _arns(subject: Subject, statement: Statement, row: Condition) -> Iterator[Finding]:
    if row.operator in ("StringEquals", "StringNotEquals"):
        return  # wildcards are plain characters there: another rule says so
    outsiders = subject.type is PolicyType.RCP and _lets_outsiders_in(subject, statement)
    for value, place in _certain(subject, row):
        found = breadth(value, is_arn_operator=row.operator.startswith("Arn"))
        if found and found.whole and statement.effect is Effect.ALLOW:
            continue  # "roles only", or "this account only", is a limit as good as a name
        if found:
            yield _broad(subject, statement, place, value, found)
        elif outsiders and has_open_account(value):
            why = "any account in the world can have a role of that name, and an RCP meets callers from everywhere"
            help = "write the account ids, or add the condition that the caller is of your organization"
            severity, sure = (
                (Severity.ERROR, Confidence.HIGH) if _is_perimeter(statement) else (Severity.WARNING, Confidence.MEDIUM)
            )
            yield _finding(subject, statement, place, value, why, sure, severity, help)


def _broad(subject: Subject, statement: Statement, place: Pointer, value: str, found: Breadth) -> Finding:
    return _finding(subject, statement, place, value, found.why, found.confidence, found.severity)


def _lets_outsiders_in(subject: Subject, statement: Statement) -> bool:
    """Whether the Deny is for callers from elsewhere, too, and no other one keeps them out, exempted names aside."""
    if any(_is_for(row) for row in statement.conditions):
        return False
    others = [one for one in subject.statements if one is not statement and one.effect is Effect.DENY]
    return not any(_is_perimeter(one) and not any(True for _ in _named(one)) for one in others)


def _is_for(row: Condition) -> bool:
    """Whether a row limits a Deny to callers of its choice: of the organization, or with a tag."""
    key = row.key.lower()
    own = key in _ORGANIZATION or key.startswith("aws:principaltag/")
    return own and row.operator != "Null" and not is_negated(row)


def _is_perimeter(statement: Statement) -> bool:
    return any(row.key.lower() in _ORGANIZATION[:2] and is_negated(row) for row in statement.conditions)


def _named(statement: Statement) -> Iterator[Condition]:
    return (row for row in exemptions(statement) if row.key.lower() == "aws:principalarn")


def _accounts(subject: Subject, around: Surroundings, statement: Statement, row: Condition) -> Iterator[Finding]:
    if row.operator in ("StringLike", "StringNotLike"):
        for value, place in _certain(subject, row):
            if "*" in value or "?" in value:
                yield _finding(subject, statement, place, value, "the ids of accounts follow no order", Confidence.HIGH)
    if statement.effect is Effect.ALLOW:
        return
    under = [
        member.account.id
        for member in around.members
        if any(level.holds(subject.name) for level in member.levels(subject.type))
    ]
    exempt = [id for id in under if id in row.values]
    if len(exempt) > 1 and 2 * len(exempt) > len(under):
        why = f"that is {len(exempt)} of the {len(under)} accounts under the policy"
        help = "attach the policy where it is meant to hold, or turn the condition round"
        yield _finding(subject, statement, row.pointer, row.key, why, Confidence.MEDIUM, help=help)


def _addresses(subject: Subject, statement: Statement, row: Condition) -> Iterator[Finding]:
    if row.operator not in ("IpAddress", "NotIpAddress"):
        return
    for value, place in _certain(subject, row):
        address, _, bits = value.partition("/")
        least = 16 if ":" in address else 8
        private = address.lower().startswith(("fc", "fd"))
        if bits.isdigit() and int(bits) < least and not private:
            why = f"that is {'every address' if int(bits) == 0 else 'a large part of all addresses'} of the internet"
            yield _finding(subject, statement, place, value, why, Confidence.HIGH, help="write your own addresses")


def _sessions(subject: Subject, statement: Statement, row: Condition) -> Iterator[Finding]:
    """Yield findings about user ids that any role session can have: the caller chooses the part after the colon."""
    if row.operator not in ("StringLike", "StringNotLike"):
        return
    for value, place in _certain(subject, row):
        if not value.partition(":")[0].strip("*?"):
            why = "the part after the colon is the session name, which the caller chooses"
            yield _finding(
                subject, statement, place, value, why, Confidence.HIGH, help="write the role's id: AROA...:*"
            )


def _tag(subject: Subject, kept: frozenset[str], statement: Statement, row: Condition) -> Iterator[Finding]:
    """Yield a finding about an exemption by tag, unless some document keeps the tag from being set.

    Of the SCPs of an organization LINT-020 knows more.
    """
    by_absence = asks_for_absence(row)
    if not (by_absence or is_negated(row)) or (not by_absence and not any(True for _ in _certain(subject, row))):
        return
    tag = row.key.partition("/")[2]
    if subject.type is PolicyType.RCP:
        if _lets_outsiders_in(subject, statement):
            why = "a caller from outside tags its own roles as it likes, and an RCP meets callers from everywhere"
            severity = None if _is_perimeter(statement) else Severity.NOTE
            yield _finding(subject, statement, row.pointer, row.key, why, Confidence.MEDIUM, severity)
    elif kept.isdisjoint(("aws:tagkeys", f"aws:requesttag/{tag.lower()}")):
        why = "who may tag roles or pass session tags exempts itself, and no document here keeps the tag"
        help = f"deny iam:TagRole, iam:TagUser and sts:TagSession where aws:TagKeys holds {tag}, but for its keepers"
        yield _finding(subject, statement, row.pointer, row.key, why, Confidence.LOW, Severity.NOTE, help)


def _kept(documents: Iterable[PolicyDocument]) -> frozenset[str]:
    """Return the condition keys, in lower case, by which Denies keep tags from being set on roles or sessions."""
    found: set[str] = set()
    for document in documents:
        for statement in document.statements:
            keys = {row.key.lower() for row in statement.conditions}
            keys = {key for key in keys if key == "aws:tagkeys" or key.startswith("aws:requesttag/")}
            if keys and statement.effect is Effect.DENY and _is_about_tagging(statement):
                found |= keys
    return frozenset(found)


def _is_about_tagging(statement: Statement) -> bool:
    return any(action_element_matches(statement.action, name) for name in ("iam:TagRole", "sts:TagSession"))
