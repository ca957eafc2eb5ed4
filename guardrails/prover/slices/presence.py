"""When a request carries a context key: always, never, or it depends.

Never is said only where AWS says so: by the kind of principal, or because the service reference does not list the key
for a known action on that type. Keys and actions that nobody documents may come together in any way.

Sources (2026-11): https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html,
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from functools import cache, lru_cache
from typing import Final

from guardrails.catalog.keys import condition_key
from guardrails.catalog.services import action as known_action
from guardrails.catalog.services import keys_on
from guardrails.evaluation.call import accompanying
from guardrails.evaluation.defaults import NO_RESOURCE_OWNER
from guardrails.evaluation.sent import ALWAYS_OF_SERVICE
from guardrails.model.proof import Breadth, Scene
from guardrails.model.request import PrincipalKind
from guardrails.prover.slices.key_table import KEYS, OF_ACCOUNTS, PRINCIPAL_TAG, PRINCIPAL_TAGGED, ROLES


class Presence(Enum):
    """Whether a request carries a key: ALWAYS, NEVER, or MAYBE (some do, some do not)."""

    ALWAYS = "always"
    NEVER = "never"
    MAYBE = "maybe"


_OF_OWNER: Final = frozenset({"aws:resourceaccount", "aws:resourceorgid", "aws:resourceorgpaths"})
"""Keys of the resource's owner. AWS sends them with "most" actions, and its list of the others has changed over time;
an owner elsewhere may be in no organization. So any request may lack them, but for the account of buckets and objects,
which the same page names as what the key is for.
"""
_ORDINARY: Final = _OF_OWNER | {"aws:sourceip"}
"""Keys that an ordinary call has though others lack them: it comes from an address to an organization's account."""

_DOUBTFUL: Final = frozenset(
    {"ec2:createfleet", "sagemaker:createtrainingjob", "sagemaker:createhyperparametertuningjob"}
)
"""Actions (lower case) that can be called without a type of instance: by attributes, by groups, or serverless.

Source: PyPI botocore 1.35.99 (2025-01): overrides of fleets take `InstanceRequirements`; of jobs neither
`ResourceConfig` nor the `InstanceType` in it is required.
"""

_SERVICE_TAGS: Final = ("aws:resourcetag/", "aws:requesttag/", "aws:tagkeys")
_VARIABLE: Final = re.compile(r"\$\{|<|(?<=/)tag-key$")


def presence_of(
    key: str, kind: PrincipalKind, action: str, resource_type: str | None, scene: Scene, breadth: Breadth
) -> Presence:
    """Return when the authorization of an action on a resource type carries a key (lower case).

    Args:
        action: its full name; empty for any, or for one that nobody documents.
        resource_type: None when the action is authorized on `*`.
        scene: an account in an organization: its principals carry the keys of one.
        breadth: an ordinary call carries a key always or never: what AWS sends with each, and no more.
    """
    found = _in_every(key, kind, action.lower(), resource_type or "")
    if breadth is Breadth.EVERY or found is not Presence.MAYBE:
        return found
    return Presence.ALWAYS if _ordinarily(key, action.lower(), resource_type or "") else Presence.NEVER


def _ordinarily(key: str, action: str, resource_type: str) -> bool:
    """Whether an ordinary call carries a key that some calls lack."""
    if key in _OF_OWNER:
        return action not in NO_RESOURCE_OWNER and not action.startswith("ebs:")
    return key in _ORDINARY or (bool(action) and key in _sent(action, resource_type))


@cache
def kind_keys() -> frozenset[str]:
    """Return the keys (lower case) whose presence or value hangs on the kind of the principal, beside its ARN.

    Keys of identity providers and principal tags do as well, but have too many names: see `hangs_on_kind`.
    """
    differing = (
        key for key, row in KEYS.items() if len({(kind in row.always, kind in row.maybe) for kind in OF_ACCOUNTS}) > 1
    )
    return frozenset({*differing, "aws:principaltype", "aws:userid"})


def hangs_on_kind(key: str) -> bool:
    """Whether presence or value of a key (lower case) hangs on the kind of the principal, beside its ARN."""
    return key in kind_keys() or _of_provider(key)


def hangs_on_action(key: str) -> bool:
    """Whether presence of a key (lower case) hangs on the action: service keys, tags, and those of the owner."""
    return key in _OF_OWNER or key not in KEYS


def _in_every(key: str, kind: PrincipalKind, action: str, resource_type: str) -> Presence:
    row = KEYS.get(key)
    if row and kind in row.always:
        return Presence.ALWAYS
    if key in _OF_OWNER:
        named = key == "aws:resourceaccount" and action.startswith("s3:") and resource_type in ("bucket", "object")
        return Presence.ALWAYS if named else Presence.MAYBE
    if key.startswith(PRINCIPAL_TAG):
        return Presence.MAYBE if kind in PRINCIPAL_TAGGED else Presence.NEVER
    if (row and kind in row.maybe) or (_of_provider(key) and kind in ROLES):
        return Presence.MAYBE
    if row and key.startswith("aws:"):
        return Presence.NEVER
    return _of_action(key, action, resource_type)


def _of_action(key: str, action: str, resource_type: str) -> Presence:
    if not action:
        return Presence.MAYBE
    if key in _sent(action, resource_type):
        doubtful = action in _DOUBTFUL or key in ALWAYS_OF_SERVICE.get(action.partition(":")[0], ())
        return Presence.MAYBE if doubtful else Presence.ALWAYS
    if known_action(action) is None or not (key.startswith(_SERVICE_TAGS) or _documented(key)):
        return Presence.MAYBE
    return Presence.MAYBE if _listed(key, action, resource_type) else Presence.NEVER


def _listed(key: str, action: str, resource_type: str) -> bool:
    """Whether the reference lists a key for an action on a type: with their pair, or with the action as a whole.

    Some keys are listed with the type only. They count unless the action's own rows give the key to other types: its
    place is there then (`evaluation.call` gives keys to the parts of a call by the same rule).
    """
    known = known_action(action)
    if known is None:
        return False
    if not resource_type:  # on `*`: where types are optional, it may be about a resource of any
        return _lists((*known.keys, *(one for use in known.resources for one in keys_on(action, use.type))), key)
    if not _lists(keys_on(action, resource_type), key):
        return False
    use = known.use(resource_type)
    named = _lists((*known.keys, *(use.keys if use else ())), key)
    return named or not any(_lists(other.keys, key) for other in known.resources)


def _documented(key: str) -> bool:
    found = condition_key(key)
    return key in KEYS or _of_provider(key) or (found is not None and found.presence is None)


@lru_cache(maxsize=4096)
def _sent(action: str, resource_type: str) -> frozenset[str]:
    return frozenset(accompanying(action, resource_type, ""))


def _of_provider(key: str) -> bool:
    """Whether a key comes from an identity provider: with SAML, or named by the provider's domain."""
    prefix = key.partition(":")[0]
    return prefix == "saml" or "." in prefix


def of_the_call(action: str, key: str) -> bool:
    """Whether a key (lower case) has one value for all authorizations of a call, and not one for each resource.

    So have the keys about the caller and the request, and those that the reference lists for the action as a whole.
    Tags in a request may be given to some of its resources only.
    """
    if key.startswith(("aws:resourcetag/", *_OF_OWNER)):
        return False
    known = known_action(action)
    if known is not None and _lists(known.keys, key):
        return True
    return key.startswith("aws:") and not key.startswith(("aws:requesttag/", "aws:tagkeys"))


def _lists(names: Iterable[str], key: str) -> bool:
    """Whether a key is among the catalog's; one with a variable part (`aws:RequestTag/${TagKey}`) stands for many."""
    return any(key == stem or (stem.endswith(("/", ":")) and key.startswith(stem)) for stem in map(_stem, names))


@lru_cache(maxsize=4096)
def _stem(name: str) -> str:
    return _VARIABLE.split(name.lower())[0]
