"""Every principal that policies exempt by name is protected, at the same node or above, against being taken over.

## What it does
For each name under `exempt` of a policy, and for each exception by principal, it asks in every account below the
policy: could somebody who is not exempt create that role or user, or change whom it trusts, under all SCPs that bind
the account? LINT-020 asks the same of ARNs that stand in the documents themselves and explains what counts.

## Why it matters
Whoever can create `role/guardrails/break-glass`, or rewrite its trust policy, is exempt from the guardrail at will.
Every administrator of a member account can, unless an SCP forbids it.

## Example
```yaml
organization:
  principals: {break_glass: ["arn:aws:iam::*:role/break-glass"]}
  policies: {no-users: {file: scps/no-users.json, exempt: [break_glass]}}
  root: {scps: [FullAWSAccess, no-users]}
documents:
  no-users:
    Effect: Deny
    Action: iam:CreateUser
    Resource: "*"
    Condition: {ArnNotLike: {"aws:PrincipalArn": ["{{break_glass}}"]}}
```

## Use instead
```yaml
organization:
  principals: {break_glass: ["arn:aws:iam::*:role/break-glass"]}
  policies: {no-users: {file: scps/no-users.json, exempt: [break_glass]}}
  root: {scps: [FullAWSAccess, no-users]}
documents:
  no-users:
    Version: "2012-10-17"
    Statement:
    - Sid: DenyUsers
      Effect: Deny
      Action: iam:CreateUser
      Resource: "*"
      Condition: {ArnNotLike: {"aws:PrincipalArn": ["{{break_glass}}"]}}
    - Sid: ProtectBreakGlass
      Effect: Deny
      Action: ["iam:CreateRole", "iam:UpdateAssumeRolePolicy"]
      Resource: "arn:aws:iam::*:role/break-glass"
```

## How to fix
Attach a policy that denies all writing IAM verbs on the ARN, such as self-protection of the library, at the same node
or above; or exempt a principal that is protected already. Nothing is changed by `--fix`.

## Sources
- https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html (2026-09)
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from guardrails.lint.reasoning.scenes import members_under, scenes
from guardrails.lint.reasoning.takeover import Takeover, remedy, takeover, told
from guardrails.lint.subjects.surroundings import Surroundings
from guardrails.model.finding import Confidence, Finding, Rule, Severity
from guardrails.model.organization.levels import find_account
from guardrails.model.organization.tree import Mechanism, Organization, PolicyException
from guardrails.model.source import Location, Pointer

RULE = Rule(
    "ORG-021",
    "exempt-principals",
    "Every principal that policies exempt by name is protected, at the same node or above, against being taken over.",
    Severity.ERROR,
)


class _Exempt(NamedTuple):
    """An ARN pattern that policies exempt by one name: where it is said first, and which policies say so."""

    name: str
    arn: str
    pointer: Pointer
    policies: list[str]


def check(around: Surroundings, file: str) -> Iterator[Finding]:
    """Yield each ARN that is exempt by name and unprotected, once, where the first policy exempts it.

    `file` is the organization file as shown; locations have pointers into it, but no spans yet.
    """
    if around.organization is None:
        return
    for exempt in _exempts(around):
        arns = tuple(arn for slug in exempt.policies for arn in named_arns(around.organization, slug))
        paths = dict.fromkeys(one.path for slug in exempt.policies for one in members_under(slug, around))
        taken = [one for path in paths if (one := takeover(exempt.arn, arns, scenes(around)[path]))]
        if taken:
            yield _finding(exempt, taken, file)


def _finding(exempt: _Exempt, taken: list[Takeover], file: str) -> Finding:
    first = min(taken, key=lambda one: bool(one.hangs_on))
    sure = not first.hangs_on
    spare = f"{', '.join(exempt.policies)} exempt{'s' if len(exempt.policies) == 1 else ''}"
    return Finding(
        RULE.id,
        RULE.severity if sure else Severity.WARNING,
        f"{spare} {exempt.name}, `{exempt.arn}`, {told(first, taken)}",
        Location(file, exempt.pointer),
        remedy(first, exempt.arn),
        RULE.confidence if sure else Confidence.MEDIUM,
        first.witness,
        token=exempt.arn,
    )


def _exempts(around: Surroundings) -> tuple[_Exempt, ...]:
    """Return each (name, ARN) that is exempt in a policy that is in force somewhere."""
    assert around.organization is not None, "only an organization has names"
    found: dict[tuple[str, str], _Exempt] = {}

    def add(name: str, arn: str, pointer: Pointer, slug: str) -> None:
        policies = found.setdefault((name, arn), _Exempt(name, arn, pointer, [])).policies
        if slug not in policies:
            policies.append(slug)

    organization = around.organization
    for slug, policy in organization.policies.items():
        if members_under(slug, around):
            for at, name in enumerate(policy.exempt):
                for arn in organization.principals.get(name, ()):
                    add(name, arn, (*policy.pointer, "exempt", at), slug)
    for exception in _in_force(around):
        for text in exception.principals:
            for arn in _arns(text, exception, organization):
                add(text, arn, (*exception.pointer, "scope"), exception.policy)
    return tuple(found.values())


def _in_force(around: Surroundings) -> Iterator[PolicyException]:
    assert around.organization is not None, "only an organization has exceptions"
    for one in around.organization.exceptions:
        if one.mechanism is Mechanism.PRINCIPAL and not one.expired(around.today):
            yield one


def _arns(text: str, exception: PolicyException, organization: Organization) -> tuple[str, ...]:
    """Return the ARN patterns that an exception means by a principal: a name, an ARN, or `role/...` in its accounts."""
    if text in organization.principals:
        return organization.principals[text]
    if text.startswith("arn:"):
        return (text,)
    partition = organization.settings.text("partition", "aws")
    accounts = (find_account(organization, name) for name in exception.accounts)
    ids = [one.id for one in accounts if one is not None and one.id]
    return tuple(f"arn:{partition}:iam::{id}:{text}" for id in ids or ["*"])


def named_arns(organization: Organization, slug: str) -> tuple[str, ...]:
    """Return the ARN patterns that a policy exempts by name, or by an exception; this rule answers for them."""
    policy = organization.policies.get(slug)
    by_name = [arn for name in (policy.exempt if policy else ()) for arn in organization.principals.get(name, ())]
    by_exception = [
        arn
        for one in organization.exceptions
        if one.policy == slug and one.mechanism is Mechanism.PRINCIPAL
        for text in one.principals
        for arn in _arns(text, one, organization)
    ]
    return (*by_name, *by_exception)
