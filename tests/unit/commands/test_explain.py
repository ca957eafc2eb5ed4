"""`guardrails explain`: pages offline, by id or slug, as text and as JSON."""

from __future__ import annotations

import json

import pytest

from guardrails.cli import run
from guardrails.commands.explain import _colored
from guardrails.commands.pages import GROUPS, _sections, all_rules, group_of, page, rule_named

HEAD_OF_VERSION = """# LINT-002 version

Severity: error. Confidence: high. Some findings are mended by `--fix`.

A document says Version 2012-10-17."""


def test_a_rule_is_found_by_id_and_by_slug_in_any_case(capsys: pytest.CaptureFixture[str]) -> None:
    shown = []
    for words in ("LINT-002", "lint-002", "version", "Version"):
        assert run(["explain", words]) == 0
        shown.append(capsys.readouterr().out)
    assert len(set(shown)) == 1
    assert shown[0].startswith(HEAD_OF_VERSION)
    assert "\n## How to fix\n" in shown[0]


def test_several_rules_are_shown_once_each_in_the_order_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "sid", "ORG-005", "sid"]) == 0
    heads = [line for line in capsys.readouterr().out.splitlines() if line.startswith("# ")]
    assert heads == ["# LINT-005 sid", "# ORG-005 allow-path"]


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("LINT-O11", "did you mean LINT-011"),
        ("absent-keys", "did you mean absent-key"),
        ("Sorry, this is not allowed", "a message of AWS it would say 'not authorized to perform'"),
        ("zzzzzz", "`guardrails explain --list` shows all"),
    ],
)
def test_an_unknown_rule_is_misuse_with_a_hint(words: str, hint: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "sid", words]) == 2
    told = capsys.readouterr()
    assert not told.out
    assert words in told.err
    assert hint in told.err


@pytest.mark.parametrize("arguments", [[], ["--list", "sid"]])
def test_asking_for_nothing_or_for_both_is_misuse(arguments: list[str]) -> None:
    assert run(["explain", *arguments]) == 2


def test_hostile_words_do_not_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "\x1b[31m"]) == 2
    assert "\x1b" not in capsys.readouterr().err


def test_the_list_has_every_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "--list"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert rows[0].split() == ["ID", "SLUG", "SEVERITY", "CONFIDENCE", "SUMMARY"]
    assert [row.split()[0] for row in rows[1:]] == [rule.id for rule in all_rules()]


def test_json_holds_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "--list", "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [row["slug"] for row in listed["rules"]] == [rule.slug for rule in all_rules()]
    assert run(["explain", "sid", "--format", "json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["version"] == 1
    assert shown["rules"][0] == {
        "id": "LINT-005",
        "slug": "sid",
        "severity": "error",
        "confidence": "high",
        "summary": page("LINT-005").rule.summary,
        "page": page("LINT-005").markdown,
    }


def test_ids_and_slugs_are_unique_and_in_a_group() -> None:
    rules = all_rules()
    assert len({rule.id for rule in rules}) == len({rule.slug for rule in rules}) == len(rules) > 50
    assert {group_of(rule.id) for rule in rules} == GROUPS.keys()


def test_a_name_that_is_no_rule_is_none() -> None:
    assert rule_named("LINT-000") is None
    with pytest.raises(LookupError):
        page("LINT-000")


def test_a_heading_within_a_fence_is_no_section() -> None:
    sections = dict(_sections("Sum.\n## What\na\n```sh\n## no heading\n```\n## Why\nb"))
    assert sections == {"": ["Sum."], "What": ["a", "```sh", "## no heading", "```"], "Why": ["b"]}


def test_colors_mark_headings_and_names_and_leave_code_as_it_is() -> None:
    shown = _colored("## Why\nuse `x`\n```json\n{`y`}\n```")
    assert shown == "\x1b[1m## Why\x1b[0m\nuse \x1b[36m`x`\x1b[0m\n\x1b[2m```json\x1b[0m\n{`y`}\n\x1b[2m```\x1b[0m"


def test_a_rule_that_checkov_runs_is_explained_without_checkov(capsys: pytest.CaptureFixture[str]) -> None:
    shown = []
    for words in ("CKV_LZ_005", "ckv_lz_005", "accelerator-cap"):
        assert run(["explain", words]) == 0
        shown.append(capsys.readouterr().out)
    assert len(set(shown)) == 1
    assert shown[0].startswith("# CKV_LZ_005 accelerator-cap\n\nSeverity: error.")
    assert "\n## Use instead\n" in shown[0]
    assert "RULE =" not in shown[0], "the docstring is the page, not the file"


def test_a_rule_of_cfn_lint_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "e9105"]) == 0
    assert capsys.readouterr().out.startswith("# E9105 blueprint-accelerator-types")


@pytest.mark.parametrize(
    ("id", "said"),
    [
        ("CKV_AWS_338", "It is left out: logs are kept as long as A36, B15 and B18 say"),
        ("ckv_aws_166", "severity note (LOW).\n\nA39 allows"),
        ("CKV2_AWS_35", "It is left out in the environment dev: B37"),
    ],
)
def test_of_a_stock_check_it_says_what_we_decided(id: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", id]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"# {id.upper()}\n")
    assert said in shown


def test_the_list_holds_our_rules_for_other_tools_and_no_stock_checks(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "--list", "--format", "json"]) == 0
    told = {row["id"]: row for row in json.loads(capsys.readouterr().out)["rules"]}
    assert told["CKV_LZ_005"]["severity"] == "error"
    assert told["W9112"]["severity"] == "warning"
    assert not [id for id in told if id.startswith(("CKV_AWS", "CKV2"))]
