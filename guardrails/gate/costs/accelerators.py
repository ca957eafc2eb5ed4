"""Which instance types a resource will start, and what the organization's cap says of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from guardrails.model.organization.tree import Organization
from guardrails.model.plan.change import Change
from guardrails.model.plan.values import Path, path_of, read, read_all

WHERE: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "aws_instance": (("instance_type", ""),),
    "aws_spot_instance_request": (("instance_type", ""),),
    "aws_launch_template": (("instance_type", ""),),
    "aws_launch_configuration": (("instance_type", ""),),
    "aws_autoscaling_group": (("mixed_instances_policy[].launch_template[].override[].instance_type", ""),),
    "aws_ec2_fleet": (("launch_template_config[].override[].instance_type", ""),),
    "aws_spot_fleet_request": (("launch_specification[].instance_type", ""),),
    "aws_ec2_capacity_reservation": (("instance_type", "instance_count"),),
    "aws_ec2_host": (("instance_type", ""), ("instance_family", "")),
    "aws_eks_node_group": (("instance_types[]", "scaling_config[0].desired_size"),),
    "aws_batch_compute_environment": (("compute_resources[].instance_type[]", ""),),
    "aws_emr_cluster": (
        ("master_instance_group[].instance_type", "master_instance_group[].instance_count"),
        ("core_instance_group[].instance_type", "core_instance_group[].instance_count"),
    ),
    "aws_emr_instance_group": (("instance_type", "instance_count"),),
    "aws_sagemaker_app": (("resource_spec[].instance_type", ""),),
    "aws_sagemaker_notebook_instance": (("instance_type", ""),),
    "aws_sagemaker_endpoint_configuration": (
        ("production_variants[].instance_type", "production_variants[].initial_instance_count"),
        ("shadow_production_variants[].instance_type", "shadow_production_variants[].initial_instance_count"),
    ),
}
"""Resource type -> paths of instance types (or families), each with the path of how many are started (none: one).

Source: https://registry.terraform.io/providers/hashicorp/aws/latest/docs (2026-11)
"""

REQUIREMENTS: Final[dict[str, str]] = {
    "aws_launch_template": "instance_requirements[].accelerator_count[].min",
    "aws_autoscaling_group": (
        "mixed_instances_policy[].launch_template[].override[].instance_requirements[].accelerator_count[].min"
    ),
    "aws_ec2_fleet": "launch_template_config[].override[].instance_requirements[].accelerator_count[].min",
}
"""Resource type -> path of the least number of accelerators that is asked for without naming a type."""


_MOST: Final = 1_000_000
"""A number of instances that nobody starts: what is more than that is a slip, and no factor of a price."""


@dataclass(frozen=True, slots=True)
class Started:
    """An instance type that a resource names; `value` may be a mark. `count`: how many, one where that is not said."""

    path: Path
    value: object
    count: int


def started(change: Change) -> Iterator[Started]:
    """Yield every instance type (or family) that a resource names, or will when it is known."""
    for where, how_many in WHERE.get(change.type, ()):
        for path, value in read_all(change.after, where):
            count = read(change.after, _beside(path, how_many)) if how_many else 1
            yield Started(path, value, count if isinstance(count, int) and 0 < count < _MOST else 1)


def _beside(path: Path, template: str) -> Path:
    """Return the path that a template writes, with the positions of another path in place of its `[]`."""
    positions = (step for step in path if isinstance(step, int))
    return tuple(next(positions, 0) if step == "[]" else step for step in path_of(template))


@dataclass(frozen=True, slots=True)
class Price:
    """What is known of an accelerated type or family: US dollars an hour (None: not known) and what carries it."""

    name: str
    usd_per_hour: float | None
    exact: bool
    """False: the price of the EC2 type behind an `ml.` type, or of the cheapest of a family: a lower bound."""


def accelerated(name: str, organization: Organization) -> Price | None:
    """Return what is known of a type with an accelerator; None for one without.

    A type counts when the catalog says so, or when its family is one of `settings.accelerators.families`: types that
    are newer than the catalog too.
    """
    plain = name.lower().removeprefix("ml.")
    family = plain.partition(".")[0]
    if not family or family == "optimal":
        return None
    from guardrails.catalog.instance_types import accelerated_types, instance_type

    known = instance_type(plain)
    if known is not None and known.accelerator_kind:
        return Price(plain, known.usd_per_hour, plain == name.lower())
    members = [one for one in accelerated_types() if one.family == family] if "." not in plain else []
    prices = [one.usd_per_hour for one in members if one.usd_per_hour]
    globs = organization.settings.texts("accelerators.families")
    if members or any(fnmatchcase(family, glob) for glob in globs):
        return Price(plain, min(prices) if prices else None, False)
    return None
