"""The decider: statements indexed by action, trivially true parts dropped, deny first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from guardrails.evaluation.compiled.clauses import Clause, Compiled, compile_statements, of_action
from guardrails.evaluation.decide import account_allows, account_policies, crosses_accounts, denies, has_identity
from guardrails.evaluation.reach import UNRESTRICTABLE_SERVICES, rcp_reach
from guardrails.model.decision import Truth, Verdict
from guardrails.model.policy.document import EVERYTHING, Effect, PolicyDocument, PolicySet, Statement
from guardrails.model.request import PrincipalKind, Request

_BOUND_KINDS = frozenset({PrincipalKind.USER, PrincipalKind.ROLE, PrincipalKind.ROOT, PrincipalKind.FEDERATED_USER})
_TRUTHS = (Truth.FALSE, Truth.UNKNOWN, Truth.TRUE)
_VERDICTS = tuple(tuple(Verdict.of(deny, allow) for allow in _TRUTHS) for deny in _TRUTHS)
_DENIED = _VERDICTS[2][0]
_MOST_ACTIONS = 20_000
"""Plans kept at once; a decider that is asked for more distinct actions starts its index anew."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What one action can meet: deny clauses, and the allow clauses of each level that does not allow it outright."""

    scp_denies: tuple[Clause, ...]
    scp_levels: tuple[tuple[Clause, ...], ...]
    rcp_denies: tuple[Clause, ...]


class Decider:
    """A compiled policy set. `decide` gives the same verdict as `evaluation.decide.decide`."""

    __slots__ = ("_open", "_plans", "_policies", "_rcp_denies", "_scp_denies", "_scp_levels")

    def __init__(self, policies: PolicySet) -> None:
        self._policies = policies
        self._open = _grants_everything(policies)
        self._scp_denies = _compile_all(policies.scps, Effect.DENY)
        self._rcp_denies = _compile_all(policies.rcps, Effect.DENY)
        self._scp_levels = tuple(_compile_all((level,), Effect.ALLOW) for level in policies.scps)
        self._plans: dict[str, _Plan] = {}

    def decide(self, request: Request) -> Verdict:
        """Return the verdict on one authorization request."""
        plan = self._plans.get(request.action) or self._plan(request.action)
        principal, resource, context = request.principal, request.resource, request.context
        deny, allow = 0, 2
        if principal.kind in _BOUND_KINDS and not principal.in_management_account:
            for clause in plan.scp_denies:
                truth = clause(resource, context)
                if truth:
                    if truth == 2:
                        return _DENIED
                    deny = 1
            for level in plan.scp_levels:
                allowed = max([clause(resource, context) for clause in level], default=0)
                allow = min(allow, allowed)
        if plan.rcp_denies:
            reach = rcp_reach(request).value
            deny = max(deny, min(reach, max(clause(resource, context) for clause in plan.rcp_denies)))
        if self._open and has_identity(request) and not crosses_accounts(request):
            return _VERDICTS[deny][allow]
        return self._with_account_policies(request, deny, allow)

    def _with_account_policies(self, request: Request, deny: int, allow: int) -> Verdict:
        """Identity, boundary, session and resource policies are few, so the reference code decides them."""
        policies = self._policies
        for document in account_policies(policies, request):
            deny = max(deny, denies(document, request, policies).value)
        return _VERDICTS[deny][min(allow, account_allows(policies, request).value)]

    def _plan(self, action: str) -> _Plan:
        if len(self._plans) >= _MOST_ACTIONS:
            self._plans.clear()
        bound = action.partition(":")[0].lower() not in UNRESTRICTABLE_SERVICES
        levels = [of_action(level, action) for level in self._scp_levels] if bound else []
        plan = _Plan(
            scp_denies=_clauses(of_action(self._scp_denies, action)) if bound else (),
            scp_levels=tuple(_clauses(level) for level in levels if not any(row.always for row in level)),
            rcp_denies=_clauses(of_action(self._rcp_denies, action)),
        )
        self._plans[action] = plan
        return plan


def compile_policies(policies: PolicySet) -> Decider:
    """Return the decider of a policy set; worth it from the second request on."""
    return Decider(policies)


def _compile_all(levels: Iterable[tuple[PolicyDocument, ...]], effect: Effect) -> tuple[Compiled, ...]:
    return tuple(row for level in levels for document in level for row in compile_statements(document, effect))


def _clauses(rows: Iterable[Compiled]) -> tuple[Clause, ...]:
    return tuple(row.clause for row in rows)


def _grants_everything(policies: PolicySet) -> bool:
    """Whether identity policies are one Allow of everything and nothing else takes part."""
    everything = (Statement(Effect.ALLOW, EVERYTHING, EVERYTHING),)
    plain = [document for document in policies.identity if document.statements == everything]
    nothing_else = policies.boundary is None and policies.session is None and policies.resource is None
    return len(plain) == len(policies.identity) == 1 and nothing_else
