"""What a compiled row predicts in a scene: the requests of one call, each with its own resource and context."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

from guardrails.model.plan.values import COMPUTED, UNKNOWN, UNSET, Mark, path_of
from guardrails.model.prediction import Caller, Certainty, Prediction, Step
from guardrails.model.request import UNKNOWN as UNREADABLE
from guardrails.model.request import Value
from guardrails.terraform.requests.arns import ANY, Arn
from guardrails.terraform.requests.conditions import differs, differs_besides
from guardrails.terraform.requests.launch_templates import may_tag
from guardrails.terraform.requests.owners import owner_of
from guardrails.terraform.requests.paths import gather
from guardrails.terraform.requests.roles import principal_of, service_role
from guardrails.terraform.requests.rows import Authorized, Row, TagCall
from guardrails.terraform.requests.scene import Item, Scene, scene_of
from guardrails.terraform.requests.tags import NONE, Sent, changed_tags, dropped_tags, sent_tags, state_tags
from guardrails.terraform.requests.values import Cause, values_of
from guardrails.terraform.requests.versions import applies

LAUNCH: Final = "ec2:RunInstances"
"""The action whose resources may get tags from a launch template, or from the group or service that launches."""
BY_OTHERS: Final = (Caller.CHECK, Caller.SERVICE)

Context = tuple[dict[str, Value], dict[str, Cause]]
"""A request context, and what is behind each unknown part of it and of the resource."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call that the provider makes, or that AWS makes for it: what its requests have in common."""

    row: Row
    scene: Scene
    there: Scene
    """The scene in the Region where the call is made."""
    certainty: Certainty
    region: str | Mark
    principal: str | Mark

    def request(
        self,
        action: str,
        type: str,
        arn: Arn,
        found: Context,
        certainty: Certainty,
        unsaid: frozenset[str] = frozenset(),
    ) -> Prediction:
        """Return one request of the call."""
        scene = self.scene
        return Prediction(
            scene.change,
            scene.step,
            action,
            type,
            arn.text,
            found[0],
            self.row.caller,
            certainty,
            self.region,
            scene.account,
            owner_of(action, type, arn, scene),
            self.principal,
            True,
            found[1],
            self.row.note,
            unsaid,
        )


def predicted(row: Row, scene: Scene) -> Iterator[Prediction]:
    """Yield the requests of one row in a scene."""
    certainty = certainty_of(row, scene)
    if certainty is None:
        return
    changed: Sent | None = None
    if row.untags is not None:
        changed = dropped_tags(row.untags, scene)
    elif row.retags is not None:
        changed = changed_tags(row.retags, scene)
    if changed is not None:
        if not changed.any:
            return
        certainty = certainty if changed.certain else Certainty.POSSIBLE
    principal = service_role(scene) if row.caller is Caller.SERVICE else principal_of(scene)
    there = scene_of(row.elsewhere, scene) if row.elsewhere else scene
    call = Call(row, scene, there, certainty, there.region_of(row.service, row.home), principal)
    for resource, tag_call in zip(row.resources, row.tag_calls, strict=True):
        for item, sure in _items(resource, scene):
            known = certainty if sure else Certainty.POSSIBLE
            yield from _requests(call, resource, tag_call, item, known, changed)
    for one in row.passes:
        yield from one.requests(scene, certainty)


def certainty_of(row: Row, scene: Scene) -> Certainty | None:
    """Return how sure the row's call is; None where it is not made."""
    answers: list[bool | None] = []
    if row.provider:
        answers.append(applies(scene, row.provider))
    if scene.step is Step.UPDATE:
        answers.append(differs(scene, row.changed) if row.changed else differs_besides(scene))
    if row.condition is not None:
        answers.append(row.condition(scene, None))
    if False in answers:
        return None
    return Certainty.POSSIBLE if row.possible or None in answers else Certainty.CERTAIN


def _items(resource: Authorized, scene: Scene) -> Iterator[tuple[Item | None, bool]]:
    """Yield the elements that the resource is repeated for (None: once, for the whole), and whether each is certain."""
    sure = True
    if resource.condition is not None:
        answer = resource.condition(scene, None)
        if answer is False:
            return
        sure = answer is True
    if not resource.each:
        yield None, sure
        return
    for at, path in enumerate(resource.each):
        steps = path_of(path)
        value = gather(scene.values, steps)
        needed = resource.always and at == 0
        if isinstance(value, (list, tuple)):
            for position, one in enumerate(value):
                yield Item(one, (*steps, position)), sure
        elif value is not UNSET or needed:
            # What is not configured is decided elsewhere (by the AMI, for the disk of an instance), but it is sent.
            yield Item(UNKNOWN if value is UNSET else value, steps, value is UNSET), sure and needed


def _requests(
    call: Call,
    resource: Authorized,
    tag_call: TagCall | None,
    item: Item | None,
    certainty: Certainty,
    changed: Sent | None,
) -> Iterator[Prediction]:
    scene = call.scene
    arn = resource.arn.find(call.there, item) if resource.arn else ANY
    sent = changed or (sent_tags(resource.tags, scene, item) if resource.tags else NONE)
    if call.row.action == LAUNCH and (call.row.caller in BY_OTHERS or may_tag(scene, gather)):
        sent = replace(sent, open_cause=sent.open_cause or ("launch_template", COMPUTED), ready={})
    for found in _contexts(call, resource, item, arn, sent):
        yield call.request(call.row.action, resource.type, arn, found, certainty, resource.unsaid)
    if tag_call is not None and sent.any:
        known = certainty if sent.certain else Certainty.POSSIBLE
        if resource.arn is None:
            arn = tag_call.arn.find(scene, item) if tag_call.arn else Arn("*", ("arn", COMPUTED))
        yield call.request(tag_call.action, tag_call.type, arn, _tagging(call, tag_call, arn, sent), known)


def _tagging(call: Call, tag_call: TagCall, arn: Arn, sent: Sent) -> Context:
    context: dict[str, Value] = {}
    causes: dict[str, Cause] = {"resource": arn.cause} if arn.cause else {}
    if tag_call.tagged:
        tag_call.tagged.put(sent, context, causes)
    if tag_call.created_by:
        context["ec2:createaction"] = tag_call.created_by
    if tag_call.region_key:
        context[tag_call.region_key] = call.region if isinstance(call.region, str) else UNREADABLE
    return context, causes


def _contexts(call: Call, resource: Authorized, item: Item | None, arn: Arn, sent: Sent) -> Iterator[Context]:
    """Yield one context, or one for each value where a list feeds a key that holds one value."""
    context: dict[str, Value] = {}
    causes: dict[str, Cause] = {"resource": arn.cause} if arn.cause else {}
    several: list[tuple[str, tuple[Value, ...]]] = []
    for key in resource.keys:
        values, cause = values_of(key, call.scene, item)
        if cause:
            causes[key.name] = (cause[0], COMPUTED) if item is not None and item.implied else cause
        if len(values) == 1:
            context[key.name] = values[0]
        elif values:
            several.append((key.name, values))
    _put_tags(call, resource, item, arn, sent, context, causes)
    if not several:
        yield context, causes
        return
    for chosen in product(*(values for _, values in several)):
        fixed = dict(zip((name for name, _ in several), chosen, strict=True))
        yield context | fixed, {name: cause for name, cause in causes.items() if fixed.get(name) in (None, UNREADABLE)}


def _put_tags(
    call: Call,
    resource: Authorized,
    item: Item | None,
    arn: Arn,
    sent: Sent,
    context: dict[str, Value],
    causes: dict[str, Cause],
) -> None:
    """Add what is no row of the mapping: tags that are sent, tags that are there, Region and calling service."""
    if resource.tagged is not None:
        (resource.tagged.names_only if call.row.untags else resource.tagged).put(sent, context, causes)
    if resource.object_tags is not None and resource.object_tagged is not None:
        resource.object_tagged.put(sent_tags(resource.object_tags, call.scene, item), context, causes)
    if resource.labels is not None:
        there = sent_tags(resource.made_tags, call.scene, item) if resource.made_tags else NONE
        resource.labels.put(there if resource.made else state_tags(call.scene, arn.own), context, causes)
    if resource.described is not None:
        resource.described.put(call.scene, arn, context, causes)
    if resource.region_key:
        context[resource.region_key] = call.region if isinstance(call.region, str) else UNREADABLE
    if call.row.caller is Caller.FAS:
        _put_service(call, context)


def _put_service(call: Call, context: dict[str, Value]) -> None:
    """Add the keys of a forward access session.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html (2026-11)
    """
    name = f"{call.row.via}.amazonaws.com"
    context["aws:viaawsservice"] = "true"
    context["aws:calledvia"] = (name,)
    context["aws:calledviafirst"] = context["aws:calledvialast"] = name
    if call.row.service == "kms":
        known = isinstance(call.region, str)
        context["kms:viaservice"] = f"{call.row.via}.{call.region}.amazonaws.com" if known else UNREADABLE
