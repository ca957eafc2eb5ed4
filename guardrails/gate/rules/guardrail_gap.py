"""No accelerator above the cap is started where no SCP can stop it.

## What it does
Compares the instance types of resources whose API has no condition key for them (EKS node groups, Batch, EMR, Spot
requests, GameLift, Image Builder, Cloud9) with `settings.accelerators` of the organization file: a type of `families`
that is not in `allow` is an error, and so is a whole family, of which AWS takes any type. It also reports launches that
a service-linked role will make and that the SCPs deny to whoever applies the plan. A type that is known only after the
apply is undecided. What an SCP denies anyway is PG-016.

## Why it matters
The cap is an SCP on `ec2:InstanceType`. Service-linked roles are bound by no SCP, and these APIs carry no such key, so
the apply goes through and the largest machine starts at the next scaling. Only the plan shows the type beforehand.

## Example
```hcl
resource "aws_eks_node_group" "training" {
  instance_types = ["p4d.24xlarge"]
}
```

## Use instead
```hcl
resource "aws_eks_node_group" "training" {
  instance_types = ["g5.xlarge"]
}
```

## How to fix
Take an allowed type, or add the type to `accelerators.allow` after a review of what it costs. A low Service Quota for
the family stops such launches whoever makes them.

## Sources
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html (2026-11)
- https://docs.aws.amazon.com/eks/latest/userguide/using-service-linked-roles-eks-nodegroups.html (2026-11)
- https://docs.aws.amazon.com/batch/latest/userguide/using-service-linked-roles.html (2026-11)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Final

from guardrails.gate.inspection import Inspection, finding, undecided
from guardrails.model.answer import Outcome
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.gate_report import Judged
from guardrails.model.organization.tree import Organization
from guardrails.model.plan.change import Change
from guardrails.model.plan.values import path_of, read_all, show_path, undecidable
from guardrails.model.prediction import Caller, Step

RULE: Final = Rule(
    "PG-029",
    "guardrail-gap",
    "No accelerator above the cap is started where no SCP can stop it.",
    Severity.ERROR,
    ("A13", "A57"),
)

TYPES: Final[dict[str, tuple[str, ...]]] = {
    "aws_eks_node_group": ("instance_types[]",),
    "aws_batch_compute_environment": ("compute_resources[].instance_type[]",),
    "aws_emr_cluster": (
        "master_instance_group[].instance_type",
        "core_instance_group[].instance_type",
        "master_instance_fleet[].instance_type_configs[].instance_type",
        "core_instance_fleet[].instance_type_configs[].instance_type",
    ),
    "aws_emr_instance_group": ("instance_type",),
    "aws_emr_instance_fleet": ("instance_type_configs[].instance_type",),
    "aws_spot_instance_request": ("instance_type",),
    "aws_spot_fleet_request": (
        "launch_specification[].instance_type",
        "launch_template_config[].overrides[].instance_type",
    ),
    "aws_gamelift_fleet": ("ec2_instance_type",),
    "aws_imagebuilder_infrastructure_configuration": ("instance_types[]",),
    "aws_cloud9_environment_ec2": ("instance_type",),
}
"""Resource types that start instances without a condition key for their type -> where the types stand.

Source: https://docs.aws.amazon.com/service-authorization/latest/reference/ (2026-11), condition keys of
eks:CreateNodegroup, batch:CreateComputeEnvironment, elasticmapreduce:RunJobFlow, ec2:RequestSpotInstances,
ec2:RequestSpotFleet, gamelift:CreateFleet, imagebuilder:CreateInfrastructureConfiguration, cloud9:CreateEnvironmentEC2
"""
_PATHS: Final = {type: tuple(map(path_of, paths)) for type, paths in TYPES.items()}


def findings_of(inspection: Inspection, judged: Iterable[Judged]) -> Iterator[Finding]:
    """Yield over-cap types that nothing stops, then launches by service-linked roles; one finding for each resource."""
    rows = tuple(judged)
    said = {one.prediction.change.address for one in rows if one.outcome is Outcome.DENY}
    if inspection.account != inspection.organization.management:
        for change in inspection.plan.of(*TYPES):
            if change.address not in said and (change.verb.creates or _differs(change)):
                found = _of_types(inspection, change)
                said.update(one.address for one in found)
                yield from found
    for one in filter(_by_service, rows):
        if one.prediction.change.address not in said:
            said.add(one.prediction.change.address)
            yield _launched(inspection, one)


def _by_service(one: Judged) -> bool:
    """Whether a service-linked role will do what the SCPs deny to others, or may."""
    linked = one.prediction.caller is Caller.SLR and one.prediction.step is not Step.DELETE
    return linked and (one.gap or bool(one.hangs_on))


def _differs(change: Change) -> bool:
    return change.verb.writes and any(change.changes(str(path[0])) for path in _PATHS[change.type])


def _of_types(inspection: Inspection, change: Change) -> list[Finding]:
    """The finding of one resource: the types above the cap, else those that nobody knows yet."""
    values = [(at, value) for path in _PATHS[change.type] for at, value in read_all(change.after, path)]
    over = [(at, value) for at, value in values if isinstance(value, str) and over_cap(value, inspection.organization)]
    if over:
        at, names = show_path(over[0][0]), ", ".join(str(value) for _, value in over)
        message = f"starts {names}, and no SCP can stop it: its API has no condition key for the type"
        allowed = ", ".join(inspection.organization.settings.texts("accelerators.allow")) or "no accelerator"
        help = "take an allowed type; a low Service Quota of the family stops the launch, too"
        return [finding(RULE, inspection.plan, change, message, attribute=at, found=names, expected=allowed, help=help)]
    open = tuple(dict.fromkeys(show_path(at) for at, value in values if undecidable(value)))
    if not open or not inspection.organization.settings.texts("accelerators.families"):
        return []
    message = "whether it starts an accelerator above the cap is known only after the apply, when no SCP can stop it"
    return [undecided(RULE, inspection.plan, change, message, open, "write the instance type into the configuration")]


def over_cap(name: str, organization: Organization) -> bool:
    """Whether an instance type, or a whole family, is an accelerator that the organization does not allow."""
    settings = organization.settings
    plain = name.removeprefix("ml.")
    whole = "." not in plain
    families = settings.texts("accelerators.families")
    reached = any(fnmatchcase(plain.partition(".")[0], one) or fnmatchcase(plain, one) for one in families)
    return reached and plain != "optimal" and (whole or plain not in settings.texts("accelerators.allow"))


def _launched(inspection: Inspection, one: Judged) -> Finding:
    plan, change = inspection.plan, one.prediction.change
    statement = ", ".join(dict.fromkeys(each.statement for each in one.deciders))
    action = one.prediction.action
    help = "take a type that the policy allows; a low Service Quota stops the launch whoever makes it"
    if one.gap:
        message = f"{action} by a service-linked role, which no SCP binds: {statement} would deny it to anybody else"
        found = finding(RULE, plan, change, message, help=help)
        decider = one.deciders[0]
        return replace(found, token=action, node=decider.node, policy=decider.policy, sid=decider.sid)
    message = f"whether {statement} would deny {action} by a service-linked role, which no SCP binds, is not known"
    return replace(undecided(RULE, plan, change, message, one.hangs_on, help), token=action)
