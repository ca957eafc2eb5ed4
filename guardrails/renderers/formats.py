"""The formats there are, as one literal table per kind of answer."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Final, TypeVar

from guardrails.model.answer import ScenarioReport, Simulation
from guardrails.renderers import json, junit, text

if TYPE_CHECKING:
    from guardrails.model.difference import DiffReport
    from guardrails.model.gate_report import GateReport
    from guardrails.model.proof import ProofReport
    from guardrails.model.report import CheckReport

R = TypeVar("R")


def _late(name: str) -> Callable[[R], str]:
    """Return a renderer that is loaded when it is called: all of a kind take 10 ms, and most runs want one."""

    def render(report: R) -> str:
        return str(import_module(f"guardrails.renderers.{name}").render(report))

    return render


SIMULATION_FORMATS: Final[dict[str, Callable[[Simulation], str]]] = {
    "json": json.simulation,
    "text": text.simulation,
}

TEST_FORMATS: Final[dict[str, Callable[[ScenarioReport], str]]] = {
    "json": json.tests,
    "junit": junit.tests,
    "text": text.tests,
}

FINDING_FORMATS: Final[dict[str, Callable[[CheckReport], str]]] = {
    "github": _late("findings.github"),
    "gitlab": _late("findings.gitlab"),
    "json": _late("findings.json"),
    "junit": _late("findings.junit"),
    "markdown": _late("findings.markdown"),
    "sarif": _late("findings.sarif"),
    "text": _late("findings.text"),
}

GATE_FORMATS: Final[dict[str, Callable[[GateReport], str]]] = {
    "github": _late("gate.github"),
    "gitlab": _late("gate.gitlab"),
    "html": _late("gate.html"),
    "json": _late("gate.json"),
    "junit": _late("gate.junit"),
    "markdown": _late("gate.markdown"),
    "sarif": _late("gate.sarif"),
    "text": _late("gate.text"),
}

DIFF_FORMATS: Final[dict[str, Callable[[DiffReport], str]]] = {
    "github": _late("differences.github"),
    "json": _late("differences.json"),
    "markdown": _late("differences.markdown"),
    "text": _late("differences.text"),
}

PROOF_FORMATS: Final[dict[str, Callable[[ProofReport], str]]] = {
    "json": _late("proofs.json"),
    "junit": _late("proofs.junit"),
    "markdown": _late("proofs.markdown"),
    "text": _late("proofs.text"),
}
