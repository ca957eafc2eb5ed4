"""All whole-plan rules, as one literal table."""

from __future__ import annotations

from typing import Final

from guardrails.gate.inspection import PlanRule

PLAN_RULES: Final[tuple[PlanRule, ...]] = ()
