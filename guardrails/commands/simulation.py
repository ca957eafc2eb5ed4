"""What one call meets in one account: question in, answer out. `simulate` and `test` both ask here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from guardrails.catalog.inexpressible import inexpressible
from guardrails.commands.calls import Question, call_of
from guardrails.commands.deciders import deciders_of, exempted_from, spelled
from guardrails.evaluation.call import Call, Part, expand
from guardrails.evaluation.decide import decide
from guardrails.evaluation.explain import Explanation, explain
from guardrails.model.answer import Answer, Outcome
from guardrails.model.decision import Truth, Verdict, worst
from guardrails.model.organization.levels import every_account
from guardrails.model.organization.tree import Account
from guardrails.model.policy.document import (
    EVERYTHING,
    Effect,
    PolicyDocument,
    PolicySet,
    PrincipalElement,
    Statement,
)
from guardrails.model.request import UNKNOWN, PrincipalKind

if TYPE_CHECKING:
    from guardrails.files.loaded import Project

OWNER_ALLOWS = PolicyDocument(
    (Statement(Effect.ALLOW, EVERYTHING, principal=PrincipalElement((("*", "*"),))),), name="resource policy"
)
"""Stands in for the policy of a resource of another account: the question is what the organization's policies say."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer, the authorization requests it came from, and the explanation of those that were looked at closely."""

    answer: Answer
    parts: tuple[Part, ...]
    explanations: tuple[tuple[Part, Explanation], ...]
    policies: PolicySet


def ask(project: Project, account: Account, question: Question) -> Reply:
    """Return what the organization's policies say to a call in an account.

    Raises ValueError when the question cannot be asked: an unknown principal, a resource of the wrong kind, a key that
    exists only on a resource which the call does not touch.
    """
    call = call_of(project, account, question)
    parts = expand(call)
    policies = policies_of(project, account, call)
    verdicts = [decide(policies, part.request) for part in parts]  # too few requests to be worth compiling for
    verdict = worst(verdicts)
    chosen = tuple((part, explain(policies, part.request)) for part in _telling(parts, verdicts, verdict))
    answer = _answer(project, account, parts, verdict, chosen)
    if answer.outcome is Outcome.ALLOW:
        scoped = _unique(_scoped_denies(project, account, policies, parts))
        some = (f"some resources are denied by {', '.join(scoped)}",) if scoped else ()
        answer = replace(answer, notes=(*answer.notes, *some, *inexpressible(answer.action)))
    return Reply(replace(answer, principal=call.principal.arn), parts, chosen, policies)


def policies_of(project: Project, account: Account, call: Call) -> PolicySet:
    """Return the SCPs that bind a call's caller in an account, and the RCPs of the account that owns its resources."""
    owner = _account_of(project, call.owner) if call.owner else account
    return PolicySet(
        scps=tuple(level.policies for level in project.levels(account)),
        rcps=tuple(level.policies for level in project.rcp_levels(owner)) if owner else (),
        resource=OWNER_ALLOWS if call.owner or call.principal.kind is PrincipalKind.SERVICE else None,
    )


def _account_of(project: Project, account_id: str) -> Account | None:
    return next((one for one in every_account(project.organization) if one.id == account_id), None)


def _telling(parts: tuple[Part, ...], verdicts: list[Verdict], verdict: Verdict) -> tuple[Part, ...]:
    """The requests that bring the call's verdict about: those denied, else those undecided, else all."""
    rows = list(zip(parts, verdicts, strict=True))
    if verdict.denied is Truth.TRUE:
        return tuple(part for part, one in rows if one.denied is Truth.TRUE) or parts
    if verdict.denied is Truth.UNKNOWN:
        return tuple(part for part, one in rows if one.denied is not Truth.FALSE)
    return parts


def _answer(
    project: Project,
    account: Account,
    parts: tuple[Part, ...],
    verdict: Verdict,
    chosen: tuple[tuple[Part, Explanation], ...],
) -> Answer:
    explanations = [explanation for _, explanation in chosen]
    exemption = explanations[0].scp_exemption if verdict.denied is Truth.FALSE else ""
    outcome = {
        Truth.TRUE: Outcome.DENY,
        Truth.UNKNOWN: Outcome.UNKNOWN,
        Truth.FALSE: Outcome.NOT_RESTRICTED if exemption else Outcome.ALLOW,
    }[verdict.denied]
    found = [decider for one in explanations for decider in deciders_of(project, account, one)]
    return Answer(
        account=account.name,
        account_id=account.id,
        action=parts[0].request.action,
        outcome=outcome,
        deciders=_unique(found) if outcome in (Outcome.DENY, Outcome.UNKNOWN) else (),
        hangs_on=_unique([key for one in explanations for key in spelled(one.hangs_on, one)])
        if outcome is Outcome.UNKNOWN
        else (),
        exemption=exemption,
        exempted_from=_unique([text for one in explanations for text in exempted_from(project, account, one)]),
        assumed_absent=_unique([key for one in explanations for key in spelled(one.assumed_absent, one)]),
        resources=_unique([str(part.request.resource) for part, _ in chosen]),
        notes=_notes(account, parts),
    )


def _scoped_denies(project: Project, account: Account, policies: PolicySet, parts: tuple[Part, ...]) -> list[str]:
    """The Denies that would stop the call on some resource of a kind of which none, or only a pattern, was named."""
    found: list[str] = []
    for part in parts:
        if not (part.assumed or (part.resource_type and "*" in str(part.request.resource))):
            continue
        request = replace(part.request, resource=UNKNOWN)
        if decide(policies, request).denied is not Truth.FALSE:
            explanation = explain(policies, request)
            found.extend(one.statement for one in deciders_of(project, account, explanation) if one.policy)
    return found


_T = TypeVar("_T")


def _unique(items: list[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(items))


def _notes(account: Account, parts: tuple[Part, ...]) -> tuple[str, ...]:
    notes = [] if account.status.value == "active" else [f"account is {account.status.value}"]
    if not account.id:
        notes.append("the account has no id yet")
    assumed = [part for part in parts if part.assumed]
    if len(parts) == len(assumed) == 1:
        notes.append(f"for any {assumed[0].resource_type}: none was named")
    return tuple(notes)
