"""A policy is attached where it has an effect, and leaves something allowed.

## What it does
It reports, for the documents of an organization,

- an Allow beside another one, at the same place or in the same document, that allows all of it: a list of allowed
  services next to FullAWSAccess restricts nothing;
- Allows at two levels of one path that have no action in common, so that nothing at all is allowed below;
- a policy without Allow that is attached below a place where it is attached already;
- a policy of an organization that has no account but the management account, which no SCP and no RCP reaches.

Policies that are attached nowhere, places without any Allow, and quotas are ORG-010, ORG-005 and ORG-008. In a folder
without an organization file only Allows within one document are compared.

## Why it matters
Service control policies at one place add up before levels are intersected. Whoever attaches a list of allowed services
and forgets to detach FullAWSAccess there has restricted nothing, and AWS gives no warning.

## Example
```yaml
organization:
  root:
    scps: [FullAWSAccess]
    ous:
    - name: Workloads
      scps: [FullAWSAccess, services]
      accounts: [{name: Dev, id: "222222222222", email: aws+dev@example.com, env: dev, owner: platform}]
documents:
  services: {Effect: Allow, Action: ["ec2:*", "s3:*", "iam:*", "sts:*"], Resource: "*"}
```

## Use instead
```yaml
organization:
  root:
    scps: [FullAWSAccess]
    ous:
    - name: Workloads
      scps: [services]
      accounts: [{name: Dev, id: "222222222222", email: aws+dev@example.com, env: dev, owner: platform}]
documents:
  services: {Effect: Allow, Action: ["ec2:*", "s3:*", "iam:*", "sts:*"], Resource: "*"}
```

## How to fix
Detach FullAWSAccess at that place (leave it at the accounts and at every other level), or detach the list. The finding
is about the organization file; `--fix` does not change that.

## Sources
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html (2026-09)
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from guardrails.lint.reasoning.containment import actions_apart, container_of
from guardrails.lint.subjects.subject import Subject
from guardrails.lint.subjects.surroundings import Level, Surroundings
from guardrails.lint.subjects.wording import name_of
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.organization.levels import every_account, path_name, places
from guardrails.model.policy.document import EVERYTHING, Effect, PolicyType, Statement
from guardrails.model.source import Location, Pointer

RULE = Rule(
    "LINT-026",
    "attachment",
    "A policy is attached where it has an effect, and leaves something allowed.",
    Severity.WARNING,
)


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield Allows that add nothing or leave nothing, and attachments that bind nobody or repeat one above."""
    allows = [one for one in subject.statements if one.effect is Effect.ALLOW]
    yield from _beside_its_own(subject, allows)
    if around.organization is None:
        return
    yield from _binding_nobody(subject, around)
    if allows:
        yield from _beside_others(subject, around, [one for one in allows if not _allows_everything(one)])
        yield from _leaving_nothing(subject, around)
    else:
        yield from _repeated(subject, around)


def _allows_everything(statement: Statement) -> bool:
    return (
        statement.effect is Effect.ALLOW
        and statement.action == EVERYTHING
        and statement.resource == EVERYTHING
        and not statement.conditions
    )


def _beside_its_own(subject: Subject, allows: list[Statement]) -> Iterator[Finding]:
    """Yield each Allow that another Allow of the document contains; of two equal ones the second."""
    for at, statement in enumerate(allows):
        broad = container_of(allows, at)
        if broad:
            message = f"allows nothing that {name_of(broad)} of the same document does not allow already"
            help = "remove one of the two: an Allow beside a broader one restricts nothing"
            yield subject.report(RULE, statement.pointer, message, help, statement=statement, token=broad.sid)


def _beside_others(subject: Subject, around: Surroundings, allows: list[Statement]) -> Iterator[Finding]:
    """Yield the first Allow, where all of them stand beside another document that allows everything."""
    own = subject.document.statements if subject.document else ()
    if not allows or any(_allows_everything(one) for one in own):
        return
    void: dict[str, str] = {}
    live: set[str] = set()
    for level in _levels_of(subject, around):
        beside = next((one.name for one in level.documents if any(map(_allows_everything, one.statements))), "")
        if beside:
            void[level.path] = beside
        else:
            live.add(level.path)
    if void and (not live or all(one.effect is Effect.ALLOW for one in own)):
        (path, name), *_ = void.items()
        more = f" and at {', '.join(list(void)[1:])}" if len(void) > 1 else ""
        yield subject.report(
            RULE,
            allows[0].pointer,
            f"restricts nothing at {path}{more}: {name} beside it allows everything",
            f"detach {name} there, for policies at one place add up; or detach {subject.name}",
            statement=allows[0],
            token=name,
            related=tuple(
                (place, f"where {subject.name} is attached") for place in _attachments(around, subject, void)
            ),
        )


def _leaving_nothing(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield an Allow of the lower of two levels of a path that have no action in common."""
    for member in around.members:
        for upper, lower in combinations(member.scps, 2):
            if not lower.holds(subject.name):
                continue
            first, second = _allows(upper), _allows(lower)
            if first and second and all(actions_apart(one.action, other.action) for one in first for other in second):
                statement = next(one for one in subject.statements if one.effect is Effect.ALLOW)
                yield subject.report(
                    RULE,
                    statement.pointer,
                    f"leaves nothing that is allowed in {member.account.name}: what {lower.path} allows and what "
                    f"{upper.path} allows have no action in common",
                    "allow the services at every level from the root down to the account",
                    statement=statement,
                    severity=Severity.ERROR,
                    token=upper.path,
                )
                return


def _allows(level: Level) -> list[Statement]:
    return [one for document in level.documents for one in document.statements if one.effect is Effect.ALLOW]


def _repeated(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield each place below another one at which the same policy is attached."""
    paths: dict[str, str] = {}
    for member in around.members:
        holding = [level.path for level in member.levels(subject.type) if level.holds(subject.name)]
        paths.update(dict.fromkeys(holding[1:], holding[0] if holding else ""))
    for path, above in paths.items():
        for place in _attachments(around, subject, {path: above}):
            message = f"{subject.name} is attached at {path} and, above it, at {above}: the lower one only takes a slot"
            yield Finding(RULE.id, RULE.severity, message, place, f"detach it at {path}", token=path)


def _binding_nobody(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    assert around.organization is not None, "only an organization has accounts"
    if len(every_account(around.organization)) > 1 or subject.name not in around.locations:
        return
    if any(subject.name in (*path[-1].scps, *path[-1].rcps) for path in places(around.organization)):
        message = (
            f"{subject.name} binds nobody: there is no account but the management account, which no policy reaches"
        )
        help = "move the workloads into member accounts; SCPs and RCPs never bind the management account"
        yield Finding(RULE.id, RULE.severity, message, around.locations[subject.name], help, token=subject.name)


def _attachments(around: Surroundings, subject: Subject, paths: dict[str, str]) -> Iterator[Location]:
    """Yield where in the organization file a policy is attached, for the places of these paths."""
    assert around.organization is not None, "only an organization has places"
    key = "rcps" if subject.type is PolicyType.RCP else "scps"
    file = around.locations[subject.name].file if subject.name in around.locations else ""
    for path in places(around.organization):
        slugs = path[-1].rcps if subject.type is PolicyType.RCP else path[-1].scps
        if path_name(path) in paths and subject.name in slugs:
            pointer: Pointer = (*path[-1].pointer, key, slugs.index(subject.name))
            yield Location(file, pointer)


def _levels_of(subject: Subject, around: Surroundings) -> Iterator[Level]:
    for member in around.members:
        yield from (level for level in member.levels(subject.type) if level.holds(subject.name))
