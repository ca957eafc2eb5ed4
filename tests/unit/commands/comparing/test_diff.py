"""`guardrails diff`: what it compares, how accounts are put together, how it ends."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from guardrails.commands.comparing.pairing import groups_of, matched
from guardrails.files.project import load_project
from guardrails.model.difference import Difference
from tests.unit.commands.comparing.projects import (
    DOCUMENTS,
    commit,
    diff,
    fake,
    git,
    more_regions,
    organization,
    repository,
    write,
)
from tests.unit.gate.building import PLANS, TODAY


@pytest.fixture(autouse=True)
def faked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here is about what the prover finds."""
    monkeypatch.setattr("guardrails.prover.comparing.compare", fake)


def answer(*words: object) -> dict[str, Any]:
    result = diff(*words, "--format", "json")
    assert result.exit_code in (0, 1, 3), result.stderr
    loaded: dict[str, Any] = json.loads(result.stdout)
    return loaded


@pytest.fixture
def sides(tmp_path: Path) -> tuple[Path, Path]:
    """Two projects; the second allows one more Region."""
    return write(tmp_path / "before"), write(tmp_path / "after", more_regions())


def accounts(found: dict[str, Any]) -> list[list[str]]:
    return [one["accounts"] for one in found["groups"]]


def test_accounts_under_equal_policies_are_one_group(sides: tuple[Path, Path]) -> None:
    found = answer(*sides)
    assert accounts(found) == [["Dev", "Prod"], ["Lab"]]
    changed, still = found["groups"]
    assert changed["changed"] == ["regions at Work: Regions changed"]
    assert (
        changed["newly_allowed"][0]["witness"]["command"]
        == "guardrails simulate ec2:RunInstances Dev --account 222222222222"
    )
    assert still["equal"], "equal policies are not put to the prover"
    assert not found["equal"]


def test_two_folders_in_text(sides: tuple[Path, Path]) -> None:
    out = diff(*sides).stdout
    assert out.startswith(f"{sides[0]} -> {sides[1]}\n\nDev, Prod: newly allowed, newly denied\n")
    assert "Lab: no change (same policies)" in out
    assert out.endswith("1 region newly allowed, 1 region newly denied, in 2 of 3 accounts\n")


def test_equal_projects_change_nothing(tmp_path: Path) -> None:
    one, other = write(tmp_path / "one"), write(tmp_path / "two")
    result = diff(one, other, "--fail-on", "any")
    assert result.exit_code == 0
    assert result.stdout.endswith("no change (same policies) for 3 accounts\n")
    assert answer(one, other)["equal"]


def test_a_proved_refactoring_says_so(sides: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guardrails.prover.comparing.compare", lambda *_: Difference())
    result = diff(*sides, "--fail-on", "any")
    assert result.exit_code == 0
    assert "Dev, Prod: no change in what is allowed (proved)\n  changed  regions at Work" in result.stdout
    assert answer(*sides)["equal"]


@pytest.mark.parametrize(
    ("fail_on", "code"),
    [
        ((), 0),
        (("--fail-on", "newly-allowed"), 1),
        (("--fail-on", "newly-denied"), 0),
        (("--fail-on", "newly-denied,newly-allowed"), 1),
        (("--fail-on", "any"), 1),
        (("--fail-on", "some"), 2),
    ],
)
def test_exit_codes(fail_on: tuple[str, ...], code: int, tmp_path: Path) -> None:
    before = write(tmp_path / "before")
    less = organization()
    less["root"]["ous"][0]["scps"] = ["full-access"]
    assert diff(before, write(tmp_path / "after", less), *fail_on).exit_code == code


def test_what_is_not_decided_is_no_pass(sides: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guardrails.prover.comparing.compare", lambda *_: Difference(undecided=("a budget ran out",)))
    result = diff(*sides)
    assert result.exit_code == 3
    assert "NOT DECIDED a budget ran out" in result.stdout
    assert "something is not decided" in result.stdout.splitlines()[-1]


def test_an_account_that_moves_meets_other_policies(tmp_path: Path) -> None:
    moved = organization()
    work, lab = moved["root"]["ous"]
    lab["accounts"].append(work["accounts"].pop())
    found = answer(write(tmp_path / "before"), write(tmp_path / "after", moved))
    (one,) = [one for one in found["groups"] if one["accounts"] == ["Prod"]]
    assert one["changed"] == ["moved from Work to Lab"]
    assert one["removed"] == ["regions at Work"]
    assert one["added"] == []


def test_a_policy_that_is_attached_elsewhere_is_not_gone(tmp_path: Path) -> None:
    changed = organization()
    changed["root"]["scps"].append("regions")
    changed["root"]["ous"][0]["scps"].remove("regions")
    found = answer(write(tmp_path / "before"), write(tmp_path / "after", changed))
    dev, lab = (next(one for one in found["groups"] if name in one["accounts"]) for name in ("Dev", "Lab"))
    assert dev["changed"] == ["regions now at Root, was at Work"]
    assert lab["added"] == ["regions at Root"]


def test_accounts_are_known_by_their_ids(tmp_path: Path) -> None:
    changed = more_regions()
    work = changed["root"]["ous"][0]["accounts"]
    work[0]["name"], work[1]["id"] = "Sandbox", "555555555555"
    found = answer(write(tmp_path / "before"), write(tmp_path / "after", changed))
    assert accounts(found)[0] == ["Sandbox (was Dev)"]
    assert (found["appeared"], found["gone"]) == (["Prod"], ["Prod"])


def test_an_account_that_is_gone_is_bound_by_nothing(tmp_path: Path) -> None:
    changed = organization()
    changed["root"]["ous"][0]["accounts"].pop()
    before, after = write(tmp_path / "before"), write(tmp_path / "after", changed)
    assert diff(before, after, "--fail-on", "newly-allowed").exit_code == 1
    assert diff(after, before, "--fail-on", "newly-allowed").exit_code == 0
    assert diff(after, before, "--fail-on", "any").exit_code == 1
    assert "only before: Prod" in diff(before, after).stdout


def test_a_policy_that_names_an_account_parts_the_group(tmp_path: Path) -> None:
    changed = more_regions()
    changed["exceptions"] = [
        {
            "id": "EX-1",
            "policy": "no-users",
            "statement": "Users",
            "mechanism": "account",
            "scope": {"account": "Dev"},
            "owner": "platform",
            "reason": "a migration that needs a user for a while",
            "alternative_considered": "roles, which the tool cannot assume",
            "approved_by": "security",
            "expires": "2027-01-31",
        }
    ]
    before, after = write(tmp_path / "before"), write(tmp_path / "after", changed)
    asked: list[str] = []

    def seen(one: Any, other: Any, scene: Any, scene_after: Any) -> Difference:
        asked.append(scene.account)
        return Difference()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("guardrails.prover.comparing.compare", seen)
        diff(before, after, "--today", "2026-11-22")
    assert asked == ["Dev", "Prod", "Lab"]
    found = answer(after, "--today-before", "2026-11-22", "--today-after", "2027-02-01")
    assert found["before"].endswith(" on 2026-11-22")
    assert "no-users at Root: Users changed" in found["groups"][0]["changed"]


def test_other_rcps_are_asked_about_in_every_account(tmp_path: Path) -> None:
    changed = organization()
    rcp = {"Sid": "R", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}
    changed["policies"]["buckets"] = {"type": "RCP", "file": "scps/buckets.json"}
    changed["root"]["ous"][1]["rcps"] = ["buckets"]
    before = load_project(write(tmp_path / "before"), TODAY)
    write(tmp_path / "after", changed, buckets={"Version": "2012-10-17", "Statement": [rcp]})
    found = matched(before, load_project(tmp_path / "after", TODAY))
    assert found.with_other_rcps
    assert sorted(pair.name for group in groups_of(found.pairs, True) for pair in group) == ["Dev", "Lab", "Prod"]
    assert not any(pair.same for group in groups_of(found.pairs, True) for pair in group if pair.name == "Lab")


def test_names_that_only_look_like_ids_part_no_group(tmp_path: Path) -> None:
    types = {"StringLike": {"ec2:InstanceType": ["f2*", "p3.*", "2", "10.0.0.0/8"]}}
    cap = {"Sid": "Cap", "Effect": "Deny", "Action": "ec2:RunInstances", "Resource": "*", "Condition": types}
    after = write(tmp_path / "after", no_users={"Version": "2012-10-17", "Statement": [cap]})
    (one, other) = groups_of(matched(load_project(write(tmp_path / "b"), TODAY), load_project(after, TODAY)).pairs)
    assert [pair.name for pair in one] == ["Dev", "Prod"]
    assert [pair.name for pair in other] == ["Lab"]


def test_only_the_accounts_that_are_asked_for(sides: tuple[Path, Path]) -> None:
    assert accounts(answer(*sides, "--account", "444444444444")) == [["Lab"]]
    result = diff(*sides, "--account", "Labb")
    assert result.exit_code == 2
    assert "did you mean Lab?" in result.stderr


def test_a_side_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    broken = organization()
    broken["root"]["scps"].append("nothing")
    result = diff(write(tmp_path / "before"), write(tmp_path / "after", broken))
    assert result.exit_code == 2
    assert result.stderr.startswith(f"error: {tmp_path / 'after'}: scps/organization.yaml:")


def test_scenarios_of_either_side_that_change(tmp_path: Path) -> None:
    before, after = write(tmp_path / "before"), write(tmp_path / "after", more_regions())
    row = {
        "id": "S-1",
        "request": "ec2:RunInstances t3.micro eu-west-1",
        "account": "Dev",
        "expect": "deny",
        "by": "regions#Regions",
    }
    for folder, rows in ((before, [row, {**row, "id": "S-2"}]), (after, [{**row, "expect": "allow", "by": ""}])):
        (folder / "scps" / "tests").mkdir()
        (folder / "scps" / "tests" / "regions.yaml").write_text(json.dumps({"policy": "regions", "scenarios": rows}))
    found = answer(before, after)["scenarios"]
    assert [(one["name"], one["before"], one["after"], one["expected"]) for one in found] == [
        ("S-1", "DENIED", "not denied", "not denied"),
        ("S-2", "DENIED", "not denied", "DENIED"),
    ]


def test_a_plan_that_would_be_hit(tmp_path: Path) -> None:
    stop = {"Version": "2012-10-17", "Statement": [{"Sid": "Stop", "Effect": "Deny", "Action": "ec2:RunInstances"}]}
    stop["Statement"][0]["Resource"] = "*"  # type: ignore[index]
    before, after = write(tmp_path / "before"), write(tmp_path / "after", no_users=stop)
    found = answer(before, after, "--plans", f"Dev={PLANS / 'accelerator-instance.json'}")
    hits = {(one["action"], one["before"], one["after"], one["decider"]) for one in found["hits"]}
    assert hits == {("ec2:RunInstances", "not denied", "DENIED", "no-users#Stop at Root")}
    assert any("requests put to both sides" in one for one in found["notes"])


def test_a_plan_of_no_account_is_to_be_given_with_one(sides: tuple[Path, Path]) -> None:
    result = diff(*sides, "--plans", PLANS / "clean.json")
    assert result.exit_code == 2
    assert "say with ACCOUNT=FILE" in result.stderr


@pytest.mark.parametrize("plans", ["Nobody=plan.json", "nothing.json"])
def test_plans_that_cannot_be_asked(plans: str, sides: tuple[Path, Path]) -> None:
    assert diff(*sides, "--plans", plans).exit_code in (2, 3)


def test_reports_are_written_and_inputs_are_not_overwritten(sides: tuple[Path, Path], tmp_path: Path) -> None:
    files = {name: tmp_path / name for name in ("github", "json", "markdown", "text")}
    result = diff(*sides, *(f"--output={name}={path}" for name, path in files.items()))
    assert result.exit_code == 0, result.stderr
    assert files["markdown"].read_text("utf-8").startswith("<!-- guardrails:diff -->\n")
    assert files["github"].read_text("utf-8").startswith("::warning title=guardrails diff%3A newly allowed in Dev")
    document = tmp_path / "one.json"
    document.write_text(json.dumps(DOCUMENTS["no-users"]), "utf-8")
    assert diff(document, document, f"--output=json={document}").exit_code == 2


def test_the_organization_plan_before_and_after(tmp_path: Path) -> None:
    result = diff(PLANS / "policy-attachments.json", "--today", TODAY.isoformat())
    assert result.exit_code in (0, 3), result.stderr
    assert "before the apply -> " in result.stdout
    assert diff(PLANS / "clean.json", "--today", TODAY.isoformat()).exit_code == 0
    broken = tmp_path / "x.json"
    broken.write_text("{}", "utf-8")
    assert diff(broken).exit_code == 3
    assert diff(PLANS / "clean.json", "--today-after", "2027-01-01").exit_code == 2


def test_a_plan_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    with (PLANS / "clean.json").open("rb") as stream, monkeypatch.context() as patch:
        patch.setattr("sys.stdin", io.TextIOWrapper(stream))
        result = diff("-", "--today", TODAY.isoformat())
    assert result.stdout.startswith("the plan on standard input before the apply -> "), result.stderr


def test_one_folder_needs_another_day(sides: tuple[Path, Path]) -> None:
    result = diff(sides[0])
    assert result.exit_code == 2
    assert "--today-after" in result.stderr


def test_too_many_words(sides: tuple[Path, Path]) -> None:
    assert diff(*sides, "third").exit_code == 2
    assert diff().exit_code == 2


@pytest.mark.parametrize("text", ["main..change", "main...change"])
def test_ranges_of_revisions(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = repository(tmp_path / "r")
    write(folder)
    commit(folder)
    git(folder, "checkout", "-q", "-b", "change")
    write(folder, more_regions())
    commit(folder)
    git(folder, "checkout", "-q", "main")
    statement = DOCUMENTS["no-users"]["Statement"][0]
    write(folder, no_users={"Version": "2012-10-17", "Statement": [{**statement, "Action": "iam:*"}]})
    commit(folder)
    monkeypatch.chdir(folder)
    found = answer(text)
    changed = {line for one in found["groups"] for line in one["changed"]}
    other = {"no-users at Root: Users changed"}
    assert changed == {"regions at Work: Regions changed"} | (other if text == "main..change" else set())
    assert found["after"] == "change"
