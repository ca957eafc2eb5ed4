"""Starting the worker, handing it plans, keeping its answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guardrails.commands.outcomes import Misused, Undecided
from guardrails.commands.scanning import starting
from guardrails.commands.scanning.options import ScanOptions
from guardrails.commands.scanning.selection import rule_folders
from guardrails.commands.scanning.starting import described_in, installed_version, start
from guardrails.files.loaded import Project
from guardrails.files.project import load_project
from guardrails.model.scan import Answer, Record, ScanFailed
from guardrails.runners.cache import VARIABLE
from tests.unit.commands.scanning.fakes import FakeWorker
from tests.unit.terraform.reading.documents import PLANS, document, read, row

REPOSITORY = Path(__file__).parents[4]
FAILED = Record("CKV_LZ_005", "aws_instance.a", Answer.FAILED, ("instance_type",), "no")
PLAN = read(document(row("aws_instance.a", after={"instance_type": "p3.16xlarge", "user_data": "hunter2hunter2"})))


@pytest.fixture(scope="module")
def project() -> Project:
    """The reference organization."""
    from datetime import date

    return load_project(REPOSITORY, date(2026, 11, 21))


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[FakeWorker]:
    """Every worker that is started, the last one last; answers are kept in a folder of the test."""
    made: list[FakeWorker] = []

    def worker_for(python: Path, folders: object, settings: Path, checks: tuple[str, ...]) -> FakeWorker:
        assert json.loads(settings.read_text("utf-8"))["version"] == 1
        made.append(FakeWorker({"*": [FAILED]}, checks))
        return made[-1]

    monkeypatch.setattr(starting, "worker_for", worker_for)
    monkeypatch.setattr(starting, "installed_version", lambda python: "3.3.30")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    return made


OPTIONS = ScanOptions(checkov_python=Path("/usr/bin/python3"))


def test_a_plan_is_handed_over_without_its_secrets(project: Project, workers: list[FakeWorker]) -> None:
    with start(project, OPTIONS, ("CKV_LZ_005",)) as scanning:
        scanning.submit("one", PLAN, "Dev")
        assert scanning.result("one").records == (FAILED,)
    ((name, written, account, unknown),) = workers[0].submitted
    assert (name, account, unknown) == ("one", "Dev", {})
    assert b"p3.16xlarge" in written
    assert b"hunter2" not in written
    assert workers[0].ended


def test_what_is_known_is_not_asked_again(project: Project, workers: list[FakeWorker]) -> None:
    for _ in range(2):
        with start(project, OPTIONS, ("CKV_LZ_005",)) as scanning:
            scanning.submit("one", PLAN, "Dev")
            assert scanning.result("one").records == (FAILED,)
    assert [len(one.submitted) for one in workers] == [1, 0]


@pytest.mark.parametrize("what", ["account", "checks", "plan", "version", "settings"])
def test_another_question_is_asked(
    what: str, project: Project, workers: list[FakeWorker], monkeypatch: pytest.MonkeyPatch
) -> None:
    with start(project, OPTIONS, ("CKV_LZ_005",)) as scanning:
        scanning.submit("one", PLAN, "Dev")
        scanning.result("one")
    checks = ("CKV_LZ_005", "CKV_LZ_006") if what == "checks" else ("CKV_LZ_005",)
    other = read(document(row("aws_instance.b", after={"instance_type": "p3.16xlarge"})))
    if what == "version":
        monkeypatch.setattr(starting, "installed_version", lambda python: "3.3.31")
    if what == "settings":
        monkeypatch.setattr(starting, "settings_text", lambda project: '{"version": 1, "other": true}')
    with start(project, OPTIONS, checks) as scanning:
        scanning.submit("one", other if what == "plan" else PLAN, "Prod" if what == "account" else "Dev")
        scanning.result("one")
    assert len(workers[1].submitted) == 1


def test_nothing_is_kept_where_the_version_is_not_known(
    project: Project, workers: list[FakeWorker], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "installed_version", lambda python: "")
    for _ in range(2):
        with start(project, OPTIONS, ("CKV_LZ_005",)) as scanning:
            scanning.submit("one", PLAN, "Dev")
            scanning.result("one")
    assert [len(one.submitted) for one in workers] == [1, 1]


@pytest.mark.parametrize(("usage", "kind"), [(True, Misused), (False, Undecided)])
def test_a_scan_that_fails_ends_the_command(
    usage: bool, kind: type[Exception], project: Project, workers: list[FakeWorker]
) -> None:
    with start(project, OPTIONS, ("CKV_LZ_005",)) as scanning:
        workers[0].answers = {"*": ScanFailed("the worker said nothing", usage=usage)}
        scanning.submit("one", PLAN, "Dev")
        with pytest.raises(kind, match="the worker said nothing"):
            scanning.result("one")


def test_without_checkov_one_message_says_what_to_do(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(Misused, match=r"guardrails-aws\[checkov\].*--checkov-python.*--no-checkov"):
        start(project, ScanOptions(), ("CKV_LZ_005",))


def test_the_folder_of_a_project_comes_after_ours(tmp_path: Path, project: Project) -> None:
    from dataclasses import replace

    assert rule_folders(project, "checkov") == (REPOSITORY / "rules" / "checkov",)
    (tmp_path / "rules" / "checkov").mkdir(parents=True)
    other = replace(project, root=tmp_path)
    assert rule_folders(other, "checkov") == (REPOSITORY / "rules" / "checkov", tmp_path / "rules" / "checkov")
    assert rule_folders(replace(other, bundled=True), "checkov") == (REPOSITORY / "rules" / "checkov",)


def test_a_version_is_read_without_running_the_interpreter(tmp_path: Path) -> None:
    packages = tmp_path / "lib" / "python3.11" / "site-packages"
    (packages / "checkov-3.3.30.dist-info").mkdir(parents=True)
    assert installed_version(tmp_path / "bin" / "python") == "3.3.30"
    (packages / "checkov-3.3.31.dist-info").mkdir()
    assert installed_version(tmp_path / "bin" / "python") == ""
    assert installed_version(tmp_path / "elsewhere" / "bin" / "python") == ""


def test_plans_of_the_repository_can_be_handed_over(project: Project, workers: list[FakeWorker]) -> None:
    from guardrails.terraform.reading.plan_file import read_plan

    with start(project, OPTIONS, ("CKV_LZ_005",)) as scanning:
        scanning.submit("one", read_plan(PLANS / "nested-modules.json"), "Dev")
    ((_, written, _, _),) = workers[0].submitted
    assert set(json.loads(written)) == {
        *("format_version", "terraform_version", "planned_values", "resource_changes", "configuration")
    }


def test_a_check_of_the_project_counts_once_its_table_describes_it(tmp_path: Path) -> None:
    ours, own = REPOSITORY / "rules" / "checkov", tmp_path / "checkov"
    assert described_in((ours,)) == frozenset()
    assert "CKV_LZ_005" in described_in((ours, own))
    row = {"id": "ACME_1", "slug": "a", "severity": "LOW", "summary": "A.", "title": "A", "rows": [], "stock": False}
    row |= {"tool": "checkov", "file": "checkov/a.py", "pillar": "cost", "help": "Do."}
    (tmp_path / "rules.json").write_text(json.dumps({"version": 1, "rules": [row], "skips": []}), "utf-8")
    assert described_in((ours, own)) == described_in((ours, tmp_path / "none" / "checkov")) | {"ACME_1"}
