"""`guardrails render --tfvars`: what it writes, what it will not overwrite, and what `--check` and `check` say."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from guardrails.cli import run
from tests.unit.files.terraform_values.live import ROOTS, write

Said = pytest.CaptureFixture[str]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Our own organization with empty folders of its live roots."""
    write(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def root(project: Path, name: str = "dev/networking") -> Path:
    return project / "terraform" / "live" / name


def test_every_root_gets_its_values_and_its_backend(project: Path, capsys: Said) -> None:
    assert run(["render", "--tfvars", "--check"]) == 1
    assert capsys.readouterr().out.count(" is missing; run guardrails render --tfvars") == 2 * len(ROOTS)
    assert run(["render", "--tfvars"]) == 0
    assert "15 live roots" in capsys.readouterr().out
    values = json.loads((root(project) / "guardrails.auto.tfvars.json").read_text())
    assert values["vpcs"]["home"]["cidr"] == "10.1.0.0/16"
    assert list(values) == sorted(values)
    assert 'bucket         = "mm-terraform-state"\n' in (root(project) / "backend.hcl").read_text()
    assert run(["render", "--tfvars", "--check"]) == 0
    assert not (project / "scps" / "rendered").exists(), "documents are written by render alone"


def test_a_second_run_touches_nothing(project: Path) -> None:
    assert run(["render", "--tfvars"]) == 0
    file = root(project) / "backend.hcl"
    before = file.stat().st_mtime_ns
    assert run(["render", "--tfvars"]) == 0
    assert file.stat().st_mtime_ns == before


@pytest.mark.parametrize("name", ["guardrails.auto.tfvars.json", "backend.hcl"])
def test_stale_values_are_named(name: str, project: Path, capsys: Said) -> None:
    assert run(["render", "--tfvars"]) == 0
    (root(project) / name).write_text("{}")
    assert run(["render", "--tfvars", "--check"]) == 1
    said = capsys.readouterr().out
    assert f"dev/networking/{name} is not what the organization file says now" in said
    assert said.count("run guardrails render --tfvars") == 1
    assert run(["check"]) == 1
    assert "FILE-005" in capsys.readouterr().out
    assert run(["render", "--tfvars"]) == 0
    assert run(["check"]) == 0


def test_findings_name_files_by_the_paths_of_the_project(project: Path, capsys: Said) -> None:
    assert run(["render"]) == 0
    (project / "scps" / "rendered" / "gpu-cap.json").unlink()
    capsys.readouterr()
    assert run(["check"]) == 1
    said = capsys.readouterr().out
    assert "rendered-current: scps/rendered/gpu-cap.json is missing" in said
    assert "rendered-current: terraform/live/dev/networking/backend.hcl is missing" in said
    assert str(project) not in said


@pytest.mark.parametrize("name", ["terraform.tfvars", "mine.auto.tfvars", "z.auto.tfvars.json", "other.hcl"])
def test_values_from_elsewhere_are_named(name: str, project: Path, capsys: Said) -> None:
    assert run(["render", "--tfvars"]) == 0
    (root(project) / name).write_text("")
    assert run(["render", "--tfvars", "--check"]) == 1
    assert f"dev/networking/{name} does not come from the organization file" in capsys.readouterr().out
    assert run(["check"]) == 1


@pytest.mark.parametrize("name", ["guardrails.auto.tfvars.json", "backend.hcl"])
def test_a_link_is_not_written_through(name: str, project: Path, tmp_path: Path, capsys: Said) -> None:
    kept = tmp_path / "kept"
    kept.write_text("as it was")
    (root(project) / name).symlink_to(kept)
    assert run(["render", "--tfvars"]) == 2
    assert "is a link" in capsys.readouterr().err
    assert kept.read_text() == "as it was"
    assert run(["render", "--tfvars", "--check"]) == 1


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("staging/networking", "is of no account with an id"),
        ("security/networking", "is of no account with an id"),
        ("dev/netwroking", "is no root that is known"),
    ],
)
def test_a_folder_of_no_account_or_module_is_refused(folder: str, said: str, project: Path, capsys: Said) -> None:
    root(project, folder).mkdir(parents=True)
    assert run(["render", "--tfvars"]) == 2
    assert said in capsys.readouterr().err
    assert run(["render", "--tfvars", "--check"]) == 2
    assert run(["check"]) == 1
    assert said in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "said"),
    [("DEV.", "'Dev' and 'DEV.' would share the folder dev"), ("--", "'--' gives no name for a folder")],
)
def test_accounts_need_folders_of_their_own(name: str, said: str, project: Path, capsys: Said) -> None:
    file = project / "scps" / "organization.yaml"
    file.write_text(file.read_text("utf-8").replace("name: Prod\n", f'name: "{name}"\n'), "utf-8")
    assert run(["render", "--tfvars"]) == 2
    assert said in capsys.readouterr().err


def test_a_root_behind_a_link_is_refused(project: Path, tmp_path: Path, capsys: Said) -> None:
    (tmp_path / "elsewhere").mkdir()
    root(project, "dev/backup").rmdir()
    root(project, "dev/backup").symlink_to(tmp_path / "elsewhere")
    assert run(["render", "--tfvars"]) == 2
    assert "is a link" in capsys.readouterr().err


def test_live_roots_behind_a_link_are_refused(project: Path, tmp_path: Path, capsys: Said) -> None:
    live = project / "terraform" / "live"
    live.rename(tmp_path / "elsewhere")
    live.symlink_to(tmp_path / "elsewhere")
    assert run(["render", "--tfvars"]) == 2
    assert "terraform/live is a link" in capsys.readouterr().err
    assert not list((tmp_path / "elsewhere").rglob("*.hcl"))


def test_hidden_folders_and_files_beside_roots_are_none_of_ours(project: Path) -> None:
    (project / "terraform" / "live" / ".terraform").mkdir()
    (root(project) / ".terraform").mkdir()
    (root(project) / ".terraform.lock.hcl").write_text("")
    (project / "terraform" / "live" / "README.md").write_text("")
    assert run(["render", "--tfvars"]) == 0
    assert run(["render", "--tfvars", "--check"]) == 0


def test_a_value_that_the_file_lacks_is_named_with_its_place(project: Path, capsys: Said) -> None:
    file = project / "scps" / "organization.yaml"
    file.write_text(file.read_text().replace("  time_zone: America/New_York\n", ""))
    assert run(["render", "--tfvars"]) == 2
    said = capsys.readouterr().err
    assert "scps/organization.yaml" in said and "settings.time_zone is not in the organization file" in said
    assert "terraform/live/dev/networking needs it" in said
    assert not (root(project) / "backend.hcl").exists(), "all or nothing"
    assert run(["check"]) == 1
    assert "settings.time_zone" in capsys.readouterr().out


def test_without_roots_there_is_nothing_to_render(project: Path, capsys: Said) -> None:
    shutil.rmtree(project / "terraform")
    assert run(["render", "--tfvars"]) == 2
    assert "holds no root" in capsys.readouterr().err
    assert run(["check"]) == 0


@pytest.mark.parametrize("more", [["--packed"], ["-o", "out"]])
def test_it_goes_with_no_option_for_documents(more: list[str], project: Path, capsys: Said) -> None:
    assert run(["render", "--tfvars", *more]) == 2
    assert "--tfvars and --rules go with nothing but --check" in capsys.readouterr().err


def test_the_bundled_organization_has_no_roots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["render", "--tfvars"]) == 2
    assert "no live roots" in capsys.readouterr().err
