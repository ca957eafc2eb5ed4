"""JSON Schemas of the files that users write, generated from the pydantic models, for editors and the cheap check."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel

from guardrails.files.organization import Organization
from guardrails.files.requirements_form import RequirementsFile
from guardrails.files.scenarios import CaseFile, ScenarioFile
from guardrails.files.structure import SCHEMAS
from guardrails.files.suppression_form import SuppressionFile
from guardrails.files.waiver_form import WaiverFile

MODELS: Mapping[str, type[BaseModel]] = {
    "organization": Organization,
    "scenarios": ScenarioFile,
    "cases": CaseFile,
    "lint": SuppressionFile,
    "requirements": RequirementsFile,
    "waivers": WaiverFile,
}
"""One row for each kind of file: `schemas/<name>.schema.json` is its schema."""


def schema_text(name: str) -> str:
    """Return the JSON Schema (draft 2020-12) of one kind of file, as it is published."""
    schema = MODELS[name].model_json_schema(by_alias=True)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"guardrails {name} file"}
    return json.dumps({**head, **{key: value for key, value in schema.items() if key != "title"}}, indent=1) + "\n"


def stale(folder: Path = SCHEMAS) -> tuple[str, ...]:
    """Return the names of the schemas that are missing in a folder or differ from what the models say."""
    return tuple(name for name in MODELS if _published(folder, name) != schema_text(name))


def write(folder: Path = SCHEMAS) -> tuple[Path, ...]:
    """Write all schemas into a folder, made where it is missing, and return their files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in MODELS:
        file = folder / f"{name}.schema.json"
        file.write_text(schema_text(name), encoding="utf-8")
        written.append(file)
    return tuple(written)


def _published(folder: Path, name: str) -> str | None:
    try:
        return (folder / f"{name}.schema.json").read_text(encoding="utf-8")
    except OSError:
        return None
