"""How conditions read a text that is there: one table, a row for each operator, as languages or as ordered values.

It is a twin of `evaluation/operators.py`, and a test holds both to the same rows. Text and ARN operators become
languages. Numbers, dates, truth values, bytes and addresses are decided by `points.py`: finitely many samples that
between them behave like every value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from guardrails.evaluation.operators import OPERATORS
from guardrails.evaluation.overlap import Parts
from guardrails.prover.languages.language import Language, language_of
from guardrails.prover.languages.tokens import WHOLE_ARN, Tokens, arn, folded, glob, parts, plain


class Reading(NamedTuple):
    """When a condition holds of a text: it is of `language`, or (negated) not; with `arns` it must be an ARN, too."""

    language: Language
    negated: bool = False
    arns: bool = False

    def holds(self, text: str) -> bool:
        """Whether it holds of one text."""
        return (not self.arns or ARNS.has(text)) and self.language.has(text) is not self.negated


ARNS: Final = language_of((WHOLE_ARN,))
NOWHERE: Final = language_of(())
"""The language without any text."""


def _exact(value: Parts, written: Callable[[str], Tokens]) -> Tokens:
    """A text as it stands; only an open policy variable in it is a wildcard."""
    return tuple(token for text, open in value for token in (glob(text) if open else written(text)))


def _plain(value: Parts) -> Tokens:
    return _exact(value, plain)


def _folded(value: Parts) -> Tokens:
    return _exact(value, folded)


Writing = Callable[[Parts], Tokens | None]

TABLE: Final[dict[str, Writing | None]] = {
    "StringEquals": _plain,
    "StringNotEquals": _plain,
    "StringEqualsIgnoreCase": _folded,
    "StringNotEqualsIgnoreCase": _folded,
    "StringLike": parts,
    "StringNotLike": parts,
    "ArnEquals": arn,
    "ArnNotEquals": arn,
    "ArnLike": arn,
    "ArnNotLike": arn,
    "NumericEquals": None,
    "NumericNotEquals": None,
    "NumericLessThan": None,
    "NumericLessThanEquals": None,
    "NumericGreaterThan": None,
    "NumericGreaterThanEquals": None,
    "DateEquals": None,
    "DateNotEquals": None,
    "DateLessThan": None,
    "DateLessThanEquals": None,
    "DateGreaterThan": None,
    "DateGreaterThanEquals": None,
    "Bool": None,
    "BinaryEquals": None,
    "IpAddress": None,
    "NotIpAddress": None,
}
"""Operator -> how its policy values are written as tokens; None: compared by points."""


def reading(operator: str, values: Iterable[Parts], wide: bool = False) -> Reading:
    """Return how a text operator with these values (variables filled) reads a text.

    A value that is no ARN makes a negated Arn operator fail, whatever the text; else it only matches nothing. `wide`:
    ARN patterns count for all that they may be, as what is open in them may hold colons.
    """
    writing = parts if wide and operator.startswith("Arn") else TABLE[operator]
    assert writing is not None, f"{operator} compares by points"
    negated, arns = OPERATORS[operator].negated, operator.startswith("Arn")
    written = [writing(value) for value in values]
    sequences = tuple(tokens for tokens in written if tokens is not None)
    if negated and len(sequences) < len(written):
        return Reading(NOWHERE, arns=arns)
    return Reading(language_of(sequences), negated, arns)
