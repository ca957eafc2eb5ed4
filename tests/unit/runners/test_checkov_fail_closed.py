"""Where Checkov goes on and exits 0, the runner fails: wrong requests as such (exit 2), broken scans as such (exit 3).

The list is that of Checkov's own ways of failing open, each tried with real checks in a real worker.
"""

from __future__ import annotations

import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest

from guardrails.files.tool_rules import tool_rules
from guardrails.model.scan import Answer, Scan, ScanFailed
from guardrails.runners.checkov import Checkov
from tests.rules.fixtures import CHECKS, FIXTURES, REPOSITORY, checkov_python

SETTINGS: Final = REPOSITORY / "rules" / "settings.json"
PLAN: Final = FIXTURES / "accelerator-cap" / "plan.json"
CANARY: Final = "hunter2hunter2"

CHECK: Final = """
from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck


class Tried(BaseResourceCheck):
    def __init__(self):
        category = CheckCategories.GENERAL_SECURITY
        super().__init__(name="Tried", id="{id}", categories=[category], supported_resources=["aws_instance"])

    def scan_resource_conf(self, conf):
        {body}
        return CheckResult.PASSED


check = Tried()
"""

GRAPH_CHECK: Final = """
metadata: {id: MM_GRAPH_1, name: Tried, category: GENERAL_SECURITY}
definition: {cond_type: attribute, resource_types: [aws_instance], attribute: ami, operator: exists}
"""


def written(folder: Path, body: str = "pass", id: str = "MM_TRIED_1", file: str = "tried.py") -> Path:
    """Write a check whose scan does `body` into a folder without `__init__.py`, and return the folder."""
    folder.mkdir(exist_ok=True)
    (folder / file).write_text(CHECK.format(id=id, body=body))
    return folder


def scanned(folders: Sequence[Path], checks: Sequence[str], timeout: float = 60, python: Path | None = None) -> Scan:
    with Checkov(python or checkov_python(), folders, SETTINGS, checks, timeout=timeout) as checkov:
        checkov.submit_plan("plan", PLAN.read_bytes(), "", {})
        return checkov.result("plan")


def refused(folders: Sequence[Path], checks: Sequence[str], *, usage: bool, timeout: float = 60) -> str:
    """The message of a run that has to fail."""
    with pytest.raises(ScanFailed) as failed:
        scanned(folders, checks, timeout)
    assert failed.value.usage is usage
    return str(failed.value)


def test_a_check_that_nobody_can_ask_for_is_no_check_that_passed(tmp_path: Path) -> None:
    folders = [CHECKS, written(tmp_path / "own", "return CheckResult.FAILED")]
    ours = tool_rules().rules
    with Checkov(checkov_python(), folders, SETTINGS, ["CKV_LZ_005"], timeout=60, described=ours) as checkov:
        checkov.submit_plan("plan", PLAN.read_bytes(), "", {})
        with pytest.raises(ScanFailed, match=r"would never run: its file has no literal RULE") as failed:
            checkov.result("plan")
    assert failed.value.usage


def test_a_folder_without_init_is_loaded_where_checkov_passes_over_it(tmp_path: Path) -> None:
    scan = scanned([written(tmp_path)], ["MM_TRIED_1"])
    assert scan.looked["MM_TRIED_1"] > 1
    assert scan.notes == (f"{tmp_path} has no __init__.py: plain Checkov would pass over its checks",)
    assert {one.answer for one in scan.records} == {Answer.PASSED}


def test_a_check_that_raises_is_named_with_the_block_and_without_a_value(tmp_path: Path) -> None:
    body = f"raise ValueError('{CANARY}', conf)"
    said = refused([written(tmp_path, body)], ["MM_TRIED_1"], usage=False)
    assert said.startswith("Checkov: MM_TRIED_1 raised ValueError at aws_instance.")
    assert CANARY not in said


def test_a_file_with_a_syntax_error_is_named(tmp_path: Path) -> None:
    (tmp_path / "odd.py").write_text("class Odd(:\n")
    said = refused([written(tmp_path)], ["MM_TRIED_1"], usage=True)
    assert f"{tmp_path / 'odd.py'} cannot be loaded: SyntaxError" in said
    assert "line 1" in said


def test_a_file_that_raises_while_it_is_loaded_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "odd.py").write_text("\nimport no_such_module\n")
    said = refused([written(tmp_path)], ["MM_TRIED_1"], usage=True)
    assert f"{tmp_path / 'odd.py'} cannot be loaded: ModuleNotFoundError" in said
    assert "line 2" in said


def test_a_file_that_ends_the_process_while_it_is_loaded_does_not_end_ours(tmp_path: Path) -> None:
    (tmp_path / "odd.py").write_text("raise SystemExit(0)\n")
    assert "odd.py cannot be loaded: SystemExit" in refused([written(tmp_path)], ["MM_TRIED_1"], usage=True)


@pytest.mark.parametrize("name", ["json.py", "yaml.py"])
def test_a_file_with_the_name_of_a_module_is_refused(tmp_path: Path, name: str) -> None:
    said = refused([written(tmp_path, file=name)], ["MM_TRIED_1"], usage=True)
    assert f"{tmp_path / name}: a module of Python" in said


def test_an_id_in_two_files_is_refused_with_both(tmp_path: Path) -> None:
    written(tmp_path, file="first.py")
    said = refused([written(tmp_path, file="second.py")], ["MM_TRIED_1"], usage=True)
    assert said == f"Checkov: MM_TRIED_1 is in two files: {tmp_path / 'first.py'} and {tmp_path / 'second.py'}"


def test_an_id_of_checkovs_own_is_refused(tmp_path: Path) -> None:
    said = refused([written(tmp_path, id="CKV_AWS_8")], ["CKV_AWS_8"], usage=True)
    assert "CKV_AWS_8 is the id of a check of Checkov's own" in said


def test_a_file_in_a_later_folder_replaces_that_of_the_same_name(tmp_path: Path) -> None:
    first = written(tmp_path / "a", "return CheckResult.FAILED")
    second = written(tmp_path / "b")
    assert {one.answer for one in scanned([first], ["MM_TRIED_1"]).records} == {Answer.FAILED}
    assert {one.answer for one in scanned([first, second], ["MM_TRIED_1"]).records} == {Answer.PASSED}


def test_a_graph_check_in_yaml_is_run(tmp_path: Path) -> None:
    (tmp_path / "graph.yaml").write_text(GRAPH_CHECK)
    answers = {one.address: one.answer for one in scanned([tmp_path], ["MM_GRAPH_1"]).records}
    assert answers["aws_instance.pass_allowed"] is Answer.PASSED


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("graph.yaml", "metadata: {id: MM_GRAPH_1}"),
        ("graph.yaml", "- no check"),
        ("graph.yml", "a: ["),
        ("graph.json", '{"definition": {}}'),
        ("graph.json", "metadata: {}"),
    ],
)
def test_a_graph_check_that_cannot_be_read_is_named(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    said = refused([written(tmp_path)], ["MM_TRIED_1"], usage=True)
    assert f"{tmp_path / name} cannot be loaded" in said


def test_a_folder_that_is_missing_is_refused(tmp_path: Path) -> None:
    assert "no such folder of checks" in refused([tmp_path / "none"], ["CKV_AWS_8"], usage=True)


@pytest.mark.parametrize("id", ["CKV_AWS_9999", "NOPE_1", "NOPE_*", "CKV_LZ_*", "*", ""])
def test_an_id_that_no_check_has_is_refused(id: str) -> None:
    assert f"no check has the id {id}" in refused([CHECKS], ["CKV_LZ_005", id], usage=True)


def test_a_wrong_id_is_told_with_similar_ones() -> None:
    assert "did you mean CKV_LZ_005" in refused([CHECKS], ["CKV_LZ_0005"], usage=True)


def test_no_check_at_all_is_refused() -> None:
    assert "no check is selected" in refused([CHECKS], [], usage=True)


def test_a_check_that_reaches_for_the_network_fails_the_scan_even_if_it_hides_the_error(tmp_path: Path) -> None:
    body = "\n        ".join(
        ["import socket", "try: socket.create_connection(('127.0.0.1', 9))", "except OSError: pass"]
    )
    said = refused([written(tmp_path, body)], ["MM_TRIED_1"], usage=False)
    assert "tried to use the network" in said


@pytest.mark.parametrize(
    "call",
    ["socket.socket().connect(('127.0.0.1', 9))", "__import__('urllib.request').request.urlopen('http://[::1]')"],
)
def test_no_way_to_the_network_is_open(tmp_path: Path, call: str) -> None:
    body = "\n        ".join(["import socket", f"try: {call}", "except OSError: pass"])
    assert "tried to use the network" in refused([written(tmp_path, body)], ["MM_TRIED_1"], usage=False)


def test_a_stock_scan_needs_no_network() -> None:
    scan = scanned([CHECKS], ["CKV_LZ_005", "CKV_AWS_8", "CKV2_AWS_41", "CKV_AWS_286"])
    assert scan.looked["CKV2_AWS_41"]


def test_stray_configuration_and_credentials_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, checks = tmp_path / "home", ["CKV_LZ_005", "CKV_AWS_8"]
    before = scanned([CHECKS], checks)
    (home / ".bridgecrew").mkdir(parents=True)
    (home / ".bridgecrew" / "credentials").write_text(f"[default]\ntoken = {CANARY}\n")
    for file in (home / ".checkov.yaml", home / ".checkov.yml"):
        file.write_text("soft-fail: true\nskip-check: [CKV_LZ_005, CKV_AWS_8]\n")
    monkeypatch.chdir(home)
    for name, value in (
        ("HOME", str(home)),
        ("BC_API_KEY", CANARY),
        ("PRISMA_API_URL", "http://localhost:9"),
        ("CKV_SKIP", "CKV_LZ_005"),
        ("EVAL_TF_PLAN_AFTER_UNKNOWN", "1"),
        ("PYTHONPATH", str(home)),
        ("LOG_LEVEL", "DEBUG"),
    ):
        monkeypatch.setenv(name, value)
    assert scanned([CHECKS], checks) == before


def test_a_worker_that_is_killed_in_the_middle_is_a_broken_scan(tmp_path: Path) -> None:
    body = "import os; os.kill(os.getpid(), 9)"
    said = refused([written(tmp_path, body)], ["MM_TRIED_1"], usage=False)
    assert "its worker was ended by SIGKILL" in said


def test_a_worker_that_ends_itself_with_0_is_a_broken_scan(tmp_path: Path) -> None:
    said = refused([written(tmp_path, "import os; os._exit(0)")], ["MM_TRIED_1"], usage=False)
    assert "its worker ended with exit code 0 before it had answered" in said


def test_a_check_that_takes_too_long_is_a_broken_scan(tmp_path: Path) -> None:
    body = "import time; time.sleep(60)"
    said = refused([written(tmp_path, body)], ["MM_TRIED_1"], usage=False, timeout=3)
    assert "did not answer within 3 seconds" in said


def test_what_a_check_prints_is_no_answer_and_is_shown_to_nobody(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    body = f"print('{CANARY}', flush=True); import os; os.write(1, b'{CANARY}'); os.write(2, b'{CANARY}')"
    assert scanned([written(tmp_path, body)], ["MM_TRIED_1"]).looked["MM_TRIED_1"]
    assert CANARY not in "".join(capfd.readouterr())


def program(folder: Path, text: str) -> Path:
    file = folder / "python"
    file.write_text(text)
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return file


HELLO: Final = r"""#!/bin/sh
echo '{"hello":1}'
echo '{"ready":{"version":"3.3.30","notes":[]}}'
"""
RECORD: Final = '["CKV_LZ_005","aws_instance.a","passed",[],"","",0,0,""]'
SCAN: Final = '{"scan":"plan","records":[%s],"looked":{},"resources":1,"notes":[]}'


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ("", "ended with exit code 0 before it had answered"),
        (SCAN % RECORD, "before it had answered"),
        ('{"end":"plan","records":1}', "not whole"),
        (SCAN % RECORD + '\n{"end":"plan","records":2}', "not whole"),
        (SCAN % RECORD + '\n{"end":"other","records":1}', "not whole"),
        (SCAN % '["CKV_LZ_005"]' + '\n{"end":"plan","records":1}', "cannot be read"),
        (SCAN % RECORD.replace("passed", "fine") + '\n{"end":"plan","records":1}', "cannot be read"),
        ("Traceback", "no answer"),
    ],
)
def test_an_answer_that_is_not_whole_is_no_answer(tmp_path: Path, answer: str, message: str) -> None:
    python = program(tmp_path, f"{HELLO}cat <<'END'\n{answer}\nEND\n" if answer else HELLO)
    with pytest.raises(ScanFailed, match=message) as failed:
        scanned([CHECKS], ["CKV_LZ_005"], 10, python)
    assert not failed.value.usage


def test_a_whole_answer_of_the_same_kind_is_one(tmp_path: Path) -> None:
    python = program(tmp_path, f"{HELLO}cat <<'END'\n{SCAN % RECORD}\n" + '{"end":"plan","records":1}\nEND\n')
    assert len(scanned([CHECKS], ["CKV_LZ_005"], 10, python).records) == 1


def test_an_interpreter_without_checkov_is_a_wrong_request_with_a_way_out(tmp_path: Path) -> None:
    python = program(tmp_path, f'#!/bin/sh\nexec {checkov_python()} -S -E "$@"\n')
    with pytest.raises(ScanFailed, match=r"has no Checkov.*guardrails-aws\[checkov\]") as failed:
        scanned([CHECKS], ["CKV_LZ_005"], 20, python)
    assert failed.value.usage


@pytest.mark.parametrize("python", ["/no/such/python", "/bin/cat", "/bin/true", "/etc/passwd", "/tmp"])
def test_what_is_no_interpreter_is_a_wrong_request(python: str) -> None:
    with pytest.raises(ScanFailed, match=python) as failed:
        scanned([CHECKS], ["CKV_LZ_005"], 20, Path(python))
    assert failed.value.usage
