"""Keys of several values, and only those, have a set operator, which an absent key does not satisfy.

## What it does
It reports

- a key of several values (`aws:TagKeys`, `aws:PrincipalOrgPaths`, `sagemaker:InstanceTypes`) without `ForAnyValue` or
  `ForAllValues`: AWS requires one and does not say what happens otherwise;
- a set operator on a key that has one value;
- `ForAllValues`, which is true where the key is absent, in an Allow, or with a positive operator in a Deny, without
  `"Null": {key: "false"}` beside it;
- a Deny by `ForAllValues` with a positive operator on what a call lists (tags, subnets, records): one more value beside
  the listed ones evades it.

## Why it matters
Nobody knows whether the Deny below ever fires.

## Example
```json
{
  "Effect": "Deny",
  "Action": "sagemaker:CreateTrainingJob",
  "Resource": "*",
  "Condition": {"StringLike": {"sagemaker:InstanceTypes": "ml.p*"}}
}
```

## Use instead
```json
{
  "Effect": "Deny",
  "Action": "sagemaker:CreateTrainingJob",
  "Resource": "*",
  "Condition": {"ForAnyValue:StringLike": {"sagemaker:InstanceTypes": "ml.p*"}}
}
```

## How to fix
`ForAnyValue` asks whether some value of the request matches, `ForAllValues` whether each does. A Deny of listed values
needs `ForAnyValue` with a positive operator; a Deny of all but listed values needs `ForAnyValue` with a negated one.

## Sources
- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html (2026-09)
- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.catalog.freshness import date_of
from guardrails.catalog.keys import ConditionKey, condition_key
from guardrails.lint.fixes.amend import guarded, respelled
from guardrails.lint.reasoning.callers import is_negated
from guardrails.lint.reasoning.situations import can_be_absent, outcome_without, situations
from guardrails.lint.subjects.subject import Subject
from guardrails.lint.subjects.surroundings import Surroundings
from guardrails.lint.subjects.wording import verb
from guardrails.model.decision import Truth
from guardrails.model.finding import Confidence, Finding, Fix, Rule, Severity
from guardrails.model.policy.document import Condition, Effect, SetOperator, Statement

RULE = Rule(
    "LINT-016",
    "set-operator",
    "Keys of several values, and only those, have a set operator, which an absent key does not satisfy.",
    Severity.WARNING,
)


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield the findings about one document."""
    for statement in subject.statements:
        for row in statement.conditions:
            if row.operator == "Null":
                continue
            key = condition_key(row.key)
            if row.set_operator is SetOperator.NONE:
                if key is not None and key.multivalued:
                    yield _plain(subject, statement, row, key)
            elif key is not None and not key.multivalued:
                yield from _single(subject, statement, row)
            elif _is_vacuous(subject, statement, row):
                yield _vacuous(subject, statement, row)
            elif _is_evadable(statement, row):
                yield _evadable(subject, statement, row)


def _plain(subject: Subject, statement: Statement, row: Condition, key: ConditionKey) -> Finding:
    negated, denies = is_negated(row), statement.effect is Effect.DENY
    asked = f"write `ForAnyValue:{row.spelled}` if one value is enough, `ForAllValues:{row.spelled}` if each must match"
    fix = respelled(subject, statement, row, f"ForAnyValue:{row.spelled}", f"Write ForAnyValue:{row.spelled}")
    return subject.report(
        RULE,
        row.pointer,
        f"`{key.name}` may hold several values, and AWS does not say what `{row.spelled}` does with them:"
        f" nobody can rely on this {statement.effect.value}",
        f"write `ForAnyValue:{row.spelled}`" if denies and not negated else asked,
        statement=statement,
        severity=Severity.ERROR,
        confidence=Confidence.HIGH if key.presence else Confidence.MEDIUM,
        witness=f"a request with {key.name} {row.values[0]}: not known whether the statement applies",
        token=row.key,
        data_date=date_of("condition_keys" if key.presence is None else "global_keys"),
        fix=fix if not negated and denies else None,
    )


def _is_vacuous(subject: Subject, statement: Statement, row: Condition) -> bool:
    """Whether an absent key satisfies the row, and nobody would have meant that."""
    if row.set_operator is not SetOperator.FOR_ALL_VALUES:
        return False
    if statement.effect is Effect.DENY and is_negated(row):
        return False  # "deny unless some value is one of these": right to fire where there is none
    if not can_be_absent(row.key, statement, subject.type):
        return False
    gone = {row.key.lower()}
    if row.key.lower() == "aws:tagkeys":
        gone |= {one.key.lower() for one in statement.conditions if one.key.lower().startswith("aws:requesttag/")}
    return outcome_without(statement, gone) is not Truth.FALSE


def _vacuous(subject: Subject, statement: Statement, row: Condition) -> Finding:
    denies = statement.effect is Effect.DENY
    evadable = _is_evadable(statement, row)  # then `Null` alone would not do
    fix = _some_value(subject, statement, row) if evadable else _guarded(subject, statement, row)
    return subject.report(
        RULE,
        row.pointer,
        f"{verb(statement)} every request without `{row.key}`, too: `{row.spelled}` is true where there is no value",
        _help(row) if evadable else _guard_help(statement, row),
        statement=statement,
        confidence=Confidence.HIGH if statement.effect is Effect.ALLOW else Confidence.MEDIUM,
        witness=f"a request without {row.key}: {'explicit deny' if denies else 'allowed'}",
        token=row.key,
        fix=fix,
    )


_LISTED_BY_THE_CALLER: Final = (
    *("aws:tagkeys", "s3:requestobjecttagkeys", "kms:grantoperations", "lambda:layer", "ses:recipients"),
    "route53:changeresourcerecordsets",
)
_PARTS_OF_A_NETWORK: Final = ("subnet", "subnets", "subnetids", "securitygroup", "securitygroupids")
"""How keys begin, and how they end, whose values a call lists: whoever wants to can list one more."""


def _is_evadable(statement: Statement, row: Condition) -> bool:
    """Whether a Deny of requests that list these values only is evaded by whoever lists another one beside them."""
    if statement.effect is not Effect.DENY or row.set_operator is not SetOperator.FOR_ALL_VALUES:
        return False
    key = row.key.lower()
    if not (key.startswith(_LISTED_BY_THE_CALLER) or key.endswith(_PARTS_OF_A_NETWORK)):
        return False
    if is_negated(row) or not all(value.strip("*") for value in row.values):
        return False
    others = (one for one in statement.conditions if one is not row and one.key.lower() == key)
    return all(one.operator == "Null" for one in others)  # else somebody has thought of more values


def _evadable(subject: Subject, statement: Statement, row: Condition) -> Finding:
    return subject.report(
        RULE,
        row.pointer,
        f"does not deny a request with another value of `{row.key}` beside these: `{row.spelled}` is true only where"
        " all of them are listed",
        _help(row),
        statement=statement,
        confidence=Confidence.MEDIUM,
        witness=f"a request with {row.key} {row.values[0]} and something-else: not denied by this statement",
        token=row.key,
        fix=_some_value(subject, statement, row),
    )


def _help(row: Condition) -> str:
    plain = row.spelled.partition(":")[2].removesuffix("IfExists")
    opposite = plain.replace("Equals", "NotEquals", 1) if "Equals" in plain else plain.replace("Like", "NotLike", 1)
    return f"write `ForAnyValue:{plain}`; to deny all values but these, `ForAnyValue:{opposite}`"


def _some_value(subject: Subject, statement: Statement, row: Condition) -> Fix | None:
    operator = f"ForAnyValue:{row.spelled.partition(':')[2].removesuffix('IfExists')}"
    return respelled(subject, statement, row, operator, f"Write {operator}")


def _guard_help(statement: Statement, row: Condition) -> str:
    help = f'add `"Null": {{"{row.key}": "false"}}`'
    if statement.effect is Effect.ALLOW and _lacks_somewhere(statement, row):
        help += " in a statement of its own, for the resources that carry the key: the others never do"
    return help


def _guarded(subject: Subject, statement: Statement, row: Condition) -> Fix | None:
    if statement.effect is Effect.ALLOW and _lacks_somewhere(statement, row):
        return None  # it would allow no call at all
    return guarded(subject, statement, row.key, "Look only at requests with the key")


def _is_absent_somewhere(subject: Subject, statement: Statement, row: Condition) -> bool:
    """Whether some request that the statement is about lacks the key: some call, or the call on some resource."""
    if can_be_absent(row.key, statement, subject.type):
        return True
    return _lacks_somewhere(statement, row)


def _lacks_somewhere(statement: Statement, row: Condition) -> bool:
    """Whether some resource that the statement is about never carries the key, while another does."""
    prefix = row.key.partition(":")[0].lower()
    named = (prefix,) if prefix != "aws" else {one.partition(":")[0] for one in statement.action.patterns}
    return any(one.lacks(row.key) for prefix in named for one in situations(statement, prefix, row.key))


def _single(subject: Subject, statement: Statement, row: Condition) -> Iterator[Finding]:
    """Report a set operator on a key of one value; without effect where it changes nothing, so only a note then."""
    plain = row.spelled.partition(":")[2]
    negated = is_negated(row)
    any_value = row.set_operator is SetOperator.FOR_ANY_VALUE
    same = any_value is not negated or row.if_exists or not _is_absent_somewhere(subject, statement, row)
    absent = "true" if row.set_operator is SetOperator.FOR_ALL_VALUES else "false"
    effect = "it changes nothing" if same else f"it only makes the row {absent} where the key is absent"
    if not same and not any_value and statement.effect is Effect.ALLOW and _lacks_somewhere(statement, row):
        plain += "IfExists"  # else it would allow no call at all
    guard = not same and any_value  # without it the negated row would hold where the key is absent
    meant = f"`{plain}`" + (f', with `"Null": {{"{row.key}": "false"}}` beside it' if guard else "")
    yield subject.report(
        RULE,
        row.pointer,
        f"`{row.key}` has one value, and `{row.set_operator.value}` is for keys that have several: {effect}",
        f"write {meant}",
        statement=statement,
        severity=Severity.NOTE if same else Severity.WARNING,
        confidence=Confidence.HIGH if same else Confidence.MEDIUM,
        token=row.key,
        fix=respelled(subject, statement, row, plain, f"Write {plain}", guard=guard),
    )
