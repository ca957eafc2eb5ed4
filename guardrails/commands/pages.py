"""Every rule there is with its page, from the packages that find them. To add a package: a row in `_FAMILIES`.

The rules of the gate, and those that Checkov and cfn-lint run, are loaded only where all rules are asked for: a check
does not need them. What is known of a stock check is a page too, but these are listed apart: there are hundreds.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from guardrails.commands.checking import (
    dead_statement,
    exception_scope,
    idle_condition,
    invariants,
    root_class_coverage,
)
from guardrails.files.rules import pages as of_files
from guardrails.gate.waiver_pages import WAIVER_PAGES
from guardrails.gate.waiving import WAIVER_RULES
from guardrails.lint import exempt_principals
from guardrails.lint.table import LINTS
from guardrails.model.finding import Rule

_FENCE = re.compile(r"^(```|~~~)")
_HEADING = re.compile(r"^## (.+)$")
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


_BY_MODULE: Final[tuple[tuple[Rule, str], ...]] = (
    *((rule, check.__module__) for rule, check in LINTS),
    (exempt_principals.RULE, exempt_principals.__name__),
    *((one.RULE, one.__name__) for one in (dead_statement, idle_condition)),
    *((one.RULE, one.__name__) for one in (invariants, root_class_coverage, exception_scope)),
)
"""Rules with a module of their own, whose docstring is the page."""


def _module_page(rule_id: str) -> str | None:
    module = next((module for rule, module in _BY_MODULE if rule.id == rule_id), None)
    return inspect.cleandoc(sys.modules[module].__doc__ or "") + "\n" if module else None


_FAMILIES: Final[tuple[tuple[tuple[Rule, ...], Callable[[str], str | None]], ...]] = (
    (tuple(rule for rule, _ in _BY_MODULE), _module_page),
    (of_files.ALL_RULES, of_files.page_of),
    (WAIVER_RULES, WAIVER_PAGES.get),
)
"""Rules, and what returns the page of one of them as Markdown that begins with its summary."""

MENDED: Final = frozenset(
    {
        "LINT-002",
        "LINT-004",
        "LINT-005",
        "LINT-006",
        "LINT-007",
        "LINT-008",
        "LINT-010",
        "LINT-019",
        "LINT-023",
    }
)
"""The rules of which `--fix` mends some findings: tested against their cases."""

GROUPS: Final[Mapping[str, str]] = {
    "LINT": "SCPs and RCPs",
    "ORG": "the organization file",
    "REF": "names and parameters",
    "FORM": "the form of YAML files",
    "YAML": "YAML",
    "FILE": "files",
    "CAT": "the catalog of AWS facts",
    "SUP": "suppressions",
    "PG": "Terraform plans",
    "WVR": "waivers of findings about plans",
    "CKV_LZ": "Terraform, with Checkov",
    "CFN": "CloudFormation, with cfn-lint",
}
"""What the rules of each group are about; `group_of` says which group a rule belongs to."""

_OF_CFN_LINT = re.compile(r"[EWI]\d{4}")


def group_of(rule_id: str) -> str:
    """Return the group of a rule: what its id begins with, and `CFN` for the ids that cfn-lint wants."""
    if _OF_CFN_LINT.fullmatch(rule_id):
        return "CFN"
    return rule_id.rpartition("_")[0] if "_" in rule_id else rule_id.partition("-")[0]


@dataclass(frozen=True, slots=True)
class Page:
    """The page of a rule. `sections`: heading -> text below it; the summary stands under the empty heading."""

    rule: Rule
    markdown: str
    sections: Mapping[str, str]

    def blocks(self, heading: str) -> tuple[tuple[str, str], ...]:
        """Return the fenced blocks of a section: language and text of each."""
        return tuple(_BLOCK.findall(self.sections.get(heading, "")))


@cache
def check_rules() -> tuple[Rule, ...]:
    """Return every rule that a check can report, each once, by group and number."""
    return _in_order(rule for rules, _ in _FAMILIES for rule in rules)


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule of ours, each once, by group and number; stock checks of other tools are not among them."""
    from guardrails.files.tool_rules import tool_rules
    from guardrails.gate.pages import ALL_RULES

    return _in_order((*check_rules(), *ALL_RULES, *tool_rules().rules.values()))


def _in_order(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    groups = list(GROUPS)
    each = {rule.id: rule for rule in rules}.values()
    return tuple(sorted(each, key=lambda rule: (groups.index(group_of(rule.id)), rule.id[-4:], rule.id)))


def page(rule_id: str) -> Page:
    """Return the page of a rule; raises LookupError for an id that is none."""
    rule = next((one for one in check_rules() if one.id == rule_id), None)
    text = next((found for _, page_of in _FAMILIES if (found := page_of(rule_id)) is not None), None)
    if rule is None:
        rule, text = _of_gate(rule_id)
    if rule is None:
        rule, text = _of_tools(rule_id)
    if rule is None or text is None:
        raise LookupError(rule_id)
    return Page(rule, text, {name: "\n".join(lines).strip() for name, lines in _sections(text)})


_CFN_LINT_OWN: Final = re.compile(r"[EWI][0-8]\d{3}")
CFN_LINT_PAGE: Final = """A rule of cfn-lint itself.

## What it does
`guardrails check` and `guardrails gate` report what cfn-lint's own rules find in a template beside what ours find.
cfn-lint holds templates to the schemas of CloudFormation. E is an error, W a warning, I a note.

## How to fix
Its own page says what it wants: https://github.com/aws-cloudformation/cfn-lint/blob/main/docs/rules.md

## Sources
- https://github.com/aws-cloudformation/cfn-lint/blob/main/docs/rules.md (2026-11)
"""


def _of_gate(rule_id: str) -> tuple[Rule | None, str | None]:
    from guardrails.gate import pages as of_gate

    return next((one for one in of_gate.ALL_RULES if one.id == rule_id), None), of_gate.page_of(rule_id)


def _of_tools(rule_id: str) -> tuple[Rule | None, str | None]:
    from guardrails.files.tool_rules import left_out, tool_rules

    if _CFN_LINT_OWN.fullmatch(rule_id):
        from guardrails.commands.scanning.templates import cfn_lint_rule

        return cfn_lint_rule(tool_rules(), rule_id), CFN_LINT_PAGE
    known = tool_rules()
    rule = known.rules.get(rule_id) or known.stock.get(rule_id) or left_out(known, rule_id)
    return rule, known.page_of(rule_id)


def _sections(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each heading with its lines; what begins with `##` within a fence is no heading."""
    name, lines, fenced = "", list[str](), False
    for line in text.splitlines():
        fenced ^= bool(_FENCE.match(line))
        heading = None if fenced else _HEADING.match(line)
        if heading:
            yield name, lines
            name, lines = heading.group(1), []
        else:
            lines.append(line)
    yield name, lines


def rule_named(words: str) -> Rule | None:
    """Return the rule of that id or slug, in any case of letters; None where there is none."""
    wanted = words.lower()
    found = next((one for one in all_rules() if wanted in (one.id.lower(), one.slug)), None)
    return found or _of_tools(words.upper())[0]


def close_to(words: str) -> list[str]:
    """Return ids and slugs that are spelled much like the words."""
    from difflib import get_close_matches

    names = {name.lower(): name for one in all_rules() for name in (one.id, one.slug)}
    return [names[name] for name in get_close_matches(words.lower(), names, n=2)]
