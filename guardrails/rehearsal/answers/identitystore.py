"""Identity store: changing a group, which moto lacks; the rest is moto's."""

from __future__ import annotations

from typing import Any

from guardrails.rehearsal.answers.state import Answers, Place, take

_ATTRIBUTES = {"displayName": "DisplayName", "description": "Description"}


def _update_group(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    from moto.identitystore.models import identitystore_backends

    backend = identitystore_backends[here.account][here.region]
    groups = take(backend.identity_stores, asked["IdentityStoreId"]).groups
    new = {_ATTRIBUTES[one["AttributePath"]]: one.get("AttributeValue") for one in asked["Operations"]}
    groups[asked["GroupId"]] = take(groups, asked["GroupId"])._replace(**new)
    return {}


ANSWERS: Answers = {("identitystore", "UpdateGroup"): _update_group}
