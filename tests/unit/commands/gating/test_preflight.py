"""What the reference organization says to requests that a plan leads to."""

from __future__ import annotations

from typing import Any

import pytest

from guardrails.commands.gating.preflight import LINKED, MAY_BE_DENIED, OUTSIDE, judge_requests
from guardrails.model.answer import Outcome
from guardrails.model.gate_report import Judged
from guardrails.model.plan.values import Mark
from guardrails.model.prediction import Caller, Certainty, Prediction
from guardrails.model.request import UNKNOWN
from tests.unit.commands.gating.predictions import DEV, INSTANCE, account, predicted, project, request

DEVELOPER = "role/Developer"


def judge(one: Prediction, principal: str = "", name: str = "Dev") -> Judged:
    (judged,) = judge_requests(project(), account(name), predicted(one), principal)
    return judged


def launch(type: Any, **changed: Any) -> Prediction:
    return request("ec2:RunInstances", INSTANCE, "instance", context={"ec2:instancetype": type}, **changed)


@pytest.mark.parametrize(
    ("type", "outcome"),
    [("p3.16xlarge", "deny"), ("p3.2xlarge", "allow"), ("t3.micro", "allow"), ("p9.48xlarge", "deny")],
)
def test_the_cap_decides_by_type(type: str, outcome: str) -> None:
    judged = judge(launch(type))
    assert judged.outcome is Outcome(outcome)
    assert [(one.node, one.statement) for one in judged.deciders] == (
        [("Workloads", "gpu-cap#CapRunInstances")] if outcome == "deny" else []
    )


def test_an_unknown_type_names_the_key_and_the_attribute() -> None:
    judged = judge(launch(UNKNOWN, causes={"ec2:instancetype": ("instance_type", Mark.UNKNOWN)}))
    assert judged.outcome is Outcome.UNKNOWN
    assert judged.hangs_on == ("ec2:InstanceType",)
    assert judged.causes == {"ec2:InstanceType": "plan attribute `instance_type` (known after apply)"}


def test_a_type_that_the_prediction_leaves_out_is_still_sent() -> None:
    assert judge(request("ec2:RunInstances", INSTANCE, "instance")).outcome is Outcome.UNKNOWN


def test_a_subnet_of_the_same_call_has_no_type() -> None:
    subnet = f"arn:aws:ec2:us-east-1:{DEV}:subnet/*"
    assert judge(request("ec2:RunInstances", subnet, "subnet")).outcome is Outcome.ALLOW


def test_the_pipeline_is_exempt_where_a_developer_is_not() -> None:
    stop = request("cloudtrail:StopLogging", f"arn:aws:cloudtrail:us-east-1:{DEV}:trail/core", "trail")
    assert judge(stop).outcome is Outcome.ALLOW
    assert judge(stop).principal.endswith(":role/guardrails/MM-github-actions-apply")
    assert judge(stop, DEVELOPER).outcome is Outcome.DENY


def test_no_policy_binds_the_management_account() -> None:
    judged = judge(launch("p3.16xlarge", account="111111111111"), name="Management")
    assert (judged.outcome, judged.exemption) == (Outcome.NOT_RESTRICTED, "management account")


def test_an_account_of_nobody_is_outside() -> None:
    judged = judge(launch("p3.16xlarge", account="999999999999"))
    assert (judged.outcome, judged.exemption) == (Outcome.NOT_RESTRICTED, OUTSIDE)


def test_the_policies_are_those_of_the_account_whose_role_is_assumed() -> None:
    into = {"principal": "arn:aws:iam::111111111111:role/x", "account": "111111111111"}
    assert judge(launch("p3.16xlarge", **into)).outcome is Outcome.NOT_RESTRICTED
    out = {"principal": "arn:aws:iam::333333333333:role/x", "account": "333333333333"}
    assert judge(launch("p3.16xlarge", **out), name="Management").outcome is Outcome.DENY


def test_an_assumed_role_that_nobody_knows_may_be_exempt() -> None:
    stop = request("cloudtrail:StopLogging", "*", "trail", principal=Mark.UNKNOWN)
    assert judge(stop).outcome is Outcome.UNKNOWN
    assert judge(stop).hangs_on == ("aws:PrincipalArn",)


def test_a_role_of_one_account_does_not_call_in_another() -> None:
    stop = request("cloudtrail:StopLogging", "*", "trail", account="333333333333")
    pipeline = f"arn:aws:iam::{DEV}:role/guardrails/MM-github-actions-apply"
    assert judge(stop, pipeline).outcome is Outcome.UNKNOWN
    assert judge(request("cloudtrail:StopLogging", "*", "trail"), pipeline).outcome is Outcome.ALLOW


def test_an_unknown_region_leaves_the_region_lock_open() -> None:
    queue = request("sqs:CreateQueue", f"arn:aws:sqs:*:{DEV}:a", "queue", region=Mark.UNKNOWN)
    assert judge(queue).hangs_on == ("aws:RequestedRegion",)
    abroad = request("sqs:CreateQueue", f"arn:aws:sqs:eu-west-1:{DEV}:a", "queue", region="eu-west-1")
    assert judge(abroad).deciders[0].statement == "region-lock#DenyOutsideRegions"


def test_a_service_linked_role_is_not_bound_and_leaves_a_gap_where_others_are_denied() -> None:
    gap = judge(launch("p3.16xlarge", caller=Caller.SLR, principal="arn:aws:iam::222222222222:role/aws-service-role/x"))
    assert (gap.outcome, gap.exemption, gap.gap) == (Outcome.NOT_RESTRICTED, LINKED, True)
    assert gap.deciders[0].statement == "gpu-cap#CapRunInstances"
    assert not judge(launch("t3.micro", caller=Caller.SLR)).gap


def test_a_provider_that_names_a_service_linked_role_is_bound_all_the_same() -> None:
    linked = f"arn:aws:iam::{DEV}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"
    lawless = judge(launch("p3.16xlarge", principal=linked))
    assert (lawless.outcome, lawless.exemption) == (Outcome("deny"), "")
    real = judge(launch("p3.16xlarge", caller=Caller.SERVICE, principal=linked))
    assert (real.outcome, real.exemption) == (Outcome.NOT_RESTRICTED, "service-linked role")


def test_whether_there_is_a_gap_may_hang_on_a_type() -> None:
    open = judge(launch(UNKNOWN, caller=Caller.SLR, causes={"ec2:instancetype": ("type", Mark.UNKNOWN)}))
    assert (open.gap, open.hangs_on) == (False, ("ec2:InstanceType",))


def test_a_service_role_is_judged_as_itself() -> None:
    stop = request("config:StopConfigurationRecorder", caller=Caller.SERVICE, principal=f"arn:aws:iam::{DEV}:role/emr")
    assert judge(stop).outcome is Outcome.DENY
    assert judge(request("config:StopConfigurationRecorder", caller=Caller.SERVICE)).outcome is Outcome.UNKNOWN
    later = request("config:StopConfigurationRecorder", caller=Caller.SERVICE, principal=Mark.UNKNOWN)
    assert judge(later).outcome is Outcome.UNKNOWN


def test_what_the_provider_may_not_call_may_be_denied() -> None:
    judged = judge(launch("p3.16xlarge", certainty=Certainty.POSSIBLE))
    assert (judged.outcome, judged.notes) == (Outcome.UNKNOWN, (MAY_BE_DENIED,))
    assert judged.deciders


def test_a_mapping_that_knows_only_the_action_leaves_keys_open() -> None:
    put = request("s3:PutObject", "arn:aws:s3:::b/*", "object", context_complete=False)
    assert "s3:x-amz-server-side-encryption" in judge(put).hangs_on
    assert judge(request("s3:PutObject", "arn:aws:s3:::b/*", "object")).outcome is Outcome.ALLOW


def test_a_marker_opens_every_tag_that_a_policy_asks_for() -> None:
    key = f"arn:aws:kms:us-east-1:{DEV}:key/*"
    untagged = request("kms:ScheduleKeyDeletion", key, "key")
    tagged = request("kms:ScheduleKeyDeletion", key, "key", context={"aws:resourcetag/*": UNKNOWN})
    caused = {"aws:resourcetag/*": ("tags_all", Mark.UNKNOWN)}
    assert judge(untagged, DEVELOPER).outcome is Outcome.ALLOW
    assert judge(tagged, DEVELOPER).hangs_on == ("aws:ResourceTag/GuardrailsProtected",)
    said = judge(
        request("kms:ScheduleKeyDeletion", key, "key", context={"aws:resourcetag/*": UNKNOWN}, causes=caused), DEVELOPER
    )
    assert said.causes == {"aws:ResourceTag/GuardrailsProtected": "plan attribute `tags_all` (known after apply)"}


def test_a_tag_that_is_known_stays_known_beside_the_marker() -> None:
    context = {"aws:resourcetag/*": UNKNOWN, "aws:resourcetag/guardrailsprotected": "true"}
    tagged = request("kms:DisableKey", f"arn:aws:kms:us-east-1:{DEV}:key/*", "key", context=context)
    assert judge(tagged, DEVELOPER).outcome is Outcome.DENY


def test_a_partly_known_role_may_be_one_that_is_protected() -> None:
    role = request("iam:PassRole", f"arn:aws:iam::{DEV}:role/*", "role", causes={"resource": ("role", Mark.UNKNOWN)})
    judged = judge(role, DEVELOPER)
    assert (judged.outcome, judged.hangs_on) == (Outcome.UNKNOWN, ("resource",))
    assert judged.causes == {"resource": "plan attribute `role` (known after apply)"}
    named = request("iam:PassRole", f"arn:aws:iam::{DEV}:role/app-*", "role")
    assert judge(named, DEVELOPER).outcome is Outcome.ALLOW


def test_a_principal_of_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody"):
        judge(launch("t3.micro"), "nobody")


def test_two_buckets_are_protected_by_two_statements() -> None:
    names = ("mm-terraform-state", "mm-org-cloudtrail")
    buckets = [request("s3:PutBucketPolicy", f"arn:aws:s3:::{name}", "bucket") for name in names]
    found = judge_requests(project(), account("Dev"), predicted(*buckets), DEVELOPER)
    assert [one.deciders[0].policy for one in found] == ["state-protection", "audit-trail"]
