"""Tags in a request: those that it sends (`aws:RequestTag/*`, `aws:TagKeys`) and those of the resource before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from guardrails.model.plan.values import COMPUTED, SENSITIVE, UNKNOWN, UNSET, Mark
from guardrails.model.request import UNKNOWN as UNREADABLE
from guardrails.model.request import Value
from guardrails.terraform.requests.paths import Source, source_of, text_of
from guardrails.terraform.requests.scene import Item, Scene
from guardrails.terraform.requests.values import Cause

ANY: Final = "*"
"""What stands for the tag's key where any tag may be sent: the context key `aws:requesttag/*` is UNKNOWN then, and so
is each `aws:RequestTag/...` that a policy asks for and the context does not name."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The tags of one request.

    `open_cause`: other tags than these may be sent too, because of that attribute. `ready` keeps the context that they
    make, for the calls that send the same tags.
    """

    tags: Mapping[str, Value]
    open_cause: Cause | None = None
    causes: Mapping[str, Cause] | None = None
    ready: dict[TagKeys, tuple[dict[str, Value], dict[str, Cause]]] = field(default_factory=dict, repr=False)

    @property
    def any(self) -> bool:
        """Whether tags are, or may be, sent."""
        return bool(self.tags) or self.open_cause is not None

    @property
    def certain(self) -> bool:
        """Whether at least one tag is sent for certain."""
        return bool(self.tags)


NONE: Final = Sent({})
OF_OTHERS: Final = Sent({}, ("tags", COMPUTED))
"""The tags of a resource that is not the object of the change: nobody knows which it has."""


def tags_source(path: str) -> Source:
    """Return the source of tags at a path; blocks of `tag` may be written `tag` or `tag[]`."""
    return source_of(path.removesuffix("[]"))


def sent_tags(source: Source, scene: Scene, item: Item | None) -> Sent:
    """Return the tags that a source says; null values are left out, as the provider does."""
    value, attribute = source(scene, item)
    if value is UNSET or value is COMPUTED:
        return NONE
    open_cause: Cause | None = None
    if isinstance(value, Mark):
        open_cause = (attribute, value)
        value, attribute = (scene.values.get("tags") if attribute == "tags_all" else None), "tags"
    elif isinstance(value, (list, tuple)):
        value, complete = _of_blocks(value)
        open_cause = None if complete else (attribute, UNKNOWN)
    tags, causes = _read(value, attribute)
    return Sent(tags, open_cause, causes)


def changed_tags(source: Source, scene: Scene) -> Sent:
    """Return the tags of an update that are new or have a new value: the others the provider does not send again."""
    sent = sent_tags(source, scene, None)
    old = _before(scene)
    if old is None:
        return Sent({}, sent.open_cause or ("tags_all", SENSITIVE), None) if sent.any else sent
    tags = {name: value for name, value in sent.tags.items() if value is UNREADABLE or old.get(name) != value}
    return Sent(tags, sent.open_cause, sent.causes)


def dropped_tags(source: Source, scene: Scene) -> Sent:
    """Return the tags before an update that are not there after it, without their values."""
    sent = sent_tags(source, scene, None)
    old = _before(scene)
    if old is None:
        return Sent({}, ("tags_all", SENSITIVE))
    gone = {name: value for name, value in old.items() if name not in sent.tags}
    return Sent({}, sent.open_cause) if sent.open_cause and gone else Sent(gone)


def _before(scene: Scene) -> Mapping[str, Value] | None:
    """Return the tags in the state; None where they are masked."""
    before = scene.change.before
    tags = next((before[name] for name in ("tags_all", "tags", "tag") if name in before), None)
    if isinstance(tags, (list, tuple)):
        tags, _ = _of_blocks(tags)
    return None if isinstance(tags, Mark) else _read(tags, "tags_all")[0]


def state_tags(scene: Scene, own: bool) -> Sent:
    """Return the tags that a resource has before the call: those in the state for the object of the change itself.

    Of any other resource nobody can tell them: it may have tags that no plan shows.
    """
    if not own:
        return OF_OTHERS
    before = scene.change.before
    name = "tags_all" if "tags_all" in before else "tags"
    if name not in before:
        return Sent({}, (name, COMPUTED))
    if isinstance(before[name], Mark):
        return Sent({}, (name, SENSITIVE))
    tags, causes = _read(before[name], name)
    return Sent(tags, None, causes)


def _of_blocks(blocks: list[object] | tuple[object, ...]) -> tuple[dict[str, object], bool]:
    tags: dict[str, object] = {}
    complete = True
    for one in blocks:
        key = one.get("key") if isinstance(one, Mapping) else UNKNOWN
        if isinstance(key, str) and isinstance(one, Mapping):
            tags[key] = one.get("value")
        else:
            complete = False
    return tags, complete


def _read(value: object, attribute: str) -> tuple[dict[str, Value], dict[str, Cause]]:
    tags: dict[str, Value] = {}
    causes: dict[str, Cause] = {}
    for name, text in value.items() if isinstance(value, Mapping) else ():
        if isinstance(text, str):
            tags[name] = text
        elif text is UNKNOWN or text is SENSITIVE:
            tags[name] = UNREADABLE
            causes[name] = (f'{attribute}["{name}"]', text)
        elif text is not None and not isinstance(text, Mark):
            tags[name] = text_of(text)
    return tags, causes


@dataclass(frozen=True, slots=True, eq=False)
class TagKeys:
    """How an action names tags in its context: prefixes (lower case) for each tag, and keys for the list of names."""

    prefixes: tuple[str, ...]
    lists: tuple[str, ...]

    @property
    def names_only(self) -> TagKeys:
        """The same without the tags' values: what a call that takes tags away carries."""
        return _of((), self.lists)

    def put(self, sent: Sent, context: dict[str, Value], causes: dict[str, Cause]) -> None:
        """Add the tags to a request context. Two spellings of one name make its value unknown, as AWS says."""
        if not sent.any:
            return
        ready = sent.ready.get(self)
        if ready is None:
            sent.ready[self] = ready = self._made(sent)
        context.update(ready[0])
        causes.update(ready[1])

    def _made(self, sent: Sent) -> tuple[dict[str, Value], dict[str, Cause]]:
        context: dict[str, Value] = {}
        causes: dict[str, Cause] = {}
        folded: dict[str, str] = {}
        for prefix in self.prefixes:
            for name, value in sent.tags.items():
                key = prefix + name.lower()
                context[key] = value
                if folded.setdefault(key, name) != name:
                    context[key] = UNREADABLE
                    causes[key] = ("tags_all", UNKNOWN)
                if sent.causes and name in sent.causes:
                    causes[key] = sent.causes[name]
            if sent.open_cause:
                context[prefix + ANY] = UNREADABLE
                causes[prefix + ANY] = sent.open_cause
        for key in self.lists:
            context[key] = UNREADABLE if sent.open_cause else tuple(sent.tags)
            if sent.open_cause:
                causes[key] = sent.open_cause
        return context, causes


@cache
def _of(prefixes: tuple[str, ...], lists: tuple[str, ...]) -> TagKeys:
    return TagKeys(prefixes, lists)


def tag_keys(keys: frozenset[str], prefix: str, lists: str) -> TagKeys | None:
    """Return how keys of an action (lower case) carry tags under a prefix such as `aws:requesttag/`; None: not at all.

    Services repeat the global keys under their own name: `ec2:ResourceTag/...` beside `aws:ResourceTag/...`.
    """
    name = prefix.partition(":")[2]
    heads = {one.partition("${")[0] for one in keys if "/${" in one}
    found = tuple(sorted(one for one in heads if one.partition(":")[2] == name))
    listed = (lists,) if lists in keys else ()
    return _of(found, listed) if found or listed else None
