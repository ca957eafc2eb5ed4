"""The prediction of a whole plan: which authorization requests applying it leads to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from guardrails.model.plan.change import Change, Verb
from guardrails.model.plan.plan import Invocation, Placements, Plan, References
from guardrails.model.plan.values import Mark
from guardrails.model.prediction import Predicted, Prediction, Step, Unmapped
from guardrails.terraform.requests import reads as data_sources
from guardrails.terraform.requests import tail
from guardrails.terraform.requests.calls import predicted
from guardrails.terraform.requests.rows import rows_of
from guardrails.terraform.requests.scene import Scene, Surroundings

QUIET: Final = (Verb.NO_OP, Verb.READ, Verb.FORGET)

_TEMPLATE: Final = "CloudFormation makes what its template says"
PROXIES: Final = {
    "aws_cloudformation_stack": _TEMPLATE,
    "aws_cloudformation_stack_instances": _TEMPLATE,
    "aws_cloudformation_stack_set_instance": _TEMPLATE,
    "aws_cloudcontrolapi_resource": "Cloud Control makes an object of any type",
    "aws_serverlessapplicationrepository_cloudformation_stack": _TEMPLATE,
    "aws_servicecatalog_provisioned_product": _TEMPLATE,
}
"""Types whose service makes objects that the plan does not show, with the caller's session or a role -> how.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html (2026-11)
"""


def predict(plan: Plan, references: References, placements: Placements, *, reads: bool = False) -> Predicted:
    """Return the requests of every change of a plan, in its order, and what nobody can tell.

    A context key that ends in `/*` (`aws:requesttag/*`, `aws:resourcetag/*`, `ec2:resourcetag/*`) is always UNKNOWN and
    stands for every key with that start which the context does not name: any tag may be sent, or may be there.

    Args:
        references: says which resource of the plan an unknown name comes from.
        placements: says in which account and Region each change lands.
        reads: whether data sources that are read during the apply count too. Refreshing the state never does.
    """
    found = _Collected(Surroundings(plan, references, placements))
    for change in plan.changes:
        if change.managed:
            found.take(change)
        elif reads:
            found.read(change)
    for change in plan.deferred:
        found.unmapped.append(Unmapped(change, f"Terraform puts it off ({change.deferred or 'no reason given'})"))
    for invocation in plan.invocations:
        found.unmapped.append(_invoked(invocation))
    return Predicted(tuple(found.requests), tuple(found.unmapped), tuple(found.silent))


def _invoked(invocation: Invocation) -> Unmapped:
    """Return an action as a change that nobody can judge; its position is -1, for it has no row of its own."""
    change = Change(invocation.address, invocation.type, invocation.address.rpartition(".")[2], Verb.UNKNOWN, -1)
    return Unmapped(change, f"the action {invocation.type} calls AWS outside the resource changes")


@dataclass(slots=True)
class _Collected:
    around: Surroundings
    requests: list[Prediction] = field(default_factory=list)
    unmapped: list[Unmapped] = field(default_factory=list)
    silent: list[Change] = field(default_factory=list)

    def take(self, change: Change) -> None:
        """Add what a change of a resource leads to."""
        if change.verb in QUIET:
            self.silent.append(change)
            return
        reason = _unjudged(change)
        if reason:
            self.unmapped.append(Unmapped(change, reason))
            return
        program = _program(self.around.plan, change)
        if change.type in PROXIES:
            self.unmapped.append(Unmapped(change, f"what else is called for it is in no plan: {PROXIES[change.type]}"))
        if program:
            self.unmapped.append(Unmapped(change, program, program=True))
        if change.type.startswith("aws_"):
            self._predict(change)
        elif not program:
            self.silent.append(change)

    def _predict(self, change: Change) -> None:
        rows = rows_of(change.type)
        silent = True
        for step in steps_of(change):
            scene = Scene(self.around, change, step)
            if rows is not None:
                before = len(self.requests)
                for row in rows.of(step):
                    self.requests.extend(predicted(row, scene))
                silent = silent and len(self.requests) == before
            else:
                found = tail.predicted(scene)
                self.requests.extend(found.requests)
                if found.reason:
                    self.unmapped.append(Unmapped(change, found.reason))
                silent = silent and not found.requests and not found.reason
        if silent:
            self.silent.append(change)

    def read(self, change: Change) -> None:
        """Add what a data source reads."""
        if change.verb is not Verb.READ or not change.type.startswith("aws_"):
            return
        found = data_sources.predicted(Scene(self.around, change, Step.READ))
        if found is None:
            self.unmapped.append(Unmapped(change, "no table says what this data source reads"))
        else:
            self.requests.extend(found)


def steps_of(change: Change) -> Iterator[Step]:
    """Yield the operations of the provider that a change needs: a replacement has two."""
    verb = change.verb
    if verb is Verb.CREATE:
        yield Step.CREATE
    elif verb is Verb.UPDATE:
        yield Step.UPDATE
    else:
        if verb.deletes:
            yield Step.DELETE
        if verb.creates:
            yield Step.CREATE


def _unjudged(change: Change) -> str:
    """Return why nobody can tell what a change does; empty where somebody can."""
    if change.verb is Verb.UNKNOWN:
        return "the plan does something to it that this version does not know"
    if isinstance(change.after, Mark):
        return "nothing of it is known before the apply, not even what is configured"
    if change.type.startswith("awscc_"):
        return "the awscc provider calls through CloudFormation, for which there is no mapping"
    if change.provider.endswith("/aws") and not change.type.startswith("aws_"):
        return "it is of a provider called aws, and its type is none of AWS's provider"
    return ""


def _program(plan: Plan, change: Change) -> str:
    """Return what to say of the programs that run when the resource is made or destroyed; empty for none."""
    config = plan.configured(change) if change.verb is not Verb.UPDATE else None
    if config is None or not config.provisioners:
        return ""
    return f"its provisioner ({config.provisioners[0]}) runs a program: what that calls is in no plan"
