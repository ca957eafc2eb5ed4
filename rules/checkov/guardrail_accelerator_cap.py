"""No instance type with accelerators beyond the allowed ones.

## What it does
Reports every instance type with accelerators that is not in `settings.accelerators.allow`, wherever a resource names
one: EC2 and its templates, groups, fleets and spot requests, EKS, Batch, EMR, SageMaker. In a sandbox account every
accelerator is reported. Attribute-based requirements that ask for accelerators are reported as well.

## Why it matters
One p3.16xlarge costs $24.48 an hour. The SCP denies the launch; this check says so while the code is written.

## Example
```hcl
resource "aws_instance" "training" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "p3.16xlarge"
}
```

## Use instead
```hcl
resource "aws_instance" "training" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "p3.2xlarge"
}
```

## How to fix
Take an allowed type, or have the type added to `settings.accelerators.allow` of the organization file.

## Sources
- https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-types.html (2026-09)
- https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/launch_template (2026-11)
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_settings import accelerated, account, document, over_cap, setting
from guardrail_values import ABSENT, UNKNOWN, Mark, blocks, number, value_at, values_at

RULE = {
    "id": "CKV_LZ_005",
    "title": "No accelerated instance type above the cap",
    "severity": "CRITICAL",
    "rows": ["A13", "A57", "D2"],
    "pillar": "cost",
    "category": "GENERAL_SECURITY",
}

APPS = (
    "jupyter_lab_app_settings",
    "kernel_gateway_app_settings",
    "jupyter_server_app_settings",
    "code_editor_app_settings",
    "r_session_app_settings",
    "tensor_board_app_settings",
)
"""Blocks of SageMaker's settings that choose an instance type for an application."""

TYPES: dict[str, tuple[str, ...]] = {
    "aws_instance": ("instance_type",),
    "aws_launch_template": ("instance_type",),
    "aws_launch_configuration": ("instance_type",),
    "aws_autoscaling_group": ("mixed_instances_policy.launch_template.override[].instance_type",),
    "aws_eks_node_group": ("instance_types",),
    "aws_batch_compute_environment": ("compute_resources.instance_type",),
    "aws_emr_cluster": (
        "master_instance_group.instance_type",
        "core_instance_group.instance_type",
        "master_instance_fleet.instance_type_configs[].instance_type",
        "core_instance_fleet.instance_type_configs[].instance_type",
    ),
    "aws_emr_instance_group": ("instance_type",),
    "aws_emr_instance_fleet": ("instance_type_configs[].instance_type",),
    "aws_ec2_capacity_reservation": ("instance_type",),
    "aws_ec2_host": ("instance_type", "instance_family"),
    "aws_imagebuilder_infrastructure_configuration": ("instance_types",),
    "aws_ecs_capacity_provider": (),
    "aws_cloud9_environment_ec2": ("instance_type",),
    "aws_ec2_fleet": ("launch_template_config.override[].instance_type",),
    "aws_spot_instance_request": ("instance_type",),
    "aws_spot_fleet_request": (
        "launch_specification[].instance_type",
        "launch_template_config.overrides[].instance_type",
    ),
    "aws_sagemaker_endpoint_configuration": (
        "production_variants[].instance_type",
        "shadow_production_variants[].instance_type",
    ),
    "aws_sagemaker_notebook_instance": ("instance_type",),
    "aws_sagemaker_app": ("resource_spec.instance_type",),
    "aws_sagemaker_data_quality_job_definition": ("job_resources.cluster_config.instance_type",),
    "aws_sagemaker_domain": (
        *(f"default_user_settings.{one}.default_resource_spec.instance_type" for one in APPS),
        *(f"default_space_settings.{one}.default_resource_spec.instance_type" for one in APPS),
        "domain_settings.r_studio_server_pro_domain_settings.default_resource_spec.instance_type",
    ),
    "aws_sagemaker_user_profile": tuple(f"user_settings.{one}.default_resource_spec.instance_type" for one in APPS),
    "aws_sagemaker_space": tuple(f"space_settings.{one}.default_resource_spec.instance_type" for one in APPS),
}
"""Type of resource -> where it names instance types; `[]` is each of several blocks."""

REQUIREMENTS: dict[str, str] = {
    "aws_launch_template": "instance_requirements",
    "aws_autoscaling_group": "mixed_instances_policy.launch_template.override.instance_requirements",
    "aws_ec2_fleet": "launch_template_config.override.instance_requirements",
    "aws_spot_fleet_request": "launch_template_config.overrides.instance_requirements",
    "aws_ecs_capacity_provider": "managed_instances_provider.instance_launch_template.instance_requirements",
}


ASKS = (
    "accelerator_types",
    "accelerator_names",
    "accelerator_manufacturers",
    "accelerator_total_memory_mib.min",
)
"""What requirements can ask of accelerators beside their number.
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceRequirements.html (2026-11)
"""


class AcceleratorCap(ResourceCheck):
    """Instance types in every place where a resource names one."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for a type beyond the cap, UNKNOWN for one that is not known yet."""
        open_at = ""
        for attribute, value in _named(conf, self.entity_type):
            if value is UNKNOWN:
                open_at = open_at or attribute
            elif self._beyond(str(value)):
                allowed = ", ".join(setting("settings.accelerators.allow", [])) or "none"
                return self.fails(attribute, f"{value} has accelerators and is not allowed (allowed: {allowed})")
        answers = list(self._required(conf))
        for path, told in answers:
            if isinstance(told, str):
                return self.fails(path, told)
        open_at = open_at or next((path for path, told in answers if told is UNKNOWN), "")
        if open_at:
            return self.unknown(open_at, "the instance type is known only after apply")
        return self.passes(*TYPES[self.entity_type])

    def _required(self, conf: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        """Yield the place and, of requirements instead of types, what is wrong; UNKNOWN where it is not known."""
        path = REQUIREMENTS.get(self.entity_type, "")
        found = blocks(conf, path) if path else []
        if isinstance(found, Mark):
            yield path, UNKNOWN
            return
        for one in found:
            named = values_at(one, "allowed_instance_types")
            if number(one, "accelerator_count.max") == 0:  # the way to say that none may have accelerators
                continue
            if named is ABSENT:
                yield path, _asks_for_accelerators(one)
                continue
            for pattern in [named] if isinstance(named, Mark) else named:
                if pattern is UNKNOWN:
                    yield f"{path}.allowed_instance_types", UNKNOWN
                elif any(self._beyond(name) for name in _meant(str(pattern))):
                    yield f"{path}.allowed_instance_types", f"{pattern} takes in types with accelerators beyond the cap"

    def _beyond(self, name: str) -> bool:
        own = account()
        sandbox = own is not None and own["env"] == "sandbox"
        return accelerated(name) if sandbox else over_cap(name)


def _named(conf: dict[str, Any], kind: str) -> Iterator[tuple[str, Any]]:
    """Yield each attribute that names instance types, and each type that it names."""
    for path in TYPES[kind]:
        outer, many, last = path.partition("[].")
        if not many:
            found = values_at(conf, path)
        else:
            inner = blocks(conf, outer)
            found = inner if isinstance(inner, Mark) else [value_at(one, last) for one in inner]
        for value in [found] if isinstance(found, Mark) else found:
            if value is not ABSENT:
                yield path.replace("[]", ""), value


def _asks_for_accelerators(requirements: dict[str, Any]) -> Any:
    """What is wrong with requirements that name no types: they ask for accelerators; ABSENT where they do not."""
    least = number(requirements, "accelerator_count.min")
    asked = [values_at(requirements, one) for one in ASKS]
    if any(isinstance(one, list) for one in asked) or (not isinstance(least, Mark) and least > 0):
        return "the requirements ask for accelerators without naming an allowed type"
    return UNKNOWN if UNKNOWN in (least, *asked) else ABSENT


def _meant(pattern: str) -> Iterator[str]:
    """Yield the types that a name means: itself, or the known types with accelerators that its wildcard takes in.

    A wildcard that names no family (`*`, `*.xlarge`) says no more than no name at all.
    """
    if "*" not in pattern:
        yield pattern
    elif pattern.partition(".")[0].strip("*"):
        yield from (one for one in document()["accelerated"] if fnmatchcase(one, pattern.lower()))


check = AcceleratorCap(RULE, TYPES)
