"""JUnit XML as CI systems read it: one test case per scenario, one more per policy for its coverage.

Source: https://github.com/testmoapp/junitxml (2026-09)
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from guardrails.model.answer import Coverage, ScenarioReport

_FORBIDDEN = r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
"""What XML cannot hold; compiled where it is used, for it takes 5 ms that `simulate` need not pay."""

_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
)


def tests(report: ScenarioReport) -> str:
    """Return one test suite; problems with files count as errors, so that nothing unreadable looks passed."""
    cases = [_case(trial.file, trial.id or trial.name, trial.failures) for trial in report.trials]
    cases += [_case("coverage", one.policy, _gaps(one)) for one in report.coverage]
    cases += [_case("files", problem.partition(": ")[0], (problem,), "error") for problem in report.problems]
    failed = sum("<failure" in case for case in cases)
    counts = f'tests="{len(cases)}" failures="{failed}" errors="{len(report.problems)}"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<testsuites {counts}>",
        f'<testsuite name="guardrails" {counts}>',
        *cases,
        "</testsuite>",
        "</testsuites>",
    ]
    return "\n".join(lines) + "\n"


def _gaps(one: Coverage) -> tuple[str, ...]:
    if not one.tested:
        return (f"policy {one.policy} has no scenario",)
    return tuple(f"statement {name} is decisive in no scenario" for name in one.never_decisive)


def _case(group: str, name: str, failures: Sequence[str], element: str = "failure") -> str:
    start = f"  <testcase classname={attribute(group)} name={attribute(name)}"
    if not failures:
        return f"{start}/>"
    return f"{start}>\n    <{element} message={attribute('; '.join(failures))}/>\n  </testcase>"


def attribute(value: str) -> str:
    """The quoted attribute; characters that XML cannot hold become U+FFFD."""
    return f'"{re.sub(_FORBIDDEN, chr(0xFFFD), value).translate(_ESCAPES)}"'
