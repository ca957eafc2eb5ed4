"""The formats there are, as one literal table per kind of answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from guardrails.model.answer import ScenarioReport, Simulation
from guardrails.renderers import json, junit, text

SIMULATION_FORMATS: Final[dict[str, Callable[[Simulation], str]]] = {
    "json": json.simulation,
    "text": text.simulation,
}

TEST_FORMATS: Final[dict[str, Callable[[ScenarioReport], str]]] = {
    "json": json.tests,
    "junit": junit.tests,
    "text": text.tests,
}
