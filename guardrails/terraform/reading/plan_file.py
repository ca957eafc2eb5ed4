"""From a file or bytes to a plan: the way into this room."""

from __future__ import annotations

import gc
import hashlib
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from guardrails.model.plan.change import Change
from guardrails.model.plan.configuration import Expression, ModuleConfig, ProviderConfig
from guardrails.model.plan.plan import Plan
from guardrails.terraform.reading.configuration import ConfigurationReader, hidden, rebuilt
from guardrails.terraform.reading.others import (
    checks_of,
    invocations_of,
    outputs_of,
    prior_of,
    relevant_of,
    variables_of,
)
from guardrails.terraform.reading.redaction import Concealer, Scrubber, Taken
from guardrails.terraform.reading.refusal import NotAPlan
from guardrails.terraform.reading.rows import RowReader
from guardrails.terraform.reading.shape import Where, an_object, items, table, text
from guardrails.terraform.reading.shapes import shapes_of
from guardrails.terraform.reading.sniffing import document_of, text_of
from guardrails.terraform.reading.standing import is_complete, refuse_incomplete, version_of, warnings_of

__all__ = ["LARGEST", "NotAPlan", "plan_of", "read_plan"]

LARGEST: Final = 512 * 1024 * 1024
"""Bytes of the largest input that is read: thirty times a plan of 6,600 changes."""


def read_plan(path: Path, shown: str = "", *, allow_incomplete: bool = False) -> Plan:
    """Return the plan in a file, or on standard input for `-`; see `plan_of`.

    Raises NotAPlan for everything that is not a complete plan, unreadable files included.
    """
    if str(path) == "-":
        return plan_of(_standard_input(), shown or "-", allow_incomplete=allow_incomplete)
    return plan_of(_bytes_of(path), shown or str(path), allow_incomplete=allow_incomplete)


def _standard_input() -> bytes:
    if sys.stdin is None:  # where the caller closed it
        raise NotAPlan("unreadable", "Standard input is closed.", "Pipe the plan's JSON into the command.")
    return sys.stdin.buffer.read(LARGEST + 1)


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError:
        hint = "Check the path; write the file with `terraform show -json PLANFILE > plan.json`."
        raise NotAPlan("unreadable", "There is no such file.", hint) from None
    except IsADirectoryError:
        raise NotAPlan("unreadable", "This is a folder, not a file.", "Give the plan's JSON file in it.") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "no path of this system"
        raise NotAPlan("unreadable", f"It cannot be read: {reason}.", "Check the path and its permissions.") from None


def plan_of(data: bytes, shown: str, *, allow_incomplete: bool = False) -> Plan:
    """Return the plan that these bytes are.

    With `allow_incomplete`, a plan that says of itself that changes are missing is read all the same, with a warning:
    what it holds can be judged, and the whole is undecided at best.

    Raises NotAPlan for everything that is not a complete plan.
    """
    if len(data) > LARGEST:
        hint = "Split the root into smaller ones, or give the plan without its state."
        raise NotAPlan("too-large", f"It is larger than {LARGEST >> 20} MiB.", hint)
    digest = hashlib.sha256(data).hexdigest()
    collecting = gc.isenabled()
    gc.disable()  # a plan is one large tree without cycles: looking for garbage in it only costs time
    try:
        document = text_of(data)
        del data
        return _plan(document_of(document), shown, digest, allow_incomplete)
    finally:
        if collecting:
            gc.enable()


def _plan(raw: dict[str, Any], shown: str, digest: str, allow_incomplete: bool) -> Plan:
    version = version_of(raw)
    taken = Taken()
    configuration = table(raw, "configuration", ())
    reader = ConfigurationReader(taken)
    root = reader.module(table(configuration, "root_module", ("configuration",)), ("configuration", "root_module"))
    where = ("configuration", "provider_config")
    providers = reader.providers(table(configuration, "provider_config", ("configuration",)), where)
    known = root if "root_module" in configuration else None
    rows = RowReader(Plan(shown, root=known), providers, taken)
    changes = rows.changes(items(raw, "resource_changes", ()), ("resource_changes",))
    refuse_incomplete(raw, allow_incomplete)
    plan = Plan(
        file=shown,
        terraform_version=text(raw, "terraform_version", ()),
        format_version=version,
        changes=changes,
        deferred=_deferred(raw, rows),
        drift=rows.changes(items(raw, "resource_drift", ()), ("resource_drift",)),
        outputs=outputs_of(raw, taken),
        checks=checks_of(raw),
        invocations=invocations_of(raw, taken),
        variables=variables_of(raw, known, taken),
        prior=prior_of(raw, taken),
        root=known and _masked(known, rows, taken),
        providers=providers,
        relevant=relevant_of(raw),
        timestamp=text(raw, "timestamp", ()),
        digest=digest,
        warnings=warnings_of(raw, rows.strange),
        complete=is_complete(raw),
    )
    clean = _scrubbed(plan, taken)
    return replace(clean, shapes=shapes_of(raw, plan, clean))


def _deferred(raw: Mapping[str, Any], rows: RowReader) -> tuple[Change, ...]:
    found = []
    for at, value in enumerate(items(raw, "deferred_changes", ())):
        where: Where = ("deferred_changes", at)
        one = an_object(value, where)
        reason = text(one, "reason", where) or "unknown"
        found.append(rows.change(one.get("resource_change"), at, (*where, "resource_change"), reason))
    return tuple(found)


def _masked(root: ModuleConfig, rows: RowReader, taken: Taken) -> ModuleConfig:
    """Return the configuration without the constants that masks cover in any instance of their block."""

    def hide(address: str, name: str, one: Expression) -> Expression:
        return hidden(one, [mask.get(name) for mask in rows.masked.get(address, ())], taken.likely)

    return rebuilt(root, hide)


def _scrubbed(plan: Plan, taken: Taken) -> Plan:
    """Return the plan without the secrets that stand in the clear somewhere."""
    words = taken.words(_maps(plan))
    plan = replace(plan, conceal=Concealer(words))
    scrubber = Scrubber(words, _trees(plan))
    if not scrubber.finds:
        return plan
    clean = scrubber.clean
    return replace(
        plan,
        changes=tuple(_clean_row(one, scrubber) for one in plan.changes),
        deferred=tuple(_clean_row(one, scrubber) for one in plan.deferred),
        drift=tuple(_clean_row(one, scrubber) for one in plan.drift),
        outputs=tuple(replace(one, before=clean(one.before), after=clean(one.after)) for one in plan.outputs),
        checks=tuple(replace(one, problems=tuple(map(scrubber.text, one.problems))) for one in plan.checks),
        invocations=tuple(replace(one, config=clean(one.config)) for one in plan.invocations),
        variables=clean(plan.variables),
        prior={address: clean(values) for address, values in plan.prior.items()},
        root=plan.root and rebuilt(plan.root, lambda _, __, one: scrubber.expression(one)),
        providers={key: _clean_provider(one, scrubber) for key, one in plan.providers.items()},
    )


def _clean_row(row: Change, scrubber: Scrubber) -> Change:
    return replace(row, before=scrubber.clean(row.before), after=scrubber.clean(row.after))


def _clean_provider(one: ProviderConfig, scrubber: Scrubber) -> ProviderConfig:
    return replace(one, expressions={name: scrubber.expression(below) for name, below in one.expressions.items()})


def _maps(plan: Plan) -> Iterable[Any]:
    """Yield the values of every object."""
    for row in (*plan.changes, *plan.drift, *plan.deferred):
        yield row.before
        yield row.after
    yield from plan.prior.values()


def _trees(plan: Plan) -> Iterable[Any]:
    """Yield everything in which a secret may stand."""
    yield from _maps(plan)
    yield plan.variables
    for provider in plan.providers.values():
        yield provider.expressions
    for output in plan.outputs:
        yield [output.before, output.after]
    yield from (check.problems for check in plan.checks)
    yield from (invocation.config for invocation in plan.invocations)
    if plan.root:
        yield from _expressions(plan.root)


def _expressions(module: ModuleConfig) -> Iterable[Any]:
    found: list[Expression] = []

    def note(_: str, __: str, one: Expression) -> Expression:
        found.append(one)
        return one

    rebuilt(module, note)
    return found
