"""Roles of the guardrails, trust anchors and the keeping of logs are changed only in their own modules.

## What it does
Reports a change of these outside of the modules that make them:

- roles that the organization file names under `principals`, and OIDC and SAML providers: `bootstrap`, and
  `account-factory` for new accounts,
- other roles, policies and instance profiles under the same IAM path (`/guardrails/`): also the modules of the
  landing zone that need a role (`account-baseline`, `security-baseline`, `security-services`, `network`, `networking`,
  `backup`, `organization`, `service-catalog`, `transit-network`),
- trails, and everything that is set on a log bucket (`settings.logs`, and the log buckets of the SCPs): policy,
  lifecycle, versions, encryption, public access: `security-services`, `account-baseline`, `security-baseline`.

A module is the last part of the source of a call around the resource, or the module whose state this root is. A bucket
whose name is known only after apply and comes from nowhere in the plan is undecided.

## Why it matters
The pipeline's role is exempt from the SCPs that protect these. A second place that makes or changes them is reviewed by
nobody who knows what hangs on it, and the next apply of the first place turns it back.

## Example
```hcl
# in the root of an application
resource "aws_iam_role" "deploy" {
  name               = "MM-github-actions-apply"
  path               = "/guardrails/"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
```

## Use instead
```hcl
resource "aws_iam_role" "deploy" {
  name               = "MM-dev-use1-role-deploy"
  path               = "/workload/"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
```

## How to fix
Change the module that owns the object, and apply its root. Give the resource another path or name if it is no part of
the guardrails.

## Sources
- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html (2026-11)
- https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html (2026-11)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from guardrails.gate.inspection import Inspection, finding, undecided
from guardrails.gate.modules import modules_of
from guardrails.gate.rules.protected_objects import PROTECTED
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.organization.tree import Organization
from guardrails.model.plan.change import Change
from guardrails.model.plan.values import undecidable

RULE: Final = Rule(
    "PG-028",
    "own-modules",
    "Roles of the guardrails, trust anchors and the keeping of logs are changed only in their own modules.",
    Severity.ERROR,
    ("A9", "A14", "E17"),
)

_ANCHORS: Final = frozenset({"aws_iam_openid_connect_provider", "aws_iam_saml_provider"})
_NAMED: Final = ("aws_iam_role", "aws_iam_policy", "aws_iam_instance_profile")
_ON_ROLES: Final[dict[str, str]] = {
    "aws_iam_role_policy": "role",
    "aws_iam_role_policy_attachment": "role",
    "aws_iam_role_policies_exclusive": "role_name",
    "aws_iam_role_policy_attachments_exclusive": "role_name",
}
"""Type -> the attribute with the name of the role that is changed."""

_BUCKETS: Final = tuple(
    f"aws_s3_bucket{part}"
    for part in (
        "",
        "_acl",
        "_lifecycle_configuration",
        "_logging",
        "_notification",
        "_object_lock_configuration",
        "_ownership_controls",
        "_policy",
        "_public_access_block",
        "_replication_configuration",
        "_server_side_encryption_configuration",
        "_versioning",
    )
)

BOOTSTRAP: Final = frozenset({"bootstrap", "account-factory"})
LOGGING: Final = frozenset({"security-services", "account-baseline", "security-baseline"})
SERVICES: Final = frozenset(
    {*BOOTSTRAP, *LOGGING, "network", "networking", "backup", "organization", "service-catalog", "transit-network"}
)

TYPES: Final = (*sorted(_ANCHORS), *_NAMED, *_ON_ROLES, "aws_cloudtrail", *_BUCKETS)
_HELP: Final = "change the module that owns it, and apply its root"
_KNOWN: Final = "refer to the resource itself, or give --source, so that references through locals can be followed"


@dataclass(frozen=True, slots=True)
class Guarded:
    """What the organization file says is part of the guardrails: roles with their paths, IAM paths, log buckets."""

    roles: frozenset[str]
    paths: tuple[str, ...]
    buckets: frozenset[str]

    def path(self, path: str) -> bool:
        """Whether an IAM path belongs to the guardrails."""
        return path.startswith(self.paths)

    @property
    def names(self) -> frozenset[str]:
        """The names of the roles: within an account they are unique, whatever the path."""
        return frozenset(role.rpartition("/")[2] for role in self.roles)


def guarded_of(organization: Organization) -> Guarded:
    """Return what is guarded. Patterns among the names (`stacksets-exec-*`) are no names, and are left out."""
    parts = [arn.partition(":role/")[2] for arns in organization.principals.values() for arn in arns]
    roles = frozenset(f"/{part}" for part in parts if part and "*" not in part)
    paths = {role.rpartition("/")[0] + "/" for role in roles} - {"/"}
    return Guarded(roles, tuple(sorted(paths)), _log_buckets(organization))


def _log_buckets(organization: Organization) -> frozenset[str]:
    logs = organization.settings.get("logs")
    found = {value for key, value in logs.items() if key.endswith("bucket")} if isinstance(logs, Mapping) else set()
    for policy in organization.policies.values():
        raw = policy.params.get("log_buckets")
        found |= (
            {str(one).rpartition(":::")[2].partition("/")[0] for one in raw if one} if isinstance(raw, list) else set()
        )
    return frozenset(one for one in found if isinstance(one, str) and one and "*" not in one)


def check(inspection: Inspection) -> Iterator[Finding]:
    """Yield what belongs to the guardrails and is changed elsewhere."""
    guarded = guarded_of(inspection.organization)
    plan = inspection.plan
    for type in _ANCHORS:
        for change in plan.by_type.get(type, ()):
            if change.verb.writes:
                yield from _outside(inspection, change, "a trust anchor of the account", BOOTSTRAP)
    for change in plan.of(*_NAMED):
        if change.verb.writes:
            yield from _of_role(inspection, change, guarded)
    yield from _on_roles(inspection, guarded)
    for change in plan.by_type.get("aws_cloudtrail", ()):
        if change.verb.writes and not change.verb.deletes:
            yield from _outside(inspection, change, "a trail", LOGGING)
    for type in _BUCKETS if guarded.buckets else ():
        for change in plan.by_type.get(type, ()):
            if change.verb.writes and not (change.verb.deletes and type in PROTECTED):
                yield from _of_bucket(inspection, change, guarded)


def _of_role(inspection: Inspection, change: Change, guarded: Guarded) -> Iterator[Finding]:
    name, path = change.settled.get("name"), change.settled.get("path")
    here = path if isinstance(path, str) and path else "/"
    role = f"{here}{name}" if isinstance(name, str) and change.type == "aws_iam_role" else ""
    if role in guarded.roles:
        yield from _outside(inspection, change, f"the role {name}", BOOTSTRAP, "name", str(name))
    elif guarded.path(here):
        yield from _outside(inspection, change, f"a part of {here}", SERVICES, "path", here)
    elif undecidable(path) and not _inside(inspection, change, SERVICES):
        message = "whether its path is one of the guardrails is known only after apply"
        yield undecided(RULE, inspection.plan, change, message, ("path",), _KNOWN)


def _on_roles(inspection: Inspection, guarded: Guarded) -> Iterator[Finding]:
    """Yield what is set on roles: in the plan by name or by reference, and roles that are known by their names."""
    roles = inspection.plan.of("aws_iam_role")
    planned = {name: one for one in roles if isinstance(name := one.settled.get("name"), str)}
    names = guarded.names
    for type, attribute in _ON_ROLES.items():
        for change in inspection.plan.by_type.get(type, ()):
            if not change.verb.writes:
                continue
            name = change.settled.get(attribute)
            role = planned.get(name) if isinstance(name, str) else None
            if undecidable(name):
                targets = inspection.references.targets(change, attribute, ("aws_iam_role",))
                role = targets.changes[0] if targets.changes else None
                if role is None and not _inside(inspection, change, SERVICES):
                    message = "which role it is set on is known only after apply"
                    yield undecided(RULE, inspection.plan, change, message, (attribute, *targets.through), _KNOWN)
            if role is not None:
                name = role.settled.get("name")
            path = role.settled.get("path") if role is not None else None
            if isinstance(name, str) and name in names:
                yield from _outside(inspection, change, f"the role {name}", BOOTSTRAP, attribute, name)
            elif isinstance(path, str) and guarded.path(path):
                yield from _outside(inspection, change, f"a role of {path}", SERVICES, attribute, str(name))


def _of_bucket(inspection: Inspection, change: Change, guarded: Guarded) -> Iterator[Finding]:
    name = change.settled.get("bucket")
    if undecidable(name) and change.type != "aws_s3_bucket":
        targets = inspection.references.targets(change, "bucket", ("aws_s3_bucket",))
        if not targets.changes and not _inside(inspection, change, LOGGING):
            message = "whether the bucket is a log bucket is known only after apply"
            yield undecided(RULE, inspection.plan, change, message, ("bucket", *targets.through), _KNOWN)
        names = [one.settled.get("bucket") for one in targets.changes]
        name = next((one for one in names if isinstance(one, str) and one in guarded.buckets), None)
    if isinstance(name, str) and name in guarded.buckets:
        yield from _outside(inspection, change, f"the log bucket {name}", LOGGING, "bucket", name)


def _inside(inspection: Inspection, change: Change, modules: frozenset[str]) -> bool:
    return inspection.module in modules or not modules.isdisjoint(modules_of(inspection.plan, change))


def _outside(
    inspection: Inspection, change: Change, what: str, modules: frozenset[str], attribute: str = "", found: str = ""
) -> Iterator[Finding]:
    if _inside(inspection, change, modules):
        return
    here = "/".join(modules_of(inspection.plan, change)) or "the root"
    yield finding(
        RULE,
        inspection.plan,
        change,
        f"{what} is changed in {here}, and belongs to another module",
        attribute=attribute,
        found=found or here,
        expected=", ".join(sorted(modules)),
        help=_HELP,
    )
