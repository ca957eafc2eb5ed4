"""What is searched for in a case: a call that passes, or one that is denied; with doubts for it or against it.

Generous problems take every doubt in favor of such a call, so that none of them solved is a proof. Strict ones take
every doubt against it, so that what solves one is certain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from guardrails.prover.slices.boxes import Boxes
from guardrails.prover.slices.rules import Rules
from guardrails.prover.variables.literals import Box, Problem, escape


def passing(
    member: Boxes, said: Sequence[Rules], strict: bool = False, without: Sequence[Boxes] = ()
) -> Iterator[Problem]:
    """Yield the problems of a call of a set, outside of others, that no Deny matches and every level allows."""
    choices = [escape(box) for one in without for box in (one.possible if strict else one.certain)]
    for one in said:
        for deny in one.denies:
            choices += [escape(box) for box in (deny.boxes.possible if strict else deny.boxes.certain)]
        choices += [level.certain if strict else level.possible for level in one.levels]
    if any(not choice for choice in choices):
        return
    for box in _boxes(member, strict):
        yield Problem(box, tuple(choices))


def refused(
    member: Boxes, said: Iterable[Rules], strict: bool = False, without: Sequence[Boxes] = ()
) -> Iterator[Problem]:
    """Yield the problems of a call of a set, outside of others, that is denied, or not allowed at some level."""
    kept_out = [escape(box) for one in without for box in (one.possible if strict else one.certain)]
    if not all(kept_out):
        return
    for one in said:
        for box in _boxes(member, strict):
            for deny in one.denies:
                for denied in deny.boxes.certain if strict else deny.boxes.possible:
                    yield Problem((*box, *denied), tuple(kept_out))
            for level in one.levels:
                choices = tuple(escape(allowed) for allowed in (level.possible if strict else level.certain))
                if all(choices):
                    yield Problem(box, (*choices, *kept_out))


def _boxes(member: Boxes, strict: bool) -> tuple[Box, ...]:
    return member.certain if strict else member.possible
