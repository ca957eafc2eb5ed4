"""Which permission set, group and account an assignment or a policy means. This file holds no check.

A plan does not say which instance a reference means that a value chooses (`this[each.value.set]`). The instance's own
key does, where it names one: `Developers/DeveloperAccess/222222222222`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from guardrail_graph import Resource, points_at, resources
from guardrail_settings import document, setting
from guardrail_tags import planned
from guardrail_values import Mark, value_at

SET = "aws_ssoadmin_permission_set"
GROUP = "aws_identitystore_group"
_KEY = re.compile(r"\[\"?([^\"\]]*)\"?\]\Z")


def set_of(check: Any, source: Resource) -> str:
    """Return the name of the permission set that a resource is for; empty where it cannot be told."""
    known = setting("access.permission_sets", {})
    return _named(check, source, "permission_set_arn", (SET, "name"), known)


def group_of(check: Any, source: Resource) -> str:
    """Return the name of the group that an assignment is for; empty where it cannot be told."""
    return _named(check, source, "principal_id", (GROUP, "display_name"), setting("access.groups", []))


def account_of(source: Resource) -> dict[str, Any] | None:
    """Return the account that an assignment is for, as the settings know it; one without a name where they do not."""
    target = value_at(source.conf, "target_id")
    text = "" if isinstance(target, Mark) else str(target).zfill(12)
    found = {one["id"]: one for one in document()["accounts"] if one["id"]}
    if re.fullmatch(r"\d{12}", text):
        return found.get(text, {"id": text, "name": ""})
    named = {one["name"]: one for one in found.values()}
    word = _word(source, {*named, *found})
    return named.get(word) or found.get(word)


def _named(check: Any, source: Resource, path: str, target: tuple[str, str], known: Iterable[str]) -> str:
    kind, attribute = target
    every = list(resources(check.graph, kind))
    names = {str(value_at(one.conf, attribute)) for one in every if not isinstance(value_at(one.conf, attribute), Mark)}
    by_key = _word(source, names | set(known))
    if by_key and not planned(source.conf):  # Checkov mixes up the values of a for_each over lists.
        return by_key
    meant = [one for one in every if points_at(source, path, one, "arn", "id", "group_id") is True]
    found = value_at(meant[0].conf, attribute) if len(meant) == 1 else by_key
    return by_key if isinstance(found, Mark) else str(found)


def _word(source: Resource, known: set[str]) -> str:
    """Return the only one of some names that stands in the key of an instance; empty for none and for several."""
    key = _KEY.search(source.address)
    found = known & {key[1], *re.split(r"[/:|,. -]+", key[1])} if key else set()
    return found.pop() if len(found) == 1 else ""
