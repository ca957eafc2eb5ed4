"""What an invariant claims, as calls to ask the engine about: its wording becomes requests of one account."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from guardrails.catalog.regions import REGIONS
from guardrails.commands.calls import Question, call_of
from guardrails.commands.words import actions_named
from guardrails.evaluation.call import expand
from guardrails.evaluation.defaults import default_context
from guardrails.files.loaded import Project
from guardrails.model.organization.tree import Account
from guardrails.model.request import Principal, Request

_REGIONAL = ("ec2:RunInstances", "lambda:CreateFunction", "dynamodb:CreateTable")
"""The regional actions that stand for all: starting machines, running code, storing data."""

_TYPE = "ec2:instancetype"


class UnknownWording(ValueError):
    """A sentence that nobody has taught the engine to ask about."""


class Claim(NamedTuple):
    """One call that an invariant speaks of: in the words of `simulate`, with its authorization requests.

    Claims that differ in a few keys only share `shared`; `keys` are laid over the context of those requests that have
    them, and `region`, if given, stands for the home Region in their ARNs. `at` is the position in the list of actions.
    """

    words: str
    shared: tuple[Request, ...]
    at: int | None = None
    keys: tuple[tuple[str, str], ...] = ()
    region: tuple[str, str] = ("", "")

    @property
    def actions(self) -> frozenset[str]:
        """The actions that the call is authorized for."""
        return frozenset(one.action for one in self.shared)

    def requests(self, shared: Iterable[Request]) -> Iterator[Request]:
        """Yield the requests of the call, made from `shared` (or the same by another caller)."""
        old, new = self.region
        for one in shared:
            own = {key: value for key, value in self.keys if key in one.context}
            resource = str(one.resource).replace(f":{old}:", f":{new}:") if old else one.resource
            yield Request(one.principal, one.action, resource, {**one.context, **own}, one.resource_account)


def as_called_by(requests: Iterable[Request], principal: Principal, own: str, moment: datetime) -> tuple[Request, ...]:
    """Return the same requests by another principal of the account `own`."""
    return tuple(_called_by(one, principal, own, moment) for one in requests)


def _called_by(request: Request, principal: Principal, own: str, moment: datetime) -> Request:
    region = str(request.context["aws:requestedregion"])
    old, new = (
        default_context(one, request.action, region, resource_account=own, moment=moment)
        for one in (request.principal, principal)
    )
    context = {key: value for key, value in request.context.items() if key not in old}
    return replace(request, principal=principal, context={**context, **new})


def claims_of(project: Project, account: Account, said: str | Sequence[str], moment: datetime) -> tuple[Claim, ...]:
    """Return the calls that `deny` or `allow` of an invariant speaks of, as a role of the account makes them.

    Raises UnknownWording for a sentence of no known form, and ValueError for an action that the catalog has not.
    """
    if isinstance(said, str) and " " in said.strip():
        sentence = " ".join(said.lower().split())
        for pattern, claims in _SENTENCES.items():
            if re.fullmatch(pattern, sentence):
                return tuple(claims(project, account, moment))
        raise UnknownWording(said)
    listed = [said] if isinstance(said, str) else said
    return tuple(
        Claim(action, _requests(project, account, Question(action, moment=moment)), at)
        for at, text in enumerate(listed)
        for action in actions_named(text.strip())
    )


def _requests(project: Project, account: Account, question: Question) -> tuple[Request, ...]:
    return tuple(part.request for part in expand(call_of(project, account, question)))


def _accelerators(project: Project, account: Account, moment: datetime) -> Iterator[Claim]:
    """Yield starting each accelerated type that the settings do not allow."""
    from guardrails.catalog.instance_types import accelerated_types

    allowed = project.organization.settings.texts("accelerators.allow")
    types = [one.name for one in accelerated_types() if one.name not in allowed]
    if not types:
        return
    asked = _requests(project, account, Question("ec2:RunInstances", (types[0],), moment=moment))
    shared = tuple(sorted(asked, key=lambda one: _TYPE not in one.context))  # what the type decides comes first
    for name in types:
        yield Claim(f"ec2:RunInstances {name}", shared, keys=((_TYPE, name),))


def _regions(project: Project, account: Account, moment: datetime) -> Iterator[Claim]:
    """Yield a few regional actions in each Region that the settings do not allow."""
    settings = project.organization.settings
    home, partition = settings.text("home_region", "us-east-1"), settings.text("partition", "aws")
    allowed = settings.texts("allowed_regions")
    outside = [one.name for one in REGIONS.values() if one.partition == partition and one.name not in allowed]
    for action in _REGIONAL:
        types = ("t3.micro",) if action == "ec2:RunInstances" else ()
        asked = _requests(project, account, Question(action, types, home, moment=moment))
        for region in outside:
            words = " ".join((action, *types, region))
            keys = (("aws:requestedregion", region), ("ec2:region", region))
            yield Claim(words, asked, keys=keys, region=(home, region))


_SENTENCES: Mapping[str, Callable[[Project, Account, datetime], Iterator[Claim]]] = {
    r"(?:start|run|launch) (?:an )?accelerators? outside (?:of )?settings\.accelerators\.allow": _accelerators,
    r"any regional actions? outside (?:of )?settings\.allowed_regions": _regions,
}
"""The sentences that are understood, as patterns, and what they ask."""
