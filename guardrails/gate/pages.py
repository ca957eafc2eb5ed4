"""The page of each rule of the gate: what `guardrails explain PG-005` prints and docs/rules is made from.

A rule has its page as the docstring of its module. Those about waivers stand in `waiver_pages.py`: a check finds them.
"""

from __future__ import annotations

import importlib
import inspect
from typing import Final

from guardrails.gate.table import ENGINE_RULES, PLAN_RULES
from guardrails.model.finding import Rule

MODULES: Final[dict[str, str]] = {one.rule.id: one.check.__module__ for one in PLAN_RULES} | {
    rule.id: module for rule, module in ENGINE_RULES
}
"""Rule id -> the module whose docstring is its page."""

ALL_RULES: Final[tuple[Rule, ...]] = (
    *(one.rule for one in PLAN_RULES),
    *(rule for rule, _ in ENGINE_RULES),
)
"""Every rule about plans; each has a page."""


def page_of(rule_id: str) -> str | None:
    """Return the page of a rule as Markdown, beginning with its summary; None for a rule of another room."""
    module = MODULES.get(rule_id)
    return inspect.cleandoc(importlib.import_module(module).__doc__ or "") + "\n" if module else None
