"""One root's life against the emulated AWS: apply, plan again, destroy."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guardrails.rehearsal.beforehand import prepare
from guardrails.rehearsal.blocks import blocks
from guardrails.rehearsal.provider import shared_provider
from guardrails.rehearsal.scratch import OVERRIDE, go_rehearse, move_to_account, scratch_copy
from guardrails.rehearsal.server import Server
from guardrails.rehearsal.terraform import Run, Terraform

_MORE = "rehearsal_override.tf"
_AT_ONCE = 30
"""Operations at once: nearly all of their time is waiting, up to a minute for an S3 lifecycle configuration."""


@dataclass(frozen=True, slots=True)
class Life:
    """What came of a root.

    Attributes:
        applied, planned, destroyed: the three runs; the later two are None when an earlier one failed.
        drift: address -> changed attributes, of what the second plan would still change.
        left: addresses that destroy left in the state.
        seconds: how long each step took.
    """

    applied: Run
    planned: Run | None
    destroyed: Run | None
    drift: Mapping[str, tuple[str, ...]]
    left: tuple[str, ...]
    seconds: Mapping[str, float]

    @property
    def problem(self) -> str:
        """What is wrong, or nothing when the root applied, stayed as it was and was destroyed."""
        for name, run in (("apply", self.applied), ("second plan", self.planned), ("destroy", self.destroyed)):
            if run is not None and not run.ok:
                return f"{name}: {run.message}"
        if self.drift:
            return "second plan: " + "; ".join(f"{at} {', '.join(names)}" for at, names in self.drift.items())
        if self.planned is not None and self.planned.changed:
            return "second plan: changes that the plan names nowhere"
        return f"destroy left {', '.join(self.left)}" if self.left else ""


def live(root: Path, into: Path, server: Server, account: str, more: str = "") -> Life:
    """Apply a copy of a root with the account's keys, plan it again and destroy it, whatever happened before.

    Args:
        root: the root; it stays untouched.
        into: an empty scratch folder.
        server: the emulated AWS.
        account: whose keys are used (12 digits); the account that the root says it is of becomes this one.
        more: a further override file, as HCL.
    """
    copy = scratch_copy(root, into)
    move_to_account(copy, account)
    go_rehearse(copy, account)
    prepare(server, copy, account)
    # Override files apply in order of their names; this one comes after ours.
    (copy / _MORE).write_text(more, "utf-8")
    with _provider(copy, server, account) as attached:
        terraform = Terraform(copy, endpoint=server.url, account=account, reattach=attached)
        terraform.get()
        return _lived(terraform)


@contextmanager
def _provider(copy: Path, server: Server, account: str) -> Iterator[str | None]:
    """One running provider for a root with one provider block: Terraform starts one for each step of a command else."""
    overrides = "".join((copy / name).read_text("utf-8") for name in (OVERRIDE, _MORE))
    if sum(one.type == "provider" for one in blocks(overrides)) > 1:
        yield None
        return
    with shared_provider(endpoint=server.url, account=account) as attached:
        yield attached


def _lived(terraform: Terraform) -> Life:
    seconds, at = {}, time.monotonic()
    applied = terraform.apply(parallelism=_AT_ONCE, check=False)
    seconds["apply"] = time.monotonic() - at
    planned, drift = None, {}
    if applied.ok:
        at = time.monotonic()
        planned = terraform.plan(parallelism=_AT_ONCE, check=False)
        drift = _drift(terraform.show()) if planned.changed else {}
        seconds["plan"] = time.monotonic() - at
    at = time.monotonic()
    destroyed = terraform.destroy(parallelism=_AT_ONCE, check=False)
    seconds["destroy"] = time.monotonic() - at
    return Life(applied, planned, destroyed, drift, _left(terraform.folder / "terraform.tfstate"), seconds)


def _drift(plan: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """What a plan would change: address -> names of attributes, or the action where a whole resource comes or goes."""
    found = {}
    for one in plan.get("resource_changes", ()):
        change = one["change"]
        if change["actions"] == ["no-op"] or change["actions"] == ["read"]:
            continue
        before, after = change.get("before") or {}, change.get("after") or {}
        unknown = {name for name, value in (change.get("after_unknown") or {}).items() if value is True}
        names = {name for name in {*before, *after} if before.get(name) != after.get(name)} | unknown
        whole = "update" not in change["actions"]
        found[one["address"]] = tuple(change["actions"]) if whole else tuple(sorted(names))
    outputs = {name: one["actions"] for name, one in plan.get("output_changes", {}).items()}
    return found | {f"output.{name}": tuple(how) for name, how in outputs.items() if how != ["no-op"]}


def _left(state: Path) -> tuple[str, ...]:
    """The resources of a state file, data sources aside, by module, type and name."""
    if not state.exists():
        return ()
    kept = json.loads(state.read_text("utf-8")).get("resources", ())
    return tuple(
        ".".join(filter(None, (one.get("module"), one["type"], one["name"])))
        for one in kept
        if one["mode"] == "managed"
    )
