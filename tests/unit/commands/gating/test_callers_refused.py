"""A caller whom the organization does not know is a misuse, said in words."""

from __future__ import annotations

import subprocess
import sys

from tests.unit.gate.building import PLANS, REPOSITORY


def test_nobody_is_refused_with_what_would_be_understood() -> None:
    words = ["gate", str(PLANS / "clean.json"), "--account", "Dev", "--as", "nobody", "--root", str(REPOSITORY)]
    run = subprocess.run(
        [sys.executable, "-m", "guardrails", *words], capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 2
    assert "'nobody' is not a principal" in run.stderr
    assert "pipeline_apply" in run.stderr
