"""What scanners said is kept whole, by everything it depends on, for its owner alone and within bounds."""

from __future__ import annotations

import json
import multiprocessing
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardrails.model.scan import Answer, Record, Scan
from guardrails.runners.cache import Cache, key_of, user_cache

KEY = key_of("plan", "3.3.30")


def scan(message: str = "p3.16xlarge is not allowed") -> Scan:
    record = Record("CKV_LZ_005", "aws_instance.x", Answer.FAILED, ("instance_type",), message, "main.tf", 3, 5, 1)
    late = Record("CKV_LZ_005", 'aws_instance.y["ä"]', Answer.UNKNOWN, ("instance_type",))
    return Scan("checkov", "3.3.30", (record, late), {"CKV_LZ_005": 2}, 7, ("slower than usual",))


def test_an_answer_comes_back_as_it_was(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    assert cache.get(KEY) is None
    cache.put(KEY, scan())
    assert cache.get(KEY) == scan()
    assert cache.get(key_of("plan", "3.3.31")) is None


@given(st.lists(st.text() | st.binary(), max_size=4), st.lists(st.text() | st.binary(), max_size=4))
def test_different_parts_have_different_keys(one: list[str | bytes], other: list[str | bytes]) -> None:
    same = [part.encode() if isinstance(part, str) else part for part in one] == [
        part.encode() if isinstance(part, str) else part for part in other
    ]
    assert (key_of(*one) == key_of(*other)) == same


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text.replace("FAILED", "PASSED").replace("failed", "passed"),
        lambda text: "[]",
        lambda text: "",
        lambda text: json.dumps({**json.loads(text), "form": 0}),
        lambda text: json.dumps({**json.loads(text), "key": "0" * 64}),
    ],
    ids=["cut off", "an answer turned round", "another shape", "empty", "another form", "under another key"],
)
def test_a_damaged_entry_is_asked_again(tmp_path: Path, damage) -> None:  # type: ignore[no-untyped-def]
    cache = Cache(tmp_path)
    cache.put(KEY, scan())
    (file,) = tmp_path.iterdir()
    file.write_text(damage(file.read_text("utf-8")), "utf-8")
    assert cache.get(KEY) is None
    assert not list(tmp_path.iterdir())


def test_the_entries_not_used_for_longest_go_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    keys = [key_of(str(at)) for at in range(4)]
    for at, key in enumerate(keys):
        cache.put(key, scan())
        os.utime(tmp_path / f"{key}.json", (at, at))
    assert cache.get(keys[0]) is not None  # used again: newer than all others now
    size = (tmp_path / f"{keys[0]}.json").stat().st_size
    Cache(tmp_path, largest=3 * size + 10).put(key_of("new"), scan())
    left = [key for key in keys if cache.get(key) is not None]
    assert left == [keys[0], keys[3]]


def test_only_the_owner_may_read_or_write(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    cache = user_cache({"GUARDRAILS_CACHE": str(folder)})
    assert cache is not None
    cache.put(KEY, scan())
    (file,) = folder.iterdir()
    assert folder.stat().st_mode & 0o077 == 0
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("mode", [0o770, 0o707])
def test_a_folder_that_others_may_write_to_is_not_used(tmp_path: Path, mode: int) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(mode)
    assert user_cache({"GUARDRAILS_CACHE": str(folder)}) is None


def test_no_cache_where_none_is_wanted_or_possible(tmp_path: Path) -> None:
    assert user_cache({"GUARDRAILS_CACHE": "0"}) is None
    (tmp_path / "file").write_text("", "utf-8")
    assert user_cache({"GUARDRAILS_CACHE": str(tmp_path / "file" / "below")}) is None


def test_the_folder_of_the_user_is_the_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert user_cache({}) is not None
    assert [one for one in tmp_path.rglob("scans") if one.is_dir()]


def test_a_folder_that_went_away_is_no_error(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    Cache(folder).put(KEY, scan())
    assert Cache(folder).get(KEY) is None


def _write_often(folder: str) -> None:
    cache = Cache(Path(folder), largest=4_000)
    for at in range(60):
        cache.put(key_of(str(at % 5)), scan(str(at)))
        found = cache.get(key_of(str(at % 5)))
        assert found is None or found.tool == "checkov"


def test_two_runs_may_share_it(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    runs = [context.Process(target=_write_often, args=(str(tmp_path),)) for _ in range(3)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert [run.exitcode for run in runs] == [0, 0, 0]
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 8_000
