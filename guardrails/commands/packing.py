"""Whether packing policies changes any answer: the project with packed policies, and the proof that it does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from guardrails.commands.chains import compared
from guardrails.files.loaded import Project
from guardrails.files.rendering import Pack
from guardrails.model.difference import Difference, Region
from guardrails.model.organization.levels import path_name
from guardrails.model.organization.tree import Node
from guardrails.model.policy.document import PolicyType
from guardrails.model.policy.parse import parse_value

Packs = Mapping[str, tuple[Pack, ...] | None]


@dataclass(frozen=True, slots=True)
class Packing:
    """What packing changes. `lines` say it; `chains` counts the distinct chains of policies that were compared.

    `equal` is None where the prover could not decide.
    """

    lines: tuple[str, ...]
    chains: int
    accounts: int
    equal: bool | None


def packed_project(project: Project, packs: Packs) -> Project:
    """Return the project as it stands after the packed policies are attached in place of those they hold."""
    documents, finals = dict(project.documents), dict(project.finals)
    for pack in (one for some in packs.values() for one in some or () if len(one.slugs) > 1):
        parsed = parse_value(pack.document, PolicyType.SCP, pack.name)
        assert parsed.document is not None, "a merge of valid documents is valid"
        documents[pack.name], finals[pack.name] = parsed.document, pack.document
    root = _node(project, project.organization.root, (), packs)
    organization = replace(project.organization, root=root)
    return replace(project, organization=organization, documents=documents, finals=finals)


def _node(project: Project, node: Node, above: tuple[Node, ...], packs: Packs) -> Node:
    path = (*above, node)
    return replace(
        node,
        scps=_attached(node.scps, packs.get(path_name(path))),
        ous=tuple(_node(project, ou, path, packs) for ou in node.ous),
        accounts=tuple(
            replace(account, scps=_attached(account.scps, packs.get(path_name((*path, account)))))
            for account in node.accounts
        ),
    )


def _attached(slugs: tuple[str, ...], packs: tuple[Pack, ...] | None) -> tuple[str, ...]:
    if packs is None:
        return slugs
    inside = {slug for pack in packs for slug in pack.slugs}
    return (*(slug for slug in slugs if slug not in inside), *(pack.name for pack in packs))


def proved(project: Project, packed: Project) -> Packing:
    """Return whether packing leaves every answer as it is, over all requests of every account, proved."""
    found = tuple(compared(project, packed))
    lines = tuple(line for one in found for line in _lines(one.names, one.difference))
    changed = any(one.difference.newly_allowed or one.difference.newly_denied for one in found)
    undecided = any(one.difference.undecided for one in found)
    chains = sum(not one.proved_by_text for one in found)
    accounts = sum(len(one.accounts) for one in found)
    return Packing(lines, chains, accounts, False if changed else None if undecided else True)


def _lines(accounts: str, difference: Difference) -> list[str]:
    changed = [f"CHANGED {accounts}, newly allowed: {_words(one)}" for one in difference.newly_allowed]
    changed += [f"CHANGED {accounts}, newly denied: {_words(one)}" for one in difference.newly_denied]
    return [*changed, *(f"UNDECIDED {accounts}: {reason}" for reason in difference.undecided)]


def _words(region: Region) -> str:
    return region.witness.words or ", ".join(region.actions)
