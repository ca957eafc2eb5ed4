"""The groups of renamed and equivalent APIs: every name exists, every group has a source."""

from __future__ import annotations

from datetime import date

import pytest

from guardrails.catalog.keys import condition_key
from guardrails.catalog.services import action
from guardrails.catalog.twins import Group, Kind, groups, groups_by_service


@pytest.mark.parametrize("group", groups(), ids=lambda group: group.name)
def test_every_action_and_key_of_a_group_exists(group: Group) -> None:
    for name in (*group.triggers, *group.actions):
        found = action(name)
        assert found is not None and found.name == name
    assert all(condition_key(key) for key in group.keys)


@pytest.mark.parametrize("group", groups(), ids=lambda group: group.name)
def test_every_group_says_why_and_where_it_is_from(group: Group) -> None:
    assert len(group.actions) > 1 and group.triggers
    assert len(group.note) > 20 and not group.note.endswith(".")
    assert group.source.startswith("https://docs.aws.amazon.com/")
    assert date(2026, 1, 1) <= date.fromisoformat(group.date)
    assert group.confidence in {"high", "medium", "low"}


def test_names_are_unique_and_in_order() -> None:
    names = [group.name for group in groups()]
    assert names == sorted(set(names))


def test_what_the_guardrails_of_the_reference_rest_on_is_there() -> None:
    by_name = {group.name: group for group in groups()}
    assert by_name["guardduty-disassociate"].kind is Kind.RENAMED
    assert {"organizations:AcceptHandshake"} <= set(by_name["leave-organization"].actions)
    assert {"cloudtrail:PutInsightSelectors"} <= set(by_name["cloudtrail-trail"].actions)
    assert "ec2:RequestSpotInstances" in by_name["ec2-launch"].actions
    renamed = {group.name.partition("-")[0] for group in groups() if group.kind is Kind.RENAMED}
    assert renamed == {"guardduty", "macie2", "securityhub"}


def test_groups_are_found_by_the_service_of_their_triggers() -> None:
    found = groups_by_service()
    assert [group.name for group in found["organizations"]] == ["leave-organization"]
    assert "rolesanywhere" not in found
