"""Somebody can still call the actions that enrol and repair an account.

## What it does
Reports a Deny without any condition, on every resource, that takes from all principals what is needed to enrol an
account (roles, stacks, the Config recorder, service-linked roles) or to repair one (key and bucket policies, support
cases, changing into another role), and the Deny of everything that leaves nobody out.

## Why it matters
SCPs bind the roles of Control Tower and StackSets, the break-glass role and the root user of the account alike. What is
denied to all of them can only be done by detaching the policy, which takes the guardrail away at the worst moment.

## Example
```json
{
  "Version": "2012-10-17",
  "Statement": {"Sid": "Quarantine", "Effect": "Deny", "Action": "*", "Resource": "*"}
}
```

## Use instead
```json
{
  "Version": "2012-10-17",
  "Statement": {
    "Sid": "Quarantine",
    "Effect": "Deny",
    "Action": "*",
    "Resource": "*",
    "Condition": {
      "ArnNotLike": {
        "aws:PrincipalArn": [
          "arn:aws:iam::111122223333:role/guardrails/break-glass",
          "arn:aws:iam::111122223333:role/AWSControlTowerExecution"
        ]
      }
    }
  }
}
```

## How to fix
Exempt one role for emergencies and the roles of Control Tower and StackSets, and protect those roles in a statement of
their own. There is no automatic fix: only you know their names.

## Sources
- https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketPolicy.html (2026-09)
- https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html (2026-09)
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from guardrails.catalog.rcp import is_rcp_service
from guardrails.evaluation.matching import action_element_matches
from guardrails.lint.reasoning.overlap import names_everything
from guardrails.lint.subjects.subject import Subject, action_pointer
from guardrails.lint.subjects.surroundings import Surroundings
from guardrails.lint.subjects.wording import in_words
from guardrails.model.finding import Confidence, Finding, Rule, Severity
from guardrails.model.policy.document import Effect, PolicyType, Statement

RULE = Rule(
    "LINT-025",
    "denied-recovery",
    "Somebody can still call the actions that enrol and repair an account.",
    Severity.WARNING,
    confidence=Confidence.MEDIUM,
)


@dataclass(frozen=True, slots=True)
class _Need:
    """Actions that somebody must be able to call, and what breaks when all of them are denied to everybody.

    `use`: an action without which there is nothing to repair; an SCP that bans it bans the service.
    """

    actions: tuple[str, ...]
    breaks: str
    source: str
    use: str = ""


_DOCS = "https://docs.aws.amazon.com/"

_NEEDS: Final = (
    _Need(
        ("iam:CreateRole",),
        "Control Tower and StackSets cannot make the roles of the baseline",
        _DOCS + "controltower/latest/userguide/roles-how.html",
    ),
    _Need(
        ("iam:CreateServiceLinkedRole",),
        "services that work with a service-linked role (Auto Scaling, Config, GuardDuty) cannot be set up",
        _DOCS + "IAM/latest/UserGuide/id_roles_create-service-linked-role.html",
    ),
    _Need(
        ("cloudformation:CreateStack",),
        "StackSets cannot deploy the baseline",
        _DOCS + "AWSCloudFormation/latest/UserGuide/stacksets-prereqs.html",
    ),
    _Need(
        ("config:PutConfigurationRecorder",),
        "Control Tower cannot switch AWS Config on when it enrols the account",
        _DOCS + "controltower/latest/userguide/enroll-account.html",
    ),
    _Need(
        ("sts:AssumeRole",),
        "nobody can change into another role, the break-glass role among them",
        _DOCS + "STS/latest/APIReference/API_AssumeRole.html",
    ),
    _Need(
        ("s3:DeleteBucketPolicy", "s3:PutBucketPolicy"),
        "a bucket policy that locks everybody out stays: only policies of the organization stop the root user here",
        _DOCS + "AmazonS3/latest/API/API_DeleteBucketPolicy.html",
        use="s3:GetObject",
    ),
    _Need(
        ("kms:PutKeyPolicy",),
        "a key policy that locks everybody out stays, and what is encrypted with the key is lost",
        _DOCS + "kms/latest/developerguide/key-policy-default.html",
        use="kms:Decrypt",
    ),
    _Need(
        ("support:CreateCase",),
        "nobody can open a case with AWS Support",
        _DOCS + "awssupport/latest/user/accessing-support.html",
    ),
)
"""What enrolment and repair need, with sources (2026-09)."""


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield one finding for each Deny without condition that takes such verbs from everybody."""
    plain = [statement for statement in subject.statements if _is_for_everybody(statement)]
    denied = {name for need in _NEEDS for name in need.actions if any(_denies(one, name) for one in plain)}
    needs = [need for need in _NEEDS if denied.issuperset(need.actions)]
    for statement in plain:
        lost = [need for need in needs if _is_lost(subject, statement, need)]
        if lost:
            yield _finding(subject, statement, lost)


def _denies(statement: Statement, name: str) -> bool:
    return action_element_matches(statement.action, name)


def _is_lost(subject: Subject, statement: Statement, need: _Need) -> bool:
    """Whether the statement denies an action of a need, and not by banning a whole service."""
    if subject.type is PolicyType.RCP and not is_rcp_service(need.actions[0].partition(":")[0]):
        return False
    banned = subject.type is PolicyType.SCP and need.use and _denies(statement, need.use)
    return not banned and any(_denies(statement, name) for name in need.actions)


def _is_for_everybody(statement: Statement) -> bool:
    """Whether it is a Deny on every resource without any condition."""
    whole = names_everything(statement.resource)
    return statement.effect is Effect.DENY and whole and not statement.conditions


def _finding(subject: Subject, statement: Statement, lost: list[_Need]) -> Finding:
    everything = names_everything(statement.action)
    named = [name for need in lost for name in need.actions]
    what = "everything" if everything else in_words(named, None)
    breaks = "; ".join(need.breaks for need in lost[:3])
    more = f"; and {len(lost) - 3} more" if len(lost) > 3 else ""
    return subject.report(
        RULE,
        action_pointer(statement),
        f"denies {what} to everybody, the root user and AWS's own roles in the account included: {breaks}{more}",
        f"exempt a break-glass role and the roles that enrol accounts (ArnNotLike aws:PrincipalArn): {lost[0].source}",
        statement=statement,
        witness=f"{named[0]} by any principal of a member account: explicit deny",
        token=", ".join(named),
    )
