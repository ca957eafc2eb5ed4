"""Which actions of a statement never carry a condition key that it tests, on any resource type.

Source: https://docs.aws.amazon.com/service-authorization/latest/reference/ (2026-10): a key is in a request if the
action, the action on that resource type, or the resource type lists it. Global keys are in requests of all services.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from guardrails.catalog.keys import condition_key
from guardrails.catalog.services import Action, action, expand, prefixes
from guardrails.evaluation.conditions import absent_holds
from guardrails.evaluation.patterns import action_matches
from guardrails.evaluation.sent import ALWAYS_OF_SERVICE
from guardrails.lint.reasoning.effects import COMMON
from guardrails.lint.reasoning.situations import carriers, is_listed, reaches, reaches_no_resource
from guardrails.model.decision import Truth
from guardrails.model.policy.document import Condition, Element, Statement
from guardrails.model.source import Pointer

_TAGS_OF_CALLS = ("aws:requesttag/", "aws:tagkeys")
_SESSION_KEYS: Final = frozenset(
    "codebuild:buildarn codebuild:projectarn glue:credentialissuingservice glue:roleassumedby identitystore:userid"
    " lambda:sourcefunctionarn ssm:sourceinstancearn ec2:sourceinstancearn ec2:roledelivery".split()
)
"""Keys that the credentials of a role carry into every service.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (2026-09)
"""
_TAKES_NO_TAGS: Final = re.compile(
    "[^:]+:(Describe|Get|List|Search|Stop|Start|Reboot|Terminate|Delete|Detach|Disassociate|Release|Revoke)"
)
"""Calls that make nothing take no tags, even where EC2 lists the tags of calls for the resource type they are about."""
_ABOUT_THE_CALLER = ("aws:principal", "aws:userid", "aws:username", "aws:viaawsservice", "aws:calledvia")
"""Keys that only exempt callers: beside them, another row is what the statement is about.

Fewer than `callers.is_about_caller` knows: a row on where a call comes from (`aws:SourceIp`) does narrow a statement.
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """Actions that a Deny hits whatever their requests hold: some names, how many there are in all.

    `everything`: all actions but a few. `wide`: found behind a wildcard, most of whose actions it hits, or those that
    surely take no tags.
    """

    names: tuple[str, ...] = ()
    count: int = 0
    everything: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Tested:
    """One key that a statement tests, and what the statement's actions have to do with it.

    `vacuous`: its rows hold where the key is absent. `never_sent`: no action of the statement carries it. `idle` are
    patterns none of whose actions does. `narrowed`: other rows decide as well whether the statement applies.
    """

    key: str
    operator: str
    pointer: Pointer
    rows: int
    patterns: tuple[str, ...]
    vacuous: bool
    never_sent: bool
    narrowed: bool
    idle: tuple[str, ...]
    hit: Hit
    tests_presence: bool
    is_tag: bool


def tested_keys(statement: Statement) -> Iterator[Tested]:
    """Yield the keys of a statement that not every action carries, with what is wrong about each, if anything."""
    grouped: dict[str, list[Condition]] = {}
    for row in statement.conditions:
        if not is_everywhere(row.key):
            grouped.setdefault(row.key.lower(), []).append(row)
    for folded, rows in grouped.items():
        yield _tested(statement, folded, rows)


def is_everywhere(key: str) -> bool:
    """Whether requests to any action may carry the key: global and session keys, and those of identity providers."""
    folded = key.lower()
    prefix = folded.partition(":")[0]
    if folded.startswith(_TAGS_OF_CALLS):
        return False
    if prefix == "aws" or folded in _SESSION_KEYS or condition_key(key) is None:
        return True
    return prefix not in _known_prefixes()


@lru_cache(maxsize=1)
def _known_prefixes() -> frozenset[str]:
    return frozenset(prefixes())


def _is_tag(folded: str) -> bool:
    return folded.startswith(_TAGS_OF_CALLS) or ":resourcetag/" in folded


def _tested(statement: Statement, folded: str, rows: list[Condition]) -> Tested:
    vacuous = all(absent_holds(row) is Truth.TRUE for row in rows)
    broad = statement.action.negated or any(one in ("*", "*:*") for one in statement.action.patterns)
    resource = statement.resource
    named = {} if statement.action.negated else {one: _reachable(one, resource) for one in statement.action.patterns}
    named = {pattern: names for pattern, names in named.items() if names}
    idle = tuple(one for one, names in named.items() if len(_lacking(one, resource, folded)) == len(names))
    return Tested(
        key=rows[0].key,
        operator=rows[0].spelled,
        pointer=rows[0].pointer,
        rows=len(rows),
        patterns=tuple(named),
        vacuous=vacuous,
        never_sent=bool(named) and not broad and len(idle) == len(named),
        narrowed=any(_narrows(row) for row in statement.conditions if row.key.lower() != folded),
        idle=() if broad else idle,
        hit=_hit(statement, folded, named, broad) if vacuous else Hit(),
        tests_presence=any(row.operator == "Null" for row in rows),
        is_tag=_is_tag(folded),
    )


@lru_cache(maxsize=4096)
def _reachable(pattern: str, resource: Element) -> tuple[str, ...]:
    """Return the actions of a pattern that those resources can be about; none for `*`."""
    if pattern in ("*", "*:*"):
        return ()
    return tuple(name for name in expand(pattern) if _can_reach(name, resource))


def _can_reach(name: str, resource: Element) -> bool:
    known = action(name)
    if known is None:
        return False
    if reaches_no_resource(resource) and not any(use.required for use in known.resources):
        return True
    return any(reaches(resource, known, use) for use in known.resources)


@lru_cache(maxsize=4096)
def _lacking(pattern: str, resource: Element, folded: str) -> tuple[str, ...]:
    """Return the actions of a pattern, on those resources, that never carry the key (lower case)."""
    return tuple(name for name in _reachable(pattern, resource) if not may_carry(name, folded))


@lru_cache(maxsize=65536)
def may_carry(name: str, folded: str) -> bool:
    """Whether requests of the action may carry the key (lower case), on some resource type at least."""
    known = action(name)
    if known is None or folded in ALWAYS_OF_SERVICE.get(name.partition(":")[0].lower(), ()):
        return True
    if folded.startswith(_TAGS_OF_CALLS) and _TAKES_NO_TAGS.match(name):
        return _is_named_for(known, folded)
    return carriers(known, folded) is not None


def _is_named_for(known: Action, folded: str) -> bool:
    """Whether the key is listed for the action itself, and not only for a resource type that it is about."""
    return any(is_listed(folded, keys) for keys in (known.keys, *(use.keys for use in known.resources)))


def _narrows(row: Condition) -> bool:
    return not row.key.lower().startswith(_ABOUT_THE_CALLER)


def _hit(statement: Statement, folded: str, named: dict[str, tuple[str, ...]], broad: bool) -> Hit:
    others = [row for row in statement.conditions if row.key.lower() != folded]
    if any(_narrows(row) and is_everywhere(row.key) for row in others):
        return Hit()
    partial = [row for row in others if not is_everywhere(row.key)]
    if broad:
        common = (name for name in COMMON if _is_named(statement, name) and not may_carry(name, folded))
        found = [name for name in common if _nothing_else_decides(partial, name)]
        return Hit(tuple(found[:2]), len(found), everything=True, wide=True) if found else Hit()
    hit: dict[str, None] = {}
    wide = False
    for pattern, names in named.items():
        lacking = _lacking(pattern, statement.resource, folded)
        struck = [name for name in lacking if _nothing_else_decides(partial, name)]
        if "*" in pattern or "?" in pattern:
            if 2 * len(struck) <= len(names):  # a minority behind a wildcard may be a gap of the reference
                certain = folded.startswith(_TAGS_OF_CALLS)
                struck = [name for name in struck if certain and _TAKES_NO_TAGS.match(name)]
            wide = wide or bool(struck)
        hit |= dict.fromkeys(struck)
    return Hit(tuple(sorted(hit, key=_fame)[:2]) if len(hit) > 2 else tuple(hit), len(hit), wide=wide)


def _is_named(statement: Statement, name: str) -> bool:
    named = any(action_matches(one, name) for one in statement.action.patterns)
    return named is not statement.action.negated and _can_reach(name, statement.resource)


def _nothing_else_decides(rows: list[Condition], name: str) -> bool:
    """Whether the action carries none of the other rows' keys, and these rows hold without them."""
    return all(absent_holds(row) is Truth.TRUE and not may_carry(name, row.key.lower()) for row in rows)


def _fame(name: str) -> tuple[bool, bool, int, str]:
    """Return the order of actions by how many readers know them: common calls, reading ones, short names."""
    bare = name.partition(":")[2]
    return name not in COMMON, not bare.startswith(("Get", "List", "Describe")), len(name), name


def actions_with(key: str, statement: Statement) -> tuple[str, ...]:
    """Return actions that carry the key: of those that the statement names, else of the key's service; a few."""
    folded = key.lower()
    named = (name for pattern in statement.action.patterns if ":" in pattern for name in expand(pattern))
    within = tuple(_carrying(() if statement.action.negated else named, folded))
    if folded.startswith(_TAGS_OF_CALLS):
        tagging = (name for name in within if (known := action(name)) and _is_named_for(known, folded))
        within = tuple(sorted(tagging, key=_makes_nothing)) or within
    if within:
        return within[:4]
    prefix = folded.partition(":")[0]
    return tuple(_carrying(expand(f"{prefix}:*"), folded))[:4] if prefix != "aws" else ()


def _makes_nothing(name: str) -> tuple[bool, bool]:
    """Return the order of actions by how well they show what takes tags: launches, what else makes things, others."""
    bare = name.partition(":")[2]
    return not bare.startswith("Run"), not bare.startswith("Create")


def denied_without(statement: Statement, key: str) -> bool:
    """Whether a Deny by that key's absence hits actions behind a wildcard, whatever resource they are about."""
    folded = key.lower()
    return any(one.hit.wide for one in tested_keys(statement) if one.key.lower() == folded)


def _carrying(names: Iterable[str], folded: str) -> Iterator[str]:
    return (name for name in names if may_carry(name, folded))
