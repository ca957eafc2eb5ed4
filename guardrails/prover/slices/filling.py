"""Policy variables in a case: which of them have one value, which are not there, and which stay open.

A key that may be there or not gives two fillings: one in which it is absent (the variable has no value, or its default)
and one in which it is there and open, so that its place in a pattern may be any text.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from guardrails.evaluation.overlap import Parts
from guardrails.evaluation.patterns import arn_fields
from guardrails.evaluation.variables import fill, has_variables, variable_keys
from guardrails.model.policy.document import SetOperator
from guardrails.model.request import UNKNOWN, Value
from guardrails.prover.slices.case import Authorization, Fixed
from guardrails.prover.variables.literals import Box, Literal, Variable
from guardrails.prover.variables.sets import SetTest, SetVariable
from guardrails.prover.variables.texts import Test


@dataclass(frozen=True, slots=True)
class Filling:
    """One way to fill: `context` holds the keys with one value (UNKNOWN: open), `given` what it takes for granted.

    `open` says that some variable may have any value, or one of which AWS does not say how it is read.
    """

    context: Mapping[str, Value]
    given: Box = ()
    open: bool = False

    @property
    def label(self) -> tuple[tuple[str, Value], ...]:
        """What tells this filling from others."""
        return tuple(sorted(self.context.items(), key=lambda row: row[0]))

    def is_open(self, text: str) -> bool:
        """Whether a text has a variable that may have any value, or stands where AWS replaces none."""
        return bool(fill(text, self.context).unknown) or has_variables(":".join(arn_fields(text)[:5]))

    def resource(self, text: str) -> Parts | None:
        """Return a resource pattern in parts, `*` for what is open; None: a variable without value matches nothing."""
        filled = fill(text, self.context)
        return None if filled.null else filled.parts

    def value(self, operator: str, text: str) -> Parts | None:
        """Return a condition's value in parts; None: a variable without value matches nothing."""
        patterns = operator.endswith("Like") or operator.startswith("Arn")
        filled = fill(text, self.context, pattern=patterns)
        if filled.null:
            return None
        return filled.parts if patterns else self._texts(filled.parts)

    def _texts(self, parts: Parts) -> Parts:
        """Parts of a value that is no pattern: plain text, but for what is open."""
        return tuple((part, self.open and wild and part == "*") for part, wild in parts)


NOTHING_TO_FILL = Filling({})


def fillings(texts: Iterable[str], at: Authorization) -> Iterator[Filling]:
    """Yield every way to fill the variables of some texts; one without any where they have none."""
    wanted = tuple(one for one in texts if "${" in one)
    if not wanted:
        yield NOTHING_TO_FILL
        return
    keys = dict.fromkeys(key for text in wanted for key in variable_keys(text))
    for chosen in product(*(tuple(_states(key, at)) for key in keys)):
        context = {key: value for key, (value, _) in zip(keys, chosen, strict=True) if value is not None}
        unsure = any(fill(text, context).unknown for text in wanted)
        yield Filling(context, tuple(literal for _, given in chosen for literal in given), unsure)


def _states(key: str, at: Authorization) -> Iterator[tuple[Value | None, Box]]:
    """Yield what a key may be: one value, absent (None), or open; with the literals that say so."""
    found = at.key(key)
    if isinstance(found, Fixed):
        yield found.value, ()
        return
    there = presence(found)
    if found.values.absent:
        yield None, (there.turned,)
    if found.values.present:
        yield UNKNOWN, (there,) if found.values.absent else ()


def presence(variable: Variable) -> Literal:
    """Return the literal that a variable holds something."""
    if isinstance(variable, SetVariable):
        bit = variable.bit("present", lambda: SetTest(bool, SetOperator.NONE, False, None, True))
    else:
        bit = variable.bit("present", lambda: Test(lambda held: held is not None))
    return Literal(variable, bit, True)
