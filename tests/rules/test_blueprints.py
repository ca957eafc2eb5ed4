"""The account blueprints pass every rule of ours and of cfn-lint, for any account; a bad one does not."""

from __future__ import annotations

import re
from typing import Final

import pytest

from tests.rules.test_cfn_lint_rules import REPOSITORY, Said, lint

BLUEPRINTS: Final = REPOSITORY / "terraform" / "blueprints"
EVERY: Final = sorted(BLUEPRINTS.glob("*.yaml"))


def test_there_is_one_for_each_kind_of_account() -> None:
    assert [one.stem for one in EVERY] == ["corporate", "data", "ml-team", "sandbox"]


@pytest.mark.parametrize("account", ["", "Dev", "Prod"])
def test_blueprints_pass_all_rules_and_leave_nothing_open(account: str) -> None:
    assert lint(EVERY, account) == []


BAD: Final = [
    (
        "corporate",
        r"VpcId: !Ref Network\n      SubnetIds: ",
        "VpcId: vpc-0123456789abcdef0\n      SubnetIds: ",
        "Network",
    ),
    ("corporate", r"RetentionInDays: 90", "RetentionInDays: 30", "FlowLogGroup"),
    ("corporate", r"Connectivity: corporate", "Connectivity: none", "Attachment"),
    ("sandbox", r"t3\.large", "p4d.24xlarge", "ExperimentTemplate"),
    ("sandbox", r"\[IsDev, 14, 90\]", "[IsDev, 90, 14]", "FlowLogGroup"),
    ("data", r"BlockPublicPolicy: true", "BlockPublicPolicy: false", "Lake"),
    ("data", r"(AWS::KMS::Key\n)    DeletionPolicy: Retain\n", r"\1", "DataKey"),
    ("data", r"- Key: CreatedBy\n *Value: account-factory", "- Key: Other\n          Value: x", "Lake"),
    ("ml-team", r"AppNetworkAccessType: VpcOnly", "AppNetworkAccessType: PublicInternetOnly", "Studio"),
    ("ml-team", r"Path: /ml/", "Path: /guardrails/", "StudioRole"),
]
"""Blueprint, a piece of its text, what is written there instead, and the resource that is wrong then."""

IDS: Final = ["E9104", "E9103", "E9104", "E9105", "E9103", "E9107", "W9113", "E9102", "E9109", "W9114"]
"""The rule that says so; no other one of ours does."""


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Said]]:
    """What is said of each bad blueprint, by its place in the list."""
    folder = tmp_path_factory.mktemp("bad")
    for place, (name, pattern, by, _) in enumerate(BAD):
        text, count = re.subn(pattern, by, (BLUEPRINTS / f"{name}.yaml").read_text("utf-8"))
        assert count, pattern
        (folder / f"{place}.yaml").write_text(text, "utf-8")
    found: dict[str, list[Said]] = {}
    for one in lint(sorted(folder.glob("*.yaml"))):
        found.setdefault(one.file.stem, []).append(one)
    return found


@pytest.mark.parametrize("place", range(len(BAD)), ids=lambda place: f"{BAD[place][0]}-{IDS[place]}-{place}")
def test_a_bad_blueprint_is_refused(place: int, said: dict[str, list[Said]]) -> None:
    ours = [one for one in said[str(place)] if re.match("[EW]91", one.id)]
    assert {one.id for one in ours} == {IDS[place]}
    assert BAD[place][3] in {one.name for one in ours}


def test_blueprints_of_one_account_do_not_collide() -> None:
    """AWS takes a budget's name once, and one analyzer of the account in a Region."""
    texts = {one.stem: one.read_text("utf-8") for one in EVERY if one.stem != "sandbox"}
    budgets = [name for text in texts.values() for name in re.findall(r"BudgetName: (.*)", text)]
    assert len(set(budgets)) == len(budgets) == 3
    analyzer = r"Type: AWS::AccessAnalyzer::Analyzer\n    (Condition)?"
    assert [re.findall(analyzer, texts[name]) for name in ("corporate", "data", "ml-team")] == [
        [""],
        ["Condition"],
        ["Condition"],
    ]


def test_nothing_is_made_before_aws_would_take_it() -> None:
    """A route needs an accepted attachment; a bucket's logs need the policy of their bucket."""
    corporate = (BLUEPRINTS / "corporate.yaml").read_text("utf-8")
    assert "Type: AWS::EC2::Route\n    Condition: IsAttached\n" in corporate
    for name in ("data", "ml-team"):
        for bucket in re.split(r"\n  (?=\w+:\n)", (BLUEPRINTS / f"{name}.yaml").read_text("utf-8")):
            assert "LoggingConfiguration" not in bucket or "DependsOn: AccessLogsPolicy\n" in bucket
