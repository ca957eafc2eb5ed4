"""Accounts that the prover cannot tell apart: what holds of all requests of one holds of those of the others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from guardrails.commands.proving.claims import policies_of, properties_of
from guardrails.model.organization.tree import Account
from guardrails.model.policy.document import Condition, Element, PolicyDocument, PolicySet
from guardrails.model.proof import Property

if TYPE_CHECKING:
    from guardrails.commands.proving.asking import Question
    from guardrails.files.loaded import Project

_DIGITS = re.compile(r"\d+")
_PATTERN = re.compile(r"[*?]")


@dataclass(frozen=True, slots=True)
class Group:
    """Accounts of which one question means the same under the same policies; the first stands for all."""

    accounts: tuple[Account, ...]
    policies: PolicySet
    properties: tuple[Property, ...]


def groups_of(project: Project, question: Question, accounts: Iterable[Account]) -> tuple[Group, ...]:
    """Return the accounts in groups, in order; one that a text tells apart by its id stands alone.

    Documents are compared by what they say, not by name. Raises ClaimProblem.
    """
    found: dict[tuple[object, ...], Group] = {}
    for account in accounts:
        policies = policies_of(project, account, question.invariant)
        properties = _asked(project, question, account)
        key = (policies, properties, told_apart(account.id, {*_texts(policies), *_property_texts(properties)}))
        known = found.get(key)
        joined = (*known.accounts, account) if known else (account,)
        found[key] = Group(joined, known.policies if known else policies, properties)
    return tuple(found.values())


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


def _texts(policies: PolicySet) -> Iterator[str]:
    """Yield the texts in which policies can name an account: resources and condition values."""
    documents = [document for level in (*policies.scps, *policies.rcps) for document in level]
    for document in (*documents, *([policies.boundary] if policies.boundary else [])):
        yield from _document_texts(document)


def _document_texts(document: PolicyDocument) -> Iterator[str]:
    for statement in document.statements:
        yield from _element_texts(statement.resource, statement.conditions)
        yield from (value for _, value in (statement.principal.entries if statement.principal else ()))


def _property_texts(properties: Iterable[Property]) -> Iterator[str]:
    for calls in (part for one in properties for part in one.about):
        yield from _element_texts(calls.resource, calls.conditions)


def _element_texts(resource: Element, conditions: Iterable[Condition]) -> Iterator[str]:
    yield from resource.patterns
    for row in conditions:
        yield from row.values
