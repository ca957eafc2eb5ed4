"""Finds the operation of a REST call by method, path, query and headers, as botocore's models describe them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

_LABEL = re.compile(r"\{([^}+]+)(\+?)\}")


@dataclass(frozen=True, slots=True)
class Route:
    """How one operation is called.

    Attributes:
        labels: the input's member name of each group of `path`.
        constants: query parameters that must be there; an empty value means any.
        needed: required query parameters and headers (lower case).
        rank: what decides between two routes that both fit: more literals, more conditions, not deprecated.
    """

    operation: str
    method: str
    path: re.Pattern[str]
    labels: tuple[str, ...]
    constants: Mapping[str, str]
    needed: tuple[frozenset[str], frozenset[str]]
    rank: tuple[int, int, int]


def routes(model: Any) -> tuple[Route, ...]:
    """Return the routes of a service model, best first."""
    found = [_route(model.operation_model(name)) for name in model.operation_names]
    return tuple(sorted(found, key=lambda route: route.rank, reverse=True))


def matched(
    among: Iterable[Route], method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str]
) -> tuple[Route, dict[str, str]] | None:
    """Return the first route that fits, with the values of its labels (still percent-encoded), or None."""
    plain = path.rstrip("/") or "/"
    for route in among:
        if route.method != method:
            continue
        hit = route.path.fullmatch(plain)
        if hit and _fits(route, query, headers):
            return route, dict(zip(route.labels, hit.groups(), strict=True))
    return None


def _fits(route: Route, query: Mapping[str, str], headers: Mapping[str, str]) -> bool:
    in_query, in_headers = route.needed
    return (
        all(name in query and value in ("", query[name]) for name, value in route.constants.items())
        and in_query <= query.keys()
        and in_headers <= headers.keys()
    )


def _route(operation: Any) -> Route:
    path, _, query = operation.http["requestUri"].partition("?")
    # `x-id` repeats the operation's name for logs; not every client sends it.
    constants = {name: value for name, value in parse_qsl(query, keep_blank_values=True) if name != "x-id"}
    pattern, labels = _pattern(path.rstrip("/") or "/")
    members = operation.input_shape.members if operation.input_shape else {}
    wire = {label: name for name, one in members.items() if (label := _at(one, "uri", name))}
    needed = _needed(operation)
    literals = sum(bool(part) and "{" not in part for part in path.split("/"))
    rank = (literals, len(constants) + len(needed[0]) + len(needed[1]), not operation.deprecated)
    return Route(
        operation.name,
        operation.http["method"],
        pattern,
        tuple(wire.get(label, label) for label in labels),
        constants,
        needed,
        rank,
    )


def _pattern(path: str) -> tuple[re.Pattern[str], list[str]]:
    """The path as a pattern: a label is one segment, a greedy one (`{Key+}`) may be several."""
    text, labels, at = "", [], 0
    for label in _LABEL.finditer(path):
        text += re.escape(path[at : label.start()]) + ("(.+)" if label[2] else "([^/]+)")
        labels.append(label[1])
        at = label.end()
    return re.compile(text + re.escape(path[at:])), labels


def _needed(operation: Any) -> tuple[frozenset[str], frozenset[str]]:
    shape = operation.input_shape
    if shape is None:
        return frozenset(), frozenset()
    required = [(name, shape.members[name]) for name in shape.required_members]
    in_query = frozenset(wire for name, one in required if (wire := _at(one, "querystring", name)))
    in_headers = frozenset(wire.lower() for name, one in required if (wire := _at(one, "header", name)))
    return in_query, in_headers


def _at(member: Any, place: str, name: str) -> str | None:
    """The wire name of a member that stands in the given place, or None when it stands elsewhere."""
    return member.serialization.get("name", name) if member.serialization.get("location") == place else None
