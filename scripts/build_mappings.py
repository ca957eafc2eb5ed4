"""Compile the mappings of Terraform resource types to authorization requests into the files that a run reads.

    python scripts/build_mappings.py                   write guardrails/terraform/data/mappings.json
    python scripts/build_mappings.py --check           write nothing; 1 when it is stale
    python scripts/build_mappings.py --generated FILE  write generated.json, the long tail, from the extractor's table

What the files hold and where their facts come from: guardrails/terraform/mappings/README.md.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

ROOM = Path(__file__).resolve().parents[1] / "guardrails" / "terraform"
SOURCES = ROOM / "mappings"
COMPILED = ROOM / "data" / "mappings.json"
GENERATED = ROOM / "data" / "generated.json"


class MappingsError(ValueError):
    """The sources contradict themselves; the text says where."""


def read_sources(folder: Path = SOURCES) -> dict[str, dict[str, Any]]:
    """Return every curated row by resource type, in order; raises MappingsError for a type that stands in two files."""
    types: dict[str, dict[str, Any]] = {}
    for file in sorted(folder.glob("*.yaml")):
        for name, row in (yaml.safe_load(file.read_text("utf-8")) or {}).items():
            if name in types:
                raise MappingsError(f"{file.name}: {name} stands in another file already")
            types[name] = row
    return dict(sorted(types.items()))


def by_line(head: Mapping[str, Any], types: Mapping[str, Any]) -> str:
    """Return a JSON document with one line a resource type, so that one can be read without the others."""
    first = "".join(f"{json.dumps(key)}: {json.dumps(value)},\n" for key, value in head.items())
    rows = ",\n".join(f"{json.dumps(name)}: {json.dumps(row, separators=(',', ':'))}" for name, row in types.items())
    return f'{{{first}"types": {{\n{rows}\n}}}}\n'


def long_tail(table: Mapping[str, Any]) -> str:
    """Return the text of generated.json from the extractor's table: what equals its default is left out."""
    types = {name: _shortened(row) for name, row in sorted(table["types"].items())}
    return by_line({"provider": f"{table['provider']} {table['version']}", "method": table["method"]}, types)


def _shortened(row: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for step in ("create", "update", "delete"):
        if step in row:
            one = {key: row[step].get(key) for key in ("action", "conf", "possible", "noop")}
            found[step] = {key: value for key, value in one.items() if value}
    return found | ({"tags": row["tags"]} if "tags" in row else {})


def main(words: Sequence[str] | None = None) -> int:
    """Return 0 when all is well, 1 for stale or wrong mappings."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("--generated", type=Path, metavar="FILE", help="the extractor's table, JSON, perhaps gzipped")
    asked = parser.parse_args(words)
    if asked.generated:
        data = asked.generated.read_bytes()
        GENERATED.write_text(long_tail(json.loads(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data)), "utf-8")
    try:
        text = by_line({}, read_sources())
    except MappingsError as problem:
        print(problem, file=sys.stderr)
        return 1
    if asked.check:
        stale = not COMPILED.is_file() or COMPILED.read_text("utf-8") != text
        if stale:
            print(f"{COMPILED.name} is stale: run python scripts/build_mappings.py", file=sys.stderr)
        return int(stale)
    COMPILED.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
