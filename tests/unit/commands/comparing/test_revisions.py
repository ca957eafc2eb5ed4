"""Revisions: what is read of a repository, and that nothing of it is run, followed or fetched."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import yaml

from guardrails.commands.comparing import git as reading
from tests.unit.commands.comparing.projects import (
    DOCUMENTS,
    commit,
    diff,
    fake,
    git,
    more_regions,
    organization,
    repository,
    write,
)


@pytest.fixture(autouse=True)
def faked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guardrails.prover.comparing.compare", fake)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project two folders below the top of a repository with two tags, `one` and `two`; we stand in it."""
    top = repository(tmp_path / "repository")
    folder = top / "infra" / "guard rails"
    write(folder)
    commit(top, "one")
    write(folder, more_regions())
    commit(top, "two")
    monkeypatch.chdir(folder)
    return folder


CHANGED = "regions at Work: Regions changed"


def test_two_revisions_of_a_project_in_a_subfolder(project: Path) -> None:
    for words in (("one", "two"), ("one..two",), ("one..",), ("HEAD~1", "HEAD"), ("one...two",), ("one",)):
        result = diff(*words)
        assert CHANGED in result.stdout, (words, result.stderr)
    assert "no change (same policies)" in diff("two").stdout


@pytest.mark.parametrize("below", ["scps", "scps/tests"])
def test_the_project_is_found_upward_and_by_root(below: str, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / below).mkdir(exist_ok=True)
    monkeypatch.chdir(project / below)
    assert CHANGED in diff("one..two").stdout
    monkeypatch.chdir(project.parent)
    assert diff("one..two").exit_code == 2
    assert CHANGED in diff("one..two", "--root", project).stdout
    monkeypatch.chdir("/")
    assert CHANGED in diff("one..two", "--root", project).stdout


def test_a_revision_and_a_folder(project: Path) -> None:
    assert "no change (same policies)" in diff("two", ".").stdout
    assert CHANGED in diff("one", project).stdout


def test_a_path_wins_over_a_branch_of_that_name(project: Path) -> None:
    git(project, "branch", "scps", "one")
    assert "no change (same policies)" in diff("scps", ".").stdout
    assert CHANGED in diff("refs/heads/scps", ".").stdout


def test_what_is_not_committed_does_not_count(project: Path) -> None:
    write(project, no_users=DOCUMENTS["no-users"] | {"Id": "other"})
    assert "no change" not in diff("two").stdout.splitlines()[-1]
    assert "no-users" not in diff("one..two").stdout


def test_nothing_is_left_behind(project: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in project.parents[1].rglob("*")}
    left = set(Path(os.environ.get("TMPDIR", "/tmp")).glob("guardrails-*"))
    diff("one..two")
    assert {path: path.stat().st_mtime_ns for path in project.parents[1].rglob("*")} == before
    assert set(Path(os.environ.get("TMPDIR", "/tmp")).glob("guardrails-*")) <= left


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nothing",), "neither a file or folder here nor a revision"),
        (("one..nothing",), "nothing: neither"),
        (("--", "-x"), "does not start with a hyphen"),
        (("--", "one..--output=x"), "does not start with a hyphen"),
        (("one:infra", "two"), "neither a file or folder here nor a revision"),
    ],
)
def test_what_is_no_revision(words: tuple[str, ...], said: str, project: Path) -> None:
    result = diff(*words)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_branch_of_the_remote_is_suggested(project: Path) -> None:
    git(project, "update-ref", "refs/remotes/origin/release", "one")
    assert "did you mean origin/release?" in diff("release").stderr


def test_outside_of_a_repository(tmp_path: Path) -> None:
    result = diff("main..HEAD", "--root", write(tmp_path / "p"))
    assert result.exit_code == 2
    assert "is in no git repository" in result.stderr


def test_a_shallow_clone_says_so(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{project.parents[1]}", str(clone))
    monkeypatch.chdir(clone / "infra" / "guard rails")
    result = diff("HEAD~1..HEAD")
    assert result.exit_code == 2
    assert "shallow: fetch the history first" in result.stderr


def test_a_partial_clone_fetches_nothing(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(project, "config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    url = f"file://{project.parents[1]}"
    git(tmp_path, "clone", "-q", "--no-checkout", "--filter=blob:none", url, str(clone))
    (clone / "infra" / "guard rails").mkdir(parents=True)
    monkeypatch.chdir(clone / "infra" / "guard rails")
    result = diff("one..two")
    assert result.exit_code == 3, result
    assert "fetch the whole history first" in result.stderr or "git cat-file" in result.stderr


def test_no_git(project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = diff("one..two")
    assert result.exit_code == 2
    assert "need the program git" in result.stderr


def test_a_git_that_hangs_ends_the_run(project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\nexec sleep 5\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setattr(reading, "LONGEST", 0.2)
    assert diff("one..two").exit_code == 3


def test_the_environment_of_a_hook_does_not_lead_elsewhere(
    project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "nowhere"))
    assert CHANGED in diff("one..two").stdout


def test_attributes_of_the_repository_do_not_change_what_is_read(project: Path) -> None:
    """`git archive` would leave files out and put commit ids into others."""
    (project / ".gitattributes").write_text("scps/** export-ignore export-subst ident filter=evil\n")
    git(project, "config", "filter.evil.smudge", "touch /tmp/guardrails-evil; cat")
    commit(project, "three")
    assert "no change (same policies)" in diff("two..three").stdout
    assert not Path("/tmp/guardrails-evil").exists()


def test_a_revision_without_a_project(project: Path) -> None:
    git(project, "checkout", "-q", "--orphan", "empty")
    git(project, "rm", "-rqf", ".")
    commit(project.parents[1], "none")
    result = diff("none..two", "--root", project.parents[1])
    assert result.exit_code == 2
    assert "none:" in result.stderr


def test_documents_elsewhere_in_the_project_are_read(project: Path) -> None:
    moved = organization()
    moved["policies"]["no-users"]["file"] = "policies/deep/users.json"
    write(project, moved)
    (project / "policies" / "deep").mkdir(parents=True)
    (project / "policies" / "deep" / "users.json").write_text(json.dumps(DOCUMENTS["no-users"]))
    commit(project, "three")
    assert "no change (same policies)" in diff("one..three").stdout


def test_an_organization_file_at_the_top_of_its_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = repository(tmp_path / "flat")
    flat = organization()
    for slug in ("no-users", "regions"):
        flat["policies"][slug]["file"] = f"{slug}.json"
        (folder / f"{slug}.json").write_text(json.dumps(DOCUMENTS[slug]))
    (folder / "organization.yaml").write_text(yaml.safe_dump(flat))
    commit(folder, "one")
    flat["settings"]["allowed_regions"] = ["eu-west-1"]
    (folder / "organization.yaml").write_text(yaml.safe_dump(flat))
    commit(folder, "two")
    monkeypatch.chdir(folder)
    assert CHANGED in diff("one..two").stdout
    assert CHANGED in diff("one").stdout


def test_links_are_followed_inside_of_the_project_only(project: Path, tmp_path: Path) -> None:
    (project / "shared").mkdir()
    file = project / "scps" / "no-users.json"
    file.rename(project / "shared" / "users.json")
    file.symlink_to("../shared/users.json")
    commit(project, "inside")
    assert "no change (same policies)" in diff("two..inside").stdout
    outside = tmp_path / "secret.json"
    outside.write_text(json.dumps(DOCUMENTS["no-users"]))
    file.unlink()
    file.symlink_to(outside)
    commit(project, "outside")
    result = diff("two..outside")
    assert result.exit_code == 2
    assert "leads outside" in result.stderr


def test_a_broken_side_is_named_by_its_revision(project: Path) -> None:
    (project / "scps" / "organization.yaml").write_text("kind: [")
    commit(project, "broken")
    result = diff("two..broken")
    assert result.exit_code == 2
    assert result.stderr.startswith("error: broken: scps/organization.yaml:")


def test_documents_of_a_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = repository(tmp_path / "documents")
    (folder / "policies").mkdir()
    file = folder / "policies" / "no-users.json"
    file.write_text(json.dumps(DOCUMENTS["no-users"]))
    commit(folder, "one")
    file.write_text(json.dumps(DOCUMENTS["no-users"]).replace("CreateUser", "*"))
    commit(folder, "two")
    monkeypatch.chdir(folder)
    assert "changed  no-users: Users changed" in diff("one..two", "--root", "policies").stdout
    assert diff("one..two").exit_code == 2
