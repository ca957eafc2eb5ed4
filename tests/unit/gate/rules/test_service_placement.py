"""Where services stand."""

from __future__ import annotations

from typing import Any

import pytest

from guardrails.files.project import load_project
from guardrails.gate.rules.service_placement import check
from guardrails.gate.services import service_of
from tests.unit.gate.building import REPOSITORY, TODAY, row
from tests.unit.gate.rules.judging import judged, said

PLATFORM = REPOSITORY / "scps" / "examples" / "ml-platform"


def new(type: str) -> dict[str, Any]:
    return row(f"{type}.one", after={"name": "x"})


@pytest.mark.parametrize(
    "type", ["aws_instance", "aws_eks_cluster", "aws_sagemaker_domain", "aws_lambda_function", "aws_unheard_of"]
)
def test_workloads_have_no_place_in_management(type: str) -> None:
    assert said(judged(check, [new(type)], "Management")) == {(f"{type}.one", "error")}
    assert judged(check, [new(type)], "Dev") == []


@pytest.mark.parametrize(
    "type",
    [
        *("aws_sns_topic", "aws_organizations_policy", "aws_ssoadmin_permission_set", "aws_identitystore_group"),
        *("aws_cloudwatch_event_rule", "aws_ebs_encryption_by_default", "aws_account_alternate_contact"),
        *("terraform_data", "random_id"),
    ],
)
def test_what_management_is_for_may_stand_there(type: str) -> None:
    assert judged(check, [new(type)], "Management") == []


def test_a_delete_is_the_clean_up() -> None:
    assert judged(check, [row("aws_instance.old", "delete", before={"id": "i-1"})], "Management") == []


@pytest.mark.parametrize(
    "type", ["aws_organizations_policy", "aws_ssoadmin_account_assignment", "aws_controltower_control"]
)
def test_what_is_for_all_accounts_has_no_place_in_a_member(type: str) -> None:
    (one,) = judged(check, [new(type)], "Dev")
    assert (one.severity.value, one.expected) == ("error", "Management")


def test_an_administrator_is_named_by_management_alone() -> None:
    assert said(judged(check, [new("aws_guardduty_organization_admin_account")], "Dev")) != set()


def test_what_administers_a_service_stands_in_the_account_of_its_delegation() -> None:
    platform = load_project(PLATFORM, TODAY).organization
    admin = new("aws_guardduty_organization_configuration")
    assert judged(check, [admin], "Security Tooling", organization=platform) == []
    (one,) = judged(check, [admin], "Network", organization=platform)
    assert (one.severity.value, one.expected) == ("error", "Security Tooling")


def test_a_service_that_an_account_hosts_is_a_warning_elsewhere() -> None:
    platform = load_project(PLATFORM, TODAY).organization
    repository = new("aws_ecr_repository")
    assert judged(check, [repository], "Shared Services", organization=platform) == []
    (one,) = judged(check, [repository], "Network", organization=platform)
    assert (one.severity.value, one.expected) == ("warning", "Shared Services")
    assert judged(check, [repository], "Dev") == []


@pytest.mark.parametrize(
    ("type", "service"),
    [
        ("aws_instance", "ec2"),
        ("aws_vpc_endpoint", "ec2"),
        ("aws_route", "ec2"),
        ("aws_route53_zone", "route53"),
        ("aws_route53_resolver_rule", "route53resolver"),
        ("aws_cloudwatch_event_rule", "events"),
        ("aws_cloudwatch_log_group", "logs"),
        ("aws_cloudwatch_metric_alarm", "cloudwatch"),
        ("aws_launch_configuration", "autoscaling"),
        ("aws_launch_template", "ec2"),
        ("aws_ssoadmin_permission_set", "sso"),
        ("aws_lb", "elasticloadbalancing"),
        ("awscc_sqs_queue", "sqs"),
        ("google_project", ""),
        ("aws", ""),
    ],
)
def test_a_type_belongs_to_a_service(type: str, service: str) -> None:
    assert service_of(type) == service
