"""Whatever stands in a plan: no renderer raises, and each output can be read by those it is for."""

from __future__ import annotations

import json
import re
from datetime import date
from unicodedata import category
from xml.etree import ElementTree

import jsonschema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guardrails.model.answer import Decider, Outcome
from guardrails.model.finding import Confidence, Finding, Rule, Severity
from guardrails.model.gate_report import Conclusion, GateReport, Judged, PlanVerdict, RuleRun, ScenarioChange, Waived
from guardrails.model.prediction import Prediction, Step, Unmapped
from guardrails.model.source import Location, Span
from guardrails.renderers.comment import LIMIT
from guardrails.renderers.formats import GATE_FORMATS
from tests.unit.renderers.findings.page import strange
from tests.unit.renderers.findings.runner import commands
from tests.unit.renderers.findings.test_sarif import VALIDATOR
from tests.unit.renderers.gate.page_reading import OURS, read
from tests.unit.renderers.gate.sample import INJECTION, change
from tests.unit.renderers.gate.test_json import SCHEMA
from tests.unit.renderers.gate.test_markdown import blocks

PIECES = ["`", "|", "<", ">", "&", "]]>", "-->", "::", "\n", "\r", "%", ",", ":", "@a", "[a](b)", "\\", "\x1b[0m", "#1"]
texts = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=8),
    st.lists(st.sampled_from(PIECES), max_size=4).map("".join),
    st.just(INJECTION),
)
numbers = st.integers(1, 6)
locations = st.builds(
    Location, texts, st.lists(texts, max_size=2).map(tuple), st.none() | st.builds(Span, *[numbers] * 4)
)
rules = st.builds(Rule, texts, texts, texts, st.sampled_from(Severity))
changes = st.builds(change, texts)


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    """A finding of which most fields hold one of few texts."""
    some = st.sampled_from(["", draw(texts), draw(texts)])
    return Finding(
        draw(texts),
        draw(st.sampled_from(Severity)),
        draw(some),
        draw(locations),
        draw(some),
        draw(st.sampled_from(Confidence)),
        draw(some),
        draw(some),
        draw(some),
        related=((draw(locations), draw(some)),),
        address=draw(some),
        previous_address=draw(some),
        attribute=draw(some),
        found=draw(some),
        expected=draw(some),
        undecided=draw(st.booleans()),
        hangs_on=(draw(some),),
        node=draw(some),
        policy=draw(some),
    )


@st.composite
def plans(draw: st.DrawFn) -> PlanVerdict:
    """A plan with a little of everything."""
    text = st.sampled_from(["Dev", draw(texts), draw(texts)])
    prediction = Prediction(draw(changes), Step.CREATE, draw(text), draw(text), draw(text), region=draw(text))
    judged = Judged(
        prediction,
        draw(st.sampled_from(Outcome)),
        draw(text),
        (Decider(draw(text), draw(text), draw(text)),),
        (draw(text),),
        {draw(text): draw(text)},
        gap=draw(st.booleans()),
    )
    found = tuple(draw(st.lists(findings(), max_size=3)))
    return PlanVerdict(
        *(draw(text) for _ in range(6)),
        {draw(text): 2},
        found,
        (Waived(draw(findings()), draw(text), draw(text), date(2026, 12, 31), draw(locations)),),
        (draw(findings()),),
        (judged,),
        (Unmapped(draw(changes), draw(text)),),
        (RuleRun(draw(rules), draw(st.integers(0, 2)), (draw(text),)),),
        (ScenarioChange(*(draw(text) for _ in range(5))),),
        (draw(text),),
        {one.address: draw(text) for one in found},
    )


reports = st.builds(
    GateReport,
    st.sampled_from(Conclusion),
    st.lists(texts, max_size=2).map(tuple),
    texts,
    st.booleans(),
    st.lists(plans(), max_size=2).map(tuple),
    st.sampled_from(Severity),
    st.sampled_from(["warn", "fail"]),
    st.lists(st.tuples(st.integers(0, 3), texts, texts, st.lists(texts, max_size=1).map(tuple)), max_size=2).map(tuple),
    version=texts,
    catalog_date=texts,
)
few = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)


@few
@given(reports)
def test_text_orders_no_terminal_and_no_job(report: GateReport) -> None:
    text = GATE_FORMATS["text"](report)
    assert all(one == "\n" or category(one) not in ("Cc", "Cf", "Cs") for one in text)
    assert "##[" not in text
    assert not re.search(r"(?m)^\s*::", text)
    assert text.encode("utf-8").endswith(b"\n")


@few
@given(reports)
def test_json_is_valid(report: GateReport) -> None:
    document = json.loads(GATE_FORMATS["json"](report))
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    marks = [one["fingerprint"] for plan in document["plans"] for one in (*plan["findings"], *plan["baselined"])]
    assert len(set(marks)) == len(marks)


@few
@given(reports)
def test_sarif_is_valid(report: GateReport) -> None:
    document = json.loads(GATE_FORMATS["sarif"](report))
    VALIDATOR.validate(document)
    aside = sum(len(plan.waived) + len(plan.baselined) for plan in report.plans)
    assert sum(len(run["results"]) for run in document["runs"]) == len(report.findings) + aside


@few
@given(reports)
def test_junit_is_xml(report: GateReport) -> None:
    cases = list(ElementTree.fromstring(GATE_FORMATS["junit"](report).encode("utf-8")).iter("testcase"))
    aside = sum(len(plan.waived) + len(plan.baselined) for plan in report.plans)
    assert len(cases) >= len(report.findings) + aside


@few
@given(reports)
def test_github_reads_one_command_for_each(report: GateReport) -> None:
    found = commands(GATE_FORMATS["github"](report))
    silent = not report.findings and report.conclusion is not Conclusion.PASSED
    assert len(found) == len(report.findings) + silent
    assert {one.level for one in found} <= {"error", "warning", "notice"}
    assert all(one.properties.keys() <= {"file", "line", "endLine", "col", "endColumn", "title"} for one in found)


@few
@given(reports)
def test_gitlab_is_json(report: GateReport) -> None:
    marks = {entry["fingerprint"] for entry in json.loads(GATE_FORMATS["gitlab"](report))}
    assert len(marks) == len(report.findings)


@few
@given(reports)
def test_markdown_keeps_its_shape(report: GateReport) -> None:
    page = GATE_FORMATS["markdown"](report)
    assert strange(page, blocks(report)) == []
    assert len(page.encode("utf-8", "strict").decode("utf-8")) <= LIMIT


@few
@given(reports)
def test_html_is_one_closed_page_of_our_elements(report: GateReport) -> None:
    page = read(GATE_FORMATS["html"](report))
    assert page.tags <= OURS
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert len(set(page.ids)) == len(page.ids)


@few
@given(reports, st.sampled_from(sorted(GATE_FORMATS)))
def test_the_same_report_gives_the_same_bytes(report: GateReport, name: str) -> None:
    assert GATE_FORMATS[name](report) == GATE_FORMATS[name](report)
