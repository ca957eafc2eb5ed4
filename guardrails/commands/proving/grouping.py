"""Accounts that the prover cannot tell apart: what holds of all requests of one holds of those of the others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from guardrails.commands.proving.claims import policies_of, properties_of
from guardrails.evaluation.matching import action_element_matches
from guardrails.model.organization.tree import Account
from guardrails.model.policy.document import (
    EVERYTHING,
    Condition,
    Effect,
    Element,
    PolicyDocument,
    PolicySet,
    Statement,
)
from guardrails.model.proof import Property
from guardrails.prover.slices.naming import naming

if TYPE_CHECKING:
    from guardrails.commands.proving.asking import Question
    from guardrails.files.loaded import Project

_DIGITS = re.compile(r"(?<![A-Za-z\d])\d+(?![A-Za-z\d])")
"""Digits that may be of an account's id; those of `ec2` are not."""
_PATTERN = re.compile(r"[*?]")


@dataclass(frozen=True, slots=True)
class Group:
    """Accounts of which one question means the same under the same policies; the first stands for all.

    `policies` are the first one's, `concerned` names those that have a statement about the actions of the question.
    """

    accounts: tuple[Account, ...]
    policies: PolicySet
    properties: tuple[Property, ...]
    concerned: tuple[str, ...] = ()


def groups_of(project: Project, question: Question, accounts: Iterable[Account]) -> tuple[Group, ...]:
    """Return the accounts in groups, in order; one that a text tells apart by its id stands alone.

    Policies are compared by what they say about the actions of the question, not by name or by the node where they are
    attached. Raises ClaimProblem.
    """
    found: dict[tuple[object, ...], Group] = {}
    for account in accounts:
        policies = policies_of(project, account, question.invariant)
        properties = _asked(project, question, account)
        telling = concerning(policies, properties)
        texts = {*_texts(telling), *_property_texts(properties)}
        key = (_sense(telling), properties, told_apart(account.id, texts))
        known = found.get(key)
        if known:
            found[key] = replace(known, accounts=(*known.accounts, account))
        else:
            found[key] = Group((account,), policies, properties, tuple(_names(telling)))
    return tuple(found.values())


def concerning(policies: PolicySet, properties: Iterable[Property]) -> PolicySet:
    """Return the policies without the statements that match no action of the properties: these decide nothing."""
    asked = {calls.action for one in properties for calls in one.about}

    def kept(document: PolicyDocument) -> PolicyDocument:
        rows = tuple(row for row in document.statements if any(_meet(row.action, one) for one in asked))
        return replace(document, statements=rows)

    scps, rcps = (tuple(tuple(map(kept, level)) for level in levels) for levels in (policies.scps, policies.rcps))
    return replace(policies, scps=scps, rcps=rcps, boundary=kept(policies.boundary) if policies.boundary else None)


def _sense(policies: PolicySet) -> tuple[object, ...]:
    """Return what the policies come to: every Deny, wherever it stands, and each level that allows less than all."""
    denies = frozenset(row for document in documents_of(policies) for row in _rows(document, Effect.DENY))
    scps, rcps = (frozenset(filter(_limits, map(_allows, levels))) for levels in (policies.scps, policies.rcps))
    boundary = _allows((policies.boundary,)) if policies.boundary else None
    return bool(policies.scps), denies, scps, rcps, boundary


_Rows = frozenset[tuple[Statement, bool]]
"""Statements without their names, and whether policy variables are replaced in them."""


def _rows(document: PolicyDocument, effect: Effect) -> Iterator[tuple[Statement, bool]]:
    for row in document.statements:
        if row.effect is effect:
            yield replace(row, sid=""), document.variables


def _allows(level: Iterable[PolicyDocument]) -> _Rows:
    return frozenset(row for document in level for row in _rows(document, Effect.ALLOW))


def _limits(allowed: _Rows) -> bool:
    """Whether a level allows less than everything. An RCP level always allows everything, and says so or not."""
    return not any(row.action == row.resource == EVERYTHING and not row.conditions for row, _ in allowed)


def _meet(one: Element, other: Element) -> bool:
    """Whether some action may be of both elements. Only a no is certain."""
    if one.negated and other.negated:
        return True
    if not one.negated and not other.negated:
        return naming(one).may_meet(naming(other))
    outside, inside = (one, other) if one.negated else (other, one)
    return any(_PATTERN.search(text) or action_element_matches(outside, text) for text in inside.patterns)


def _names(policies: PolicySet) -> Iterator[str]:
    """Yield the names of the documents that have a statement left, root first, each once."""
    seen = dict.fromkeys(document.name for document in documents_of(policies) if document.statements)
    yield from seen


def _asked(project: Project, question: Question, account: Account) -> tuple[Property, ...]:
    """Return the properties of a question in an account."""
    properties = properties_of(project, question.invariant, account)
    if not question.elsewhere:
        return properties
    return tuple(
        replace(one, about=tuple(replace(part, resource=_turned(part.resource)) for part in one.about))
        for one in properties
    )


def _turned(resource: Element) -> Element:
    return replace(resource, negated=not resource.negated)


def told_apart(id: str, texts: Iterable[str]) -> tuple[object, ...]:
    """Return how texts of policies read the id of an account: equal for accounts that none of them tells apart."""
    marks = {(text, _reads(id, text)) for text in texts if any(one.isdigit() for one in text)}
    return tuple(sorted(marks))


def _reads(id: str, text: str) -> str:
    """Return `yes` or `no` for a text that holds the whole id or none of it, the id for one that may hold a part."""
    if id and id in text:
        return "yes"
    if not _PATTERN.search(text):
        return "no"
    fields = text.split(":", 5)
    if len(fields) == 6 and not any(_PATTERN.search(one) for one in fields[:4]):
        return "yes" if fnmatchcase(id, fields[4]) else "no"
    return id if any(part in id for part in _DIGITS.findall(text)) else "no"  # a `*` may reach over colons


def documents_of(policies: PolicySet) -> Iterator[PolicyDocument]:
    """Yield the documents of a policy set, root first, a boundary last."""
    for level in (*policies.scps, *policies.rcps):
        yield from level
    if policies.boundary:
        yield policies.boundary


def _texts(policies: PolicySet) -> Iterator[str]:
    """Yield the texts in which policies can tell an account: resources, and the values of keys that say who or where.

    What the values of a service's own keys are does not depend on the account that calls.
    """
    for statement in (row for document in documents_of(policies) for row in document.statements):
        yield from _element_texts(statement.resource, statement.conditions)
        yield from (value for _, value in (statement.principal.entries if statement.principal else ()))


def _property_texts(properties: Iterable[Property]) -> Iterator[str]:
    for calls in (part for one in properties for part in one.about):
        yield from _element_texts(calls.resource, calls.conditions)


def _element_texts(resource: Element, conditions: Iterable[Condition]) -> Iterator[str]:
    yield from resource.patterns
    for row in conditions:
        if row.key.lower().startswith("aws:"):
            yield from row.values
