"""Nobody can create or take over a principal that a policy exempts.

## What it does
For each role or user that a Deny spares by `aws:PrincipalArn` (or by a principal tag), or that an Allow is limited to,
it asks the engine, in every account below the policy and under all SCPs that bind it: may somebody else call

- iam:CreateRole or iam:UpdateAssumeRolePolicy on that role,
- iam:CreateUser, iam:UpdateUser, iam:CreateAccessKey, iam:CreateLoginProfile or iam:UpdateLoginProfile on that user,
- iam:TagRole, iam:TagUser or sts:TagSession with that tag?

With any of these the caller becomes the exempt principal. Calls that only change what the role may do are left out, and
so is iam:PassRole, which needs a trust policy that names the service. Roles under /aws-reserved/ and /aws-service-role/
are AWS's to change, and Control Tower guards its own. Principals exempt by name in the organization file are ORG-021's.
In a folder without an organization file the documents in view are taken together, and the finding is a warning; of one
document nothing can be said unless it protects the principal in part.

## Why it matters
An SCP binds the administrators of member accounts. One who can create the exempt role is exempt at will.

## Example
```yaml
documents:
  no-users:
    Effect: Deny
    Action: iam:CreateUser
    Resource: "*"
    Condition: {ArnNotLike: {"aws:PrincipalArn": "arn:aws:iam::*:role/break-glass"}}
```

## Use instead
```yaml
documents:
  no-users:
    Version: "2012-10-17"
    Statement:
    - Sid: DenyUsers
      Effect: Deny
      Action: iam:CreateUser
      Resource: "*"
      Condition: {ArnNotLike: {"aws:PrincipalArn": "arn:aws:iam::*:role/break-glass"}}
    - Sid: ProtectBreakGlass
      Effect: Deny
      Action: ["iam:CreateRole", "iam:DeleteRole", "iam:UpdateAssumeRolePolicy"]
      Resource: "arn:aws:iam::*:role/break-glass"
```

## How to fix
Deny these calls on the ARN at the same node or above; deny the other writing verbs on it as well. `--fix` changes
nothing: who is to keep the right to change the role is for you to say.

## Sources
- https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html (2026-09)
- https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateUser.html (2026-09)
- https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html (2026-09)
- https://docs.aws.amazon.com/controltower/latest/controlreference/mandatory-controls.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from guardrails.evaluation.matching import resource_element_matches
from guardrails.lint.exempt_principals import named_arns
from guardrails.lint.reasoning.callers import asks_for_absence
from guardrails.lint.reasoning.principal_patterns import breadth
from guardrails.lint.reasoning.scenes import folder_scene, scenes_under
from guardrails.lint.reasoning.takeover import Scene, Takeover, remedy, rules, tag_takeover, takeover, told
from guardrails.lint.subjects.subject import Subject, values
from guardrails.lint.subjects.surroundings import Surroundings
from guardrails.model.decision import Truth
from guardrails.model.finding import Confidence, Finding, Rule, Severity
from guardrails.model.policy.document import FULL_AWS_ACCESS, Condition, Effect, SetOperator, Statement
from guardrails.model.policy.placeholders import placeholders_in
from guardrails.model.source import Pointer

RULE = Rule(
    "LINT-020",
    "unprotected-exemption",
    "Nobody can create or take over a principal that a policy exempts.",
    Severity.ERROR,
)

_NEGATED = ("ArnNotEquals", "ArnNotLike", "StringNotEquals", "StringNotEqualsIgnoreCase", "StringNotLike")
_POSITIVE = ("ArnEquals", "ArnLike", "StringEquals", "StringEqualsIgnoreCase", "StringLike")
_ARN, _TAG = "aws:principalarn", "aws:principaltag/"


class _Exemption(NamedTuple):
    """One value of a row that spares principals; `all` are the values of its row."""

    statement: Statement
    key: str
    value: str
    all: tuple[str, ...]
    pointer: Pointer

    @property
    def pattern(self) -> str:
        """The value as a pattern: the account of the caller is each account that is asked about."""
        return self.value.replace("${aws:PrincipalAccount}", "*")


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield each exempt principal, once a document, that somebody who is not exempt can become."""
    known = named_arns(around.organization, subject.name) if around.organization else ()
    seen: set[tuple[str, str]] = set()
    for exemption in _exemptions(subject):
        identity = (exemption.key.lower(), exemption.value)
        if (
            identity in seen
            or exemption.value in known
            or placeholders_in(exemption.value)
            or "${" in exemption.pattern
        ):
            continue
        seen.add(identity)
        yield from _judged(subject, around, exemption)


def _exemptions(subject: Subject) -> Iterator[_Exemption]:
    for statement in subject.statements:
        for row in statement.conditions:
            if _spares(statement, row):
                for value, pointer in values(subject, row):
                    yield _Exemption(statement, row.key, "*" if row.operator == "Null" else value, row.values, pointer)


def _spares(statement: Statement, row: Condition) -> bool:
    """Whether a row takes principals out of a Deny, or lets only these into an Allow."""
    denies, key = statement.effect is Effect.DENY, row.key.lower()
    if row.operator == "Null":  # denied without the tag is spared with it
        return denies and key.startswith(_TAG) and asks_for_absence(row)
    operators = _NEGATED if denies else _POSITIVE
    return row.operator in operators and row.set_operator is SetOperator.NONE and (key == _ARN or key.startswith(_TAG))


def _judged(subject: Subject, around: Surroundings, exemption: _Exemption) -> Iterator[Finding]:
    if around.organization is None:
        yield from _in_folder(subject, around, exemption)
        return
    found = [one for where in scenes_under(subject, around) if (one := _taken(exemption, where))]
    if found:
        first = min(found, key=lambda one: bool(one.hangs_on))
        certain = not first.hangs_on and exemption.key.lower() == _ARN
        severity, confidence = (RULE.severity, None) if certain else (Severity.WARNING, Confidence.MEDIUM)
        yield _finding(subject, exemption, first, found, severity, confidence)


def _in_folder(subject: Subject, around: Surroundings, exemption: _Exemption) -> Iterator[Finding]:
    """Judge by the documents in view, which may not be all; a lone one must show that it means to protect.

    Of tags and of names that are too broad LINT-021 says without an organization what can be said.
    """
    if exemption.key.lower() != _ARN or breadth(exemption.value, is_arn_operator=True):
        return
    where = _placed(folder_scene(around), exemption)
    found = _taken(exemption, where)
    if found is None or _protects_itself(subject, exemption, where):
        return
    meant = _means_to_protect(found.resource, around)
    if meant or len(around.subjects) > 1:
        confidence = Confidence.MEDIUM if meant else Confidence.LOW
        yield _finding(subject, exemption, found, [found], Severity.WARNING, confidence)


def _protects_itself(subject: Subject, exemption: _Exemption, where: Scene) -> bool:
    """Whether the Deny that spares the principal denies everybody else to become it, as a quarantine does."""
    if subject.document is None or exemption.statement.effect is not Effect.DENY:
        return False
    alone = replace(subject.document, statements=(exemption.statement,))
    return _taken(exemption, where._replace(rules=rules([(FULL_AWS_ACCESS, alone)]))) is None


def _means_to_protect(arn: str, around: Surroundings) -> bool:
    """Whether some document names the principal in a Deny of IAM actions, be it too few of them."""
    return any(
        statement.effect is Effect.DENY
        and "*" not in statement.resource.patterns
        and any(pattern.lower().startswith("iam:") for pattern in statement.action.patterns)
        and resource_element_matches(statement.resource, arn, {}) is Truth.TRUE
        for one in around.subjects
        for statement in one.statements
    )


def _placed(where: Scene, exemption: _Exemption) -> Scene:
    """The scene in the account that an ARN names, where it names one."""
    fields = exemption.value.split(":", 5)
    named = fields[4] if len(fields) == 6 and fields[4].isdigit() else where.id
    return where._replace(id=named)


def _taken(exemption: _Exemption, where: Scene) -> Takeover | None:
    if exemption.key.lower() == _ARN:
        return takeover(exemption.pattern, exemption.all, where)
    return tag_takeover(exemption.key, exemption.value, (), where)


def _finding(
    subject: Subject,
    exemption: _Exemption,
    first: Takeover,
    found: Sequence[Takeover],
    severity: Severity,
    confidence: Confidence | None,
) -> Finding:
    denies = exemption.statement.effect is Effect.DENY
    spared = "exempts" if denies else "allows only"
    what = f"`{exemption.value}`" if exemption.key.lower() == _ARN else f"`{exemption.key}` = `{exemption.value}`"
    return subject.report(
        RULE,
        exemption.pointer,
        f"{spared} {what}, {told(first, found)}",
        remedy(first, exemption.value),
        statement=exemption.statement,
        severity=severity,
        confidence=confidence,
        witness=first.witness,
        token=exemption.value,
    )
