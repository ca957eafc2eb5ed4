"""Real applies: each root applies to an emulated AWS, has nothing to do afterwards, and is destroyed whole."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from guardrails.rehearsal.cycle import Life, live
from guardrails.rehearsal.server import Server, emulated_aws

REPOSITORY = Path(__file__).parents[2]
MODULES = REPOSITORY / "terraform" / "modules"
ROOTS = {
    # The slowest first: an S3 lifecycle configuration alone takes the provider 55 seconds.
    "security-services": MODULES / "security-services/examples/complete",
    "bootstrap": MODULES / "bootstrap/examples/complete",
    "account-baseline": MODULES / "account-baseline/examples/complete",
    "network": MODULES / "network/examples/complete",
    "organization": REPOSITORY / "terraform/live/management/organization",
    "backup": MODULES / "backup/examples/complete",
    "identity": MODULES / "identity/examples/complete",
    "service-catalog": MODULES / "service-catalog/examples/complete",
    "transit-network": MODULES / "transit-network/examples/minimal",
    # It makes what security-baseline and account-baseline make, in an account of its own.
    "account-factory": MODULES / "account-factory/examples/complete",
    "networking": MODULES / "networking/examples/complete",
    "cost-management": MODULES / "cost-management/examples/complete",
}
AT_ONCE = 8
# A live root makes a baseline in the account that it has just made by assuming that account's role; the example cannot.
MORE = {
    "account-factory": """
provider "aws" {
  alias = "account"
  assume_role {
    role_arn = module.account.access_role_arn
  }
}
"""
}


@pytest.fixture(scope="module")
def aws(plugins: Path) -> Iterator[Server]:
    """One emulated AWS for all roots; each root has an account of its own."""
    with emulated_aws() as server:
        yield server


@pytest.fixture(scope="module")
def lives(aws: Server, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Life]:
    """What came of each root, all at the same time: nearly all the time is waiting."""

    scratch = tmp_path_factory.mktemp("lives")

    def one(name: str, account: str) -> Life:
        return live(ROOTS[name], scratch / name, aws, account, MORE.get(name, ""))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        running = {name: pool.submit(one, name, f"{600000000000 + at}") for at, name in enumerate(ROOTS)}
        return {name: life.result() for name, life in running.items()}


@pytest.mark.parametrize("name", ROOTS)
def test_a_root_applies_stays_as_it_is_and_is_destroyed(name: str, lives: dict[str, Life]) -> None:
    life = lives[name]
    made = [event for event in life.applied.events if event.get("type") == "apply_complete"]
    assert life.problem == ""
    assert made, "nothing was applied"


def test_every_call_was_understood_and_answered(aws: Server, lives: dict[str, Life]) -> None:
    assert {one.problem for one in aws.calls if one.call is None} == set()
    assert {one.call.name for one in aws.calls if one.call and one.by == "nobody"} == set()
