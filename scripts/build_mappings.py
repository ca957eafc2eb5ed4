"""Compile the mappings of Terraform resource types to authorization requests into the files that a run reads.

    python scripts/build_mappings.py                   write guardrails/terraform/data/mappings.json
    python scripts/build_mappings.py --check           write nothing; 1 when it is stale, or a row is wrong
    python scripts/build_mappings.py --schema          write provider_schema.json for the mapped types, with Terraform
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

import mapping_checks
import mapping_schema
import yaml
from mapping_coverage import coverage
from recorded_actions import applied_actions, recorded_actions

from guardrails.catalog.services import action
from guardrails.rehearsal.errors import TerraformError

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


def expanded(types: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the rows with what follows for every type that can be tagged: changed tags are set, dropped ones removed.

    A type whose creation has a `tag_action` gets two rows on update, on the resource that its deletion names, unless it
    has such a row already; `retag` says otherwise: `false`, or other actions and resources.
    """
    found = {}
    for name, row in types.items():
        try:
            found[name] = _with_tag_updates(row)
        except MappingsError as problem:
            raise MappingsError(f"{name}: {problem}") from None
    return found


def _with_tag_updates(row: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in row.items() if key != "retag"}
    said = row.get("retag", {})
    tag = (
        said.get("tag")
        if said
        else next((one["tag_action"] for one in row.get("create", ()) if "tag_action" in one), "")
    )
    if said is False or not tag:
        return kept
    resources = said.get("res") or _subject(row, tag)
    path = said.get("path", "tags_all")
    rows = [{"action": tag, "changed": [path.removesuffix("[]")], "tags": path, "res": resources}]
    if untag := said.get("untag", _untagging(tag)):
        rows.append({"action": untag, "changed": [path.removesuffix("[]")], "untags": path, "res": resources})
    known = {one["action"] for one in row.get("update", ())}
    return kept | {"update": [*row.get("update", ()), *(one for one in rows if one["action"] not in known)]}


def _subject(row: Mapping[str, Any], tag: str) -> dict[str, Any]:
    """The resource that is tagged: the first that the tagging action knows, of a deletion, an update, a creation."""
    known = action(tag)
    kinds = [use.type for use in known.resources] if known else []
    if not kinds:
        return {"*": {}}
    for one in (*reversed(row.get("delete", ())), *row.get("update", ()), *row.get("create", ())):
        for kind, resource in one.get("res", {}).items():
            if kind in kinds:
                return {kind: {"vars": resource["vars"]} if resource.get("vars") else {}}
    raise MappingsError(f"{tag}: no row says which resource is tagged: add `retag: {{res: ...}}`")


def _untagging(tag: str) -> str:
    """The action that takes tags away, by the name of the one that sets them; empty when there is none of that name."""
    prefix, _, name = tag.partition(":")
    names = [f"Un{name[0].lower()}{name[1:]}", name.replace("Create", "Delete").replace("OrUpdate", "")]
    names += [
        name.replace("Add", "Remove").replace("ToResource", "FromResource"),
        name.replace("Add", "Remove"),
        name.replace("Add", "Delete"),
    ]
    found = (action(f"{prefix}:{one}") for one in names if one != name)
    return next((one.name for one in found if one), "")


def main(words: Sequence[str] | None = None) -> int:
    """Return 0 when all is well, 1 for stale or wrong mappings, 3 without Terraform."""
    asked = _options(words)
    if asked.generated:
        data = asked.generated.read_bytes()
        GENERATED.write_text(long_tail(json.loads(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data)), "utf-8")
    try:
        sources = expanded(read_sources())
        if asked.schema:
            mapping_schema.FILE.write_text(mapping_schema.from_terraform(sources), "utf-8")
        found = mapping_checks.problems(sources, _known())
    except (MappingsError, TerraformError) as problem:
        print(problem, file=sys.stderr)
        return 3 if isinstance(problem, TerraformError) else 1
    for line in found:
        print(line, file=sys.stderr)
    text = by_line({}, sources)
    stale = not COMPILED.is_file() or COMPILED.read_text("utf-8") != text
    if stale and asked.check:
        print(f"{COMPILED.name} is stale: run python scripts/build_mappings.py", file=sys.stderr)
    elif stale:
        COMPILED.write_text(text, "utf-8")
    if not asked.check:
        print(*coverage(), sep="\n")
    return int(bool(found) or (stale and asked.check))


def _options(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("--schema", action="store_true", help="ask Terraform for the attributes of the mapped types")
    parser.add_argument("--generated", type=Path, metavar="FILE", help="the extractor's table, JSON, perhaps gzipped")
    return parser.parse_args(words)


def _known() -> mapping_checks.Known:
    generated = json.loads(GENERATED.read_text("utf-8"))["types"]
    recorded = recorded_actions()
    for kind, names in applied_actions().items():
        recorded[kind] = recorded.get(kind, frozenset()) | names
    return mapping_checks.Known(mapping_schema.committed(), generated, recorded)


if __name__ == "__main__":
    sys.exit(main())
