"""A difference in each format: what readers see, that nothing in it leaves its place, and that all of it fits."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

import guardrails.renderers
from guardrails.model.difference import AccountsDifference, Difference, DiffReport, Region
from guardrails.model.proof import Witness
from guardrails.renderers.comment import LIMIT
from guardrails.renderers.differences import github, markdown, text
from guardrails.renderers.differences import json as as_json
from guardrails.renderers.formats import DIFF_FORMATS
from tests.unit.renderers.differences.sample import EMPTY, EQUAL, HOSTILE, RICH, SAME, huge
from tests.unit.renderers.findings.page import rows, strange, tokens
from tests.unit.renderers.findings.runner import commands
from tests.unit.renderers.gate.test_any_text import texts

SCHEMA = json.loads((Path(guardrails.renderers.__file__).parent / "schemas" / "diff.schema.json").read_text("utf-8"))
REPORTS = {"rich": RICH, "equal": EQUAL, "same": SAME, "empty": EMPTY, "hostile": HOSTILE}
BLOCKS = {
    markdown.MARKER,
    "<details><summary>A call that shows each</summary>",
    "<details><summary>Over what was compared</summary>",
    "</details>",
}
each = pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)


@pytest.mark.parametrize("name", DIFF_FORMATS)
def test_rich_report(name: str, snapshot: SnapshotAssertion) -> None:
    assert DIFF_FORMATS[name](RICH) == snapshot


@pytest.mark.parametrize("name", ["markdown", "text"])
def test_equal_report(name: str, snapshot: SnapshotAssertion) -> None:
    assert DIFF_FORMATS[name](EQUAL) == snapshot


@each
def test_json_is_valid(report: DiffReport) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    document = as_json.render(report)
    if report is not HOSTILE:  # words of outcomes are ours
        jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(document))
    assert document.isascii()
    loaded = json.loads(document)
    assert loaded["equal"] is (report in (EQUAL, SAME))
    assert loaded["undecided"] is (report in (RICH, HOSTILE))


def test_the_schema_is_strict() -> None:
    document = json.loads(as_json.render(RICH))
    document["groups"][0]["newly_allowed"][0].pop("witness")
    document["extra"] = 1
    assert len(list(jsonschema.Draft202012Validator(SCHEMA).iter_errors(document))) == 2


@each
def test_a_reader_of_markdown_sees_only_text_tables_and_commands(report: DiffReport) -> None:
    page = markdown.render(report)
    assert strange(page, BLOCKS) == []
    assert page.startswith(f"{markdown.MARKER}\n### ")
    assert "@octocat" not in re.sub("<code>.*?</code>|`{3,}sh\n.*?\n`{3,}\n", "", page, flags=re.DOTALL)


def test_the_commands_of_a_comment_can_be_copied() -> None:
    fences = [one.content for one in tokens(markdown.render(RICH)) if one.type == "fence"]
    assert fences == [
        "guardrails simulate ec2:RunInstances p9.48xlarge eu-west-1 Dev --as role/Developer\n",
        "guardrails simulate s3:PutObject 'arn:a b' Dev\n",
    ]
    assert len([one for one in tokens(markdown.render(HOSTILE)) if one.type == "fence"]) == 2


def test_a_comment_counts_what_does_not_fit() -> None:
    page = markdown.render(huge(3000))
    assert LIMIT - 3000 < len(page) <= LIMIT
    left = int(re.findall(r"\*\*Cut:\*\* ([\d,]+) more rows are", page)[0].replace(",", ""))
    assert rows(page) + left >= 6000
    assert len(markdown.render(HOSTILE)) <= LIMIT


def test_text_folds_unless_all_is_asked_for() -> None:
    folded, whole = text.render(huge(30)), text.render(huge(30), verbose=True)
    assert "and 20 more regions; -v shows all" in folded
    assert "number 29" in whole and "number 29" not in folded
    assert "and 22 more" in folded and "service29:*" in whole


@each
def test_text_is_safe_on_a_terminal_and_in_a_log(report: DiffReport) -> None:
    out = text.render(report, width=60)
    assert "\x1b" not in out
    assert not any(line.lstrip().startswith("::") or "##[" in line for line in out.splitlines())
    assert "\x1b[1m" in text.render(report, color=True)


def test_annotations() -> None:
    found = commands(github.render(RICH))
    assert [one.level for one in found] == ["warning", "warning", "warning", "notice", "notice", "notice"]
    assert found[0].properties["title"] == "guardrails diff: newly allowed in Dev, Prod"
    assert [one.data for one in commands(github.render(EQUAL))] == [
        "no change in what is allowed (proved) for 2 accounts"
    ]
    assert len(commands(github.render(HOSTILE))) == 6
    assert len(commands(github.render(huge(300)))) == 20


@given(st.data())
@settings(max_examples=40)
def test_whatever_stands_in_policies(data: st.DataObject) -> None:
    def some() -> tuple[str, ...]:
        return tuple(data.draw(st.lists(texts, max_size=2)))

    region = Region(some(), some(), some(), Witness((), data.draw(texts), some()), 2, some())
    group = AccountsDifference(some(), Difference((region,), (region,), some()), some(), some(), some())
    report = DiffReport(data.draw(texts), data.draw(texts), (group,), open=some(), notes=some(), gone=some())
    assert strange(markdown.render(report), BLOCKS) == []
    assert len(commands(github.render(report))) == 2 + len(group.difference.undecided) + len(report.open) + bool(
        report.gone
    )
    json.loads(as_json.render(report))
    assert not any(line.lstrip().startswith("::") for line in text.render(report).splitlines())


def test_nothing_compared_is_no_success() -> None:
    assert "nothing compared" in text.render(EMPTY)
    assert "❔" in markdown.render(EMPTY)
    assert "❔" in markdown.render(RICH)
    assert "✅" in markdown.render(EQUAL)
