"""The plans beside the fixtures of the Checkov checks are what the real provider makes of them today."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from guardrails.rehearsal.provider import shared_provider
from tests.rules.fixtures import REPOSITORY, Root, roots
from tests.terraform.conftest import plugins as plugins  # the same rule: CI needs Terraform, a desk may lack it

# The scripts are programs, not a package; they find each other beside themselves.
sys.path.append(str(REPOSITORY / "scripts"))
building: Any = importlib.import_module("build_rule_plans")


@pytest.fixture(scope="module")
def attached(plugins: Path) -> Iterator[str]:
    """One running provider for all roots."""
    with shared_provider(plugins) as value:
        yield value


@pytest.mark.parametrize("root", roots(), ids=lambda one: one.name)
def test_a_plan_stands_beside_its_root(root: Root) -> None:
    noted = root.folder / building.MADE_FROM
    assert root.plan.is_file() and noted.is_file(), "run `make plans`"
    assert noted.read_text("utf-8").strip() == building.digest(root.folder), (
        "the root was edited since: run `make plans`"
    )


@pytest.mark.parametrize("root", roots(), ids=lambda one: one.name)
def test_a_plan_is_what_the_provider_makes_today(root: Root, attached: str) -> None:
    assert root.plan.read_text("utf-8") == building.planned(root.folder, attached)
