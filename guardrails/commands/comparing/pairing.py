"""Accounts of both sides put together, and grouped where their policies before and after are the same ones.

Accounts of one group get one answer, so no policy in force may tell them apart: where one names account ids, a group
holds accounts that the same names mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from guardrails.model.organization.levels import every_account, path_name, path_to
from guardrails.model.organization.tree import Account
from guardrails.model.policy.document import Condition, PolicyDocument, PolicySet

if TYPE_CHECKING:
    from guardrails.files.loaded import Level, Project

_ID_PATTERN = re.compile(r"(?=[*?0-9]*[0-9])(?:(?:^|(?<=:))[0-9]|[*?])[0-9*?]*")
"""What of a text may mean an account's id: digits at its start or behind a colon, or behind a wildcard (not `f1*`)."""
_PATH_KEYS = ("aws:principalorgpaths", "aws:resourceorgpaths", "aws:sourceorgpaths", "aws:vpceorgpaths")


@dataclass(frozen=True, slots=True)
class Chain:
    """The policies over an account: SCP and RCP levels, root first, itself last."""

    scps: tuple[Level, ...]
    rcps: tuple[Level, ...]

    @property
    def policies(self) -> PolicySet:
        """The levels as the engine takes them."""
        return PolicySet(scps=_levels(self.scps), rcps=_levels(self.rcps))

    @property
    def documents(self) -> Iterator[PolicyDocument]:
        """Every document of every level."""
        return (document for level in (*self.scps, *self.rcps) for document in level.policies)

    @property
    def content(self) -> tuple[object, ...]:
        """What decides; neither the order within a level nor names do."""
        return tuple(frozenset(level.policies) for level in self.scps), frozenset(
            document for level in self.rcps for document in level.policies
        )


@dataclass(frozen=True, slots=True)
class Pair:
    """One account on both sides. `name` is the one after, and the one before where that was another."""

    name: str
    before: Account
    after: Account
    chains: tuple[Chain, Chain]
    paths: tuple[str, str]

    @property
    def accounts(self) -> tuple[Account, Account]:
        """The account before and after."""
        return self.before, self.after

    @property
    def same(self) -> bool:
        """Whether the same policies bind it on both sides."""
        return self.chains[0].content == self.chains[1].content

    @property
    def open(self) -> str:
        """Why its answer would not be certain; empty where nothing stands in the way."""
        moved = _above(self.paths[0]) != _above(self.paths[1])
        if moved and any(_reads_paths(document) for chain in self.chains for document in chain.documents):
            return "a policy reads the place of the account in the organization (aws:PrincipalOrgPaths), and it moves"
        return ""


@dataclass(frozen=True, slots=True)
class Matched:
    """Accounts that both sides have, and the names of those that only one has."""

    pairs: tuple[Pair, ...]
    appeared: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def with_other_rcps(self) -> bool:
        """Whether other RCPs stand over resources of some account: these bind callers of all accounts."""
        return any(one.chains[0].content[1] != one.chains[1].content[1] for one in self.pairs)


def matched(before: Project, after: Project) -> Matched:
    """Return the member accounts of both sides, matched by id, else by name, in the order after."""
    olds = list(every_account(before.organization)[1:])
    pairs: list[Pair] = []
    appeared: list[str] = []
    for one in every_account(after.organization)[1:]:
        old = _counterpart(one, olds)
        if old is None:
            appeared.append(one.name)
        else:
            olds.remove(old)
            pairs.append(_pair(before, after, old, one))
    return Matched(tuple(pairs), tuple(appeared), tuple(one.name for one in olds))


def _counterpart(account: Account, others: Sequence[Account]) -> Account | None:
    """The same account: by id, else by name where one of the two has no id yet."""
    by_id = next((one for one in others if account.id and one.id == account.id), None)
    by_name = (one for one in others if one.name == account.name and not (one.id and account.id))
    return by_id or next(by_name, None)


def _pair(before: Project, after: Project, old: Account, new: Account) -> Pair:
    name = new.name if new.name == old.name else f"{new.name} (was {old.name})"
    chains = tuple(
        Chain(project.levels(one), project.rcp_levels(one)) for project, one in ((before, old), (after, new))
    )
    paths = (
        path_name(path_to(before.organization, old)),
        path_name(path_to(after.organization, new)),
    )
    return Pair(name, old, new, (chains[0], chains[1]), paths)


def groups_of(pairs: Iterable[Pair], with_other_rcps: bool = False) -> tuple[tuple[Pair, ...], ...]:
    """Return pairs in groups of one answer; those that nothing changes for are one group, the last.

    `with_other_rcps`: RCPs over some account's resources change, so that something may change for every caller.
    """
    groups: dict[object, list[Pair]] = {}
    still: list[Pair] = []
    for pair in pairs:
        if pair.same and not pair.open and not with_other_rcps:
            still.append(pair)
        else:
            groups.setdefault(_signature(pair), []).append(pair)
    return (*map(tuple, groups.values()), *([tuple(still)] if still else []))


def _signature(pair: Pair) -> object:
    documents = {document for chain in pair.chains for document in chain.documents}
    texts = sorted(
        {token for document in documents for text in _texts(document) for token in _ID_PATTERN.findall(text)}
    )
    id = pair.after.id
    named = tuple(token for token in texts if fnmatchcase(id, token))
    alone = id if any(_counts_ids(one) for document in documents for one in _conditions(document)) else ""
    paths = pair.paths if any(map(_reads_paths, documents)) else ()
    return pair.chains[0].content, pair.chains[1].content, named, alone, paths


def _texts(document: PolicyDocument) -> Iterator[str]:
    """What of a document may hold an account's id: resources, principals and values of conditions."""
    for statement in document.statements:
        yield from statement.resource.patterns
        yield from (value for _, value in (statement.principal.entries if statement.principal else ()))
        yield from (value for one in statement.conditions for value in one.values)


def _conditions(document: PolicyDocument) -> Iterator[Condition]:
    return (condition for statement in document.statements for condition in statement.conditions)


def _counts_ids(condition: Condition) -> bool:
    """Whether a condition takes an account's id as a number, which its text does not tell."""
    return condition.operator.startswith("Numeric") and "account" in condition.key.lower()


def _reads_paths(document: PolicyDocument) -> bool:
    return any(condition.key.lower() in _PATH_KEYS for condition in _conditions(document))


def _above(path: str) -> str:
    return path.rpartition("/")[0]


def _levels(levels: Iterable[Level]) -> tuple[tuple[PolicyDocument, ...], ...]:
    return tuple(level.policies for level in levels)
