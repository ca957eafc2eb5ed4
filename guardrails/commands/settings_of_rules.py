"""`guardrails render --rules`: what plain Checkov and plain cfn-lint are told of the organization, written or compared.

The gate writes the same text for its own scans, so a project needs the file only where it runs these tools by itself.
"""

from __future__ import annotations

import click

from guardrails.commands.outcomes import PASSED, REFUSED, Misused
from guardrails.files.loaded import Project
from guardrails.files.rule_settings import FILE, settings_text
from guardrails.renderers.table import clean

RERUN = "run guardrails render --rules"


def render_settings(project: Project, check_only: bool) -> int:
    """Write the project's settings of rules, or with `check_only` say whether they are current; return the exit code.

    Raises Misused for the bundled organization, and for a file that is a link or cannot be written.
    """
    if project.bundled:
        raise Misused("the bundled organization has its settings of rules: --rules works in a project of yours")
    file = project.root / FILE
    if check_only:
        line = stale_settings(project) if file.is_file() else f"{file} is missing; {RERUN}"
        click.echo(clean(line) or f"{FILE} is current")
        return REFUSED if line else PASSED
    if file.is_symlink():
        raise Misused(f"{file} is a link; remove it, for what it leads to is not ours to overwrite")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(settings_text(project), encoding="utf-8")
    except OSError as error:
        raise Misused(f"{file}: {error.strerror or 'cannot be written'}") from None
    click.echo(f"settings of the rules written to {file}")
    return PASSED


def stale_settings(project: Project) -> str:
    """Return a line about the file where it is not current, with what to do; empty where it is, or is not there."""
    file = project.root / FILE
    if project.bundled or not (file.is_file() or file.is_symlink()):
        return ""
    try:
        current = "" if file.is_symlink() else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        current = ""
    return "" if current == settings_text(project) else f"{file} is not what the organization file says now; {RERUN}"
