"""The HTML report as text: one closed page of our own elements, whatever stands in the plan."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise

import pytest
from jinja2 import UndefinedError
from syrupy.assertion import SnapshotAssertion

from guardrails.model.gate_report import GateReport
from guardrails.renderers.gate.html import render
from guardrails.renderers.gate.page import MOST_REQUESTS, MOST_RESOURCES, page_of
from guardrails.renderers.templates import environment, folder
from tests.unit.renderers.gate.page_reading import OURS, read
from tests.unit.renderers.gate.sample import CLEAN, DENIED, DEV, EMPTY, HOSTILE, REQUESTS, RICH, huge

ALL = pytest.mark.parametrize("report", [RICH, CLEAN, EMPTY, HOSTILE], ids=["rich", "clean", "empty", "hostile"])


@ALL
def test_only_our_elements_and_no_attribute_that_acts(report: GateReport) -> None:
    page = read(render(report))
    assert page.tags <= OURS
    assert not {name for name in page.attributes if name.startswith("on") or name in ("src", "style", "action")}


@ALL
def test_ids_are_unique_and_links_lead_to_them(report: GateReport) -> None:
    page = read(render(report))
    assert len(set(page.ids)) == len(page.ids)
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert all(link.startswith("#") for link in page.links)


@ALL
def test_headings_are_in_order(report: GateReport) -> None:
    levels = read(render(report)).headings
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_policy_allows_the_one_style_sheet_and_nothing_else() -> None:
    page = read(render(RICH))
    mark = b64encode(sha256(page.style.encode("utf-8")).digest()).decode("ascii")
    assert page.policy == f"default-src 'none'; style-src 'sha256-{mark}'; base-uri 'none'; form-action 'none'"
    assert not re.search(r"url\(|@import|</", page.style)


def test_everything_of_a_report_is_on_the_page() -> None:
    text = re.sub(r"\s+", " ", read(render(RICH)).text)
    for finding in RICH.findings:
        assert finding.address in text
        assert finding.message.replace("`", "") in text
        assert finding.found in text
        assert finding.help.replace("`", "") in text
    for waived in DEV.waived:
        assert waived.reason in text
        assert waived.owner in text
        assert waived.expires.isoformat() in text
    for node in RICH.tree:
        assert node[2] in text
    for words in (
        *RICH.reasons,
        "gpu-cap#DenyLargeInstances",
        "provider.aws.region",
        DEV.scenarios[0].name,
        "aws_kms_key.old",
    ):
        assert words in text
    assert "instance_type = var.instance_type" in text


def test_hostile_text_is_text() -> None:
    page = read(render(HOSTILE))
    assert "<script>document.title='pwned'</script>" in page.text
    assert "{{ 7 * 7 }}" in page.text
    assert "\u202e" not in page.text


def test_a_denial_leads_to_its_node_and_a_finding_to_its_rule() -> None:
    view = page_of(RICH)
    (sandbox,) = [child for child in view.tree[0].children if child.name == "Sandbox"]
    finding = view.plans[0].resources[0].findings[0]
    assert (finding.node_id, sandbox.decides) == (sandbox.id, 3)
    assert finding.rule_id in {rule.id for rule in view.plans[0].rules}


def test_resources_with_the_very_same_findings_share_a_card() -> None:
    (logs,) = [one for one in page_of(RICH).plans[0].resources if one.address.startswith("aws_cloudwatch")]
    assert [address for _, address, _ in logs.alike] == [f"aws_cloudwatch_log_group.job[{n}]" for n in range(1, 8)]
    other = replace(DENIED, address="aws_instance.other", found="p4d.24xlarge")
    plan = replace(DEV, findings=(DENIED, other))
    assert [one.alike for one in page_of(replace(RICH, plans=(plan,))).plans[0].resources] == [(), ()]


def test_a_huge_report_is_counted_not_shown() -> None:
    requests = REQUESTS[:1] * (MOST_REQUESTS + 7)
    report = huge(3 * MOST_RESOURCES)
    report = replace(report, plans=(replace(report.plans[0], requests=requests),))
    view = page_of(report).plans[0]
    assert (view.hidden, view.more) == (2 * MOST_RESOURCES, 7)
    assert f"{2 * MOST_RESOURCES} more findings are not shown here" in render(report)
    assert len(render(report)) < 1_500_000


def test_a_rule_that_found_something_brings_its_page() -> None:
    pages = {"PG-016": "# PG-016\n\n<b>Ask</b> for an exception.", "PG-026": "# PG-026", "PG-003": ""}
    view = page_of(replace(RICH, pages=pages))
    assert [rule.rule.id for rule in view.plans[0].rules if rule.page] == ["PG-016", "PG-026"]
    assert [rule.rule.id for rule in view.plans[1].rules if rule.page] == []
    assert "<b>Ask</b> for an exception." in read(render(replace(RICH, pages=pages))).text


def test_levels_that_are_skipped_nest_anyway() -> None:
    tree = ((0, "root", "Root", ()), (3, "account", "Deep", ()), (1, "ou", "Next", ()))
    (root,) = page_of(replace(RICH, tree=tree)).tree
    assert [child.name for child in root.children] == ["Deep", "Next"]


def test_a_name_that_is_not_there_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        environment().from_string("{{ missing }}").render()
    assert environment().from_string("{{ text }}").render(text="<b>\u202e") == "&lt;b&gt;\\u202e"


def test_code_in_a_sentence() -> None:
    prose = environment().filters["prose"]
    assert prose("set `a<b` here, one ` alone") == "set <code>a&lt;b</code> here, one ` alone"


def test_the_templates_are_found_and_the_page_is_this(snapshot: SnapshotAssertion) -> None:
    style = (folder() / "gate.css").read_text("utf-8")
    page = render(RICH).replace(style, "(style)\n")
    assert re.sub(r"sha256-[^']+", "sha256-(style)", page) == snapshot
