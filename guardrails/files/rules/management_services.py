"""ORG-002: the management account is not allowed any service that runs workloads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guardrails.files import codes
from guardrails.files.loaded import Project
from guardrails.model.finding import Finding, Rule, Severity

RULE = Rule(
    "ORG-002",
    "management-services",
    "Management `allowed_services` contains no compute or ML service.",
    Severity.ERROR,
    ("A3", "D14"),
)

WORKLOAD_SERVICES = frozenset(
    "apprunner autoscaling batch bedrock codebuild comprehend ec2 ecs eks elasticbeanstalk elasticmapreduce "
    "emr-serverless emr-containers forecast fsx gamelift glue kinesisanalytics lambda lightsail neptune-db outposts "
    "personalize rds redshift redshift-serverless rekognition robomaker "
    "sagemaker textract transcribe translate workspaces".split()
)
"""Prefixes of services that compute, train or host; from the service authorization reference (2026-09)."""


def check(project: Project, today: date) -> Iterator[Finding]:
    """Yield each workload service that the management account may use."""
    for at, service in enumerate(project.organization.management.allowed_services):
        if service.lower() in WORKLOAD_SERVICES:
            message = f"the management account may use {service}, which runs workloads; no SCP can stop it there"
            yield codes.finding(
                RULE, message, project.at(("management", "allowed_services", at)), "use a member account"
            )
