"""The first rules of the organization file find what they are for, at a place, with a help; the others have cases."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from guardrails.files.rules.table import RULES, judge
from guardrails.model.finding import Severity
from guardrails.model.source import show_pointer
from tests.unit.files.build import EXCEPTION, GUARD, TODAY, good, read, with_exception
from tests.unit.files.test_rule_cases import FOLDER


def workloads(organization: dict[str, Any]) -> dict[str, Any]:
    ou: dict[str, Any] = organization["root"]["ous"][0]
    return ou


def account(organization: dict[str, Any]) -> dict[str, Any]:
    one: dict[str, Any] = workloads(organization)["accounts"][0]
    return one


def deep(organization: dict[str, Any]) -> None:
    node = workloads(organization)
    for name in "abcde":
        node["ous"] = [{"name": name}]
        node = node["ous"][0]


def many(organization: dict[str, Any]) -> None:
    slugs = [f"g{at}" for at in range(10)]
    organization["policies"] |= {slug: {"library": "ml-guard"} for slug in slugs}
    workloads(organization)["scps"] = ["full-access", *slugs, "guard"]


CASES = [
    ("ORG-001", lambda o: o["management"].update(scps=["full-access"])),
    ("ORG-001", lambda o: account(o).update(env="mgmt")),
    ("ORG-002", lambda o: o["management"].update(allowed_services=["iam", "sagemaker"])),
    ("ORG-003", lambda o: account(o).update(id="22222222222")),
    ("ORG-003", lambda o: account(o).update(id="333333333333")),
    ("ORG-003", lambda o: account(o).update(id="٢٢٢٢٢٢٢٢٢٢٢٢")),
    ("ORG-003", lambda o: account(o).pop("id")),
    ("ORG-003", lambda o: account(o).update(status="planned")),
    ("ORG-004", lambda o: account(o).update(env="production")),
    ("ORG-005", lambda o: workloads(o).update(scps=["guard"])),
    ("ORG-005", lambda o: account(o).update(scps=[])),
    ("ORG-006", lambda o: account(o).update(email="nobody")),
    ("ORG-006", lambda o: account(o).update(email="P@EXAMPLE.com")),
    ("ORG-006", lambda o: account(o).update(email="a" * 60 + "@example.com")),
    ("ORG-006", lambda o: account(o).pop("email")),
    ("ORG-007", deep),
    ("ORG-007", lambda o: o["root"]["ous"].append({"name": "workloads"})),
    ("ORG-007", lambda o: account(o).update(name="PROD")),
    ("ORG-008", many),
    ("ORG-010", lambda o: workloads(o).update(scps=["full-access"])),
    ("ORG-010", lambda o: o["policies"]["guard"].update(draft=True)),
    ("ORG-022", with_exception(approved_by="Platform")),
    ("ORG-022", with_exception(reason=" ")),
    ("ORG-022", with_exception(alternative_considered=" ")),
]


@pytest.mark.parametrize(("rule", "change"), CASES)
def test_the_rule_finds_it(tmp_path: Path, rule: str, change: Any) -> None:
    project, _ = read(tmp_path, change)
    assert project is not None
    found = [one for one in judge(project, TODAY) if one.rule == rule]
    assert found and all(one.location.span and one.help for one in found)


def test_one_account_cannot_be_two_environments(tmp_path: Path) -> None:
    """A1, D16: neither by two values of `env`, nor by two accounts with one id."""
    both, findings = read(tmp_path, lambda o: account(o).update(env=["dev", "prod"]))
    assert both is None
    assert [(one.severity, show_pointer(one.location.pointer)) for one in findings] == [
        (Severity.ERROR, "/root/ous/0/accounts/0/env")
    ]
    shared, _ = read(tmp_path, lambda o: account(o).update(id="333333333333"))
    assert shared is not None
    (found,) = [one for one in judge(shared, TODAY) if one.rule == "ORG-003"]
    assert "Dev" in found.message and "Prod" in found.message


def test_staging_is_an_environment_of_its_own(tmp_path: Path) -> None:
    """D4."""
    project = good(tmp_path, lambda o: account(o).update(env="staging"))
    assert [one.env for one in project.organization.root.ous[0].accounts] == ["staging", "prod"]
    assert judge(project, TODAY) == ()


@pytest.mark.parametrize("left_out", ["alternative_considered", "owner", "expires"])
def test_an_exception_says_what_else_was_considered_who_owns_it_and_when_it_ends(tmp_path: Path, left_out: str) -> None:
    """D9, E25."""
    lacking = {key: value for key, value in EXCEPTION.items() if key != left_out}
    project, findings = read(tmp_path, lambda o: o.update(exceptions=[lacking]))
    assert project is None
    assert any(left_out in one.message for one in findings if one.severity is Severity.ERROR)


def test_a_good_project_breaks_no_rule(tmp_path: Path) -> None:
    assert judge(good(tmp_path), TODAY) == ()


def test_the_size_after_substitution_counts(tmp_path: Path) -> None:
    document = copy.deepcopy(GUARD)
    names = [f"arn:aws:s3:::bucket-{at:04}" for at in range(500)]
    project = good(tmp_path, lambda o: o["policies"]["guard"]["params"].update(buckets=names), document)
    assert [one.rule for one in judge(project, TODAY)] == ["ORG-009"]


def test_every_rule_has_its_row_in_the_table_and_a_case() -> None:
    ids = [rule.id for rule, _ in RULES]
    assert ids == sorted(set(ids))
    in_files = {rule.id for rule, _ in RULES if (FOLDER / f"{rule.slug}.yaml").exists()}
    assert {rule for rule, _ in CASES} | {"ORG-009"} | in_files == set(ids)
