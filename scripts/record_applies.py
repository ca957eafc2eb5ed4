"""Record what real applies call for each resource of a plan, by running roots against the emulated AWS.

    python scripts/record_applies.py ROOT...   write tests/terraform/recorded/<root>.json and <root>.plans.json.gz

Each root is planned and applied up to four times, one resource at a time: made; made with every tag `Owner` changed; if
it has a variable `changed`, with that one set; destroyed. Beside the plans stand the calls that each address made which
change something. `docs/mapping-accuracy.md` compares them with what is predicted from the same plans.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from plan_text import MachineFound, plan_text
from recorded_actions import changes

from guardrails.rehearsal.beforehand import prepare
from guardrails.rehearsal.errors import RehearsalError
from guardrails.rehearsal.recording import by_address, operations
from guardrails.rehearsal.scratch import go_rehearse, move_to_account, scratch_copy
from guardrails.rehearsal.server import Server, emulated_aws
from guardrails.rehearsal.terraform import Terraform

REPOSITORY = Path(__file__).resolve().parents[1]
RECORDED = REPOSITORY / "tests" / "terraform" / "recorded"
_OWNER = re.compile(r'(?m)^(\s*Owner\s*=\s*)"[^"]*"')
_SWITCH = 'variable "changed"'


@dataclass(frozen=True, slots=True)
class Applied:
    """One plan and what its apply called: address -> phase -> sorted operations that change something.

    `failed` names the resources whose operation did not end well; what they called may be less than all.
    """

    step: str
    plan: str
    calls: dict[str, dict[str, list[str]]]
    problem: str = ""
    failed: tuple[str, ...] = ()


def applied(root: Path, aws: Server, account: str) -> Iterator[Applied]:
    """Yield what each step of a root did; a step that fails is the last but the destruction."""
    with tempfile.TemporaryDirectory(prefix="plan-") as scratch:
        copy = scratch_copy(root, Path(scratch))
        move_to_account(copy, account)
        go_rehearse(copy, account)
        prepare(aws, copy, account)
        terraform = Terraform(copy, endpoint=aws.url, account=account, timeout=3600)
        terraform.get()
        made = _step("create", terraform, aws, account)
        yield made
        if not made.problem:
            _change_owner(copy)
            yield _step("owner", terraform, aws, account)
            if any(_SWITCH in file.read_text("utf-8") for file in copy.glob("*.tf")):
                terraform = replace(terraform, variables={**terraform.variables, "changed": True})
                yield _step("changed", terraform, aws, account)
        yield _step("destroy", terraform, aws, account)


def _step(name: str, terraform: Terraform, aws: Server, account: str) -> Applied:
    planned = terraform.plan(destroy=name == "destroy", check=False)
    if not planned.ok:
        return Applied(name, "", {}, planned.message)
    text, since = plan_text(terraform.show()), time.time()
    run = terraform.apply("tfplan", parallelism=1, check=False)
    mine = (one for one in aws.calls if one.account == account and one.at >= since)
    done = operations(run.events)
    calls = by_address(mine, done)
    at_work: dict[str, set[str]] = {}
    for one in done:
        at_work.setdefault(one.address, set()).add(one.phase)
    kept = {at: {phase: _changing(calls[at][phase]) for phase in sorted(at_work[at])} for at in sorted(at_work)}
    failed = {str(one["hook"]["resource"]["addr"]) for one in run.events if one.get("type") == "apply_errored"}
    return Applied(name, text, kept, "" if run.ok else run.message, tuple(sorted(failed)))


def _changing(names: set[str]) -> list[str]:
    return sorted(name for name in names if changes(name))


def _change_owner(root: Path) -> None:
    for file in sorted(root.glob("*.tf")):
        file.write_text(_OWNER.sub(r'\1"someone-else"', file.read_text("utf-8")), "utf-8")


def name_of(root: Path) -> str:
    """Return the short name of a root: its folder, and for an example that of its module."""
    return f"{root.parents[1].name}-example" if root.parent.name == "examples" else root.name


def write(root: Path, steps: Sequence[Applied]) -> None:
    """Write the two files of a root: calls a line an address, and the plans that they came from."""
    RECORDED.mkdir(exist_ok=True)
    done = [one for one in steps if one.plan]
    rows = ",\n".join(f'"{one.step}": {{\n{_lines(one.calls)}\n}}' for one in done)
    failed = {one.step: one.failed for one in done if one.failed}
    head = f'"root": {json.dumps(str(root.relative_to(REPOSITORY)))}, "failed": {json.dumps(failed)}'
    (RECORDED / f"{name_of(root)}.json").write_text(f'{{{head}, "steps": {{\n{rows}\n}}}}\n', "utf-8")
    plans = json.dumps({one.step: json.loads(one.plan) for one in done}, separators=(",", ":"))
    (RECORDED / f"{name_of(root)}.plans.json.gz").write_bytes(gzip.compress(plans.encode(), 9, mtime=0))


def _lines(calls: dict[str, Any]) -> str:
    return ",\n".join(f"{json.dumps(at)}: {json.dumps(row)}" for at, row in calls.items())


def main(words: Sequence[str] | None = None) -> int:
    """Return 0 when all roots were applied, 1 when one failed, 3 without Terraform."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("roots", nargs="+", type=Path)
    parser.add_argument("--jobs", type=int, default=2, help="roots at once (default 2)")
    asked = parser.parse_args(words)
    roots = [root.resolve() for root in asked.roots]
    try:
        with emulated_aws() as aws, ThreadPoolExecutor(asked.jobs) as pool:
            return max(pool.map(lambda one: _root(one[1], aws, f"{710000000000 + one[0]}"), enumerate(roots)))
    except RehearsalError as problem:
        print(problem, file=sys.stderr)
        return 3


def _root(root: Path, aws: Server, account: str) -> int:
    began = time.monotonic()
    try:
        steps = list(applied(root, aws, account))
    except (RehearsalError, MachineFound, OSError) as problem:
        print(f"{name_of(root)}: {problem}", file=sys.stderr, flush=True)
        return 1
    write(root, steps)
    said = "; ".join(f"{one.step}: {one.problem[:300]}" for one in steps if one.problem)
    print(f"{name_of(root)}: {time.monotonic() - began:.0f} s {said}", file=sys.stderr, flush=True)
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
