"""Whether packing policies changes any answer: the project with packed policies, and its scenarios side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from guardrails.commands.calls import Question
from guardrails.commands.simulation import Reply, ask
from guardrails.commands.trials import Run
from guardrails.files.loaded import Project
from guardrails.files.rendering import Pack
from guardrails.model.organization.levels import path_name, path_to
from guardrails.model.organization.tree import Account, Node
from guardrails.model.policy.document import PolicyType
from guardrails.model.policy.parse import parse_value

Packs = Mapping[str, tuple[Pack, ...] | None]


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


def changed_answers(
    project: Project, packed: Project, files: Iterable[Path], today: date, moment: datetime
) -> tuple[int, list[str]]:
    """Ask every scenario of the project's own organization twice.

    Returns the number of calls compared and a line for each whose answer is not the same; files or scenarios that
    cannot be run are such lines too, for they show nothing. Scenarios of another date are left out where other
    exceptions hold then: they speak of other documents.
    """
    compared = 0
    changed: list[str] = []

    def both(asked: Project, account: Account, question: Question) -> Reply:
        nonlocal compared
        reply = ask(asked, account, question)
        same_documents = asked.finals == project.finals and asked.detached == project.detached
        if same_documents and asked.root.resolve() == project.root.resolve():
            other = ask(packed, _same(packed, project, account), question)
            compared += 1
            if other.answer.outcome is not reply.answer.outcome:
                was, now = reply.answer.outcome.value, other.answer.outcome.value
                changed.append(f"{account.name}, {question.action}: {was}, packed {now}")
        return reply

    run = Run(today, moment, both)
    for file in files:
        run.file(file, project.root)
    return compared, [*changed, *run.problems]


def _same(packed: Project, project: Project, account: Account) -> Account:
    """The account of the packed organization at the same place."""
    path = path_to(project.organization, account)
    place: Node = packed.organization.root
    if not path:
        return packed.organization.management
    for step in path[1:-1]:
        place = next(ou for ou in place.ous if ou.name == step.name)
    return next(one for one in place.accounts if one.name == account.name)
