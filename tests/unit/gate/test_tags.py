"""Tags and where they stand; what is not known is never taken for there or for missing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from guardrails.gate.environments import ALIASES, environment_of, same_environment
from guardrails.gate.rules import complete_tags, environment_contamination
from guardrails.gate.tags import TagSet, references_of, tags_of
from guardrails.model.plan.values import SENSITIVE, UNKNOWN
from tests.unit.gate.building import committed, configured, inspect, made, organization, row, tags

QUEUE = "aws_sqs_queue.a"
MANDATORY = organization().settings.texts("tags.mandatory")
HELD = st.dictionaries(st.sampled_from((*MANDATORY, "env", "Name")), st.sampled_from(("", "dev", "prod", "x")))


def test_all_tags_of_a_known_map_are_its_own() -> None:
    (held,) = tags_of(made(row(QUEUE, after={"tags": {"a": "b"}, "tags_all": {"a": "b", "c": "d"}})))[0]
    assert held == TagSet("tags_all", {"a": "b", "c": "d"})


def test_a_hidden_map_is_read_from_what_was_written() -> None:
    """An empty value makes the provider hide `tags_all`; without default tags, `tags` says everything."""
    plan = committed("unknown-tags")
    (held,) = tags_of(plan)[plan.by_address["aws_sqs_queue.empty"].position]
    assert (held.path, held.rest) == ("tags", None)
    assert set(held.missing(MANDATORY)) == {"Owner", "Project"}


def test_default_tags_may_stand_behind_a_hidden_map() -> None:
    configuration = configured((QUEUE, {"tags": "local.tags"}))
    configuration["root_module"]["resources"][0]["provider_config_key"] = "aws"
    provider = {"name": "aws", "expressions": {"default_tags": [{"tags": {"references": ["var.tags"]}}]}}
    one = row(QUEUE, after={"tags": {"a": "b"}}, after_unknown={"tags_all": True})
    for providers, rest in (({"aws": provider}, UNKNOWN), ({"aws": {"name": "aws"}}, None)):
        plan = made(one, configuration={**configuration, "provider_config": providers})
        (held,) = tags_of(plan)[0]
        assert held.rest is rest and held.tags == {"a": "b"}


def test_tags_that_are_unknown_as_a_whole_hide_which_there_are() -> None:
    """Though the provider has no default tags, and whatever it says of `tags_all`."""
    configuration = configured((QUEUE, {"tags": "local.tags"}))
    configuration["root_module"]["resources"][0]["provider_config_key"] = "aws"
    one = row(QUEUE, after={}, after_unknown={"tags": True, "tags_all": True})
    plan = made(one, configuration={**configuration, "provider_config": {"aws": {"name": "aws"}}})
    assert tags_of(plan)[0] == (TagSet("tags", {}, rest=UNKNOWN),)


def test_a_masked_map_is_not_known() -> None:
    (held,) = tags_of(made(row(QUEUE, after={"tags": {"a": "b"}, "tags_all": {}}, after_sensitive={"tags_all": True})))[
        0
    ]
    assert held.rest is SENSITIVE and held.tags == {}


def test_blocks_of_a_group_that_are_not_known_are_no_gap() -> None:
    group = "aws_autoscaling_group.a"
    plan = made(
        row(group, after={"name": "a"}, after_unknown={"tag": True}),
        row("aws_autoscaling_group.b", after={"name": "b"}),
        configuration=configured((group, {"tag": "local.tags"})),
    )
    assert tags_of(plan) == ((TagSet("tag", {}, rest=UNKNOWN),), (TagSet("tag", {}),))


def test_tags_that_are_a_list_are_read_as_one() -> None:
    plan = made(row("awscc_sqs_queue.a", after={"tags": [{"key": "a", "value": "b"}]}))
    assert tags_of(plan) == ((TagSet("tags", {"a": "b"}),),)


def test_tags_that_choose_other_objects_are_none() -> None:
    rule = [{"filter": [{"and": [{"tags": {"Environment": "dev"}}]}]}]
    assert tags_of(made(row("aws_s3_bucket_lifecycle_configuration.a", after={"rule": rule}))) == ((),)


def test_tags_of_recovery_points_are_handed_on() -> None:
    plan = made(row("aws_backup_plan.a", after={"rule": [{"recovery_point_tags": {"a": "b"}}]}))
    assert tags_of(plan) == ((TagSet("rule[0].recovery_point_tags", {"a": "b"}, own=False),),)


def test_data_sources_and_types_without_tags_have_none() -> None:
    plan = made(row("aws_route.a", after={"id": "x"}), row("data.aws_vpc.a", "read", mode="data", after={"tags": {}}))
    assert tags_of(plan) == ((), ())


def test_what_goes_away_has_the_tags_it_had() -> None:
    (held,) = tags_of(made(row(QUEUE, "delete", before={"tags_all": {"a": "b"}})))[0]
    assert held.tags == {"a": "b"}


def test_of_references_the_longest_of_each_is_named() -> None:
    configuration = configured((QUEUE, {}))
    names = ["terraform_data.owner.output", "terraform_data.owner", "local.tags"]
    configuration["root_module"]["resources"][0]["expressions"] = {"tags": {"references": names}}
    plan = made(row(QUEUE, after={}), configuration=configuration)
    assert references_of(plan, plan.changes[0], "tags.Environment") == ("terraform_data.owner.output", "local.tags")
    assert references_of(plan, plan.changes[0], "name") == ()


def test_every_alias_is_its_environment_and_no_other() -> None:
    for alias, name in ALIASES.items():
        assert environment_of(f" {alias.upper()} ") == name
        assert [one for one in set(ALIASES.values()) if same_environment(alias, one)] == [name]


def test_environments_without_a_name_of_ours_are_equal_to_themselves() -> None:
    assert same_environment("Lab", "lab") and not same_environment("lab", "dev") and not same_environment("", "dev")


@given(HELD, st.sets(st.sampled_from((*MANDATORY, "env", "Name"))), st.booleans())
def test_what_is_unknown_never_turns_into_a_pass(held: dict[str, str], unknown: set[str], whole: bool) -> None:
    """Hide values, or the whole map, of any tags: what had a finding has one or is undecided."""
    known = [row(QUEUE, after={"tags": held, "tags_all": held})]
    shown = {key: value for key, value in held.items() if key not in unknown}
    mask: object = True if whole else dict.fromkeys(unknown & set(held), True)
    hidden = made(
        row(QUEUE, after={} if whole else {"tags": shown}, after_unknown={"tags": mask, "tags_all": True}),
        configuration=configured((QUEUE, {"tags": "local.tags"})),
    )
    for rule in (environment_contamination, complete_tags):
        before = list(rule.check(inspect(known, "Prod")))
        after = list(rule.check(inspect(hidden, "Prod")))
        assert after or not before
        if whole:
            assert after and all(one.undecided for one in after)


@given(HELD)
def test_complete_tags_are_exactly_those_without_a_gap(held: dict[str, str]) -> None:
    complete = all(held.get(key) for key in MANDATORY)
    found = list(complete_tags.check(inspect([row(QUEUE, after={"tags": held, "tags_all": held})], "Dev")))
    assert bool(found) is not complete
    assert tags()["Owner"] == "x"
