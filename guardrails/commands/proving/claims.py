"""What an invariant asks of the prover: a property for each path of what it names, in the words of the policy language.

The other three questions, where it is asked, are answered in `places.py`; who needs one mostly needs all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from guardrails.catalog.capabilities import Capability, calls_of, capability, close_capabilities
from guardrails.commands.proving.conditions import ClaimProblem, texts_of, where, who
from guardrails.commands.proving.elements import beside_others
from guardrails.commands.proving.meanings import meanings_of
from guardrails.commands.proving.places import accounts_of, policies_of, scene_of
from guardrails.commands.words import WordProblem, actions_named
from guardrails.model.organization.invariant import Invariant
from guardrails.model.organization.tree import Account
from guardrails.model.policy.document import EVERYTHING, Element
from guardrails.model.proof import Breadth, Calls, Claim, Gap, Property

if TYPE_CHECKING:
    from guardrails.files.loaded import Project

__all__ = ["ClaimProblem", "accounts_of", "gaps_of", "policies_of", "properties_of", "scene_of"]

_ORDINARY = ("role/*", "user/*")
"""Of whom `allow` speaks where it names nobody: nothing need stay possible for root."""


def properties_of(project: Project, invariant: Invariant, account: Account) -> tuple[Property, ...]:
    """Return a property for each path of what an invariant names, as it is meant in one account.

    `deny` is about whatever AWS could send, `allow` about ordinary calls. Raises ClaimProblem for what names nothing.
    """
    organization = project.organization
    principals = invariant.principals or (_ORDINARY if invariant.claim is Claim.ALLOWED else ())
    conditions = (*who(principals, invariant.except_, organization), *where(invariant.where, organization))
    resources = texts_of(invariant.resources, organization, "resources")
    breadth = Breadth.EVERY if invariant.claim is Claim.DENIED else Breadth.ORDINARY
    found = []
    for at, text in enumerate(invariant.what):
        for calls in _calls(project, account, invariant, text.strip(), at, resources):
            about = beside_others(replace(calls, conditions=(*calls.conditions, *conditions)))
            found.append(Property(invariant.name, invariant.claim, about, breadth))
    return tuple(found)


def _calls(
    project: Project, account: Account, invariant: Invariant, text: str, at: int, resources: tuple[str, ...]
) -> Iterator[Calls]:
    known = capability(text)
    if known is not None:
        yield from _routes(project, account, known, resources, (invariant.verb, at))
        return
    _refuse_unknown(text, invariant.verb, at)
    keys = tuple(row.key for row in invariant.where)
    yield Calls(text, Element((text,)), Element(resources) if resources else EVERYTHING, (), _asked_on(text, keys))


def _routes(
    project: Project, account: Account, known: Capability, resources: tuple[str, ...], place: tuple[str, int]
) -> Iterator[Calls]:
    """Yield the calls of each path that there is for this organization."""
    meanings = meanings_of(project, account)
    found = [calls for route in known.routes if (calls := calls_of(route, meanings)) is not None]
    if not found:
        message = f"{known.name} means no call here: {', '.join(_missing(known, meanings))} stand for nothing"
        raise ClaimProblem(message, *place)
    for calls in found:
        if resources and calls.resource != EVERYTHING:
            raise ClaimProblem(f"{known.name} says itself of which resources: leave resources out", "resources")
        yield replace(calls, resource=Element(resources)) if resources else calls


def _missing(known: Capability, meanings: dict[str, tuple[str, ...]]) -> list[str]:
    texts = [text for route in known.routes for text in route.resource.patterns]
    texts += [text for route in known.routes for row in route.conditions for text in row.values]
    return [text for text in dict.fromkeys(texts) if text in meanings and not meanings[text]]


def _refuse_unknown(text: str, part: str, at: int) -> None:
    """Raise ClaimProblem for a text that is no action of the catalog, nor a pattern of some."""
    if text == "*" or (text.endswith(":*") and text.count("*") == 1):
        return
    if ":" not in text:
        close = close_capabilities(text)
        hint = f"; did you mean {' or '.join(close)}?" if close else "; write a capability's name, or actions"
        raise ClaimProblem(f"{text!r} is no capability and no action{hint}", part, at)
    try:
        actions_named(text)
    except WordProblem as problem:
        raise ClaimProblem(problem.problems[0].partition("; --allow")[0], part, at) from None


def _asked_on(text: str, keys: tuple[str, ...]) -> str:
    """Return the resource type whose authorization carries keys of the service, where it is one of several.

    ec2:RunInstances is authorized on an image as well, and of an image no policy sees the type of the instance.
    """
    from guardrails.catalog.keys import condition_key
    from guardrails.catalog.services import action

    known = action(text)
    spelled = ((one.name if (one := condition_key(key)) else key).lower() for key in keys)
    own = [key for key in spelled if not key.startswith("aws:")]
    if known is None or not own or len(known.resources) < 2:
        return ""
    carrying = [use.type for use in known.resources if {key.lower() for key in use.keys}.issuperset(own)]
    return carrying[0] if len(carrying) == 1 else ""


def gaps_of(invariant: Invariant) -> tuple[Gap, ...]:
    """Return which calls to the same end no policy of this kind binds, with what covers them, for its capabilities.

    Of what must stay possible there are none.
    """
    if invariant.claim is Claim.ALLOWED:
        return ()
    found = (capability(text.strip()) for text in invariant.what)
    return tuple(Gap(gap.calls, gap.why, gap.covered_by) for one in found if one is not None for gap in one.gaps)
