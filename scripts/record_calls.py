"""Record the API calls that each Terraform resource type makes, by running roots against the emulated AWS.

    python scripts/record_calls.py           run all roots and write the data (about half an hour)
    python scripts/record_calls.py ROOT...   run these roots only, and add to the data
    python scripts/record_calls.py --check   check the form of the committed data, without Terraform

Each root lives in an account of its own and does one thing at a time, so that a call belongs to one resource: it is
created, read and updated, then destroyed. An update changes every tag `Owner`; in a root with a variable `changed`, as
those in tests/terraform/recording, a second one changes what else that variable decides.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from guardrails.rehearsal.beforehand import prepare
from guardrails.rehearsal.errors import RehearsalError
from guardrails.rehearsal.installation import aws_provider, plugin_folder
from guardrails.rehearsal.recording import Calls, attributed, merged, operations, problems
from guardrails.rehearsal.scratch import go_rehearse, move_to_account, scratch_copy
from guardrails.rehearsal.server import Server, emulated_aws
from guardrails.rehearsal.terraform import Run, Terraform

REPOSITORY = Path(__file__).resolve().parents[1]
DATA = REPOSITORY / "guardrails" / "terraform" / "data" / "recorded_calls.json"
ROOTS = ("terraform/modules/*/examples/complete", "tests/terraform/recording/*/")
_OWNER = re.compile(r'(?m)^(\s*Owner\s*=\s*)"[^"]*"')
_SWITCH = 'variable "changed"'


def main(words: Sequence[str] | None = None) -> int:
    """Record or check; 0 when all is well, 1 when the data is wrong or a root fails, 3 without Terraform."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("roots", nargs="*", type=Path, help="roots to record; default: all of `ROOTS`")
    parser.add_argument("--check", action="store_true", help="check the form of the committed data")
    parser.add_argument("--jobs", type=int, default=4, help="roots at once (default 4)")
    asked = parser.parse_args(words)
    if asked.check:
        return _check()
    roots = asked.roots or [root for pattern in ROOTS for root in sorted(REPOSITORY.glob(pattern))]
    try:
        return _record([root.resolve() for root in roots], asked.jobs, add=bool(asked.roots))
    except RehearsalError as problem:
        print(problem, file=sys.stderr)
        return 3


def _check() -> int:
    try:
        found = problems(json.loads(DATA.read_text("utf-8")))
    except (OSError, ValueError) as problem:
        found = (str(problem),)
    for line in found:
        print(f"{DATA.name}: {line}", file=sys.stderr)
    return 1 if found else 0


def _record(roots: Sequence[Path], jobs: int, add: bool) -> int:
    parts, failed = [], 0
    with emulated_aws() as aws, ThreadPoolExecutor(jobs) as pool:
        tasks = [(root, pool.submit(_calls_of, root, aws, f"{700000000000 + at}")) for at, root in enumerate(roots)]
        for root, task in tasks:
            calls, said = task.result()
            parts.append(calls)
            failed += bool(said)
            print(f"{_name(root)}: {len(calls)} types{f'; {said}' if said else ''}", file=sys.stderr, flush=True)
            _write(parts, [_name(one) for one, _ in tasks[: len(parts)]], add)
    return 1 if failed else 0


def _calls_of(root: Path, aws: Server, account: str) -> tuple[Calls, str]:
    """The calls of one root, and what went wrong; what completed before counts."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = scratch_copy(root, Path(scratch))
        move_to_account(copy, account)
        go_rehearse(copy, account)
        prepare(aws, copy, account)
        terraform = Terraform(copy, endpoint=aws.url, account=account, timeout=3600)
        terraform.get()
        runs = [terraform.apply(parallelism=1, check=False)]
        if runs[0].ok:
            _change_owner(copy)
            runs.append(terraform.apply(parallelism=1, check=False))
            if any(_SWITCH in file.read_text("utf-8") for file in copy.glob("*.tf")):
                terraform = replace(terraform, variables={"changed": True})
                runs.append(terraform.apply(parallelism=1, check=False))
        runs.append(terraform.destroy(parallelism=1, check=False))
    done = [one for run in runs for one in operations(run.events)]
    mine = (one for one in aws.calls if one.account == account)
    return attributed(mine, done), "; ".join(_first(run) for run in runs if not run.ok)


def _change_owner(root: Path) -> None:
    for file in sorted(root.glob("*.tf")):
        file.write_text(_OWNER.sub(r'\1"someone-else"', file.read_text("utf-8")), "utf-8")


def _first(run: Run) -> str:
    return f"{run.arguments[0]}: {run.message.splitlines()[0][:300]}"


def _name(root: Path) -> str:
    return str(root.relative_to(REPOSITORY)) if root.is_relative_to(REPOSITORY) else root.name


def _write(parts: Sequence[Calls], names: Sequence[str], add: bool) -> None:
    """Write the data so far; with `add`, what other roots showed before stays."""
    table, old = merged(parts), json.loads(DATA.read_text("utf-8")) if add and DATA.exists() else {}
    for type, row in old.get("types", {}).items():
        new = table.setdefault(type, {"roots": 0})
        table[type] = {"roots": max(row["roots"], new["roots"])} | {
            phase: sorted({*row.get(phase, ()), *new.get(phase, ())}) for phase in (*row, *new) if phase != "roots"
        }
    document: dict[str, Any] = {
        "recorded": datetime.now(UTC).date().isoformat(),
        "provider": f"hashicorp/aws {aws_provider(plugin_folder()).version}",
        "emulator": f"moto {version('moto')}, completed by guardrails/rehearsal/answers",
        "update": "every tag Owner changed; in tests/terraform/recording also attributes",
        "roots": sorted({*old.get("roots", ()), *names}),
        "types": {type: table[type] for type in sorted(table)},
    }
    DATA.parent.mkdir(parents=True, exist_ok=True)
    DATA.write_text(_compact(document), "utf-8")


def _compact(document: dict[str, Any]) -> str:
    """The document with one line a resource type, so that a change of one shows as one."""
    rows = ",\n".join(f"    {json.dumps(type)}: {json.dumps(row)}" for type, row in document["types"].items())
    head = json.dumps({key: value for key, value in document.items() if key != "types"}, indent=2)
    return head.removesuffix("\n}") + f',\n  "types": {{\n{rows}\n  }}\n}}\n'


if __name__ == "__main__":
    sys.exit(main())
