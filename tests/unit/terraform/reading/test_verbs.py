"""Rows that contradict themselves: nothing of them is believed, the least that nothing happens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from guardrails.model.plan.change import Verb
from guardrails.model.plan.values import UNKNOWN
from guardrails.terraform.reading.plan_file import read_plan
from tests.unit.terraform.reading.documents import PLANS, block, configured, document, only, read, refusal, row

SMALL = {"instance_type": "t3.small"}
LARGE = {"instance_type": "p3.16xlarge"}

CONTRADICTIONS: dict[str, dict[str, Any]] = {
    "nothing is done, and a value differs": row("aws_instance.this", ["no-op"], before=SMALL, after=LARGE),
    "nothing is done, and the object is new": row("aws_instance.this", ["no-op"], before=None, after=LARGE),
    "nothing is done, and the object is gone": row("aws_instance.this", ["no-op"], before=SMALL, after=None),
    "nothing is done, and a value is not known": row(
        "aws_instance.this", ["no-op"], before=SMALL, after=SMALL, after_unknown={"instance_type": True}
    ),
    "a resource is read": row("aws_instance.this", ["read"], before=SMALL, after=LARGE),
    "what is not there is updated": row("aws_instance.this", ["update"], before=None, after=LARGE),
    "an update leaves nothing": row("aws_instance.this", ["update"], before=SMALL, after=None),
    "what is forgotten stays": row("aws_instance.this", ["forget"], before=SMALL, after=LARGE),
    "a data source without its address": row("aws_instance.this", ["read"], mode="data", before=SMALL, after=LARGE),
    "a mode that there is not": row("aws_instance.this", mode="Managed", after=LARGE),
    "another type than the address says": {**row("aws_instance.this", after=LARGE), "type": "AWS_INSTANCE"},
    "another module than the address says": row("module.a.aws_instance.this", module_address="module.b", after=LARGE),
    "a module that the row does not name": row("module.a.aws_instance.this", after=LARGE),
    "another name than the address says": {**row("aws_instance.this", after=LARGE), "name": "that"},
}


@pytest.mark.parametrize("odd", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_what_contradicts_itself_is_unknown(odd: dict[str, Any]) -> None:
    plan = read(document(odd))
    assert plan.changes[0].verb is Verb.UNKNOWN
    assert plan.changes[0].managed
    assert "aws_instance.this" in " ".join(plan.warnings)


WHOLE = sorted(file for file in PLANS.glob("*.json") if file.stem != "errored")


@pytest.mark.parametrize("file", WHOLE, ids=lambda file: file.stem)
def test_no_row_of_terraform_contradicts_itself(file: Path) -> None:
    plan = read_plan(file, allow_incomplete=True)
    assert not [one.address for one in (*plan.changes, *plan.drift) if one.verb is Verb.UNKNOWN]


def test_where_nothing_is_known_of_an_object_its_tags_may_be_sent() -> None:
    made = row("aws_sqs_queue.jobs", after={}, after_unknown=True)
    aws = {"aws": {"name": "aws", "expressions": {"default_tags": [{"tags": {"references": ["local.tags"]}}]}}}
    written = configured({**block("aws_sqs_queue.jobs", name="x"), "provider_config_key": "aws"}, provider_config=aws)
    found = only(made, configuration=written)
    assert found.get("tags_all") is UNKNOWN
    assert found.get("name") is UNKNOWN


def test_a_module_in_too_many_others_is_refused() -> None:
    odd = row("module.a.aws_instance.this", after=LARGE, module_address=".".join(["module.a"] * 100_000))
    assert "at most 200 deep" in str(refusal(document(odd)))
