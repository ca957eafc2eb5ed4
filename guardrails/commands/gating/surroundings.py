"""What a report says around the verdicts: the organization's tree, the date of the AWS facts, pages of rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from guardrails.model.organization.levels import path_name, places
from guardrails.model.organization.tree import Account

if TYPE_CHECKING:
    from guardrails.files.loaded import Project

TreeRow = tuple[int, str, str, tuple[str, ...]]
"""Depth, kind, name and the SCPs attached there."""


def tree_of(project: Project) -> tuple[TreeRow, ...]:
    """Return the organization as rows in the order of its file, the management account first."""
    organization = project.organization
    rows: list[TreeRow] = [(0, "management account", organization.management.name, ())]
    for path in places(organization):
        place = path[-1]
        attached = project.attached(place, path_name(path))
        kind = "account" if isinstance(place, Account) else place.kind.value
        rows.append((len(path) - 1, kind, place.name, attached))
    return tuple(rows)


def pages_of(rules: Iterable[str]) -> dict[str, str]:
    """Return the pages of these rules as Markdown, by id."""
    from guardrails.commands.pages import page

    return {id: page(id).markdown for id in sorted(rules)}
