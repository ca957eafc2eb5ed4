"""The specification: the decision on one authorization request, in AWS's order, as short as it can be said.

`compiled/` must give the same verdicts; property tests and the conformance corpus hold the two together.

Sources (2026-09): https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html,
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html,
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from guardrails.evaluation.conditions import condition_holds
from guardrails.evaluation.matching import (
    Grant,
    action_element_matches,
    grant_of,
    principal_element_matches,
    resource_element_matches,
)
from guardrails.evaluation.reach import rcp_reach, scp_exemption
from guardrails.model.decision import Truth, Verdict, every, some, worst
from guardrails.model.policy.document import Effect, PolicyDocument, PolicySet, Statement
from guardrails.model.request import UNKNOWN, PrincipalKind, Request


def decide(policies: PolicySet, request: Request) -> Verdict:
    """Return the verdict on one authorization request.

    An explicit deny in any policy wins. Else RCPs, SCPs at every level, and the account's own policies must allow.
    """
    scps = () if scp_exemption(request) else policies.scps
    documents = (*(document for level in scps for document in level), *account_policies(policies, request))
    deny = some(denies(document, request, policies) for document in documents)
    deny = deny | rcp_denies(policies, request)
    allow = every(some(allows(document, request) for document in level) for level in scps)
    return Verdict.of(deny, allow & account_allows(policies, request))


def rcp_denies(policies: PolicySet, request: Request) -> Truth:
    """Whether some RCP denies the request: only as far as RCPs reach it."""
    reach = rcp_reach(request)
    if reach is Truth.FALSE:
        return reach
    return reach & some(denies(document, request, policies) for level in policies.rcps for document in level)


def statement_matches(statement: Statement, request: Request, *, variables: bool = True) -> Truth:
    """Whether action, resource and every condition of a statement match; its principal is not looked at."""
    if not action_element_matches(statement.action, request.action):
        return Truth.FALSE
    resource = resource_element_matches(statement.resource, request.resource, request.context, variables=variables)
    if resource is Truth.FALSE:
        return resource
    return resource & every(condition_holds(row, request.context, variables=variables) for row in statement.conditions)


def matching(document: PolicyDocument, request: Request, effect: Effect) -> Iterator[tuple[Statement, Truth]]:
    """Yield each statement of an effect with whether it matches, principal aside."""
    for statement in document.statements:
        if statement.effect is effect:
            yield statement, statement_matches(statement, request, variables=document.variables)


def denies(document: PolicyDocument, request: Request, policies: PolicySet) -> Truth:
    """Whether some Deny of a document matches, its principal element included."""
    bounded = policies.boundary is not None
    return some(
        matches & principal_element_matches(statement.principal, request.principal, bounded=bounded)
        for statement, matches in matching(document, request, Effect.DENY)
    )


def allows(document: PolicyDocument, request: Request) -> Truth:
    """Whether some Allow of a document without principals matches."""
    return some(matches for _, matches in matching(document, request, Effect.ALLOW))


def account_policies(policies: PolicySet, request: Request) -> tuple[PolicyDocument, ...]:
    """Return the accounts' own policies that reach this caller; services and anonymous callers have no identity."""
    attached = (*policies.identity, policies.boundary, policies.session) if has_identity(request) else ()
    return tuple(document for document in (*attached, policies.resource) if document is not None)


def has_identity(request: Request) -> bool:
    """Whether identity policies, boundary and session policies can be attached to the caller."""
    return request.principal.kind not in (PrincipalKind.SERVICE, PrincipalKind.ANONYMOUS)


def account_allows(policies: PolicySet, request: Request) -> Truth:
    """Whether the principal's account and the resource's account allow the request, SCPs and RCPs aside."""
    granted = resource_grants(policies.resource, request)
    if not has_identity(request):
        return granted.anything
    root = request.principal.kind is PrincipalKind.ROOT
    identity = Truth.TRUE if root else some(allows(document, request) for document in policies.identity)
    limits = every(allows(limit, request) for limit in (policies.boundary, policies.session) if limit is not None)
    if crosses_accounts(request):
        return identity & limits & granted.anything
    if policies.resource is not None:
        identity = identity & (granted.account | ~needs_resource_policy(request))
    # A grant to "everyone" surely counts like one to the role, and perhaps like one to the session.
    direct = granted.direct | (granted.everyone & Truth.UNKNOWN)
    return direct | ((identity | granted.role | granted.everyone) & limits)


@dataclass(frozen=True, slots=True)
class ResourceGrants:
    """What a resource policy grants a caller, by the way in which it names the caller."""

    account: Truth
    role: Truth
    everyone: Truth
    direct: Truth

    @property
    def anything(self) -> Truth:
        """Whether it grants in any way: enough for a caller from another account."""
        return self.account | self.role | self.everyone | self.direct


def resource_grants(document: PolicyDocument | None, request: Request) -> ResourceGrants:
    """Return what a resource policy grants the caller; nothing, where there is none."""
    rows = list(matching(document, request, Effect.ALLOW)) if document is not None else []
    ways = [(statement_grant(statement, request), matches) for statement, matches in rows]

    def by(grant: Grant) -> Truth:
        return some(matches for way, matches in ways if way is grant)

    return ResourceGrants(by(Grant.ACCOUNT), by(Grant.ROLE), by(Grant.EVERYONE), by(Grant.DIRECT))


def statement_grant(statement: Statement, request: Request) -> Grant:
    """Return the way in which an Allow of a resource policy names the caller."""
    element = statement.principal
    if element is None:
        return Grant.NONE
    grant = grant_of(element, request.principal)
    if element.negated:
        grant = Grant.EVERYONE if grant is Grant.NONE else Grant.NONE
    if grant is Grant.EVERYONE and _is_whole(statement, request):
        return Grant.DIRECT
    return grant


def _is_whole(statement: Statement, request: Request) -> bool:
    """`*` is not limited by boundaries where the statement tests aws:PrincipalArn, and for a user or a service."""
    tests_principal = any(row.key.lower() == "aws:principalarn" for row in statement.conditions)
    return tests_principal or request.principal.kind is not PrincipalKind.ROLE


def crosses_accounts(request: Request) -> bool:
    """Whether the resource belongs to another account than the principal."""
    return bool(request.resource_account) and request.resource_account != request.principal.account


_ROLE_TRUST_ACTIONS = frozenset({"sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity"})


def needs_resource_policy(request: Request) -> Truth:
    """Whether the resource is a KMS key or a role to assume: there identity policies alone never suffice."""
    action = request.action.lower()
    if not action.startswith("kms:"):
        return Truth.of(action in _ROLE_TRUST_ACTIONS)
    return Truth.UNKNOWN if request.resource is UNKNOWN else Truth.of(request.resource != "*")


def decide_call(policies: PolicySet, requests: Iterable[Request]) -> Verdict:
    """Return the verdict of one API call: the worst of its authorization requests."""
    return worst(decide(policies, request) for request in requests)
