"""What a scenario asks, as plain values: the accounts and the calls. The form of its file does not matter here."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from guardrails.commands.calls import Question
from guardrails.commands.words import actions_named, context_values, read_words
from guardrails.files.loaded import Project
from guardrails.model.organization.levels import every_account, find_account, members
from guardrails.model.organization.tree import Account
from guardrails.model.request import Value


class Asked(NamedTuple):
    """The part of a scenario that says what is asked; each field is the key of that name in its file (`as`: `caller`).

    `accounts` and `resources` are lists even where the file has one text; values of `context` are texts.
    """

    request: str
    accounts: tuple[str, ...] = ("members",)
    caller: str = "role/Developer"
    resources: tuple[str, ...] = ()
    context: Mapping[str, Value] | None = None
    absent: Iterable[str] = ()
    unknown: Iterable[str] = ()


def listed(value: str | Sequence[str]) -> tuple[str, ...]:
    """Return what a scenario writes as one text or as a list of them."""
    return (value,) if isinstance(value, str) else tuple(value)


def asked(project: Project, scenario: Asked, moment: datetime | None) -> tuple[tuple[Account, ...], list[Question]]:
    """Return the accounts and calls of a scenario. Raises ValueError for words, accounts or actions nobody knows."""
    organization = project.organization
    said = read_words(shlex.split(scenario.request), ((one.name, one.id) for one in every_account(organization)))
    if not said.action:
        raise ValueError(f"no action in {scenario.request!r}")
    named = said.accounts or scenario.accounts
    accounts = [one for name in named for one in _accounts(project, name)]
    context: dict[str, Value] = dict(context_values(said.context))
    context |= {key.lower(): value for key, value in (scenario.context or {}).items()}
    questions = [
        Question(
            action=action,
            instance_types=said.instance_types,
            region=said.region,
            principal=scenario.caller,
            resources=(*said.resources, *scenario.resources),
            context=context,
            absent=frozenset(key.lower() for key in scenario.absent),
            unknown=frozenset(key.lower() for key in scenario.unknown),
            moment=moment,
        )
        for action in actions_named(said.action)
    ]
    return tuple(dict.fromkeys(accounts)), questions


def _accounts(project: Project, name: str) -> tuple[Account, ...]:
    if name == "members":
        return members(project.organization)
    found = find_account(project.organization, name)
    if found is None:
        raise ValueError(f"{name!r} is no account of organization {project.organization.name}")
    return (found,)
