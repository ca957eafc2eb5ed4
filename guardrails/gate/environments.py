"""What people write for an environment: `prod`, `prd` and `production` are one."""

from __future__ import annotations

from typing import Final

ALIASES: Final[dict[str, str]] = {
    alias: name
    for name, aliases in {
        "mgmt": ("mgmt", "management"),
        "shared": ("shared", "common", "global"),
        "sandbox": ("sandbox", "sbx"),
        "dev": ("dev", "devel", "develop", "development"),
        "test": ("test", "testing", "tst", "qa"),
        "staging": ("staging", "stage", "stg", "preprod", "pre-prod", "preproduction"),
        "prod": ("prod", "prd", "production", "live"),
        "dr": ("dr", "disaster-recovery"),
    }.items()
    for alias in aliases
}
"""Word in lower case -> the environment of the organization file that it stands for."""


def environment_of(text: str) -> str:
    """Return the environment that a word stands for (letter case and spaces around it do not count), or ''."""
    return ALIASES.get(text.strip().casefold(), "")


def same_environment(text: str, environment: str) -> bool:
    """Whether a word stands for an environment, which may be one that we have no name for."""
    word = text.strip().casefold()
    return word == environment.casefold() or environment_of(word) == (environment_of(environment) or environment)
