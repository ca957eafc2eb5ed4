"""A worker answers in lines of JSON; whatever it does instead ends in a failure, and nothing of it is left."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from guardrails.model.scan import ScanFailed
from guardrails.runners.process import KEPT_OF_ERRORS, Worker, environment, flags


def worker(code: str, timeout: float = 20) -> Worker:
    return Worker([sys.executable, "-c", code], tool="Tool", timeout=timeout)


def test_messages_come_back_in_order_and_then_none() -> None:
    with worker("print('{\"a\": 1}'); print('{\"b\": 2}')") as one:
        assert [one.message(), one.message(), one.message(), one.message()] == [{"a": 1}, {"b": 2}, None, None]


def test_what_is_said_is_written_with_the_bytes_after_it() -> None:
    code = "import sys; line = sys.stdin.buffer.readline(); print(line.decode().strip())\n"
    with worker(code + "import json; print(json.dumps({'body': sys.stdin.buffer.read(4).decode()}))") as one:
        one.say({"size": 4}, b"\n{}\n")
        assert [one.message(), one.message()] == [{"size": 4}, {"body": "\n{}\n"}]


def test_saying_much_to_a_worker_that_reads_nothing_holds_nobody_up() -> None:
    with worker("import time; time.sleep(60)") as one:
        before = time.monotonic()
        one.say({}, b"x" * 20_000_000)
        assert time.monotonic() - before < 1


@pytest.mark.parametrize("said", ["print('no JSON')", "print('[1]')", "import sys; sys.stdout.write('{\"a\": 1}')"])
def test_what_is_no_whole_message_is_a_failure(said: str) -> None:
    with worker(said) as one, pytest.raises(ScanFailed, match="no answer") as failed:
        one.message()
    assert not failed.value.usage


def test_a_worker_that_says_nothing_in_time_is_ended_with_its_children(tmp_path: Path) -> None:
    noted = tmp_path / "child"
    code = (
        "import pathlib, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"pathlib.Path({str(noted)!r}).write_text(str(child.pid)); time.sleep(60)"
    )
    with worker(code, timeout=1.5) as one:
        with pytest.raises(ScanFailed, match=r"did not answer within 1\.5 seconds"):
            one.message()
        assert gone(int(noted.read_text()))


def gone(pid: int) -> bool:
    """Whether a process ends within a few seconds; one that nobody has waited for counts as ended."""
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        stat = Path(f"/proc/{pid}/stat")
        if stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_how_it_ended_is_told_without_what_it_wrote() -> None:
    with worker("raise ValueError('hunter2hunter2')") as one:
        assert one.message() is None
        assert one.ended() == "ended with exit code 1 (ValueError)"


def test_a_kill_is_told_with_its_likely_reason() -> None:
    with worker("import os; os.kill(os.getpid(), 9)") as one:
        assert one.message() is None
        assert one.ended().startswith("was ended by SIGKILL (killed; perhaps")


def test_errors_are_read_to_the_end_and_kept_in_bounds() -> None:
    with worker("import sys; sys.stderr.write('e' * 3_000_000); sys.stderr.flush(); print('{}')") as one:
        assert one.message() == {}
        assert one.message() is None
        assert len(one._errors) <= KEPT_OF_ERRORS


@pytest.mark.parametrize("command", ["/no/such/python", "/etc/passwd"])
def test_what_cannot_be_started_is_a_wrong_request(command: str) -> None:
    with pytest.raises(ScanFailed, match=f"{command} cannot be started") as failed:
        Worker([command], tool="Tool", timeout=1)
    assert failed.value.usage


def test_a_worker_starts_in_an_empty_folder_that_is_its_home_and_is_swept_away() -> None:
    code = "import json, os; print(json.dumps({'at': os.getcwd(), 'home': os.environ['HOME'], 'in': os.listdir()}))"
    with worker(code) as one:
        told = one.message() or {}
    assert Path(told["at"]).resolve() == Path(told["home"]).resolve()
    assert told["in"] == []
    assert not Path(told["at"]).exists()


def test_nothing_that_configures_the_tool_or_python_is_inherited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("site.ENABLE_USER_SITE", False)
    ours = {"PATH": "/bin", "BC_API_KEY": "k", "PRISMA_API_URL": "u", "CKV_PARSE_ERROR_FAIL": "true"}
    ours |= {"CHECKOV_RUN_SCA_PACKAGE_SCAN_V2": "1", "PYTHONPATH": "/x", "AWS_SECRET_ACCESS_KEY": "s", "TF_VAR_a": "1"}
    ours |= {"EVAL_TF_PLAN_AFTER_UNKNOWN": "1", "LOG_LEVEL": "DEBUG", "HOME": "/root"}
    assert environment(ours, tmp_path) == {
        "PATH": "/bin",
        "HOME": str(tmp_path),
        "TMPDIR": str(tmp_path),
        "LC_ALL": "C.UTF-8",
        "LOG_LEVEL": "CRITICAL",
        "PYTHONHASHSEED": "0",
    }


def test_packages_of_the_user_are_found_by_our_own_interpreter_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("site.ENABLE_USER_SITE", True)
    monkeypatch.setattr("site.getuserbase", lambda: "/home/user/.local")
    assert flags(Path(sys.executable)) == ()
    assert flags(Path("/other/python")) == ("-s",)
    assert environment({}, tmp_path)["PYTHONUSERBASE"] == "/home/user/.local"
    monkeypatch.setattr("site.ENABLE_USER_SITE", False)
    assert flags(Path(sys.executable)) == ("-s",)
    assert "PYTHONUSERBASE" not in environment({}, tmp_path)
