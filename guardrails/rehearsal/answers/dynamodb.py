"""DynamoDB: tags of tables on one page. moto gives ten at a time, and the provider reads the first page only."""

from __future__ import annotations

from typing import Any

from guardrails.rehearsal.answers.state import PASS_ON, Answers, Place
from guardrails.rehearsal.answers.tags import forget_tags, listed, note_tags, tag_answers, tags_of


def _create(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    note_tags(here, here.arn("dynamodb", f"table/{asked['TableName']}"), asked.get("Tags"))
    return PASS_ON


def _delete(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    forget_tags(here, here.arn("dynamodb", f"table/{asked['TableName'].rpartition('/')[2]}"))
    return PASS_ON


def _list_tags(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    return {"Tags": listed(tags_of(here, asked["ResourceArn"]))}


_TAGS = tag_answers("dynamodb", "ResourceArn", "Tags", "TagKeys", as_list=True)

ANSWERS: Answers = {
    ("dynamodb", "CreateTable"): _create,
    ("dynamodb", "DeleteTable"): _delete,
    ("dynamodb", "ListTagsOfResource"): _list_tags,
    ("dynamodb", "TagResource"): _TAGS["dynamodb", "TagResource"],
    ("dynamodb", "UntagResource"): _TAGS["dynamodb", "UntagResource"],
}
