"""What is wrong with the curated mappings, judged by the service reference, the provider's schema and its known calls.

A problem that is known and right has a row in `EXPLAINED`; a row that no problem has is itself one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from guardrails.catalog.services import action, keys_on, service

STEPS = ("create", "update", "delete")
FIELDS = frozenset("action res if unless changed tags untags tag_action pass by p provider region_of note".split())
RESOURCE_FIELDS = frozenset("vars ctx if unless each always tags object_tags".split())
CALLERS = frozenset("provider check fas service slr".split())
_VARIABLE = re.compile(r"\$\{(\w+)\}")
GLOBAL_VARIABLES = frozenset({"Partition", "Region", "Account"})

_UNSEEN = "neither the provider's binary nor a recorded apply makes this call"
EXPLAINED: Mapping[str, str] = {
    f"aws_cloudfront_distribution.create cloudfront:CreateDistribution: {_UNSEEN}": (
        "the call is CreateDistributionWithTags, which IAM knows as CreateDistribution and TagResource"
    ),
}
"""What a check says and is right about, but is no mistake -> why."""


@dataclass(frozen=True, slots=True)
class Known:
    """What mappings are checked against: attributes by type, calls of the binary and of recorded applies by type."""

    schema: Mapping[str, Mapping[str, Any]]
    generated: Mapping[str, Mapping[str, Any]]
    recorded: Mapping[str, frozenset[str]]


def problems(types: Mapping[str, Mapping[str, Any]], known: Known) -> list[str]:
    """Return what is wrong and not explained, a line each, and the explanations that explain nothing."""
    found = {line for name, row in types.items() for line in _of_type(name, row, known)}
    stale = [f"EXPLAINED has {line!r}, which nothing says any more" for line in EXPLAINED if line not in found]
    return sorted(found - set(EXPLAINED)) + stale


def _of_type(name: str, row: Mapping[str, Any], known: Known) -> Iterator[str]:
    if name not in known.schema:
        yield f"{name}: the provider's schema has no such type (rebuild it: --schema)"
        return
    yield from (f"{name}: {field} is no field of a type" for field in row if field not in (*STEPS, "note"))
    for step in STEPS:
        for request in row.get(step, ()):
            at = f"{name}.{step} {request.get('action')}"
            yield from (f"{at}: {text}" for text in _request(request, step, known.schema[name]))
            if request.get("by", "provider") == "provider" and not _is_known(name, step, request, known):
                yield f"{at}: {_UNSEEN}"


def _is_known(name: str, step: str, request: Mapping[str, Any], known: Known) -> bool:
    """Changed tags are set by code that all types share, of which the table says only that the type has tags."""
    kind, called = known.generated.get(name, {}), request["action"]
    if step == "update" and "tags" in kind and ("tags" in request or "untags" in request):
        return True
    row = kind.get(step, {})
    return called in known.recorded.get(name, ()) or called in (row.get("action"), *row.get("possible", ()))


def _request(row: Mapping[str, Any], step: str, schema: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with one row, apart from whether the provider makes the call."""
    known = action(row["action"])
    if known is None or known.name != row["action"]:
        yield "the catalog has no action of this name"
        return
    yield from (f"{field} is no field of a request" for field in row if field not in FIELDS)
    if row.get("by", "provider") not in CALLERS or row.get("p", "possible") != "possible":
        yield "`by` or `p` has an unknown value"
    if "changed" in row and step != "update":
        yield "`changed` stands outside of update"
    yield from _missing([*_list(row.get("changed")), *_list(row.get("untags"))], schema)
    yield from _missing([row[field] for field in ("if", "unless", "tags", "region_of") if field in row], schema)
    yield from _missing(row.get("pass", {}), schema)
    for kind, one in (row.get("res") or {}).items():
        yield from _resource(row["action"], kind, one, schema)
    if not row.get("res"):
        yield "no resource"
    if "tag_action" in row:
        yield from _tagging(row)


def _tagging(row: Mapping[str, Any]) -> Iterator[str]:
    tagging = action(row["tag_action"])
    if tagging is None or tagging.name != row["tag_action"]:
        yield f"the catalog has no {row['tag_action']}"
    elif "tags" not in row and not any("tags" in one for one in row["res"].values()):
        yield "`tag_action` without `tags`"


def _resource(name: str, kind: str, row: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[str]:
    known = action(name)
    assert known is not None
    yield from (f"{kind}: {field} is no field of a resource" for field in row if field not in RESOURCE_FIELDS)
    home = service(name.partition(":")[0])
    reference = home.resource_types.get(kind) if home else None
    if (kind == "*") == bool(known.resources) or (kind != "*" and known.use(kind) is None):
        yield f"{kind}: the action has {', '.join(use.type for use in known.resources) or 'no resource types'}"
    elif kind != "*" and reference is not None:
        variables = {one for arn in reference.arns for one in _VARIABLE.findall(arn)} - GLOBAL_VARIABLES
        bad = sorted(set(row.get("vars", {})) - variables)
        yield from (f"{kind}: {one} is no variable of {', '.join(reference.arns)}" for one in bad)
    allowed = {_family(key) for key in keys_on(name, kind)}
    yield from (f"{kind}: {key} is no key of it" for key in row.get("ctx", {}) if _family(key) not in allowed)
    elements = _elements(row.get("each", ()), schema)
    paths = [*row.get("vars", {}).values(), *row.get("ctx", {}).values(), *_list(row.get("tags"))]
    paths += [*_list(row.get("object_tags")), *_list(row.get("if")), *_list(row.get("unless"))]
    yield from (f"{kind}: {text}" for text in _missing(paths, schema, elements))
    yield from (f"{kind}: {text}" for text in _missing(row.get("each", ()), schema))


def _family(key: str) -> str:
    """A key without the part that a request chooses: `ec2:Attribute/InstanceType` is of `ec2:Attribute/${...}`."""
    folded = key.lower()
    return folded.partition("/")[0] + "/" if "/" in folded else folded


def _elements(paths: Any, schema: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = [schema.get(path.rstrip("[]"), {}) for path in paths]
    return [one for one in found if isinstance(one, Mapping)]


def _list(value: Any) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)


def _missing(paths: Any, schema: Mapping[str, Any], elements: list[Mapping[str, Any]] | None = None) -> Iterator[str]:
    """Name the attributes that the schema lacks."""
    for path in paths:
        for name in attributes_of(str(path)):
            places: list[Mapping[str, Any]] = [schema]
            if name.startswith("."):
                places, name = elements or [], name[1:]
            if name and not any(_has(place, name) for place in places):
                yield f"there is no attribute {name!r}"


def attributes_of(path: str) -> Iterator[str]:
    """Yield the attribute paths that a path of a mapping reads, without indexes."""
    if path.startswith("="):
        return
    condition, _, _ = path.partition("?")
    for part in re.split("[|&]", condition):
        text = part.partition("==")[0]
        if text.startswith(("=", "@")):
            continue
        yield from (re.sub(r"\[\d*\]", "", one) for one in text.removeprefix("~").split("+"))


def _has(schema: Mapping[str, Any], path: str) -> bool:
    head, _, rest = path.partition(".")
    if head not in schema:
        return False
    return not rest or (isinstance(schema[head], Mapping) and _has(schema[head], rest))
