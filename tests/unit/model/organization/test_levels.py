"""Accounts and nodes are found by name, id and path; the path to an account starts at the root."""

from __future__ import annotations

from datetime import date

import pytest

from guardrails.model.organization.levels import (
    close_accounts,
    every_account,
    find_account,
    find_node,
    members,
    path_name,
    path_to,
    places,
)
from guardrails.model.organization.tree import (
    Account,
    Mechanism,
    Node,
    NodeKind,
    Organization,
    PolicyException,
    Settings,
    Status,
)

DEV = Account("Dev", "222222222222")
PROD = Account("Prod", "333333333333")
LATER = Account("Later", status=Status.PLANNED)
GONE = Account("Gone", "444444444444", status=Status.SUSPENDED)
INNER = Node("Inner", accounts=(PROD,))
OTHER = Node("Other", ous=(Node("Inner", accounts=(GONE,)),), accounts=(LATER,))
ROOT = Node("Root", NodeKind.ROOT, ous=(Node("Workloads", ous=(INNER,), accounts=(DEV,)), OTHER))
ORGANIZATION = Organization("o", Account("Management", "111111111111"), ROOT)


def test_members_are_the_active_accounts_below_the_root() -> None:
    assert members(ORGANIZATION) == (DEV, PROD)
    assert members(ORGANIZATION, planned=True) == (DEV, PROD, LATER)
    assert len(every_account(ORGANIZATION)) == 5


def test_the_path_runs_from_the_root_to_the_account() -> None:
    assert [part.name for part in path_to(ORGANIZATION, PROD)] == ["Root", "Workloads", "Inner", "Prod"]
    assert path_to(ORGANIZATION, ORGANIZATION.management) == ()
    with pytest.raises(LookupError):
        path_to(ORGANIZATION, Account("Stranger", "999999999999"))


@pytest.mark.parametrize("name", ["Prod", "prod ", "333333333333"])
def test_an_account_is_found_by_name_or_id(name: str) -> None:
    assert find_account(ORGANIZATION, name) == PROD


@pytest.mark.parametrize("name", ["", " ", "Production", "33333333333"])
def test_nothing_is_found_for_anything_else(name: str) -> None:
    assert find_account(ORGANIZATION, name) is None


def test_a_mistyped_name_has_candidates() -> None:
    assert close_accounts(ORGANIZATION, "porod")[0] == "Prod"
    assert close_accounts(ORGANIZATION, "zzzz") == ()


def test_a_node_is_found_by_path_and_by_a_name_that_is_its_own() -> None:
    found = find_node(ORGANIZATION, "Workloads/Inner")
    assert found and found[-1] == INNER
    assert find_node(ORGANIZATION, "Inner") is None
    dev = find_node(ORGANIZATION, "dev")
    assert dev and dev[-1] == DEV


def test_every_place_has_its_own_path_name() -> None:
    names = [path_name(path) for path in places(ORGANIZATION)]
    assert names[0] == "Root" and "Other/Inner/Gone" in names and len(names) == len(set(names))


def test_settings_are_looked_up_by_path() -> None:
    settings = Settings({"a": {"b": ["x", 1], "n": 3, "t": True}, "s": "text"})
    assert settings.get("a.b") == ["x", 1] and settings.get("a.b.c") is None and settings.get("q") is None
    assert settings.texts("a.b") == ("x",) and settings.texts("s") == ()
    assert settings.number("a.n", 0) == 3 and settings.number("a.t", 0) == 0 and settings.text("s") == "text"


def test_an_exception_ends_after_its_day() -> None:
    exception = PolicyException("E", "p", Mechanism.ACCOUNT, date(2026, 12, 31))
    assert not exception.expired(date(2026, 12, 31)) and exception.expired(date(2027, 1, 1))
