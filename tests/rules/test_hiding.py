"""Hiding one value of a plan never turns an answer round: it stays, or it becomes UNKNOWN, or nothing is said.

Of each plan of the fixtures, one value that is configured is taken out at a time and marked as known only after apply,
at the top or within a block; the gate's own reading and its worker say the rest. A sample is taken, the same each time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import pytest

from guardrails.runners.checkov import Checkov, document_bytes
from guardrails.terraform.reading.plan_file import plan_of
from guardrails.terraform.redacted import late_attributes, plan_document
from tests.rules.fixtures import CHECKS, REPOSITORY, Root, checkov_python, roots, slugs
from tests.rules.test_checkov_checks import rule_of

EVERY: Final = 5
"""Of so many values, one is hidden."""

MADE_HERE: Final = "what is known only after apply is made by the apply, so it is no stranger and no old account"
EXCEPTIONS: Final = {
    ("CKV_LZ_010", "client_id_list"): "the audiences of a provider that is not known are not compared",
    ("CKV_LZ_010", "url"): "the audiences of a provider that is not known are not compared",
    ("CKV_LZ_018", "cidr_block"): "the tier is then read off the name, as for ranges that nobody planned",
    ("CKV_LZ_020", "service_name"): "which endpoint it is decides what is asked of it",
    ("CKV_LZ_022", "secret_string"): "a secret that comes out of a resource is what the rule asks for",
    ("CKV_LZ_022", "secret_binary"): "a secret that comes out of a resource is what the rule asks for",
    ("CKV_LZ_024", "bucket"): "the chain by which the parts name each other is cut, not hidden",
    ("CKV_LZ_024", "statement.principals"): MADE_HERE,
    ("CKV_LZ_027", "statement.principals"): MADE_HERE,
    ("CKV_LZ_027", "bucket"): "the chain by which the parts name each other is cut, not hidden",
    ("CKV_LZ_028", "tags"): "its name says that a key is one of logs, state or models",
    ("CKV_LZ_028", "tags.Name"): "its name says that a key is one of logs, state or models",
    ("CKV_LZ_046", "target_id"): MADE_HERE,
    ("CKV_LZ_046", "type"): "policies that are no SCPs may be for the management account; the type says so",
    ("CKV_LZ_047", "email"): "the account whose address is late is UNKNOWN itself; the question is open once",
    ("CKV_LZ_048", "statement.principals"): MADE_HERE,
    ("CKV_LZ_052", "statement.principals"): MADE_HERE,
}
"""Check and hidden attribute where the answer may turn, and why."""

Path = tuple[str | int, ...]


def paths(value: Any, at: Path = ()) -> Iterator[Path]:
    """Every value that is set, from the outside in."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in items:
        if inner not in (None, [], {}):
            if isinstance(value, dict):
                yield (*at, step)
            yield from paths(inner, (*at, step))


def without(value: Any, path: Path) -> Any:
    """A copy of a tree without what stands at the path."""
    if isinstance(value, list):
        return [without(one, path[1:]) if index == path[0] else one for index, one in enumerate(value)]
    if len(path) == 1:
        return {name: one for name, one in value.items() if name != path[0]}
    return {name: without(one, path[1:]) if name == path[0] else one for name, one in value.items()}


def mask(path: Path, like: Any, old: Any) -> Any:
    """The mask `old` that says of that path as well that it is not known."""
    if not path:
        return True
    if isinstance(like, list):
        was = [*(old if isinstance(old, list) else []), *({} for _ in like)][: len(like)]
        return [mask(path[1:], one, was[at]) if at == path[0] else was[at] for at, one in enumerate(like)]
    known = old if isinstance(old, dict) else {}
    return {**known, path[0]: mask(path[1:], like[path[0]], known.get(path[0]))}


def planned(module: dict[str, Any], address: str, path: Path) -> dict[str, Any]:
    """A copy of a module of planned values without that value of that resource."""
    rows = [
        {**one, "values": without(one["values"], path)} if one["address"] == address else one
        for one in module.get("resources", ())
    ]
    return {**module, "resources": rows, "child_modules": [planned(one, address, path) for one in _inner(module)]}


def _inner(module: dict[str, Any]) -> list[dict[str, Any]]:
    return list(module.get("child_modules", ()))


def hidden(raw: dict[str, Any]) -> Iterator[tuple[str, Path, dict[str, Any]]]:
    """Each value of the root module's resources that is configured: whose it is, where, and the plan without it."""
    written = {
        one["address"]: one.get("expressions", {}) for one in raw["configuration"]["root_module"].get("resources", ())
    }
    late = {"references": ["terraform_data.late.output", "terraform_data.late"]}
    for at, row in enumerate(raw.get("resource_changes", ())):
        address, after = row["address"], row["change"].get("after") or {}
        for path in paths(after):
            own = written.get(address, {})
            if path[0] not in own:
                continue
            change = {
                **row["change"],
                "after": without(after, path),
                "after_unknown": mask(path, after, row["change"].get("after_unknown")),
            }
            rows = [*raw["resource_changes"][:at], {**row, "change": change}, *raw["resource_changes"][at + 1 :]]
            values = {"root_module": planned(raw["planned_values"]["root_module"], address, path)}
            plan = {**raw, "resource_changes": rows, "planned_values": values}
            if len(path) == 1:
                own = {**own, str(path[0]): late}
                blocks = raw["configuration"]["root_module"]["resources"]
                made = [{**one, "expressions": own} if one["address"] == address else one for one in blocks]
                root = {**raw["configuration"]["root_module"], "resources": made}
                plan["configuration"] = {**raw["configuration"], "root_module": root}
            yield address, path, plan


def submit(worker: Checkov, name: str, raw: dict[str, Any], root: Root) -> None:
    """Hand over a plan as the gate does."""
    plan = plan_of(json.dumps(raw).encode(), name)
    worker.submit_plan(name, document_bytes(plan_document(plan)), root.account, late_attributes(plan))


def answers(worker: Checkov, name: str) -> dict[tuple[str, str], str]:
    """What the checks say of a plan."""
    return {(one.check, one.address): one.answer.value for one in worker.result(name).records}


@pytest.fixture(scope="module")
def worker() -> Iterator[Checkov]:
    """One warm worker with all our checks."""
    ids = [rule_of(one)["id"] for one in slugs()]
    with Checkov(checkov_python(), [CHECKS], REPOSITORY / "rules" / "settings.json", ids) as found:
        yield found


@pytest.mark.parametrize("root", roots(), ids=lambda one: one.name)
def test_a_value_that_is_late_turns_no_answer_round(root: Root, worker: Checkov) -> None:
    raw = json.loads(root.plan.read_text("utf-8"))
    submit(worker, root.name, raw, root)
    was = {key: told for key, told in answers(worker, root.name).items() if told in ("passed", "failed")}
    turned = []
    for address, path, plan in list(hidden(raw))[::EVERY]:
        name = f"{root.name} without {address} {'.'.join(map(str, path))}"
        submit(worker, name, plan, root)
        attribute = ".".join(str(one) for one in path if isinstance(one, str))
        for (check, whose), told in answers(worker, name).items():
            before = was.get((check, whose), told)
            around = any(attribute == one or attribute.startswith(f"{one}.") for id, one in EXCEPTIONS if id == check)
            if told in ("passed", "failed") and told != before and not around:
                turned.append(f"{name}: {check} of {whose} was {before}, is {told}")
    assert not turned, "\n".join(turned)
