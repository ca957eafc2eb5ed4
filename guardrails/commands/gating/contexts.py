"""From a prediction to the authorization request that the engine decides: resource, and the context AWS sends.

What nobody can know from a plan is UNKNOWN, never absent, as far as the policies in force ask for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from guardrails.catalog.services import action
from guardrails.evaluation.call import accompanying, carries
from guardrails.evaluation.defaults import NO_RESOURCE_OWNER, default_context
from guardrails.model.plan.values import Mark
from guardrails.model.prediction import Caller
from guardrails.model.request import UNKNOWN, Partial, Request, Resource, Value

if TYPE_CHECKING:
    from guardrails.commands.gating import callers
    from guardrails.model.prediction import Prediction

FROM_SESSION: Final = (
    *("aws:chatbotsourcearn", "aws:ec2instancesourceprivateipv4", "aws:ec2instancesourcevpc", "aws:federatedprovider"),
    *("aws:multifactorauthage", "aws:multifactorauthpresent", "aws:referer", "aws:signinsessionarn"),
    *("aws:sourceidentity", "aws:sourcevpc", "aws:sourcevpcarn", "aws:sourcevpce", "aws:vpceaccount", "aws:vpceorgid"),
    *("aws:vpceorgpaths", "aws:vpcsourceip", "ec2:sourceinstancearn", "lambda:sourcefunctionarn"),
)
"""Keys (lower case, or how they begin) that depend on the network and session of whoever applies: in no plan.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (2026-11)
"""
_VIA: Final = ("aws:calledvia", "aws:calledviafirst", "aws:calledvialast")


def from_session(key: str) -> bool:
    """Whether a key, lower case, holds something of the caller's session or network."""
    return key.startswith((*FROM_SESSION, "aws:principaltag/"))


@dataclass(slots=True)
class Contexts:
    """Builds requests. `asked` are the keys, lower case, that the policies in force read."""

    asked: frozenset[str]
    organization: str = ""
    moment: datetime | None = None
    _shared: dict[tuple[object, ...], dict[str, Value]] = field(default_factory=dict)
    _sent: dict[tuple[str, str, str, frozenset[str]], dict[str, Value]] = field(default_factory=dict)
    _carried: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def request(self, prediction: Prediction, caller: callers.Caller, owner: str, management: bool) -> Request:
        """Return the request that `caller` makes; `owner` is the resource's account where it is another one."""
        context = {
            **self._global(prediction, caller, owner),
            **self._accompanying(prediction),
            **self._own(prediction),
        }
        resource = resource_of(prediction)
        return Request(caller.principal, prediction.action, resource, context, owner, bool(owner) and management)

    def _global(self, prediction: Prediction, caller: callers.Caller, owner: str) -> dict[str, Value]:
        name = prediction.action.lower()
        unowned = name in NO_RESOURCE_OWNER or name.startswith("ebs:")
        foreign = isinstance(prediction.resource_account, Mark)
        via = prediction.caller is Caller.FAS
        region = prediction.region if isinstance(prediction.region, str) else ""
        key = (caller.principal, region, owner, unowned, foreign, via)
        if key not in self._shared:
            self._shared[key] = self._made(prediction.action, caller, region, owner)
            if foreign and not unowned:
                names = ("aws:resourceaccount", "aws:resourceorgid", "aws:resourceorgpaths")
                self._shared[key] |= dict.fromkeys(names, UNKNOWN)
            if via:
                self._shared[key] |= {"aws:viaawsservice": "true", **dict.fromkeys(_VIA, UNKNOWN)}
        return self._shared[key]

    def _made(self, name: str, caller: callers.Caller, region: str, owner: str) -> dict[str, Value]:
        member = self.organization if caller.account is not None else ""
        made = default_context(
            caller.principal, name, region, organization=member, resource_account=owner, moment=self.moment
        )
        if not caller.principal.arn:
            made["aws:principalarn"] = UNKNOWN
        return made | dict.fromkeys((key for key in self.asked if from_session(key)), UNKNOWN)

    def _accompanying(self, prediction: Prediction) -> dict[str, Value]:
        region = prediction.region if isinstance(prediction.region, str) else ""
        key = (prediction.action, prediction.resource_type, region, prediction.unsaid)
        if key not in self._sent:
            unsaid = (one for one in self.asked if prediction.unsaid and _among(one, prediction.unsaid))
            self._sent[key] = {**dict.fromkeys(unsaid, UNKNOWN), **accompanying(*key[:3])}
        if prediction.context_complete:
            return self._sent[key]
        return {**dict.fromkeys(self._carried_by(prediction.action), UNKNOWN), **self._sent[key]}

    def _carried_by(self, name: str) -> tuple[str, ...]:
        """The keys that a policy asks for and that this action can carry."""
        if name not in self._carried:
            self._carried[name] = tuple(key for key in self.asked if not _is_global(key) and carries(name, key))
        return self._carried[name]

    def _own(self, prediction: Prediction) -> Mapping[str, Value]:
        """The prediction's keys; a marker such as `aws:requesttag/*` becomes the keys that policies ask for."""
        own = prediction.context
        marked = tuple(key[:-1] for key in own if key.endswith("/*"))
        if not marked:
            return own
        spread: dict[str, Value] = dict.fromkeys((key for key in self.asked if key.startswith(marked)), UNKNOWN)
        spread |= {key: value for key, value in own.items() if not key.endswith("/*")}
        return spread | ({"aws:tagkeys": UNKNOWN} if "aws:requesttag/*" in own else {})


def _among(key: str, names: frozenset[str]) -> bool:
    return key in names or key.startswith(tuple(one for one in names if one.endswith(("/", ":"))) or ("\0",))


def _is_global(key: str) -> bool:
    return (
        key.startswith("aws:") and key != "aws:tagkeys" and not key.startswith(("aws:requesttag/", "aws:resourcetag/"))
    )


def resource_of(prediction: Prediction) -> Resource:
    """Return the resource of a prediction: known, partly known, `*` for an action without one, or UNKNOWN."""
    resource = prediction.resource
    if "*" not in resource:
        return resource
    if resource != "*":
        return Partial(resource)
    known = action(prediction.action)
    named = prediction.resource_type not in ("", "*") or "resource" in prediction.causes
    acts = known is None or bool(known.resources)
    return UNKNOWN if named or (acts and not prediction.context_complete) else "*"
