"""The access matrix, in both directions."""

from __future__ import annotations

from typing import Any

import pytest

from guardrails.files.project import load_project
from guardrails.gate.access import Grant, matrix_of
from guardrails.gate.rules.access_matrix import check
from tests.unit.gate.building import REPOSITORY, TODAY, configured, made, organization, row
from tests.unit.gate.rules.judging import judged, said

ACCOUNTS = {"Management": "111111111111", "Dev": "222222222222", "Prod": "333333333333"}
AUDITORS = [("Auditors", "ReadOnlyAccess", one) for one in ACCOUNTS]


def assigned(
    group: str, permission_set: str, account: str, actions: str = "no-op", kind: str = "GROUP"
) -> dict[str, Any]:
    key = f"{group}/{permission_set}/{account}"
    values = {
        "principal_id": f"id-of-{group}",
        "principal_type": kind,
        "permission_set_arn": f"arn:aws:sso:::permissionSet/{permission_set}",
        "target_id": ACCOUNTS[account],
    }
    after = None if actions == "delete" else values
    return {**row(f'aws_ssoadmin_account_assignment.this["{key}"]', actions, before=values, after=after), "index": key}


def held() -> list[dict[str, Any]]:
    """The groups and sets that the state knows, with their ids."""
    rows = [
        row(f'aws_identitystore_group.this["{one}"]', "no-op", before=values, after=values)
        for one in ("Auditors",)
        for values in [{"display_name": one, "group_id": f"id-of-{one}"}]
    ]
    for one in ("ReadOnlyAccess", "AdministratorAccess"):
        values = {"name": one, "arn": f"arn:aws:sso:::permissionSet/{one}"}
        rows.append(row(f'aws_ssoadmin_permission_set.this["{one}"]', "no-op", before=values, after=values))
    return rows


def test_the_matrix_has_every_cell_of_the_file() -> None:
    matrix = matrix_of(organization())
    assert len(matrix) == 7
    assert Grant("Developers", "DeveloperAccess", "222222222222") in matrix
    assert Grant("Developers", "DeveloperAccess", "333333333333") not in matrix


def test_ous_become_their_accounts_and_teams_bring_groups() -> None:
    platform = load_project(REPOSITORY / "scps" / "examples" / "ml-platform", TODAY).organization
    groups = {one.group for one in matrix_of(platform)}
    assert any(one.startswith("forecasting-") for one in groups)


def test_what_the_file_says_is_fine() -> None:
    assert judged(check, [*held(), *(assigned(*one) for one in AUDITORS)], "Management") == []


def test_an_assignment_that_the_file_does_not_name_is_found() -> None:
    extra = assigned("Auditors", "AdministratorAccess", "Prod", "create")
    (one,) = judged(check, [*held(), *(assigned(*one) for one in AUDITORS), extra], "Management")
    assert one.address == extra["address"]
    assert one.found == "Auditors get AdministratorAccess on Prod"


def test_one_that_is_missing_is_found_at_its_group() -> None:
    (one,) = judged(check, [*held(), *(assigned(*one) for one in AUDITORS[:2])], "Management")
    assert one.address == 'aws_identitystore_group.this["Auditors"]'
    assert one.expected == "Auditors get ReadOnlyAccess on Prod"


def test_a_group_whose_name_is_hidden_may_lack_some() -> None:
    group = row("aws_identitystore_group.new", after={}, after_unknown={"display_name": True})
    rows = [*held(), *(assigned(*one) for one in AUDITORS)]
    assert judged(check, rows, "Management") == []
    assert said(judged(check, [*rows, group], "Management")) == {("aws_identitystore_group.new", "undecided")}


def test_one_that_goes_away_is_missing() -> None:
    rows = [*(assigned(*one) for one in AUDITORS[:2]), assigned(*AUDITORS[2], "delete")]
    assert said(judged(check, [*held(), *rows], "Management")) == {
        ('aws_identitystore_group.this["Auditors"]', "error")
    }


def test_what_the_file_does_not_name_may_go() -> None:
    extra = assigned("Auditors", "AdministratorAccess", "Prod", "delete")
    assert judged(check, [*held(), *(assigned(*one) for one in AUDITORS), extra], "Management") == []


def test_groups_of_other_roots_may_be_missing() -> None:
    assert judged(check, [*held(), *(assigned(*one) for one in AUDITORS)], "Management") == []


def test_a_user_is_in_no_file() -> None:
    user = assigned("Auditors", "ReadOnlyAccess", "Prod", "create", kind="USER")
    found = judged(
        check,
        [*held(), *(assigned(*one) for one in AUDITORS), {**user, "address": f"{user['address']}x"}],
        "Management",
    )
    assert [one.found for one in found] == ["a single user"]


def test_names_in_the_key_stand_in_for_what_is_unknown() -> None:
    new = assigned("Developers", "AdministratorAccess", "Prod", "create")
    new["change"] |= {
        "after": {"target_id": ACCOUNTS["Prod"]},
        "after_unknown": {"principal_id": True, "permission_set_arn": True},
    }
    (one, *_) = judged(check, [new], "Management")
    assert one.found == "Developers get AdministratorAccess on Prod"


@pytest.mark.parametrize("known", [True, False])
def test_without_any_name_it_is_undecided_and_so_is_what_is_missing(known: bool) -> None:
    address = "aws_ssoadmin_account_assignment.one"
    after = {"target_id": ACCOUNTS["Prod"]}
    unknown = {"principal_id": True, "permission_set_arn": True}
    if known:
        after |= {"principal_id": "unheard-of", "permission_set_arn": "arn:aws:sso:::permissionSet/unheard-of"}
        unknown = {}
    plan = made(
        *held(),
        row(address, after=after, after_unknown=unknown),
        configuration=configured((address, {"principal_id": "var.group", "permission_set_arn": "var.set"})),
    )
    assert said(judged(check, plan, "Management")) == {(address, "undecided")}


def test_plans_without_assignments_are_not_judged() -> None:
    assert judged(check, held(), "Management") == []
