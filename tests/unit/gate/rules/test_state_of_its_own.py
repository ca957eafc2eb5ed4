"""Objects in two states, and keys of states that are read."""

from __future__ import annotations

from typing import Any

import pytest

from guardrails.gate.remote_states import words_of
from guardrails.gate.rules.state_of_its_own import check
from guardrails.model.organization.levels import find_account
from guardrails.model.organization.tree import Account
from guardrails.model.plan.plan import Plan
from tests.unit.gate.building import configured, made, organization, row
from tests.unit.gate.rules.judging import judged, said

STATE = "data.terraform_remote_state.network"
GROUP = "aws_security_group.a"


def account(name: str) -> Account:
    found = find_account(organization(), name)
    assert found is not None
    return found


def held(address: str, arn: str = "arn:aws:sqs:us-east-1:222222222222:jobs", **more: Any) -> dict[str, Any]:
    values = {"arn": arn, "id": arn}
    return row(address, "no-op", before=values, after=values, **more)


def reading(key: str, bucket: str = "mm-terraform-state") -> Plan:
    data = row(STATE, "read", mode="data", after={"config": {"bucket": bucket, "key": key}})
    using = row(GROUP, after={"vpc_id": "vpc-1"})
    refers = {"vpc_id": f"{STATE}.outputs.vpc_id"}
    return made(using, {**data, "type": "terraform_remote_state"}, configuration=configured((GROUP, refers)))


def test_two_plans_with_one_object_are_found() -> None:
    other = made(held("aws_sqs_queue.other"))
    (one,) = judged(check, [held("aws_sqs_queue.jobs")], "Dev", siblings=((other, account("Dev")),))
    assert one.address == "aws_sqs_queue.jobs" and "aws_sqs_queue.other" in one.message


@pytest.mark.parametrize(
    "rows",
    [
        [held("aws_sqs_queue.jobs", "arn:aws:sqs:us-east-1:222222222222:results")],
        [held("aws_sqs_queue.jobs", importing={"id": "jobs"})],
        [row("aws_sqs_queue.jobs", "forget", before={"arn": "arn:aws:sqs:us-east-1:222222222222:jobs"})],
    ],
)
def test_other_objects_and_those_that_change_hands_are_fine(rows: list[dict[str, Any]]) -> None:
    other = made(held("aws_sqs_queue.other"))
    assert judged(check, rows, "Dev", siblings=((other, account("Dev")),)) == []


@pytest.mark.parametrize(
    ("id", "found"), [("sg-0123456789abcdef0", 1), ("vpc-1a2b3c4d", 1), ("default", 0), ("jobs", 0)]
)
def test_ids_that_aws_made_count_within_one_account(id: str, found: int) -> None:
    def named(address: str) -> Plan:
        return made(row(address, "no-op", before={"id": id}, after={"id": id}))

    mine, theirs = named("aws_vpc_dhcp_options.a"), named("aws_vpc_dhcp_options.b")
    assert judged(check, mine, "Dev", siblings=((theirs, account("Prod")),)) == []
    assert len(judged(check, mine, "Dev", siblings=((theirs, account("Dev")),))) == found


def test_the_same_plan_twice_is_one_plan() -> None:
    plan = made(held("aws_sqs_queue.jobs"))
    assert judged(check, plan, "Dev", siblings=((plan, account("Dev")),)) == []


def test_a_key_that_fits_is_fine() -> None:
    assert judged(check, reading("networking/Dev/dev/terraform.tfstate"), "Dev") == []


@pytest.mark.parametrize(
    ("key", "found", "expected"),
    [
        ("networking/Prod/dev/terraform.tfstate", "dev", "prod"),
        ("networking/Nobody/dev/terraform.tfstate", "Nobody", "an account"),
        ("networking.tfstate", "networking.tfstate", "{module}/{account}/{env}/terraform.tfstate"),
    ],
)
def test_a_key_that_does_not_is_found_where_it_is_used(key: str, found: str, expected: str) -> None:
    (one,) = judged(check, reading(key), "Dev")
    assert (one.address, one.attribute, one.found, one.expected) == (GROUP, "vpc_id", found, expected)


def test_without_a_user_it_is_found_at_the_data_source() -> None:
    data = row(STATE, "read", mode="data", after={"config": {"key": "networking/Prod/dev/terraform.tfstate"}})
    assert said(judged(check, [{**data, "type": "terraform_remote_state"}], "Dev")) == {(STATE, "error")}


def test_keys_of_other_buckets_are_their_own_matter() -> None:
    assert judged(check, reading("networking.tfstate", "another-state"), "Dev") == []


def test_the_words_of_a_key_are_read() -> None:
    words = {"module": "networking", "account": "Prod", "env": "prod"}
    assert words_of("./x/networking/Prod/prod/terraform.tfstate", organization()) == words
    assert words_of("networking/prod.tfstate", organization()) == {}
