"""The attributes of the mapped resource types in the schema of the AWS provider, from Terraform or as committed.

The committed file is one nested object a type: an attribute is `0`, a block (or an attribute with attributes) an object
of its own. `python scripts/build_mappings.py --schema` makes it anew; it needs Terraform and the unpacked provider.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from guardrails.rehearsal.errors import TerraformError
from guardrails.rehearsal.installation import aws_provider, plugin_folder
from guardrails.rehearsal.terraform import Terraform

FILE = Path(__file__).with_name("provider_schema.json")
_ROOT = 'terraform {\n  required_providers {\n    aws = {\n      source = "hashicorp/aws"\n    }\n  }\n}\n'


def committed() -> dict[str, dict[str, Any]]:
    """Return the committed attributes by resource type."""
    types: dict[str, dict[str, Any]] = json.loads(FILE.read_text("utf-8"))["types"]
    return types


def from_terraform(types: Iterable[str]) -> str:
    """Return the text of the file for these types; TerraformError without Terraform or for a type it does not know."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "main.tf").write_text(_ROOT, "utf-8")
        (provider,) = Terraform(folder).schemas().values()
    known = provider["resource_schemas"]
    missing = sorted(set(types) - set(known))
    if missing:
        raise TerraformError(f"the provider knows no {', '.join(missing)}")
    rows = ",\n".join(f'"{name}": {_compact(_block(known[name]["block"]))}' for name in sorted(types))
    return f'{{"provider": "hashicorp/aws {aws_provider(plugin_folder()).version}",\n"types": {{\n{rows}\n}}}}\n'


def _compact(row: Mapping[str, Any]) -> str:
    return json.dumps(row, separators=(",", ":"), sort_keys=True)


def _block(block: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {name: _attribute(one) for name, one in block.get("attributes", {}).items()}
    return found | {name: _block(one["block"]) for name, one in block.get("block_types", {}).items()}


def _attribute(attribute: Mapping[str, Any]) -> Any:
    nested = attribute.get("nested_type")
    return _block(nested) if nested else _type(attribute.get("type"))


def _type(kind: Any) -> Any:
    """An attribute that is a list of objects has their attributes; everything else is a leaf."""
    if isinstance(kind, list) and kind[0] == "object":
        return {name: _type(one) for name, one in kind[1].items()}
    return _type(kind[1]) if isinstance(kind, list) and isinstance(kind[1], list) else 0
