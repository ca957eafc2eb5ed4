"""Projects: found or refused, never half used."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from guardrails.files.project import InvalidProject, library, load_project, locate
from guardrails.model.organization.levels import find_account
from tests.unit.files.build import GUARD, TODAY, good, read


def rules(findings: Any) -> list[str]:
    return [finding.rule for finding in findings]


def test_levels_run_from_the_root_to_the_account(tmp_path: Path) -> None:
    project = good(tmp_path)
    dev = find_account(project.organization, "dev")
    assert dev is not None
    levels = project.levels(dev)
    assert [(level.name, level.kind.value, [one.name for one in level.policies]) for level in levels] == [
        ("Root", "root", ["FullAWSAccess"]),
        ("Workloads", "ou", ["FullAWSAccess", "guard"]),
        ("Dev", "account", ["FullAWSAccess"]),
    ]
    assert [level.policies for level in project.rcp_levels(dev)] == [(), (), ()]
    assert project.levels(project.organization.management) == ()


@pytest.mark.parametrize("folder", ["", "examples/ml-platform", "examples/small-company"])
def test_what_we_ship_is_without_error(folder: str) -> None:
    from guardrails.files.rules.table import judge
    from guardrails.model.finding import Severity

    root = library() / folder if folder else library().parent
    project = load_project(root, TODAY)
    assert [one for one in judge(project, TODAY) if one.severity is Severity.ERROR] == []


def test_the_nearest_project_upward_wins_else_the_bundled_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert locate(None).bundled
    good(tmp_path)
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    assert locate(None) == (tmp_path, "scps/organization.yaml", False)


def test_a_dangling_link_is_not_replaced_by_the_bundled_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "scps").mkdir()
    (tmp_path / "scps" / "organization.yaml").symlink_to(tmp_path / "gone")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InvalidProject) as caught:
        load_project(None, TODAY)
    assert rules(caught.value.findings) == ["FILE-001"]


def test_a_given_root_without_a_project_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidProject):
        load_project(tmp_path, TODAY)


def test_a_link_out_of_the_project_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "project"
    root.mkdir()
    read(root)
    outside = tmp_path / "guard.json"
    (root / "scps" / "guard.json").rename(outside)
    (root / "scps" / "guard.json").symlink_to(outside)
    with pytest.raises(InvalidProject) as caught:
        load_project(root, TODAY)
    assert rules(caught.value.findings) == ["FILE-002"]


@pytest.mark.parametrize("file", ["../guard.json", "/etc/passwd", "scps/../../x.json", "c:\\x.json", "a\0b"])
def test_a_path_out_of_the_project_is_refused(tmp_path: Path, file: str) -> None:
    _, findings = read(tmp_path, lambda o: o["policies"]["guard"].update(file=file))
    assert "FILE-002" in rules(findings)


@pytest.mark.parametrize("library", ["../guard", "a/b", "/etc/passwd"])
def test_a_library_name_is_no_path(tmp_path: Path, library: str) -> None:
    _, findings = read(tmp_path, lambda o: o["policies"].update(guard={"library": library}))
    assert "FILE-002" in rules(findings)


@pytest.mark.parametrize("data", [b"\xef\xbb\xbfa: 1", "a: 1".encode("utf-16"), b"a: \xff", b"a: \xed\xa0\x80"])
def test_only_utf_8_is_read(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "organization.yaml").write_bytes(data)
    with pytest.raises(InvalidProject) as caught:
        load_project(tmp_path, TODAY)
    assert rules(caught.value.findings) == ["FILE-004"]


def test_huge_files_folders_and_pipes_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "organization.yaml"
    file.write_bytes(b"#" * 2_000_001)
    with pytest.raises(InvalidProject, match="larger"):
        load_project(tmp_path, TODAY)
    file.unlink()
    os.mkfifo(file)
    with pytest.raises(InvalidProject, match="not a regular file"):
        load_project(tmp_path, TODAY)
    file.unlink()
    file.mkdir()
    with pytest.raises(InvalidProject, match="not a regular file"):
        load_project(tmp_path, TODAY)


def test_all_problems_of_form_come_at_once_with_place_and_fix(tmp_path: Path) -> None:
    def change(organization: dict[str, Any]) -> None:
        organization["setings"] = {}
        del organization["metadata"]["name"]
        organization["management"]["id"] = 111111111111
        organization["root"]["ous"][0]["accounts"][0]["budget_usd"] = "100"

    project, findings = read(tmp_path, change)
    assert project is None
    assert sorted(rules(findings)) == ["FORM-001", "FORM-002", "FORM-003", "FORM-003"]
    assert all(one.location.span and one.help and one.location.file == "scps/organization.yaml" for one in findings)
    assert any("did you mean 'settings'" in one.help for one in findings)
    assert any('"111111111111"' in one.help for one in findings)


@pytest.mark.parametrize("text", ["[]", "1", "null", "{}", "text"])
def test_a_file_of_another_form_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "organization.yaml").write_text(text)
    with pytest.raises(InvalidProject):
        load_project(tmp_path, TODAY)


def test_unknown_names_are_refused_with_a_suggestion(tmp_path: Path) -> None:
    _, findings = read(tmp_path, lambda o: o["root"]["ous"][0].update(scps=["full-access", "gard"]))
    assert rules(findings) == ["REF-001"]
    assert "guard" in findings[0].help


def test_an_unusable_document_is_located_in_its_own_file(tmp_path: Path) -> None:
    _, findings = read(tmp_path, document='{"Version": "2012-10-17", // no\n "Statement": []}')
    assert "ORG-009" in rules(findings)
    assert all(one.location.file == "scps/guard.json" for one in findings if one.rule == "ORG-009")


def test_a_document_that_is_missing_is_located_where_it_is_named(tmp_path: Path) -> None:
    _, findings = read(tmp_path, lambda o: o["policies"]["guard"].update(file="scps/gone.json"))
    assert findings[0].location.file == "scps/organization.yaml" and findings[0].location.span


def test_templates_make_planned_accounts_until_they_have_ids(tmp_path: Path) -> None:
    def change(organization: dict[str, Any]) -> None:
        organization["root"]["ous"].append(
            {
                "name": "Teams",
                "teams": [{"template": "ml-team", "name": "f", "stages": ["dev", "prod"],
                           "ids": {"f-dev": "444444444444"},
                           "email": "aws+{account}@example.com"}],
                "accounts": [{"template": "sandbox", "people": ["ana"], "budget_usd": 50}],
            }
        )  # fmt: skip

    accounts = good(tmp_path, change).organization.root.ous[1].accounts
    assert [(one.name, one.id, one.status.value, one.env, one.connectivity) for one in accounts] == [
        ("f-dev", "444444444444", "active", "dev", "none"),
        ("f-prod", "", "planned", "prod", "corporate"),
        ("sandbox-ana", "", "planned", "sandbox", "none"),
    ]
    assert accounts[0].email == "aws+f-dev@example.com"


def test_a_template_that_is_unknown_or_misfilled_is_refused(tmp_path: Path) -> None:
    def change(organization: dict[str, Any]) -> None:
        organization["templates"] = {"odd": {"accounts": ["{who}"]}}
        organization["root"]["accounts"] = [
            {"template": "odd", "people": ["ana"], "ids": {"x": "444444444444"}},
            {"template": "none", "people": ["ana"]},
        ]

    _, findings = read(tmp_path, change)
    assert rules(findings)[:3] == ["REF-001"] * 3


def test_the_document_of_the_library_serves_a_project(tmp_path: Path) -> None:
    project = good(tmp_path, lambda o: o["policies"].update(ml={"library": "ml-guard", "draft": True}))
    assert project.documents["ml"].statements and project.files["ml"] == "scps/ml-guard.json"
    assert project.finals["guard"] != GUARD
