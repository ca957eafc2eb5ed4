"""Plan every fixture root and live root with the real provider and no credentials, and keep the plans as JSON.

Usage: python scripts/build_plans.py [--check] [--live | --fixtures] [--only NAME]... [--large [COPIES]...]

Without options every plan in tests/terraform/plans is written anew. `--check` writes nothing and ends in 1 when one is
not what the provider makes today. `--large` makes the plans for benchmarks instead: one small root, many times.
Terraform and the unpacked AWS provider must be there (see docs/terraform.md); two roots are planned at a time.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from plan_server import serving
from plan_sources import FIXTURES, REPOSITORY, TESTS, Source, fixture_sources, live_sources, prepare
from plan_text import MachineFound, plan_text

from guardrails.rehearsal.errors import RehearsalError, TerraformError
from guardrails.rehearsal.installation import aws_provider, plugin_folder, terraform_binary
from guardrails.rehearsal.provider import shared_provider
from guardrails.rehearsal.terraform import Terraform

PLANS = TESTS / "plans"
LARGE = TESTS / "large"
MADE_FROM = PLANS / "made-from.yaml"
"""The digest of the root of each fixture's plan: a root that was edited since is noticed without planning it."""
AT_A_TIME = 2
COPIES = (96, 300)
"""Copies of the root `scale`, with 22 resource changes each: 2,112 and 6,600."""

# Terraform spends most of a small plan on reading the provider's schema; collecting garbage less often halves that.
LAZY = {"GOGC": "400"}


@dataclass(frozen=True, slots=True)
class Built:
    """One plan: its text, or what went wrong; and how long it took (seconds)."""

    source: Source
    text: str | None
    problem: str = ""
    seconds: float = 0


def build(source: Source, reattach: str | None = None) -> Built:
    """Plan one root in a scratch folder.

    Args:
        source: the root.
        reattach: a running provider (`shared_provider()`) that no other thread uses meanwhile.
    """
    began = time.monotonic()
    try:
        with tempfile.TemporaryDirectory(prefix="plan-") as scratch:
            text = _planned(source, Path(scratch), reattach)
        return Built(source, text, seconds=time.monotonic() - began)
    except (RehearsalError, MachineFound, OSError, ValueError) as problem:
        return Built(source, None, str(problem), time.monotonic() - began)


def build_all(sources: Sequence[Source]) -> Iterator[Built]:
    """Plan many roots, two at a time, in the given order; roots with one provider block share a running provider."""
    with ExitStack() as stack:
        attached = threading.local()

        def one(source: Source) -> Built:
            if not hasattr(attached, "value"):
                with lock:
                    attached.value = stack.enter_context(shared_provider())
            return build(source, attached.value)

        lock = threading.Lock()
        pool = stack.enter_context(ThreadPoolExecutor(AT_A_TIME))
        yield from pool.map(one, sources)


def _planned(source: Source, scratch: Path, reattach: str | None) -> str:
    copy = prepare(source, scratch)
    more = {**LAZY, "TF_CLI_ARGS_plan": " ".join(source.arguments)}
    with _endpoint(source) as endpoint:
        alone = endpoint is not None or not source.one_provider
        terraform = Terraform(
            copy, endpoint=endpoint, reattach=None if alone else reattach, variables=source.variables, more=more
        )
        terraform.get()
        run = terraform.plan(refresh=source.refresh, destroy=source.destroy, check=not source.fails)
    if source.fails and run.ok:
        raise ValueError("Terraform was to fail, and did not")
    return plan_text(replace(terraform, reattach=reattach).show())


@contextmanager
def _endpoint(source: Source) -> Iterator[str | None]:
    """An emulated AWS in which the calls of the fixture were made, or None for a root that needs none."""
    if not source.calls:
        yield None
        return
    with serving(source.calls, source.account) as endpoint:
        yield endpoint


def main(words: Sequence[str]) -> int:
    """Return 0 when all was made (or is current), 1 for stale or failed plans, 2 without Terraform or its provider."""
    options = _options(words)
    sources = _chosen(options)
    try:
        terraform_binary()
        aws_provider(plugin_folder())
    except TerraformError as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 2
    if options.large is not None:
        return _large(options.large or COPIES)
    if not sources:
        raise SystemExit("there are no roots to plan")
    action = _compare if options.check else _write
    bad = 0
    for built in build_all(sources):
        message = built.problem or action(built)
        bad += bool(message) and (options.check or built.text is None)
        print(f"{built.seconds:6.1f} s  {built.source.name}{': ' + message if message else ''}", flush=True)
    if not options.check and not bad:
        _note_digests(sources)
    if not options.only and not options.live and not options.fixtures:
        bad += _report_orphans({source.name for source in sources})
    return 1 if bad else 0


def _options(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare only")
    parser.add_argument("--live", action="store_true", help="live roots only")
    parser.add_argument("--fixtures", action="store_true", help="fixture roots only")
    parser.add_argument("--only", action="append", default=[], metavar="NAME")
    parser.add_argument("--large", nargs="*", type=int, metavar="COPIES")
    return parser.parse_args(words)


def _chosen(options: argparse.Namespace) -> list[Source]:
    """The roots that the options ask for; a name that nothing has is refused."""
    every = [*([] if options.live else fixture_sources()), *([] if options.fixtures else live_sources())]
    unknown = set(options.only) - {source.name for source in every}
    if unknown:
        raise SystemExit(f"no such root: {', '.join(sorted(unknown))}")
    return [source for source in every if not options.only or source.name in options.only]


def _compare(built: Built) -> str:
    file = PLANS / f"{built.source.name}.json"
    if not file.is_file():
        return "not committed: run `make plans`"
    return "" if file.read_text("utf-8") == built.text else "stale: run `make plans`"


def _write(built: Built) -> str:
    assert built.text is not None
    PLANS.mkdir(exist_ok=True)
    file = PLANS / f"{built.source.name}.json"
    before = file.read_text("utf-8") if file.is_file() else None
    file.write_text(built.text, "utf-8")
    return "" if before == built.text else "written"


def _note_digests(sources: Sequence[Source]) -> None:
    known = digests()
    made = known | {source.name: source.digest for source in sources if not source.is_live}
    kept = {source.name for source in fixture_sources()}
    lines = [f"{name}: {made[name]}\n" for name in sorted(made) if name in kept]
    MADE_FROM.write_text("".join(lines), "utf-8")


def digests() -> dict[str, str]:
    """Return the digest of the root from which each fixture's plan was made, by name."""
    lines = MADE_FROM.read_text("utf-8").splitlines() if MADE_FROM.is_file() else []
    return {name: digest for name, _, digest in (line.partition(": ") for line in lines)}


def _report_orphans(names: set[str]) -> int:
    orphans = sorted(file.name for file in PLANS.glob("*.json") if file.stem not in names)
    for name in orphans:
        print(f"{(PLANS / name).relative_to(REPOSITORY)}: no root makes this plan")
    return len(orphans)


def _large(copies: Sequence[int]) -> int:
    """Plan the root `scale` with many copies; return 1 when one fails."""
    LARGE.mkdir(exist_ok=True)
    bad = 0
    for count in copies:
        source = Source(f"scale-{22 * count}", FIXTURES / "scale", {"copies": count})
        built = build(source)
        if built.text is None:
            bad += 1
        else:
            (LARGE / f"{source.name}.json").write_text(built.text, "utf-8")
        print(f"{built.seconds:6.1f} s  {source.name}{': ' + built.problem if built.problem else ''}", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
