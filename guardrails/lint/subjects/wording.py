"""How messages put names, statements and effects into words."""

from __future__ import annotations

from collections.abc import Iterable

from guardrails.model.policy.document import Effect, Statement
from guardrails.model.policy.report import quoted


def in_words(names: Iterable[str], most: int | None = 4, last: str = "and") -> str:
    """Return names in backticks, joined as in a sentence: "`a`, `b` and `c`"; of more than `most` how many more."""
    shown = [quoted(name) for name in names]
    if most is not None and len(shown) > most:
        return f"{', '.join(shown[: most - 1])} {last} {len(shown) - most + 1:,} more"
    return f" {last} ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def did_you_mean(names: Iterable[str]) -> str:
    """Return the question whether one of some names was meant."""
    return f"did you mean {in_words(names, None, 'or')}?"


def verb(statement: Statement) -> str:
    """Return what a statement does: "denies" or "allows"."""
    return "denies" if statement.effect is Effect.DENY else "allows"


def name_of(statement: Statement) -> str:
    """Return what a statement is called: its Sid, or its place ("Statement/0")."""
    return statement.sid or "/".join(str(part) for part in statement.pointer)


def sample_action(statement: Statement) -> str:
    """Return the first action of a statement, to begin the words of a request that shows something."""
    first = statement.action.patterns[0]
    return "any action" if statement.action.negated or first == "*" else first
