"""Every place of a resource where tags stand: `tags_all`, blocks of groups and templates, tags of volumes.

Source: the provider's schema, version 5.100 (https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs,
2026-11): 747 of 1,526 types have `tags_all`; groups have `tag` blocks; templates, instances and fleets nested maps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from guardrails.model.plan.change import Change
from guardrails.model.plan.plan import Plan
from guardrails.model.plan.values import COMPUTED, SENSITIVE, UNKNOWN, UNSET, Mark, undecidable

Values = Mapping[str, object]

_MAPS: Final = frozenset({"tags", "tags_all", "volume_tags", "ec2_tags", "recovery_point_tags"})
_LISTS: Final = frozenset({"tag", "tags"})
_IN_BLOCKS: Final = frozenset({"aws_autoscaling_group"})
"""Types whose own tags are `tag` blocks, and which take no default tags."""
_BLOCKS: Final = frozenset({"ebs_block_device", "root_block_device", "tag_specifications"})
"""Blocks in which tags stand: where such a block is hidden, so are its tags."""
_FILTERS: Final = ("aws_s3_bucket_", "aws_s3control_", "aws_dlm_", "aws_resourcegroups_")
"""Beginnings of types in whose blocks tags choose other objects, and are put on none."""


@dataclass(frozen=True, slots=True)
class TagSet:
    """The tags at one place of a resource. `tags` are values or marks by key.

    `own` tells the resource's own tags from those that it hands to others. `rest` is not None where more tags may
    stand here than `tags` holds, and says why they cannot be read: UNKNOWN or SENSITIVE.
    """

    path: str
    tags: Values
    own: bool = True
    rest: Mark | None = None

    def missing(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        """Return which of these keys (letter case counts) are not here, or are here with an empty value."""
        return tuple(key for key in keys if _empty(self.tags.get(key, UNSET)))


def _empty(value: object) -> bool:
    return value is UNSET or value is None or (isinstance(value, str) and not value.strip())


def tags_of(plan: Plan) -> tuple[tuple[TagSet, ...], ...]:
    """Return for each row of a plan, by its position, the tags after the change, or before one that takes it away.

    Empty for data sources and for types that take no tags. Worked out once for each plan.
    """
    return plan.once(_all_tags)


def _all_tags(plan: Plan) -> tuple[tuple[TagSet, ...], ...]:
    return tuple(tag_sets(plan, one, one.settled) if one.managed else () for one in plan.changes)


def tag_sets(plan: Plan, change: Change, values: Values) -> tuple[TagSet, ...]:
    """Return all places with tags among the values of a change: those before it or those after it."""
    if change.type in _IN_BLOCKS:
        return (_of_blocks(values.get("tag")),)
    found = []
    if ("tags" in values or "tags_all" in values) and not isinstance(values.get("tags"), list):
        found.append(_own(plan, change, values))
    filters = change.type.startswith(_FILTERS)
    for name, value in values.items():
        if name in _LISTS and isinstance(value, list):
            found.append(TagSet(name, *_listed(value)))
        elif name == "volume_tags" and value is not None:
            found.extend(_nested(name, value))
        elif isinstance(value, list) and value and not filters and (isinstance(value[0], Mapping) or name in _BLOCKS):
            found.extend(_below(value, name))
        elif name in _BLOCKS and undecidable(value):
            found.extend(_nested(name, value))
    return tuple(found)


def _of_blocks(blocks: object) -> TagSet:
    if undecidable(blocks):
        return TagSet("tag", {}, rest=UNKNOWN)
    return TagSet("tag", *_listed(blocks if isinstance(blocks, list) else []))


def _own(plan: Plan, change: Change, values: Values) -> TagSet:
    """Return the resource's own tags: `tags_all` where it is known, else what `tags` says of it.

    A value that is empty, or an unknown one, makes the provider hide all of `tags_all`; `tags` may still be known.
    """
    whole, own = values.get("tags_all"), values.get("tags")
    if isinstance(whole, Mapping):
        return TagSet("tags_all", whole)
    if whole is SENSITIVE or own is SENSITIVE:
        return TagSet("tags", {}, rest=SENSITIVE)
    tags = own if isinstance(own, Mapping) else {}
    open_ended = own is UNKNOWN or (whole in (UNKNOWN, COMPUTED) and _defaults(plan, change))
    return TagSet("tags", tags, rest=UNKNOWN if open_ended else None)


def _defaults(plan: Plan, change: Change) -> bool:
    """Whether the provider may add tags of its own: it has `default_tags`, or nothing is known of it."""
    provider = plan.providers.get(change.provider_key)
    return provider is None or "default_tags" in provider.expressions


def _listed(items: list[object]) -> tuple[Values, bool, Mark | None]:
    """Return the tags that a list of blocks with `key` and `value` says."""
    tags: dict[str, object] = {}
    rest = None
    for item in items:
        key = item.get("key") if isinstance(item, Mapping) else item
        if isinstance(item, Mapping) and isinstance(key, str):
            value = item.get("value")
            tags[key] = UNSET if value is None else value
        elif undecidable(key) or undecidable(item):
            rest = UNKNOWN
    return tags, True, rest


def _below(blocks: list[object], path: str) -> Iterator[TagSet]:
    """Yield the tags in blocks, at any depth: `root_block_device[0].tags`, `tag_specifications[0].tags`.

    `tags_all` of a block counts where it is known and `tags` is not: it holds the same tags and the provider's own.
    """
    for at, block in enumerate(blocks):
        if not isinstance(block, Mapping):
            yield from _nested(f"{path}[{at}]", block if path in _BLOCKS else None)
            continue
        for name, value in block.items():
            if name in _MAPS:
                if name != "tags_all":
                    yield from _nested(f"{path}[{at}].{name}", value)
                elif isinstance(value, Mapping) and not isinstance(block.get("tags"), Mapping):
                    yield TagSet(f"{path}[{at}].tags_all", value, own=False)
            elif isinstance(value, list) and value and isinstance(value[0], Mapping):
                yield from _below(value, f"{path}[{at}].{name}")


def _nested(path: str, value: object) -> Iterator[TagSet]:
    if isinstance(value, Mapping):
        yield TagSet(path, value, own=False)
    elif undecidable(value):
        yield TagSet(path, {}, own=False, rest=UNKNOWN)


def references_of(plan: Plan, change: Change, path: str) -> tuple[str, ...]:
    """Return the names that the configuration's expression of a top-level attribute refers to; none where it is gone.

    Of names that stand for one another (`local.tags`, `local.tags["a"]`) the longest alone.
    """
    config = plan.configured(change)
    expression = config.expressions.get(path.partition("[")[0].partition(".")[0]) if config else None
    names = expression.references if expression else ()
    return tuple(one for one in names if not any(other != one and other.startswith(one) for other in names))
