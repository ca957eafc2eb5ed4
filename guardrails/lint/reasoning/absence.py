"""What rows and statements say about requests that lack a key."""

from __future__ import annotations

from guardrails.lint.reasoning.situations import outcome_without
from guardrails.model.decision import Truth
from guardrails.model.policy.document import Condition, Effect, Statement


def asks_for_absence(row: Condition) -> bool:
    """Return whether a row holds only where its key is absent (`Null` with nothing but "true")."""
    return row.operator == "Null" and all(value.lower() == "true" for value in row.values)


def denies_absence(statement: Statement, key: str) -> bool:
    """Return whether a statement tests a key (lower case) and may deny requests that lack it."""
    if statement.effect is not Effect.DENY or all(row.key.lower() != key for row in statement.conditions):
        return False
    return outcome_without(statement, (key,)) is not Truth.FALSE
