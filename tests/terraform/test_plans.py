"""The committed plans are what the real provider makes today, and hold nothing of the machine that made them."""

from __future__ import annotations

import importlib
import re
import sys
from typing import Any

import pytest

from tests.terraform.plan_reading import FIXTURES, PLANS, plan_of

# The scripts are programs, not a package; they find each other beside themselves.
sys.path.append(str(FIXTURES.parents[2] / "scripts"))
building: Any = importlib.import_module("build_plans")
texts: Any = importlib.import_module("plan_text")

SOURCES = {source.name: source for source in (*building.fixture_sources(), *building.live_sources())}
FOLDER = re.compile(r"/(?:home|Users|root|tmp|private|var/folders)/|\b[A-Z]:\\")


@pytest.mark.parametrize("name", SOURCES)
def test_a_plan_is_what_the_provider_makes_today(attached: str, name: str) -> None:
    """The provider that runs serves one plan at a time, so roots with one provider block may share it."""
    one = building.build(SOURCES[name], attached)
    assert one.text is not None, one.problem
    committed = (PLANS / f"{name}.json").read_text("utf-8")
    differing = [
        (old[:200], new[:200])
        for old, new in zip(committed.splitlines(), one.text.splitlines(), strict=False)
        if old != new
    ]
    assert committed == one.text, f"make plans; {len(differing)} lines differ, the first: {differing[:1]}"


def test_each_root_has_its_plan_and_each_plan_its_root() -> None:
    assert {file.stem for file in PLANS.glob("*.json")} == set(SOURCES)


@pytest.mark.parametrize("name", [name for name, source in SOURCES.items() if not source.is_live])
def test_no_fixture_was_edited_after_it_was_planned(name: str) -> None:
    assert building.digests().get(name) == SOURCES[name].digest, "make plans"


@pytest.mark.parametrize("name", SOURCES)
def test_a_plan_names_nothing_of_a_machine(name: str) -> None:
    text = (PLANS / f"{name}.json").read_text("utf-8")
    assert not [word for word in texts.machine_words() if word in text]
    assert not FOLDER.findall(text), "a folder of a machine, maybe of another one than this"
    assert "timestamp" not in plan_of(name)
    keys = plan_of(name)["configuration"]["provider_config"]
    for provider in keys.values():
        for secret in ("access_key", "secret_key", "token"):
            given = provider.get("expressions", {}).get(secret, {}).get("constant_value", "mock")
            assert given == "mock" or given.endswith("MOCK")


@pytest.mark.parametrize("name", [name for name, source in SOURCES.items() if source.is_live])
def test_a_plan_of_a_live_root_is_whole_and_makes_everything_anew(name: str) -> None:
    plan = plan_of(name)
    assert (plan["applyable"], plan["complete"], plan["errored"]) == (True, True, False)
    assert {tuple(row["change"]["actions"]) for row in plan["resource_changes"]} <= {("create",), ("read",)}
    assert {row["status"] for row in plan.get("checks", ())} <= {"pass", "unknown"}


def test_the_large_plans_are_of_the_sizes_that_benchmarks_name() -> None:
    assert [22 * copies for copies in building.COPIES] == [2112, 6600]
    assert len(plan_of("scale")["resource_changes"]) == 22


def test_two_roots_never_share_a_state() -> None:
    keys = [
        line.partition("=")[2].strip()
        for source in SOURCES.values()
        if source.is_live
        for line in (source.folder / "backend.hcl").read_text("utf-8").splitlines()
        if line.startswith("key")
    ]
    assert len(keys) == len(set(keys)) == sum(source.is_live for source in SOURCES.values())
