"""Both sides of a Terraform plan of the organization: as it is before the apply, and after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from guardrails.commands.comparing.compared import Side, Sides
from guardrails.commands.gating.states import states_of
from guardrails.commands.opening import BUNDLED, project_on
from guardrails.commands.plan_inputs import plan_in
from guardrails.gate.inspection import Inspection
from guardrails.model.organization.tree import FULL_ACCESS, Account, Node
from guardrails.terraform.placement.placing import placements_of
from guardrails.terraform.references.resolver import resolver_of

if TYPE_CHECKING:
    from guardrails.files.loaded import Project


def sides_of_plan(file: Path, root: Path | None, days: tuple[date, date]) -> Sides:
    """Return the organization before and after a plan is applied; raises Undecided for what is no complete plan."""
    plan = plan_in(file)
    project = project_on(root, days[0])
    management = project.organization.management
    inspection = Inspection(
        plan=plan,
        organization=project.organization,
        account=management,
        environment=management.env,
        references=resolver_of(plan, None),
        placements=placements_of(plan, account=management.id),
        today=days[0],
    )
    states = states_of(project, inspection)
    notes: tuple[str, ...] = (f"{BUNDLED} ({project.organization.name})",) if project.bundled else ()
    before = states.before
    if states.fresh:
        before = _unbound(before)
        notes += ("the plan makes the organization: before it, nothing is bound",)
    name = "the plan on standard input" if str(file) == "-" else str(file)
    return Sides(
        Side(f"{name} before the apply", before, days[0]),
        Side(f"{name} after the apply", states.after, days[1]),
        open=tuple(f"{one.change.address}: {one.reason}" for one in states.open),
        notes=notes,
    )


def _unbound(project: Project) -> Project:
    """The project with AWS's own policy alone at each node."""
    return replace(project, organization=replace(project.organization, root=_bare(project.organization.root)))


def _bare(node: Node) -> Node:
    def account(one: Account) -> Account:
        return replace(one, scps=(FULL_ACCESS,), rcps=())

    return replace(
        node, scps=(FULL_ACCESS,), rcps=(), ous=tuple(map(_bare, node.ous)), accounts=tuple(map(account, node.accounts))
    )
