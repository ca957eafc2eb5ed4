"""The formats there are, as one literal table per kind of answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from guardrails.model.answer import ScenarioReport, Simulation
from guardrails.model.report import CheckReport
from guardrails.renderers import json, junit, text
from guardrails.renderers.findings import github, gitlab, markdown, sarif
from guardrails.renderers.findings import json as findings_json
from guardrails.renderers.findings import junit as findings_junit
from guardrails.renderers.findings import text as findings_text

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
    "github": github.render,
    "gitlab": gitlab.render,
    "json": findings_json.render,
    "junit": findings_junit.render,
    "markdown": markdown.render,
    "sarif": sarif.render,
    "text": findings_text.render,
}
