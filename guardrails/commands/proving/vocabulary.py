"""What kind of word a word of `--property` is, by its shape and by what the organization calls its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from guardrails.catalog.instance_types import close_instance_types, instance_type_names
from guardrails.catalog.regions import REGIONS
from guardrails.commands.words import close
from guardrails.model.organization.invariant import EVERY_MEMBER
from guardrails.model.organization.levels import every_account, find_account, find_node, nodes, path_name
from guardrails.model.organization.tree import Organization

_ACTION = re.compile(r"\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+")
_FIELD = re.compile(r"[a-z_]+=\S+")
_PRINCIPAL = re.compile(r"root|(?:role|user|federated-user)/.+")
_TYPE = re.compile(r"(?:ml\.)?[a-z][a-z0-9*?-]*(?:\.[a-z0-9*?-]+)?")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that are understood. `notes` collects remarks about words that are read but that nobody knows."""

    organization: Organization
    capabilities: Sequence[str]
    notes: list[str] = field(default_factory=list)

    def kind(self, word: str) -> str:
        """Return the kind of a word in the plural: `accounts`, `actions`, `Regions`...; empty where it is none."""
        kinds: dict[str, Callable[[str], object]] = {  # the first that fits wins: the organization's own names
            "principals": lambda one: one in self.organization.principals or _PRINCIPAL.fullmatch(one),
            "accounts": self._is_place,
            "resources": lambda one: one.startswith("arn:"),
            "actions": lambda one: one in self.capabilities or _ACTION.fullmatch(one),
            "Regions": _is_region,
            "instance types": self._is_type,
        }
        return next((kind for kind, fits in kinds.items() if fits(word)), "")

    def _is_place(self, word: str) -> bool:
        if word in EVERY_MEMBER or _FIELD.fullmatch(word):
            return True
        return bool(find_account(self.organization, word) or find_node(self.organization, word))

    def _is_type(self, word: str) -> bool:
        plain = word.removeprefix("ml.")
        if not _TYPE.fullmatch(word) or not (is_pattern(word) or "." in plain):
            return False
        if not any(_fits(plain, name) for name in instance_type_names()):
            near = [] if is_pattern(word) else close_instance_types(plain)[:2]
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            self.notes.append(f"no instance type of the catalog is called {word}; it is asked as written{hint}")
        return True

    def meant(self, word: str) -> str:
        """Return what a word that is not understood may have been meant to be, to be put behind a message."""
        from guardrails.catalog.services import close_matches

        found = [*close(word, self._names()), *(close_instance_types(word) if "." in word else ())]
        found += close_matches(word)[:2] if not found else ()
        if found:
            return f"; did you mean {' or '.join(dict.fromkeys(found[:3]))}?"
        return "; expected an action, instance type, Region, ARN, account, principal, key=value or not"

    def _names(self) -> Iterator[str]:
        yield from (one.name for one in every_account(self.organization))
        yield from (path_name(path) for path in nodes(self.organization))
        yield from (*self.organization.principals, *self.capabilities, *REGIONS)


def is_pattern(word: str) -> bool:
    """Return whether a word holds a wildcard."""
    return "*" in word or "?" in word


def _is_region(word: str) -> bool:
    return word in REGIONS or ("-" in word and is_pattern(word) and any(_fits(word, name) for name in REGIONS))


def _fits(pattern: str, name: str) -> bool:
    from fnmatch import fnmatchcase

    return fnmatchcase(name, pattern.replace("[", "[[]"))
