"""Whatever stands in a finding: no renderer raises, and each output can be read by those it is for."""

from __future__ import annotations

import json
from unicodedata import category
from xml.etree import ElementTree

import jsonschema
from hypothesis import given
from hypothesis import strategies as st

from guardrails.model.finding import Confidence, Edit, Finding, Fix, Rule, Severity
from guardrails.model.report import CheckedFile, CheckReport, FileStatus, Suppressed
from guardrails.model.source import Location, Span
from guardrails.renderers.findings.markdown import LIMIT
from guardrails.renderers.formats import FINDING_FORMATS
from tests.unit.renderers.findings.page import rows, strange
from tests.unit.renderers.findings.reports import INJECTION
from tests.unit.renderers.findings.runner import commands
from tests.unit.renderers.findings.test_json import SCHEMA
from tests.unit.renderers.findings.test_sarif import VALIDATOR

PIECES = ["`", "|", "<", ">", "&", "]]>", "-->", "::", "\n", "\r", "%", ",", ":", "@a", "[a](b)", "\\", "\x1b[0m", "#1"]
texts = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=12),
    st.lists(st.sampled_from(PIECES), max_size=6).map("".join),
    st.just(INJECTION),
)
pointers = st.lists(st.one_of(texts, st.integers(0, 9)), max_size=4).map(tuple)
numbers = st.integers(1, 6)
spans = st.builds(Span, numbers, numbers, numbers, numbers)
locations = st.builds(Location, texts, pointers, st.none() | spans)
values = st.recursive(
    st.none() | st.booleans() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
edits = st.lists(st.builds(Edit, pointers, values, values), max_size=2).map(tuple)
dates = st.sampled_from(["", "2026-10-27"])
findings = st.builds(
    Finding,
    st.sampled_from(["LINT-003", "LINT-002"]) | texts,
    st.sampled_from(Severity),
    texts,
    locations,
    texts,
    st.sampled_from(Confidence),
    texts,
    texts,
    texts,
    dates,
    st.none() | st.builds(Fix, texts, edits, st.booleans()),
    st.lists(st.tuples(locations, texts), max_size=2).map(tuple),
)


@st.composite
def reports(draw: st.DrawFn) -> CheckReport:
    """A few findings in files, some of which are there as text."""
    found = draw(st.lists(findings, max_size=3).map(tuple))
    waived = draw(st.lists(st.builds(Suppressed, findings, texts, texts, st.dates(), locations), max_size=2).map(tuple))
    files = draw(st.lists(st.builds(CheckedFile, texts, st.sampled_from(FileStatus), texts), max_size=3).map(tuple))
    sources = {one.location.file: draw(texts) for one in found}
    rules = (Rule("LINT-003", "size", draw(texts), Severity.NOTE),)
    return CheckReport(found, files, waived, rules, sources, draw(texts))


@given(reports())
def test_text_orders_no_terminal(report: CheckReport) -> None:
    text = FINDING_FORMATS["text"](report)
    assert all(one == "\n" or category(one) not in ("Cc", "Cf", "Cs") for one in text)
    assert "##[" not in text
    assert text.encode("utf-8").endswith(b"\n")


@given(reports())
def test_json_is_valid(report: CheckReport) -> None:
    document = json.loads(FINDING_FORMATS["json"](report))
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    marks = [one["fingerprint"] for one in document["findings"]]
    assert len(set(marks)) == len(report.findings)


@given(reports())
def test_sarif_is_valid(report: CheckReport) -> None:
    document = json.loads(FINDING_FORMATS["sarif"](report))
    VALIDATOR.validate(document)
    assert len(document["runs"][0]["results"]) == len(report.findings) + len(report.suppressed)


@given(reports())
def test_junit_is_xml(report: CheckReport) -> None:
    cases = ElementTree.fromstring(FINDING_FORMATS["junit"](report).encode("utf-8")).iter("testcase")
    assert len(list(cases)) >= len(report.findings) + len(report.suppressed)


@given(reports())
def test_github_reads_one_command_for_each(report: CheckReport) -> None:
    unreadable = sum(file.status is FileStatus.UNREADABLE for file in report.files)
    found = commands(FINDING_FORMATS["github"](report))
    assert len(found) == len(report.findings) + unreadable
    assert {one.level for one in found} <= {"error", "warning", "notice"}
    assert all(one.properties.keys() <= {"file", "line", "endLine", "col", "endColumn", "title"} for one in found)


@given(reports())
def test_gitlab_is_json(report: CheckReport) -> None:
    unreadable = {file.file for file in report.files if file.status is FileStatus.UNREADABLE}
    marks = {entry["fingerprint"] for entry in json.loads(FINDING_FORMATS["gitlab"](report))}
    assert len(marks) == len(report.findings) + len(unreadable)


@given(reports())
def test_markdown_keeps_its_shape(report: CheckReport) -> None:
    page = FINDING_FORMATS["markdown"](report)
    assert strange(page) == []
    assert rows(page) == len(report.findings)
    assert len(page.encode("utf-8", "strict").decode("utf-8")) <= LIMIT


@given(reports(), st.sampled_from(sorted(FINDING_FORMATS)))
def test_the_same_report_gives_the_same_bytes(report: CheckReport, name: str) -> None:
    assert FINDING_FORMATS[name](report) == FINDING_FORMATS[name](report)
