"""What the organization asks of the account that a resource is for. This file holds no check."""

from __future__ import annotations

from typing import Any

from guardrail_settings import account, accounts_of, setting
from guardrail_tags import tags_of
from guardrail_values import ABSENT, UNKNOWN, Mark


def candidates(check: Any, conf: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the account that the code is for, or those of the environment of its tags; none where nobody says."""
    own = account()
    if own is not None:
        return [own]
    environment = tags_of(check, conf).value(setting("settings.tags.environment_key", "Environment"))
    return [] if isinstance(environment, Mark) else accounts_of(str(environment))


def environment(check: Any, conf: dict[str, Any]) -> Any:
    """Return the environment (`prod`) of the account that a resource is for, or that its tags name; else UNKNOWN."""
    own = account()
    if own is not None:
        return own["env"]
    found = tags_of(check, conf).value(setting("settings.tags.environment_key", "Environment"))
    return UNKNOWN if isinstance(found, Mark) else str(found)


def asked(check: Any, conf: dict[str, Any], path: str) -> Any:
    """Return what the settings say at a dotted path of the account (`backup.daily_days`) that a resource is for.

    ABSENT where they say nothing of it; UNKNOWN where nobody says which account it is, or several say different things.
    """
    found = [_at(one, path) for one in candidates(check, conf)]
    return found[0] if found and all(one == found[0] for one in found) else UNKNOWN


def _at(value: Any, path: str) -> Any:
    for step in path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return ABSENT if value is None else value
