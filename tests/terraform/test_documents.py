"""The documents of the landing zone: every command in them exists and parses, and each says what it must."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from guardrails.cli import run
from tests.terraform.document_commands import TERRAFORM, blocks, commands, problem_with

PROJECT = Path(__file__).parents[2]
NAMES = ("terraform", "dr-runbook", "migration", "post-apply-checklist")
PAGES = {name: (PROJECT / f"docs/{name}.md").read_text("utf-8") for name in NAMES}
LINES = [(name, words) for name, page in PAGES.items() for block in blocks(page) for words in commands(block)]


def headings(page: str, level: int) -> list[str]:
    prose = re.sub(r"^ *```.*?^ *```", "", page, flags=re.MULTILINE | re.DOTALL)
    return re.findall(rf"^{'#' * level} (.+)$", prose, re.MULTILINE)


def sections(page: str, level: int) -> dict[str, str]:
    parts = re.split(rf"^{'#' * level} (.+)$", page, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


@pytest.mark.parametrize(("page", "words"), LINES, ids=[f"{page}: {' '.join(words)[:60]}" for page, words in LINES])
def test_a_command_exists_and_parses(page: str, words: list[str]) -> None:
    assert not problem_with(words), f"docs/{page}.md: {' '.join(words)}: {problem_with(words)}"


ASKED = {
    ("terraform", "role/Administrator"): "DENIED",
    ("terraform", "role/AWSControlTowerExecution"): "not denied",
    ("dr-runbook", "g5.xlarge"): "not denied",
    ("migration", "m5.large"): "DENIED",
    ("migration", "iam:CreateAccessKey"): "DENIED",
    ("migration", "cloudtrail:DeleteTrail"): "not denied",
}
"""Page and a word of a question in it -> what the reference organization answers, and the page relies on."""


@pytest.mark.parametrize(("place", "answer"), ASKED.items(), ids=lambda one: one if isinstance(one, str) else one[1])
def test_what_is_asked_has_the_answer_that_the_page_relies_on(
    place: tuple[str, str], answer: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page, word = place
    words = next(one for name, one in LINES if name == page and one[:2] == ["guardrails", "simulate"] and word in one)
    monkeypatch.chdir(PROJECT)
    assert run(words[1:]) == 0
    assert f"  {answer}" in capsys.readouterr().out


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_commands(name: str) -> None:
    assert sum(page == name for page, _ in LINES) >= 5


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("aws cloudtrial describe-trails", "no service cloudtrial"),
        ("aws cloudtrail describe-trail", "knows no describe-trail"),
        ("aws cloudtrail get-trail-status", "lacks ['name']"),
        ("aws cloudtrail get-trail-status --name x --trail y", "knows no ['trail']"),
        ("aws cloudtrail describe-trails --query 'a[?'", "--query"),
        ("aws cloudtrail describe-trails --query", "--query lacks its expression"),
        ("aws rds wait db-instance-ready", "wait knows no 'db-instance-ready'"),
        ("aws rds wait", "wait knows no ''"),
        ("aws rds wait db-instance-available --db-instance x", "knows no ['db-instance']"),
        ("aws --region x cloudtrail describe-trails", "service and an operation first"),
        ("terraform destory", "terraform has no 'destory'"),
        ("terraform -chdir=x plan -autoapprove", "knows no ['-autoapprove']"),
        ("guardrails gait plan.json", "No such command"),
        ("guardrails render --tfvar", "--tfvar"),
        ("rm -rf /", "rm is no program"),
    ],
)
def test_a_wrong_command_is_noticed(line: str, said: str) -> None:
    assert said in problem_with(next(commands(line)))


def test_commands_within_commands_are_found() -> None:
    first = 'X="$(aws sts get-caller-identity --query "Account" | jq -r .)" && \\\n'
    block = f"{first}  git push > file.txt # pushes\n# not this\n"
    found = [words[0] for words in commands(block)]
    assert found == ["aws", "jq", "git"]


@pytest.mark.parametrize("name", sorted(TERRAFORM))
def test_the_table_of_terraform_is_that_of_terraform(name: str, plugins: Path) -> None:
    from guardrails.rehearsal.installation import terraform_binary

    done = subprocess.run([str(terraform_binary()), *name.split(), "-help"], capture_output=True, text=True)
    shown = done.stdout + done.stderr
    assert not [option for option in TERRAFORM[name] if f"-{option}" not in shown]


def test_the_runbook_has_failover_dns_and_restore() -> None:
    found = sections(PAGES["dr-runbook"], 2)
    assert [name for name in found if name in ("Failover", "DNS", "Restore")] == ["Failover", "DNS", "Restore"]
    for name in ("Failover", "DNS", "Restore"):
        steps = re.split(r"^\d+\. ", found[name], flags=re.MULTILINE)[1:]
        assert len(steps) >= 3, name
        assert all(re.search(r"^ *```sh$", step, re.MULTILINE) for step in steps), (
            f"each step of {name} names a command"
        )


def test_each_item_of_the_checklist_has_a_command_and_an_expected_value() -> None:
    items = {
        title: text
        for part in sections(PAGES["post-apply-checklist"], 2).values()
        for title, text in sections(part, 3).items()
    }
    assert len(items) >= 20
    for title, text in items.items():
        assert len(blocks(text)) == 1, title
        assert len(re.findall(r"^Expected: \S.*", text, re.MULTILINE)) == 1, title


def test_the_migration_page_says_what_cannot_move() -> None:
    page = PAGES["migration"]
    assert "A VPC never moves between accounts" in page
    assert {"What moves and what cannot", "Order", "Trails", "Pipelines"} <= set(headings(page, 2))


def test_every_module_and_every_root_stands_in_the_overview() -> None:
    page = PAGES["terraform"]
    folder = PROJECT / "terraform"
    for one in sorted((folder / "modules").iterdir()):
        assert f"](../terraform/modules/{one.name}/README.md)" in page, one.name
    for one in sorted((folder / "live").glob("*/*")):
        if one.is_dir():
            assert f"`{one.parent.name}/{one.name}`" in page, one


def test_what_the_emulator_is_helped_with_stands_in_the_overview() -> None:
    script = PROJECT / "scripts/build_rehearsal_docs.py"
    done = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert PAGES["terraform"].count("moto ") >= 10


def test_names_in_the_documents_are_those_of_the_live_plans() -> None:
    """`MM-dev-use1-vpc`, `mm-terraform-state`: of what the roots make, or of the organization file; `*` as in AWS."""
    known = (PROJECT / "scps/organization.yaml").read_text("utf-8")
    known += "".join(file.read_text("utf-8") for file in (PROJECT / "tests/terraform/plans").glob("live-*.json"))
    used = {(name, one) for name, page in PAGES.items() for one in re.findall(r"\b(?:MM|mm)-[a-zA-Z0-9*-]+", page)}
    assert len(used) >= 20
    pattern = {one: re.escape(one.rstrip("-")).replace(r"\*", "[a-z0-9-]+") for _, one in used}
    assert not sorted((name, one) for name, one in used if not re.search(rf"\b{pattern[one]}\b", known))


def test_links_lead_somewhere() -> None:
    for name, page in PAGES.items():
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page):
            assert (PROJECT / "docs" / target).exists(), f"docs/{name}.md: {target}"
