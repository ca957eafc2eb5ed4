"""Secrets that leave their mask: strings that a mask hid in one place are taken out of every other place.

Terraform masks what it knows to be derived from a secret. It does not mask constants in `configuration`, the copy of
`tags` in `tags_all`, nor what the provider puts together from a hidden value: there the same text stands in the clear.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from guardrails.model.plan.configuration import Expression
from guardrails.model.plan.values import SENSITIVE

SHORTEST: Final = 8
"""Characters that a secret needs to be searched for: shorter ones are parts of ordinary words."""

SHOWN: Final = "(sensitive)"
"""Stands in a text or a key where a secret stood."""

SECRET_NAME: Final = re.compile(
    r"(?:^|_)(?:password|passwd|secret|secret_string|secret_binary|secret_key|secret_access_key|access_key|token"
    r"|api_key|private_key|auth_key|shared_key|pre_?shared_key|client_secret|user_data|user_data_base64|\w+_wo)\Z"
)
"""Names of arguments whose constants are hidden whatever the masks say: those of providers, and of blocks without rows.

User data is among them because start scripts carry keys, and no mask says so; no rule needs its text.
"""

CARRIERS: Final = ("user_data", "user_data_base64")
"""Attributes of resources that are hidden although no mask covers them."""

_PUBLIC: Final = re.compile(
    r"(?:arn:aws[\w-]*:.*"
    r"|(?:[a-z]{2}|us-gov)-[a-z]+-\d[a-z]?"
    r"|[a-z][a-z0-9]{0,15}-(?:[0-9a-f]{8}|[0-9a-f]{17})"
    r"|\d{12}"
    r"|[0-9.]+(?:/\d{1,2})?"
    r"|[0-9a-fA-F:]*::[0-9a-fA-F:]*(?:/\d{1,3})?"
    r")\Z",
    re.DOTALL,
)
"""Forms of names that AWS gives and that are no secrets: ARNs, Regions and zones, ids, account ids, addresses."""

_TAGS: Final = ("tags", "tags_all")
_WORD: Final = re.compile(r"[A-Za-z]{1,12}\Z")
_IDENTIFYING: Final = re.compile(r"(?:id|arn|name|bucket|url|endpoint|identifier)\Z|\w+_(?:id|arn|name|url|endpoint)\Z")


class Taken:
    """What was hidden so far. `certain` comes out of sensitive variables and credentials, `likely` out of masks.

    Providers mask whole attributes, such as the value of an SSM parameter, and those often hold the name of a bucket or
    the id of a VPC: what is the id, the name or the ARN of an object of the same plan counts as no secret. A set with
    one hidden value is masked as a whole, and with it the names of tags: the key of a tag of the plan is no secret.
    """

    def __init__(self) -> None:
        self.certain: list[Any] = []
        self.likely: list[Any] = []

    def words(self, rows: Iterable[Any]) -> list[str]:
        """Return the secrets to search for, longest first; `rows` are the maps of values of all objects."""
        certain = {one for one in _strings(self.certain) if len(one) >= SHORTEST and not _PUBLIC.match(one)}
        likely = {one for one in _strings(self.likely) if len(one) >= SHORTEST and not _PUBLIC.match(one)} - certain
        likely = {one for one in likely if not _WORD.match(one)}
        if likely:
            likely -= {
                word
                for row in rows
                if isinstance(row, dict)
                for name, value in row.items()
                for word in _public(name, value)
                if word in likely
            }
        found = certain | likely
        found = {spelling for one in found for spelling in _spellings(one)}
        return sorted(found, key=lambda one: (-len(one), one))


def _public(name: str, value: Any) -> Iterable[str]:
    """Return the words of an attribute that are no secrets wherever else they stand."""
    if type(value) is str:
        return (value,) if _IDENTIFYING.match(name) else ()
    return value if type(value) is dict and name in _TAGS else ()


def _spellings(word: str) -> Iterator[str]:
    """Yield a word as it is, and as it stands inside JSON text; `jsonencode` of Terraform escapes `<`, `>` and `&` too.

    Source: https://developer.hashicorp.com/terraform/language/functions/jsonencode (2026-11)
    """
    yield word
    yield json.dumps(word)[1:-1]
    plain = json.dumps(word, ensure_ascii=False)[1:-1]
    yield plain
    yield plain.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _strings(tree: Any) -> Iterator[str]:
    """Yield every text in a tree, but no keys of maps: they are names."""
    rest = [tree]
    while rest:
        one = rest.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            rest.extend(one.values())
        elif isinstance(one, list):
            rest.extend(one)


class Concealer:
    """Takes the secrets of a plan out of any text. It shows none of them itself, and nothing else holds them."""

    __slots__ = ("_found", "_words")

    def __init__(self, words: list[str]) -> None:
        self._words = words
        self._found: re.Pattern[str] | None = None

    def __call__(self, text: str) -> str:
        """Return the text with `(sensitive)` in place of each secret."""
        if self._words and self._found is None:
            self._found = re.compile("|".join(map(re.escape, self._words)))
        return self._found.sub(SHOWN, text) if self._found else text


class Scrubber:
    """Takes words out of trees: a text that holds one becomes SENSITIVE, in a key only the word is replaced."""

    def __init__(self, words: list[str], trees: Iterable[Any]) -> None:
        """Look which of the words stand in the trees at all: most often none does, and then nothing is to be done."""
        unique = set[str]()
        for tree in trees if words else ():
            _gather(tree, unique)
        there = "\n".join(unique)
        present = [word for word in words if word in there]
        self._found = re.compile("|".join(map(re.escape, present))) if present else None

    @property
    def finds(self) -> bool:
        """Whether any of the words stands anywhere."""
        return self._found is not None

    def clean(self, tree: Any) -> Any:
        """Return a tree without the words; the same object where it holds none."""
        if self._found is None:
            return tree
        if isinstance(tree, str):
            return SENSITIVE if self._found.search(tree) else tree
        if isinstance(tree, dict):
            return {self.text(name): self.clean(one) for name, one in tree.items()}
        if isinstance(tree, list):
            return [self.clean(one) for one in tree]
        return self.expression(tree) if isinstance(tree, Expression) else tree

    def text(self, text: str) -> str:
        """Return a text that has to stay one."""
        return self._found.sub(SHOWN, text) if self._found else text

    def expression(self, one: Expression) -> Expression:
        """Return an expression without the words."""
        if self._found is None:
            return one
        blocks = tuple({name: self.expression(below) for name, below in block.items()} for block in one.blocks)
        return Expression(self.clean(one.constant), one.references, blocks)


def _gather(tree: Any, into: set[str]) -> None:
    rest = [tree]
    while rest:
        one = rest.pop()
        kind = type(one)
        if kind is str:
            into.add(one)
        elif kind is dict:
            into.update(one)
            rest.extend(one.values())
        elif kind is list or kind is tuple:
            rest.extend(one)
        elif kind is Expression:
            rest.append(one.constant)
            rest.extend(one.blocks)
