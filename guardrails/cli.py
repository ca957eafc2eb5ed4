"""The command line: arguments in, exit code out. Each command's module is imported only when that command runs.

To add a command: a row in `COMMANDS` and a file in `commands/`.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Final

import click

from guardrails import __version__

COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "simulate": ("guardrails.commands.simulate", "Say what the guardrails do to one request, and which one decides."),
    "test": ("guardrails.commands.test", "Run the scenarios of every policy and show what they cover."),
    "prove": (
        "guardrails.commands.prove",
        "Prove the invariants over all requests, or show one that breaks them.",
    ),
    "gate": (
        "guardrails.commands.gate",
        "Judge Terraform plans: will AWS deny the apply, and is it acceptable at all?",
    ),
    "requests": ("guardrails.commands.requests", "Print the authorization requests that applying a plan makes."),
    "diff": ("guardrails.commands.diff", "Say what a change of policies newly allows and newly denies, proved."),
    "check": ("guardrails.commands.check", "Check the organization file, its policies and the rendered documents."),
    "explain": ("guardrails.commands.explain", "Print the page of a rule: what it finds, why, and how to mend it."),
    "render": ("guardrails.commands.render", "Write the final policy documents, with their sizes against the quotas."),
    "trace": (
        "guardrails.commands.trace",
        "Show each requirement with its artefacts and tests, and check that they exist.",
    ),
    "catalog": ("guardrails.commands.catalog", "Show which AWS facts this installation knows, and how old they are."),
}
"""Name -> (module that holds a click command named `command`, one line for `--help`)."""

INTERRUPTED = 130
BROKEN_PIPE = 141


class LazyCommands(click.Group):
    """A group that knows its commands by name and one line of help, and imports one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(COMMANDS[cmd_name][0]).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments start with; an unknown one gets suggestions."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            close = get_close_matches(args[0], COMMANDS, n=2)
            hint = f" Did you mean {' or '.join(close)}?" if close else f" There are: {', '.join(COMMANDS)}."
            ctx.fail(f"No such command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a reader that went away ends it with an exit code of its own (click would say 0)."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise click.exceptions.Exit(BROKEN_PIPE) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])


@click.group(cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="guardrails")
def group() -> None:
    """Say what the guardrails of an AWS organization do, before anything is deployed.

    \b
    Exit codes: 0 passed; 1 a guardrail or expectation says no; 2 wrong usage or configuration;
    3 could not decide: unreadable input or an internal failure.
    """


class _LastResort:
    """Turns whatever nobody handled into one line on stderr and exit code 3, so that no traceback reaches a user."""

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, Exception) and not isinstance(error, BrokenPipeError):
            print(_internal_error(error, trace), file=sys.stderr)
            raise SystemExit(3) from None


def _internal_error(error: Exception, trace: TracebackType | None) -> str:
    """Return the line about a defect of ours: what, where, what to do; not its message, which may quote input."""
    here = Path(__file__).parent
    place = "?"
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.is_relative_to(here):
            place = f"{file.relative_to(here)}:{trace.tb_lineno}"
        trace = trace.tb_next
    return (
        f"guardrails {__version__}: internal error at {place}: {type(error).__name__}. "
        "This is a defect: please report this line and the command to the project's issue tracker."
    )


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code; `arguments` default to those of the process."""
    with _LastResort():
        try:
            code = group.main(args=arguments, prog_name="guardrails", standalone_mode=False)
            if sys.stdout:  # None where the caller closed it
                sys.stdout.flush()
        except click.ClickException as error:
            error.show()
            return error.exit_code
        except (click.Abort, KeyboardInterrupt):
            print("interrupted", file=sys.stderr)
            return INTERRUPTED
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return BROKEN_PIPE
    return code if isinstance(code, int) else 0


def main() -> None:
    """The `guardrails` program."""
    gc.set_threshold(50_000, 20, 20)  # start-up makes many lasting objects: looking for garbage among them costs 5 %
    raise SystemExit(run())


if __name__ == "__main__":
    main()
