"""What plans are made of: fixture roots with their `fixture.yaml` and prior state, live roots with their values."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from guardrails.rehearsal.scratch import go_offline, go_rehearse, scratch_copy

REPOSITORY = Path(__file__).resolve().parents[1]
TESTS = REPOSITORY / "tests" / "terraform"
FIXTURES = TESTS / "fixtures"
LIVE = REPOSITORY / "terraform" / "live"
LIVE_VALUES = TESTS / "live-values.yaml"
STATE = "prior-state.yaml"
ACCOUNTS = {"Management": "111111111111", "Dev": "222222222222", "Prod": "333333333333"}

_PROVIDER_BLOCK = re.compile(r'^provider "aws"', re.MULTILINE)
_STEP = re.compile(r"module\.[\w-]+(?:\[[^\]]*\])?")
_RESOURCE = re.compile(r"(?P<data>data\.)?(?P<type>\w+)\.(?P<name>[\w-]+)(?:\[(?P<key>[^\]]*)\])?")


@dataclass(frozen=True, slots=True)
class Source:
    """One root to plan.

    Args:
        name: of the plan's file, without its ending.
        folder: the root.
        variables: values that the root does not have itself.
        arguments: further words for `terraform plan`, such as `-target=ADDRESS`.
        destroy: whether the plan destroys everything.
        fails: whether Terraform is to fail, and to save what it planned until then.
        refresh: whether Terraform reads what there is; needs `calls`.
        calls: what stands in the emulated AWS before the plan: (service, operation, parameters).
        account: in which account those calls are made (12 digits).
    """

    name: str
    folder: Path
    variables: dict[str, Any] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()
    destroy: bool = False
    fails: bool = False
    refresh: bool = False
    calls: tuple[tuple[str, str, dict[str, Any]], ...] = ()
    account: str = ""

    @property
    def is_live(self) -> bool:
        """Whether it is a live root and not a fixture."""
        return self.folder.is_relative_to(LIVE)

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the files of the root and of whatever else the plan of a fixture is made from."""
        files = sorted(file for file in self.folder.rglob("*") if file.is_file() and file.name != "README.md")
        parts = [f"{file.relative_to(self.folder)}\n{file.read_text('utf-8')}\n" for file in files]
        return hashlib.sha256("".join(parts).encode()).hexdigest()

    @property
    def one_provider(self) -> bool:
        """Whether the root configures the provider once: then it may share a running one with other roots."""
        texts = [file.read_text("utf-8") for file in self.folder.rglob("*.tf")]
        return sum(len(_PROVIDER_BLOCK.findall(text)) for text in texts) == 1


def fixture_sources() -> tuple[Source, ...]:
    """Return all fixture roots, in order of name."""
    return tuple(_fixture(file.parent) for file in sorted(FIXTURES.glob("*/fixture.yaml")))


def live_sources() -> tuple[Source, ...]:
    """Return all live roots as `live-<account>-<module>`, in order of name; none before there are any."""
    values = yaml.safe_load(LIVE_VALUES.read_text("utf-8"))
    roots = sorted({file.parent for file in LIVE.glob("*/*/*.tf")})
    return tuple(Source(f"live-{root.parent.name}-{root.name}", root, values.get(root.name) or {}) for root in roots)


def prepare(source: Source, into: Path) -> Path:
    """Copy a root into a scratch folder, ready for an offline plan; return the copy."""
    if source.is_live:
        copy = scratch_copy(source.folder, into)
    else:
        # Only the root: the folder above a fixture is called `terraform` too, and holds all the others.
        copy = Path(shutil.copytree(source.folder, into / source.name))
    if source.calls:
        go_rehearse(copy, source.account)
    else:
        go_offline(copy)
    if (state := source.folder / STATE).is_file():
        (copy / "terraform.tfstate").write_text(json.dumps(prior_state(state)), "utf-8")
    return copy


def _fixture(folder: Path) -> Source:
    fixture = yaml.safe_load((folder / "fixture.yaml").read_text("utf-8"))
    told = fixture.get("plan") or {}
    calls = tuple((one["service"], one["operation"], one["parameters"]) for one in told.get("server") or ())
    return Source(
        name=folder.name,
        folder=folder,
        variables=told.get("variables") or {},
        arguments=tuple(told.get("arguments") or ()),
        destroy=bool(told.get("destroy")),
        fails=bool(told.get("errored")),
        refresh=bool(calls),
        calls=calls,
        account=ACCOUNTS[fixture["account"]],
    )


def prior_state(file: Path) -> dict[str, Any]:
    """Return a Terraform state (version 4) from the short form in `prior-state.yaml`."""
    told = yaml.safe_load(file.read_text("utf-8"))
    grouped: dict[tuple[str, str, str, str], dict[str, Any]] = {}
    for one in told.get("resources") or ():
        module, mode, kind, name, key = _parts(one["address"])
        row = grouped.setdefault((module, mode, kind, name), _empty_row(module, mode, kind, name))
        row["instances"].append(_instance(one, key))
    outputs = {name: {"value": value, "type": "string"} for name, value in (told.get("outputs") or {}).items()}
    head = {"version": 4, "terraform_version": "1.11.4", "serial": 1, "lineage": "00000000-0000-4000-8000-000000000000"}
    return {**head, "outputs": outputs, "resources": list(grouped.values()), "check_results": None}


def _empty_row(module: str, mode: str, kind: str, name: str) -> dict[str, Any]:
    source = "terraform.io/builtin/terraform" if kind == "terraform_data" else "registry.terraform.io/hashicorp/aws"
    row = {"mode": mode, "type": kind, "name": name, "provider": f'provider["{source}"]', "instances": []}
    return {**({"module": module} if module else {}), **row}


def _instance(one: dict[str, Any], key: str | int | None) -> dict[str, Any]:
    """One instance of a resource: `schema` is the version of its type's schema, `status` may be `tainted`."""
    extra: dict[str, Any] = {name: one[name] for name in ("status", "deposed", "dependencies") if name in one}
    index: dict[str, Any] = {} if key is None else {"index_key": key}
    body = {"schema_version": one.get("schema", 0), "attributes": one["attributes"], "sensitive_attributes": []}
    return {**index, **extra, **body}


def _parts(address: str) -> tuple[str, str, str, str, str | int | None]:
    """Split an address into module path, mode, type, name and key."""
    at = 0
    while step := _STEP.match(address, at):
        at = step.end() + 1
    match = _RESOURCE.fullmatch(address, at)
    if not match:
        raise ValueError(f"{address} is no address of a resource")
    key: str | int | None = json.loads(match["key"]) if match["key"] else None
    return address[: max(at - 1, 0)], "data" if match["data"] else "managed", match["type"], match["name"], key
