"""The account blueprints pass every rule of ours and of cfn-lint, for any account; a bad one does not."""

from __future__ import annotations

import re
from pathlib import Path
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


def changed(folder: Path, name: str, pattern: str, by: str) -> list[Said]:
    """What is said of a blueprint in which a piece of text is replaced."""
    text, count = re.subn(pattern, by, (BLUEPRINTS / f"{name}.yaml").read_text("utf-8"), flags=re.DOTALL)
    assert count, pattern
    file = folder / f"{name}.yaml"
    file.write_text(text, "utf-8")
    return lint([file])


@pytest.mark.parametrize(
    ("name", "pattern", "by", "id", "where"),
    [
        ("corporate", r"VpcId: !Ref Network\n      SubnetIds: ", "VpcId: vpc-0\n      SubnetIds: ", "E9104", "Network"),
        ("corporate", r"RetentionInDays: 90", "RetentionInDays: 30", "E9103", "FlowLogGroup"),
        ("corporate", r"Connectivity: corporate", "Connectivity: none", "E9104", "Attachment"),
        ("sandbox", r"t3\.large", "p4d.24xlarge", "E9105", "ExperimentTemplate"),
        ("sandbox", r"\[IsDev, 14, 90\]", "[IsDev, 90, 14]", "E9103", "FlowLogGroup"),
        ("data", r"BlockPublicPolicy: true", "BlockPublicPolicy: false", "E9107", "Lake"),
        ("data", r"(AWS::KMS::Key\n)    DeletionPolicy: Retain\n", r"\1", "W9113", "DataKey"),
        ("data", r"- Key: CreatedBy\n *Value: account-factory", "- Key: Other\n          Value: x", "E9102", "Lake"),
        ("ml-team", r"AppNetworkAccessType: VpcOnly", "AppNetworkAccessType: PublicInternetOnly", "E9109", "Studio"),
        ("ml-team", r"Path: /ml/", "Path: /guardrails/", "W9114", "StudioRole"),
    ],
)
def test_a_bad_blueprint_is_refused(tmp_path: Path, name: str, pattern: str, by: str, id: str, where: str) -> None:
    found = changed(tmp_path, name, pattern, by)
    assert (id, where) in {(one.id, one.name) for one in found}
    assert {one.id for one in found if not one.id.startswith("I")} == {id}
