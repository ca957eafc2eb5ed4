"""From values of a case's variables to whole requests, as AWS would see them, and to the words that ask about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from shlex import quote

from guardrails.catalog.regions import REGIONS
from guardrails.catalog.services import action
from guardrails.evaluation.call import accompanying
from guardrails.evaluation.defaults import default_context
from guardrails.model.principals import read_principal
from guardrails.model.request import UNKNOWN, Principal, Request, Value
from guardrails.prover.slices.case import Authorization, Case, Fixed
from guardrails.prover.slices.domains import domain_of
from guardrails.prover.variables.literals import Variable
from guardrails.prover.variables.texts import Held, Sample

Values = Mapping[Variable, Sample]


def requests_of(case: Case, values: Values) -> tuple[Request, ...]:
    """Return the authorization requests of a case with these values, the one asked about first.

    Keys that AWS always sends and that nothing was asked of get an ordinary value.
    """
    return tuple(_request(at, values) for at in case.authorizations)


def _request(at: Authorization, values: Values) -> Request:
    case, scene = at.case, at.case.scene
    principal = read_principal(str(held(case.principal, values)))
    context = _sent(at, principal)
    for name, key in at.asked.items():
        value = key.value if isinstance(key, Fixed) else held(key, values)
        if value is None:
            context.pop(name, None)
        else:
            context[name] = value
    for name, found in context.items():
        if found is UNKNOWN:
            context[name] = _ordinary(name, at)
    resource = at.resource if isinstance(at.resource, str) else str(held(at.resource, values))
    owner = "" if case.owner == principal.account else case.owner
    in_management = bool(owner) and owner == scene.management_id
    return Request(principal, at.action, resource, context, owner, in_management)


def _sent(at: Authorization, principal: Principal) -> dict[str, Value]:
    """What AWS sends with the call anyway, as `guardrails simulate` takes it to be."""
    case, scene = at.case, at.case.scene
    sent = default_context(
        principal,
        at.action,
        case.region,
        organization=scene.organization_id,
        path=scene.path,
        resource_account=case.owner,
    )
    return {**sent, **accompanying(at.action, at.resource_type or "", case.region)}


def held(variable: Variable, values: Values) -> Held:
    """Return what a variable holds: the value found, or the likeliest where nothing was asked of it."""
    sample = values.get(variable) or variable.value(0, 0)
    return sample.value if sample is not None else None


def _ordinary(name: str, at: Authorization) -> Value:
    domain = domain_of(name, at.case.scene)
    if not domain.preferred:
        return UNKNOWN
    return tuple(domain.preferred[:1]) if domain.multivalued else domain.preferred[0]


def outside_of(case: Case, values: Values) -> tuple[str, ...]:
    """Return what of a witness exists only outside the catalog: an action, an instance type, a Region to come."""
    found = []
    for at in case.authorizations:
        if action(at.action) is None:
            found.append(f"a future action {at.action}")
    if case.region not in REGIONS and case.region != "unspecified":
        found.append(f"a future Region {case.region}")
    for variable, sample in values.items():
        if not sample.exists and variable.values.what:
            texts = sample.value if isinstance(sample.value, tuple) else (str(sample.value),)
            found.append(f"a future {variable.values.what} {', '.join(texts)}")
    return tuple(dict.fromkeys(found))


def words_of(case: Case, values: Values) -> str:
    """Return the call in the words of `guardrails simulate`: what it is, who calls, and every key that was asked of."""
    first = case.authorizations[0]
    arn = str(held(case.principal, values))
    said = [first.action]
    if case.region:
        said.append(case.region)
    caller = arn.split(":", 5)[5] if arn.split(":", 5)[4] == case.scene.account_id else arn
    options = ["--as", quote(caller)]
    for at in case.authorizations:
        resource = at.resource if isinstance(at.resource, str) else str(held(at.resource, values))
        if resource != "*" and not resource.endswith(("/*", ":*")):
            options += ["--resource", quote(resource)]
    for at in case.authorizations:
        for name, text in _told(at, read_principal(arn), values):
            if text is None:
                options += ["--absent", quote(name)]
            else:
                said.append(quote(f"{name}={text}"))
    if case.scene.account_id not in ("", case.owner) and not any(case.owner in one for one in options):
        said.append(f"aws:ResourceAccount={case.owner}")
    return " ".join(dict.fromkeys(said)) + " " + " ".join(options)


def _told(at: Authorization, principal: Principal, values: Values) -> Iterator[tuple[str, str | None]]:
    """Yield the keys that have another value than `simulate` would take by itself; None: they are not there."""
    sent = _sent(at, principal)
    for name, key in at.asked.items():
        if name == "aws:principalarn":
            continue
        value = key.value if isinstance(key, Fixed) else held(key, values)
        spelled = domain_of(name, at.case.scene).name
        if value is None:
            if name in sent:
                yield spelled, None
        elif sent.get(name) != value:
            yield spelled, value if isinstance(value, str) else ",".join(value)
