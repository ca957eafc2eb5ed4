"""Which checks run: ours, the stock ones that the baseline keeps, and what a target leaves out."""

from __future__ import annotations

import pytest

from guardrails.commands.gating.selecting import selection_of, waivable
from guardrails.commands.outcomes import Misused
from guardrails.commands.scanning.options import ScanOptions
from guardrails.commands.scanning.selection import checkov_rules, checks_for
from guardrails.files.tool_rules import Skip
from tests.unit.commands.scanning.fakes import tools

ALL = {"CKV_LZ_005", "CKV_AWS_18", "CKV2_AWS_35"}


def test_rules_of_cfn_lint_and_what_is_left_out_everywhere_do_not_run() -> None:
    assert set(checkov_rules(tools())) == ALL
    assert set(checkov_rules(tools(Skip("CKV_AWS_18", "why")))) == ALL - {"CKV_AWS_18"}
    assert set(checkov_rules(tools(), stock=False)) == {"CKV_LZ_005"}


def test_a_condition_of_the_baseline_holds_for_its_target_alone() -> None:
    known = tools(Skip("CKV2_AWS_35", "why", environment="dev"), Skip("CKV_AWS_18", "why", absent=("aws_s3_bucket",)))
    assert set(checkov_rules(known)) == ALL
    assert checks_for(known, ALL, "prod", "Prod", frozenset({"aws_s3_bucket"})) == tuple(sorted(ALL))
    assert "CKV2_AWS_35" not in checks_for(known, ALL, "dev", "Dev")
    assert "CKV_AWS_18" not in checks_for(known, ALL, "prod", "Prod", frozenset({"aws_vpc"}))
    assert "CKV_AWS_18" in checks_for(known, ALL, "prod", "Prod")


@pytest.mark.parametrize(
    ("words", "checkov", "plan_rules"),
    [
        (("CKV_LZ_005",), {"CKV_LZ_005"}, False),
        (("ckv_lz_*",), {"CKV_LZ_005"}, False),
        (("accelerator-cap", "PG-015"), {"CKV_LZ_005"}, True),
        (("CKV*",), ALL, False),
        (("PG-*",), set(), True),
        ((), ALL, True),
    ],
)
def test_words_pick_rules(words: tuple[str, ...], checkov: set[str], plan_rules: bool) -> None:
    found = selection_of(words, (), (), tools())
    assert found.checkov == checkov
    assert bool(found.rules) is plan_rules
    assert found.ids >= checkov


def test_a_pattern_also_says_what_is_advisory_or_has_to_match() -> None:
    found = selection_of((), ("CKV_AWS_*",), ("CKV_LZ_*",), tools())
    assert found.advisory == {"CKV_AWS_18"}
    assert found.must_match == {"CKV_LZ_005"}


def test_without_checkov_none_of_its_checks_runs() -> None:
    assert selection_of((), (), (), tools(), ScanOptions(checkov=False)).checkov == frozenset()
    assert selection_of(("*",), (), (), tools(), ScanOptions(checkov=False)).rules
    for word in ("CKV_LZ_005", "CKV_LZ_*", "accelerator-cap"):
        with pytest.raises(Misused, match="--no-checkov"):
            selection_of(("PG-005", word), (), (), tools(), ScanOptions(checkov=False))


def test_without_stock_checks_one_that_is_named_runs_all_the_same() -> None:
    options = ScanOptions(stock_checks=False)
    assert selection_of((), (), (), tools(), options).checkov == {"CKV_LZ_005"}
    assert selection_of(("CKV_AWS_18",), (), (), tools(), options).checkov == {"CKV_AWS_18"}


def test_what_cannot_run_is_refused_with_the_reason() -> None:
    with pytest.raises(Misused, match="no such rule of the gate; did you mean CKV_LZ_005"):
        selection_of(("CKV_LZ_05",), (), (), tools())
    with pytest.raises(Misused, match="the baseline leaves it out: too strict for us"):
        selection_of(("CKV_AWS_18",), (), (), tools(Skip("CKV_AWS_18", "too strict for us")))
    away = tools(Skip("CKV_AWS_338", "kept for as long as we say"))  # as in our table: with its reason and no more
    for words in ((("ckv_aws_338",), (), ()), ((), ("CKV_AWS_338",), ()), ((), (), ("CKV_AWS_338",))):
        with pytest.raises(Misused, match=r"(?i)CKV_AWS_338: the baseline leaves it out: kept for"):
            selection_of(*words, away)
    with pytest.raises(Misused, match="no such rule"):
        selection_of(("CKV_AZURE_*",), (), (), tools())


def test_waivers_may_name_checks_of_all_tools() -> None:
    assert {"CKV_LZ_005", "CKV_AWS_18", "E9105", "PG-005"} <= set(waivable(tools()))
    assert "WVR-001" not in waivable(tools())
