"""IAM Access Analyzer: analyzers, archive rules, tags. moto has none of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from guardrails.rehearsal.answers.state import Answers, Place, Refusal, take
from guardrails.rehearsal.answers.tags import note_tags, tag_answers, tags_of


def _create(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    name = asked["analyzerName"]
    if name in here.tables["analyzers"]:
        raise Refusal("ConflictException", f"the analyzer {name} already exists", 409)
    arn = here.arn("access-analyzer", f"analyzer/{name}")
    here.tables["analyzers"][name] = {
        "arn": arn,
        "name": name,
        "type": asked["type"],
        "createdAt": datetime.now(UTC),
        "status": "ACTIVE",
        "configuration": asked.get("configuration"),
        "rules": {one["ruleName"]: one["filter"] for one in asked.get("archiveRules") or ()},
    }
    note_tags(here, arn, asked.get("tags"))
    return {"arn": arn}


def _analyzer(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = take(here.tables["analyzers"], asked["analyzerName"], status=404)
    return found


def _get(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    found = _analyzer(here, asked)
    return {"analyzer": {**found, "tags": tags_of(here, found["arn"])}}


def _delete(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    _analyzer(here, asked)
    del here.tables["analyzers"][asked["analyzerName"]]
    return {}


def _put_rule(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    _analyzer(here, asked)["rules"][asked["ruleName"]] = asked["filter"]
    return {}


def _rule(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    now = datetime.now(UTC)
    kept = take(_analyzer(here, asked)["rules"], asked["ruleName"], status=404)
    return {"archiveRule": {"ruleName": asked["ruleName"], "filter": kept, "createdAt": now, "updatedAt": now}}


def _delete_rule(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    _analyzer(here, asked)["rules"].pop(asked["ruleName"], None)
    return {}


ANSWERS: Answers = {
    ("accessanalyzer", "CreateAnalyzer"): _create,
    ("accessanalyzer", "GetAnalyzer"): _get,
    ("accessanalyzer", "DeleteAnalyzer"): _delete,
    ("accessanalyzer", "CreateArchiveRule"): _put_rule,
    ("accessanalyzer", "GetArchiveRule"): _rule,
    ("accessanalyzer", "UpdateArchiveRule"): _put_rule,
    ("accessanalyzer", "DeleteArchiveRule"): _delete_rule,
    **tag_answers("accessanalyzer", "resourceArn", "tags", "tagKeys", as_list=False),
}
