"""Security Hub runs the AWS Foundational Security Best Practices.

## What it does
Reports

- a subscription to another standard where the code subscribes to no AWS Foundational Security Best Practices (FSBP);
- an account of Security Hub that leaves its default standards out, where the code subscribes to no FSBP.

A subscription whose standard is known only after apply leaves both open. Regions and accounts are not told apart: that
each Region has its own subscription is the business of the plan gate.

## Why it matters
Security Hub without a standard collects findings of others and checks nothing itself. FSBP is the standard that the
requirements name; others may stand beside it.

## Example
```hcl
resource "aws_securityhub_account" "home" {
  enable_default_standards = false
}
```

## Use instead
```hcl
resource "aws_securityhub_account" "home" {
  enable_default_standards = false
}

resource "aws_securityhub_standards_subscription" "fsbp" {
  standards_arn = "arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0"
  depends_on    = [aws_securityhub_account.home]
}
```

## How to fix
Add an `aws_securityhub_standards_subscription` with the ARN of FSBP, in each Region where Security Hub runs.

## Sources
- https://docs.aws.amazon.com/securityhub/latest/userguide/fsbp-standard.html (2026-09)
- https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/securityhub_account (2026-11)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_graph import Resource, itself, resources
from guardrail_values import ABSENT, UNKNOWN, Mark, flag, value_at, values_at

RULE = {
    "id": "CKV_LZ_036",
    "title": "Security Hub runs the AWS Foundational Security Best Practices",
    "severity": "MEDIUM",
    "rows": ["A22"],
    "pillar": "security",
    "category": "LOGGING",
}

SUBSCRIPTION = "aws_securityhub_standards_subscription"
ACCOUNT = "aws_securityhub_account"
FSBP = "standards/aws-foundational-security-best-practices/"


class FoundationalStandard(ResourceCheck):
    """Subscriptions to standards, and accounts without the default ones."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED where no subscription of the code is to FSBP, UNKNOWN where one may be."""
        attribute = "standards_arn" if self.entity_type == SUBSCRIPTION else "enable_default_standards"
        if self.entity_type == SUBSCRIPTION and FSBP in str(value_at(conf, attribute)):
            return self.passes(attribute)
        if self.entity_type != SUBSCRIPTION and flag(conf, attribute) in (True, ABSENT):
            return self.passes(attribute)
        own = itself(self, conf)
        near = [row for row in _standards(self.graph) if row[0].folder == own.folder or _called(row[0], own)]
        # What another account resource asks for is on in another Region or account.
        said = [each for one, each in near if one.type != ACCOUNT or self.entity_type == SUBSCRIPTION]
        if any(FSBP in str(one) for one in said):
            return self.passes(attribute)
        if UNKNOWN in said or (flag(conf, attribute) is UNKNOWN and self.entity_type != SUBSCRIPTION):
            return self.unknown(attribute, "which standard is meant is known only after apply")
        return self.fails(attribute, "no subscription to the AWS Foundational Security Best Practices stands beside it")


def _standards(graph: Any) -> Iterator[tuple[Resource, Any]]:
    """Yield every resource that turns standards on, and the ARN of each: by itself, by default, or by a policy."""
    for one in resources(graph, SUBSCRIPTION):
        yield one, value_at(one.conf, "standards_arn")
    for one in resources(graph, ACCOUNT):
        default = flag(one.conf, "enable_default_standards")
        if default is not False:
            yield one, UNKNOWN if default is UNKNOWN else FSBP
    for one in resources(graph, "aws_securityhub_configuration_policy"):
        arns = values_at(one.conf, "configuration_policy.enabled_standard_arns")
        for each in [arns] if isinstance(arns, Mark) else arns:
            yield one, each


def _called(one: Resource, own: Resource) -> bool:
    """Whether one stands in a module below the folder of the other: HCL places each in the folder of its file."""
    inner, outer = sorted((one, own), key=lambda each: each.address.count("module."), reverse=True)
    return inner.address.startswith("module.") and inner.folder.startswith(f"{outer.folder}/")


check = FoundationalStandard(RULE, (SUBSCRIPTION, ACCOUNT))
