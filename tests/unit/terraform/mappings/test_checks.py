"""What `scripts/build_mappings.py` accepts: every mistake that a row can hold is told; the committed rows hold none."""

from __future__ import annotations

import copy
import json
import sys
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).parents[4]
# The scripts are programs, not a package; they find each other beside themselves.
sys.path.append(str(PROJECT / "scripts"))

import build_mappings  # noqa: E402
import mapping_checks  # noqa: E402
import mapping_schema  # noqa: E402
from recorded_actions import changes, iam_action, recorded_actions  # noqa: E402

VOLUME: dict[str, Any] = {
    "create": [
        {
            "action": "ec2:CreateVolume",
            "tags": "tags_all",
            "tag_action": "ec2:CreateTags",
            "res": {"volume": {"ctx": {"ec2:VolumeType": "type"}}, "snapshot": {"vars": {"SnapshotId": "snapshot_id"}}},
        }
    ],
    "update": [{"action": "ec2:ModifyVolume", "changed": ["size"], "res": {"volume": {"vars": {"VolumeId": "id"}}}}],
    "delete": [{"action": "ec2:DeleteVolume", "res": {"volume": {"vars": {"VolumeId": "id"}}}}],
}


def known() -> mapping_checks.Known:
    generated = json.loads(build_mappings.GENERATED.read_text("utf-8"))["types"]
    return mapping_checks.Known(mapping_schema.committed(), generated, recorded_actions())


KNOWN = known()


def told(row: dict[str, Any], name: str = "aws_ebs_volume") -> str:
    """Return what is said of one type's rows, without the explanations that other types need."""
    return "\n".join(line for line in mapping_checks.problems({name: row}, KNOWN) if not line.startswith("EXPLAINED"))


def test_a_right_row_is_accepted() -> None:
    assert told(VOLUME) == ""


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("create", 0, "action"), "ec2:MakeVolume", "the catalog has no action of this name"),
        (("create", 0, "action"), "ec2:createvolume", "the catalog has no action of this name"),
        (("create", 0, "action"), "ec2:CreateSnapshot", "neither the provider's binary nor a recorded apply"),
        (("create", 0, "res", "bucket"), {}, "bucket: the action has snapshot"),
        (("create", 0, "res", "*"), {}, "*: the action has snapshot"),
        (("create", 0, "res"), {}, "no resource"),
        (("create", 0, "res", "volume", "ctx"), {"ec2:InstanceType": "type"}, "ec2:InstanceType is no key of it"),
        (("create", 0, "res", "volume", "ctx"), {"ec2:VolumeType": "kind"}, "there is no attribute 'kind'"),
        (("create", 0, "res", "volume", "ctx"), {"ec2:VolumeType": "type|kind"}, "there is no attribute 'kind'"),
        (("create", 0, "res", "volume", "ctx"), {"ec2:VolumeType": "type+kind"}, "there is no attribute 'kind'"),
        (("create", 0, "res", "volume", "ctx"), {"ec2:VolumeType": "type.kind"}, "there is no attribute 'type.kind'"),
        (("create", 0, "res", "snapshot", "vars"), {"VolumeId": "id"}, "VolumeId is no variable of"),
        (("create", 0, "res", "snapshot", "when"), "id", "when is no field of a resource"),
        (("create", 0, "if"), "kind==x", "there is no attribute 'kind'"),
        (("create", 0, "tag_action"), "ec2:SetTags", "the catalog has no ec2:SetTags"),
        (("create", 0, "tags"), "labels", "there is no attribute 'labels'"),
        (("create", 0, "pass"), {"role": "ec2.amazonaws.com"}, "there is no attribute 'role'"),
        (("create", 0, "by"), "me", "`by` or `p` has an unknown value"),
        (("create", 0, "p"), "perhaps", "`by` or `p` has an unknown value"),
        (("create", 0, "changed"), ["size"], "`changed` stands outside of update"),
        (("create", 0, "on"), "x", "on is no field of a request"),
        (("update", 0, "changed"), ["mass"], "there is no attribute 'mass'"),
        (("modify",), [], "modify is no field of a type"),
    ],
)
def test_a_mistake_is_told(path: tuple[Any, ...], value: Any, said: str) -> None:
    row = copy.deepcopy(VOLUME)
    at: Any = row
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    assert said in told(row)


def test_a_type_that_the_provider_does_not_know_is_told() -> None:
    assert "the provider's schema has no such type" in told(VOLUME, "aws_ebs_tape")


def test_an_explanation_without_its_problem_is_told() -> None:
    assert all(line.startswith("EXPLAINED has") for line in mapping_checks.problems({}, KNOWN))
    assert len(mapping_checks.problems({}, KNOWN)) == len(mapping_checks.EXPLAINED)


def test_the_committed_rows_are_right_and_compiled(capsys: pytest.CaptureFixture[str]) -> None:
    assert build_mappings.main(["--check"]) == 0
    assert capsys.readouterr().err == ""


def test_a_stale_table_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stale = tmp_path / "mappings.json"
    stale.write_text("{}", "utf-8")
    monkeypatch.setattr(build_mappings, "COMPILED", stale)
    assert build_mappings.main(["--check"]) == 1
    assert "mappings.json is stale" in capsys.readouterr().err
    assert stale.read_text("utf-8") == "{}"


def test_a_type_in_two_files_is_refused(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text("aws_ebs_volume: {delete: []}\n", "utf-8")
    with pytest.raises(build_mappings.MappingsError, match="stands in another file"):
        build_mappings.read_sources(tmp_path)


def test_updates_of_tags_follow_from_the_tags_of_the_creation() -> None:
    found = build_mappings.expanded({"aws_ebs_volume": VOLUME})["aws_ebs_volume"]["update"]
    on = {"volume": {"vars": {"VolumeId": "id"}}}
    assert found[1:] == [
        {"action": "ec2:CreateTags", "changed": ["tags_all"], "tags": "tags_all", "res": on},
        {"action": "ec2:DeleteTags", "changed": ["tags_all"], "untags": "tags_all", "res": on},
    ]
    assert build_mappings.expanded({"x": VOLUME | {"retag": False}})["x"]["update"] == VOLUME["update"]


@pytest.mark.parametrize(
    ("tag", "untag"),
    [
        ("iam:TagRole", "iam:UntagRole"),
        ("rds:AddTagsToResource", "rds:RemoveTagsFromResource"),
        ("autoscaling:CreateOrUpdateTags", "autoscaling:DeleteTags"),
        ("cloudtrail:AddTags", "cloudtrail:RemoveTags"),
        ("sagemaker:AddTags", "sagemaker:DeleteTags"),
    ],
)
def test_each_tagging_action_has_its_opposite(tag: str, untag: str) -> None:
    assert build_mappings._untagging(tag) == untag


def test_calls_that_only_read_are_told_from_those_that_change() -> None:
    assert [changes(f"ec2:{name}") for name in ("DescribeVpcs", "GetConsoleOutput", "RunInstances")] == [
        False,
        False,
        True,
    ]
    assert (
        iam_action("aws_s3_bucket_public_access_block", "s3:DeletePublicAccessBlock") == "s3:PutBucketPublicAccessBlock"
    )
    assert (
        iam_action("aws_s3_account_public_access_block", "s3:PutPublicAccessBlock") == "s3:PutAccountPublicAccessBlock"
    )
    assert iam_action("aws_x", "nobody:Knows") == "nobody:Knows"
