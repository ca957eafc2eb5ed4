"""The command `gate`: targets, waivers in a file and in comments, baselines, selection of rules, what is refused."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from guardrails.cli import run
from guardrails.commands.gating.answering import Answering
from guardrails.model.finding import Finding, Severity
from guardrails.model.fingerprint import plan_fingerprint
from guardrails.model.plan.plan import Plan
from guardrails.model.source import Location

REPOSITORY = Path(__file__).parents[4]
PLANS = REPOSITORY / "tests" / "terraform" / "plans"
FIXTURES = REPOSITORY / "tests" / "terraform" / "fixtures"
WAIVER = """
- rule: {rule}
  address: {address}
  owner: platform
  reason: on purpose
  expires: {expires}
"""


class Ran(NamedTuple):
    """How a command ended, and what it printed."""

    exit_code: int
    stdout: str
    stderr: str


def gate(plan: str | Path, *words: str, account: str = "Prod", root: Path | None = REPOSITORY) -> Ran:
    file = PLANS / f"{plan}.json" if isinstance(plan, str) else plan
    named = ("--account", account) if account else ()
    held = ("--root", str(root)) if root else ()
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(["gate", str(file), *held, "--today", "2026-11-21", *named, *words])
    return Ran(code, out.getvalue(), err.getvalue())


def answer(plan: str | Path, *words: str, account: str = "Prod", root: Path = REPOSITORY) -> dict[str, object]:
    result = gate(plan, "--format", "json", "-q", *words, account=account, root=root)
    found: dict[str, object] = json.loads(result.stdout)["plans"][0]
    return found


def rules(found: object) -> list[str]:
    assert isinstance(found, list)
    return sorted(one["finding"]["rule"] if "finding" in one else one["rule"] for one in found)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the reference organization, to which a test adds its own waivers."""
    shutil.copytree(REPOSITORY / "scps", tmp_path / "scps")
    (tmp_path / "rules").mkdir()
    return tmp_path


def waive(project: Path, *rows: tuple[str, str, str]) -> None:
    text = "".join(WAIVER.format(rule=rule, address=address, expires=day) for rule, address, day in rows)
    (project / "rules" / "waivers.yaml").write_text(f"waivers:{text}", encoding="utf-8")


def test_a_plan_passes_or_is_refused() -> None:
    assert gate("clean", account="Dev").exit_code == 0
    refused = gate("default-tags")
    assert refused.exit_code == 1
    assert refused.stdout.startswith("REFUSED")


def test_a_waiver_covers_its_finding_and_is_shown(project: Path) -> None:
    waive(
        project,
        ("PG-001", "aws_sqs_queue.overrides", "2026-12-31"),
        ("PG-001", "aws_sqs_queue.other*", "2026-12-31"),
    )
    assert gate("default-tags", "--rule", "PG-001", root=project).exit_code == 0
    found = answer("default-tags", "--rule", "PG-001", root=project)
    assert rules(found["waived"]) == ["PG-001", "PG-001"]
    assert not found["findings"]


def test_an_expired_waiver_opens_its_finding_again(project: Path) -> None:
    waive(project, ("PG-001", "aws_sqs_queue.o*", "2026-11-20"))
    assert gate("default-tags", "--rule", "PG-001", root=project).exit_code == 1
    found = answer("default-tags", "--rule", "PG-001", root=project)
    assert rules(found["findings"]) == ["PG-001", "PG-001", "WVR-002"]


def test_an_unused_waiver_is_said(project: Path) -> None:
    waive(project, ("PG-005", "aws_sqs_queue.overrides", "2026-12-31"))
    found = answer("default-tags", "--rule", "PG-001", "--rule", "PG-005", root=project)
    assert rules(found["findings"]) == ["PG-001", "PG-001", "WVR-001"]


@pytest.mark.parametrize("text", ["", "waivers: 3", "waivers:\n- rule: PG-001\n", "waivers: []\nother: 1\n"])
def test_waivers_that_cannot_be_used_end_the_run(text: str, project: Path) -> None:
    (project / "rules" / "waivers.yaml").write_text(text, encoding="utf-8")
    assert gate("clean", account="Dev", root=project).exit_code == 2


def test_a_waiver_of_a_rule_that_does_not_exist_ends_the_run(project: Path) -> None:
    waive(project, ("PG-999", "aws_vpc.main", "2026-12-31"))
    result = gate("clean", account="Dev", root=project)
    assert result.exit_code == 2
    assert "PG-999 is no rule that can be waived" in result.stderr


def sources_of(fixture: str, folder: Path, before: str, comment: str) -> Path:
    """Copy a fixture's sources, with a comment above the line that begins so."""
    shutil.copytree(FIXTURES / fixture, folder / fixture)
    file = folder / fixture / "main.tf"
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, f"{comment}\n{before}"), "utf-8")
    return folder / fixture


def test_a_comment_above_a_block_waives_its_finding(tmp_path: Path) -> None:
    comment = '# guardrails:waive PG-001 until=2026-12-31 owner=ml reason="copied on purpose"'
    source = sources_of("default-tags", tmp_path, 'resource "aws_sqs_queue" "overrides"', comment)
    found = answer("default-tags", "--rule", "PG-001", "--source", str(source))
    assert rules(found["waived"]) == ["PG-001"]
    assert rules(found["findings"]) == ["PG-001"]


def test_a_comment_without_an_owner_ends_the_run(tmp_path: Path) -> None:
    comment = "# guardrails:waive PG-001 until=2026-12-31 reason=none"
    source = sources_of("default-tags", tmp_path, 'resource "aws_sqs_queue" "overrides"', comment)
    result = gate("default-tags", "--source", str(source))
    assert result.exit_code == 2
    assert "lacks owner" in result.stderr


def test_findings_stand_at_file_and_line_where_the_sources_are_at_hand() -> None:
    found = answer("default-tags", "--rule", "PG-001", "--source", str(FIXTURES / "default-tags"))
    assert isinstance(found["findings"], list)
    for one in found["findings"]:
        assert one["file"].endswith("default-tags/main.tf")
        line = (FIXTURES / "default-tags" / "main.tf").read_text("utf-8").splitlines()[one["line"] - 1]
        assert line.startswith('resource "aws_sqs_queue"')


def test_a_source_folder_without_terraform_is_refused(tmp_path: Path) -> None:
    assert gate("clean", "--source", str(tmp_path), account="Dev").exit_code == 2


def test_what_is_imported_or_moved_counts_as_changed() -> None:
    """Though nothing is written: the root takes it over."""
    for plan, address in (("import", "aws_cloudwatch_log_group.same"), ("moved", "aws_cloudwatch_log_group.renamed")):
        every, touched = (answer(plan, *words)["findings"] for words in ((), ("--changed-only",)))
        assert isinstance(every, list) and isinstance(touched, list)
        here = [one["rule"] for one in every if one["address"] == address]
        assert here and [one["rule"] for one in touched if one["address"] == address] == here


def test_a_baseline_holds_what_is_there_today(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    assert gate("contaminated-environment", "--write-baseline", str(file)).exit_code == 0
    assert gate("contaminated-environment", "--baseline", str(file)).exit_code == 0
    assert gate("default-tags", "--baseline", str(file)).exit_code == 1


def test_a_baseline_covers_nothing_that_is_undecided() -> None:
    """What nobody could decide yesterday may be wrong today."""
    known = Finding("PG-005", Severity.ERROR, "destroyed", Location("plan.json"), address="aws_vpc.a")
    open = replace(known, undecided=True)
    answering = Answering((), frozenset({plan_fingerprint(known), plan_fingerprint(open)}), date(2026, 11, 21))
    assert answering.apply((known, open), Plan("plan.json"), (), ()) == ((open,), (), (known,))


def test_another_value_at_the_same_place_is_not_in_the_baseline(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    gate("default-tags", "--rule", "PG-001", "--write-baseline", str(file))
    text = (PLANS / "default-tags.json").read_text("utf-8").replace('"dev"', '"mgmt"')
    (tmp_path / "plan.json").write_text(text, "utf-8")
    assert gate(tmp_path / "plan.json", "--rule", "PG-001", "--baseline", str(file)).exit_code == 1


def test_an_advisory_rule_is_shown_and_does_not_count() -> None:
    words = ("--rule", "PG-001", "--advisory", "PG-001")
    assert gate("default-tags", *words).exit_code == 0
    assert rules(answer("default-tags", *words)["findings"]) == ["PG-001", "PG-001"]


def test_a_rule_that_has_to_see_something_and_does_not_is_not_passed() -> None:
    assert gate("clean", "--require-match", "PG-013", account="Dev").exit_code == 3
    assert gate("clean", "--require-match", "PG-010", account="Dev").exit_code == 0
    assert gate("clean", "--require-match", "PG-001", account="Dev").exit_code == 0, "it looks at every type"


def test_what_is_not_decided_closes_the_gate_of_prod_only() -> None:
    plan = ("accelerator-instance", "--as", "role/Developer")
    waived = ("--waivers", str(REPOSITORY / "tests" / "unit" / "commands" / "gating" / "over-cap.yaml"))
    assert gate(*plan, *waived, "--rule", "PG-016", account="Dev").exit_code == 0
    assert gate(*plan, *waived, "--rule", "PG-016", "--on-unknown", "fail", account="Dev").exit_code == 3
    assert gate(*plan, *waived, "--rule", "PG-016", "--env", "prod", account="Dev").exit_code == 3
    assert (
        gate(*plan, *waived, "--rule", "PG-016", "--env", "prod", "--on-unknown", "warn", account="Dev").exit_code == 0
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--rule", "PG-999"), "no such rule"),
        (("--account", "Prod"), "once for each"),
        (("--advisory", "nonsense"), "no such rule"),
        (("--rule", "PG-001", "--require-match", "PG-005"), "--rule leaves it out"),
        (("--region", "mars-1"), "no such Region"),
        (("--env", "moon"), "no account of"),
        (("--as", "nobody"), "is not a principal"),
        (("--baseline", "none.json"), "none.json"),
        (("--approved", "none.json"), "none.json"),
        (("--waivers", "none.yaml"), "none.yaml"),
    ],
)
def test_wrong_usage_says_what_is_wrong(words: tuple[str, ...], said: str) -> None:
    result = gate("clean", *words, account="Dev")
    assert result.exit_code == 2
    assert said in result.stderr
    assert not result.stdout


def test_the_account_comes_from_the_plan_where_it_says_so() -> None:
    result = gate("clean", account="")
    assert result.exit_code == 2
    assert "--account" in result.stderr


def test_a_plan_that_is_given_twice_is_refused() -> None:
    result = gate("clean", str(PLANS / "clean.json"), account="Dev")
    assert result.exit_code == 2
    assert "is the same plan as" in result.stderr


def test_the_built_in_example_passes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = gate("clean", account="Dev", root=None)
    assert result.exit_code == 3
    assert result.stdout.startswith("UNDECIDED")


def test_a_report_is_not_written_over_the_plan() -> None:
    before = (PLANS / "clean.json").read_bytes()
    result = gate("clean", "--output", f"json={PLANS / 'clean.json'}", account="Dev")
    assert result.exit_code == 2
    assert (PLANS / "clean.json").read_bytes() == before


def test_an_approved_plan_is_the_one_that_was_judged(tmp_path: Path) -> None:
    report = tmp_path / "judged.json"
    assert gate("clean", "--output", f"json={report}", account="Dev").exit_code == 0
    assert gate("clean", "--approved", str(report), account="Dev").exit_code == 0
    assert gate("generated-names", "--approved", str(report), "--rule", "PG-023", account="Dev").exit_code == 1


def test_a_second_plan_changes_nothing() -> None:
    assert gate("no-change", "--repeated", account="Dev").exit_code == 0
    assert gate("clean", "--repeated", account="Dev").exit_code == 1
