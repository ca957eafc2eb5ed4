"""The organization before and after an apply: the organization file with what a plan says of its policies put in.

A policy that exists already is attached where the file attaches it, but for attachments that the plan makes or takes
away. A policy that the plan makes is attached where the plan attaches it, and nowhere before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from guardrails.gate.organization.attachments import (
    ACCOUNT,
    MANAGEMENT,
    ORGANIZATION,
    RCP,
    SCP,
    Attachment,
    Planned,
    lasting,
    planned,
    unread,
)
from guardrails.gate.rules.policy_diff import Open
from guardrails.model.organization.levels import path_name, places
from guardrails.model.organization.tree import Account, Node, Organization
from guardrails.model.policy.document import PolicyDocument, PolicyType
from guardrails.model.policy.parse import parse_leniently

if TYPE_CHECKING:
    from guardrails.files.loaded import Project
    from guardrails.gate.inspection import Inspection
    from guardrails.model.plan.change import Change

_TYPES: Final = {SCP: PolicyType.SCP, RCP: PolicyType.RCP}


@dataclass(frozen=True, slots=True)
class States:
    """Both states. `causes` are the changes behind the difference, by policy; empty: there is none.

    `fresh` True: the plan makes the organization, so there is nothing before.
    """

    before: Project
    after: Project
    causes: Mapping[str, Change]
    open: tuple[Open, ...] = ()
    fresh: bool = False

    def reverted(self, slug: str) -> Project:
        """Return the state after the apply with one policy, and where it is attached, as before it."""
        documents = dict(self.after.documents)
        documents.pop(slug, None)
        old = self.before.documents.get(slug)
        was = {path_name(path): path[-1] for path in places(self.before.organization)}
        root = _reverted(self.after.organization.root, (), slug, was)
        organization = replace(self.after.organization, root=root)
        return replace(self.after, organization=organization, documents=documents | ({slug: old} if old else {}))


def _reverted(node: Node, above: tuple[Node | Account, ...], slug: str, was: Mapping[str, Node | Account]) -> Node:
    path = (*above, node)

    def these(now: tuple[str, ...], old: tuple[str, ...]) -> tuple[str, ...]:
        return (*(one for one in now if one != slug), *((slug,) if slug in old else ()))

    def account(one: Account) -> Account:
        old = was[path_name((*path, one))]
        return replace(one, scps=these(one.scps, old.scps), rcps=these(one.rcps, old.rcps))

    old = was[path_name(path)]
    return replace(
        node,
        scps=these(node.scps, old.scps),
        rcps=these(node.rcps, old.rcps),
        ous=tuple(_reverted(one, path, slug, was) for one in node.ous),
        accounts=tuple(map(account, node.accounts)),
    )


@dataclass(slots=True)
class _Edits:
    """What one state has that the file has not: documents, and policies added to and taken from nodes."""

    documents: dict[str, PolicyDocument] = field(default_factory=dict)
    added: dict[str, set[str]] = field(default_factory=dict)
    taken: dict[str, set[str]] = field(default_factory=dict)

    def add(self, node: str, slug: str) -> None:
        """Attach a policy at a node."""
        self.added.setdefault(node, set()).add(slug)
        self.taken.get(node, set()).discard(slug)

    def take(self, node: str, slug: str) -> None:
        """Take a policy from a node, unless the plan attaches it there."""
        if slug not in self.added.get(node, ()):
            self.taken.setdefault(node, set()).add(slug)

    def of(self, project: Project, kinds: Mapping[str, PolicyType]) -> Project:
        """Return the project with these edits."""
        organization = replace(project.organization, root=self._node(project.organization.root, (), kinds))
        return replace(project, organization=organization, documents={**project.documents, **self.documents})

    def _node(self, node: Node, above: tuple[Node | Account, ...], kinds: Mapping[str, PolicyType]) -> Node:
        path = (*above, node)
        scps, rcps = self._attached(node, path, kinds)
        ous = tuple(self._node(one, path, kinds) for one in node.ous)
        accounts = tuple(self._account(one, path, kinds) for one in node.accounts)
        return replace(node, scps=scps, rcps=rcps, ous=ous, accounts=accounts)

    def _account(self, account: Account, above: tuple[Node | Account, ...], kinds: Mapping[str, PolicyType]) -> Account:
        scps, rcps = self._attached(account, (*above, account), kinds)
        return replace(account, scps=scps, rcps=rcps)

    def _attached(
        self, place: Node | Account, path: tuple[Node | Account, ...], kinds: Mapping[str, PolicyType]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What is attached at a place: its SCPs and its RCPs."""
        name = path_name(path)
        added, taken = sorted(self.added.get(name, ())), self.taken.get(name, set())

        def these(type: PolicyType, old: tuple[str, ...]) -> tuple[str, ...]:
            stay = tuple(slug for slug in old if slug not in taken)
            return (*stay, *(slug for slug in added if slug not in stay and kinds[slug] is type))

        return these(PolicyType.SCP, place.scps), these(PolicyType.RCP, place.rcps)


def states_of(project: Project, inspection: Inspection) -> States:
    """Return the organization before and after a plan."""
    found = planned(inspection)
    before, after = _Edits(), _Edits()
    causes: dict[str, Change] = {}
    open: list[Open] = []
    kinds: dict[str, PolicyType] = {}
    for slug, change in found.policies.items():
        type = _TYPES.get(lasting(change, "type"))
        if unread(change, "type"):
            open.append(Open(change, f"whether {slug} is an SCP or an RCP is not known before the apply", "type"))
        if type is not None:
            kinds[slug] = type
            open += _document(slug, change, type, before, after, causes)
            _places(project.organization, found, slug, change, (before, after), causes)
    open += _unmapped(found, kinds)
    open += _moves(inspection)
    fresh = any(change.verb.creates for change in inspection.plan.of(ORGANIZATION))
    return States(before.of(project, kinds), after.of(project, kinds), causes, tuple(open), fresh)


def _document(
    slug: str, change: Change, type: PolicyType, before: _Edits, after: _Edits, causes: dict[str, Change]
) -> Iterator[Open]:
    """Put the documents of one policy in; yield it where one cannot be read."""
    old, new = change.before.get("content"), change.after.get("content")
    for edits, text in ((before, old), (after, new)):
        document = parse_leniently(text, type, slug).document if isinstance(text, str) else None
        if document is not None:
            edits.documents[slug] = replace(document, name=slug)
        elif text is not None:
            yield Open(change, f"what {slug} says will be known only after the apply", "content")
    if change.verb.writes and before.documents.get(slug) != after.documents.get(slug):
        causes[slug] = change


def _places(
    organization: Organization,
    found: Planned,
    slug: str,
    change: Change,
    states: tuple[_Edits, _Edits],
    causes: dict[str, Change],
) -> None:
    """Put the attachments of one policy in: those of the plan, and for a policy that comes or goes nothing else."""
    for one in found.of(slug):
        for edits, there in zip(states, (one.was, one.stays), strict=True):
            if there and one.node:
                edits.add(one.node, slug)
            elif one.node:
                edits.take(one.node, slug)
        if one.was is not one.stays and one.node not in ("", MANAGEMENT):
            causes.setdefault(slug, one.change)
    for edits in states if not change.before else states[1:] if not change.after else ():
        for path in places(organization):
            edits.take(path_name(path), slug)


def _unmapped(found: Planned, kinds: Mapping[str, PolicyType]) -> Iterator[Open]:
    """Yield attachments that the plan changes at nodes, or of policies, that nobody knows; one for each target."""
    groups: dict[str, Attachment] = {}
    for one in found.attachments:
        known = one.policy in kinds and one.node
        foreign = one.kind not in ("", SCP, RCP)
        if not known and not foreign and one.change.verb.writes:
            groups.setdefault(one.target or one.change.address, one)
    for target, one in groups.items():
        what = "node" if not one.node else "policy"
        attribute = "target_id" if what == "node" else "policy_id"
        name = target if what == "node" else one.policy or "it"
        reason = f"{name} is no {what} that the organization file or the plan names, so what this changes is not known"
        yield Open(one.change, reason, attribute)


def _moves(inspection: Inspection) -> Iterator[Open]:
    """Yield accounts that the plan moves to another OU."""
    for change in inspection.plan.of(ACCOUNT):
        if change.before and change.after and change.changes("parent_id"):
            yield Open(change, "the account moves: other policies will bind it", "parent_id")
