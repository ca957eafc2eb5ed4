"""From records to findings: what fails, what is undecided, what is skipped, what is nobody's business."""

from __future__ import annotations

import pytest

from guardrails.commands.scanning.findings import Scanned, Target, attribute_of, findings_of
from guardrails.files.tool_rules import Skip
from guardrails.model.finding import Severity
from guardrails.model.scan import Answer, Record, Scan
from guardrails.model.source import Location
from tests.unit.commands.scanning.fakes import tools

ALL = ("CKV2_AWS_35", "CKV_AWS_18", "CKV_LZ_005")


def found(*records: Record, skips: tuple[Skip, ...] = (), **more: object) -> Scanned:
    """The findings of these records, for the account Dev."""
    scan = Scan("Checkov", "3.3.30", records, {"CKV_LZ_005": 4})
    options = {"checks": ALL, "value": lambda record, attribute: f"<{attribute}>", **more}
    return findings_of(scan, tools(*skips), lambda record: Location("plan.json"), Target("dev", "Dev"), **options)  # type: ignore[arg-type]


def test_a_failure_says_what_where_and_how_to_mend_it() -> None:
    record = Record("CKV_LZ_005", "aws_instance.a", Answer.FAILED, ("instance_type",), "p3.16xlarge is not allowed")
    (one,) = found(record).findings
    assert (one.rule, one.severity, one.address) == ("CKV_LZ_005", Severity.ERROR, "aws_instance.a")
    assert one.message == "No accelerated type above the cap: p3.16xlarge is not allowed"
    assert (one.attribute, one.found, one.token) == ("instance_type", "<instance_type>", "instance_type")
    assert one.help == "Take an allowed type."
    assert not one.undecided


def test_what_ours_cannot_tell_is_undecided_and_says_on_what_it_hangs() -> None:
    keys = ("block/[0]/type", "block/[1]/type", "other")
    (one,) = found(Record("CKV_LZ_005", "aws_instance.a", Answer.UNKNOWN, keys, "not known yet")).findings
    assert one.undecided
    assert one.hangs_on == ("block.type", "other")
    assert one.found == ""


def test_unknown_without_a_key_and_unknown_of_stock_checks_is_no_question() -> None:
    silent = Record("CKV_LZ_005", "aws_instance.a", Answer.UNKNOWN)
    stock = Record("CKV_AWS_18", "aws_s3_bucket.a", Answer.UNKNOWN, ("logging",))
    passed = Record("CKV_LZ_005", "aws_instance.a", Answer.PASSED, ("instance_type",))
    assert found(silent, stock, passed).findings == ()


@pytest.mark.parametrize(
    ("check", "keys", "late", "undecided"),
    [
        ("CKV_AWS_18", ("logging",), ["logging"], True),
        ("CKV_AWS_18", ("logging/[0]/target_bucket",), ["logging.target_bucket"], True),
        ("CKV_AWS_18", ("logging/[0]/target_bucket",), ["logging"], True),
        ("CKV_AWS_18", ("logging", "acl"), ["logging"], False),
        ("CKV_AWS_18", ("logging",), ["logging.target_bucket"], False),
        ("CKV_AWS_18", ("logging",), ["logging_more"], False),
        ("CKV_AWS_18", (), ["logging"], False),
        ("CKV_LZ_005", ("logging",), ["logging"], False),
    ],
)
def test_a_stock_check_that_fails_on_late_values_alone_is_undecided(
    check: str, keys: tuple[str, ...], late: list[str], undecided: bool
) -> None:
    (one,) = found(Record(check, "aws_s3_bucket.a", Answer.FAILED, keys), late={"aws_s3_bucket.a": late}).findings
    assert one.undecided is undecided


def test_a_skip_is_told_with_its_reason() -> None:
    told = found(Record("CKV_AWS_18", "aws_s3_bucket.a", Answer.SKIPPED, comment="public on purpose"))
    assert told.findings == ()
    ((one, reason),) = told.skipped
    assert (one.rule, reason) == ("CKV_AWS_18", "public on purpose")


def test_what_the_baseline_leaves_out_here_is_no_finding() -> None:
    records = [Record("CKV_AWS_18", f"module.{name}.aws_s3_bucket.b", Answer.FAILED) for name in ("logs", "data")]
    here = Skip("CKV_AWS_18", "why", address="module.logs.*")
    assert [one.address for one in found(*records, skips=(here,)).findings] == ["module.data.aws_s3_bucket.b"]
    elsewhere = Skip("CKV_AWS_18", "why", address="module.logs.*", environment="prod")
    assert len(found(*records, skips=(elsewhere,)).findings) == 2
    assert found(*records, checks=("CKV_LZ_005",)).findings == ()


def test_checks_that_ran_say_how_many_blocks_they_saw() -> None:
    runs = found(advisory=("CKV_AWS_18",)).runs
    assert [(one.rule.id, one.seen, one.advisory) for one in runs] == [
        ("CKV2_AWS_35", 0, False),
        ("CKV_AWS_18", 0, True),
        ("CKV_LZ_005", 4, False),
    ]


@pytest.mark.parametrize(
    ("key", "path"), [("a/[0]/b/[1]/c", "a.b.c"), ("a[0].b", "a.b"), ("a.0.b", "a.b"), ("a", "a"), ("", "")]
)
def test_keys_become_dotted_paths(key: str, path: str) -> None:
    assert attribute_of(key) == path
