"""Documents without an organization: each alone, or all together."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from guardrails.model.difference import Difference
from guardrails.model.policy.document import FULL_AWS_ACCESS, PolicySet
from guardrails.model.proof import Scene
from tests.unit.commands.comparing.projects import DOCUMENTS, diff, write

USERS = DOCUMENTS["no-users"]
ALLOWS = {"Version": "2012-10-17", "Statement": [{"Sid": "A", "Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
RCP = {
    "Version": "2012-10-17",
    "Statement": [{"Sid": "R", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}],
}
Asked = list[tuple[PolicySet, PolicySet, Scene]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """What the prover is asked."""
    rows: Asked = []

    def compare(before: PolicySet, after: PolicySet, scene: Scene) -> Difference:
        rows.append((before, after, scene))
        return Difference()

    monkeypatch.setattr("guardrails.prover.comparing.compare", compare)
    return rows


def folder(path: Path, **documents: Any) -> Path:
    path.mkdir()
    for name, document in documents.items():
        (path / f"{name}.json").write_text(json.dumps(document), "utf-8")
    return path


def sid(document: dict[str, Any], name: str) -> dict[str, Any]:
    return {**document, "Statement": [{**document["Statement"][0], "Sid": name}]}


def test_each_document_stands_alone_beside_full_access(tmp_path: Path, asked: Asked) -> None:
    before = folder(tmp_path / "a", users=USERS, same=USERS, gone=USERS)
    after = folder(tmp_path / "b", users=sid(USERS, "X"), same=USERS, new=USERS)
    result = diff(before, after, "--format", "json")
    found = json.loads(result.stdout)
    assert found["of"] == "policy"
    assert {tuple(one["accounts"]): one["equal"] for one in found["groups"]} == {
        ("new", "users", "gone"): True,
        ("same",): True,
    }
    rows = {tuple(len(one.scps[-1]) for one in pair): pair for *pair, _ in asked}
    assert rows.keys() == {(2, 2), (2, 1), (1, 2)}
    assert all(FULL_AWS_ACCESS in side.scps[-1] for *pair, _ in asked for side in pair)
    assert {scene.account_id for _, _, scene in asked} == {""}


def test_all_together(tmp_path: Path, asked: Asked) -> None:
    before = folder(tmp_path / "a", users=USERS, other=sid(USERS, "B"))
    after = folder(tmp_path / "b", other=sid(USERS, "B"))
    result = diff(before, after, "--together")
    assert "all documents: no change in what is allowed (proved)" in result.stdout
    assert [len(one.scps[-1]) for one in asked[0][:2]] == [3, 2]


def test_an_allow_list_stands_in_place_of_full_access(tmp_path: Path, asked: Asked) -> None:
    diff(folder(tmp_path / "a", list=USERS), folder(tmp_path / "b", list=ALLOWS))
    before, after, _ = asked[0]
    assert FULL_AWS_ACCESS in before.scps[-1]
    assert FULL_AWS_ACCESS not in after.scps[-1]


def test_rcps_are_known_by_their_principals(tmp_path: Path, asked: Asked) -> None:
    diff(folder(tmp_path / "a", r=RCP), folder(tmp_path / "b", r=sid(RCP, "X")))
    assert [[len(level) for level in one.rcps] for one in asked[0][:2]] == [[0, 1], [0, 1]]


def test_two_files_are_one_policy_whatever_they_are_called(tmp_path: Path, asked: Asked) -> None:
    path = folder(tmp_path / "a", old=USERS, new=sid(USERS, "X"))
    result = diff(path / "old.json", path / "new.json")
    assert "new: no change in what is allowed (proved)" in result.stdout
    assert "changed  new: X added; Users removed" in result.stdout


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("{", 3, "b: x.json: not JSON"),
        ("[]", 2, "no file with an SCP or RCP"),
        (json.dumps(DOCUMENTS["regions"]), 2, "holds parameters"),
        (json.dumps({**USERS, "Statement": [{"Effect": "Perhaps", "Action": "*", "Resource": "*"}]}), 2, "x.json:"),
    ],
    ids=["broken", "other", "parameters", "invalid"],
)
def test_documents_that_cannot_be_used(text: str, code: int, said: str, tmp_path: Path, asked: Asked) -> None:
    before, after = folder(tmp_path / "a", x=USERS), folder(tmp_path / "b")
    (after / "x.json").write_text(text, "utf-8")
    result = diff(before, after)
    assert (result.exit_code, said in result.stderr) == (code, True), result


def test_documents_and_a_project_are_not_compared(tmp_path: Path, asked: Asked) -> None:
    result = diff(folder(tmp_path / "a", x=USERS), write(tmp_path / "b"))
    assert result.exit_code == 2
    assert "compare two of a kind" in result.stderr
    assert diff(tmp_path / "b", tmp_path / "b", "--together").exit_code == 2
    assert diff(tmp_path / "a", tmp_path / "a", "--plans", "x.json").exit_code == 2
