"""One question: is there a request of a shape, in a scene, that passes (or is refused)? A witness, none, or doubts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product
from typing import Final

from guardrails.evaluation.compiled import Decider, compile_policies
from guardrails.evaluation.decide import decide
from guardrails.evaluation.variables import variable_keys
from guardrails.model.decision import Truth, worst
from guardrails.model.policy.document import (
    EVERYTHING,
    Effect,
    Element,
    PolicyDocument,
    PolicySet,
    PrincipalElement,
    Statement,
)
from guardrails.model.proof import Breadth, Claim, Scene, Witness
from guardrails.model.request import PrincipalKind, Request
from guardrails.prover.languages.emptiness import OutOfBudget
from guardrails.prover.problems import passing, refused
from guardrails.prover.search import Search
from guardrails.prover.slices.boxes import Boxes, both
from guardrails.prover.slices.case import Authorization, Case, Fixed
from guardrails.prover.slices.cases import Cases
from guardrails.prover.slices.naming import Naming, naming
from guardrails.prover.slices.reaching import unspared
from guardrails.prover.slices.rules import Rulebook, rulebook
from guardrails.prover.slices.shapes import Shape, holds, matches
from guardrails.prover.slices.splitting import Split
from guardrails.prover.variables.literals import Problem, Variable
from guardrails.prover.variables.texts import Sample, Undecidable
from guardrails.prover.witnesses import held, outside_of, requests_of, words_of

_OWNER_ALLOWS: Final = PolicyDocument(
    (Statement(Effect.ALLOW, EVERYTHING, principal=PrincipalElement((("*", "*"),))),), name="resource policy"
)
"""Stands in for the policy of another account's resource: the question is what the organization's policies say."""

_EVERY_CALL_HAS: Final = {"ec2:runinstances": frozenset({"image", "network-interface", "security-group", "subnet"})}
"""Parts that calls of an action (lower case) have besides the one they are about. Of other actions the reference calls
types required, too, of which a call touches some: a database is restored without an option group.

Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ExamplePolicies_EC2.html (2026-09)
"""

_MOST_TRIED: Final = 12
"""Combinations of values that are tried for keys which policy variables read."""

Found = Mapping[Variable, Sample]


@dataclass
class Question:
    """Requests of `shape` that the policies decide against `claim`: what they look for is the opposite of the claim.

    `whole` False: single authorizations, not calls. `without` are shapes that the requests are outside of, `owner` is
    the only account whose resources they are about (None: any). After `witness` has returned None, `doubts` say what
    could not be decided; without any, there is no such request. `by_accident` tells what kept calls from passing that
    is not what they are about; `searched` counts cases.
    """

    policies: PolicySet
    scene: Scene
    claim: Claim
    shape: Shape
    breadth: Breadth = Breadth.EVERY
    whole: bool = True
    without: tuple[Shape, ...] = ()
    owner: str | None = None
    doubts: dict[str, None] = field(default_factory=dict)
    by_accident: dict[str, None] = field(default_factory=dict)
    searched: int = 0

    def __post_init__(self) -> None:
        """Note whose resources the RCPs of the policies reach: those of the account itself."""
        if self.policies.rcps and self.scene.account_id not in self.scene.rcps:
            own = {self.scene.account_id: self.policies.rcps}
            self.scene = replace(self.scene, rcps={**self.scene.rcps, **own})

    @cached_property
    def cases(self) -> Cases:
        """The cases of the question."""
        owners = (self.scene.account_id, *self.scene.rcps)
        shapes = {id(one): one for owner in owners for one in self._rulebook(owner).about(self.shape)}
        every = (self.shape, *self.without, *shapes.values())
        return Cases(self.shape, Split(every, self.scene, self.breadth, self.owner, self._denied(owners)), self.whole)

    def _denied(self, owners: Iterable[str]) -> frozenset[Element]:
        """Return the action elements of Denies alone, where naming more actions only takes from what is sought."""
        if self.claim is Claim.ALLOWED:
            return frozenset()
        books = [self._rulebook(owner) for owner in owners]
        asked = {element for one in (self.shape, *self.without) for element, _ in one.actions}
        return frozenset(one for book in books for one in book.denied) - asked

    def witness(self) -> Witness | None:
        """Return a request that decides against the claim, confirmed by both evaluators; None: see `doubts`."""
        if not self._callers:
            return None
        try:
            for group in self.cases.groups(self._exceptions()):
                if group.coarse is not None and self._settled(group.coarse):
                    continue
                for way in group.ways():
                    found = None if self._settled(way.merged) else self._among(way.exact())
                    if found is not None:
                        return found
        except OutOfBudget as spent:
            self.doubts[f"the budget of {spent.budget} ran out"] = None
        except Undecidable as doubt:
            self.doubts[str(doubt)] = None
        return None

    def _exceptions(self) -> tuple[Naming, ...] | None:
        """Return the elements that list what is left to ask about, the rest being settled.

        None: that is not settled.
        """
        case = self.cases.broad() if self.claim is Claim.DENIED else None
        if case is None:
            return None
        if self._settled_by(case, without_exception=True):
            return ()
        if not self._settled_by(case, without_exception=False):
            return None
        outside = (naming(element) for one in self.without for element, _ in one.actions)
        return (*self._rulebook(case.owner).exceptions, *(one for one in outside if not one.everything))

    def _settled_by(self, case: Case, without_exception: bool) -> bool:
        """Whether the statements that name all actions, or all but a few, decide a case of no particular action."""
        self.searched += 1
        search, first = Search(), case.authorizations[0]
        outside = [matches(one, first) for one in self.without if not (without_exception and _lists(one))]
        rules = self._rulebook(case.owner).broad_rules(first, without_exception)
        problems = passing(self._member(first), [rules], without=outside)
        return all(search.find(one) is None for one in problems) and not search.doubts

    @cached_property
    def _callers(self) -> tuple[PrincipalKind, ...]:
        """The kinds of which there are principals."""
        principal = self.cases.frame.principal
        return tuple(kind for kind in self.scene.kinds if principal((kind,)).value(0, 0) is not None)

    def _member(self, at: Authorization) -> Boxes:
        """Where an authorization is of the shape; of one account's resources RCPs ask, so as far as they reach."""
        found = matches(self.shape, at)
        return found if self.owner is None else both(found, unspared(at))

    def inhabited(self) -> bool:
        """Whether there is any request of the shape at all, whatever the policies say.

        Raises OutOfBudget, Undecidable.
        """
        if not self._callers:
            return False
        exact = (case for group in self.cases.groups() for way in group.ways() for case in way.exact())
        cases = (one for case in exact for one in self._by_kind(case))
        return any(
            Search().find(Problem(box)) is not None
            for case in cases
            for box in self._member(case.authorizations[0]).possible
        )

    def _settled(self, case: Case) -> bool:
        """Whether a case that stands for many needs no closer look: not even the freest request of it would do."""
        self.searched += 1
        search = Search()
        return self._any(case, search) is None and not search.doubts

    def _among(self, cases: Iterable[Case]) -> Witness | None:
        """Look in some cases; where keys hang on the kind of the caller, by one kind after the other."""
        for case in cases:
            if self._settled(case):
                continue
            for one in self._by_kind(case):
                found = self._looked(one)
                if found is not None:
                    return found
        return None

    def _by_kind(self, case: Case) -> tuple[Case, ...]:
        """The case by one kind of caller after the other, where keys hang on the kind; else by all."""
        return tuple(case.of_kind(kind) for kind in self._callers) if self.cases.split.tells_kinds else (case,)

    def _looked(self, case: Case) -> Witness | None:
        search = Search()
        found = self._any(case, search)
        if found is None:
            self.doubts.update(search.doubts)
            return None
        return self._confirmed(case, found) or self._sought_closer(case, found)

    def _any(self, case: Case, search: Search) -> Found | None:
        """Values of a request that may decide against the claim, on the authorization that it is about first."""
        found = self._first(case, search, 1)
        several = len(case.authorizations) > 1
        if found is not None and self.claim is Claim.DENIED and several:
            alone = found
            found = self._first(case, search)
            if found is None and not search.doubts:
                self._blocked(case, alone)
                self._spared(case, search)
        elif found is None and self.claim is Claim.ALLOWED and several:
            found = self._first(case, search)
        return found

    def _blocked(self, case: Case, alone: Found) -> None:
        """Note which authorizations deny a call that the one it is about would let pass."""
        policies = self._policies(case.owner)
        for at, request in zip(case.authorizations, requests_of(case, alone), strict=True):
            if at.resource_type and decide(policies, request).denied is Truth.TRUE:
                self.by_accident[f"{at.action} is denied on its {at.resource_type}, not on what it is about"] = None

    def _spared(self, case: Case, search: Search) -> None:
        """Add a doubt where all that denies a call is what another call of the same action need not touch."""
        first, *others = case.authorizations
        sure = _EVERY_CALL_HAS.get(first.action.lower(), frozenset())
        spare = [str(at.resource_type) for at in others if at.resource_type not in sure]
        if spare and self._first(case, search, len(case.authorizations) - len(spare)) is not None:
            which = " or ".join(spare)
            search.doubts[f"{first.action} is denied on its {which} alone, and not every call need have one"] = None

    def _first(self, case: Case, search: Search, most: int | None = None, strict: bool = False) -> Found | None:
        member = self._member(case.authorizations[0])
        if not (member.certain if strict else member.possible):
            return None
        said = [self._rulebook(case.owner).rules(at) for at in case.authorizations[:most]]
        wanted = passing if self.claim is Claim.DENIED else refused
        outside = [matches(one, case.authorizations[0]) for one in self.without]
        problems = wanted(member, said, strict, outside)
        return next((found for one in problems if (found := search.find(one)) is not None), None)

    def _sought_closer(self, case: Case, found: Found) -> Witness | None:
        """Look again where the first find hangs on a doubt: only for what is certain, then with values stated."""
        search = Search()
        strict = self._first(case, search, strict=True)
        if strict is not None:
            confirmed = self._confirmed(case, strict)
            if confirmed is not None:
                return confirmed
        for stated in self._statements_of_values(case, found):
            again = case.again(stated)
            tried = self._first(again, Search())
            confirmed = self._confirmed(again, tried) if tried is not None else None
            if confirmed is not None:
                return confirmed
        self.doubts.update(search.doubts or {self._doubt(case, found): None})
        return None

    def _statements_of_values(self, case: Case, found: Found) -> Iterator[dict[str, Fixed]]:
        """Yield values to try for the keys that policy variables read."""
        keys: dict[str, tuple[Fixed, ...]] = {}
        for at in case.authorizations:
            for name in self._read_by_variables:
                key = at.asked.get(name)
                if key is not None and not isinstance(key, Fixed):
                    tried = [Fixed(held(key, found)), Fixed("example")]
                    keys[name] = tuple(dict.fromkeys([*tried, *([Fixed(None)] if key.values.absent else [])]))
        for count, chosen in enumerate(product(*keys.values())):
            if not keys or count >= _MOST_TRIED:
                return
            yield dict(zip(keys, chosen, strict=True))

    @cached_property
    def _read_by_variables(self) -> frozenset[str]:
        shapes = self.cases.split.shapes
        texts = (value for shape in shapes for row, _ in shape.conditions for value in row.values)
        patterns = (one for shape in shapes for element, _ in shape.resources for one in element.patterns)
        return frozenset(key for text in (*texts, *patterns) for key in variable_keys(text))

    def _confirmed(self, case: Case, found: Found) -> Witness | None:
        """The witness, if reference evaluator and compiled decider both decide against the claim, for certain."""
        requests = requests_of(case, found)
        inside = holds(self.shape, requests[0]) is Truth.TRUE
        inside = inside and all(holds(one, requests[0]) is Truth.FALSE for one in self.without)
        if not inside or not self._agrees(case.owner, requests):
            return None
        return Witness(requests, words_of(case, found), outside_of(case, found))

    def _agrees(self, owner: str, requests: Iterable[Request]) -> bool:
        wanted = Truth.FALSE if self.claim is Claim.DENIED else Truth.TRUE
        policies = self._policies(owner)
        rows = tuple(requests)
        reference = worst(decide(policies, one) for one in rows).denied
        compiled = worst(self._decider(owner).decide(one) for one in rows).denied
        return reference is wanted and compiled is wanted

    def _doubt(self, case: Case, found: Found) -> str:
        from guardrails.evaluation.explain import explain

        policies = self._policies(case.owner)
        keys = [key for one in requests_of(case, found) for key in explain(policies, one).hangs_on]
        at = case.authorizations[0]
        if keys:
            return f"{at.action}: AWS's answer hangs on {', '.join(dict.fromkeys(keys))}"
        asked = requests_of(case, found)[0]
        if any(holds(one, asked) is Truth.UNKNOWN for one in (self.shape, *self.without)):
            return f"{at.action}: AWS does not say whether {words_of(case, found)} is of what is asked about"
        if self._read_by_variables:
            variables = ", ".join(f"${{{key}}}" for key in sorted(self._read_by_variables))
            return f"{at.action}: what the policy variables {variables} hold decides, and no value was found that does"
        return f"{at.action}: prover and evaluator disagree about {words_of(case, found)}; please report this"

    def _without_resource(self, owner: str) -> PolicySet:
        return over_resources_of(owner, self.policies, self.scene)

    def _policies(self, owner: str) -> PolicySet:
        return deciding(owner, self.policies, self.scene)

    def _rulebook(self, owner: str) -> Rulebook:
        if owner not in self._rulebooks:
            self._rulebooks[owner] = rulebook(self._without_resource(owner))
        return self._rulebooks[owner]

    def _decider(self, owner: str) -> Decider:
        if owner not in self._deciders:
            self._deciders[owner] = compile_policies(self._policies(owner))
        return self._deciders[owner]

    @cached_property
    def _deciders(self) -> dict[str, Decider]:
        return {}

    @cached_property
    def _rulebooks(self) -> dict[str, Rulebook]:
        return {}


def _lists(shape: Shape) -> bool:
    """Whether a shape lists actions, so that it does not say the same of every action."""
    return any(not naming(element).everything for element, _ in shape.actions)


def over_resources_of(owner: str, policies: PolicySet, scene: Scene) -> PolicySet:
    """Return the policies that bind callers of the scene on resources of an account: the RCPs are that account's."""
    if owner == scene.account_id:
        return policies
    return replace(policies, rcps=scene.rcps.get(owner, ()))


def deciding(owner: str, policies: PolicySet, scene: Scene) -> PolicySet:
    """Return the same for the evaluator, which asks for a grant of another account's resource as well."""
    found = over_resources_of(owner, policies, scene)
    return found if owner == scene.account_id else replace(found, resource=_OWNER_ALLOWS)
