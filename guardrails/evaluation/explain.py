"""The reasons below a verdict: per policy, statement and condition, which part matched, with pointers to both sides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guardrails.evaluation.conditions import condition_holds
from guardrails.evaluation.decide import decide, has_identity, statement_grant
from guardrails.evaluation.matching import (
    Grant,
    action_element_matches,
    principal_element_matches,
    resource_element_matches,
)
from guardrails.evaluation.reach import rcp_exemption, rcp_reach, scp_exemption
from guardrails.evaluation.variables import variable_keys
from guardrails.model.decision import Decision, Truth, Verdict, every, some
from guardrails.model.policy.document import Condition, Effect, PolicyDocument, PolicySet, PolicyType, Statement
from guardrails.model.request import Partial, Request, Value

_EXEMPTING_KEYS = ("aws:principalarn", "aws:principalaccount")


@dataclass(frozen=True, slots=True)
class ConditionReport:
    """One condition row: `found` is the request's value, None if the key is absent."""

    condition: Condition
    found: Value | None
    truth: Truth

    @property
    def request_path(self) -> str:
        """Where in the request the value stands: `context/aws:requestedregion`."""
        return f"context/{self.condition.key.lower()}"


@dataclass(frozen=True, slots=True)
class StatementReport:
    """One statement: which of its parts matched. `level` counts from the root (0); None for a policy of an account."""

    policy_type: PolicyType
    level: int | None
    document: str
    statement: Statement
    action: bool
    resource: Truth
    principal: Truth
    conditions: tuple[ConditionReport, ...]
    truth: Truth

    @property
    def sid(self) -> str:
        """The statement's Sid; empty where it has none."""
        return self.statement.sid

    @property
    def exempted(self) -> bool:
        """Whether this Deny would match, were the caller not carved out by its ARN or account."""
        if self.statement.effect is Effect.ALLOW or not self.action or self.truth is not Truth.FALSE:
            return False
        carved = [row for row in self.conditions if row.truth is Truth.FALSE]
        rest = [row.truth for row in self.conditions if row.truth is not Truth.FALSE]
        applies = every([self.resource, self.principal, *rest]) is Truth.TRUE
        return bool(carved) and applies and all(_carves_out(row.condition) for row in carved)


def _carves_out(condition: Condition) -> bool:
    return condition.key.lower() in _EXEMPTING_KEYS and "Not" in condition.operator


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a request gets its verdict.

    `silent_levels` are the SCP levels (0 is the root) that do not certainly allow it. `hangs_on` names what must be
    learned before an unknown answer can be given: condition keys in lower case, or `resource`. `assumed_absent` are the
    keys that statements on this action and resource test and that the request does not carry.
    """

    verdict: Verdict
    scp_exemption: str
    rcp_exemption: str
    statements: tuple[StatementReport, ...]
    silent_levels: tuple[int, ...]
    hangs_on: tuple[str, ...]
    assumed_absent: tuple[str, ...]

    @property
    def deciding(self) -> tuple[StatementReport, ...]:
        """The statements that decide: matching Denies, root first; for an open verdict whatever may match."""
        decision = self.verdict.decision
        if decision is Decision.EXPLICIT_DENY:
            return tuple(row for row in self._of(Effect.DENY) if row.truth is Truth.TRUE)
        if decision is Decision.ALLOW:
            return tuple(row for row in self._of(Effect.ALLOW) if row.truth is Truth.TRUE)
        return tuple(row for row in self.statements if row.truth is Truth.UNKNOWN)

    @property
    def exempting(self) -> tuple[StatementReport, ...]:
        """The Denies that would match but for their exemption of this caller."""
        return tuple(row for row in self.statements if row.exempted)

    def _of(self, effect: Effect) -> Iterator[StatementReport]:
        return (row for row in self.statements if row.statement.effect is effect)


def explain(policies: PolicySet, request: Request) -> Explanation:
    """Return the verdict on one authorization request with its reasons; slower than a decision, so on demand only."""
    verdict = decide(policies, request)
    statements = tuple(_reports(policies, request))
    scp = scp_exemption(request)
    levels = range(0 if scp else len(policies.scps))
    return Explanation(
        verdict=verdict,
        scp_exemption=scp,
        rcp_exemption=rcp_exemption(request),
        statements=statements,
        silent_levels=tuple(level for level in levels if _allowed_at(level, statements) is not Truth.TRUE),
        hangs_on=_hangs_on(statements, request) if verdict.decision is None else (),
        assumed_absent=_assumed_absent(statements, request),
    )


def _allowed_at(level: int, statements: tuple[StatementReport, ...]) -> Truth:
    return some(
        row.truth
        for row in statements
        if row.policy_type is PolicyType.SCP and row.level == level and row.statement.effect is Effect.ALLOW
    )


def _reports(policies: PolicySet, request: Request) -> Iterator[StatementReport]:
    for policy_type, level, document in _documents(policies, request):
        for statement in document.statements:
            yield _report(policy_type, level, document, statement, policies, request)


def _documents(policies: PolicySet, request: Request) -> Iterator[tuple[PolicyType, int | None, PolicyDocument]]:
    """Yield the policies that take part, in AWS's order."""
    if not rcp_exemption(request):
        yield from (
            (PolicyType.RCP, index, document) for index, level in enumerate(policies.rcps) for document in level
        )
    if not scp_exemption(request):
        yield from (
            (PolicyType.SCP, index, document) for index, level in enumerate(policies.scps) for document in level
        )
    if policies.resource is not None:
        yield PolicyType.RESOURCE, None, policies.resource
    if not has_identity(request):
        return
    yield from ((PolicyType.IDENTITY, None, document) for document in policies.identity)
    for policy_type, limit in ((PolicyType.BOUNDARY, policies.boundary), (PolicyType.SESSION, policies.session)):
        if limit is not None:
            yield policy_type, None, limit


def _report(
    policy_type: PolicyType,
    level: int | None,
    document: PolicyDocument,
    statement: Statement,
    policies: PolicySet,
    request: Request,
) -> StatementReport:
    context, variables = request.context, document.variables
    action = action_element_matches(statement.action, request.action)
    resource = resource_element_matches(statement.resource, request.resource, context, variables=variables)
    if policy_type is PolicyType.RCP:
        resource = resource & rcp_reach(request)
    principal = _principal_matches(policy_type, statement, policies, request)
    conditions = tuple(
        ConditionReport(row, context.get(row.key.lower()), condition_holds(row, context, variables=variables))
        for row in statement.conditions
    )
    truth = every([Truth.of(action), resource, principal, *(row.truth for row in conditions)])
    return StatementReport(policy_type, level, document.name, statement, action, resource, principal, conditions, truth)


def _principal_matches(policy_type: PolicyType, statement: Statement, policies: PolicySet, request: Request) -> Truth:
    if policy_type is PolicyType.RESOURCE and statement.effect is Effect.ALLOW:
        return Truth.of(statement_grant(statement, request) is not Grant.NONE)
    return principal_element_matches(statement.principal, request.principal, bounded=policies.boundary is not None)


def _hangs_on(statements: tuple[StatementReport, ...], request: Request) -> tuple[str, ...]:
    keys: dict[str, None] = {}
    for row in statements:
        if row.truth is not Truth.UNKNOWN:
            continue
        if row.resource is Truth.UNKNOWN:
            found = [key for pattern in row.statement.resource.patterns for key in variable_keys(pattern)]
            partly = isinstance(request.resource, Partial)
            keys.update(dict.fromkeys([*found, "resource"] if partly or not found else found))
        if row.principal is Truth.UNKNOWN:
            keys["principal"] = None
        for condition in row.conditions:
            if condition.truth is Truth.UNKNOWN:
                keys.update(dict.fromkeys(_keys_of(condition)))
    return tuple(keys)


def _keys_of(report: ConditionReport) -> tuple[str, ...]:
    """The key that a row of unknown truth hangs on: its own, or those of its values' variables."""
    own = report.condition.key.lower()
    in_values = tuple(key for value in report.condition.values for key in variable_keys(value))
    return in_values if isinstance(report.found, str) and in_values else (own,)


def _assumed_absent(statements: tuple[StatementReport, ...], request: Request) -> tuple[str, ...]:
    absent: dict[str, None] = {}
    for row in statements:
        if row.action and row.resource is not Truth.FALSE:
            absent.update((part.condition.key.lower(), None) for part in row.conditions if part.found is None)
    return tuple(key for key in absent if key not in request.context)
