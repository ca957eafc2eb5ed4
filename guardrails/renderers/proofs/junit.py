"""Proofs as JUnit XML: a suite for each question, a test case for each path and group of accounts."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.model.proof import Proof, ProofReport, Status
from guardrails.renderers.cases import Case, case, document, empty, failure, remark
from guardrails.renderers.proofs.answers import contradiction, told


def render(report: ProofReport) -> str:
    """Return refuted paths as failures, undecided ones as errors, and excused ones as skipped."""
    suites: dict[str, list[Case]] = {}
    for proof in report.proofs:
        suites.setdefault(proof.asked.name, []).append(_case(proof))
    return document(suites)


def _case(proof: Proof) -> Case:
    name = f"{proof.asked.path} in {', '.join(proof.accounts)}"
    outcome, inside = _outcome(proof)
    return case(proof.asked.name, name, _place(proof), outcome, inside)


def _outcome(proof: Proof) -> tuple[str, str]:
    if proof.excused:
        return "skipped", empty("skipped", f"excused by {proof.excused}")
    if proof.result.status is Status.UNDECIDED:
        return "error", empty("error", f"undecided: {proof.result.reason}")
    if proof.result.status is Status.REFUTED:
        return "failure", failure("refuted", f"{proof.asked.path}: {contradiction(proof.asked.claim)}", _lines(proof))
    return "", remark(_lines(proof)) if proof.result.notes else ""


def _lines(proof: Proof) -> Iterator[str]:
    yield from (f"{label}: {text}" for label, text in told(proof))


def _place(proof: Proof) -> dict[str, str]:
    if proof.place is None:
        return {}
    return {"file": proof.place.file} | ({"line": str(proof.place.span.line)} if proof.place.span else {})
