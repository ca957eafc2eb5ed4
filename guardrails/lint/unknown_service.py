"""An action names a service that exists.

## What it does
Reports a service prefix that the service reference does not list, and one in capital letters. A note says where AWS no
longer documents a service.

## Why it matters
AWS accepts an SCP with any prefix. `cloudwatch-logs:*` matches no request, so a deny with it denies nothing, and a
`NotAction` with it exempts nothing.

## Example
```json
{
  "Version": "2012-10-17",
  "Statement": {
    "Sid": "DenyLogExports",
    "Effect": "Deny",
    "Action": "cloudwatch-logs:CreateExportTask",
    "Resource": "*"
  }
}
```

## Use instead
```json
{
  "Version": "2012-10-17",
  "Statement": {
    "Sid": "DenyLogExports",
    "Effect": "Deny",
    "Action": "logs:CreateExportTask",
    "Resource": "*"
  }
}
```

## How to fix
Use the prefix at the head of the service's page in the reference. `--fix` writes it where only one can be meant and the
action exists there. A service newer than the data of this release is a warning; suppress it by its prefix, or install a
newer release.

## Sources
- https://docs.aws.amazon.com/service-authorization/latest/reference/ (2026-09)
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from guardrails.catalog.freshness import date_of
from guardrails.catalog.services import close_matches, expand, prefixes, service
from guardrails.lint.names.service_names import meant_services
from guardrails.lint.names.spelling import MOST_SUGGESTIONS
from guardrails.lint.reasoning.effects import dead_action
from guardrails.lint.subjects.problem_rules import action_lists
from guardrails.lint.subjects.subject import Subject
from guardrails.lint.subjects.surroundings import Surroundings
from guardrails.lint.subjects.wording import did_you_mean
from guardrails.model.finding import Confidence, Edit, Finding, Fix, Rule, Severity
from guardrails.model.policy.document import Statement
from guardrails.model.policy.report import quoted
from guardrails.model.source import Pointer

RULE = Rule(
    "LINT-006",
    "unknown-service",
    "An action names a service that exists.",
    Severity.ERROR,
)

_Places = Sequence[tuple[str, Pointer]]


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield the findings about one document, one for each prefix of a statement."""
    known = frozenset(prefixes())
    unknown = 0
    for statement, listed in action_lists(subject):
        grouped: dict[str, list[tuple[str, Pointer]]] = {}
        for pattern, pointer in listed:
            prefix, colon, _ = pattern.partition(":")
            if colon and prefix != "*":
                grouped.setdefault(prefix, []).append((pattern, pointer))
        for prefix, places in grouped.items():
            if prefix.lower() not in known:
                unknown += 1
                yield _unknown(subject, statement, prefix, places, look=unknown <= MOST_SUGGESTIONS)
            elif prefix != prefix.lower():
                yield _capital(subject, statement, prefix, places)
            elif _is_retired(prefix):
                yield _undocumented(subject, statement, prefix, places)


def _unknown(subject: Subject, statement: Statement, prefix: str, places: _Places, *, look: bool) -> Finding:
    name = places[0][0].partition(":")[2]
    meant = meant_services(prefix, name) if look else ()
    message = f"no service has the prefix {quoted(prefix)}, {dead_action(statement)}"
    fix = _renamed(places, prefix, meant[0]) if len(meant) == 1 else None
    elsewhere = () if meant or not look or not name.isalnum() else close_matches(name)
    if meant:
        help = f"write {' or '.join(f'`{one}:`' for one in meant)}"
    elif elsewhere:
        help = did_you_mean(elsewhere)
    else:
        help = "look the prefix up in the service reference; one that is newer than the data is fine"
    return subject.report(
        RULE,
        places[0][1],
        message,
        help,
        statement=statement,
        severity=_severity(statement, bool(meant)),
        confidence=Confidence.HIGH if meant else Confidence.MEDIUM,
        token=prefix,
        data_date=date_of("services"),
        fix=fix,
    )


def _severity(statement: Statement, meant: bool) -> Severity:
    """An exemption of a service that is gone does no harm, and nobody else is left to mean."""
    if meant:
        return Severity.ERROR
    return Severity.NOTE if statement.action.negated else Severity.WARNING


def _renamed(places: _Places, prefix: str, right: str) -> Fix:
    """The prefix replaced wherever it stands; safe if each pattern then matches something."""
    pairs = [(pattern, f"{right}:{pattern.partition(':')[2]}", pointer) for pattern, pointer in places]
    edits = tuple(Edit(pointer, old, new) for old, new, pointer in pairs)
    return Fix(f"write `{right}:` for `{prefix}:`", edits, safe=all(expand(new) for _, new, _ in pairs))


def _capital(subject: Subject, statement: Statement, prefix: str, places: _Places) -> Finding:
    right = prefix.lower()
    return subject.report(
        RULE,
        places[0][1],
        f"{quoted(prefix)} has capital letters; AWS asks for a lower-case prefix in SCPs and RCPs",
        f"write `{right}:`",
        statement=statement,
        severity=Severity.NOTE,
        token=prefix,
        fix=_renamed(places, prefix, right),
    )


def _undocumented(subject: Subject, statement: Statement, prefix: str, places: _Places) -> Finding:
    return subject.report(
        RULE,
        places[0][1],
        f"AWS no longer documents {quoted(prefix)}: its actions may be gone",
        "take it out once nobody can use the service any more",
        statement=statement,
        severity=Severity.NOTE,
        token=prefix,
        data_date=date_of("services"),
    )


def _is_retired(prefix: str) -> bool:
    found = service(prefix)
    return found is not None and found.retired
