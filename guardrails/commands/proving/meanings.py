"""What the placeholders of capabilities (`$state_objects`) stand for in an organization, as seen from one account."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from guardrails.model.organization.tree import Account, Organization
from guardrails.model.policy.document import Effect

if TYPE_CHECKING:
    from guardrails.files.loaded import Project

_NOBODY_CREATES = ("role/aws-service-role/", "role/aws-reserved/")
"""Paths of roles that IAM keeps for AWS's own services: nobody creates, changes or takes over a role there.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html (2026-09)
"""


def meanings_of(project: Project, account: Account) -> dict[str, tuple[str, ...]]:
    """Return what each placeholder stands for; nothing where the organization has no such thing."""
    organization = project.organization
    settings = organization.settings
    allowed = settings.texts("accelerators.allow")
    exempt = tuple(dict.fromkeys(_exempt(project, account)))
    return {
        "$allowed_types": allowed,
        "$allowed_ml_types": tuple(f"ml.{one}" for one in allowed),
        "$regions": settings.texts("allowed_regions"),
        "$state_objects": tuple(_buckets(organization, [_state(organization, "bucket")])),
        "$lock_table": tuple(_lock_table(organization)),
        "$log_stores": tuple(
            _buckets(organization, [settings.text("logs.trail_bucket"), settings.text("logs.config_bucket")])
        ),
        "$exempt_roles": tuple(one for one in exempt if ":role/" in one),
        "$exempt_users": tuple(one for one in exempt if ":user/" in one),
    }


def _state(organization: Organization, key: str) -> str:
    value = organization.state.get(key)
    return value if isinstance(value, str) else ""


def _buckets(organization: Organization, names: Iterable[str]) -> Iterator[str]:
    partition = organization.settings.text("partition", "aws")
    for name in names:
        if name:
            yield from (f"arn:{partition}:s3:::{name}", f"arn:{partition}:s3:::{name}/*")


def _lock_table(organization: Organization) -> Iterator[str]:
    lock = organization.state.get("lock")
    name = lock.get("dynamodb") if isinstance(lock, dict) else None
    if isinstance(name, str) and name:
        table = f"arn:{organization.settings.text('partition', 'aws')}:dynamodb:*:*:table/{name}"
        yield from (table, f"{table}/*")


def _exempt(project: Project, account: Account) -> Iterator[str]:
    """Yield the principals that a Deny over the account spares, whether by `exempt`, by hand or by an exception."""
    for level in (*project.levels(account), *project.rcp_levels(account)):
        for statement in (row for document in level.policies for row in document.statements):
            for row in statement.conditions if statement.effect is Effect.DENY else ():
                if row.key.lower() == "aws:principalarn" and "Not" in row.operator:
                    yield from (one for one in row.values if not any(path in one for path in _NOBODY_CREATES))
