"""One API call is several authorization requests: one for each resource it touches, and one for each dependent action.

Sources (2026-09): https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-policy-structure.html,
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from guardrails.catalog.services import Action, ResourceType, ResourceUse, action, service
from guardrails.evaluation.sent import ALWAYS_OF_SERVICE, always_sent
from guardrails.model.request import UNKNOWN, Principal, Request, Value


@dataclass(frozen=True, slots=True)
class Call:
    """One API call. `given` are the context keys the user stated, `sent` the global ones AWS adds; both lower case.

    `resources` are ARNs (none: the resource types' own patterns stand in). Keys in `absent` are stated to be missing,
    so they are neither filled in nor UNKNOWN. `owner` is the account of the resources where it is not the caller's.
    """

    principal: Principal
    action: str
    region: str
    resources: tuple[str, ...] = ()
    given: Mapping[str, Value] = field(default_factory=dict)
    sent: Mapping[str, Value] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()
    partition: str = "aws"
    owner: str = ""
    owner_is_management: bool = False

    @property
    def owner_elsewhere(self) -> str:
        """The owner of resources whose ARNs do not say it: the caller, where another ARN of the call says `owner`."""
        return "" if any(_account(arn) == self.owner for arn in self.resources) else self.owner

    def owner_of(self, arn: str) -> str:
        """Return the owner of one resource where it is not the caller's account."""
        named = _account(arn) if self.principal.account else self.owner
        return (named if named != self.principal.account else "") if named else self.owner_elsewhere


def _account(arn: str) -> str:
    """The account id in an ARN; empty where it has none."""
    fields = arn.split(":", 5)
    return fields[4] if len(fields) == 6 and fields[4].isdigit() else ""


@dataclass(frozen=True, slots=True)
class Part:
    """One authorization request of a call: the resource type it is about (empty: none), and whether its ARN is ours.

    `assumed` means that nobody named the resource, so its ARN is the type's pattern with `*` for what is not known.
    """

    request: Request
    resource_type: str = ""
    assumed: bool = False


ALSO_TOUCHED = {"ec2:runinstances": ("volume",)}
"""Resource types that the reference marks optional but that an ordinary call touches: instances boot from EBS."""

ONE_OF = {"s3": ("object", "bucket", "accesspoint")}
"""Services whose reference marks resource types optional where really one of several is meant; the usual one first."""


ALTERNATIVES = {"bedrock:invoke": "foundation-model"}
"""How actions (lower case) begin of which the reference calls every resource type required though a call is about one
of them; and the usual one.

Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonbedrock.html (2026-10)
"""

LEADS_TO = {"inference-profile": "foundation-model", "application-inference-profile": "foundation-model"}
"""Resource types that stand for others, on which the call is authorized, too.

Source: https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html (2026-10)
"""


def expand(call: Call) -> tuple[Part, ...]:
    """Return the authorization requests of a call, at least one; each holds only the keys that AWS sends with it.

    Raises ValueError for a resource that no resource type of the action can be, and for a context key that only a
    resource type has which is not part of the call.
    """
    known = action(call.action)
    if known is None:
        return tuple(_part(call, call.action, "", arn, call.given) for arn in call.resources or ("*",))
    places = tuple(_places(call, known))
    keys = _distribute(call.given, known, tuple(use for use, _, _ in places if use))
    parts = [
        _part(call, known.name, use.type if use else "", arn, keys[use.type if use else ""], assumed=assumed)
        for use, arn, assumed in places
    ]
    return (*parts, *_dependents(call, known, parts))


def unlisted_keys(action_name: str, given: Iterable[str]) -> tuple[str, ...]:
    """Return the given service keys that the catalog does not list for an action; empty for an unknown action."""
    known = action(action_name)
    if known is None:
        return ()
    listed = [*known.keys, *(key for use in known.resources for key in (*use.keys, *_type_keys(known.name, use)))]
    return tuple(key for key in given if not key.startswith("aws:") and not _listed(key, listed))


def _places(call: Call, known: Action) -> Iterator[tuple[ResourceUse | None, str, bool]]:
    """Yield (resource type, ARN, assumed) for each authorization of the action itself."""
    if not known.resources:
        yield None, "*", False
        return
    named: dict[str, list[str]] = {}
    passed = _passed_roles(call, known)
    for arn in (one for one in call.resources if one not in passed):
        named.setdefault(_type_of(arn, known), []).append(arn)
    touched = touched_types(known)
    if not named and not touched:
        yield None, "*", False
        return
    for use in known.resources:
        for arn in named.get(use.type, ()):
            yield use, arn, False
        told = bool(named) and bool(one_of_types(known)) and use.type not in {LEADS_TO.get(one) for one in named}
        if use.type not in named and use.type in touched and not told:
            yield use, _pattern(call, known, use), True


def touched_types(known: Action) -> tuple[str, ...]:
    """Return the resource types that a call of the action touches even if nobody names them."""
    types = [use.type for use in known.resources]
    required = [use.type for use in known.resources if use.required]
    if required and not one_of_types(known):
        return (*required, *ALSO_TOUCHED.get(known.name.lower(), ()))
    return tuple(one for one in one_of_types(known) if one in types)[:1]


def one_of_types(known: Action) -> tuple[str, ...]:
    """Return the resource types of which a call is about one, the usual first; none where it is about all required."""
    usual = next((one for start, one in ALTERNATIVES.items() if known.name.lower().startswith(start)), "")
    if usual and len(known.resources) > 1:
        return (usual,)
    if any(use.required for use in known.resources):
        return ()
    return ONE_OF.get(known.name.partition(":")[0].lower(), ())


def _type_of(arn: str, known: Action) -> str:
    """The resource type of the action whose ARN format the ARN has; the one with most fixed text where several do."""
    fitting = []
    for use in known.resources:
        kind = _resource_type(known.name, use)
        for format in kind.arns if kind else ():
            if arn == "*" or _format(format).fullmatch(arn):
                fitting.append((len(re.sub(r"\$\{[^}]*\}", "", format)), use.required, use.type))
    if not fitting:
        types = ", ".join(use.type for use in known.resources)
        raise ValueError(f"{arn} is not a resource of {known.name}; it acts on: {types}")
    return max(fitting)[2]


@lru_cache(maxsize=4096)
def _format(arn: str) -> re.Pattern[str]:
    """What an ARN of this format looks like; the name of a bucket ends at the slash that begins an object's."""
    pieces = re.split(r"(\$\{[^}]*\})", arn)
    free = {"${BucketName}": "[^/]*"}
    return re.compile(
        "".join(free.get(one, ".*") if one.startswith("${") else re.escape(one) for one in pieces), re.DOTALL
    )


def _resource_type(action_name: str, use: ResourceUse) -> ResourceType | None:
    found = service(action_name.partition(":")[0])
    return found.resource_types.get(use.type) if found else None


def _type_keys(action_name: str, use: ResourceUse) -> tuple[str, ...]:
    kind = _resource_type(action_name, use)
    return tuple(kind.keys) if kind else ()


def _pattern(call: Call, known: Action, use: ResourceUse) -> str:
    """The ARN of "some resource of this type here": Region and account filled in, `*` for every name."""
    kind = _resource_type(known.name, use)
    if kind is None or not kind.arn:
        return "*"
    values = {
        "partition": call.partition,
        "region": call.region,
        "account": call.owner_elsewhere or call.principal.account,
    }
    return re.sub(r"\$\{([^}]*)\}", lambda found: values.get(found[1].lower()) or "*", kind.arn)


def _listed(key: str, keys: Iterable[str]) -> bool:
    """Whether a key (lower case) is among catalog keys; `aws:RequestTag/${TagKey}` stands for any tag."""
    return any(key == one or (one.endswith(("/", ":")) and key.startswith(one)) for one in map(_stem, keys))


@lru_cache(maxsize=4096)
def _stem(key: str) -> str:
    return re.split(r"\$\{|<", key.lower())[0]


def _distribute(
    given: Mapping[str, Value], known: Action, uses: tuple[ResourceUse, ...]
) -> dict[str, dict[str, Value]]:
    """Return which given keys go with which resource type (empty: an authorization on `*`).

    A key goes where the reference lists it: for the action on that type, else for the type; one listed for the action
    as a whole, or nowhere (most global keys), goes with all.
    """
    types = {use.type for use in uses}
    shares: dict[str, dict[str, Value]] = {"": dict(given)} | {use.type: {} for use in uses}
    for key, value in given.items():
        by_use = {use.type for use in known.resources if _listed(key, use.keys)}
        if _listed(key, known.keys):
            by_use = types
        chosen = by_use or {use.type for use in known.resources if _listed(key, _type_keys(known.name, use))} or types
        if types and not chosen & types:
            where = ", ".join(sorted(chosen))
            raise ValueError(f"{key} exists only on {where}, which this call does not touch; name it with --resource")
        for name in chosen & types:
            shares[name][key] = value
    return shares


def _part(
    call: Call,
    name: str,
    resource_type: str,
    arn: str,
    given: Mapping[str, Value],
    *,
    assumed: bool = False,
) -> Part:
    always = accompanying(name, resource_type, call.region)
    owner = call.owner_of(arn)
    if call.owner and not owner and "aws:resourceaccount" in call.sent:
        always["aws:resourceaccount"] = call.principal.account
    context = {**call.sent, **always, **given}
    context = {key: value for key, value in context.items() if key not in call.absent}
    request = Request(call.principal, name, arn, context, owner, bool(owner) and call.owner_is_management)
    return Part(request, resource_type, assumed)


def accompanying(name: str, resource_type: str, region: str) -> dict[str, Value]:
    """Return the service keys, lower case, that surely come with an action on a resource type; UNKNOWN but for one."""
    always: dict[str, Value] = dict.fromkeys(always_sent(name, resource_type), UNKNOWN)
    always |= dict.fromkeys(ALWAYS_OF_SERVICE.get(name.partition(":")[0].lower(), ()), UNKNOWN)
    known = action(name)
    if known and _listed("ec2:region", known.keys):
        always["ec2:region"] = region or UNKNOWN
    return always


def carries(name: str, key: str) -> bool:
    """Whether the catalog lists a key (lower case, tags too) for an action; an unknown action may carry any."""
    known = action(name)
    if known is None:
        return True
    uses = (key for use in known.resources for key in (*use.keys, *_type_keys(known.name, use)))
    return _listed(key, (*known.keys, *uses))


_TAGGING = re.compile(r":(Tag|AddTags|CreateTags|CreateOrUpdateTags)")
_ROLE = re.compile(r"arn:[^:]+:iam::[^:]*:role/.+", re.DOTALL)


def _passed_roles(call: Call, known: Action) -> tuple[str, ...]:
    """The given role ARNs that the call hands to a service, rather than acts on."""
    if "iam:passrole" not in (name.lower() for name in known.dependents) or known.name.lower().startswith("iam:"):
        return ()
    return tuple(arn for arn in call.resources if _ROLE.fullmatch(arn))


def _dependents(call: Call, known: Action, parts: list[Part]) -> Iterator[Part]:
    """Yield the authorizations of dependent actions whose inputs were given: tags for tagging, a role for PassRole."""
    tags = {
        key: value for key, value in call.given.items() if key.startswith("aws:requesttag/") or key == "aws:tagkeys"
    }
    for name in known.dependents:
        if tags and _TAGGING.search(name):
            yield from _tagging(call, name, known, parts, tags)
    for arn in _passed_roles(call, known):
        service_key = {"iam:passedtoservice": call.given.get("iam:passedtoservice", UNKNOWN)}
        yield _part(call, "iam:PassRole", "role", arn, service_key)


def _tagging(call: Call, name: str, known: Action, parts: list[Part], tags: dict[str, Value]) -> Iterator[Part]:
    tagged = [part for part in parts if any(key in part.request.context for key in tags)]
    extra = dict(tags)
    if name.lower() == "ec2:createtags":
        extra["ec2:createaction"] = known.name.partition(":")[2]
    for part in tagged:
        yield _part(call, name, part.resource_type, str(part.request.resource), extra, assumed=part.assumed)
