"""S3: lifecycle and replication rules whole. moto forgets versions to keep, delete markers and chosen sources."""

from __future__ import annotations

from typing import Any

from guardrails.rehearsal.answers.state import PASS_ON, Answers, Place, Refusal

_TABLE = "s3-lifecycle"
"""Of the world, for names of buckets are global. Without the kept versions, Terraform waits for them in vain."""
_REPLICATION = "s3-replication"


def _put(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    rules = (asked.get("LifecycleConfiguration") or {}).get("Rules") or []
    size = asked.get("TransitionDefaultMinimumObjectSize") or "all_storage_classes_128K"
    here.world[_TABLE][asked["Bucket"]] = {"Rules": rules, "TransitionDefaultMinimumObjectSize": size}
    return {"TransitionDefaultMinimumObjectSize": size}


def _get(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] | None = here.world[_TABLE].get(asked["Bucket"])
    if found is None:
        text = "The lifecycle configuration does not exist"
        raise Refusal("NoSuchLifecycleConfiguration", text, 404)
    return found


def _delete(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    here.world[_TABLE].pop(asked["Bucket"], None)
    return {}


def _put_replication(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    here.world[_REPLICATION][asked["Bucket"]] = asked["ReplicationConfiguration"]
    return {}


def _get_replication(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    found = here.world[_REPLICATION].get(asked["Bucket"])
    if found is None:
        raise Refusal("ReplicationConfigurationNotFoundError", "The replication configuration was not found", 404)
    return {"ReplicationConfiguration": found}


def _delete_replication(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    here.world[_REPLICATION].pop(asked["Bucket"], None)
    return {}


def _delete_bucket(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    for table in (_TABLE, _REPLICATION):
        here.world[table].pop(asked["Bucket"], None)
    return PASS_ON


ANSWERS: Answers = {
    ("s3", "PutBucketLifecycleConfiguration"): _put,
    ("s3", "GetBucketLifecycleConfiguration"): _get,
    ("s3", "DeleteBucketLifecycle"): _delete,
    ("s3", "PutBucketReplication"): _put_replication,
    ("s3", "GetBucketReplication"): _get_replication,
    ("s3", "DeleteBucketReplication"): _delete_replication,
    ("s3", "DeleteBucket"): _delete_bucket,
}
