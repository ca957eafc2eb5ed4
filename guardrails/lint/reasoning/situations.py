"""What a statement is asked about: each action it names, on each resource type that its resources can be.

A request on one resource type carries only the keys that AWS lists for it. Source (2026-09):
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from guardrails.catalog.keys import Presence, condition_key
from guardrails.catalog.services import Action, ResourceType, ResourceUse, action, expand, service
from guardrails.evaluation.call import ALSO_TOUCHED, ALTERNATIVES
from guardrails.evaluation.conditions import absent_holds, condition_holds
from guardrails.evaluation.matching import action_element_matches, resource_matches
from guardrails.evaluation.patterns import action_matches
from guardrails.evaluation.sent import ALWAYS_OF_SERVICE, always_sent
from guardrails.lint.reasoning.overlap import is_everything, may_match
from guardrails.model.decision import Truth, every, some
from guardrails.model.policy.document import Condition, Effect, Element, PolicyType, Statement

MOST_ACTIONS = 2000
"""So many actions of one statement are looked at; more than the largest service has."""


def named_actions(statement: Statement, prefix: str = "") -> tuple[str, ...]:
    """Return the known actions that the statement is about, of one service or (empty) of those it names."""
    element = statement.action
    if not element.negated:
        found = (name for pattern in element.patterns for name in _expand(pattern, prefix))
        return tuple(dict.fromkeys(found))[:MOST_ACTIONS]
    all_of = expand(f"{prefix}:*") if prefix else ()
    return tuple(name for name in all_of if not any(action_matches(one, name) for one in element.patterns))


def _expand(pattern: str, prefix: str) -> tuple[str, ...]:
    if not prefix:
        return () if pattern in ("*", "*:*") else expand(pattern)
    if pattern in ("*", "*:*"):
        return expand(f"{prefix}:*")
    return expand(pattern) if pattern.partition(":")[0].lower() == prefix.lower() else ()


def resource_type(name: str, use: ResourceUse) -> ResourceType | None:
    """Return the resource type that an action (full name) uses; None where the catalog lacks it."""
    home = service(name.partition(":")[0])
    return home.resource_types.get(use.type) if home else None


def is_touched(known: Action, use: ResourceUse) -> bool:
    """Whether an ordinary call of the action touches that type; else only calls that name such a resource do."""
    if known.name.lower().startswith(tuple(ALTERNATIVES)):
        return use.required and sum(one.required for one in known.resources) == 1
    return use.required or use.type in ALSO_TOUCHED.get(known.name.lower(), ())


def reached(statement: Statement, known: Action) -> tuple[ResourceUse, ...]:
    """Return the resource types of the action that the statement's Resource or NotResource can reach."""
    return tuple(use for use in known.resources if reaches(statement.resource, known, use))


def reaches(element: Element, known: Action, use: ResourceUse) -> bool:
    """Whether a resource of that type can be in the element: for `NotResource`, one whose name nobody thought of."""
    kind = resource_type(known.name, use)
    formats = kind.arns if kind else ()
    if not formats or (not element.negated and "*" in element.patterns):
        return True
    if not element.negated:
        created = is_created(known.name, use.type)
        return any(may_match(one, format, created=created) for one in element.patterns for format in formats)
    return any(not _surely_names(element, sample(format, name)) for format in formats for name in _NAMES)


def holds_all(element: Element, known: Action, use: ResourceUse) -> bool:
    """Whether every resource of that type is in the element, as far as one of another name, which nobody lists, is."""
    kind = resource_type(known.name, use)
    formats = kind.arns if kind else ()
    return (
        element.negated
        or any(map(is_everything, element.patterns))
        or any(_surely_names(element, sample(format, name)) for format in formats for name in _NAMES)
    )


_NAMES = ("unheard-of", "Q7")
"""Names that no policy lists, to fill in for the variables of an ARN format."""


def _surely_names(element: Element, arn: str) -> bool:
    """Whether a pattern of the element matches the ARN, whatever policy variables stand for."""
    found = some(resource_matches(one, arn, {}, variables=True) for one in element.patterns)
    return found is Truth.TRUE


def reaches_no_resource(element: Element) -> bool:
    """Whether the element holds the resource `*` of actions that have no resource types."""
    return any(map(is_everything, element.patterns)) is not element.negated


_ACCOUNTS = ("Account", "AccountId", "ManagementAccountId", "VpcOwnerAccount")
_SAMPLES = {"Partition": "aws", "Region": "eu-west-1", **dict.fromkeys(_ACCOUNTS, "222222222222")}


def sample(format: str, name: str = "*") -> str:
    """Return an ARN of that format: an account and a Region of no meaning, and `name` for all else."""
    return re.sub(r"\$\{([^}]*)\}", lambda found: _SAMPLES.get(found[1], name), format)


def pattern_of(format: str) -> str:
    """Return the pattern of all ARNs of that format in the partition `aws`."""
    return re.sub(r"\$\{([^}]*)\}", lambda found: "aws" if found[1] == "Partition" else "*", format)


_LAUNCHED = {
    "ec2:runinstances": ("instance", "volume"),
    "ec2:createfleet": ("instance", "volume", "fleet"),
}
"""What calls create though they are not named for it, by action in lower case."""


def is_created(name: str, type: str) -> bool:
    """Whether the call creates the resource, so that its ARN still ends in `/*` when the call is authorized.

    Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-policy-structure.html (2026-09)
    """
    folded = name.lower()
    return type in _LAUNCHED.get(folded, ()) or folded == f"ec2:create{type.replace('-', '')}"


def carriers(known: Action, key: str) -> frozenset[str] | None:
    """Return the resource types of the action on which a key can be in the request; None where none lists it.

    What is listed for the action on a type counts; else what is listed for the action goes with every type; else what
    the type itself lists.
    """
    return _carriers(known.name, key.lower())


@lru_cache(maxsize=65536)
def _carriers(name: str, folded: str) -> frozenset[str] | None:
    known = action(name)
    if known is None:
        return None
    by_use = frozenset(use.type for use in known.resources if is_listed(folded, use.keys))
    if is_listed(folded, known.keys):
        return frozenset(use.type for use in known.resources)
    if by_use:
        return by_use
    kinds = ((use.type, resource_type(known.name, use)) for use in known.resources)
    return frozenset(name for name, kind in kinds if kind and is_listed(folded, kind.keys)) or None


def is_listed(folded: str, keys: tuple[str, ...]) -> bool:
    """Whether a key (lower case) is among those of the catalog; `aws:RequestTag/${TagKey}` stands for any tag.

    What varies begins behind a slash, in `kms:EncryptionContext:${EncryptionContextKey}` behind a colon; two services
    write `tag-key` for it.
    """
    exact, stems = _folded(keys)
    return folded in exact or (bool(stems) and folded.startswith(stems))


@lru_cache(maxsize=16384)
def _folded(keys: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the keys in lower case, and what stands before the variable part of those that have one."""
    folded = [key.lower() for key in keys]
    stems = (re.split(r"\$\{|<|tag-key$", one)[0] for one in folded if "{" in one or "<" in one or "/tag-key" in one)
    return frozenset(folded), tuple(one for one in stems if one.endswith(("/", ":")))


PER_RESOURCE = ("aws:requesttag/", "aws:tagkeys", "aws:resourcetag/")
"""Global keys (lower case, or how they begin) that AWS lists for each action and resource type."""


def is_per_resource(key: str) -> bool:
    """Whether a key comes with some resources of a call and not with others: service keys and the tags of calls."""
    folded = key.lower()
    if folded.startswith("aws:"):
        return folded.startswith(PER_RESOURCE)
    known = condition_key(key)
    return known is not None and known.presence is None


def outcome_without(statement: Statement, absent: Iterable[str]) -> Truth:
    """Return what the condition says when those keys (lower case) are absent and nothing else is known."""
    gone = frozenset(absent)
    return every(absent_holds(row) if row.key.lower() in gone else Truth.UNKNOWN for row in statement.conditions)


def denies_absence(statement: Statement, key: str) -> bool:
    """Return whether a statement tests a key (lower case) and may deny requests that lack it."""
    if statement.effect is not Effect.DENY or all(row.key.lower() != key for row in statement.conditions):
        return False
    return outcome_without(statement, (key,)) is not Truth.FALSE


@dataclass(frozen=True, slots=True)
class Situation:
    """One authorization of an action: on a resource type, or (None) on `*`."""

    action: Action
    use: ResourceUse | None

    @property
    def is_ordinary(self) -> bool:
        """Whether every ordinary call of the action meets it."""
        return self.use is None or is_touched(self.action, self.use)

    def is_of(self, statement: Statement) -> bool:
        """Whether a statement's action and resources can be asked about this."""
        if not action_element_matches(statement.action, self.action.name):
            return False
        if self.use is None:
            return reaches_no_resource(statement.resource)
        return reaches(statement.resource, self.action, self.use)

    def lacks(self, key: str) -> bool:
        """Whether the request never carries the key here, though it is a key of the action's other resources."""
        if self.use is None or not is_per_resource(key):
            return False
        found = carriers(self.action, key)
        return found is not None and self.use.type not in found

    def outcome(self, rows: tuple[Condition, ...]) -> Truth:
        """Return what the rows say here, when the values of all keys that may be present are unknown."""
        return every(absent_holds(row) if self.lacks(row.key) else Truth.UNKNOWN for row in rows)


def situations(statement: Statement, prefix: str, key: str = "") -> Iterator[Situation]:
    """Yield what the statement is asked about, of one service: only what its resources can reach.

    With a key, only actions of which some resource carries it.
    """
    for name in named_actions(statement, prefix):
        known = action(name)
        if known is None or (key and not carriers(known, key)):
            continue
        if not known.resources and reaches_no_resource(statement.resource):
            yield Situation(known, None)
        for use in reached(statement, known):
            yield Situation(known, use)


def can_be_absent(key: str, statement: Statement, type: PolicyType) -> bool:
    """Whether a request that the statement is about may lack the key; unknown keys count as such that may.

    An SCP binds only principals of the organization's accounts, so their account and organization are always known.
    """
    folded = key.lower()
    known = condition_key(key)
    if known is not None and known.presence in (Presence.ALWAYS, Presence.SIGNED):
        return False
    if type is PolicyType.SCP and folded in ("aws:principalorgid", "aws:principalorgpaths"):
        return False
    prefix = folded.partition(":")[0]
    if folded == "aws:tagkeys":
        return not _is_tagging(statement)
    return prefix == "aws" or not _is_always_sent(folded, statement, prefix)


_TAGGING = re.compile(r"[^:]+:(Tag|Untag|AddTags|RemoveTags|CreateTags|CreateOrUpdateTags)", re.IGNORECASE)


def _is_tagging(statement: Statement) -> bool:
    """Whether all that the statement is about is tagging: such a call always names tags."""
    return not statement.action.negated and all(map(_TAGGING.match, statement.action.patterns))


def _is_always_sent(folded: str, statement: Statement, prefix: str) -> bool:
    if folded in ALWAYS_OF_SERVICE.get(prefix, ()):
        return True
    met = False
    for one in situations(statement, prefix):
        if one.lacks(folded):
            continue
        if folded not in always_sent(one.action.name, one.use.type if one.use else ""):
            return False
        met = True
    return met


def holds(rows: Iterable[Condition], context: dict[str, str | tuple[str, ...]]) -> Truth:
    """Return what rows say of a context in which nothing is unknown."""
    return every(condition_holds(row, context) for row in rows)
