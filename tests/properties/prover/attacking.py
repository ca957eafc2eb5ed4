"""Requests against a proof: near the constants of policies and question, absent, empty, in another case, longer.

Every request is of its case, so what a proof says is said of it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from ipaddress import ip_address

from guardrails.model.policy.document import Condition, PolicyDocument, PolicySet
from guardrails.model.proof import Calls
from guardrails.model.request import Principal, Request, Value
from tests.properties.prover.readings import read_block, read_instant, read_number
from tests.properties.prover.world import Case, Key, kind_of, pieces

FILLINGS = ("", "a", "b", "x", "state", "admin", "guardrails/x", "eu", "-apply")


def documents_of(policies: PolicySet) -> list[PolicyDocument]:
    """Return every document of a policy set."""
    scps = [document for level in policies.scps for document in level]
    return [*scps, *policies.identity, *([policies.boundary] if policies.boundary else [])]


class Attacker:
    """Makes requests of a case. Most values are close to what some statement compares with."""

    def __init__(self, die: random.Random, case: Case, calls: Calls, *policies: PolicySet) -> None:
        rows = [row for one in policies for document in documents_of(one) for row in document.statements]
        conditions = [*calls.conditions, *(condition for row in rows for condition in row.conditions)]
        patterns = [*calls.resource.patterns, *(pattern for row in rows for pattern in row.resource.patterns)]
        self._die, self._case, self._action = die, case, calls.action.patterns[0]
        self._resources = [text for text in self._close(patterns) if Key(case.resources).admits(text)] or [
            made(one, "x") for one in case.resources
        ]
        names = {row.key.lower() for row in conditions} | {name for name, key in case.keys.items() if key.required}
        self._values = {name: self._values_of(case.key(name), name, conditions) for name in sorted(names)}

    def _values_of(self, key: Key, name: str, conditions: Iterable[Condition]) -> list[str]:
        wanted = [
            value for row in conditions if row.key.lower() == name and row.operator != "Null" for value in row.values
        ]
        usual = [made(one, filling) for one in key.formats for filling in ("", "x", "7")]
        return [text for text in dict.fromkeys([*self._close(wanted), *usual]) if key.admits(text)]

    def _close(self, values: Sequence[str]) -> list[str]:
        found = [near for value in values for near in neighbours(value, self._die)]
        return list(dict.fromkeys(found))

    def request(self) -> Request:
        """Return one request of the case."""
        context: dict[str, Value] = {}
        for name, values in self._values.items():
            key = self._case.key(name)
            if not values or (not key.required and self._die.random() < 0.3):
                continue
            several = tuple(self._die.sample(values, self._die.randint(1, min(3, len(values)))))
            context[name] = several if key.multivalued else self._die.choice(values)
        arn = str(context["aws:principalarn"])
        return Request(
            Principal(arn, kind_of(arn), arn.split(":")[4]), self._action, self._die.choice(self._resources), context
        )

    def requests(self, count: int) -> Iterator[Request]:
        """Yield so many requests."""
        return (self.request() for _ in range(count))


def neighbours(value: str, die: random.Random) -> Iterator[str]:
    """Yield the value, texts of it as a pattern, and neighbours."""
    filled = [
        re.sub(r"\$\{[^{}]*\}|\*", lambda _: die.choice(FILLINGS), value).replace("?", die.choice("axb"))
        for _ in range(3)
    ]
    yield from (value, *filled, "", "x", value.swapcase())
    for one in (value, *filled):
        yield from (f"{one}x", f"x{one}", one[:-1], one[1:], one.upper(), one.lower())
    yield from _typed_neighbours(value)


@lru_cache(maxsize=4096)
def _typed_neighbours(value: str) -> tuple[str, ...]:
    number = read_number(value) if len(value) < 12 else None
    if number is not None:
        return tuple(_decimal(float(number + step)) for step in (-1, -0.5, 0, 0.5, 1))
    block = read_block(value)
    if block is not None:
        version, first, last, _ = block
        around = (first - 1, first, (first + last) // 2, last, last + 1)
        return tuple(str(ip_address(at)) for at in around if 0 < at < 2 ** (32 if version == 4 else 128))
    instant = read_instant(value)
    return () if instant is None else tuple(_date(int(instant) + step) for step in (-1, 0, 1, 86400 * 300))


def _decimal(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.2f}"


def _date(seconds: int) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def made(text: str, filling: str) -> str:
    """Return a text of a format: `filling` where its class takes it, else some character of the class."""
    found = ""
    for part, often in pieces(text):
        if not often:
            found += part
            continue
        fits = Key((f"{{{part}{often if often != '+' else ''}}}",))
        found += next((one for one in (filling, "x", "1", "A", "-", ".") if fits.admits(one)), "")
    return found
