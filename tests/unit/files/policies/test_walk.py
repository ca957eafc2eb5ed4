"""Which files of a folder are read, and what becomes of links, pipes and files that are not there."""

from __future__ import annotations

import os
import time
from pathlib import Path

from guardrails.files.policies.read import read_policies
from guardrails.files.policies.walk import policy_files
from tests.unit.files.policies.build import CHECKED, NOT_A_POLICY, TEXT, UNREADABLE, read
from tests.unit.permissions import closed


def touch(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(TEXT)


def names(folder: Path, *paths: str) -> list[str]:
    found = policy_files([folder / path for path in paths] or [folder], folder)
    return [path.relative_to(folder).as_posix() for path in found]


def test_folders_are_walked_in_the_order_of_names(tmp_path: Path) -> None:
    touch(tmp_path, "b/x.json", "b/a/y.yaml", "a/z.tf", "c.json5", "a.txt", "b/n.py", "d.JSON", "e.tofu", "f.json.tmpl")
    assert names(tmp_path) == ["c.json5", "d.JSON", "e.tofu", "f.json.tmpl", "a/z.tf", "b/x.json", "b/a/y.yaml"]


def test_what_others_wrote_is_left_out(tmp_path: Path) -> None:
    touch(tmp_path, ".git/a.json", "node_modules/a.json", ".terraform/m/a.tf", ".venv/a.json", "__pycache__/a.json")
    touch(tmp_path, "a.json", ".hidden.json")
    assert names(tmp_path) == [".hidden.json", "a.json"]
    assert names(tmp_path, "node_modules") == ["node_modules/a.json"], "a folder that is named is walked"


def test_a_file_stands_once_however_often_it_is_given(tmp_path: Path) -> None:
    touch(tmp_path, "a/x.json")
    assert names(tmp_path, "a/x.json", "a", "a/../a/x.json") == ["a/x.json"]


def test_a_file_that_is_named_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    assert read(tmp_path, TEXT, "policy.txt").status is CHECKED
    assert read(tmp_path, TEXT, "policy").status is CHECKED
    assert read(tmp_path, "Version: 2012-10-17\nStatement: []\n", "policy.conf").status is CHECKED
    assert read(tmp_path, "# Notes\nText.\n", "README.md").status is NOT_A_POLICY
    other = read(tmp_path, "const p = { Statement: [1] }\n", "stack.ts")
    assert other.status is UNREADABLE
    assert "mentions a statement" in other.reason


def test_a_path_that_does_not_exist_is_unreadable(tmp_path: Path) -> None:
    (one,) = read_policies([tmp_path / "no.json"], tmp_path, None)
    assert (one.file, one.status, one.reason) == ("no.json", UNREADABLE, "it does not exist")


def test_links_out_of_the_folder_are_reported_and_not_followed(tmp_path: Path) -> None:
    root = tmp_path / "repo"
    touch(tmp_path, "secret/a.json")
    root.mkdir()
    (root / "file.json").symlink_to(tmp_path / "secret/a.json")
    (root / "folder").symlink_to(tmp_path / "secret")
    (root / "gone.json").symlink_to(tmp_path / "nothing")
    found = {one.file: one for one in read_policies([root], root, None)}
    assert set(found) == {"file.json", "folder", "gone.json"}
    assert {one.status for one in found.values()} == {UNREADABLE}
    assert "leads outside" in found["file.json"].reason
    assert "leads outside" in found["folder"].reason
    assert "leads nowhere" in found["gone.json"].reason
    assert not any(one.text or one.policies for one in found.values())


def test_links_inside_of_the_folder_make_no_circles(tmp_path: Path) -> None:
    touch(tmp_path, "a/x.json")
    (tmp_path / "a/again").symlink_to(tmp_path / "a")
    (tmp_path / "a/y.json").symlink_to(tmp_path / "a/x.json")
    assert names(tmp_path) == ["a/x.json", "a/y.json"]
    assert {one.status for one in read_policies([tmp_path], tmp_path, None)} == {CHECKED}


def test_a_folder_outside_of_the_root_is_walked_by_its_own_name(tmp_path: Path) -> None:
    touch(tmp_path, "far/x.json")
    (one,) = read_policies([tmp_path / "far"], tmp_path / "root", None)
    assert (one.file, one.status) == ((tmp_path / "far/x.json").as_posix(), CHECKED)


def test_folders_high_above_say_nothing_about_a_file(tmp_path: Path) -> None:
    touch(tmp_path, "rcp-work/a/b/x.json", "a/rcps/x.json")
    found = read_policies([tmp_path / "rcp-work", tmp_path / "a"], tmp_path / "root", None)
    assert [one.policies[0].type.value for one in found] == ["SCP", "RCP"]


def test_pipes_and_folders_with_the_name_of_a_file_do_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "folder.json").mkdir()
    (one,) = read_policies([tmp_path], tmp_path, None)
    assert (one.status, one.reason) == (UNREADABLE, "it is not a regular file")


def test_a_file_that_may_not_be_read_is_unreadable(tmp_path: Path) -> None:
    touch(tmp_path, "a.json")
    with closed(tmp_path / "a.json"):
        (one,) = read_policies([tmp_path], tmp_path, None)
    assert one.status is UNREADABLE


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    assert read_policies([tmp_path], tmp_path, None) == ()


def test_three_hundred_files_are_read_within_seconds(tmp_path: Path) -> None:
    touch(tmp_path, *(f"{number % 7}/{number}.json" for number in range(300)))
    start = time.process_time()
    found = read_policies([tmp_path], tmp_path, None)
    assert len(found) == 300
    assert {one.status for one in found} == {CHECKED}
    assert time.process_time() - start < 30, "not a benchmark: it must only not explode"
