"""An exception opens nothing outside of its scope.

## What it does
For each active exception the prover compares the policies with and without it, in every account, over all requests.
What is newly allowed must lie within `scope`: by its principals, in its accounts (those below its node), on its
resources; a part that the scope does not name is open. A request outside is a warning with that request; so is an
exception of which the prover cannot decide.

An exception is applied by its mechanism, which reads one part of the scope only: `principal` lets a named principal or
a full ARN through in every account, `account` everybody in it, `resource` everybody on it, `detach` everything below
the node. The other parts of the scope then say what was approved, not what is open.

## Why it matters
Reviewers read the scope. When the opening is wider, they have approved something else than what is in force.

## Example
```yaml
organization:
  principals: {migration: ["arn:aws:iam::*:role/migration"]}
  exceptions:
    - id: EX-1
      policy: keys
      statement: NoKeys
      mechanism: account
      scope: {account: Dev, principal: migration}
      reason: the old system moves out
      alternative_considered: roles anywhere; not supported there
      owner: platform
      approved_by: security
      expires: "2026-12-31"
documents:
  keys: {Sid: NoKeys, Effect: Deny, Action: "iam:CreateAccessKey", Resource: "*"}
```

## Use instead
```yaml
organization:
  exceptions:
    - id: EX-1
      policy: keys
      statement: NoKeys
      mechanism: principal
      scope: {account: Dev, principal: role/migration}
      reason: the old system moves out
      alternative_considered: roles anywhere; not supported there
      owner: platform
      approved_by: security
      expires: "2026-12-31"
documents:
  keys: {Sid: NoKeys, Effect: Deny, Action: "iam:CreateAccessKey", Resource: "*"}
```

## How to fix
Choose the mechanism that reads the narrowest part: `principal` with `role/NAME` is filled in with the accounts of the
scope. Or write the scope as wide as the exception is, and have that approved.

## Sources
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from guardrails.files.loaded import Project
from guardrails.model.difference import Difference
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.organization.levels import find_account, find_node, path_to
from guardrails.model.organization.tree import Account, PolicyException
from guardrails.model.policy.document import (
    EVERYTHING,
    FULL_AWS_ACCESS,
    Condition,
    Effect,
    Element,
    PolicyDocument,
    PolicySet,
    Statement,
)

RULE = Rule(
    "ORG-032",
    "exception-scope",
    "An exception opens nothing outside of its scope.",
    Severity.WARNING,
    ("D11",),
)


class _Opening(NamedTuple):
    """What an exception opens outside of its scope in some accounts, or why nobody can tell."""

    accounts: tuple[str, ...]
    outside: Difference


def check(project: Project) -> Iterator[Finding]:
    """Yield the exceptions in force that open more than they say, with a request that shows it."""
    if not project.active:
        return
    from guardrails.commands.proving.excuses import with_exceptions

    for one in project.active:
        without = with_exceptions(project, tuple(other for other in project.active if other is not one))
        openings = tuple(_openings(without, project, one))
        if openings:
            yield _finding(project, one, openings)


def _openings(before: Project, after: Project, exception: PolicyException) -> Iterator[_Opening]:
    from guardrails.commands.comparing.pairing import groups_of, matched

    pairs = [one for one in matched(before, after).pairs if not one.same]
    inside = [one for one in pairs if _in_scope(after, exception, one.after)]
    for part, scoped in ((inside, True), ([one for one in pairs if one not in inside], False)):
        for group in groups_of(part):
            found = _outside(before, after, group[0].after, _scope(after, exception) if scoped else None)
            if found.newly_allowed or found.undecided:
                yield _Opening(tuple(one.name for one in group), found)


def _outside(before: Project, after: Project, account: Account, scope: Statement | None) -> Difference:
    """What an exception changes in an account; calls within the scope are denied on both sides, and do not count."""
    from guardrails.commands.proving.places import scene_of
    from guardrails.prover.comparing import compare

    closed = (FULL_AWS_ACCESS, PolicyDocument((scope,) if scope else (), name="scope"))
    one, other = (
        PolicySet(
            scps=(*(level.policies for level in project.levels(account)), closed),
            rcps=tuple(level.policies for level in project.rcp_levels(account)),
        )
        for project in (before, after)
    )
    return compare(one, other, scene_of(after, account))


def _in_scope(project: Project, exception: PolicyException, account: Account) -> bool:
    """Whether the scope names an account, or no account at all."""
    organization = project.organization
    named = [find_account(organization, name) for name in exception.accounts]
    node = find_node(organization, exception.node) if exception.node else None
    below = node is None or node[-1] in path_to(organization, account)
    return below and (not named or any(one is not None and one.name == account.name for one in named))


def _scope(project: Project, exception: PolicyException) -> Statement:
    """The calls within a scope, as a Deny: by its principals, on its resources."""
    resource = Element(exception.resources) if exception.resources else EVERYTHING
    rows: tuple[Condition, ...] = ()
    if exception.principals:
        from guardrails.commands.proving.conditions import CALLER, callers

        arns = callers(exception.principals, project.organization, "principals")
        rows = (Condition("ArnLike", CALLER, arns),)
    return Statement(Effect.DENY, EVERYTHING, resource, rows, sid="Scope")


def _finding(project: Project, exception: PolicyException, openings: tuple[_Opening, ...]) -> Finding:
    place = project.at((*exception.pointer, "scope"))
    wide = [one for one in openings if one.outside.newly_allowed]
    if wide:
        region = wide[0].outside.newly_allowed[0]
        actions = ", ".join(region.actions[:3]) + (" and more" if len(region.actions) > 3 else "")
        where = ", ".join(dict.fromkeys(name for one in wide for name in one.accounts))
        message = f"{exception.id} opens more than its scope says: {actions} in {where}"
        help = "choose a mechanism that reads the narrower part, or have the wider scope approved"
        found = Finding(RULE.id, RULE.severity, message, place, help, token=exception.id)
        return replace(found, witness=region.witness.words)
    reason = openings[0].outside.undecided[0]
    message = f"whether {exception.id} opens more than its scope says is not decided: {reason}"
    return Finding(RULE.id, RULE.severity, message, place, "write the scope in plainer terms", token=exception.id)
