"""What several JSON documents tell alike: values of context keys, and scenarios that change."""

from __future__ import annotations

from guardrails.model.gate_report import ScenarioChange
from guardrails.model.request import Unreadable, Value


def context_value(value: Value) -> str | list[str] | None:
    """Return the value of a context key: a text, a list of texts, or None for one that is not known."""
    return None if isinstance(value, Unreadable) else value if isinstance(value, str) else list(value)


def scenario_change(one: ScenarioChange) -> dict[str, str]:
    """Return how a scenario comes out before and after a change, beside what it expects."""
    return {
        "name": one.name,
        "account": one.account,
        "before": one.before,
        "after": one.after,
        "expected": one.expected,
    }
