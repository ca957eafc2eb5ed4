"""Proofs as findings of ORG-023, for the formats that know findings only: GitHub, GitLab, SARIF."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from guardrails.commands.checking.invariants import RULE
from guardrails.model.finding import Confidence, Finding, Severity
from guardrails.model.proof import Claim, Proof, ProofReport, Status
from guardrails.model.report import CheckedFile, CheckReport, FileStatus
from guardrails.model.source import Location
from guardrails.renderers.formats import FINDING_FORMATS, PROOF_FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ON_COMMAND_LINE = "--property"
"""Stands for a file where a question of the command line is told of."""


def output_formats(file: str) -> Mapping[str, Callable[[ProofReport], str]]:
    """Return every format of `--output`: those of proofs, and those of findings, which are placed in `file`."""
    late = {name: partial(_as_findings, name=name, file=file) for name in ("github", "gitlab", "sarif")}
    return {**PROOF_FORMATS, **late}


def _as_findings(report: ProofReport, name: str, file: str) -> str:
    return FINDING_FORMATS[name](check_report(report, file))


def check_report(report: ProofReport, file: str) -> CheckReport:
    """Return the proofs that fail as findings: errors with their witness, and warnings for what is undecided."""
    findings = tuple(sorted(_findings(report), key=lambda one: -one.severity.rank))
    files = (CheckedFile(file, FileStatus.CHECKED),)
    return CheckReport(findings, files, rules=(RULE,), version=report.version)


def _findings(report: ProofReport) -> Iterator[Finding]:
    for proof in report.proofs:
        if not proof.holds:
            yield _finding(proof)


def _finding(proof: Proof) -> Finding:
    result, refuted = proof.result, proof.result.status is Status.REFUTED
    said = "not denied" if proof.asked.claim is Claim.DENIED else "denied"
    places = ", ".join(proof.accounts)
    what = f"{proof.asked.path}: {said}" if refuted else f"{proof.asked.path}: undecided, {result.reason}"
    return Finding(
        RULE.id,
        Severity.ERROR if refuted else Severity.WARNING,
        f"invariant {proof.asked.name}: {what} in {places}",
        proof.place or Location(ON_COMMAND_LINE),
        next((near.suggestion for near in proof.near if near.suggestion), ""),
        Confidence.HIGH if refuted else Confidence.MEDIUM,
        witness=result.witness.words if result.witness else "",
        token=proof.asked.name,
    )
