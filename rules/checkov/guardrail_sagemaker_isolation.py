"""SageMaker stands in the VPC, and its containers talk to nobody else.

## What it does
Reports a notebook instance with root access or direct internet access, a domain that is not `VpcOnly`, a model without
network isolation, and a monitoring job without network isolation or without encryption between its containers. The
defaults of AWS are the open ones, so that saying nothing is reported as well.

## Why it matters
A notebook with the internet and root is a way out for every data set that its role can read, past the VPC's endpoints
and flow logs.

## Example
```hcl
resource "aws_sagemaker_notebook_instance" "research" {
  name          = "MM-dev-use1-notebook-research"
  role_arn      = "arn:aws:iam::222222222222:role/research"
  instance_type = "ml.t3.medium"
}
```

## Use instead
```hcl
resource "aws_sagemaker_notebook_instance" "research" {
  name                   = "MM-dev-use1-notebook-research"
  role_arn               = "arn:aws:iam::222222222222:role/research"
  instance_type          = "ml.t3.medium"
  subnet_id              = "subnet-0aaaaaaaaaaaaaaaa"
  security_groups        = ["sg-0123456789abcdef0"]
  direct_internet_access = "Disabled"
  root_access            = "Disabled"
}
```

## How to fix
Set what the message names. A notebook without direct internet needs a subnet, a security group and VPC endpoints for
SageMaker, S3 and logs.

## Sources
- https://docs.aws.amazon.com/sagemaker/latest/dg/infrastructure-connect-to-resources.html (2026-11)
- https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html (2026-11)
- https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/sagemaker_notebook_instance (2026-11)
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_values import ABSENT, UNKNOWN, value_at

RULE = {
    "id": "CKV_LZ_049",
    "title": "SageMaker has no root, no internet and isolated containers",
    "severity": "HIGH",
    "rows": ["C22"],
    "pillar": "security",
    "category": "NETWORKING",
}

WANTED: dict[str, dict[str, str]] = {
    "aws_sagemaker_notebook_instance": {"root_access": "Disabled", "direct_internet_access": "Disabled"},
    "aws_sagemaker_domain": {"app_network_access_type": "VpcOnly"},
    "aws_sagemaker_model": {"enable_network_isolation": "true"},
    "aws_sagemaker_data_quality_job_definition": {
        "network_config.enable_network_isolation": "true",
        "network_config.enable_inter_container_traffic_encryption": "true",
    },
}
"""Type -> attribute -> the only value that is not open; each has an open one when nothing is said.
Source: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/sagemaker_domain, and of the others
(2026-11)
"""


class SagemakerIsolation(ResourceCheck):
    """The settings that let SageMaker out of the VPC."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for a setting that is open, said or unsaid."""
        late = ""
        for path, wanted in WANTED[self.entity_type].items():
            value = value_at(conf, path)
            if value is UNKNOWN:
                late = late or path
            elif value is ABSENT or (str(value).lower() if wanted == "true" else str(value)) != wanted:
                said = "is not set" if value is ABSENT else f"is {value}"
                return self.fails(path, f"{path} {said}; expected {wanted}")
        return (
            self.unknown(late, f"{late} is known only after apply") if late else self.passes(*WANTED[self.entity_type])
        )


check = SagemakerIsolation(RULE, WANTED)
