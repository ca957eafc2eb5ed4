"""What becomes of judged requests: findings of what is denied and what is open, grouped by resource and statement."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from guardrails.gate.rules.scp_preflight import findings_of
from guardrails.model.answer import Decider, Outcome
from guardrails.model.finding import Confidence, Severity
from guardrails.model.gate_report import Judged
from guardrails.model.prediction import Caller, Certainty, Prediction, Step, Unmapped
from tests.unit.gate.building import made, row

CAP = Decider("Workloads", "gpu-cap", "CapRunInstances")
LOCK = Decider("Workloads", "region-lock", "DenyOutsideRegions")
PLAN = made(row("aws_instance.a", after={}), row("aws_instance.b", after={}))


def judged(at: int, action: str, outcome: Outcome, *deciders: Decider, **changed: Any) -> Judged:
    fields = {name: changed.pop(name) for name in ("certainty", "resource", "caller") if name in changed}
    return Judged(Prediction(PLAN.changes[at], Step.CREATE, action, **fields), outcome, "role", deciders, **changed)


def test_a_denied_request_names_the_statement() -> None:
    (found,) = findings_of(PLAN, [judged(0, "ec2:RunInstances", Outcome.DENY, CAP)], ())
    assert found.message == "ec2:RunInstances will be denied: Workloads, gpu-cap#CapRunInstances"
    assert (found.address, found.token) == ("aws_instance.a", "ec2:RunInstances")
    assert (found.node, found.policy, found.sid) == ("Workloads", "gpu-cap", "CapRunInstances")
    assert (found.severity, found.undecided, found.confidence) == (Severity.ERROR, False, Confidence.HIGH)


def test_what_a_service_role_will_ask_for_is_said_to_be_by_it() -> None:
    (found,) = findings_of(PLAN, [judged(0, "ec2:RunInstances", Outcome.DENY, CAP, caller=Caller.SERVICE)], ())
    assert found.message.startswith("ec2:RunInstances by role will be denied")


def test_what_one_statement_does_to_one_resource_is_one_finding() -> None:
    actions = ("sqs:CreateQueue", "sqs:TagQueue", "sqs:GetQueueUrl", "sqs:SetQueueAttributes")
    rows = [judged(0, action, Outcome.DENY, LOCK) for action in actions]
    found = list(
        findings_of(PLAN, [*rows, judged(0, actions[0], Outcome.DENY, CAP), judged(1, "a:B", Outcome.DENY, LOCK)], ())
    )
    assert [(one.address, one.policy) for one in found] == [
        ("aws_instance.a", "region-lock"),
        ("aws_instance.a", "gpu-cap"),
        ("aws_instance.b", "region-lock"),
    ]
    assert found[0].message.startswith("sqs:CreateQueue, sqs:TagQueue, sqs:GetQueueUrl and 1 more will be denied")


def test_what_is_allowed_or_not_restricted_is_no_finding() -> None:
    rows = [judged(0, "a:B", Outcome.ALLOW), judged(0, "a:B", Outcome.NOT_RESTRICTED, CAP, gap=True)]
    assert not list(findings_of(PLAN, rows, ()))


def test_an_open_request_names_key_and_attribute() -> None:
    cause = {"ec2:InstanceType": "plan attribute `instance_type` (known after apply)"}
    rows = [
        judged(0, "ec2:RunInstances", Outcome.UNKNOWN, CAP, hangs_on=("ec2:InstanceType",), causes=cause),
        judged(0, "ec2:StartInstances", Outcome.UNKNOWN, CAP, hangs_on=("ec2:InstanceType", "aws:SourceIp")),
    ]
    (found,) = findings_of(PLAN, rows, ())
    assert found.undecided
    assert found.hangs_on == ("ec2:InstanceType", "aws:SourceIp")
    assert "ec2:RunInstances and ec2:StartInstances" in found.message
    assert "instance_type" in found.help


def test_what_hangs_on_the_caller_alone_is_said_once() -> None:
    rows = [judged(at, "sqs:CreateQueue", Outcome.UNKNOWN, LOCK, hangs_on=("aws:SourceIp",)) for at in (0, 1)]
    tagged = judged(1, "sqs:TagQueue", Outcome.UNKNOWN, LOCK, hangs_on=("aws:RequestTag/a", "aws:SourceIp"))
    found = list(findings_of(PLAN, [*rows, tagged], ()))
    assert [one.address for one in found] == ["aws_instance.a", "aws_instance.b"]
    assert "sqs:CreateQueue (2 resources)" in found[0].message


def test_a_call_that_may_not_be_made_is_open() -> None:
    (found,) = findings_of(PLAN, [judged(0, "a:B", Outcome.UNKNOWN, CAP, notes=("may be denied",))], ())
    assert (found.undecided, found.hangs_on) == (True, ("may be denied",))


def test_a_guessed_operation_is_said_with_less_confidence() -> None:
    (found,) = findings_of(PLAN, [judged(0, "a:B", Outcome.DENY, CAP, certainty=Certainty.LIKELY)], ())
    assert found.confidence is Confidence.MEDIUM


def test_each_change_without_a_mapping_is_undecided_so_that_a_waiver_of_one_leaves_the_others() -> None:
    unmapped = [Unmapped(change, "no mapping") for change in PLAN.changes]
    found = list(findings_of(PLAN, (), unmapped))
    assert [one.address for one in found] == [one.address for one in PLAN.changes]
    for one in found:
        assert (one.severity, one.undecided, one.token) == (Severity.ERROR, True, "aws_instance")


def test_a_provisioner_that_runs_a_program_is_a_warning() -> None:
    unmapped = [Unmapped(PLAN.changes[0], "its provisioner runs a program", program=True)]
    (found,) = findings_of(PLAN, (), unmapped)
    assert (found.address, found.severity, found.undecided) == ("aws_instance.a", Severity.WARNING, False)


def test_what_is_no_row_of_changes_stands_elsewhere_in_the_plan() -> None:
    put_off = replace(PLAN.changes[1], position=0, deferred="instance_count_unknown")
    action = replace(PLAN.changes[1], position=-1, type="aws_lambda_invoke")
    found = findings_of(PLAN, (), [Unmapped(put_off, "put off"), Unmapped(action, "an action")])
    assert [one.location.pointer for one in found] == [("deferred_changes", 0, "resource_change"), ()]
