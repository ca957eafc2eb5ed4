"""`guardrails explain`: the page of a rule, or what may be behind an error message of AWS; without a network."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guardrails.commands.opening import open_project, project_options
from guardrails.commands.outcomes import PASSED, UNDECIDED, Misused, note
from guardrails.commands.pages import MENDED, Page, all_rules, close_to, page, rule_named
from guardrails.files.tool_rules import STOCK_SLUG
from guardrails.model.finding import Rule
from guardrails.renderers.table import clean, table

if TYPE_CHECKING:
    from guardrails.commands.denial import Denial, Suspects
    from guardrails.files.loaded import Project

SIGN = "not authorized to perform"
"""What every message of AWS holds that denies access."""

_CODE = re.compile(r"`([^`]+)`")


@click.command("explain")
@click.argument("words", metavar="[RULE...|MESSAGE]", nargs=-1)
@click.option("--list", "listed", is_flag=True, help="A table of all rules.")
@click.option("--format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@project_options
def command(
    words: tuple[str, ...],
    listed: bool,
    format: str,
    root: Path | None,
    today: datetime | None,
    quiet: bool,
    verbose: bool,
    no_color: bool,
) -> int:
    """Print the page of each RULE: what it finds, why that matters, an example, how to mend it, where it is from.

    A RULE is an id (LINT-011) or a slug (absent-key). The same pages stand in docs/rules/.

    MESSAGE is the error with which AWS denied access, in quotes ("User: ... is not authorized to perform: ..."). The
    answer is which statements of the organization's SCPs and RCPs may be meant, and on which keys that hangs. Exit code
    3: AWS names an SCP or RCP, and none of these can be meant.
    """
    if listed == bool(words):
        raise Misused("name rules, or ask for the --list of all" if not listed else "--list takes no rule")
    if listed:
        click.echo(_list_json() if format == "json" else _list())
        return PASSED
    said = " ".join(" ".join(words).split())
    if SIGN in said:
        return _denial(said, open_project(root, today, quiet), format, quiet)
    pages = [page(_rule(one).id) for one in dict.fromkeys(words)]
    color = sys.stdout.isatty() and not no_color
    click.echo(_json(pages) if format == "json" else "\n\n".join(_shown(one, color) for one in pages))
    return PASSED


def _rule(words: str) -> Rule:
    found = rule_named(words)
    if found is None:
        close = close_to(words)
        hint = f"did you mean {' or '.join(close)}?" if close else "`guardrails explain --list` shows all"
        if len(words.split()) > 3:
            hint = f"as a message of AWS it would say {SIGN!r} and name the action"
        raise Misused(f"there is no rule {clean(words)!r}; {hint}")
    return found


def _shown(one: Page, color: bool) -> str:
    rule = one.rule
    if rule.slug == STOCK_SLUG:
        text = f"# {rule.id}\n\n{one.markdown.rstrip()}"
        return _colored(text) if color else text
    mended = " Some findings are mended by `--fix`." if rule.id in MENDED else ""
    head = f"# {rule.id} {rule.slug}\n\nSeverity: {rule.severity.value}. Confidence: {rule.confidence.value}.{mended}"
    text = f"{head}\n\n{one.markdown.rstrip()}"
    return _colored(text) if color else text


def _colored(text: str) -> str:
    """Return Markdown with headings and code made visible; blocks of code stay as they are, but dim."""
    lines, fenced = [], False
    for line in text.splitlines():
        if line.startswith("```"):
            fenced = not fenced
            lines.append(click.style(line, dim=True))
        elif fenced:
            lines.append(line)
        elif line.startswith("#"):
            lines.append(click.style(line, bold=True))
        else:
            lines.append(_CODE.sub(lambda found: click.style(found.group(), fg="cyan"), line))
    return "\n".join(lines)


def _row(rule: Rule) -> dict[str, str]:
    return {
        "id": rule.id,
        "slug": rule.slug,
        "severity": rule.severity.value,
        "confidence": rule.confidence.value,
        "summary": rule.summary,
    }


def _list() -> str:
    rows = [tuple(_row(rule).values()) for rule in all_rules()]
    return "\n".join(table(("ID", "SLUG", "SEVERITY", "CONFIDENCE", "SUMMARY"), rows))


def _list_json() -> str:
    return json.dumps({"version": 1, "rules": [_row(rule) for rule in all_rules()]}, indent=2)


def _json(pages: list[Page]) -> str:
    rows = [{**_row(one.rule), "page": one.markdown} for one in pages]
    return json.dumps({"version": 1, "rules": rows}, indent=2, ensure_ascii=False)


def _denial(text: str, project: Project, format: str, quiet: bool) -> int:
    from guardrails.commands.denial import read_denial, suspects

    try:
        denial = read_denial(text)
        found = suspects(project, denial)
    except ValueError as error:
        raise Misused(clean(str(error))) from None
    for remark in _remarks(denial, found):
        note(clean(remark), quiet)
    click.echo(_denial_json(denial, found) if format == "json" else _denial_text(denial, found))
    return UNDECIDED if denial.of_organization and not found.statements else PASSED


def _remarks(denial: Denial, found: Suspects) -> Iterator[str]:
    if denial.kind and not denial.of_organization:
        yield f"AWS names the {denial.kind}: look there first; it names one type of policy even where several deny"
    if denial.policy:
        yield (
            "the files hold no ids of AWS: "
            f"aws organizations describe-policy --policy-id {denial.policy} tells the name of the policy"
        )
    if found.exemption:
        yield f"no such policy binds this caller: {found.exemption}"
    elif denial.of_organization and not found.statements:
        yield "no statement of these files can be meant: what is attached in AWS is something else"


def _denial_text(denial: Denial, found: Suspects) -> str:
    resource = clean(denial.resource) or "a resource that the message does not name"
    head = f"{found.account}: {denial.action} on {resource}"
    if not found.statements:
        return f"{head}\nno SCP or RCP of {found.organization} denies it"
    rows = [
        (one.node, one.type.value, one.name, "yes" if one.certain else "perhaps", ", ".join(one.hangs_on))
        for one in found.statements
    ]
    return "\n".join([head, "", *table(("NODE", "TYPE", "POLICY#STATEMENT", "DENIES", "HANGS ON"), rows)])


def _denial_json(denial: Denial, found: Suspects) -> str:
    said = {name: getattr(denial, name) for name in ("principal", "action", "resource", "kind", "policy")}
    rows = [
        {
            "node": one.node,
            "type": one.type.value,
            "policy": one.policy,
            "statement": one.statement,
            "denies": "yes" if one.certain else "perhaps",
            "hangs_on": list(one.hangs_on),
        }
        for one in found.statements
    ]
    answer = {"version": 1, "account": found.account, "message": said, "statements": rows, "exemption": found.exemption}
    return json.dumps(answer, indent=2)
