"""The path language of mapping rows, compiled once into functions that read a scene.

The language is described in `mappings/README.md`. What a source returns is a value, or a mark: UNSET for everything
that the provider does not send (null, empty, or decided by AWS), UNKNOWN and SENSITIVE for what is sent and not known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from guardrails.model.plan.values import COMPUTED, SENSITIVE, UNKNOWN, UNSET, Mark, Path, path_of, show_path
from guardrails.terraform.requests.launch_templates import template_value, version_is_number
from guardrails.terraform.requests.scene import Item, Scene

Found = tuple[object, str]
"""A value or a mark, and the plan attribute that it comes from (empty for literals)."""

Source = Callable[[Scene, Item | None], Found]

NOTHING: Found = (UNSET, "")


@lru_cache(maxsize=4096)
def source_of(text: str) -> Source:
    """Return the function that reads an expression: its first alternative that is set."""
    parts = tuple(_alternative(part) for part in text.split("|"))
    if len(parts) == 1:
        return parts[0]

    def first(scene: Scene, item: Item | None) -> Found:
        for part in parts:
            found = part(scene, item)
            if found[0] is not UNSET:
                return found
        return UNSET, found[1]

    return first


def _alternative(text: str) -> Source:
    if text.startswith("="):
        literal: Found = (text[1:], "")
        return lambda scene, item: literal
    if "&" in text:
        return _united(text)
    if text.endswith("?"):
        return _decided_by_aws(text[:-1])
    if text.startswith("@"):
        return _of_the_place(text[1:])
    if text.startswith("~"):
        return _sent_again(text[1:])
    if "==" in text:
        return _comparison(text)
    if "+" in text:
        return _joined(text)
    return _path(text)


def _of_the_place(name: str) -> Source:
    if name.startswith("lt."):
        path = path_of(name[3:])
        return lambda scene, item: template_value(scene, path, gather)
    if name.startswith("of."):
        attribute, _, wanted = name[3:].partition(".")
        steps = path_of(wanted)
        return lambda scene, item: _of_another(scene, attribute, steps)
    if name == "arn":
        return lambda scene, item: (_sent(scene.change.before.get("arn")), "arn")
    if name == "none":
        return lambda scene, item: NOTHING
    if name == "location":
        # In us-east-1 a bucket is made without a location constraint; AWS does not say what its key holds then.
        return lambda scene, item: (COMPUTED if scene.region == "us-east-1" else scene.region, "provider region")
    if name not in ("region", "account", "partition"):
        raise ValueError(
            f"a row asks for @{name}: there are @region, @location, @account, @partition, @none, @arn, @lt and @of"
        )
    return lambda scene, item: (getattr(scene, name), f"provider {name}")


def _decided_by_aws(text: str) -> Source:
    """`?`: AWS decides on the value; `a?`: it does where `a` is set, and there is none otherwise."""
    if not text:
        return lambda scene, item: (COMPUTED, "")
    read = source_of(text)

    def decided(scene: Scene, item: Item | None) -> Found:
        value, where = read(scene, item)
        return (value if value is UNSET else COMPUTED), where

    return decided


def _sent_again(name: str) -> Source:
    """`~a`: the value of `a` where an update changes it, and none otherwise: the provider leaves it out then."""

    def again(scene: Scene, item: Item | None) -> Found:
        change = scene.change
        same = name not in change.differing and change.before.get(name) == change.after.get(name)
        return NOTHING if same else (_sent(change.after.get(name)), name)

    return again


def _of_another(scene: Scene, attribute: str, path: Path) -> Found:
    """Return a value of the one resource that an attribute refers to or names; UNKNOWN for one outside of the plan."""
    targets = scene.around.references.targets(scene.change, attribute)
    if targets.certain and len(targets.changes) == 1 and path[0] in targets.changes[0].settled:
        return gather(targets.changes[0].settled, path), f"{targets.changes[0].address}.{show_path(path)}"
    return UNKNOWN, attribute


def _comparison(text: str) -> Source:
    """`a==b` is the text true or false; `a==b?x:y` one of two texts."""
    test, question, rest = text.partition("?")
    path, _, several = test.partition("==")
    wanted = several.split(",")
    yes, _, no = rest.partition(":") if question else ("true", "", "false")
    read = source_of(path)

    def compared(scene: Scene, item: Item | None) -> Found:
        value, where = read(scene, item)
        if value is UNKNOWN and _NAMED_VERSIONS.issuperset(wanted) and version_is_number(scene, path_of(where)):
            return no, where
        if value is UNKNOWN or value is SENSITIVE:
            return value, where
        return (yes if text_of(value) in wanted else no), where

    return compared


_NAMED_VERSIONS = frozenset({"$Latest", "$Default"})


def _united(text: str) -> Source:
    """`a&b[].c`: the values of all that are set, in one list; unknown where one of them is."""
    parts = tuple(_alternative(part) for part in text.split("&"))

    def united(scene: Scene, item: Item | None) -> Found:
        values: list[object] = []
        at = ""
        for value, where in (part(scene, item) for part in parts):
            if value is UNKNOWN or value is SENSITIVE:
                return value, where
            if value is not UNSET:
                values.extend(value if isinstance(value, (list, tuple)) else [value])
                at = at or where
        return (values, at) if values else (UNSET, at)

    return united


def _joined(text: str) -> Source:
    """`path+name`: the texts of both, without a leading slash; unknown where one of them is."""
    parts = tuple(source_of(part) for part in text.split("+"))

    def joined(scene: Scene, item: Item | None) -> Found:
        found = [part(scene, item) for part in parts]
        for value, where in found:
            if value is UNKNOWN or value is SENSITIVE:
                return value, where
        if found[-1][0] is UNSET:
            return found[-1]
        return "".join(text_of(value) for value, _ in found if value is not UNSET).lstrip("/"), found[-1][1]

    return joined


def _path(text: str) -> Source:
    if text.startswith("."):
        relative = path_of(text)
        return lambda scene, item: _of_item(item, relative)
    path = path_of(text)
    if len(path) == 1:
        name = str(path[0])
        return lambda scene, item: (_sent(scene.values.get(name)), text)
    return lambda scene, item: (gather(scene.values, path), text)


def _of_item(item: Item | None, path: Path) -> Found:
    if item is None:
        return NOTHING
    return gather(item.value, path), show_path((*item.path, *path))


def gather(tree: object, path: Path) -> object:
    """Return what stands at a path; with `[]` steps a list of all that is set, UNSET where nothing is."""
    for at, step in enumerate(path):
        if isinstance(tree, Mark):
            return _sent(tree)
        if step == "[]":
            return _each(tree, path[at + 1 :])
        if isinstance(tree, Mapping):
            tree = tree.get(step)
        elif isinstance(tree, (list, tuple)) and isinstance(step, int) and step < len(tree):
            tree = tree[step]
        else:
            return UNSET
    return _sent(tree)


def _each(tree: object, rest: Path) -> object:
    found: list[object] = []
    for one in tree if isinstance(tree, (list, tuple)) else ():
        value = gather(one, rest)
        if isinstance(value, list) and "[]" in rest:
            found += value
        elif value is not UNSET:
            found.append(value)
    return found or UNSET


def _sent(value: object) -> object:
    """Return a value as the provider sends it: null, empty text, empty blocks and what AWS decides are not sent."""
    if isinstance(value, str):
        return value or UNSET
    if value is None or value is COMPUTED or (isinstance(value, (list, tuple, dict)) and not value):
        return UNSET
    return value


def text_of(value: object) -> str:
    """Return a known value as text, as a request context holds it; empty for what is unset."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if isinstance(value, Mark) or value is None else str(value)
