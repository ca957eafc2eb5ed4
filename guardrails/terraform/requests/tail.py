"""The long tail: resource types without a curated mapping, of which the provider's binary shows only the actions.

The action is then certain, likely or possible; which other keys the request carries nobody knows, so that its context
is never complete.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from guardrails.catalog.regions import home_region
from guardrails.catalog.services import AccessLevel, Action, action, service
from guardrails.model.plan.values import COMPUTED, UNKNOWN
from guardrails.model.prediction import Caller, Certainty, Prediction, Step
from guardrails.model.request import UNKNOWN as UNREADABLE
from guardrails.model.request import Value
from guardrails.terraform.mappings.table import Generated, Operation, generated
from guardrails.terraform.requests.arns import ANY, Arn, ArnSource, arn_source
from guardrails.terraform.requests.conditions import differs, only_tags
from guardrails.terraform.requests.roles import PASS_ROLE, Pass, principal_of
from guardrails.terraform.requests.rows import keys_listed, makes
from guardrails.terraform.requests.scene import Scene
from guardrails.terraform.requests.tags import NONE, Sent, TagKeys, sent_tags, state_tags, tag_keys, tags_source
from guardrails.terraform.requests.values import Cause

WITHOUT_CALLS: Final = {
    "aws_acm_certificate_validation",
    "aws_ses_domain_identity_verification",
    "aws_default_vpc_dhcp_options",
}
"""Types whose creation only reads or waits: their handlers reach no mutating operation.

Source: call graph of the released binary of hashicorp/aws 5.100.0 (2026-11)
"""

TAGS: Final = tags_source("tags_all|tags")

TAG_ACTIONS: Final = ("tagresource", "addtagstoresource", "addtags", "createtags", "createorupdatetags", "tagresources")
"""What services call the action that sets tags, the most frequent first."""

_UNDOES: Final = re.compile(r":(Delete|Remove|Untag|Detach|Disassociate|Deregister|Revoke|Terminate|Cancel|Release)")
_ROLE: Final = re.compile(r"(^|_)role(_arn)?$")


@dataclass(frozen=True, slots=True)
class Found:
    """What the generated table says of one step; `reason` says what it cannot say, empty where it can."""

    requests: tuple[Prediction, ...] = ()
    reason: str = ""


def predicted(scene: Scene) -> Found:
    """Return the requests of one step of a change."""
    table = generated(scene.change.type)
    if table is None:
        return Found(reason="no table knows this resource type")
    if scene.step is Step.UPDATE:
        return _updated(scene, table)
    operation = table.create if scene.step is Step.CREATE else table.delete
    if operation.silent or (scene.new and scene.change.type in WITHOUT_CALLS):
        return Found()
    if not operation.action:
        return Found(reason=f"no IAM action is known for what its {scene.step.value} calls")
    return Found(tuple(_carried_out(scene, table, operation)))


def _carried_out(scene: Scene, table: Generated, operation: Operation) -> Iterator[Prediction]:
    sent = sent_tags(TAGS, scene, None) if scene.new else NONE
    in_call = sent if table.tagged else NONE
    yield from requests(scene, operation.action, operation.certainty, in_call)
    for name in operation.possible:
        known = action(name)
        if known is None or (scene.new and _UNDOES.search(name)):
            continue
        if known.level is not AccessLevel.TAGGING:
            yield from requests(scene, name, Certainty.POSSIBLE, in_call)
        elif sent.any:
            yield from requests(scene, name, Certainty.POSSIBLE, sent)
    if scene.new:
        yield from _passed(scene, operation.action)


def _updated(scene: Scene, table: Generated) -> Found:
    """Every call of an update is possible: which attribute leads to which, the table does not say."""
    found: list[Prediction] = []
    reason = ""
    if "tags_all" in scene.values and differs(scene, ("tags_all",)) is not False:
        name = _tag_action(table)
        reason = "" if name else "its tags are changed by a call that no table names"
        found += requests(scene, name, Certainty.POSSIBLE, sent_tags(TAGS, scene, None)) if name else ()
    if not only_tags(scene):
        for one in table.update.possible:
            found += requests(scene, one, Certainty.POSSIBLE, NONE)
        for path in _role_paths(scene.values, ""):
            if differs(scene, (path.partition("[")[0],)) is not False:
                found += Pass.of(path, "").requests(scene, Certainty.POSSIBLE)
        reason = reason if table.update.possible else "no IAM action is known for what its update calls"
    return Found(tuple(found), reason)


def _tag_action(table: Generated) -> str:
    """Return the action that sets tags; IAM and SQS have one for each kind of thing, named after it: `TagRole`."""
    prefix, _, bare = (table.create.action or table.delete.action).partition(":")
    home = service(prefix)
    names = ("tag" + re.sub("^(create|upload|delete)", "", bare.lower()), *TAG_ACTIONS)
    return next((home.actions[name].name for name in names if name in home.actions), "") if home else ""


@dataclass(frozen=True, slots=True)
class Target:
    """A resource type that an action may be authorized on, with the source of its ARN."""

    type: str
    arn: ArnSource
    required: bool
    tagged: TagKeys | None
    labels: TagKeys | None


@lru_cache(maxsize=2048)
def targets_of(name: str) -> tuple[Target, ...]:
    """Return the resource types that an action is authorized on; none for one without resource types."""
    known, home = action(name), service(name.partition(":")[0])
    if known is None or home is None:
        return ()
    return tuple(
        _target(known, use.type, use.required, home.resource_types[use.type].arn)
        for use in known.resources
        if use.type in home.resource_types
    )


def _target(known: Action, type: str, required: bool, format: str) -> Target:
    direct, of_type = keys_listed(known.name, type)
    free = arn_source(format, {})
    named = free.form.variables if makes(known.name, type) else ()
    variables: Mapping[str, str] = {named[0]: "name"} if len(named) == 1 and "Name" in named[0] else {}
    return Target(
        type,
        arn_source(format, variables),
        required,
        tag_keys(direct, "aws:requesttag/", "aws:tagkeys"),
        None if makes(known.name, type) else tag_keys(direct | of_type, "aws:resourcetag/", ""),
    )


def _authorized(scene: Scene, name: str) -> Iterator[tuple[Target | None, Arn]]:
    """Yield what an action is authorized on, as far as one can tell: the object in the state, or what is required."""
    targets = targets_of(name)
    known = scene.change.before.get("arn")
    if not scene.new and isinstance(known, str):
        for one in targets:
            if one.arn.form.pattern.fullmatch(known):
                yield one, one.arn.find(scene, None)
                return
    needed = [one for one in targets if one.required] or list(targets if len(targets) == 1 else ())
    for one in needed:
        yield one, one.arn.find(scene, None)
    if not needed:
        yield None, Arn("*", ("arn", COMPUTED)) if targets else ANY


def requests(scene: Scene, name: str, certainty: Certainty, sent: Sent) -> Iterator[Prediction]:
    """Yield the requests of one action, one for each resource that it is certainly authorized on."""
    prefix = name.partition(":")[0]
    region = scene.region_of(prefix, home_region(prefix))
    for target, arn in _authorized(scene, name):
        context: dict[str, Value] = {}
        causes: dict[str, Cause] = {"resource": arn.cause} if arn.cause else {}
        tagged = target.tagged if target else tag_keys(keys_listed(name, "")[0], "aws:requesttag/", "aws:tagkeys")
        if tagged:
            tagged.put(sent, context, causes)
        if target and target.labels:
            target.labels.put(state_tags(scene, arn.own), context, causes)
        if prefix == "ec2":
            context["ec2:region"] = region if isinstance(region, str) else UNREADABLE
        yield Prediction(
            change=scene.change,
            step=scene.step,
            action=name,
            resource_type=target.type if target else "",
            resource=arn.text,
            context=context,
            caller=Caller.PROVIDER,
            certainty=certainty,
            region=region,
            account=scene.account,
            resource_account=arn.owner if arn.owner != scene.account else "",
            principal=principal_of(scene),
            context_complete=False,
            causes=causes,
        )


def _passed(scene: Scene, name: str) -> Iterator[Prediction]:
    """Yield `iam:PassRole` for each role that is set, where the action may need it, for a service nobody knows."""
    known = action(name)
    listed = known is not None and PASS_ROLE in known.dependents
    for path in _role_paths(scene.values, ""):
        yield from Pass.of(path, "").requests(scene, Certainty.LIKELY if listed else Certainty.POSSIBLE)


def _role_paths(values: Mapping[str, object], before: str) -> Iterator[str]:
    for name, value in values.items():
        if _ROLE.search(name) and (value is UNKNOWN or (isinstance(value, str) and value)):
            yield before + name
        elif not before and isinstance(value, list) and value and isinstance(value[0], Mapping):
            yield from _role_paths(value[0], f"{name}[0].")
