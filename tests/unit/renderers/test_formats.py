"""The table of formats: what is in it, that all of it can be loaded, and that nobody pays for what is not asked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from guardrails.model.report import CheckReport
from guardrails.renderers import findings, gate
from guardrails.renderers.formats import FINDING_FORMATS, GATE_FORMATS
from tests.unit.renderers.gate.sample import EMPTY as NO_PLAN

EMPTY = {
    "github": "",
    "gitlab": "[]\n",
    "json": '{\n  "version": 1,',
    "junit": '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites tests="0"',
    "markdown": "<!-- guardrails:check -->\n",
    "sarif": '{\n  "$schema": "https://docs.oasis-open.org/sarif/',
    "text": "0 errors, 0 warnings, 0 notes; 0 files checked\n",
}


GATE = {
    "github": "::error title=guardrails gate",
    "gitlab": "[]\n",
    "html": "<!doctype html>",
    "json": '{\n  "version": 1,',
    "junit": '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites tests="1"',
    "markdown": "<!-- guardrails:gate -->\n",
    "sarif": '{\n  "$schema": "https://docs.oasis-open.org/sarif/',
    "text": "UNDECIDED\n",
}


def test_the_formats_are_these() -> None:
    assert list(FINDING_FORMATS) == sorted(EMPTY)
    folder = Path(findings.__file__).parent
    with_render = {path.stem for path in folder.glob("*.py") if "\ndef render(report: CheckReport" in path.read_text()}
    assert with_render == set(EMPTY)


@pytest.mark.parametrize("name", sorted(EMPTY))
def test_each_name_leads_to_its_own_renderer(name: str) -> None:
    assert FINDING_FORMATS[name](CheckReport(())).startswith(EMPTY[name])


def test_the_formats_of_the_gate_are_these() -> None:
    assert list(GATE_FORMATS) == sorted(GATE)
    folder = Path(gate.__file__).parent
    with_render = {path.stem for path in folder.glob("*.py") if "\ndef render(report: GateReport" in path.read_text()}
    assert with_render == set(GATE)


@pytest.mark.parametrize("name", sorted(GATE))
def test_each_name_leads_to_its_own_renderer_of_the_gate(name: str) -> None:
    assert GATE_FORMATS[name](NO_PLAN).startswith(GATE[name])


def test_the_table_loads_no_renderer_of_findings_and_no_templates() -> None:
    late = "('guardrails.renderers.findings', 'guardrails.renderers.gate', 'jinja2')"
    code = f"import sys, guardrails.renderers.formats; print(*(n for n in sys.modules if n.startswith({late})))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""
