"""What is amiss in a root's life is said: each command that failed, each change that is left, each resource too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pytest

from guardrails.rehearsal import cycle
from guardrails.rehearsal.cycle import Life
from guardrails.rehearsal.terraform import Run, Terraform

WRONG = ({"diagnostic": {"severity": "error", "summary": "no"}},)


class Played:
    """A Terraform whose commands end as they are told to, and leave a state."""

    def __init__(self, folder: Path, codes: dict[str, int], plan: dict[str, Any]) -> None:
        self.folder, self.codes, self.shown, self.ran = folder, codes, plan, list[str]()

    def _run(self, command: str) -> Run:
        self.ran.append(command)
        code = self.codes.get(command, 0)
        return Run((command,), code, WRONG if code == 1 else ())

    def apply(self, **_: Any) -> Run:
        return self._run("apply")

    def plan(self, **_: Any) -> Run:
        return self._run("plan")

    def destroy(self, **_: Any) -> Run:
        return self._run("destroy")

    def show(self) -> dict[str, Any]:
        return self.shown


def lived(folder: Path, shown: dict[str, Any] | None = None, **codes: int) -> tuple[Life, list[str]]:
    played = Played(folder, codes, shown or {})
    return cycle._lived(cast(Terraform, played)), played.ran


def test_a_root_that_stays_as_it_is_and_goes_has_no_problem(tmp_path: Path) -> None:
    life, ran = lived(tmp_path)
    assert (life.problem, ran, life.drift, life.left) == ("", ["apply", "plan", "destroy"], {}, ())


@pytest.mark.parametrize(
    ("command", "code", "said", "ran"),
    [
        ("apply", 1, "apply: no", ["apply", "destroy"]),
        ("apply", 2, "apply: exit code 2", ["apply", "destroy"]),
        ("plan", 1, "second plan: no", ["apply", "plan", "destroy"]),
        ("plan", 2, "second plan: changes", ["apply", "plan", "destroy"]),
        ("destroy", 1, "destroy: no", ["apply", "plan", "destroy"]),
        ("destroy", 2, "destroy: exit code 2", ["apply", "plan", "destroy"]),
    ],
)
def test_a_command_that_fails_is_named_and_the_root_destroyed_all_the_same(
    command: str, code: int, said: str, ran: list[str], tmp_path: Path
) -> None:
    life, commands = lived(tmp_path, **{command: code})
    assert life.problem.startswith(said) and commands == ran


def row(address: str, actions: list[str], before: Any, after: Any, unknown: Any = None) -> dict[str, Any]:
    change = {"actions": actions, "before": before, "after": after, "after_unknown": unknown or {}}
    return {"address": address, "change": change}


def test_what_a_second_plan_would_change_is_named(tmp_path: Path) -> None:
    plan = {
        "resource_changes": [
            row("a.same", ["no-op"], {"x": 1}, {"x": 1}),
            row("data.a.read", ["read"], None, {"x": 1}),
            row("a.tags", ["update"], {"tags": {}, "x": 1}, {"tags": {"k": "v"}, "x": 1}, {"etag": True}),
            row("a.again", ["delete", "create"], {"x": 1}, {"x": 2}),
        ],
        "output_changes": {"same": {"actions": ["no-op"]}, "id": {"actions": ["update"]}},
    }
    life, _ = lived(tmp_path, plan, plan=2)
    assert life.drift == {"a.tags": ("etag", "tags"), "a.again": ("delete", "create"), "output.id": ("update",)}
    assert life.problem == "second plan: a.tags etag, tags; a.again delete, create; output.id update"


def test_what_destroy_left_is_named_but_for_data(tmp_path: Path) -> None:
    rows = [
        {"mode": "managed", "module": "module.m", "type": "aws_s3_bucket", "name": "logs"},
        {"mode": "managed", "type": "aws_sqs_queue", "name": "work"},
        {"mode": "data", "type": "aws_region", "name": "here"},
    ]
    (tmp_path / "terraform.tfstate").write_text(json.dumps({"resources": rows}), "utf-8")
    assert lived(tmp_path)[0].problem == "destroy left module.m.aws_s3_bucket.logs, aws_sqs_queue.work"
