"""Other resources of the same code: which there are, and which one a reference means. This file holds no check.

Only the nodes of Checkov's graph are used, never its edges: in plans these join `count` and `for_each` instances to the
wrong ones. What cannot be told apart is `None` (perhaps), so that a check can answer UNKNOWN instead of guessing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from guardrail_values import ABSENT, LATE, Mark, address, unresolved, unwrapped, value_at, whole

_KEY = re.compile(r"\[(?:\d+|\"(?:[^\"\\]|\\.)*\"|each\.\w+|count\.index|[^\]]*)\]\Z")
_RESOURCE = re.compile(
    r"^(?P<module>(?:module\.[\w-]+(?:\[[^\]]*\])?\.)*)(?P<block>(?:data\.)?[a-z]\w*\.[\w-]+)(?P<key>\[[^\]]*\])?"
)
_HANDED_ON = re.compile(r"(?!(?:\$\{)?(?:data\.|(?:aws|awscc)_))")
"""References to what only hands a value on (`local.id`, `terraform_data.id.output`): they may mean anything."""

_DATA = re.compile(r"^((?:module\.[\w-]+(?:\[[^\]]*\])?\.)*)(?!data\.|module\.)")


class Resource(NamedTuple):
    """One resource, or data source, of the code. `folder` is that of its file: an address means nothing in another."""

    type: str
    address: str
    conf: dict[str, Any]
    folder: str = ""


_INDEXED: list[tuple[Any, dict[tuple[str, str], list[Resource]]]] = []
"""The graph that was asked last, and its resources by mode and type: every check of every block asks the same one."""


def resources(graph: Any, *types: str, mode: str = "resource") -> Iterator[Resource]:
    """Yield the resources (`mode="data"`: data sources) of these types; none where Checkov gives no graph."""
    known = _by_type(graph)
    wanted = [(mode, kind) for kind in types] or [key for key in known if key[0] == mode]
    for key in wanted:
        yield from known.get(key, ())


def _by_type(graph: Any) -> dict[tuple[str, str], list[Resource]]:
    if graph is None:
        return {}
    if not _INDEXED or _INDEXED[0][0] is not graph:
        found: dict[tuple[str, str], list[Resource]] = {}
        for _, node in graph.nodes():
            mode = node.get("block_type_")
            if mode in ("resource", "data"):
                one = _resource(node)
                found.setdefault((mode, one.type), []).append(one)
        _INDEXED[:] = [(graph, found)]
    return _INDEXED[0][1]


def _resource(node: dict[str, Any]) -> Resource:
    kind = str(node.get("resource_type", ""))
    conf = whole(_conf(node, kind))
    name = address(conf) or str(node.get("__address__") or node.get("block_name_"))
    if node.get("block_type_") == "data":  # HCL leaves the word out of the address, plans do not.
        name = _DATA.sub(r"\1data.", name)
    return Resource(kind, name, conf, str(node.get("file_path_", "")).rpartition("/")[0])


def itself(check: Any, conf: dict[str, Any]) -> Resource:
    """Return the resource that a check is looking at, with its folder, so that others can be joined to it."""
    name, line = address(conf), conf.get("__start_line__")
    file = str(check.entity_path).partition(":")[0]
    found = [
        one
        for one in _by_address(check.graph).get((check.entity_type, name), ())
        if one.conf.get("__start_line__") == line
    ]
    near = [one for one in found if f"{one.folder}/".endswith(f"{file.rpartition('/')[0]}/")]
    return (near or found or [Resource(check.entity_type, name, conf)])[0]


_ADDRESSED: list[tuple[Any, dict[tuple[str, str], list[Resource]]]] = []


def _by_address(graph: Any) -> dict[tuple[str, str], list[Resource]]:
    if not _ADDRESSED or _ADDRESSED[0][0] is not graph:
        found: dict[tuple[str, str], list[Resource]] = {}
        for one in resources(graph):
            found.setdefault((one.type, one.address), []).append(one)
        _ADDRESSED[:] = [(graph, found)]
    return _ADDRESSED[0][1]


def providers(graph: Any) -> Iterator[dict[str, Any]]:
    """Yield the configurations of the AWS provider."""
    for _, node in graph.nodes() if graph is not None else ():
        if node.get("block_type_") == "provider" and str(node.get("block_name_", "")).startswith("aws"):
            found = (node.get("config_") or {}).get("aws")
            if isinstance(found, dict):
                yield found


def _conf(node: dict[str, Any], kind: str) -> dict[str, Any]:
    inner: Any = (node.get("config_") or {}).get(kind.removeprefix("data.")) or {}
    found = next((one for one in inner.values() if isinstance(one, dict)), {}) if isinstance(inner, dict) else {}
    return found if isinstance(found, dict) else {}


def points_at(source: Resource, path: str, target: Resource, *names: str) -> bool | None:
    """Whether the attribute at `path` of `source` means `target`: True, False, or None where that cannot be told.

    Args:
        path: dotted path of the attribute (`bucket`).
        names: attributes of the target that the reference may be equal to (`bucket`, `id`, `arn`), where it is a
            literal or already known in the plan.
    """
    raw = _raw(source.conf, path)
    if isinstance(raw, list):
        answers = [_means(one, source, target, names) for one in raw]
        return True if True in answers else None if None in answers else False
    if raw is None or raw == "":
        return None if value_at(source.conf, path) is not ABSENT else _silent(source)
    return _means(raw, source, target, names)


def _silent(source: Resource) -> bool | None:
    """What a missing value means: a plan leaves out what goes through locals, so nobody can tell."""
    return None if "__change_actions__" in source.conf else False


def _raw(conf: dict[str, Any], path: str) -> Any:
    value: Any = conf
    for step in path.split("."):
        value = unwrapped(value)
        value = value.get(step) if isinstance(value, dict) else None
    return unwrapped(value)


def _means(raw: Any, source: Resource, target: Resource, names: tuple[str, ...]) -> bool | None:
    text = str(raw).strip()
    text = text[2:-1] if text.startswith("${") and text.endswith("}") and text.count("${") == 1 else text
    if not unresolved(text):
        own = [value_at(target.conf, name) for name in names]
        if text in [str(one) for one in own if not isinstance(one, Mark)]:
            return True
        return None if any(one is not ABSENT and isinstance(one, Mark) for one in own) else False
    return _refers(text, source, target)


def _refers(text: str, source: Resource, target: Resource) -> bool | None:
    said, own, meant = _parts(text), _parts(source.address), _parts(target.address)
    if said is None or own is None or meant is None or text.startswith(("var.", "local.", "each.", "module.", "path.")):
        return None
    if _HANDED_ON.match(text):
        return None
    if said["block"] != meant["block"] or own["module"] != meant["module"] or source.folder != target.folder:
        return False
    if meant["key"] is None:
        return True
    key = said["key"]
    if key is not None and not re.search(r"each\.|count\.", key):
        return _bare(key) == _bare(meant["key"])
    if key is None and _by_value(text, source.conf):
        return None
    return True if own["key"] == meant["key"] else False if own["key"] is not None else None


@lru_cache(maxsize=65_536)
def _parts(text: str) -> re.Match[str] | None:
    """An address in parts; the same ones are asked for as often as there are pairs of resources."""
    return _RESOURCE.match(text)


def _bare(key: str) -> str:
    """A key without its quotes, which HCL loses where it comes out of an expression."""
    return key[1:-1].strip('"')


def _by_value(text: str, conf: dict[str, Any]) -> bool:
    """Whether a plan says of a reference without a key that something else than `each.key` chooses the instance."""
    groups = [one for one in unwrapped([conf.get("references_") or []]) if isinstance(one, list) and text in one]
    return bool(groups) and not any(one in ("each.key", "count.index") for group in groups for one in group)


def same(here: Any, there: Any) -> bool | None:
    """Whether two texts of attributes mean the same thing: None where one is a reference that may mean anything."""
    if here == there and here != LATE:
        return True
    return None if any(unresolved(one) and _HANDED_ON.match(str(one)) for one in (here, there)) else False


def place(text: str) -> tuple[str, str] | None:
    """Return module and block of an address or a reference (`module.a[0].`, `aws_s3_bucket.logs`), keys left out."""
    bare = text.strip()
    bare = bare[2:-1] if bare.startswith("${") and bare.endswith("}") else bare
    if bare.startswith(("var.", "local.", "each.", "path.")):
        return None
    found = _RESOURCE.match(bare)
    return (found["module"], found["block"]) if found else None
