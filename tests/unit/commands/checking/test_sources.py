"""Which roots are looked at for the paths that were named, and for which account each is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guardrails.commands.checking.sources import Root, scope_of, with_accounts
from guardrails.files.project import load_project, locate
from guardrails.model.report import FileStatus
from tests.unit.commands.checking.landing_zone import TODAY, put_call, put_project, put_vpc


@pytest.fixture
def zone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two live roots, a module that nobody calls, and a folder without anything to look at."""
    put_vpc(put_project(tmp_path) / "terraform/modules/alone")
    (tmp_path / "terraform/empty").mkdir()
    (tmp_path / "terraform/empty/outputs.tf").write_text('output "x" {\n  value = 1\n}\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def looked_at(*paths: str) -> list[str]:
    scope = scope_of([Path(path) for path in paths], locate(None))
    return [one.relative_to(Path.cwd()).as_posix() for one in scope.roots]


DEV, PROD, ALONE = "terraform/live/dev/networking", "terraform/live/prod/networking", "terraform/modules/alone"


@pytest.mark.parametrize(
    ("paths", "roots"),
    [
        (["terraform"], [DEV, PROD, ALONE]),
        ([DEV], [DEV]),
        (["terraform/modules/network"], ["terraform/modules/network"]),
        ([f"{DEV}/main.tf"], [DEV]),
        (["terraform/modules/network/main.tf"], [DEV, PROD]),
        (["terraform/modules/addresses/main.tf", f"{ALONE}/main.tf"], [DEV, PROD, ALONE]),
        ([f"{PROD}/guardrails.auto.tfvars.json"], [PROD]),
        ([f"{PROD}/other.tfvars", DEV], [DEV, PROD]),
        (["terraform/empty"], []),
        (["scps"], []),
        (["scps/organization.yaml"], []),
        (["nowhere", "nowhere.tf"], []),
    ],
    ids=" ".join,
)
def test_roots_for_paths(zone: Path, paths: list[str], roots: list[str]) -> None:
    assert looked_at(*paths) == roots


def test_the_whole_project_is_what_holds_every_live_root(zone: Path) -> None:
    here = locate(None)
    assert scope_of([Path("terraform")], here).whole
    assert scope_of([Path("terraform/live")], here).whole
    assert not scope_of([Path(DEV)], here).whole
    assert not scope_of([Path("terraform/modules")], here).whole
    assert not scope_of([Path("terraform")], None).whole


def test_without_a_project_the_repository_is_where_callers_are_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    put_vpc(tmp_path / "modules/network")
    put_call(tmp_path / "dev", "../modules/network")
    monkeypatch.chdir(tmp_path / "modules/network")
    assert scope_of([Path("main.tf")], None).roots == (tmp_path / "dev",)


def test_accounts_come_from_the_place_then_from_the_values(zone: Path) -> None:
    put_call(zone / "stacks/a", "../../terraform/modules/network")
    put_call(zone / "stacks/b", "../../terraform/modules/network")
    put_call(zone / "stacks/c", "../../terraform/modules/network")
    (zone / "stacks/a/terraform.tfvars").write_text('  account_id = "333333333333"\n', "utf-8")
    (zone / "stacks/a/z.auto.tfvars").write_text('name = "no account"\n', "utf-8")
    (zone / "stacks/b/terraform.tfvars").write_text('account_id = "333333333333"\n', "utf-8")
    (zone / "stacks/b/x.auto.tfvars.json").write_text(json.dumps({"account_id": "222222222222"}), "utf-8")
    (zone / "stacks/c/x.auto.tfvars.json").write_text('{"account_id": ', "utf-8")
    here, organization = locate(None), load_project(None, TODAY).organization
    scope = scope_of([Path("stacks"), Path(DEV)], here)
    assert with_accounts(scope, here, organization, "") == (
        Root("stacks/a", zone / "stacks/a", "333333333333"),
        Root("stacks/b", zone / "stacks/b", "222222222222"),
        Root("stacks/c", zone / "stacks/c", ""),
        Root(DEV, zone / DEV, "222222222222"),
    )
    assert {one.account for one in with_accounts(scope, here, organization, "444444444444")} == {"444444444444"}


def test_a_file_of_a_module_that_cannot_be_read_is_named(zone: Path) -> None:
    (zone / "terraform/modules/network/bad.tf").write_bytes(b"\xff\xfe\xfa")
    (file,) = scope_of([Path(DEV)], locate(None)).unreadable
    assert (file.file, file.status) == ("terraform/modules/network/bad.tf", FileStatus.UNREADABLE)
    assert "not UTF-8" in file.reason
