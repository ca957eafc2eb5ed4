"""Changes as people make them, compared by the prover; each call that it shows is asked of both sides by `simulate`."""

from __future__ import annotations

import io
import json
import shlex
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from guardrails.cli import run
from tests.unit.commands.comparing.projects import diff, more_regions, organization, write

Documents = Mapping[str, Any]


def statement(action: object, sid: str = "S", **more: object) -> dict[str, Any]:
    return {"Sid": sid, "Effect": "Deny", "Action": action, "Resource": "*", **more}


def document(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


SSE = {"StringNotEquals": {"s3:x-amz-server-side-encryption": ["aws:kms"]}}
GUARD = {"Null": {"s3:x-amz-server-side-encryption": "false"}}


def _same() -> tuple[Any, Documents, Documents]:
    """A statement is split in two, reordered, and spelled otherwise."""
    before = document(statement(["iam:CreateUser", "iam:CreateAccessKey"]))
    after = document(statement("IAM:CreateAccessKey", "B"), statement(["iam:createuser"], "A"))
    return organization(), {"no_users": before}, {"no_users": after}


def _region() -> tuple[Any, Documents, Documents]:
    return more_regions(), {}, {}


def _guard() -> tuple[Any, Documents, Documents]:
    before = document(statement("s3:PutObject", Condition=SSE | GUARD))
    return organization(), {"no_users": before}, {"no_users": document(statement("s3:PutObject", Condition=SSE))}


def _moved() -> tuple[Any, Documents, Documents]:
    changed = organization()
    work, lab = changed["root"]["ous"]
    lab["accounts"].append(work["accounts"].pop())
    return changed, {}, {}


def _exempt() -> tuple[Any, Documents, Documents]:
    changed = organization()
    changed["policies"]["no-users"]["exempt"] = ["pipeline_apply"]
    spared = {"ArnNotLike": {"aws:PrincipalArn": ["{{pipeline_apply}}"]}}
    return changed, {}, {"no_users": document(statement("iam:CreateUser", Condition=spared))}


def _allow_list() -> tuple[Any, Documents, Documents]:
    changed = organization()
    changed["policies"]["some"] = {"type": "SCP", "file": "scps/some.json"}
    changed["root"]["ous"][1]["scps"] = ["some"]
    allow = {"Sid": "Some", "Effect": "Allow", "Action": ["ec2:*", "s3:*"], "Resource": "*"}
    return changed, {}, {"some": document(allow)}


def _rcp() -> tuple[Any, Documents, Documents]:
    changed = organization()
    changed["policies"]["buckets"] = {"type": "RCP", "file": "scps/buckets.json"}
    changed["root"]["ous"][1]["rcps"] = ["buckets"]
    return changed, {}, {"buckets": document(statement("s3:DeleteBucket", Principal="*"))}


CHANGES: dict[str, tuple[Callable[[], tuple[Any, Documents, Documents]], set[str], set[str]]] = {
    # what is done: (the change, accounts with something newly allowed, newly denied)
    "split": (_same, set(), set()),
    "region": (_region, {"Dev", "Prod"}, set()),
    "guard": (_guard, set(), {"Dev", "Prod", "Lab"}),
    "moved": (_moved, {"Prod"}, set()),
    "exempt": (_exempt, {"Dev", "Prod", "Lab"}, set()),
    "rcp": (_rcp, set(), {"Dev", "Prod", "Lab"}),
    "allow-list": (_allow_list, set(), {"Lab"}),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_changes_and_that_each_call_shows_it(name: str, tmp_path: Path) -> None:
    change, allowed, denied = CHANGES[name]
    changed, olds, news = change()
    before, after = write(tmp_path / "before", **olds), write(tmp_path / "after", changed, **news)
    result = diff(before, after, "--format", "json", "--fail-on", "any")
    assert result.exit_code == (1 if allowed or denied else 0), result.stderr
    found = json.loads(result.stdout)
    for kind, accounts in (("newly_allowed", allowed), ("newly_denied", denied)):
        groups = [one for one in found["groups"] if one[kind]]
        assert {account for one in groups for account in one["accounts"]} == accounts
        words = ("deny", "allow") if kind == "newly_allowed" else ("allow", "deny")
        for region in (region for one in groups for region in one[kind]):
            assert tuple(asked(side, region) for side in (before, after)) == words, region


def asked(root: Path, region: Mapping[str, Any]) -> str:
    """What `simulate` says to the call that shows a region, in the only account that the call names."""
    program, *words = shlex.split(region["witness"]["command"])
    assert program == "guardrails"
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run([*words, "--root", str(root), "--format", "json", "--allow-unknown-action"])
    assert code == 0, err.getvalue()
    (answer,) = json.loads(out.getvalue())["answers"]
    return str(answer["decision"])


def test_a_whole_difference_reads_well(tmp_path: Path) -> None:
    before, after = write(tmp_path / "before"), write(tmp_path / "after", more_regions())
    lines = diff(before, after).stdout.splitlines()
    assert "  - ec2:* " in "\n".join(lines)
    assert "    when     aws:RequestedRegion is eu-west-1" in lines
    assert "    by       regions#Regions" in lines
    assert lines[-1] == "1 region newly allowed, in 2 of 3 accounts"


def test_documents_alone(tmp_path: Path) -> None:
    for folder, action in (("a", "iam:*"), ("b", "iam:Create*")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "users.json").write_text(json.dumps(document(statement(action))))
    found = json.loads(diff(tmp_path / "a", tmp_path / "b", "--format", "json").stdout)
    (group,) = found["groups"]
    assert group["accounts"] == ["users"]
    assert [one["actions"] for one in group["newly_allowed"]] == [["iam:*", "not iam:Create*"]]
    assert not group["newly_denied"]
