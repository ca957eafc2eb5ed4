"""What a change of policies newly allows and newly denies, over all authorization requests of an account.

A request is newly allowed when something denied it before (a Deny that is gone, a level that did not allow it) and
nothing does after. So each Deny and each level that only one side has is asked about by itself: what it decides, and
what the other side says to that. The union of the answers is the whole difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Final, NamedTuple

from guardrails.evaluation.decide import decide
from guardrails.model.decision import Truth
from guardrails.model.difference import Difference, Region
from guardrails.model.policy.document import Effect, PolicySet
from guardrails.model.proof import Claim, Scene, Witness
from guardrails.model.request import Request
from guardrails.prover.languages.emptiness import OutOfBudget
from guardrails.prover.normal import Piece, Remainder, pieces, remainders
from guardrails.prover.questions import Question, deciding, over_resources_of
from guardrails.prover.slices.rules import Entry, entries, levels
from guardrails.prover.slices.shapes import Shape
from guardrails.prover.subtraction import less
from guardrails.prover.variables.texts import Undecidable
from guardrails.prover.wording import actions_in_words, conditions_in_words, known_actions, resources_in_words

MOST_REGIONS: Final = 400
"""So many regions are looked for in one direction: nobody reads more, and each takes a search."""
LONGEST: Final = 25.0
"""So many seconds may go by before no further region is looked for in one direction."""
MOST_LOOKS: Final = 200
"""So many pairs of a region and a Deny that may take off it are looked at closely."""


def compare(before: PolicySet, after: PolicySet, scene: Scene, scene_after: Scene | None = None) -> Difference:
    """Return what `after` newly allows and newly denies against `before`; proved equal where both are empty.

    `scene_after`: the scene after, where the RCPs of other accounts change. Raises ValueError where either policy set
    holds a resource policy.
    """
    later = scene_after or scene
    if before == after and scene == later:
        return Difference()
    one, other = _Side(before, scene), _Side(after, later)
    allowed = _Change(one, other)
    newly_allowed = tuple(allowed.regions())
    denied = _Change(other, one)  # made here, for its time begins now
    newly_denied = tuple(denied.regions())
    return Difference(newly_allowed, newly_denied, tuple(dict.fromkeys((*allowed.doubts, *denied.doubts))))


class _Side(NamedTuple):
    """Policies and where they stand."""

    policies: PolicySet
    scene: Scene

    @property
    def denies(self) -> tuple[Entry, ...]:
        """The Denies that bind the callers, whoever owns the resource."""
        rows = entries(replace(self.policies, rcps=()))
        return tuple(entry for entry in rows if entry.statement.effect is Effect.DENY)

    def rcp_denies(self, owner: str) -> tuple[Entry, ...]:
        """The Denies over the resources of one account."""
        rcps = over_resources_of(owner, self.policies, self.scene).rcps
        rows = entries(PolicySet(rcps=rcps, identity=()))
        return tuple(entry for entry in rows if entry.statement.effect is Effect.DENY)


@dataclass
class _Change:
    """What `denying` denies and `allowing` allows."""

    denying: _Side
    allowing: _Side
    doubts: dict[str, None] = field(default_factory=dict)
    asked: int = 0
    looks: int = 0
    began: float = field(default_factory=monotonic)

    def regions(self) -> Iterator[Region]:
        """Yield the regions, with a witness each."""
        yield from self._of_denies(self.denying.denies, self.allowing.denies)
        own = self.denying.scene.account_id
        for owner in dict.fromkeys((own, *self.denying.scene.rcps, *self.allowing.scene.rcps)):
            yield from self._of_denies(self.denying.rcp_denies(owner), self.allowing.rcp_denies(owner), owner)
        yield from self._of_levels()

    def _of_denies(
        self, mine: tuple[Entry, ...], others: tuple[Entry, ...], owner: str | None = None
    ) -> Iterator[Region]:
        """Yield what Denies of one side alone deny: less what changed Denies of the other still do."""
        gone, new = remainders(mine, others), remainders(others, mine)
        for one in gone:
            if self._witness(one.shape, owner=owner) is None:
                continue
            close = sorted(new, key=lambda other: _distance(one, other))
            for shape in less(one.shape, (other.shape for other in close)):
                witness = self._witness(shape, owner=owner)
                if witness is not None:
                    still = self._still(shape, owner=owner)
                    yield _region(shape, witness, (_name(one.entry),), still, about=self._about(owner))

    def _about(self, owner: str | None) -> tuple[str, ...]:
        """Whose resources a region is about, in words, where it is not about everybody's."""
        if owner is None:
            return ()
        own = owner == self.denying.scene.account_id
        return (f"the resource is of {'the account itself' if own else f'account {owner}'}",)

    def _of_levels(self) -> Iterator[Region]:
        """Yield what a level of one side alone does not allow."""
        known = {_allowed(level) for level in levels(self.allowing.policies)}
        for level in levels(self.denying.policies):
            if _allowed(level) in known or _allows_everything(level):
                continue
            allows = tuple(entry for entry in level if entry.statement.effect is Effect.ALLOW)
            for shape, without in _not_allowed(allows):
                witness = self._witness(shape, without)
                if witness is not None:
                    names = tuple(dict.fromkeys(_name(one) for one in allows))
                    yield _region(shape, witness, names, self._still(shape, without), without)

    def _still(self, shape: Shape, without: tuple[Shape, ...] = (), owner: str | None = None) -> tuple[str, ...]:
        """What of `allowing` denies a part of a shape; statements on every service are not looked at closely."""
        side = self.allowing
        owners = dict.fromkeys((side.scene.account_id, *side.scene.rcps)) if owner is None else (owner,)
        rcps = (entry for one in owners for entry in side.rcp_denies(one))
        denies = (entry for entry in (*side.denies, *rcps) if self._meet(shape, entry.shape, without))
        silent = (level for level in levels(side.policies) if not _allows_everything(level))
        names = (f"no Allow of {', '.join(_allowing(level)) or 'any policy'}" for level in silent)
        return tuple(dict.fromkeys((*map(_name, denies), *names)))

    def _meet(self, shape: Shape, other: Shape, without: tuple[Shape, ...]) -> bool:
        mine: tuple[object, ...] = (*shape.actions, *shape.resources, *shape.conditions)
        if any((part, not wanted) in mine for part, wanted in (*other.actions, *other.resources, *other.conditions)):
            return False  # taken off already
        both = shape._replace(
            actions=(*shape.actions, *other.actions),
            resources=(*shape.resources, *other.resources),
            conditions=(*shape.conditions, *other.conditions),
        )
        self.looks += 1
        if both.services is None or shape.variables is not other.variables or self.looks > MOST_LOOKS:
            return True  # to name a Deny that takes off nothing says too much, not anything wrong
        question = Question(PolicySet(), self.allowing.scene, Claim.DENIED, both, whole=False, without=without)
        try:
            return question.inhabited()
        except (OutOfBudget, Undecidable):
            return True

    def _witness(self, shape: Shape, without: tuple[Shape, ...] = (), owner: str | None = None) -> Witness | None:
        """A request of a shape that `allowing` allows and `denying` denies; doubts are noted."""
        self.asked += 1
        spent = self._spent()
        if spent:
            self.doubts[f"the budget of {spent} ran out"] = None
            return None
        policies, scene = self.allowing
        question = Question(policies, scene, Claim.DENIED, shape, whole=False, without=without, owner=owner)
        witness = question.witness()
        self.doubts.update(question.doubts)
        if witness is not None and self._denied(witness.requests[0]) is Truth.FALSE:
            self.doubts[f"prover and evaluator disagree about {witness.words}; please report this"] = None
        return witness

    def _spent(self) -> str:
        if self.asked > MOST_REGIONS:
            return f"{MOST_REGIONS} regions"
        return f"{LONGEST:.0f} seconds" if monotonic() - self.began > LONGEST else ""

    def _denied(self, request: Request) -> Truth:
        policies, scene = self.denying
        owner = request.resource_account or scene.account_id
        return decide(deciding(owner, policies, scene), request).denied


def _allowed(level: tuple[Entry, ...]) -> frozenset[Piece]:
    rows = (entry for entry in level if entry.statement.effect is Effect.ALLOW)
    return frozenset(piece for entry in rows for piece in pieces(entry))


def _allows_everything(level: tuple[Entry, ...]) -> bool:
    return any(
        piece.action == (False, frozenset("*")) and piece.resource == (False, frozenset("*")) and not piece.conditions
        for piece in _allowed(level)
    )


def _allowing(level: tuple[Entry, ...]) -> tuple[str, ...]:
    rows = (entry for entry in level if entry.statement.effect is Effect.ALLOW)
    return tuple(dict.fromkeys(entry.document.name for entry in rows))


def _not_allowed(allows: tuple[Entry, ...]) -> Iterator[tuple[Shape, tuple[Shape, ...]]]:
    """Yield what none of some Allows matches: one shape where that says it, else shapes to stay out of."""
    plain = all(not one.statement.conditions and "*" in one.statement.resource.patterns for one in allows)
    if plain:
        yield Shape(tuple((one.statement.action, False) for one in allows)), ()
        return
    yield Shape(()), tuple(one.shape for one in allows)


def _distance(one: Remainder, other: Remainder) -> tuple[bool, int]:
    """How far a statement is from being the same one, changed: same policy and Sid first, then shared conditions."""
    same = one.entry.document.name == other.entry.document.name and one.entry.statement.sid == other.entry.statement.sid
    shared = len(set(one.shape.conditions) & set(other.shape.conditions))
    return not same, -shared


def _name(entry: Entry) -> str:
    place = entry.statement.sid or "/".join(str(part) for part in entry.statement.pointer)
    return f"{entry.document.name}#{place}"


def _region(
    shape: Shape,
    witness: Witness,
    causes: tuple[str, ...],
    still: tuple[str, ...],
    without: tuple[Shape, ...] = (),
    about: tuple[str, ...] = (),
) -> Region:
    unless = tuple(f"not allowed by: {_short(one)}" for one in without)
    return Region(
        actions_in_words(shape),
        resources_in_words(shape),
        (*conditions_in_words(shape), *about, *unless),
        witness,
        known_actions(shape),
        causes,
        still,
    )


def _short(shape: Shape) -> str:
    parts = (", ".join(actions_in_words(shape)), ", ".join(resources_in_words(shape)), *conditions_in_words(shape))
    return "; ".join(parts)
