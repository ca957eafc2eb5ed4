"""S3: lifecycle rules whole. moto forgets how many newer versions a rule keeps, and Terraform waits for it in vain."""

from __future__ import annotations

from typing import Any

from guardrails.rehearsal.answers.state import PASS_ON, Answers, Place, Refusal

_TABLE = "s3-lifecycle"
"""Of the world, for names of buckets are global."""


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


def _delete_bucket(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    here.world[_TABLE].pop(asked["Bucket"], None)
    return PASS_ON


ANSWERS: Answers = {
    ("s3", "PutBucketLifecycleConfiguration"): _put,
    ("s3", "GetBucketLifecycleConfiguration"): _get,
    ("s3", "DeleteBucketLifecycle"): _delete,
    ("s3", "DeleteBucket"): _delete_bucket,
}
