"""`guardrails requests`: what it prints, what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result
from syrupy.assertion import SnapshotAssertion

import guardrails.renderers
from guardrails import cli

PLANS = Path(__file__).parents[2] / "terraform" / "plans"
SCHEMA = json.loads(
    (Path(guardrails.renderers.__file__).parent / "schemas" / "requests.schema.json").read_text("utf-8")
)


def run(*arguments: str, given: bytes | None = None) -> Result:
    return CliRunner().invoke(cli.group, ["requests", *arguments], input=given)


def plan(name: str) -> str:
    return str(PLANS / f"{name}.json")


def told(*arguments: str) -> list[dict[str, Any]]:
    result = run(*arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    jsonschema.validate(document, SCHEMA)
    return [one for each in document["plans"] for one in each["requests"]]


@pytest.mark.parametrize("name", ["eks-node-groups", "destroy", "unknown-tags", "generated-names", "not-aws"])
def test_fixtures(name: str, snapshot: SnapshotAssertion) -> None:
    result = run(plan(name), "--account", "222222222222")
    assert result.exit_code == 0
    assert result.stdout == snapshot


def test_json_of_several_plans() -> None:
    found = told(plan("destroy"), plan("moved"))
    assert {one["action"] for one in found} >= {"ec2:DeleteVpc", "logs:PutRetentionPolicy"}


def test_standard_input() -> None:
    result = run("-", "--format", "json", given=(PLANS / "destroy.json").read_bytes())
    assert result.exit_code == 0
    assert json.loads(result.stdout)["plans"][0]["file"] == "-"


def test_addresses() -> None:
    found = told(plan("eks-node-groups"), "--address", 'aws_eks_node_group.by_type["*"]')
    assert {one["address"] for one in found} == {
        'aws_eks_node_group.by_type["at_cap"]',
        'aws_eks_node_group.by_type["over_cap"]',
    }
    none = run(plan("eks-node-groups"), "--address", "aws_nothing.*")
    assert none.exit_code == 2 and "no change of the plan" in none.stderr


def test_the_users_place_counts_where_the_plan_says_nothing() -> None:
    found = told(plan("generated-names"), "--account", "222222222222")
    assert {one["account"] for one in found} == {"222222222222"}
    assert {one["account"] for one in told(plan("generated-names"))} == {None}


def test_sources_show_what_locals_mean() -> None:
    folder = PLANS.parent / "fixtures" / "references"
    found = told(plan("references"), "--source", str(folder))
    (one,) = (one for one in found if one["address"] == "aws_s3_bucket_public_access_block.loc")
    assert one["resource"] == "arn:aws:s3:::mm-dev-use1-loc" and "resource" not in one["unknown"]


def test_an_account_may_be_named() -> None:
    named, numbered = (told(plan("public-exposure"), "--account", one) for one in ("Prod", "333333333333"))
    assert named == numbered
    assert any(":333333333333:" in one["resource"] for one in named)


def test_reads() -> None:
    assert not [one for one in told(plan("reads-during-apply")) if one["step"] == "read"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--account", "Nobody"], "is no account of organization"),
        (["--account", "Security"], "has no id yet"),
        (["--region", "eu-west-9"], "no such Region"),
        (["--source", "/no/such/folder"], "no folder with *.tf files"),
    ],
)
def test_wrong_usage(arguments: list[str], words: str) -> None:
    result = run(plan("destroy"), *arguments)
    assert result.exit_code == 2 and words in result.stderr


@pytest.mark.parametrize("content", [b"", b"{}", b"not json", b'{"format_version":"1.2"', b"[]"])
def test_what_is_no_plan_is_not_decided(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_bytes(content)
    result = run(str(file))
    assert result.exit_code == 3
    assert str(file) in result.stderr and not result.stdout


def test_a_missing_file_is_not_decided(tmp_path: Path) -> None:
    assert run(str(tmp_path / "none.json")).exit_code == 3


def test_no_secret_is_printed() -> None:
    result = run(plan("sensitive-values"))
    raw = (PLANS / "sensitive-values.json").read_text("utf-8").lower()
    assert "canary" in raw
    assert "canary" not in result.output.lower()
