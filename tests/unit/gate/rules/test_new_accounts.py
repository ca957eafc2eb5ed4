"""What a new account arrives with."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from guardrails.gate.rules.new_accounts import check
from guardrails.model.organization.levels import find_account
from guardrails.model.organization.tree import Node
from guardrails.model.plan.plan import Plan
from tests.unit.gate.building import committed, inspect, made, organization, row

ADDRESS = "aws_organizations_account.a"
IN_OU = {"parent_id": "ou-ab12-workload1"}


def account(name: str, actions: str = "create", **after: Any) -> dict[str, Any]:
    return row(ADDRESS, actions, after={"name": name, "email": "a@example.com", **after})


def found(what: Plan, *siblings: Plan) -> list[str]:
    dev = find_account(organization(), "Dev")
    assert dev
    return [one.message for one in check(inspect(what, "Management", siblings=tuple((one, dev) for one in siblings)))]


def test_an_account_in_the_root_misses_the_policies_of_its_ou() -> None:
    assert found(made(account("Prod"))) == [
        "the account is made without `parent_id`, so outside of Workloads and its policies"
    ]
    assert not found(made(account("Prod", **IN_OU)))


def test_an_account_on_whose_way_no_policy_stands_is_bound_by_nothing() -> None:
    bare = replace(organization(), root=_bare(organization().root))
    inspection = replace(inspect(made(account("Prod", **IN_OU)), "Management"), organization=bare)
    assert [one.message for one in check(inspection)] == ["the account is made without any policy that would bind it"]


def test_an_account_whose_name_is_hidden_may_lack_something() -> None:
    hidden = row(ADDRESS, after={**IN_OU, "name": "Prod"}, after_sensitive={"name": True})
    assert [one.undecided for one in check(inspect(made(hidden), "Management"))] == [True]


def _bare(node: Node) -> Node:
    """Return a node without policies but AWS's own, down to the accounts."""
    accounts = tuple(replace(one, scps=("FullAWSAccess",)) for one in node.accounts)
    return replace(node, scps=("FullAWSAccess",), accounts=accounts, ous=tuple(map(_bare, node.ous)))


def test_an_account_that_the_file_does_not_know_lacks_everything() -> None:
    (message,) = found(made(account("Lab", **IN_OU)))
    assert "an entry in the organization file" in message
    assert "a budget" in message


def test_a_budget_in_a_plan_of_the_run_counts() -> None:
    budget = made(row("aws_budgets_budget.lab", after={"name": "MM-Lab-monthly"}))
    (message,) = found(made(account("Lab", **IN_OU)), budget)
    assert "budget" not in message


def test_accounts_that_are_there_already_are_not_asked() -> None:
    assert not found(made(account("Lab", "update", **IN_OU)))


def test_the_live_root_and_the_fixture() -> None:
    assert not found(committed("live-management-organization"))
    assert len(found(committed("organization-services"))) == 1
