"""Tags of resources by ARN, in the two forms that services use: a map, or a list of keys and values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guardrails.rehearsal.answers.state import Answers, Place

TABLE = "tags"


def note_tags(here: Place, arn: str, tags: Any) -> None:
    """Remember the tags of a new resource, given as a map or as a list of `Key` and `Value`."""
    here.tables[TABLE].setdefault(arn, {}).update(_as_map(tags))


def tags_of(here: Place, arn: str) -> dict[str, str]:
    """Return the tags of a resource as a map."""
    return dict(here.tables[TABLE].get(arn, {}))


def forget_tags(here: Place, arn: str) -> None:
    """Forget the tags of a resource that is gone."""
    here.tables[TABLE].pop(arn, None)


def listed(tags: Mapping[str, str]) -> list[dict[str, str]]:
    """Return tags as a list of `Key` and `Value`."""
    return [{"Key": key, "Value": value} for key, value in sorted(tags.items())]


def tag_answers(service: str, arn: str, tags: str, keys: str, *, as_list: bool) -> Answers:
    """Return the three tag operations of a service.

    Args:
        service: botocore's name of it.
        arn, tags, keys: the names of the members that hold the ARN, the tags and the keys to remove.
        as_list: whether the service writes tags as a list of `Key` and `Value`.
    """

    def list_tags(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
        found = tags_of(here, asked[arn])
        return {tags: listed(found) if as_list else found}

    def tag(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
        note_tags(here, asked[arn], asked[tags])
        return {}

    def untag(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
        for key in asked[keys]:
            here.tables[TABLE].get(asked[arn], {}).pop(key, None)
        return {}

    return {
        (service, "ListTagsForResource"): list_tags,
        (service, "TagResource"): tag,
        (service, "UntagResource"): untag,
    }


def _as_map(tags: Any) -> dict[str, str]:
    if isinstance(tags, Mapping):
        return dict(tags)
    return {one["Key"]: one.get("Value", "") for one in tags or ()}
