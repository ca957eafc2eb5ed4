"""KMS: tags of a replica key, which moto drops on the way; the rest of KMS is moto's."""

from __future__ import annotations

from typing import Any

from guardrails.rehearsal.answers.state import PASS_ON, Answers, Place

_TABLE = "kms-replicas"
"""Of the world, for a replica is made from another Region."""


def _replicate(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    id = asked["KeyId"].rpartition("/")[2]
    here.world[_TABLE]["|".join((here.account, asked["ReplicaRegion"], id))] = {
        one["TagKey"]: one["TagValue"] for one in asked.get("Tags") or ()
    }
    return PASS_ON


def _list_tags(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    from moto.kms.models import kms_backends

    id = asked["KeyId"].rpartition("/")[2]
    if tags := here.world[_TABLE].pop("|".join((here.account, here.region, id)), None):
        kms_backends[here.account][here.region].tag_resource(id, tags)
    return PASS_ON


ANSWERS: Answers = {
    ("kms", "ReplicateKey"): _replicate,
    ("kms", "ListResourceTags"): _list_tags,
}
