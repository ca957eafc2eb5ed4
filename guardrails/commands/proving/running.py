"""Asks the prover: each question once for every group of accounts that it cannot tell apart."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from guardrails.commands.proving.claims import accounts_of, gaps_of, policies_of, scene_of
from guardrails.commands.proving.excuses import alone, with_exceptions
from guardrails.commands.proving.grouping import Group, groups_of
from guardrails.commands.proving.values import values_of
from guardrails.model.organization.levels import places
from guardrails.model.organization.tree import Account
from guardrails.model.policy.document import PolicyDocument, PolicyType
from guardrails.model.proof import Claim, NearMiss, Proof, Property, Result, Scene, Status

if TYPE_CHECKING:
    from guardrails.commands.proving.asking import Question
    from guardrails.files.loaded import Project


def accounts_asked(project: Project, question: Question, planned: bool) -> tuple[Account, ...]:
    """Return the accounts that a question is about; raises ClaimProblem."""
    named = accounts_of(project, question.invariant, planned)
    if not question.but:
        return named
    left_out = accounts_of(project, replace(question.invariant, accounts=question.but), planned)
    return tuple(one for one in named if one not in left_out)


def proofs_of(project: Project, question: Question, accounts: Iterable[Account]) -> Iterator[Proof]:
    """Yield the answer to each path of a question for each group of accounts; raises ClaimProblem."""
    for group in groups_of(project, question, accounts):
        scene = scene_of(project, group.accounts[0])
        values = values_of(group, scene)
        for property in group.properties:
            proof = _proof(project, question, group, property, scene)
            yield replace(proof, result=replace(proof.result, domain=(*proof.result.domain, *values)))


def _proof(project: Project, question: Question, group: Group, property: Property, scene: Scene) -> Proof:
    from guardrails.prover.proving import prove

    started = time.perf_counter()
    result, excused = prove(group.policies, property, scene), ""
    if result.status is Status.REFUTED and property.claim is Claim.DENIED and project.active:
        result, excused = _excused(project, question, group, property, result)
    invariant = question.invariant
    return Proof(
        asked=property,
        accounts=tuple(one.name for one in group.accounts),
        result=result,
        chain=group.concerned,
        near=_near(project, group, property, result) if not excused else (),
        gaps=gaps_of(invariant),
        excused=excused,
        seconds=time.perf_counter() - started,
        place=project.at((*invariant.pointer, "name")) if invariant.pointer else None,
    )


def _excused(
    project: Project, question: Question, group: Group, property: Property, result: Result
) -> tuple[Result, str]:
    """Return the result and the exceptions that are behind it; where they are not all, the result without them.

    What is possible without any exception is no exception's doing, so that is the witness to show.
    """
    account = group.accounts[0]
    ask = partial(_ask, question=question, account=account, property=property)
    without = ask(with_exceptions(project, ()))
    if without.status is not Status.PROVEN:
        return (without if without.status is Status.REFUTED else result), ""
    opening = [one for one, other in alone(project) if ask(other).status is not Status.PROVEN]
    named = opening or project.active  # none opens it alone: they do so together
    return result, ", ".join(f"{one.id} until {one.expires.isoformat()}" for one in named)


def _ask(project: Project, question: Question, account: Account, property: Property) -> Result:
    from guardrails.prover.proving import prove

    return prove(policies_of(project, account, question.invariant), property, scene_of(project, account))


def _near(project: Project, group: Group, property: Property, result: Result) -> tuple[NearMiss, ...]:
    if result.witness is None:
        return ()
    from guardrails.prover.near_misses import near_misses

    levels = tuple(level.path or level.name for level in project.levels(group.accounts[0]))
    spare = _spare(project) if property.claim is Claim.DENIED else ()
    return near_misses(group.policies, result.witness, property, levels, spare)


def _spare(project: Project) -> tuple[PolicyDocument, ...]:
    """Return the SCPs that are in use somewhere: what is missing here may be one of them."""
    policies = project.organization.policies.values()
    used = {slug for place in places(project.organization) for slug in place[-1].scps}
    return tuple(
        project.documents[one.slug]
        for one in policies
        if one.slug in used and one.type is PolicyType.SCP and one.slug in project.documents
    )
