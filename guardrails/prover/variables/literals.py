"""Literals, boxes and choices: how requests that some statements match, and others do not, are written down.

A literal says of one variable that it passes a test, or fails it. A box is a conjunction of literals; a choice a
disjunction of boxes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from guardrails.prover.variables.sets import SetVariable
from guardrails.prover.variables.texts import TextVariable

Variable = TextVariable | SetVariable


class Literal(NamedTuple):
    """That a variable passes a test (its bit), or fails it."""

    variable: Variable
    bit: int
    passed: bool

    @property
    def turned(self) -> Literal:
        """The opposite."""
        return Literal(self.variable, self.bit, not self.passed)


Box = tuple[Literal, ...]
"""Literals that hold together; the empty box always holds."""
Choice = tuple[Box, ...]
"""Boxes of which one must hold."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What must hold: one box, and one box of each choice."""

    required: Box
    choices: tuple[Choice, ...] = ()


def escape(box: Box) -> Choice:
    """Return the choice that keeps out of a box: some literal of it does not hold."""
    return tuple((one.turned,) for one in box)
