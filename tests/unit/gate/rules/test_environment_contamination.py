"""Tags of another environment, wherever tags stand."""

from __future__ import annotations

from typing import Any

import pytest

from guardrails.gate.rules.environment_contamination import check
from tests.unit.gate.building import configured, made, row, tags
from tests.unit.gate.rules.judging import judged, said

QUEUE = "aws_sqs_queue.jobs"


def queue(environment: str, actions: str = "create", /, **changed: str) -> dict[str, Any]:
    values = {"name": "jobs", "tags_all": tags(environment, **changed)}
    return row(QUEUE, actions, **{"before" if actions == "delete" else "after": values})


@pytest.mark.parametrize("word", ["prod", "prd", "Production", "LIVE", " prod "])
def test_words_for_the_own_environment_are_fine(word: str) -> None:
    assert judged(check, [queue(word)]) == []


@pytest.mark.parametrize("word", ["dev", "Development", "staging", "nonsense"])
def test_every_other_word_is_foreign(word: str) -> None:
    (one,) = judged(check, [queue(word)])
    assert (one.severity.value, one.attribute, one.found, one.expected) == (
        "error",
        "tags_all.Environment",
        word,
        "prod",
    )


@pytest.mark.parametrize(
    ("key", "value", "found"),
    [
        ("environment", "dev", True),
        ("ENV", "dev", True),
        ("stage", "dev", True),
        ("stage", "beta", False),
        ("Tier", "dev", False),
    ],
)
def test_other_keys_count_where_they_name_an_environment(key: str, value: str, found: bool) -> None:
    assert bool(judged(check, [queue("prod", **{key: value})])) is found


@pytest.mark.parametrize(
    ("address", "values", "attribute"),
    [
        ("aws_instance.a", {"root_block_device": [{"tags": tags("dev")}]}, "root_block_device[0].tags.Environment"),
        ("aws_instance.a", {"volume_tags": tags("dev")}, "volume_tags.Environment"),
        (
            "aws_launch_template.a",
            {"tag_specifications": [{"resource_type": "volume", "tags": tags("prod")}, {"tags": tags("dev")}]},
            "tag_specifications[1].tags.Environment",
        ),
        ("aws_autoscaling_group.a", {"tag": [{"key": "Environment", "value": "dev"}]}, "tag.Environment"),
        ("awscc_sqs_queue.a", {"tags": [{"key": "Environment", "value": "dev"}]}, "tags.Environment"),
    ],
)
def test_nested_tags_are_read(address: str, values: dict[str, Any], attribute: str) -> None:
    found = judged(check, [row(address, after={"tags_all": tags("prod"), **values})])
    assert [one.attribute for one in found] == [attribute]


def test_a_delete_is_the_clean_up_and_only_a_note() -> None:
    assert said(judged(check, [queue("dev", "delete")])) == {(QUEUE, "note")}


def test_an_update_that_puts_the_tag_right_is_fine_and_an_import_is_not() -> None:
    sides = {"before": {"tags_all": tags("dev")}, "after": {"tags_all": tags("prod")}}
    assert judged(check, [row(QUEUE, "update", **sides)]) == []
    (one,) = judged(check, [row(QUEUE, "update", importing={"id": "jobs"}, **sides)])
    assert one.attribute == "before.tags_all.Environment"


def test_what_stays_as_it_is_counts_and_data_sources_do_not() -> None:
    values = {"tags_all": tags("dev")}
    assert said(judged(check, [row(QUEUE, "no-op", before=values, after=values)])) == {(QUEUE, "error")}
    assert judged(check, [row("data.aws_vpc.other", "read", mode="data", after={"tags": tags("dev")})]) == []


def test_a_resource_without_the_tag_is_the_matter_of_another_rule() -> None:
    assert judged(check, [row(QUEUE, after={"tags": {}, "tags_all": {"Name": "x"}})]) == []


def test_unknown_tags_are_undecided_and_say_what_is_behind() -> None:
    plan = made(
        row(QUEUE, after={"name": "jobs"}, after_unknown={"tags": True, "tags_all": True}),
        configuration=configured((QUEUE, {"tags": "terraform_data.owner.output"})),
    )
    (one,) = judged(check, plan)
    assert one.undecided and one.hangs_on == ("tags", "terraform_data.owner.output")


def test_an_unknown_value_of_the_tag_alone_is_undecided_too() -> None:
    after = {"tag": [{"key": "Environment", "value": None}]}
    unknown = {"tag": [{"value": True}]}
    plan = made(
        row("aws_autoscaling_group.a", after=after, after_unknown=unknown),
        configuration=configured(("aws_autoscaling_group.a", {"tag": "local.tags"})),
    )
    assert said(judged(check, plan)) == {("aws_autoscaling_group.a", "undecided")}


@pytest.mark.parametrize("mask", ["after_unknown", "after_sensitive"])
def test_tags_in_a_block_that_is_hidden_are_undecided(mask: str) -> None:
    values = {"root_block_device": [{"tags": {"Environment": "dev"}}]} if mask == "after_sensitive" else {}
    block = {"root_block_device": "data.external.asked.result"}
    address = "aws_instance.a"
    for hidden, shown in ((True, "root_block_device"), ([True], "root_block_device[0]")):
        found = row(address, after={**values, "tags_all": tags("prod")}, **{mask: {"root_block_device": hidden}})
        plan = made(found, configuration=configured((address, block)))
        assert [(one.undecided, one.attribute) for one in judged(check, plan)] == [(True, shown)]


def test_the_contaminated_fixture_is_found_row_by_row() -> None:
    assert {one.address for one in judged(check, "contaminated-environment")} == {
        "aws_instance.copied",
        "aws_instance.volume",
        "aws_launch_template.starts_dev",
        "aws_autoscaling_group.propagates",
        "aws_cloudwatch_log_group.two_cases",
    }
