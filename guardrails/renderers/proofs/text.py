"""Proofs as text for people: one line for each question and group of accounts, then what to know of those that fail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guardrails.model.proof import Proof, ProofReport, Witness
from guardrails.model.request import Request, Unreadable
from guardrails.renderers.proofs.answers import (
    SCOPE,
    Answer,
    answers,
    gaps_by_question,
    shown,
    some_of,
    span,
    tally,
    told,
)
from guardrails.renderers.proofs.domain import calls_in_words
from guardrails.renderers.table import clean, cut, table

_FEW = 4
"""Paths of one answer that are told of; the others are named."""
_MOST_ACCOUNTS = 5
_LONGEST = 240
_WHOLE = ("denied", "not denied", "excused by")
"""What is of no use in part."""
_HEADER = ("RESULT", "QUESTION", "ACCOUNTS", "PATHS", "POLICIES", "TIME")


def render(report: ProofReport, verbose: bool = False) -> str:
    """Return the table, the details of what failed, the gaps of what holds, and one line with the count.

    `verbose` adds what each question was asked over, every part of each witness, and the exact time.
    """
    found = answers(report)
    lines = table(_HEADER, [_row(one, verbose) for one in found])
    for one in found:
        lines += _details(one, verbose)
    lines += _gaps(found, verbose)
    lines += ["", f"{tally(found)}; {span(sum(one.seconds for one in found))}"]
    return "\n".join([*lines, *([SCOPE] if verbose else [])]) + "\n"


def _row(one: Answer, verbose: bool) -> tuple[str, ...]:
    failed = len(one.refuted) + len(one.undecided) + len(one.excused)
    paths = f"{failed} of {len(one.proofs)}" if failed else str(len(one.proofs))
    accounts = one.accounts if verbose else some_of(one.proofs[0].accounts, _MOST_ACCOUNTS)
    return (shown(one.status), one.name, accounts, paths, str(len(one.chain)), span(one.seconds, verbose))


def _details(one: Answer, verbose: bool) -> Iterator[str]:
    """Yield what there is to say of an answer; without `verbose` only of paths that fail, and of a few of these."""
    failed = [proof for proof in one.proofs if not proof.holds or proof.excused]
    noted = [proof for proof in one.proofs if proof not in failed and (verbose or proof.result.notes)]
    if not failed and not noted:
        return
    yield ""
    yield clean(f"{one.name} ({one.accounts}): {one.summary}")
    if verbose:
        yield from (clean(f"  {text}") for text in one.domain)
        yield clean(f"  policies: {', '.join(one.chain) or 'none speaks of it'}")
    shown = failed if verbose else failed[:_FEW]
    for proof in (*shown, *noted):
        yield from _path(proof, verbose)
    if left := failed[len(shown) :]:
        yield clean(f"  and {len(left)} more: {', '.join(proof.asked.path for proof in left)} (-v tells of each)")


def _path(proof: Proof, verbose: bool) -> Iterator[str]:
    """Yield the block of one path."""
    yield clean(
        f"  {proof.asked.path}" + (f": {proof.result.status.value}, {span(proof.seconds, True)}" if verbose else "")
    )
    if verbose:
        told_calls = map(calls_in_words, proof.asked.about)
        yield from (clean(f"    calls: {calls}") for calls in told_calls if calls != proof.asked.path)
    for label, text in told(proof, None if verbose else 1):
        yield clean(f"    {label}: {text if verbose or label in _WHOLE else cut(text, _LONGEST)}")
    if verbose and proof.result.witness:
        yield from (f"      {line}" for line in witness_lines(proof.result.witness))


def _gaps(found: Iterable[Answer], verbose: bool) -> Iterator[str]:
    """Yield the calls that nothing binds and what covers them; `verbose` adds why nothing does."""
    under = gaps_by_question(found)
    if under:
        yield from ("", "What no SCP or RCP binds, whatever is proven, and what covers it:")
    for heading, gaps in under.items():
        yield clean(f"  {heading}")
        for gap in gaps:
            why = f" ({gap.why})" if verbose and gap.why else ""
            yield clean(f"    {gap.calls}{why}: {gap.covered_by}")


def witness_lines(witness: Witness) -> Iterator[str]:
    """Yield every part of a witness: each authorization request with its context."""
    for request in witness.requests:
        yield from _request(request)


def _request(request: Request) -> Iterator[str]:
    yield clean(f"{request.action} on {request.resource} by {request.principal.arn}")
    for key, value in sorted(request.context.items()):
        text = "?" if isinstance(value, Unreadable) else value if isinstance(value, str) else ", ".join(value)
        yield clean(f"  {key} = {text}")
