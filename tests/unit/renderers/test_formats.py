"""The table of formats: what is in it, that all of it can be loaded, and that nobody pays for what is not asked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from guardrails.model.report import CheckReport
from guardrails.renderers import findings
from guardrails.renderers.formats import FINDING_FORMATS

EMPTY = {
    "github": "",
    "gitlab": "[]\n",
    "json": '{\n  "version": 1,',
    "junit": '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites tests="0"',
    "markdown": "<!-- guardrails:check -->\n",
    "sarif": '{\n  "$schema": "https://docs.oasis-open.org/sarif/',
    "text": "0 errors, 0 warnings, 0 notes; 0 files checked\n",
}


def test_the_formats_are_these() -> None:
    assert list(FINDING_FORMATS) == sorted(EMPTY)
    folder = Path(findings.__file__).parent
    with_render = {path.stem for path in folder.glob("*.py") if "\ndef render(report: CheckReport" in path.read_text()}
    assert with_render == set(EMPTY)


@pytest.mark.parametrize("name", sorted(EMPTY))
def test_each_name_leads_to_its_own_renderer(name: str) -> None:
    assert FINDING_FORMATS[name](CheckReport(())).startswith(EMPTY[name])


def test_the_table_loads_no_renderer_of_findings() -> None:
    code = "import sys, guardrails.renderers.formats; print(*(n for n in sys.modules if 'renderers.findings' in n))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""
