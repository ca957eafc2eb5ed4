"""The formats there are, as one literal table per kind of answer."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Final

from guardrails.model.answer import ScenarioReport, Simulation
from guardrails.renderers import json, junit, text

if TYPE_CHECKING:
    from guardrails.model.report import CheckReport


def _late(name: str) -> Callable[[CheckReport], str]:
    """Return a renderer of findings that is loaded when it is called: all seven take 10 ms, and most runs want one."""

    def render(report: CheckReport) -> str:
        return str(import_module(f"guardrails.renderers.findings.{name}").render(report))

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
    "github": _late("github"),
    "gitlab": _late("gitlab"),
    "json": _late("json"),
    "junit": _late("junit"),
    "markdown": _late("markdown"),
    "sarif": _late("sarif"),
    "text": _late("text"),
}
