"""What commands share at the start: opening the project, choosing accounts, the date."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from guardrails.commands.outcomes import Misused, note
from guardrails.model.organization.levels import close_accounts, find_account
from guardrails.model.organization.tree import Account, Organization

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from guardrails.files.loaded import Project
    from guardrails.model.finding import Finding

_F = TypeVar("_F", bound="Callable[..., Any]")

BUNDLED = "no project here: this is the bundled reference organization"


def project_options(function: _F) -> _F:
    """Add `--root`, `--today`, `--quiet` and `--no-color` to a command."""
    options = (
        click.option("--root", type=click.Path(path_type=Path), help="Project folder (default: the nearest upward)."),
        click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The date to assume, for expiry dates."),
        click.option("-q", "--quiet", is_flag=True, help="No remarks on stderr."),
        click.option("-v", "--verbose", is_flag=True, help="More detail."),
        click.option("--no-color", is_flag=True, envvar="NO_COLOR", help="No colors, also by NO_COLOR."),
    )
    for option in reversed(options):
        function = option(function)
    return function


def day_of(today: datetime | None) -> date:
    """Return the date to work with: the one given, else today's in UTC."""
    return today.date() if today else datetime.now(UTC).date()


def moment_of(today: datetime | None) -> datetime:
    """Return the moment to work with: the start of the day given, else now."""
    return today.replace(tzinfo=UTC) if today else datetime.now(UTC)


def start_of(day: date) -> datetime:
    """Return the moment at which a day begins, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def open_project(root: Path | None, today: datetime | None, quiet: bool = False) -> Project:
    """Return the project, and say on stderr when it is the bundled one.

    Raises Misused with every problem when its files are not valid.
    """
    project = project_on(root, day_of(today))
    if project.bundled:
        note(f"{BUNDLED} ({project.organization.name})", quiet)
    return project


def project_on(root: Path | None, day: date) -> Project:
    """Return the project as it is on a day. Raises Misused with every problem when its files are not valid."""
    from guardrails.files.project import InvalidProject, load_project

    try:
        return load_project(root, day)
    except InvalidProject as invalid:
        raise Misused(_lines(invalid.findings)) from None


def _lines(findings: Iterable[Finding]) -> list[str]:
    return [f"{one.location}: {one.message} [{one.rule}]" + (f"; {one.help}" if one.help else "") for one in findings]


def account_of(organization: Organization, name: str) -> Account:
    """Return the account of that name or id; raises Misused with suggestions when there is none."""
    found = find_account(organization, name)
    if found is None:
        close = close_accounts(organization, name)
        hint = f"; did you mean {' or '.join(close)}?" if close else ""
        raise Misused(f"{name!r} is no account of organization {organization.name}{hint}")
    return found
