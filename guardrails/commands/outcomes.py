"""How a command ends: its exit codes, and the errors that end it early with one line for the user."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO, Any, Final

import click

from guardrails.renderers.table import clean

PASSED: Final = 0
REFUSED: Final = 1
MISUSED: Final = 2
UNDECIDED: Final = 3


class Ends(click.ClickException):
    """Ends a command with lines on stderr: `error: ...`. A message may quote input: it is shown safe for a terminal."""

    def __init__(self, messages: str | Iterable[str]) -> None:
        lines = messages.splitlines() if isinstance(messages, str) else list(messages)
        super().__init__("\n".join(f"error: {clean(line)}" for line in lines))

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the lines, without click's own prefix."""
        click.echo(self.format_message(), file=file, err=file is None)


class Misused(Ends):
    """Wrong usage or configuration: exit 2."""

    exit_code = MISUSED


class Undecided(Ends):
    """Input that is missing, unreadable or empty: exit 3, never 0."""

    exit_code = UNDECIDED


def note(message: str, quiet: bool = False) -> None:
    """Print a remark on stderr; stdout carries the answer only."""
    if not quiet:
        click.echo(f"note: {message}", err=True)
