"""Which condition keys policies ask for: in their conditions, and for variables in values and resources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guardrails.evaluation.variables import variable_keys
from guardrails.model.policy.document import PolicyDocument, Statement


def keys_of(statement: Statement) -> Iterator[str]:
    """Yield the keys, in lower case, that a statement reads: in its conditions, or for a variable."""
    yield from (row.key.lower() for row in statement.conditions)
    texts = (value for row in statement.conditions for value in row.values)
    yield from (key for text in (*texts, *statement.resource.patterns) for key in variable_keys(text))


def keys_asked(documents: Iterable[PolicyDocument]) -> frozenset[str]:
    """Return the keys, in lower case, that any statement of the documents reads."""
    return frozenset(key for document in documents for one in document.statements for key in keys_of(one))
