"""Management `allowed_services` contains no compute or ML service.

## What it does

Reports each service of `management.allowed_services` that computes, trains or hosts (EC2, Lambda, SageMaker, RDS, ...).

## Why it matters

No SCP binds the management account: what runs there runs without guardrails, next to the keys of the whole
organization. The list is what the plan gate later lets into that account.

## Example

```yaml
organization:
  management: {allowed_services: [organizations, sagemaker]}
```

## Use instead

```yaml
organization:
  management: {allowed_services: [organizations, sso]}
```

## How to fix

Remove the service and run the workload in a member account.

## Sources

- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_best-practices_mgmt-acct.html (2026-09)
"""

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
