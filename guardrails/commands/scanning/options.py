"""The options of commands that ask Checkov and cfn-lint."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import click

_F = TypeVar("_F", bound="Callable[..., Any]")

NAMES = ("checkov", "checkov_python", "stock_checks", "skip_comments", "cfn_lint", "cfn_lint_python")
"""The parameters that `scan_options` adds to a command."""


@dataclass(frozen=True, slots=True)
class ScanOptions:
    """What the command line says. `skip_comments` is `allow`, `forbid`, or empty: as the organization file says."""

    checkov: bool = True
    checkov_python: Path | None = None
    stock_checks: bool = True
    skip_comments: str = ""
    cfn_lint: bool = True
    cfn_lint_python: Path | None = None


_OPTIONS: Final = (
    click.option(
        "--checkov/--no-checkov",
        default=True,
        envvar="GUARDRAILS_CHECKOV",
        help="Run the checks of each resource, by Checkov (default: on; environment: GUARDRAILS_CHECKOV=0).",
    ),
    click.option(
        "--checkov-python",
        type=click.Path(path_type=Path),
        envvar="GUARDRAILS_CHECKOV_PYTHON",
        metavar="PATH",
        help="A Python that has Checkov (default: this one).",
    ),
    click.option(
        "--stock-checks/--no-stock-checks",
        default=True,
        help="Also run the checks that come with Checkov and that the baseline keeps.",
    ),
    click.option(
        "--skip-comments",
        type=click.Choice(["allow", "forbid"]),
        default=None,
        help="Whether checkov:skip comments count (default: as the organization file says, else they do).",
    ),
    click.option(
        "--cfn-lint/--no-cfn-lint",
        default=True,
        envvar="GUARDRAILS_CFN_LINT",
        help="Judge CloudFormation templates, by cfn-lint (default: on; environment: GUARDRAILS_CFN_LINT=0).",
    ),
    click.option(
        "--cfn-lint-python",
        type=click.Path(path_type=Path),
        envvar="GUARDRAILS_CFN_LINT_PYTHON",
        metavar="PATH",
        help="A Python that has cfn-lint (default: this one).",
    ),
)


def scan_options(function: _F) -> _F:
    """Add the options to a command."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def scan_options_in(values: dict[str, Any]) -> ScanOptions:
    """Take the options out of click's parameters, which lose them, and return them."""
    told = {name: values.pop(name) for name in NAMES}
    return ScanOptions(**{**told, "skip_comments": told["skip_comments"] or ""})
