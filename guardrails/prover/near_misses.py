"""Near misses: the statement that almost caught a witness, or that denies what must pass, and a change that helps.

A suggestion is shown only when it works: the changed statement is asked about the witness again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from guardrails.evaluation.decide import decide, decide_call
from guardrails.evaluation.explain import StatementReport, explain
from guardrails.model.decision import Decision, Truth
from guardrails.model.policy.document import FULL_AWS_ACCESS, Effect, PolicyDocument, PolicySet, PolicyType, Statement
from guardrails.model.proof import Claim, NearMiss, Property, Witness
from guardrails.model.request import Request
from guardrails.prover.catching import Missed, catching, failed_parts, reasons
from guardrails.prover.editing import applied, first_words
from guardrails.prover.nearness import distance, is_about
from guardrails.prover.sparing import sparing, why_it_matches

MOST = 3
"""So many statements are named."""
BOUNDARY = "permissions boundary"
"""Where a statement stands that is in no SCP or RCP."""
_FEW = 2
"""A statement of which more parts fail did not almost catch anything."""


def near_misses(
    policies: PolicySet,
    witness: Witness,
    asked: Property,
    levels: Sequence[str] = (),
    spare: Iterable[PolicyDocument] = (),
) -> tuple[NearMiss, ...]:
    """Return the statements that come closest to keeping a property that a witness refutes, the closest first.

    Args:
        asked: what the witness refutes; says which statements are about it.
        levels: names of the nodes, root first.
        spare: policies of the organization that could be attached as well.

    Returns:
        For a call that should be denied, statements of which few parts fail; for one that should be allowed, the
        statements that deny it, and the nodes where none allows it.
    """
    if any(one.resource_account not in ("", one.principal.account) for one in witness.requests):
        policies = replace(policies, rcps=())  # those of the account itself do not reach what others own
    names = tuple(levels) or tuple(f"level {at}" for at in range(len(policies.scps)))
    found = (
        (*_unattached(policies, witness, names, spare), *_almost_denied(policies, witness, asked, names))
        if asked.claim is Claim.DENIED
        else (*_denying(policies, witness, names), *_silent(policies, witness, names))
    )
    return tuple(dict.fromkeys(found))[:MOST]


def _node(report: StatementReport, names: tuple[str, ...]) -> str:
    if report.policy_type is PolicyType.BOUNDARY:
        return BOUNDARY
    return _place(report.level, names) if report.level is not None else report.policy_type.value


def _place(level: int, names: tuple[str, ...]) -> str:
    return names[level] if level < len(names) else f"level {level}"


def _sid(report: StatementReport) -> str:
    return report.sid or "/".join(str(part) for part in report.statement.pointer)


def _name(report: StatementReport) -> str:
    sid = _sid(report)
    return f"{report.document}#{sid}" if sid else report.document


def _near(report: StatementReport, names: tuple[str, ...], failed: tuple[str, ...], suggestion: str) -> NearMiss:
    return NearMiss(_node(report, names), report.document, _sid(report), failed, suggestion)


def _unattached(
    policies: PolicySet, witness: Witness, names: tuple[str, ...], spare: Iterable[PolicyDocument]
) -> Iterator[NearMiss]:
    """Yield the policies that would deny the call, were they attached where the account stands."""
    here = {document.name for level in policies.scps for document in level}
    node = names[-2] if len(names) > 2 else names[-1] if names else ""
    for document in spare:
        added = replace(policies, scps=(*policies.scps, (document, FULL_AWS_ACCESS)))
        if document.name not in here and decide_call(added, witness.requests).decision is Decision.EXPLICIT_DENY:
            yield NearMiss(node, document.name, "", ("not attached here",), f"attach {document.name} at {node}")


def _almost_denied(
    policies: PolicySet, witness: Witness, asked: Property, names: tuple[str, ...]
) -> Iterator[NearMiss]:
    missed = [one for one in _missed(policies, witness.requests) if is_about(one, asked)]
    closest = min(map(distance, missed), default=None)
    for one in (one for one in missed if distance(one) == closest):
        words = first_words(catching(one), partial(_denies, policies, one.report, witness.requests))
        yield _near(one.report, names, reasons(one), words)


def _missed(policies: PolicySet, requests: Sequence[Request]) -> Iterator[Missed]:
    for request in requests:
        for report in explain(policies, request).statements:
            parts = failed_parts(report)
            if report.statement.effect is Effect.DENY and 0 < len(parts) <= _FEW:
                yield Missed(report, request, parts, _name(report))


def _denies(policies: PolicySet, report: StatementReport, requests: Sequence[Request], changed: Statement) -> bool:
    """Whether the call is denied for certain with one statement changed."""
    return decide_call(applied(policies, report, changed), requests).decision is Decision.EXPLICIT_DENY


def _denying(policies: PolicySet, witness: Witness, names: tuple[str, ...]) -> Iterator[NearMiss]:
    """Yield the statements that deny a call which should be allowed, each once."""
    requests, seen = witness.requests, set()
    for request in requests:
        for report in explain(policies, request).statements:
            where = (_node(report, names), report.document, report.statement)
            if report.statement.effect is not Effect.DENY or report.truth is Truth.FALSE or where in seen:
                continue
            seen.add(where)
            edits = sparing(report, request, requests[0], _name(report))
            words = first_words(edits, partial(_spares, requests))
            yield _near(report, names, why_it_matches(report, request), words)


def _spares(requests: Sequence[Request], changed: Statement) -> bool:
    """Whether a changed statement matches no part of the call: others may still deny it, and are told of as well."""
    alone = replace(FULL_AWS_ACCESS, statements=(*FULL_AWS_ACCESS.statements, changed))
    return all(decide(PolicySet(scps=((alone,),)), request).decision is Decision.ALLOW for request in requests)


def _silent(policies: PolicySet, witness: Witness, names: tuple[str, ...]) -> Iterator[NearMiss]:
    """Yield the nodes (and the boundary) at which nothing allows a part of the call, with the closest Allow."""
    told = set()
    for request in witness.requests:
        explanation = explain(policies, request)
        places = [(PolicyType.SCP, level) for level in explanation.silent_levels]
        for place in [*places, *([(PolicyType.BOUNDARY, None)] if policies.boundary else [])]:
            rows = [row for row in explanation.statements if (row.policy_type, row.level) == place]
            allowed = any(row.statement.effect is Effect.ALLOW and row.truth is Truth.TRUE for row in rows)
            if place not in told and not allowed:
                told.add(place)
                node = _place(place[1], names) if place[1] is not None else BOUNDARY
                yield _almost_allowed(policies, witness, request, rows, node)


def _almost_allowed(
    policies: PolicySet, witness: Witness, request: Request, rows: list[StatementReport], node: str
) -> NearMiss:
    nothing = f"nothing on {node} allows {request.action} on {request.resource}"
    allows = [row for row in rows if row.statement.effect is Effect.ALLOW]
    if not allows and node == BOUNDARY:
        return NearMiss(node, "", "", (nothing,))
    if not allows:
        return NearMiss(node, "", "", (nothing,), f"attach FullAWSAccess at {node}")
    missed = [Missed(row, request, failed_parts(row), _name(row)) for row in allows]
    best = min(missed, key=lambda one: (len(one.parts), distance(one)))
    words = first_words(catching(best), partial(_allows, policies, best.report, witness.requests))
    return NearMiss(node, best.report.document, _sid(best.report), (nothing, *reasons(best)), words)


def _allows(policies: PolicySet, report: StatementReport, requests: Sequence[Request], changed: Statement) -> bool:
    return decide_call(applied(policies, report, changed), requests).decision is Decision.ALLOW
