"""One case: fixed actions, resource types, Region and owner of the resources; all else are variables."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from guardrails.model.proof import Breadth, Scene
from guardrails.model.request import PrincipalKind
from guardrails.prover.languages.language import language_of
from guardrails.prover.languages.tokens import formatted, glob
from guardrails.prover.slices.domains import (
    Domain,
    Presence,
    domain_of,
    fixed_value,
    hangs_on_action,
    hangs_on_kind,
    of_the_call,
    preferred_principals,
    presence_of,
    principal_formats,
)
from guardrails.prover.slices.resources import Resources
from guardrails.prover.variables.sets import SetVariable
from guardrails.prover.variables.texts import Held, TextVariable, Values

Variable = TextVariable | SetVariable

_SERVICE_LINKED: Final = language_of((glob("arn:*:iam::*:role/aws-service-role/*"),))
_OF_RESOURCES: Final = ("aws:resourcetag/", "aws:resourceaccount")
_OF_OWNER: Final = ("aws:resourceaccount", "aws:resourceorg")


class Fixed(NamedTuple):
    """A key whose value is the same in the whole case; None: it is not there."""

    value: Held


ABSENT: Final = Fixed(None)


@dataclass(eq=False)
class Authorization:
    """One authorization request of a case. `resource` is fixed, or a variable; `loose`: stands for a class of actions.

    A loose one is asked about any resource with any key, so what holds of it holds of every action of the class.
    """

    case: Case
    action: str
    resource_type: str | None
    resource: str | TextVariable
    loose: bool = False
    many: bool = False
    """Whether a loose one stands for several actions, of which some come with keys that others lack."""
    place: str = ""
    resources: Resources | str = "*"
    elsewhere: bool = False
    """Whether its resource may belong to another account than that of the authorization asked about first."""
    asked: dict[str, Fixed | Variable] = field(default_factory=dict)
    """The keys that some statement asked for, by name (lower case)."""

    def key(self, name: str) -> Fixed | Variable:
        """Return what a context key (lower case) holds here: a fixed value, or the variable that stands for it."""
        found = self.asked.get(name)
        if found is None:
            found = self.asked[name] = self._made(name)
        return found

    def _made(self, name: str) -> Fixed | Variable:
        case = self.case
        if name == "aws:principalarn":
            return case.principal
        presence = self.presence(name)
        if presence is Presence.NEVER:
            return ABSENT
        if self.elsewhere and name.startswith(_OF_OWNER):
            return case.frame.key(name, presence, self.place, None)
        if name in case.bound:
            return case.one_of(name, presence, self.place)
        fixed = case.fixed(name)
        if fixed is not None and not name.startswith(_OF_RESOURCES):
            return Fixed(fixed) if presence is Presence.ALWAYS else case.frame.key(name, presence, self.place, fixed)
        shared = of_the_call(self.action, name)
        variable = case.frame.key(name, presence, "" if shared else self.place, None)
        stated = case.stated.get(name) if shared or self is case.authorizations[0] else None
        return stated if stated is not None and _may_hold(variable, stated.value) else variable

    def presence(self, name: str) -> Presence:
        """Return whether a key (lower case) comes with this authorization."""
        case = self.case
        action, resource_type = ("", None) if self.loose else (self.action, self.resource_type)
        kinds = case.kinds if hangs_on_kind(name) else case.kinds[:1]
        breadth = Breadth.EVERY if self.many and hangs_on_action(name) else case.frame.breadth_of(name)
        found = {presence_of(name, kind, action, resource_type, case.scene, breadth) for kind in kinds}
        return found.pop() if len(found) == 1 else Presence.MAYBE


@dataclass
class Frame:
    """What all cases of a question share: scene, breadth, callers to try beside the scene's, and variables.

    Cases use the same variable for the same key under the same terms, so that what was worked out once is known.
    """

    scene: Scene
    breadth: Breadth
    callers: tuple[str, ...] = ()
    named: frozenset[str] = frozenset()
    """Keys (lower case) that the question itself is about: an ordinary call may carry them."""
    stated: dict[str, Fixed] = field(default_factory=dict)
    """Keys (lower case) that the question gives one value: policy variables are filled with it."""
    _variables: dict[object, Variable] = field(default_factory=dict)

    def breadth_of(self, key: str) -> Breadth:
        """Return how much a key (lower case) may hold."""
        return Breadth.EVERY if key in self.named else self.breadth

    def principal(self, kinds: tuple[PrincipalKind, ...]) -> TextVariable:
        """Return the variable of the caller, of one of some kinds."""
        found = self._variables.get(kinds)
        if not isinstance(found, TextVariable):
            found = self._variables[kinds] = _principal(self.scene, kinds, self.callers)
        return found

    def resource(self, resources: Resources, place: str) -> TextVariable:
        """Return the variable of a resource at a place of a case."""
        found = self._variables.get((resources, place))
        if not isinstance(found, TextVariable):
            found = self._variables[resources, place] = resources.variable()
        return found

    def key(self, name: str, presence: Presence, place: str, fixed: Held) -> Variable:
        """Return the variable of a context key; `fixed`: the value (or values) it can have, if it is there at all."""
        label = name, presence, place, fixed
        found = self._variables.get(label)
        if found is None:
            domain = domain_of(name, self.scene)
            if fixed is not None and not domain.multivalued:
                domain = replace(domain, finite=(fixed,) if isinstance(fixed, str) else fixed)
            values = _values(domain, presence)
            found = SetVariable(domain.name, values) if domain.multivalued else TextVariable(domain.name, values)
            self._variables[label] = found
        return found


class Case:
    """What the authorizations of a case share: the caller, and every key that goes with the whole call."""

    def __init__(
        self,
        frame: Frame,
        kinds: tuple[PrincipalKind, ...],
        regions: tuple[str, ...],
        owners: tuple[str, ...],
        stated: dict[str, Fixed] | None = None,
    ) -> None:
        self.frame = frame
        self.scene = frame.scene
        self.kinds = kinds
        self.regions = regions
        self.owners = owners
        self.stated = stated if stated is not None else frame.stated
        """Keys that the case fixes beyond what a Region and an owner say."""
        self.bound = {"aws:requestedregion": regions, "ec2:region": regions, "aws:resourceaccount": owners}
        self.principal = frame.principal(kinds)
        self.authorizations: list[Authorization] = []

    def add(
        self,
        action: str,
        resource_type: str | None,
        resources: Resources | str,
        loose: bool = False,
        many: bool = False,
        elsewhere: bool = False,
    ) -> None:
        """Add an authorization on some resource of a language, or on `*`."""
        place = resource_type or ""
        resource = resources if isinstance(resources, str) else self.frame.resource(resources, place)
        self.authorizations.append(
            Authorization(self, action, resource_type, resource, loose, many, place, resources, elsewhere)
        )

    @property
    def region(self) -> str:
        """The Region that the call goes to; the first of several."""
        return self.regions[0]

    @property
    def owner(self) -> str:
        """The account that owns the resources; the first of several."""
        return self.owners[0]

    def one_of(self, name: str, presence: Presence, place: str) -> Fixed | Variable:
        """Return a key that holds the Region or the owner of the case: fixed, where the case has one and sends it."""
        values = self.bound[name]
        if len(values) == 1 and presence is Presence.ALWAYS:
            return Fixed(values[0])
        return self.frame.key(name, presence, place, values)

    def again(self, stated: dict[str, Fixed]) -> Case:
        """Return the same case with the values of some keys stated."""
        return self._copy(self.kinds, {**self.stated, **stated})

    def _copy(self, kinds: tuple[PrincipalKind, ...], stated: dict[str, Fixed]) -> Case:
        case = Case(self.frame, kinds, self.regions, self.owners, stated)
        for one in self.authorizations:
            case.add(one.action, one.resource_type, one.resources, one.loose, one.many, one.elsewhere)
        return case

    def fixed(self, name: str) -> str | tuple[str, ...] | None:
        """Return the one value that a key has in all requests of the case, where it is there; None: any."""
        owners, own = {*self.owners}, {self.scene.account_id}
        if name == "aws:resourceorgid" and owners <= own.union(self.scene.accounts):
            return self.scene.organization_id or None
        if name == "aws:resourceorgpaths" and owners == own:
            return (self.scene.path,) if self.scene.path else None
        kinds = self.kinds if hangs_on_kind(name) else self.kinds[:1]
        found = {fixed_value(name, kind, self.scene, self.frame.breadth_of(name)) for kind in kinds}
        only = found.pop() if len(found) == 1 else None
        return only if isinstance(only, (str, tuple)) else None

    def of_kind(self, kind: PrincipalKind) -> Case:
        """Return the same case by callers of one kind."""
        return self._copy((kind,), self.stated)


def _may_hold(variable: Variable, held: Held) -> bool:
    """Whether a single-valued key may hold a value at all; another one is looked for among all that it may hold."""
    if not isinstance(variable, TextVariable):
        return False
    values = variable.values
    if not isinstance(held, str):
        return held is None and values.absent
    return values.admits(held) and (not values.finite or held in values.finite)


def _values(domain: Domain, presence: Presence) -> Values:
    formats = language_of(tuple(formatted(one) for one in domain.formats)) if domain.formats else None
    return Values(
        absent=presence is Presence.MAYBE,
        formats=formats,
        finite=domain.finite,
        preferred=domain.preferred,
        known=domain.known,
        future=domain.future,
        what=domain.what,
    )


def _principal(scene: Scene, kinds: tuple[PrincipalKind, ...], callers: tuple[str, ...]) -> TextVariable:
    formats = [formatted(one) for kind in kinds for one in principal_formats(kind, scene)]
    likely = (one for kind in kinds for one in preferred_principals(kind, scene))
    preferred = tuple(dict.fromkeys((*likely, *callers)))
    values = Values(formats=language_of(tuple(formats)), barred=_SERVICE_LINKED, preferred=preferred, what="principal")
    return TextVariable("aws:PrincipalArn", values)
