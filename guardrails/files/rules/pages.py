"""The page of each rule of this room: what `guardrails explain ORG-008` prints and docs/rules is made from.

A rule of the organization has its page as the docstring of its module; the rules of files share `file_pages.py`.
"""

from __future__ import annotations

import inspect
import sys

from guardrails.files.codes import FILE_RULES
from guardrails.files.rules.file_pages import FILE_PAGES
from guardrails.files.rules.table import RULES
from guardrails.files.suppressions import SUPPRESSION_RULES
from guardrails.model.finding import Rule

ALL_RULES: tuple[Rule, ...] = (*FILE_RULES, *SUPPRESSION_RULES, *(rule for rule, _ in RULES))
"""Every rule that this room can report, those of files first; each has a page."""

_MODULES = {rule.id: check.__module__ for rule, check in RULES}


def page_of(rule_id: str) -> str | None:
    """Return the page of a rule as Markdown, beginning with its summary; None for a rule of another room."""
    module = _MODULES.get(rule_id)
    if module is None:
        return FILE_PAGES.get(rule_id)
    return inspect.cleandoc(sys.modules[module].__doc__ or "") + "\n"
