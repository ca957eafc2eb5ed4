"""What the laws ask of the prover and its judges: which requests there are, which are in a question, which break it."""

from __future__ import annotations

from guardrails.evaluation.compiled import compile_policies
from guardrails.evaluation.decide import decide, statement_matches
from guardrails.model.decision import Truth
from guardrails.model.policy.document import Effect, PolicySet, Statement
from guardrails.model.proof import Breadth, Calls, Claim, Scene
from guardrails.model.request import PrincipalKind, Request
from guardrails.prover.slices.domains import Presence, domain_of, fixed_value, presence_of, principal_formats
from guardrails.prover.slices.places import region_formats, regions_of
from guardrails.prover.slices.resources import resources_of
from tests.properties.prover.made import Palette
from tests.properties.prover.world import ABSENT, Case, Key

_ANY_ACCOUNT, _ANY_REGION = "{0-9?}" * 12, "{a-z0-9-}"


def is_called(calls: Calls, request: Request) -> bool:
    """Return whether a request is one of the calls, as the evaluator sees it."""
    row = Statement(Effect.DENY, calls.action, calls.resource, calls.conditions)
    return statement_matches(row, request) is Truth.TRUE


def breaks(claim: Claim, policies: PolicySet, request: Request, *, surely: bool = True) -> bool:
    """Return whether a request is decided against a claim: for certain, or as far as the semantics settle it."""
    denied = decide(policies, request).denied
    if claim is Claim.ALLOWED:
        return denied is Truth.TRUE if surely else denied is not Truth.FALSE
    return denied is Truth.FALSE if surely else denied is not Truth.TRUE


def breaks_compiled(claim: Claim, policies: PolicySet, request: Request) -> bool:
    """The same of the compiled decider, for certain."""
    denied = compile_policies(policies).decide(request).denied
    return denied is (Truth.FALSE if claim is Claim.DENIED else Truth.TRUE)


def case_of(calls: Calls, palette: Palette, scene: Scene, kind: PrincipalKind = PrincipalKind.ROLE) -> Case:
    """Return the requests of a call, for one kind of caller, as the prover's domains say them.

    The domains are part of what a proof says (it prints them), so its judges take them as given, and nothing else.
    """
    action = calls.action.patterns[0]
    names = dict.fromkeys(key.name.lower() for key in palette.keys)
    keys = {name: _key(name, action, calls.resource_type, scene, kind) for name in names}
    keys["aws:principalarn"] = Key(principal_formats(kind, scene), required=True)
    home = regions_of(action, scene, Breadth.EVERY)
    keys["aws:requestedregion"] = Key(tuple(home) if action.startswith("iam:") else region_formats("aws"), True)
    if not calls.resource_type:
        return Case((action.lower(),), ("*",), keys)
    found = resources_of(action, calls.resource_type, scene, _ANY_REGION, _ANY_ACCOUNT)
    return Case((action.lower(),), found.formats or found.finite, keys)


def _key(name: str, action: str, resource_type: str, scene: Scene, kind: PrincipalKind) -> Key:
    presence = presence_of(name, kind, action, resource_type or None, scene, Breadth.EVERY)
    if presence is Presence.NEVER:
        return ABSENT
    domain, fixed = domain_of(name, scene), fixed_value(name, kind, scene)
    formats = domain.finite or domain.formats or ("{*}",)
    if fixed is not None:
        formats = (fixed,) if isinstance(fixed, str) else tuple(fixed)  # type: ignore[arg-type]
    return Key(formats, presence is Presence.ALWAYS, domain.multivalued, domain.type)
