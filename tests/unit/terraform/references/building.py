"""Small plans and sources made by hand: a root in a folder, and the changes that Terraform would make of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from guardrails.model.plan.change import Change, Verb
from guardrails.model.plan.configuration import Expression, ModuleCall, ModuleConfig, ResourceConfig
from guardrails.model.plan.plan import Plan
from guardrails.terraform.sources.reader import Sources, read_sources


def ref(*names: str) -> Expression:
    return Expression(references=names)


def resource(address: str, repetition: Expression | None = None, /, **expressions: Expression) -> ResourceConfig:
    type, name = address.removeprefix("data.").split(".")
    mode = "data" if address.startswith("data.") else "managed"
    return ResourceConfig(
        address, mode, type, name, "aws", expressions, "for_each" if repetition else "", repetition or Expression()
    )


def module(
    *resources: ResourceConfig,
    calls: tuple[ModuleCall, ...] = (),
    outputs: Mapping[str, Expression] | None = None,
    variables: Mapping[str, object] | None = None,
) -> ModuleConfig:
    return ModuleConfig(
        {one.address: one for one in resources}, {one.name: one for one in calls}, outputs or {}, variables or {}
    )


def called(name: str, inner: ModuleConfig, /, **arguments: Expression) -> ModuleCall:
    return ModuleCall(name, f"./{name}", inner, arguments)


def change(address: str, verb: Verb = Verb.CREATE, /, **values: object) -> Change:
    """Return a change at an address with instance keys such as `module.a["x"].aws_vpc.b[0]`."""
    where, _, rest = address.rpartition("aws_")
    data = where.endswith("data.")
    type, _, name = f"aws_{rest}".partition(".")
    name, _, key = name.partition("[")
    return Change(
        address,
        type,
        name,
        verb,
        0,
        "data" if data else "managed",
        where.removesuffix("data.").rstrip("."),
        (int(key[:-1]) if key[:-1].isdigit() else key[1:-2]) if key else None,
        "registry.terraform.io/hashicorp/aws",
        "aws",
        before={} if verb is Verb.CREATE else values,
        after={} if verb is Verb.DELETE else values,
    )


def plan(root: ModuleConfig, *changes: Change, variables: Mapping[str, object] | None = None, **more: object) -> Plan:
    return Plan("plan.json", changes=changes, root=root, variables=variables or {}, **more)  # type: ignore[arg-type]


def written(folder: Path, text: str, **modules: str) -> Sources:
    """Return the sources of a root with this text, and of modules in folders below it."""
    (folder / ".git").mkdir(exist_ok=True)
    (folder / "main.tf").write_text(text)
    for name, inner in modules.items():
        (folder / name).mkdir(exist_ok=True)
        (folder / name / "main.tf").write_text(inner)
    return read_sources(folder)
