"""Proofs as Markdown for a comment on a pull request or the summary of a job: a table, failures first, rest folded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from guardrails.model.proof import ProofReport
from guardrails.renderers.comment import LIMIT, RESERVE, Room, code, words
from guardrails.renderers.proofs.answers import SCOPE, Answer, answers, gaps_by_question, shown, span, tally, told
from guardrails.renderers.proofs.domain import path_in_words
from guardrails.renderers.proofs.text import witness_lines

MARKER = "<!-- guardrails:prove -->"
"""First line, by which a bot finds the comment that it wrote before."""

_WORST_FIRST = ("refuted", "undecided", "excused", "proven")


def render(report: ProofReport) -> str:
    """Return the counts, a table, what fails with its witness, gaps and domains; at most `LIMIT` characters."""
    found = sorted(answers(report), key=lambda one: _WORST_FIRST.index(one.status))
    room = Room(LIMIT - RESERVE)
    head = [MARKER, f"### guardrails prove: {tally(found)}", "", words(SCOPE)]
    head += ["", "| Result | Question | Accounts | Paths | Policies | Time |", "| --- | --- | --- | --- | --- | --- |"]
    room.take(*head)
    rows = [row for one in found if room.take(row := _row(one))]
    lines = [*head, *rows]
    for title, blocks in (
        ("", [list(_failure(one)) for one in found if one.status != "proven"]),
        ("What no SCP or RCP binds, whatever is proven, and what covers it", [list(_gaps(found))]),
        ("What each question was asked over", [list(_domain(one)) for one in found]),
    ):
        lines += _section(title, [block for block in blocks if block], room)
    left = len(found) - len(rows)
    return "\n".join([*lines, *([f"\n{left} more answers do not fit here."] if left else [])]) + "\n"


def _section(title: str, blocks: Sequence[list[str]], room: Room) -> list[str]:
    """Return blocks that fit, folded away under a title if there is one."""
    frame = ["", f"<details><summary>{title}</summary>", "", "", "</details>"] if title else ["", ""]
    if not blocks or not room.take(*frame):
        return []
    kept = [block for block in blocks if room.take(*block, "")]
    body = [line for block in kept for line in ("", *block)]
    if len(kept) < len(blocks):
        body += ["", f"{len(blocks) - len(kept)} more do not fit here."]
    return [*frame[:2], *body, *frame[3:]] if title else body


def _row(one: Answer) -> str:
    failed = len(one.proofs) - sum(proof.holds and not proof.excused for proof in one.proofs)
    paths = f"{failed} of {len(one.proofs)}" if failed else str(len(one.proofs))
    status = f"**{shown(one.status)}**" if one.status in ("refuted", "undecided") else one.status
    return f"| {status} | {code(one.name)} | {words(one.accounts)} | {paths} | {len(one.chain)} | {span(one.seconds)} |"


def _failure(one: Answer) -> Iterator[str]:
    yield f"#### {code(one.name)} in {words(one.accounts)}: {words(one.summary)}"
    for proof in (proof for proof in one.proofs if not proof.holds or proof.excused):
        yield ""
        yield f"**{words(proof.asked.path)}**"
        yield ""
        yield from (f"- {label}: {_shown(label, text)}" for label, text in told(proof))
        if proof.result.witness:
            yield from ("", "<details><summary>The whole request</summary>", "")
            yield from (f"- {code(line.strip())}" for line in witness_lines(proof.result.witness))
            yield from ("", "</details>")


def _shown(label: str, text: str) -> str:
    return code(text) if label in ("denied", "not denied") else words(text)


def _gaps(found: Sequence[Answer]) -> Iterator[str]:
    for heading, gaps in gaps_by_question(found).items():
        yield from (f"**{words(heading)}**", "")
        for gap in gaps:
            why = f" ({gap.why})" if gap.why else ""
            yield f"- {words(f'{gap.calls}{why}: {gap.covered_by}')}"
        yield ""


def _domain(one: Answer) -> Iterator[str]:
    yield f"{code(one.name)} in {words(one.accounts)}: {words(one.summary)}"
    yield ""
    yield from (f"- {words(text)}" for text in one.domain)
    yield f"- policies: {words(', '.join(one.chain) or 'none speaks of it')}"
    yield from (f"- {words(path_in_words(proof.asked))}" for proof in one.proofs)
