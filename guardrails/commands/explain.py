"""`guardrails explain`: the page of a rule, without a network."""

from __future__ import annotations

import json
import re
import sys

import click

from guardrails.commands.outcomes import PASSED, Misused
from guardrails.commands.pages import Page, all_rules, close_to, page, rule_named
from guardrails.model.finding import Rule
from guardrails.renderers.table import clean, table

_CODE = re.compile(r"`([^`]+)`")


@click.command("explain")
@click.argument("rules", metavar="[RULE...]", nargs=-1)
@click.option("--list", "listed", is_flag=True, help="A table of all rules.")
@click.option("--format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--no-color", is_flag=True, envvar="NO_COLOR", help="No colors, also by NO_COLOR.")
def command(rules: tuple[str, ...], listed: bool, format: str, no_color: bool) -> int:
    """Print the page of each RULE: what it finds, why that matters, an example, how to mend it, where it is from.

    A RULE is an id (LINT-011) or a slug (absent-key). The same pages stand in docs/rules/.
    """
    if listed == bool(rules):
        raise Misused("name rules, or ask for the --list of all" if not listed else "--list takes no rule")
    if listed:
        click.echo(_list_json() if format == "json" else _list())
        return PASSED
    pages = [page(_rule(words).id) for words in dict.fromkeys(rules)]
    color = sys.stdout.isatty() and not no_color
    click.echo(_json(pages) if format == "json" else "\n\n".join(_shown(one, color) for one in pages))
    return PASSED


def _rule(words: str) -> Rule:
    found = rule_named(words)
    if found is None:
        close = close_to(words)
        hint = f"did you mean {' or '.join(close)}?" if close else "`guardrails explain --list` shows all"
        raise Misused(f"there is no rule {clean(words)!r}; {hint}")
    return found


def _shown(one: Page, color: bool) -> str:
    rule = one.rule
    head = f"# {rule.id} {rule.slug}\n\nSeverity: {rule.severity.value}. Confidence: {rule.confidence.value}."
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
