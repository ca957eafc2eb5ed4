"""The gate with Checkov beside the stock command line on the same plan, in one run: CPU seconds of whole processes.

Needs the environment of `make checkov`. Nothing comes out of the cache. The worker counts: it is waited for.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

PROJECT = Path(__file__).parents[2]
CHECKOV = PROJECT / ".venv-checkov" / "bin"
PLANS = {22: "plans/scale.json", 220: "large/scale-220.json", 2_112: "large/scale-2112.json"}
OURS_BAR, FULL_BAR = 2.5, 7.0
"""CPU seconds at 2,112 changes. Smaller plans are held to the stock command line."""

Cold = Callable[..., tuple[float, float]]


MORE = {"GUARDRAILS_CACHE": "0", "GUARDRAILS_CHECKOV_PYTHON": str(CHECKOV / "python"), "GUARDRAILS_CHECKOV": "1"}
"""Environment of these runs: an interpreter with Checkov, and no cache."""


def measured(cold: Cold) -> list[tuple[str, float, float, str]]:
    """Return what was measured, its figure, its bar and the unit, for each plan that is there."""
    guardrails = str(Path(sys.executable).with_name("guardrails"))
    rows = []
    for changes, name in PLANS.items():
        plan = PROJECT / "tests" / "terraform" / name
        if not plan.exists() or not (CHECKOV / "checkov").exists():
            print(f"no plan of {changes:,} changes, or no Checkov: make checkov plans", file=sys.stderr)
            continue
        runs = 3 if changes > 1_000 else 5
        gate = [guardrails, "gate", str(plan), "--account", "Dev", "--quiet"]
        ours, _ = cold([*gate, "--no-stock-checks"], runs=runs, allowed=(0, 1, 3), more=MORE)
        full, _ = cold(gate, runs=runs, allowed=(0, 1, 3), more=MORE)
        stock, _ = cold(_stock(plan), runs=runs, allowed=(0, 1))
        large = changes > 1_000
        rows += [
            (f"gate with our checks, {changes:,} changes", ours, OURS_BAR if large else stock, "s CPU"),
            (f"gate with the full baseline, {changes:,} changes", full, FULL_BAR if large else stock, "s CPU"),
            ("  stock checkov, the same checks", stock, stock, "s CPU"),
        ]
    return rows


def _stock(plan: Path) -> list[str]:
    words = ["--framework", "terraform_plan", "--skip-download", "--compact", "--quiet", "-o", "json"]
    return [str(CHECKOV / "checkov"), "-f", str(plan), *words, "--external-checks-dir", str(PROJECT / "rules/checkov")]
