"""Tags of a resource, wherever its type keeps them. This file holds no rule.

cfn-lint brings the schema of each type, and in it where the tags are (`tagging.tagProperty`): `Tags` of most types,
`FileSystemTags`, `HostedZoneTags`, `ResourceTags` of others; as a list of Key and Value or as a mapping.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from cfnlint.schema import PROVIDER_SCHEMA_MANAGER, ResourceNotFoundError

from _guardrail_nodes import UNKNOWN, Node
from guardrail_settings import setting

_REGION = "us-east-1"


@cache
def tag_property(type: str) -> str:
    """Return the property that holds the tags of a type; empty for one that cannot be tagged or that nobody knows."""
    try:
        schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema(_REGION, type).schema
    except ResourceNotFoundError:
        return ""
    told = schema.get("tagging") or {}
    named = str(told.get("tagProperty", "")).rpartition("/")[2]
    if named and told.get("taggable", True) and named in schema.get("properties", {}):
        return named
    return "Tags" if not told and "Tags" in schema.get("properties", {}) else ""


class Tags:
    """Tags of a resource: `named` are the nodes of the values by key; `open` True: there can be more than these."""

    def __init__(self, resource: Any) -> None:
        self.node: Node = resource.get(tag_property(resource.type) or "Tags")
        self.named: dict[str, Node] = {}
        self.open = not (self.node.absent or isinstance(self.node.value, (dict, list)))
        if isinstance(self.node.value, dict):
            self.named = dict(self.node.value)
        for one in self.node.items() if isinstance(self.node.value, list) else []:
            self._add(one)

    def _add(self, one: Node) -> None:
        keys = list(one.get("Key").each())
        if len(keys) == 1 and keys[0] is not UNKNOWN:
            self.named[str(keys[0])] = one.get("Value")
        else:
            self.open = True


def environment_tags(resource: Any) -> list[str]:
    """Return the values that a resource's Environment tag may have; none where it has none, or one is not known."""
    if not tag_property(resource.type):
        return []
    told = Tags(resource).named.get(setting("settings.tags.environment_key", "Environment"))
    values = list(told.each()) if told is not None else []
    return [] if UNKNOWN in values else [str(one).lower() for one in values]
