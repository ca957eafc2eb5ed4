"""What handlers keep and how they say no."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

Table = dict[str, Any]


@dataclass(slots=True)
class Place:
    """One service in one account and Region, with tables by name.

    `world` is what all of them share; the names of its tables say whose they are.
    """

    account: str
    region: str
    world: dict[str, Table]
    tables: dict[str, Table] = field(default_factory=lambda: defaultdict(dict))

    def arn(self, service: str, resource: str, region: str | None = None) -> str:
        """Return the ARN of a resource here; `region=""` for services without Regions."""
        return f"arn:aws:{service}:{self.region if region is None else region}:{self.account}:{resource}"


@dataclass(slots=True)
class State:
    """What was made through our own answers, by service, account and Region."""

    world: dict[str, Table] = field(default_factory=lambda: defaultdict(dict))
    places: dict[tuple[str, str, str], Place] = field(default_factory=dict)

    def of(self, service: str, account: str, region: str) -> Place:
        """Return the place of a service (by botocore's name) in an account and Region."""
        return self.places.setdefault((service, account, region), Place(account, region, self.world))


class Refusal(Exception):
    """AWS says no: error code, message and HTTP status."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code, self.message, self.status = code, message, status


PASS_ON: dict[str, Any] = {}
"""What a handler returns (this very object) when it only took note and moto is to answer."""

Handler = Callable[[Place, dict[str, Any]], dict[str, Any]]
Answers = dict[tuple[str, str], Handler]


def new_id() -> str:
    """Return an id that nothing else has: 32 hexadecimal digits."""
    return uuid4().hex


def take(table: Table, key: str, code: str = "ResourceNotFoundException", status: int = 400) -> Any:
    """Return the entry of a table; Refusal when it is not there."""
    if key not in table:
        raise Refusal(code, f"{key} does not exist", status)
    return table[key]
