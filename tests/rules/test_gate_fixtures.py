"""The gate with Checkov on the fixtures: what their descriptions call wrong of our checks is found at its address."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from guardrails.cli import run
from guardrails.commands.gating.asking_checkov import ask_checkov
from guardrails.commands.outcomes import Undecided
from guardrails.commands.scanning.findings import Scanned, Target
from guardrails.commands.scanning.options import ScanOptions
from guardrails.commands.scanning.selection import checkov_rules, tools_of
from guardrails.commands.scanning.starting import start
from guardrails.files.project import load_project
from guardrails.renderers.formats import GATE_FORMATS
from guardrails.runners.cache import VARIABLE
from guardrails.terraform.reading.plan_file import read_plan
from tests.rules.fixtures import REPOSITORY, checkov_python

TERRAFORM = REPOSITORY / "tests" / "terraform"
TOLD: dict[str, dict[str, Any]] = {
    file.parent.name: told
    for file in sorted((TERRAFORM / "fixtures").glob("*/fixture.yaml"))
    if not (told := yaml.safe_load(file.read_text("utf-8"))).get("refuse")
}
SECRETS = {name: [*told.get("secrets", []), *told.get("absent", [])] for name, told in TOLD.items()}
TOOLS = tools_of(load_project(REPOSITORY, date(2026, 11, 21)))
OURS = {id for id in checkov_rules(TOOLS) if id.startswith("CKV_LZ_")}

NO_MODELS = "CKV_LZ_027 judges stores of models; for every bucket, CKV2_AWS_6 asks for a public access block"
UNSEEN = {
    ("aws_backup_vault.misplaced", "CKV_LZ_003"): "a plan, as Checkov reads it, does not say which provider makes what",
    ('aws_s3_bucket.fe["a"]', "CKV_LZ_027"): NO_MODELS,
    ('aws_s3_bucket.fe["c"]', "CKV_LZ_027"): NO_MODELS,
    ("aws_s3_bucket.ct[0]", "CKV_LZ_027"): NO_MODELS,
    ("module.mc[0].aws_s3_bucket.this", "CKV_LZ_027"): NO_MODELS,
}
"""Pairs that our checks do not find in a plan, and why."""

Pairs = set[tuple[str, str]]


@pytest.fixture(scope="module")
def scans() -> dict[str, Scanned]:
    """What Checkov says of the plan of each fixture, by one worker, with our checks alone."""
    patch = pytest.MonkeyPatch()
    patch.setenv(VARIABLE, "0")
    project = load_project(REPOSITORY, date(2026, 11, 21))
    plans = {name: read_plan(TERRAFORM / "plans" / f"{name}.json") for name in TOLD}
    found = {}
    with start(project, ScanOptions(checkov_python=checkov_python()), sorted(OURS)) as scanning:
        for name, plan in plans.items():
            scanning.submit(name, plan, TOLD[name]["account"])
        for name, plan in plans.items():
            target = Target(TOLD[name]["env"], TOLD[name]["account"])
            try:
                found[name] = ask_checkov(scanning.result(name), plan, TOOLS, target, OURS, ())
            except Undecided as failed:  # the tests of this fixture say so, those of the others go on
                found[name] = Scanned((), notes=(failed.message,))
    patch.undo()
    return found


def named(name: str, key: str) -> Pairs:
    """Pairs of address and check that a description names, of the checks that there are."""
    rows: list[dict[str, Any]] = TOLD[name].get(key) or []
    pairs = {(_address(name, row, rule), rule) for row in rows for rule in row.get("rules", ()) if rule in OURS}
    return pairs - UNSEEN.keys()


def _address(name: str, row: dict[str, Any], rule: str) -> str:
    """The address where a check reports: CKV_LZ_004 says of a provider, once, what is wrong with its Region."""
    if rule != "CKV_LZ_004" or row.get("attribute") != "configuration.provider.region":
        return str(row["address"])
    change = read_plan(TERRAFORM / "plans" / f"{name}.json").by_address[row["address"]]
    return change.provider_key if "." in change.provider_key else f"{change.provider_key}.default"


@pytest.mark.parametrize("name", TOLD)
def test_what_is_wrong_in_a_fixture_is_found_at_its_address(name: str, scans: dict[str, Scanned]) -> None:
    assert not [note for note in scans[name].notes if note.startswith("error:")]
    found = {(one.address, one.rule) for one in scans[name].findings if not one.undecided}
    assert sorted(named(name, "wrong") - found) == []


@pytest.mark.parametrize("name", TOLD)
def test_what_nobody_can_tell_of_a_fixture_is_undecided(name: str, scans: dict[str, Scanned]) -> None:
    found = {(one.address, one.rule) for one in scans[name].findings if one.undecided}
    assert sorted(named(name, "undecided") - found) == []


def test_every_check_that_a_description_names_is_one_of_ours() -> None:
    rows = [row for told in TOLD.values() for key in ("wrong", "undecided") for row in told.get(key) or ()]
    ids = {rule for row in rows for rule in row.get("rules", ()) if rule.startswith("CKV_LZ_")}
    assert len(ids & OURS) > 10
    assert sorted(ids - OURS) == []


def test_every_finding_is_about_a_resource_of_its_plan(scans: dict[str, Scanned]) -> None:
    for name, one in scans.items():
        plan = read_plan(TERRAFORM / "plans" / f"{name}.json")
        addresses = {change.address for change in plan.changes} | {f"aws.{key}" for key in ("default",)}
        strange = {finding.address for finding in one.findings if not finding.address.startswith("aws.")} - addresses
        assert strange == set(), name


@pytest.mark.parametrize("name", [name for name, words in SECRETS.items() if words])
def test_no_format_holds_a_secret_of_a_fixture(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GUARDRAILS_CHECKOV", "1")
    monkeypatch.setenv("GUARDRAILS_CHECKOV_PYTHON", str(checkov_python()))
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    files = [word for each in GATE_FORMATS for word in ("--output", f"{each}={tmp_path / each}")]
    plan = TERRAFORM / "plans" / f"{name}.json"
    words = [
        "--root",
        str(REPOSITORY),
        "--account",
        TOLD[name]["account"],
        "--source",
        str(TERRAFORM / "fixtures" / name),
    ]
    assert run(["gate", str(plan), *words, "--write-baseline", str(tmp_path / "known"), *files]) in (0, 1, 3)
    said = capsys.readouterr()
    there = {file.name: file.read_text("utf-8") for file in tmp_path.rglob("*") if file.is_file()}
    assert sum(file.endswith(".json") for file in there) == 1
    assert any(rule["rule"].startswith("CKV_") for rule in json.loads(there["json"])["plans"][0]["baselined"])
    texts = {**there, "stdout": said.out, "stderr": said.err}
    assert [(place, word) for place, text in texts.items() for word in SECRETS[name] if word in text] == []
