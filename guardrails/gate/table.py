"""All whole-plan rules, as one literal table."""

from __future__ import annotations

from typing import Final

from guardrails.gate.inspection import PlanRule
from guardrails.model.finding import Rule

PLAN_RULES: Final[tuple[PlanRule, ...]] = ()

ENGINE_RULES: Final[tuple[tuple[Rule, str], ...]] = ()
"""Rules whose findings need the evaluation engine, each with the module whose docstring is its page."""
