"""States of other roots that a plan reads (`terraform_remote_state`): whose they are, and who takes values out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from guardrails.model.organization.levels import every_account
from guardrails.model.organization.tree import Account, Organization
from guardrails.model.plan.change import Change, without_keys
from guardrails.model.plan.plan import Plan

_TYPE: Final = "terraform_remote_state"
_PLACES: Final = ("key", "path", "prefix")
_WORD: Final = re.compile(r"\\\{(\w+)\\\}")


@dataclass(frozen=True, slots=True)
class ReadState:
    """One data source that reads a state. `account` is None where the key fits no pattern of `state.keys`.

    `words` are what stands in the key for the words of the pattern that it fits; empty where it fits none.
    """

    address: str
    key: str
    bucket: str
    account: Account | None
    words: Mapping[str, str]


def read_states(plan: Plan, organization: Organization) -> tuple[ReadState, ...]:
    """Return the states that a plan has read, as far as it says from where."""
    rows = [(one.address, one.settled) for one in plan.changes if one.type == _TYPE]
    rows += [(address, values) for address, values in plan.prior.items() if f"data.{_TYPE}." in address]
    return tuple(_read(address, values.get("config"), organization) for address, values in rows)


def _read(address: str, config: object, organization: Organization) -> ReadState:
    values = config if isinstance(config, Mapping) else {}
    key = next((text for name in _PLACES if isinstance(text := values.get(name), str)), "")
    bucket = values.get("bucket")
    words = words_of(key, organization)
    return ReadState(address, key, bucket if isinstance(bucket, str) else "", _account(words, organization), words)


def words_of(key: str, organization: Organization) -> dict[str, str]:
    """Return the words (`module`, `account`, `env`, ...) of a state's key, by the first pattern that it fits; or {}."""
    patterns = organization.state.get("keys")
    for pattern in patterns if isinstance(patterns, list) else ():
        match = _compiled(str(pattern)).search(key)
        if match:
            return match.groupdict()
    return {}


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    seen: set[str] = set()

    def group(match: re.Match[str]) -> str:
        word = match[1]
        repeated = word in seen
        seen.add(word)
        return f"(?P={word})" if repeated else rf"(?P<{word}>[^/]+)"

    return re.compile(r"(?:^|/)" + _WORD.sub(group, re.escape(pattern)) + "$")


def _account(words: Mapping[str, str], organization: Organization) -> Account | None:
    """Return the account that a key names; without its name, the only one of the environment."""
    everybody = every_account(organization)
    name, env = words.get("account", "").casefold(), words.get("env", "").casefold()
    named = [one for one in everybody if name and one.name.casefold() == name]
    alike = [one for one in everybody if env and one.env.casefold() == env]
    return named[0] if named else alike[0] if not name and len(alike) == 1 else None


def readers_of(plan: Plan, state: ReadState) -> Iterator[tuple[Change, str]]:
    """Yield the changes of the same module with an attribute that refers to a state, and that attribute."""
    address = without_keys(state.address)
    module, _, name = address.rpartition(f"data.{_TYPE}.")
    wanted = f"data.{_TYPE}.{name}"
    for change in plan.changes:
        if not change.managed or not change.verb.writes or without_keys(change.module) != module.rstrip("."):
            continue
        config = plan.configured(change)
        for attribute, expression in config.expressions.items() if config else ():
            if any(one == wanted or one.startswith((f"{wanted}.", f"{wanted}[")) for one in expression.references):
                yield change, attribute
