"""Exceptions that excuse a property from not holding: without them it would be proved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from guardrails.model.organization.tree import PolicyException

if TYPE_CHECKING:
    from guardrails.files.loaded import Project


def with_exceptions(project: Project, kept: tuple[PolicyException, ...]) -> Project:
    """Return the project as it would be if only some of its active exceptions were in force."""
    from guardrails.files.documents import finish
    from guardrails.files.exceptions import detached_at
    from guardrails.files.project import library
    from guardrails.files.reporting import Reporter
    from guardrails.model.organization.levels import path_name
    from guardrails.model.organization.tree import Mechanism

    organization = project.organization
    documents = finish(organization, kept, project.root, library(), Reporter(project.source))
    detached = frozenset(
        (path_name(detached_at(one, organization)), one.policy) for one in kept if one.mechanism is Mechanism.DETACH
    )
    return replace(project, documents=documents.parsed, finals=documents.finals, active=kept, detached=detached)


def alone(project: Project) -> Iterator[tuple[PolicyException, Project]]:
    """Yield each active exception with the project in which it is the only one."""
    for one in project.active:
        yield one, with_exceptions(project, (one,))
