"""DynamoDB: a tag that is there already gets its new value; moto keeps both, and Terraform waits for one in vain."""

from __future__ import annotations

from typing import Any

from guardrails.rehearsal.answers.state import PASS_ON, Answers, Place


def _tag(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    from moto.dynamodb.models import dynamodb_backends

    new = [one["Key"] for one in asked["Tags"]]
    dynamodb_backends[here.account][here.region].untag_resource(asked["ResourceArn"], new)
    return PASS_ON


ANSWERS: Answers = {("dynamodb", "TagResource"): _tag}
