"""A second opinion on proofs: a policy set as formulas of z3, from the nouns and the semantics, without the prover.

`ask` says whether some request of a world is in a set of calls and is allowed (or denied). Absence, set operators and
IfExists follow semantics 3.2 to 3.4, levels 1.2, matching 4.1 and 4.2. Sets of values have at most two elements.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import z3

from guardrails.model.policy.document import (
    Condition,
    Effect,
    Element,
    PolicyDocument,
    PolicySet,
    SetOperator,
    Statement,
)
from guardrails.model.proof import Calls, Claim
from guardrails.model.request import Principal, Request, Value
from tests.properties.prover import regexes
from tests.properties.prover.values import FAMILIES, NEGATED, Beyond, Found, matches, named_by_variables
from tests.properties.prover.world import Case, kind_of


@dataclass(frozen=True, slots=True)
class Three:
    """A truth of which the semantics may be silent: what surely holds, and what may hold."""

    must: z3.BoolRef
    may: z3.BoolRef

    def __and__(self, other: Three) -> Three:
        return Three(z3.And(self.must, other.must), z3.And(self.may, other.may))

    def __or__(self, other: Three) -> Three:
        return Three(z3.Or(self.must, other.must), z3.Or(self.may, other.may))

    def __invert__(self) -> Three:
        return Three(z3.Not(self.may), z3.Not(self.must))


def sure(formula: z3.BoolRef | bool) -> Three:
    """Return a truth that the semantics settle."""
    known = z3.BoolVal(formula) if isinstance(formula, bool) else formula
    return Three(known, known)


NEVER, ALWAYS = sure(False), sure(True)


def some(truths: list[Three]) -> Three:
    """Return the disjunction."""
    return Three(z3.Or([one.must for one in truths]), z3.Or([one.may for one in truths]))


def every(truths: list[Three]) -> Three:
    """Return the conjunction."""
    return Three(z3.And([one.must for one in truths]), z3.And([one.may for one in truths]))


@dataclass(frozen=True, slots=True)
class Answer:
    """`sat` with a request, `unsat`, `unknown` (z3 gave up) or `beyond` (this encoding cannot say it), with the why."""

    status: str
    request: Request | None = None
    why: str = ""


def ask(
    policies: PolicySet, calls: Calls, claim: Claim, case: Case, seconds: float = 5, *, surely: bool = True
) -> Answer:
    """Return whether some request of the case is one of the calls and breaks the claim.

    `surely`: whatever the semantics leave open; else, for some reading of it.
    """
    try:
        encoding = _Encoding(policies, calls, case)
        allowed = encoding.decision(policies)
        broken = allowed if claim is Claim.DENIED else ~allowed
        members = encoding.calls(calls)
        goal = [encoding.domain(), members.must, broken.must if surely else broken.may]
    except Beyond as beyond:
        return Answer("beyond", why=str(beyond))
    solver = z3.Solver()
    solver.set("timeout", int(seconds * 1000))
    solver.add(*goal)
    found = solver.check()
    if found == z3.unsat:
        return Answer("unsat")
    if found == z3.unknown:
        return Answer("unknown", why=solver.reason_unknown())
    return Answer("sat", encoding.request(solver.model()))


class _Encoding:
    """The variables of one question, and every part of a policy as a formula over them."""

    def __init__(self, policies: PolicySet, calls: Calls, case: Case) -> None:
        documents = [(row, document.variables) for document in _documents(policies) for row in document.statements]
        rows = [(row, variables) for row, variables in documents if _may_name(row.action, case)]
        if policies.resource is not None or policies.session is not None or any(policies.rcps):
            raise Beyond("resource and session policies and RCPs are not encoded")
        asked = Statement(Effect.DENY, calls.action, calls.resource, calls.conditions)
        self._case = case
        self._action = z3.String("action")
        self._resource = z3.String("resource")
        self._keys: dict[str, Found] = {}
        statements = [*rows, (asked, True)]
        named = _variables(statements)
        for name, kinds in _families(statements).items():
            families = kinds | {"text"} if name in named else kinds
            self._keys[name] = Found(name, families, case.key(name), variable=name in named)

    # which requests there are

    def domain(self) -> z3.BoolRef:
        """Return what every request of the case satisfies."""
        actions = z3.InRe(self._action, regexes.union([regexes.glob(one) for one in self._case.actions]))
        named = [regexes.formatted(one) for one in self._case.resources]
        resources = z3.InRe(self._resource, regexes.union(named))
        return z3.And(actions, resources, *(found.domain() for found in self._keys.values()))

    def calls(self, calls: Calls) -> Three:
        """Return whether the request is one of the calls."""
        return self._statement(Statement(Effect.DENY, calls.action, calls.resource, calls.conditions), True)

    # the decision

    def decision(self, policies: PolicySet) -> Three:
        """Return whether the request is allowed: no Deny matches, and each level, identity and boundary allow."""
        denied = some([self._matches(one, Effect.DENY) for one in _documents(policies)])
        levels = every([some([self._matches(one, Effect.ALLOW) for one in level]) for level in policies.scps])
        own = some([self._matches(one, Effect.ALLOW) for one in policies.identity]) | sure(self._is_root())
        boundary = ALWAYS if policies.boundary is None else self._matches(policies.boundary, Effect.ALLOW)
        return ~denied & levels & own & boundary

    def _is_root(self) -> z3.BoolRef:
        found = self._keys.get("aws:principalarn")
        return z3.BoolVal(False) if found is None else z3.SuffixOf(":root", found.elements[0].text)

    def _matches(self, document: PolicyDocument, effect: Effect) -> Three:
        rows = [row for row in document.statements if row.effect is effect]
        return some([self._statement(row, document.variables) for row in rows])

    def _statement(self, row: Statement, variables: bool) -> Three:
        if not _may_name(row.action, self._case):
            return NEVER
        if row.principal is not None:
            raise Beyond("principal elements are not encoded")
        conditions = [self._condition(one, variables) for one in row.conditions]
        return every([self._action_of(row.action), self._resource_of(row.resource, variables), *conditions])

    def _action_of(self, element: Element) -> Three:
        if _is_one(self._case):
            return ALWAYS  # a statement that does not name it has been left out
        named = []
        for pattern in element.patterns:
            service, colon, name = pattern.lower().partition(":")
            if pattern in ("*", "*:*"):
                named.append(z3.BoolVal(True))
            elif colon and "*" not in service and "?" not in service:
                named.append(z3.InRe(self._action, regexes.glob(f"{service}:{name}")))
        return ~sure(z3.Or(named)) if element.negated else sure(z3.Or(named))

    def _resource_of(self, element: Element, variables: bool) -> Three:
        named = some([self._resource_named(pattern, variables) for pattern in element.patterns])
        return ~named if element.negated else named

    def _resource_named(self, pattern: str, variables: bool) -> Three:
        if pattern and not pattern.strip("*"):
            return ALWAYS
        whole = self._resource != z3.StringVal("*")
        fields = pattern.split(":", 5)
        if variables and "${" in pattern:
            if len(fields) < 6 or "${" in ":".join(fields[:5]) or fields[:4] != [one.lower() for one in fields[:4]]:
                raise Beyond("a variable in a resource of an odd form")
            return sure(z3.And(whole, matches("StringLike", self._resource, pattern, self._keys)))
        readings = [pattern]
        if len(fields) < 6:
            readings.append(pattern + ":*" * (6 - len(fields)))
        elif fields[:4] != [one.lower() for one in fields[:4]]:
            readings.append(":".join([one.lower() for one in fields[:4]] + fields[4:]))
        formulas = [z3.InRe(self._resource, regexes.glob(one)) for one in readings]
        return Three(z3.And(whole, *formulas), z3.And(whole, z3.Or(formulas)))

    # conditions

    def _condition(self, row: Condition, variables: bool) -> Three:
        found = self._keys[row.key.lower()]
        if row.operator == "Null":
            wanted = {value.lower() for value in row.values}
            absent = z3.And(z3.Not(found.present), z3.BoolVal("true" in wanted))
            return sure(z3.Or(absent, z3.And(found.present, z3.BoolVal("false" in wanted))))
        known = self._keys if variables else None
        holds = [found.holds(row.operator, row.values, at, known) for at in range(len(found.elements))]
        if row.set_operator is SetOperator.FOR_ALL_VALUES:
            held = z3.And([z3.Or(one, found.is_empty(at)) for at, one in enumerate(holds)])
            return sure(z3.Or(z3.Not(found.present), held))
        absent = z3.BoolVal(row.if_exists or (row.set_operator is SetOperator.NONE and row.operator in NEGATED))
        if row.set_operator is SetOperator.NONE and found.key.multivalued:
            # AWS requires a set operator here and does not say what happens without one (semantics 3.3).
            return Three(z3.And(z3.Not(found.present), absent), z3.Or(found.present, absent))
        return sure(z3.If(found.present, z3.Or(holds), absent))

    # the request of a model

    def request(self, model: z3.ModelRef) -> Request:
        """Return the request that a model describes."""
        context: dict[str, Value] = {}
        for name, found in self._keys.items():
            value = found.value(model)
            if value is not None:
                context[name] = value
        for name, key in self._case.keys.items():
            if key.required and name not in context:
                context[name] = re.sub(r"\{[^}]*\}", "x", key.formats[0])
        arn = str(context.get("aws:principalarn", "arn:aws:iam::111122223333:role/app"))
        account = arn.split(":")[4] if arn.count(":") >= 5 else ""
        action, resource = _text(model, self._action), _text(model, self._resource)
        return Request(Principal(arn, kind_of(arn), account), action, resource, context)


def _is_one(case: Case) -> bool:
    """Whether the case has a single action, so that action elements need no formula."""
    return len(case.actions) == 1 and not set("*?") & set(case.actions[0])


def _may_name(element: Element, case: Case) -> bool:
    """Whether an action element may name an action of the case; exact for a case of a single action."""
    if not _is_one(case):
        return True
    named = any(_names(pattern.lower(), case.actions[0]) for pattern in element.patterns)
    return named is not element.negated


def _names(pattern: str, action: str) -> bool:
    """Semantics 4.1: without regard to case, wildcards in the name only; `*` is everything."""
    if pattern in ("*", "*:*"):
        return True
    prefix, _, name = pattern.partition(":")
    service, _, operation = action.partition(":")
    expression = "".join(".*" if one == "*" else "." if one == "?" else re.escape(one) for one in name)
    return prefix == service and re.fullmatch(expression, operation) is not None


def _text(model: z3.ModelRef, variable: z3.SeqRef) -> str:
    value = model.eval(variable, model_completion=True)
    return str(value.as_string())


def _documents(policies: PolicySet) -> list[PolicyDocument]:
    scps = [document for level in policies.scps for document in level]
    return [*scps, *policies.identity, *([policies.boundary] if policies.boundary else [])]


def _families(statements: list[tuple[Statement, bool]]) -> dict[str, frozenset[str]]:
    """Return for each key that is tested what its values are read as."""
    found: dict[str, set[str]] = {}
    for row, _ in statements:
        for condition in row.conditions:
            kinds = found.setdefault(condition.key.lower(), set())
            if condition.operator != "Null":
                kinds.add(FAMILIES[condition.operator])
    return {name: frozenset(kinds) for name, kinds in found.items()} | dict.fromkeys(
        _variables(statements) - found.keys(), frozenset[str]()
    )


def _variables(statements: list[tuple[Statement, bool]]) -> set[str]:
    rows = [row for row, variables in statements if variables]
    return {
        name
        for row in rows
        for name in named_by_variables([*row.resource.patterns, *(v for one in row.conditions for v in one.values)])
    }
