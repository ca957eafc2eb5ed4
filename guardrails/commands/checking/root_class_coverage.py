"""Every member account (planned ones included) is denied whatever each root-class policy denies.

## What it does

Where the catalog has org-boundary, self-protection, audit-trail or threat-detection, each of them must bind every
member account, planned ones included, and every OU that is still empty: attached at or above it, or proved to be
denied there by other policies as a whole. An account that is not under one of them, in which a request gets through
that the policy denies, is an error with that request; so is one of which the prover cannot tell.

## Why it matters

These four protect the guardrails and the evidence. In the one account without them an intruder leaves the
organization, stops the trail, or changes the roles that other policies exempt.

## Example

```yaml
organization:
  policies: {org-boundary: {library: org-boundary}}
  principals: {break_glass: ["arn:aws:iam::*:role/bg"], pipeline_apply: ["arn:aws:iam::*:role/apply"]}
  root: {ous: [{name: Workloads, scps: [FullAWSAccess, org-boundary]}, {name: New, scps: [FullAWSAccess]}]}
```

## Use instead

```yaml
organization:
  policies: {org-boundary: {library: org-boundary}}
  principals: {break_glass: ["arn:aws:iam::*:role/bg"], pipeline_apply: ["arn:aws:iam::*:role/apply"]}
  root: {scps: [FullAWSAccess, org-boundary], ous: [{name: Workloads}, {name: New, scps: [FullAWSAccess]}]}
```

## How to fix

Attach the policy at the root. Where one OU must be without it (accounts that leave the organization cannot under
org-boundary), attach it at every other OU under the root.

## Sources

- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from guardrails.commands.checking.invariants import witness_of
from guardrails.files.codes import finding
from guardrails.files.loaded import Project
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.organization.levels import path_name, places
from guardrails.model.organization.tree import Account, Node
from guardrails.model.policy.document import Effect, PolicyDocument, PolicySet
from guardrails.model.proof import Calls, Claim, Property, Result, Status

RULE = Rule(
    "ORG-025",
    "root-class-coverage",
    "Every member account (planned ones included) is denied whatever each root-class policy denies.",
    Severity.ERROR,
    ("A9", "A10", "E15"),
)

ROOT_CLASS = ("org-boundary", "self-protection", "audit-trail", "threat-detection")
"""The documents that no member account may be without: they protect the guardrails and the evidence."""

Path = tuple[Node | Account, ...]
_Known = dict[tuple[str, PolicySet, str], Result]
"""Answers by policy, by what binds a place, and by the id of its account."""


class _Missing(NamedTuple):
    """A root-class policy that is not attached above a place, and what the prover says of what it denies."""

    slug: str
    result: Result

    @property
    def doubt(self) -> str:
        """Why nobody can tell whether other policies deny the same; empty where one request shows that they do not."""
        if self.result.status is Status.REFUTED:
            return ""
        return f"; whether other policies deny what {self.slug} denies is not decided: {self.result.reason}"


def check(project: Project) -> Iterator[Finding]:
    """Yield each account, and each OU still without one, that a root-class policy does not bind."""
    wanted = [slug for slug in ROOT_CLASS if slug in project.organization.policies]
    known: _Known = {}
    for path in places(project.organization):
        place = path[-1]
        if not isinstance(place, Account) and (place.accounts or place.ous):
            continue
        missing = tuple(_missing(project, path, wanted, known))
        if missing:
            yield _finding(project, path, missing)


def _missing(project: Project, path: Path, wanted: list[str], known: _Known) -> Iterator[_Missing]:
    """Yield the policies that are neither attached above a place nor proved to be denied there."""
    reached = project.attached_above(path)
    for slug in (one for one in wanted if one not in reached):
        policies = PolicySet(scps=tuple(level.policies for level in project.levels_at(path)))
        key = slug, policies, path[-1].id if isinstance(path[-1], Account) else ""
        if key not in known:
            known[key] = _denied_too(project, path, project.documents.get(slug), policies)
        if known[key].status is not Status.PROVEN:
            yield _Missing(slug, known[key])


def _denied_too(project: Project, path: Path, policy: PolicyDocument | None, policies: PolicySet) -> Result:
    """Return whether all that a policy denies is denied at a place; the first statement that is not says why."""
    from guardrails.commands.proving.places import scene_of
    from guardrails.prover.proving import prove  # few projects leave one out

    place = path[-1]
    scene = scene_of(project, place if isinstance(place, Account) else Account(place.name))
    about = [
        Calls(row.sid or row.action.patterns[0], row.action, row.resource, row.conditions)
        for row in (policy.statements if policy else ())
        if row.effect is Effect.DENY
    ]
    if not about:
        return Result(Status.UNDECIDED, reason="it denies nothing")
    results = (prove(policies, Property(one.name, Claim.DENIED, (one,)), scene) for one in about)
    return next((one for one in results if one.status is not Status.PROVEN), Result(Status.PROVEN))


def _finding(project: Project, path: Path, missing: tuple[_Missing, ...]) -> Finding:
    place = path[-1]
    what = "the account" if isinstance(place, Account) else "the OU (no account in it would be covered)"
    slugs = ", ".join(one.slug for one in missing)
    message = f"{what} {path_name(path)} is not under {slugs}"
    if any(one.result.status is Status.REFUTED for one in missing):
        message += ", and other policies do not deny the same"
    message += "".join(one.doubt for one in missing)
    witness = next((witness_of(one.result) for one in missing if one.result.witness), "")
    help = "attach it at the root, or at every OU on the way"
    return replace(finding(RULE, message, project.at(place.pointer), help), witness=witness)
