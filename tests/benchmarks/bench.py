"""Figures beside their bars: `make bench`. CPU seconds and medians; nothing here fails, for time is not a test."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import decisions
import documents
import proofs
import scanners

PROJECT = Path(__file__).parents[2]
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `more_is_better` turns the ratio round, so that 1.00 or more always means "within the bar"."""

    what: str
    figure: float
    bar: float
    unit: str
    more_is_better: bool = False

    @property
    def ratio(self) -> float:
        return self.figure / self.bar if self.more_is_better else self.bar / self.figure


def cold(
    command: list[str], runs: int = 9, allowed: tuple[int, ...] = (0,), more: Mapping[str, str] | None = None
) -> tuple[float, float]:
    """Return median CPU seconds and peak memory in MB of fresh processes; the first run only fills the caches.

    `more` are further environment variables. Processes that a process waits for count as its own.
    """
    measured = [_once(command, allowed, {**ENVIRONMENT, **(more or {})}) for _ in range(runs + 1)][1:]
    return statistics.median(cpu for cpu, _ in measured), max(peak for _, peak in measured)


def _once(command: list[str], allowed: tuple[int, ...], environment: Mapping[str, str]) -> tuple[float, float]:
    process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr
    complaint = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in allowed:
        raise SystemExit(f"{command} ended with {process.returncode}: {complaint}")
    scale = 1024 * 1024 if sys.platform == "darwin" else 1024
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale


def simulate() -> list[Row]:
    """Measure one question from a cold start, and a bare interpreter to compare with."""
    words = ["simulate", "ec2:RunInstances", "p3.16xlarge"]
    cpu, peak = cold([str(Path(sys.executable).with_name("guardrails")), *words])
    bare, _ = cold([sys.executable, "-c", "pass"])
    return [
        Row("simulate ec2:RunInstances p3.16xlarge, cold", cpu, 0.20, "s CPU"),
        Row("  of which a bare interpreter", bare, 0.20, "s CPU"),
        Row("  peak memory", peak, 60, "MB"),
    ]


def decide() -> list[Row]:
    """Measure compiled decisions, each request decided once, no two of them equal."""
    workload = decisions.workload(requests=60_000)
    rates = []
    for _ in range(5):
        decider = workload.compile()
        begin = time.process_time()
        for request in workload.requests:
            decider.decide(request)
        rates.append(len(workload.requests) / (time.process_time() - begin))
    print(f"decisions measured: {workload.summary()}", file=sys.stderr)
    return [
        Row("compiled decisions, 10 documents, 3 levels", statistics.median(rates), 150_000, "/s", more_is_better=True)
    ]


LOAD_A_DOZEN_SERVICES = """
import dataclasses, functools, pathlib, re, time
begin = time.process_time()
from guardrails.catalog.services import service
for prefix in "ec2 s3 iam kms lambda rds dynamodb cloudtrail guardduty sagemaker organizations sts".split():
    assert service(prefix).actions, prefix
print(time.process_time() - begin)
"""


def catalog() -> list[Row]:
    """Measure what a dozen services cost a fresh process: our reader and its data, the standard library aside."""
    command = [sys.executable, "-c", LOAD_A_DOZEN_SERVICES]
    run = partial(subprocess.run, command, check=True, capture_output=True, cwd=PROJECT, env=ENVIRONMENT)
    seconds = [float(run().stdout) for _ in range(10)][1:]
    return [Row("catalog: a dozen services, fresh process", statistics.median(seconds) * 1000, 20, "ms CPU")]


def check() -> list[Row]:
    """Measure a cold check of the reference organization, and one of 300 documents of which no two are equal."""
    guardrails = str(Path(sys.executable).with_name("guardrails"))
    cpu, _ = cold([guardrails, "check"])
    with tempfile.TemporaryDirectory() as folder:
        size = documents.write(Path(folder), 300)
        many, _ = cold([guardrails, "check", folder, "--format", "json"], runs=3, allowed=(0, 1))
    print(f"documents checked: 300, {size:,} bytes", file=sys.stderr)
    return [
        Row("check of the reference organization, cold", cpu, 0.5, "s CPU"),
        Row("check of 300 documents", many, 3, "s CPU"),
    ]


PLANS = {22: "plans/scale.json", 2_112: "large/scale-2112.json", 6_600: "large/scale-6600.json"}
"""Changes -> the plan of so many, below tests/terraform."""

READ = """
import pathlib, resource, sys, time
from guardrails.terraform.reading.plan_file import read_plan
begin = time.process_time()
plan = read_plan(pathlib.Path(sys.argv[1]))
assert len(plan.changes) == int(sys.argv[2]), len(plan.changes)
print(time.process_time() - begin)
"""


def plans() -> dict[int, Path]:
    """Return the plans that are there; those of `scripts/build_plans.py --large` are not committed."""
    found = {changes: PROJECT / "tests" / "terraform" / name for changes, name in PLANS.items()}
    for changes, file in found.items():
        if not file.exists():
            print(f"no plan of {changes:,} changes: python scripts/build_plans.py --large", file=sys.stderr)
    return {changes: file for changes, file in found.items() if file.exists()}


def reading() -> list[Row]:
    """Measure how a plan is read and its secrets are taken out, in a fresh process; memory is that of the process."""
    rows = []
    for changes, file in plans().items():
        command = [sys.executable, "-c", READ, str(file), str(changes)]
        run = partial(subprocess.run, command, check=True, capture_output=True, cwd=PROJECT, env=ENVIRONMENT)
        seconds = statistics.median([float(run().stdout) for _ in range(6)][1:])
        rows.append(Row(f"reading a plan of {changes:,} changes", seconds, _reading_bar(changes), "s CPU"))
        if changes == max(PLANS):
            rows.append(Row("  peak memory", cold(command, runs=1)[1], 120, "MB"))
    return rows


def _reading_bar(changes: int) -> float:
    """Return what a hundred microseconds a change make, and no less than a hundredth of a second."""
    return max(0.01, changes * 0.0001)


def gate() -> list[Row]:
    """Measure the gate without Checkov from a cold start; it may say of the plan what it will."""
    guardrails = str(Path(sys.executable).with_name("guardrails"))
    bars = {22: 0.3, 2_112: 0.8, 6_600: 2.0}
    rows = []
    for changes, file in plans().items():
        command = [guardrails, "gate", str(file), "--account", "Dev", "--quiet", "--no-checkov"]
        cpu, peak = cold(command, runs=5 if changes < 1_000 else 3, allowed=(0, 1, 3))
        rows.append(Row(f"gate on {changes:,} changes, cold", cpu, bars[changes], "s CPU"))
        if changes == max(bars):
            rows.append(Row("  peak memory", peak, 250, "MB"))
    return rows


def checks() -> list[Row]:
    """Measure the gate with Checkov, our checks alone and with the full baseline, beside the stock command line."""
    return [Row(*row) for row in scanners.measured(cold)]


def prover() -> list[Row]:
    """Measure proofs and differences: the slowest of each kind, once the first of all has loaded what they share."""
    sys.path.append(str(PROJECT))
    return [Row(*row) for row in proofs.measured()]


def mappings() -> list[Row]:
    """Compare predictions with recorded applies: percent of calls predicted, and of certain predictions come true."""
    sys.path.append(str(PROJECT / "scripts"))
    from accuracy import compared, figures

    curated, tail = figures(list(compared())), figures(list(compared()), of_tail=True)
    told = (
        ("calls of recorded applies predicted, curated", curated.recall, 99.0),
        ("  certain predictions that came true", curated.precision, 99.0),
        ("the same by the generated table alone", tail.recall, 88.0),
        ("  certain predictions that came true", tail.precision, 97.0),
    )
    return [Row(what, 100 * share, bar, "%", more_is_better=True) for what, share, bar in told]


def by_type() -> str:
    """Return recall and precision of the curated mappings, a line for each resource type of the recorded applies."""
    from accuracy import compared, figures

    rows = list(compared())
    lines = [f"{'resource type':52} {'calls':>6} {'recall':>8} {'precision':>10}"]
    for kind in sorted({one.type for one in rows}):
        sums = figures([one for one in rows if one.type == kind])
        lines.append(f"{kind:52} {sums.called:>6} {sums.recall:>8.0%} {sums.precision:>10.0%}")
    return "\n".join(lines)


BENCHMARKS: tuple[Callable[[], list[Row]], ...] = (
    simulate,
    decide,
    catalog,
    check,
    reading,
    mappings,
    gate,
    checks,
    prover,
)


def table(rows: list[Row]) -> str:
    lines = [f"{'what':48} {'figure':>12} {'bar':>12} {'':8} {'ratio':>6}"]
    for row in rows:
        figure, bar = (f"{value:,.0f}" if value >= 1000 else f"{value:,.3g}" for value in (row.figure, row.bar))
        verdict = "within" if row.ratio >= 1 else "OVER"
        lines.append(f"{row.what:48} {figure:>12} {bar:>12} {row.unit:8} {row.ratio:>6.2f} {verdict}")
    return "\n".join(lines)


def chosen(names: list[str]) -> list[Callable[[], list[Row]]]:
    """Return the benchmarks of these names, all where none is named."""
    return [one for one in BENCHMARKS if not names or one.__name__ in names]


if __name__ == "__main__":
    benchmarks = chosen(sys.argv[1:])
    print(table([row for benchmark in benchmarks for row in benchmark()]))
    if mappings in benchmarks:
        print("", by_type(), sep="\n")
