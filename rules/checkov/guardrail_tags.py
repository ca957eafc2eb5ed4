"""The tags that a resource will have, the same for HCL and plan. This file holds no check.

A plan says them in `tags_all`, the provider's default tags included; HCL says `tags`, and the provider says
`default_tags` (https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/resource-tagging, 2026-11).
An Auto Scaling group has `tag` blocks and takes no default tags.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from guardrail_settings import account, setting
from guardrail_values import ABSENT, UNKNOWN, Mark, address, blocks, mapping_at, unresolved, unwrapped, value_at

IN_BLOCKS = ("aws_autoscaling_group",)
"""Types whose own tags are `tag` blocks."""


class Tags(NamedTuple):
    """Tags by key, values or UNKNOWN; `more` where others may be there that cannot be read; `path` where they stand."""

    known: dict[str, Any]
    more: bool
    path: str

    def value(self, key: str) -> Any:
        """Return a tag's value, as text; ABSENT where there is none or an empty one, UNKNOWN where nobody can tell."""
        found = self.known.get(key, UNKNOWN if self.more else ABSENT)
        if isinstance(found, Mark):
            return found
        text = _text(found)
        return ABSENT if not text.strip() else text


def _text(value: Any) -> str:
    """Checkov makes booleans of `true` and `false`, though a tag is text."""
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def tags_of(check: Any, conf: dict[str, Any]) -> Tags:
    """Return the tags of the resource that a check is looking at."""
    if check.entity_type in IN_BLOCKS:
        return _of_blocks(conf)
    return planned_tags(conf) if planned(conf) else _written(check, conf)


def tag_of(conf: dict[str, Any], key: str) -> str | Mark:
    """Return one tag of any resource of the code, the provider's default tags left out where HCL is read."""
    if planned(conf):
        return planned_tags(conf).value(key)
    found = mapping_at(conf, "tags")
    return (
        Tags({key: whole(found[key])}, False, "tags").value(key)
        if isinstance(found, dict) and key in found
        else (UNKNOWN if found is UNKNOWN else ABSENT)
    )


def environment_of(conf: dict[str, Any]) -> str | Mark:
    """Return the environment of the account that the code is for; without an account, what the tag of a resource says.

    ABSENT where neither says anything, UNKNOWN where the tag is late.
    """
    own = account()
    if own is not None:
        return str(own["env"])
    return tag_of(conf, str(setting("settings.tags.environment_key", "Environment")))


def planned(conf: dict[str, Any]) -> bool:
    """Whether a resource comes from a plan."""
    return "__change_actions__" in conf


def planned_tags(conf: dict[str, Any]) -> Tags:
    """Return what a plan says. The provider hides `tags_all` when a value is unknown or empty; `tags` tells more then.

    A plan leaves out an attribute that is known only after apply, and holds a null for one that is not set.
    """
    # Checks ask one after the other about the same resource.
    if not _LAST or _LAST[0][0] is not conf:
        _LAST[:] = [(conf, _of_plan(conf))]
    return _LAST[0][1]


_LAST: list[tuple[dict[str, Any], Tags]] = []


def _of_plan(conf: dict[str, Any]) -> Tags:
    every = mapping_at(conf, "tags_all")
    if not isinstance(every, Mark):
        return Tags(every, False, "tags_all")
    own = mapping_at(conf, "tags")
    if isinstance(own, Mark):
        return Tags({}, own is UNKNOWN or "tags" not in conf, "tags")
    return Tags(own, bool(own), "tags")


def _of_blocks(conf: dict[str, Any]) -> Tags:
    found = blocks(conf, "tag")
    if isinstance(found, Mark):
        return Tags({}, True, "tag")
    known, more = {}, False
    for one in found:
        key, value = value_at(one, "key"), value_at(one, "value")
        if isinstance(key, Mark) or key == "tag.key":
            more = True
        else:
            known[str(key)] = value
    return Tags(known, more, "tag")


def _written(check: Any, conf: dict[str, Any]) -> Tags:
    own = mapping_at(conf, "tags")
    if own is UNKNOWN:
        return Tags({}, True, "tags")
    tags = {} if isinstance(own, Mark) else {key: whole(value) for key, value in own.items()}
    lacks, open_ended = _defaults(check, conf)
    return Tags({**lacks, **tags}, open_ended or (bool(tags) and _from_open_variable(check, conf)), "tags")


def whole(value: Any) -> Any:
    """Return a text, or UNKNOWN where only a part of it is there: Checkov leaves `each.key` or a call inside it."""
    half = isinstance(value, str) and ("each." in value or "count.index" in value or "(" in value)
    return UNKNOWN if half or unresolved(value) else value


def _defaults(check: Any, conf: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """The provider's default tags, and whether there may be others: in a module nobody knows which provider it gets."""
    if check.graph is None:
        return {}, True
    alias = unwrapped(conf.get("provider"))
    name = alias if isinstance(alias, str) else "aws"
    folder = _folder(str(check.entity_path))
    rows = [(block, tags) for block, at, tags in _providers(check.graph) if _same(at, folder)]
    here = [tags for block, tags in rows if block == name]
    every = here or [tags for _, _, tags in _providers(check.graph)]
    known = {key: value for tags in every for key, value in tags[0].items()}
    common = {key: value for key, value in known.items() if all(key in tags[0] for tags in every)}
    agreed = {key: value if all(tags[0][key] == value for tags in every) else UNKNOWN for key, value in common.items()}
    unsure = {key: UNKNOWN for key in known if key not in agreed}
    return {**agreed, **unsure}, any(tags[1] for tags in every)


def _folder(path: str) -> str:
    return path.partition(":")[0].rpartition("/")[0]


def _same(folder: str, short: str) -> bool:
    """Whether a folder is the one that Checkov's path of a resource, which may leave out its beginning, means."""
    return f"{folder}/".endswith(f"{short.rstrip('/')}/")


_DEFAULTS: list[tuple[Any, list[tuple[str, str, tuple[dict[str, Any], bool]]]]] = []
"""The graph that was asked last, and of each provider block its name, its folder, its tags and whether it has more."""


def _providers(graph: Any) -> list[tuple[str, str, tuple[dict[str, Any], bool]]]:
    if not _DEFAULTS or _DEFAULTS[0][0] is not graph:
        _DEFAULTS[:] = [(graph, list(_read_providers(graph)))]
    return _DEFAULTS[0][1]


def _read_providers(graph: Any) -> Iterator[tuple[str, str, tuple[dict[str, Any], bool]]]:
    for _, node in graph.nodes():
        name = str(node.get("block_name_", ""))
        if node.get("block_type_") == "provider" and name.partition(".")[0] == "aws":
            found = (node.get("config_") or {}).get("aws") or {}
            tags = mapping_at(found, "default_tags.tags")
            known = {} if isinstance(tags, Mark) else tags
            yield name, _folder(str(node.get("file_path_", ""))), (known, tags is UNKNOWN)


_TRAILS: list[tuple[Any, dict[tuple[str, str, Any], bool]]] = []


def _from_open_variable(check: Any, conf: dict[str, Any]) -> bool:
    """Whether tags are merged from a variable that nobody has set: Checkov merges an empty map then."""
    if not _TRAILS or _TRAILS[0][0] is not check.graph:
        _TRAILS[:] = [(check.graph, _read_trails(check.graph))]
    return _TRAILS[0][1].get((check.entity_type, address(conf), conf.get("__start_line__")), False)


def _read_trails(graph: Any) -> dict[tuple[str, str, Any], bool]:
    """By type, address and line of a resource, whether its tags come from a variable without a value."""
    nodes = [node for _, node in graph.nodes()] if graph is not None else []
    unset = {
        (str(node.get("block_name_")), str(node.get("file_path_")))
        for node in nodes
        if node.get("block_type_") == "variable" and node.get("default") is None
    }
    found: dict[tuple[str, str, Any], bool] = {}
    for node in nodes:
        trail = (node.get("rendering_breadcrumbs_") or {}).get("tags")
        if node.get("block_type_") == "resource" and trail:
            key = (str(node.get("resource_type")), str(node.get("__address__")), node.get("__start_line__"))
            found[key] = found.get(key, False) or _is_open(trail, unset)
    return found


def _is_open(trail: list[dict[str, Any]], unset: set[tuple[str, str]]) -> bool:
    given = False
    for step in trail:
        if step.get("type") == "variable" and not given and (str(step.get("name")), str(step.get("path"))) in unset:
            return True
        given = step.get("type") in ("module", "tfvars_variable", "tfvars")
    return False
