"""Attributes of a resource, read in one way from HCL and from a plan. This file holds no check.

Checkov wraps values in lists, differently in HCL and in plans; what it cannot resolve it leaves as the text of a
reference (`aws_kms_key.logs.arn`, in a dynamic block `rule.value`) or of an expression (`${...}`). Three things are
told apart here: a value, ABSENT (not set, or null) and UNKNOWN (set, and only known after apply, or to nobody who reads
the code alone).
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from enum import Enum
from functools import lru_cache
from typing import Any


class Mark(Enum):
    """Stands where there is no value that can be read."""

    ABSENT = "absent"
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        raise TypeError("a mark has no truth; compare it with `is`")


# Checkov runs each file of the folder anew, also one that a check has imported before. Marks are compared by identity,
# so those of the first run stay.
Mark = sys.modules.setdefault("guardrail_values_of_the_first_run", sys.modules[__name__]).Mark  # type: ignore[misc]  # noqa: F811

ABSENT = Mark.ABSENT
UNKNOWN = Mark.UNKNOWN

UNKNOWN_AT: dict[str, frozenset[str]] = {}
"""Address -> top-level attributes that are set and known only after apply. The gate fills it from the plan; Checkov's
own reading of a plan drops them, so that they look absent."""

LATE = "true_after_unknown"
"""What Checkov itself writes for such a value where it is told to (terraform/plan_parser.py, 3.3.30, 2026-11)."""

_OWN = ("__", "start_line", "end_line")
_TAGS = ("tags", "tags_all")
_ADDRESS = re.compile(
    r"(?:var|local|each|count|path|terraform|self)\.[A-Za-z_][\w.\[\]\"*-]*"
    r"|[a-z]\w*\.value(?:[.\[].*)?"
    r"|module\.[\w-]+(?:\[[^\]]*\])?\.[\w.\[\]\"*-]+"
    r"|data\.[a-z][a-z0-9]*_[a-z0-9_]+\.[\w.\[\]\"*-]+"
    r"|(?:aws|awscc|random|tls|null|time|terraform)_[a-z0-9_]+\.[\w.\[\]\"*-]+"
)
_CALL = re.compile(
    r"(?!(?:cron|rate|at)\()(?:provider::[\w:-]+|[a-z][a-z0-9_]*)\(.*\)(?:[.\[][\w.\[\]\"*-]*)?\Z", re.DOTALL
)  # also what is taken out of an answer, `yamldecode(file("a")).b`; a schedule of AWS, `cron(...)`, is no call


def unresolved(value: object) -> bool:
    """Whether a value is a reference or an expression that Checkov left as text."""
    return isinstance(value, str) and _is_expression(value)


@lru_cache(maxsize=16384)
def _is_expression(value: str) -> bool:
    """The same of a text; every check asks it of the same names and tags."""
    text = value.strip()
    if not any(sign in text for sign in (".", "(", "${", " ? ")):  # most values: nothing else makes a reference
        return text == LATE
    if re.search(r"(?<!\$)\$\{", text) or text == LATE:
        return True
    return bool(_ADDRESS.fullmatch(text) or _CALL.match(text)) or (" ? " in text and " : " in text)


_WHOLE: list[tuple[dict[str, Any], dict[str, Any]]] = []
"""The configuration that was made whole last: every check of a resource asks for the same one."""


def whole(conf: dict[str, Any]) -> dict[str, Any]:
    """Return a configuration with LATE where a plan left out what is set and not known, also within blocks and tags.

    Checks are given nothing else, so that a value that is late never looks like one that nobody set.
    """
    late = UNKNOWN_AT.get(address(conf))
    if not late:
        return conf
    if not _WHOLE or _WHOLE[0][0] is not conf:
        found: Any = conf
        for path in sorted(late):
            found = _filled(found, path)
        _WHOLE[:] = [(conf, found)]
    return _WHOLE[0][1]


def _filled(value: Any, path: str, within: str = "") -> Any:
    """The same of one path. It has no positions: every block that leaves the attribute out may be the one meant."""
    if isinstance(value, list):
        step = path.partition(".")[0]
        lacking = within not in _TAGS and any(isinstance(one, dict) and step not in one for one in value)
        return (
            [one if lacking and step in one else _filled(one, path, within) for one in value] if path else _items(value)
        )
    if not isinstance(value, dict) or not path:
        return value
    step, _, rest = (path, "", "") if within in _TAGS else path.partition(".")
    return {**value, step: _filled(value[step], rest, step) if step in value else LATE}


def _items(value: list[Any]) -> list[Any]:
    """A list of which an item is late: of blocks Checkov drops it, of scalars it leaves null; `[null]` is no list."""
    if any(isinstance(one, dict) for one in value):
        return [*value, LATE]
    return [[LATE if item is None else item for item in one] if isinstance(one, list) else one for one in value]


def unwrapped(value: Any) -> Any:
    """Return what stands in lists of one item; a list of several stays one."""
    while isinstance(value, list) and len(value) == 1:
        value = value[0]
    return value


def value_at(conf: dict[str, Any], path: str) -> Any:
    """Return the value at a dotted path (`metadata_options.http_tokens`): a scalar, a dict, a list, ABSENT or UNKNOWN.

    A list of one item comes back as the item; for lists and repeated blocks see `values_at` and `blocks`.
    """
    value: Any = conf
    for step in path.split("."):
        value = unwrapped(value)
        if unresolved(value) or (isinstance(value, list) and LATE in value):
            return UNKNOWN
        if not isinstance(value, dict) or step not in value:
            return _missing(conf, path)
        value = value[step]
    value = unwrapped(value)
    if value is None or value == [] or value == "":
        return _missing(conf, path)
    return UNKNOWN if unresolved(value) else value


def _missing(conf: dict[str, Any], path: str) -> Mark:
    late = UNKNOWN_AT.get(address(conf), frozenset())
    return UNKNOWN if path.partition(".")[0] in late or path in late else ABSENT


def flag(conf: dict[str, Any], path: str) -> bool | Mark:
    """Return a boolean, written as one or as text (`"true"`); what is no boolean is UNKNOWN."""
    value = value_at(conf, path)
    if isinstance(value, (bool, Mark)):
        return value
    word = str(value).lower()
    return word == "true" if word in ("true", "false") else UNKNOWN


def number(conf: dict[str, Any], path: str) -> float | Mark:
    """Return a number, written as one or as text; what is no number is UNKNOWN."""
    value = value_at(conf, path)
    if isinstance(value, Mark):
        return value
    try:
        return float(value)
    except (TypeError, ValueError):
        return UNKNOWN


def values_at(conf: dict[str, Any], path: str) -> list[Any] | Mark:
    """Return a list of scalars at a dotted path, flat, unknown items as UNKNOWN; ABSENT where nothing is set."""
    head, _, last = path.rpartition(".")
    within = value_at(conf, head) if head else conf
    if isinstance(within, Mark):
        return within
    value = within.get(last) if isinstance(within, dict) else None
    found = [UNKNOWN if unresolved(one) else one for one in _flat(value)]
    return found or _missing(conf, path)


def _flat(value: Any) -> Iterator[Any]:
    if isinstance(value, (list, tuple, set)):
        for one in value:
            yield from _flat(one)
    elif value is not None and value != "":
        yield value


def blocks(conf: dict[str, Any], path: str) -> list[dict[str, Any]] | Mark:
    """Return the blocks of a name, in order; empty where there is none, UNKNOWN where they are made from what is late.

    A path (`mixed_instances_policy.launch_template.override`) goes through every outer block.
    """
    found: list[dict[str, Any]] = [conf]
    for step in path.split("."):
        inner = [one for outer in found for one in _flat(outer.get(step))]
        if any(unresolved(one) for one in inner):
            return UNKNOWN
        found = [one for one in inner if isinstance(one, dict)]
    if not found and _missing(conf, path) is UNKNOWN:
        return UNKNOWN
    return [] if _dynamic(conf, path) is None and not found else found if found else UNKNOWN


def _dynamic(conf: dict[str, Any], path: str) -> Any:
    """A `dynamic` block of that name whose items Checkov could not work out."""
    within = conf.get("dynamic")
    name = path.partition(".")[0]
    return next((one for one in _flat(within) if isinstance(one, dict) and name in one), None)


def mapping_at(conf: dict[str, Any], path: str) -> dict[str, Any] | Mark:
    """Return a map such as tags: name -> scalar or UNKNOWN, without what Checkov adds of its own."""
    value = value_at(conf, path)
    if isinstance(value, Mark):
        return value
    if not isinstance(value, dict):
        return UNKNOWN
    found: dict[str, Any] = {}
    for name, one in value.items():
        key = str(name)
        if not key.startswith(_OWN):
            plain = unwrapped(one) if isinstance(one, list) else one
            found[key] = UNKNOWN if isinstance(plain, str) and _is_expression(plain) else plain
    return found


def document_at(conf: dict[str, Any], path: str) -> dict[str, Any] | Mark:
    """Return a JSON document (a policy) as it is decoded; UNKNOWN where it is not whole or is no JSON object."""
    value = value_at(conf, path)
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return UNKNOWN
    if isinstance(value, Mark):
        return value
    return value if isinstance(value, dict) else UNKNOWN


def listed(value: Any) -> list[Any]:
    """Return a member of a policy that may be one item or a list, as a list."""
    return list(value) if isinstance(value, (list, tuple)) else [] if value is None else [value]


def address(conf: dict[str, Any]) -> str:
    """Return the address of a resource (`module.a[0].aws_vpc.main["x"]`); empty where Checkov gives none."""
    found = unwrapped(conf.get("__address__"))
    return found if isinstance(found, str) else ""
