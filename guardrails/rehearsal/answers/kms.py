"""KMS: tags of a replica key, and which key is the primary one, which moto mixes up; the rest is moto's."""

from __future__ import annotations

from typing import Any

from guardrails.rehearsal.answers.state import PASS_ON, Answers, Place

_TABLE = "kms-replicas"
"""Of the world, for a replica is made from another Region."""
_DESCRIPTIONS = "kms-replica-descriptions"
"""moto gives a replica its primary key's description, whatever was asked for."""


def _replicate(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    id = asked["KeyId"].rpartition("/")[2]
    here.world[_DESCRIPTIONS]["|".join((here.account, asked["ReplicaRegion"], id))] = asked.get("Description") or ""
    here.world[_TABLE]["|".join((here.account, asked["ReplicaRegion"], id))] = {
        one["TagKey"]: one["TagValue"] for one in asked.get("Tags") or ()
    }
    return PASS_ON


def _list_tags(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    id = asked["KeyId"].rpartition("/")[2]
    if tags := here.world[_TABLE].pop("|".join((here.account, here.region, id)), None):
        _moto(here).tag_resource(id, tags)
    return PASS_ON


def _describe(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    """A key and its replicas share one note of which is which in moto, and the last one described wins."""
    for key in list(_moto(here).keys.values()):  # a copy, for other threads make keys meanwhile
        if (text := here.world[_DESCRIPTIONS].pop("|".join((here.account, here.region, key.id)), None)) is not None:
            key.description = text
        if key.multi_region and key.arn == key.multi_region_configuration["PrimaryKey"]["Arn"]:
            key.multi_region_configuration = {**key.multi_region_configuration, "MultiRegionKeyType": "PRIMARY"}
    return PASS_ON


def _moto(here: Place) -> Any:
    from moto.kms.models import kms_backends

    return kms_backends[here.account][here.region]


ANSWERS: Answers = {
    ("kms", "DescribeKey"): _describe,
    ("kms", "ReplicateKey"): _replicate,
    ("kms", "ListResourceTags"): _list_tags,
}
