"""The two tables of mappings, read when first asked for and only for the types that a plan has.

Both files have one line a type, so that of 1,600 types only those that are asked for are decoded.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from guardrails.model.prediction import Caller, Certainty

_STEPS: Final = ("create", "update", "delete")
_FOLDER: Final = Path(__file__).parents[1] / "data"


class TableError(Exception):
    """A table of mappings is missing or damaged: the installation is broken, no answer can be given."""


@dataclass(frozen=True, slots=True)
class ResourceRow:
    """One resource type that a request is authorized on; `*` for an action without resource types.

    `variables` are those of the ARN format, `context` the condition keys, each with a path (see `mappings/README.md`).
    """

    type: str
    variables: Mapping[str, str] = field(default_factory=dict)
    context: Mapping[str, str] = field(default_factory=dict)
    each: tuple[str, ...] = ()
    always: bool = False
    condition: str = ""
    unless: str = ""
    tags: str = ""
    object_tags: str = ""


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request of a curated mapping."""

    action: str
    resources: tuple[ResourceRow, ...]
    condition: str = ""
    unless: str = ""
    changed: tuple[str, ...] = ()
    tags: str = ""
    untags: str = ""
    tag_action: str = ""
    passes: Mapping[str, str] = field(default_factory=dict)
    caller: Caller = Caller.PROVIDER
    possible: bool = False
    provider: str = ""
    region_of: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Curated:
    """The requests of one resource type, written and checked by hand."""

    create: tuple[RequestRow, ...] = ()
    update: tuple[RequestRow, ...] = ()
    delete: tuple[RequestRow, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One step of a type of the long tail: the action and how sure it is, and what may be called besides.

    `action` is empty where no IAM action is known; `silent` says that the step makes no call at all.
    """

    action: str = ""
    certainty: Certainty = Certainty.POSSIBLE
    possible: tuple[str, ...] = ()
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Generated:
    """What the provider's binary shows of a type of the long tail. `tagged`: tags are sent in the create call."""

    create: Operation = Operation()
    update: Operation = Operation()
    delete: Operation = Operation()
    tagged: bool = False


CERTAINTIES: Final = {"A": Certainty.CERTAIN, "B": Certainty.LIKELY, "C": Certainty.POSSIBLE}
"""Confidence of the generated table -> certainty: one operation, several with a clear first, one of several."""


@cache
def curated(type: str) -> Curated | None:
    """Return the curated mapping of a resource type, or None. Raises TableError."""
    row = _row("mappings.json", type)
    if row is None:
        return None
    create, update, delete = (tuple(_request(one) for one in row.get(step, ())) for step in _STEPS)
    return Curated(create, update, delete, row.get("note", ""))


@cache
def generated(type: str) -> Generated | None:
    """Return what the generated table says of a resource type, or None. Raises TableError."""
    row = _row("generated.json", type)
    if row is None:
        return None
    create, update, delete = (_operation(row.get(step, {})) for step in _STEPS)
    return Generated(create, update, delete, tagged=row.get("tags") == "in-create")


def _operation(row: Mapping[str, Any]) -> Operation:
    certainty = CERTAINTIES.get(row.get("conf", ""), Certainty.POSSIBLE)
    return Operation(row.get("action") or "", certainty, tuple(row.get("possible", ())), row.get("noop", False))


def _request(row: Mapping[str, Any]) -> RequestRow:
    return RequestRow(
        action=row["action"],
        resources=tuple(_resource(type, body) for type, body in row["res"].items()),
        condition=row.get("if", ""),
        unless=row.get("unless", ""),
        changed=tuple(row.get("changed", ())),
        tags=row.get("tags", ""),
        untags=row.get("untags", ""),
        tag_action=row.get("tag_action", ""),
        passes=row.get("pass", {}),
        caller=Caller(row.get("by", "provider")),
        possible=row.get("p") == "possible",
        provider=row.get("provider", ""),
        region_of=row.get("region_of", ""),
        note=row.get("note", ""),
    )


def _resource(type: str, row: Mapping[str, Any]) -> ResourceRow:
    return ResourceRow(
        type=type,
        variables=row.get("vars", {}),
        context=row.get("ctx", {}),
        each=tuple(row.get("each", ())),
        always=row.get("always", False),
        condition=row.get("if", ""),
        unless=row.get("unless", ""),
        tags=row.get("tags", ""),
        object_tags=row.get("object_tags", ""),
    )


def _row(file: str, type: str) -> Any:
    """Return the decoded value of the line that starts with the type's name."""
    text = _text(file)
    start = text.find(f'\n"{type}":') if type.startswith("aws_") else -1
    if start < 0:
        return None
    end = text.find("\n", start + 1)
    try:
        return json.loads(text[start + len(type) + 4 : end].rstrip().rstrip(","))
    except ValueError as error:
        raise TableError(f"{file} is damaged at {type}: install guardrails again") from error


@cache
def _text(file: str) -> str:
    try:
        return (_FOLDER / file).read_text("utf-8")
    except OSError as error:
        raise TableError(f"{file} cannot be read ({error.strerror}): install guardrails again") from error
