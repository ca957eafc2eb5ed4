"""Where lints ask whether somebody can take over a principal: the accounts under a policy, or a folder of policies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from guardrails.lint.reasoning.takeover import Rules, Scene, rules, telling
from guardrails.lint.subjects.subject import Subject
from guardrails.lint.subjects.surroundings import MemberAccount, Surroundings
from guardrails.model.policy.document import FULL_AWS_ACCESS, PolicyDocument, PolicyType, Statement

_NO_ID = "000000000000"
"""Stands for the id of a planned account, which has none yet."""

_SOME_ID = "111122223333"
"""The id of the account that a folder of policies is asked about: AWS's own example."""


def scenes_under(subject: Subject, around: Surroundings) -> tuple[Scene, ...]:
    """Return the accounts whose principals a policy meets: those below an SCP, and all for an RCP."""
    if subject.type is PolicyType.RCP:
        return tuple(scenes(around).values())
    return tuple(scenes(around)[member.path] for member in members_under(subject.name, around))


def members_under(slug: str, around: Surroundings) -> tuple[MemberAccount, ...]:
    """Return the accounts that an SCP is attached to or above."""
    under = around.once("members under each policy", lambda: _members_under(around))
    return under.get(slug, ())


def _members_under(around: Surroundings) -> Mapping[str, tuple[MemberAccount, ...]]:
    under: dict[str, dict[str, MemberAccount]] = {}
    for member in around.members:
        for level in member.scps:
            for document in level.documents:
                under.setdefault(document.name, {})[member.path] = member
    return {slug: tuple(members.values()) for slug, members in under.items()}


def scenes(around: Surroundings) -> Mapping[str, Scene]:
    """Return each member account, by its path, as a place to ask in."""
    return around.once("scenes", lambda: _scenes(around))


def _scenes(around: Surroundings) -> Mapping[str, Scene]:
    """Make the scenes; accounts under the same telling statements share their compiled rules."""
    assert around.organization is not None, "accounts belong to an organization"
    settings = around.organization.settings
    partition = settings.text("partition", "aws")
    tower = settings.get("control_tower.enabled") is True
    parts: dict[str, PolicyDocument] = {}
    made: dict[tuple[tuple[str, ...], ...], Rules] = {}
    found = {}
    for member in around.members:
        levels = [level.documents for level in member.scps]
        for document in (each for level in levels for each in level if each.name not in parts):
            parts[document.name] = telling(document)
        names = tuple(tuple(each.name for each in level if parts[each.name].statements) for level in levels)
        if names not in made:
            made[names] = rules([parts[name] for name in level] for level in names)
        account = member.account
        found[member.path] = Scene(account.name, account.id or _NO_ID, made[names], partition, tower)
    return found


def folder_scene(around: Surroundings) -> Scene:
    """Return an account under all SCPs of a folder at once; for all we know, Control Tower guards its roles there.

    Denies of everything (of a quarantine, of other Regions) are left out: they are hardly attached to every account.
    """
    return around.once("folder scene", lambda: _folder_scene(around))


def _folder_scene(around: Surroundings) -> Scene:
    documents = tuple(
        telling(replace(one.document, statements=tuple(filter(_is_specific, one.statements))))
        for one in around.subjects
        if one.document is not None and one.type is PolicyType.SCP
    )
    return Scene("", _SOME_ID, rules([(FULL_AWS_ACCESS, *documents)]), "aws", control_tower=True)


def _is_specific(statement: Statement) -> bool:
    """Whether a statement names its actions."""
    return not statement.action.negated and "*" not in statement.action.patterns
