"""A statement names callers, actions and resources that its type of policy can bind.

## What it does
Reports what an SCP or RCP says about callers, resources and actions that it never binds. SCPs: service-linked roles,
AWS service principals, anonymous and outside callers, the management account, and a few services. RCPs: services that
are not on AWS's list, service-linked roles, AWS managed keys, `kms:RetireGrant`, the management account's resources. A
statement without any effect is an error, a part of one a warning, an exemption of somebody who is free a note.

## Why it matters
Such a statement reads like protection and is none: an SCP that denies AWS services the use of a key, or an RCP on EC2,
is accepted by AWS and does nothing.

## Example
```json
{
  "Version": "2012-10-17",
  "Statement": {
    "Sid": "DenyServiceLinkedRoles",
    "Effect": "Deny",
    "Action": "s3:DeleteBucket",
    "Resource": "*",
    "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/aws-service-role/*"}}
  }
}
```

## Use instead
```json
{
  "Version": "2012-10-17",
  "Statement": {
    "Sid": "DenyAllButThePipeline",
    "Effect": "Deny",
    "Action": "s3:DeleteBucket",
    "Resource": "*",
    "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/guardrails/apply"}}
  }
}
```

## How to fix
Say it where it binds: outsiders and AWS services in an RCP or a resource policy, service-linked roles by not using the
service, the management account by keeping workloads out of it, other services in an SCP. Drop needless exemptions.

## Sources
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html (2026-09)
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from guardrails.catalog.freshness import date_of
from guardrails.catalog.rcp import is_rcp_service
from guardrails.catalog.services import service
from guardrails.evaluation.patterns import arn_fields
from guardrails.evaluation.reach import UNRESTRICTABLE_SERVICES
from guardrails.lint.reasoning.callers import is_false_test, is_negated
from guardrails.lint.subjects.subject import Subject, action_pointer, actions, resource_pointer, resources, values
from guardrails.lint.subjects.surroundings import Surroundings
from guardrails.lint.subjects.wording import verb
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.organization.levels import every_account
from guardrails.model.policy.document import Condition, Effect, PolicyType, Statement
from guardrails.model.policy.placeholders import placeholders_in
from guardrails.model.source import Pointer

RULE = Rule(
    "LINT-029",
    "never-bound",
    "A statement names callers, actions and resources that its type of policy can bind.",
    Severity.WARNING,
)

_LINKED_ROLE = "role/aws-service-role/"

_ONLY_SERVICES: Final = {
    "aws:principalservicename": "only AWS service principals have it",
    "aws:principalservicenameslist": "only AWS service principals have it",
    "aws:sourcearn": "only calls of AWS service principals have it",
    "aws:sourceaccount": "only calls of AWS service principals have it",
    "aws:sourceorgid": "only calls of AWS service principals have it",
    "aws:sourceorgpaths": "only calls of AWS service principals have it",
}
"""Keys that are in no request of a caller whom SCPs bind.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (2026-09)
"""

_UNBOUND_VALUES: Final = {
    "aws:principalaccount": {"anonymous": "anonymous callers have no account"},
    "aws:principaltype": {"anonymous": "anonymous callers are of no account", "service": "AWS services are not bound"},
}
"""Values that only callers have whom SCPs do not bind, in lower case."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the organization: its management account, and all its accounts where each has an id."""

    management: str = ""
    accounts: frozenset[str] = frozenset()

    @classmethod
    def of(cls, around: Surroundings) -> _Known:
        if around.organization is None:
            return cls()
        ids = frozenset(account.id for account in every_account(around.organization))
        return cls(around.organization.management.id, frozenset() if "" in ids else ids)


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield the findings about each statement."""
    known = _Known.of(around)
    for statement in subject.statements:
        for row in statement.conditions:
            yield from _caller(subject, statement, row, known)
            if subject.type is PolicyType.SCP:
                yield from _service_key(subject, statement, row)
                yield from _own_organization(subject, statement, row)
        if subject.type is PolicyType.SCP:
            yield from _actions(subject, statement, _unrestrictable(statement))
        elif statement.effect is Effect.DENY:
            yield from _rcp_actions(subject, statement)
            yield from _rcp_resources(subject, statement, known.management)


def _is_positive(row: Condition) -> bool:
    return row.operator != "Null" and not is_negated(row) and not is_false_test(row)


def _caller(subject: Subject, statement: Statement, row: Condition, known: _Known) -> Iterator[Finding]:
    """Yield findings about callers that a row names and the policy does not bind."""
    key = row.key.lower()
    if row.operator.startswith(("String", "Arn")) and key in (
        "aws:principalarn",
        "aws:principalaccount",
        *_UNBOUND_VALUES,
    ):
        named = list(values(subject, row))
        unbound = [
            (value, place, why) for value, place in named if (why := _why_unbound(key, value, subject.type, known))
        ]
        if unbound and not is_negated(row):
            whole = len(unbound) == len(named) and not row.if_exists
            yield from _named_callers(subject, statement, row, unbound, whole)
        elif statement.effect is Effect.DENY:
            # The exemption of an account that the file does not know may be meant for one that is to come.
            needless = (one for one in unbound if not one[2].startswith("account "))
            yield from (_needless(subject, statement, value, place, why) for value, place, why in needless)


def _why_unbound(key: str, value: str, type: PolicyType, known: _Known) -> str:
    """Return why no policy of that type binds a caller with that value; empty where it does."""
    account = value if key == "aws:principalaccount" else ""
    if key == "aws:principalarn":
        fields = arn_fields(value)
        if len(fields) < 6:
            return ""
        if fields[5].startswith(_LINKED_ROLE):
            return f"service-linked roles are bound by no {type.value}"
        account = fields[4]
    if type is not PolicyType.SCP:
        return ""
    if known.management and account == known.management:
        return "the management account is bound by no SCP"
    if known.accounts and account.isdigit() and account not in known.accounts:
        return f"account {account} is not of this organization, and SCPs bind only its own principals"
    return _UNBOUND_VALUES.get(key, {}).get(value.lower(), "")


def _named_callers(
    subject: Subject,
    statement: Statement,
    row: Condition,
    unbound: list[tuple[str, Pointer, str]],
    whole: bool,
) -> Iterator[Finding]:
    """Yield one finding where a statement is about nobody else, else one for each value."""
    if whole:
        yield _without_effect(subject, statement, row.pointer, unbound[0][2], unbound[0][0])
        return
    yield from (_idle_part(subject, statement, *one) for one in unbound)


def _idle_part(subject: Subject, statement: Statement, text: str, place: Pointer, why: str) -> Finding:
    message, help = f"`{text}` has no effect here: {why}", "remove it; the others keep their effect"
    return subject.report(RULE, place, message, help, statement=statement, token=text)


def _needless(subject: Subject, statement: Statement, value: str, place: Pointer, why: str) -> Finding:
    return subject.report(
        RULE,
        place,
        f"exempts `{value}` without need: {why}",
        "take the exemption away, or keep it as a remark for readers",
        statement=statement,
        severity=Severity.NOTE,
        token=value,
    )


def _without_effect(subject: Subject, statement: Statement, place: Pointer, why: str, token: str) -> Finding:
    name = subject.type.value
    return subject.report(
        RULE,
        place,
        f"the statement {verb(statement)} nothing to anybody: {why}",
        f"say it where it binds (an {'RCP' if name == 'SCP' else 'SCP'} or a resource policy), or remove the statement",
        statement=statement,
        severity=Severity.ERROR,
        witness=f"any caller whom {name}s bind: the statement does not match",
        token=token,
    )


def _service_key(subject: Subject, statement: Statement, row: Condition) -> Iterator[Finding]:
    """Yield a finding about a row of an SCP that only calls of AWS service principals meet, or that all others meet."""
    key = row.key.lower()
    if key == "aws:principalisawsservice" and row.operator == "Bool":
        if is_false_test(row) and statement.effect is Effect.DENY:
            why = "AWS service principals are bound by no SCP, so the row always holds"
            yield _needless(subject, statement, row.key, row.pointer, why)
        elif [value.lower() for value in row.values] == ["true"] and not row.if_exists:
            why = "AWS service principals are bound by no SCP"
            yield _without_effect(subject, statement, row.pointer, why, row.key)
    elif key in _ONLY_SERVICES and not row.if_exists and _asks_for_presence(row):
        why = f"of {row.key}, {_ONLY_SERVICES[key]}, and SCPs do not bind those"
        yield _without_effect(subject, statement, row.pointer, why, row.key)


def _asks_for_presence(row: Condition) -> bool:
    if row.operator == "Null":
        return [value.lower() for value in row.values] == ["false"]
    return _is_positive(row) and row.set_operator.value != "ForAllValues"


def _own_organization(subject: Subject, statement: Statement, row: Condition) -> Iterator[Finding]:
    """Yield a finding about an SCP for callers from elsewhere: it reaches only the organization's own principals."""
    if row.key.lower() not in ("aws:principalorgid", "aws:principalorgpaths") or statement.effect is Effect.ALLOW:
        return
    if not is_negated(row) or any("${" in value or placeholders_in(value) for value in row.values):
        return
    if row.key.lower() == "aws:principalorgpaths" and not all(_is_whole_organization(one) for one in row.values):
        return  # who stands outside of some OUs is bound
    others = (one for one in statement.conditions if one.key.lower().startswith("aws:principalorg"))
    if any(_is_positive(one) for one in others):
        return  # the other row says which organization is one's own, and this may be another one
    named = ", ".join(row.values)
    why = f"SCPs bind only principals of the organization itself (were `{named}` another one, it would deny everybody)"
    yield _without_effect(subject, statement, row.pointer, why, row.key)


def _is_whole_organization(path: str) -> bool:
    parts = [part for part in path.split("/") if part not in ("", "*")]
    return len(parts) == 1 or (len(parts) == 2 and parts[1].startswith("r-"))


def _unrestrictable(statement: Statement) -> dict[str, str]:
    """Return the services of the actions that no SCP restricts; one without a known action is another rule's matter."""
    prefixes = {pattern.partition(":")[0].lower() for pattern in statement.action.patterns}
    return {one: "no SCP restricts its actions" for one in prefixes & UNRESTRICTABLE_SERVICES if service(one)}


def _rcp_actions(subject: Subject, statement: Statement) -> Iterator[Finding]:
    """Yield findings about the services of an RCP's actions that RCPs do not reach."""
    if statement.action.negated:
        return
    unbound: dict[str, str] = {}
    for pattern in statement.action.patterns:
        prefix = pattern.partition(":")[0].lower()
        if ":" in pattern and not is_rcp_service(prefix) and service(prefix) is not None:
            more = " (opensearch is on the list, but domains are of es)" if prefix == "es" else ""
            unbound[prefix] = f"RCPs do not reach the resources of `{prefix}`{more}"
    yield from _actions(subject, statement, unbound, data_date=date_of("rcp"))


def _actions(
    subject: Subject, statement: Statement, unbound: Mapping[str, str], *, data_date: str = ""
) -> Iterator[Finding]:
    """Yield one finding where all actions are of such services, else one for each of these actions."""
    if statement.effect is Effect.ALLOW or statement.action.negated:
        return
    named = list(actions(subject, statement))
    free = [(pattern, place, why) for pattern, place in named if (why := _why_free(pattern, subject.type, unbound))]
    if free and len(free) == len(named):
        why = "; ".join(dict.fromkeys(reason for _, _, reason in free))
        found = _without_effect(
            subject, statement, action_pointer(statement), why, ", ".join(one for one, _, _ in free)
        )
        yield replace(found, data_date=data_date)
        return
    yield from (replace(_idle_part(subject, statement, *one), data_date=data_date) for one in free)


def _why_free(pattern: str, type: PolicyType, unbound: Mapping[str, str]) -> str:
    if type is PolicyType.RCP and pattern.lower() == "kms:retiregrant":
        return "no RCP restricts kms:RetireGrant"
    return unbound.get(pattern.partition(":")[0].lower(), "") if ":" in pattern else ""


def _rcp_resources(subject: Subject, statement: Statement, management: str) -> Iterator[Finding]:
    """Yield findings about resources that RCPs spare."""
    if statement.resource.negated:
        return
    named = list(resources(subject, statement))
    free = [(pattern, place, why) for pattern, place in named if (why := _why_spared(pattern, management))]
    if free and len(free) == len(named):
        yield _without_effect(subject, statement, resource_pointer(statement), free[0][2], free[0][0])
        return
    yield from (_idle_part(subject, statement, *one) for one in free)


def _why_spared(pattern: str, management: str) -> str:
    fields = arn_fields(pattern)
    if len(fields) < 6:
        return ""
    if fields[5].startswith(_LINKED_ROLE):
        return "service-linked roles are bound by no RCP"
    if fields[2] == "kms" and fields[5].startswith("alias/aws/"):
        return "AWS managed keys are bound by no RCP"
    return "resources of the management account are bound by no RCP" if management and fields[4] == management else ""
