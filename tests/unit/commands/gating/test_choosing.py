"""For which account a plan is: what the user says, else what all providers of the plan say."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from guardrails.commands.gating.choosing import Target, target_of
from guardrails.commands.outcomes import Misused
from guardrails.model.plan.change import Change
from guardrails.model.plan.plan import Placement
from guardrails.model.plan.values import UNKNOWN, Mark
from tests.unit.gate.building import made, organization, row

DEV, PROD = "222222222222", "333333333333"
PLAN = made(row("aws_vpc.a", after={}), row("aws_vpc.b", after={}), row("aws_vpc.c", "no-op", before={}, after={}))


@dataclass(frozen=True)
class Places:
    """Accounts of the changes, in the order of the plan."""

    accounts: tuple[str | Mark, ...]

    def of(self, change: Change) -> Placement:
        return Placement(self.accounts[change.position], UNKNOWN, UNKNOWN)


def target(*accounts: str | Mark, account: str = "", environment: str = "") -> Target:
    return target_of(PLAN, Places(accounts), organization(), account, environment, "")


def test_the_one_account_of_all_that_is_written_is_meant() -> None:
    chosen = target(DEV, UNKNOWN, "999999999999")
    assert (chosen.account.name, chosen.environment, chosen.caller) == ("Dev", "dev", "pipeline_apply")
    assert chosen.notes == ("account Dev: the plan's providers say so",)
    assert target(DEV, DEV, DEV, account="Prod").account.name == "Prod"


@pytest.mark.parametrize(
    ("accounts", "words"),
    [
        ((UNKNOWN, UNKNOWN), "the plan does not say it"),
        ((DEV, PROD), f"its providers name several: {DEV}, {PROD}"),
        (("999999999999", UNKNOWN), "work in account 999999999999, which is none of"),
    ],
)
def test_an_account_is_never_guessed(accounts: tuple[str | Mark, str | Mark], words: str) -> None:
    with pytest.raises(Misused) as refused:
        target(*accounts, UNKNOWN)
    assert words in str(refused.value)


def test_an_environment_that_no_account_has_is_refused() -> None:
    assert target(DEV, DEV, DEV, environment="prod").environment == "prod"
    with pytest.raises(Misused) as refused:
        target(DEV, DEV, DEV, environment="prd")
    assert "there are" in str(refused.value)
