"""Proofs as text for people: one line for each question and group of accounts, then what to know of those that fail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guardrails.model.proof import Proof, ProofReport, Witness
from guardrails.model.request import Request, Unreadable
from guardrails.renderers.proofs.answers import SCOPE, Answer, answers, shown, span, tally, told
from guardrails.renderers.table import clean, table

_HEADER = ("RESULT", "QUESTION", "ACCOUNTS", "PATHS", "POLICIES", "TIME")


def render(report: ProofReport, verbose: bool = False) -> str:
    """Return the table, the details of what failed, the gaps of what holds, and one line with the count.

    `verbose` adds what each question was asked over, every part of each witness, and the exact time.
    """
    found = answers(report)
    lines = table(_HEADER, [_row(one, verbose) for one in found])
    for one in found:
        lines += _details(one, verbose)
    lines += _gaps(found)
    lines += ["", f"{tally(found)}; {span(sum(one.seconds for one in found))}"]
    return "\n".join([*lines, *([SCOPE] if verbose else [])]) + "\n"


def _row(one: Answer, verbose: bool) -> tuple[str, ...]:
    failed = len(one.refuted) + len(one.undecided) + len(one.excused)
    paths = f"{failed} of {len(one.proofs)}" if failed else str(len(one.proofs))
    time = f"{one.seconds * 1000:.0f} ms" if verbose else span(one.seconds)
    return (shown(one.status), one.name, one.accounts, paths, str(len(one.chain)), time)


def _details(one: Answer, verbose: bool) -> Iterator[str]:
    """Yield what there is to say of an answer, one indented block for each path that is not simply proven."""
    telling = [proof for proof in one.proofs if verbose or not _plain(proof)]
    telling = [proof for proof in telling if not _plain(proof) or proof.result.notes]
    if not telling and not verbose:
        return
    yield ""
    yield clean(f"{one.name}, {one.accounts}: {_claim(one)}")
    for proof in telling:
        yield clean(f"  {proof.asked.path}")
        yield from (clean(f"    {label}: {text}") for label, text in told(proof))
        if verbose and proof.result.witness:
            yield from (f"      {line}" for line in witness_lines(proof.result.witness))
    if verbose:
        yield from (clean(f"  asked over {text}") for text in one.domain)
        yield clean(f"  policies: {', '.join(one.chain)}")


def _plain(proof: Proof) -> bool:
    return proof.holds and not proof.excused


def _claim(one: Answer) -> str:
    failed = len(one.refuted) + len(one.undecided)
    if not failed:
        return f"always {one.claimed}" + (", but for what exceptions open" if one.excused else "")
    return (
        f"must be {one.claimed}; of {failed} of {len(one.proofs)} paths that is not so"
        if one.refuted
        else (f"must be {one.claimed}; of {failed} of {len(one.proofs)} paths nobody knows")
    )


def _gaps(found: Iterable[Answer]) -> Iterator[str]:
    gaps: dict[str, list[str]] = {}
    for one in found:
        for gap in one.gaps:
            names = gaps.setdefault(gap, [])
            if one.name not in names:
                names.append(one.name)
    if gaps:
        yield from ("", "What no SCP or RCP binds, whatever is proven:")
    yield from (clean(f"  {', '.join(names)}: {gap}") for gap, names in gaps.items())


def witness_lines(witness: Witness) -> Iterator[str]:
    """Yield every part of a witness: each authorization request with its context."""
    for request in witness.requests:
        yield from _request(request)


def _request(request: Request) -> Iterator[str]:
    yield clean(f"{request.action} on {request.resource} by {request.principal.arn}")
    for key, value in sorted(request.context.items()):
        text = "?" if isinstance(value, Unreadable) else value if isinstance(value, str) else ", ".join(value)
        yield clean(f"  {key} = {text}")
