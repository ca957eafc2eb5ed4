"""What waivers and skip comments do to findings about sources, without Checkov."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from guardrails.commands.checking.source_waivers import Answers, SourceWaivers
from guardrails.model.finding import Finding, Severity
from guardrails.model.scan import Answer, Record, Scan
from guardrails.model.source import Location, Span
from guardrails.model.waiver import Waiver
from guardrails.terraform.sources.places import WaiverComment

TODAY = date(2026, 11, 20)
CAP, TAGS = "CKV_LZ_005", "CKV_LZ_001"
KNOWN = {CAP: "accelerator-cap", TAGS: "mandatory-tags"}
BLOCK = Location("terraform/modules/gpu/main.tf", (), Span(3, 1, 3, 30))
FILE = Location("rules/waivers.yaml", (), Span(2, 3, 2, 9))
OF_DEV, OF_PROD = "module.gpu.aws_instance.one", "module.training.aws_instance.one"


def finding(address: str, rule: str = CAP, message: str = "over the cap", undecided: bool = False) -> Finding:
    severity = Severity.NOTE if undecided else Severity.ERROR
    return Finding(rule, severity, message, BLOCK, address=address, undecided=undecided)


def waiver(address: str, rule: str = CAP, expires: date = date(2027, 1, 31)) -> Waiver:
    return Waiver(rule, address, "ml", "a test", expires, FILE)


def answers(*findings: Finding, passed: str = "") -> Answers:
    """Two roots have the block of these findings; at `passed` the cap is kept."""
    found = Answers([*findings])
    records = [Record(one.rule, one.address, Answer.FAILED) for one in findings]
    records += [Record(CAP, passed, Answer.PASSED)] if passed else []
    found.looked(Scan("Checkov", "3", tuple(records)), KNOWN)
    return found


def applied(found: Answers, *entries: Waiver, whole: bool = False, forbid: bool = False) -> tuple[list[str], list[str]]:
    """Return what stays and what is silenced, each as rule and words."""
    stay, rest = SourceWaivers(entries, KNOWN, TODAY, whole, forbid).apply(found)
    return [f"{one.rule} {one.message}" for one in stay], [f"{one.owner}: {one.finding.message}" for one in rest]


def test_a_block_that_two_roots_call_is_said_once() -> None:
    stay, silenced = applied(answers(finding(OF_DEV), finding(OF_PROD)))
    assert stay == [f"{CAP} {OF_DEV}: over the cap"]
    assert silenced == []


def test_it_stays_while_one_of_the_roots_is_not_answered_for() -> None:
    found = answers(finding(OF_DEV), finding(OF_PROD))
    assert applied(found, waiver(OF_DEV)) == ([f"{CAP} {OF_PROD}: over the cap"], [])
    assert applied(found, waiver("*.aws_instance.one")) == ([], [f"ml: {OF_DEV}: over the cap"])


def test_a_finding_is_known_again_by_its_file_and_address() -> None:
    (one,), _ = SourceWaivers((), KNOWN, TODAY).apply(answers(finding(OF_DEV)))
    assert (one.token, one.address, one.location) == (OF_DEV, "", BLOCK)


def test_an_expired_waiver_opens_its_finding_again_and_is_said() -> None:
    stay, silenced = applied(answers(finding(OF_DEV)), waiver(OF_DEV, expires=date(2026, 11, 19)))
    assert [one.partition(" ")[0] for one in stay] == [CAP, "WVR-002"]
    assert silenced == []
    assert applied(answers(finding(OF_DEV)), waiver(OF_DEV, expires=TODAY))[0] == []


def test_a_waiver_of_another_check_or_address_covers_nothing() -> None:
    assert len(applied(answers(finding(OF_DEV)), waiver(OF_DEV, TAGS), waiver(OF_PROD))[0]) == 1


@pytest.mark.parametrize(
    ("whole", "passed", "said"),
    [(True, OF_PROD, ["WVR-001"]), (False, OF_PROD, []), (True, "", [])],
    ids=["all is well", "only a part was looked at", "nothing was looked at"],
)
def test_an_unused_waiver_is_said_where_that_is_known(whole: bool, passed: str, said: list[str]) -> None:
    stay, _ = applied(answers(passed=passed), waiver(OF_PROD), whole=whole)
    assert [one.partition(" ")[0] for one in stay] == said


def test_a_waiver_for_what_only_a_plan_shows_is_not_called_unused() -> None:
    found = answers(passed=OF_PROD)
    found.looked(Scan("Checkov", "3", (Record(CAP, OF_PROD, Answer.UNKNOWN),)), KNOWN)
    assert applied(found, waiver(OF_PROD), whole=True) == ([], [])


def test_a_comment_above_the_block_waives_it_in_all_its_instances() -> None:
    found = answers(finding(f"{OF_DEV}[0]"), finding(f"{OF_DEV}[1]"))
    text = f'guardrails:waive {CAP} until=2027-01-31 owner=ml reason="moved to Prod"'
    found.comments.append(WaiverComment(OF_DEV, BLOCK, text))
    assert applied(found) == ([], [f"ml: {OF_DEV}[0]: over the cap"])


@pytest.mark.parametrize(
    "text",
    [f"guardrails:waive {CAP} owner=ml", "guardrails:waive CKV_LZ_999 until=2027-01-31 owner=a reason=b"],
)
def test_a_comment_that_cannot_be_used_is_a_finding_and_covers_nothing(text: str) -> None:
    found = answers(finding(OF_DEV))
    found.comments.append(WaiverComment(OF_DEV, BLOCK, text))
    stay, silenced = applied(found)
    assert len(stay) == 2
    assert stay[0] == f"{CAP} {OF_DEV}: over the cap"
    assert not silenced


def test_a_skip_comment_answers_without_owner_and_day() -> None:
    found = Answers(skipped=[(finding(OF_DEV), "the vendor asks for it")])
    stay, (one,) = SourceWaivers((), KNOWN, TODAY).apply(found)
    assert not stay
    assert (one.owner, one.expires, one.reason) == ("", None, "the vendor asks for it")


def test_a_skip_comment_without_a_reason_is_said_once_for_its_block() -> None:
    found = Answers(skipped=[(finding(OF_DEV), ""), (finding(OF_PROD), "No comment provided")])
    stay, silenced = applied(found)
    assert [one.partition(" ")[0] for one in stay] == ["WVR-003"]
    assert silenced == [f": {OF_DEV}: over the cap"]


def test_where_skip_comments_are_forbidden_what_they_hide_stays_open() -> None:
    stay, silenced = applied(Answers(skipped=[(finding(OF_DEV), "the vendor asks for it")]), forbid=True)
    assert len(stay) == 1
    assert "forbidden" in stay[0]
    assert not silenced


def test_what_is_open_in_one_root_and_found_in_another_is_found() -> None:
    open_one = replace(finding(OF_PROD, undecided=True), message="known only after apply")
    stay, _ = applied(answers(open_one, finding(OF_DEV)))
    assert stay == [f"{CAP} {OF_DEV}: over the cap"]
