"""Every action exists, and every pattern matches at least one action.

## What it does
Reports an action that the service reference does not list, a pattern with wildcards that matches no action, and a text
that is no action pattern at all. A note says where only the letter case differs: AWS does not mind it.

## Why it matters
An action is not always named like its API operation. A deny of `s3:PutBucketEncryption` looks right and denies nothing:
the permission is called `s3:PutEncryptionConfiguration`, and AWS accepts any name without a word.

## Example
```json
{
  "Version": "2012-10-17",
  "Statement": {
    "Sid": "KeepEncryption",
    "Effect": "Deny",
    "Action": "s3:PutBucketEncryption",
    "Resource": "*"
  }
}
```

## Use instead
```json
{
  "Version": "2012-10-17",
  "Statement": {
    "Sid": "KeepEncryption",
    "Effect": "Deny",
    "Action": "s3:PutEncryptionConfiguration",
    "Resource": "*"
  }
}
```

## How to fix
Write the name that the service reference lists. `--fix` does so for a slip of one or two letters with one candidate,
for an operation whose permission only has another name, and for letter case. An action newer than the data of this
release is a warning; suppress it by its name, or install a newer release.

## Sources
- https://docs.aws.amazon.com/service-authorization/latest/reference/ (2026-09)
- https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html (2026-09)
- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.catalog.freshness import date_of
from guardrails.catalog.services import action, close_matches, expand, service
from guardrails.evaluation.patterns import action_matches
from guardrails.lint.names.action_names import checked_instead, is_renamed, resembling, slips
from guardrails.lint.names.spelling import MOST_SUGGESTIONS
from guardrails.lint.reasoning.effects import dead_action
from guardrails.lint.subjects.problem_rules import action_lists, finding_of, problems_of
from guardrails.lint.subjects.subject import Subject, raw_at
from guardrails.lint.subjects.surroundings import Surroundings
from guardrails.lint.subjects.wording import did_you_mean, in_words
from guardrails.model.finding import Confidence, Edit, Finding, Fix, Rule, Severity
from guardrails.model.policy.document import Effect, PolicyType, Statement
from guardrails.model.policy.report import quoted
from guardrails.model.source import Pointer

RULE = Rule(
    "LINT-007",
    "unknown-action",
    "Every action exists, and every pattern matches at least one action.",
    Severity.ERROR,
)


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield the findings about one document."""
    yield from _malformed(subject)
    unknown = 0
    for statement, listed in action_lists(subject):
        for pattern, pointer in listed:
            prefix, _, name = pattern.partition(":")
            if pattern == "*:*" and subject.type is not PolicyType.RCP:  # there it is LINT-004's
                yield _every(subject, statement, pointer)
            if not name.strip("*") or service(prefix) is None:
                continue
            known = action(pattern)
            if known is None and not expand(pattern):
                unknown += 1
                yield _unknown(subject, statement, pattern, pointer, look=unknown <= MOST_SUGGESTIONS)
            elif known and known.name != pattern and prefix == prefix.lower():
                yield _case(subject, statement, pattern, pointer, known.name)


def _every(subject: Subject, statement: Statement, pointer: Pointer) -> Finding:
    return subject.report(
        RULE,
        pointer,
        "AWS documents `*` for every action, and says nothing of `*:*`; the simulator takes it for every action",
        "write `*`",
        statement=statement,
        severity=Severity.WARNING,
        confidence=Confidence.MEDIUM,
        token="*:*",
        fix=Fix("write `*`", (Edit(pointer, "*:*", "*"),)),
    )


def _unknown(subject: Subject, statement: Statement, pattern: str, pointer: Pointer, *, look: bool) -> Finding:
    meant = checked_instead(pattern) or (slips(pattern) if look else ())
    listed = bool(meant) and all(any(action_matches(one, name) for one in statement.action.patterns) for name in meant)
    severity = Severity.WARNING if not meant else Severity.NOTE if listed else Severity.ERROR
    return subject.report(
        RULE,
        pointer,
        f"{_what(pattern)}, {dead_action(statement)}",
        _help(pattern, meant or (resembling(pattern) if look else ()), listed),
        statement=statement,
        severity=severity,
        confidence=Confidence.HIGH if meant else Confidence.MEDIUM,
        witness="" if listed else _open_door(statement, meant),
        token=pattern,
        data_date=date_of("services"),
        fix=_fix(pattern, pointer, meant, listed),
    )


def _what(pattern: str) -> str:
    if "*" in pattern or "?" in pattern:
        return f"no action matches {quoted(pattern)}"
    prefix = pattern.partition(":")[0]
    if checked_instead(pattern):
        return f"{quoted(pattern)} names an operation, but no permission"
    return f"`{prefix}` has no action {quoted(pattern)}"


def _help(pattern: str, like: tuple[str, ...], listed: bool) -> str:
    names = in_words(like, None)
    if listed:
        return f"take it out: AWS checks {names}, which is listed here"
    if checked_instead(pattern):
        covers = "which covers" if len(like) == 1 else "which cover"
        wider = "" if is_renamed(pattern) else f", {covers} other operations as well"
        return f"AWS checks {names} instead{wider}"
    if like:
        return did_you_mean(like)
    return "look the name up in the service reference; an action newer than the data is fine"


def _open_door(statement: Statement, meant: tuple[str, ...]) -> str:
    if not meant or statement.effect is not Effect.DENY:
        return ""
    return f"{meant[0]}: {'denied' if statement.action.negated else 'not denied'} by this statement"


def _fix(pattern: str, pointer: Pointer, meant: tuple[str, ...], listed: bool) -> Fix | None:
    if listed and isinstance(pointer[-1], int):
        return Fix(f"take `{pattern}` out", (Edit(pointer, pattern, None),), safe=True)
    if len(meant) != 1:
        return None
    safe = is_renamed(pattern) or not checked_instead(pattern)
    return Fix(f"write `{meant[0]}`", (Edit(pointer, pattern, meant[0]),), safe=safe)


def _case(subject: Subject, statement: Statement, pattern: str, pointer: Pointer, right: str) -> Finding:
    return subject.report(
        RULE,
        pointer,
        f"AWS writes {quoted(pattern)} as `{right}`; both match, but people search for the second",
        f"write `{right}`",
        statement=statement,
        severity=Severity.NOTE,
        token=pattern,
        fix=Fix(f"write `{right}`", (Edit(pointer, pattern, right),), safe=True),
    )


def _malformed(subject: Subject) -> Iterator[Finding]:
    """Yield the texts that are no action pattern: AWS refuses the document."""
    for number, problem in enumerate(problems_of(subject, RULE)):
        pointer = problem.location.pointer
        text = raw_at(subject.value, pointer)
        if not isinstance(text, str):
            continue
        right = _meant_by(text) if number < MOST_SUGGESTIONS else ""
        fix = Fix(f"write `{right}`", (Edit(pointer, text, right),), safe=True) if right else None
        help = did_you_mean((right,)) if right else problem.help
        yield finding_of(subject, RULE, problem, help=help, token=text, fix=fix)


def _meant_by(text: str) -> str:
    """Return the one action pattern that a text was meant to be: stray spaces, another separator, no service."""
    joined = "".join(text.split())
    for candidate in (joined, joined.replace(".", ":", 1), joined.replace("/", ":", 1), joined.replace("::", ":", 1)):
        if candidate.partition(":")[2] and candidate.count(":") == 1 and expand(candidate):
            return candidate
    found = close_matches(joined) if joined.isalnum() and len(joined) > 3 else ()
    return found[0] if len(found) == 1 else ""
