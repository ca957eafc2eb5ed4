"""Action elements, read once: which actions they name, looked up by service. Same answers as `evaluation.matching`."""

from __future__ import annotations

from functools import lru_cache

from guardrails.evaluation.patterns import Glob
from guardrails.model.policy.document import Element

Names = tuple[frozenset[str], tuple[Glob, ...]]
"""Names of one service in lower case: written out, and as patterns."""


class Naming:
    """An `Action` or `NotAction` element.

    `services` are the service prefixes that its patterns write, in lower case; `everything`: one of them is `*`.
    """

    __slots__ = ("everything", "negated", "services")

    def __init__(self, element: Element) -> None:
        self.negated = element.negated
        self.everything = any(one in ("*", "*:*") for one in element.patterns)
        self.services: dict[str, Names] = {}
        for pattern in element.patterns:
            prefix, colon, name = pattern.lower().partition(":")
            if colon and pattern != "*:*":
                exact, wild = self.services.get(prefix, (frozenset(), ()))
                if "*" in name or "?" in name:
                    wild = (*wild, Glob.of(name))
                else:
                    exact |= {name}
                self.services[prefix] = exact, wild

    def names(self, action: str) -> bool:
        """Whether the element names an action."""
        return self.lists(action) is not self.negated

    def lists(self, action: str) -> bool:
        """Whether some pattern of the element, negated or not, is of an action."""
        return self._has(*_parts(action))

    @property
    def broad(self) -> bool:
        """Whether it names all actions but those that it lists; a bare `*` lists none."""
        return self.negated is not self.everything

    def may_name(self, service: str) -> bool:
        """Whether the element may name an action of a service (lower case)."""
        return self.negated or self.everything or service in self.services

    def may_meet(self, other: Naming) -> bool:
        """Whether some action may be named by both elements, neither of them negated. Only a no is certain."""
        if self.everything or other.everything:
            return True
        return any(
            _names_meet(names, other.services[one]) for one, names in self.services.items() if one in other.services
        )

    def _has(self, prefix: str, name: str) -> bool:
        if self.everything:
            return True
        found = self.services.get(prefix)
        return found is not None and (name in found[0] or any(one.matches(name) for one in found[1]))


def _names_meet(one: Names, other: Names) -> bool:
    if one[0] & other[0] or (one[1] and other[1]):
        return True
    pairs = ((one[1], other[0]), (other[1], one[0]))
    return any(pattern.matches(name) for patterns, names in pairs for pattern in patterns for name in names)


@lru_cache(maxsize=32768)
def _parts(action: str) -> tuple[str, str]:
    prefix, _, name = action.lower().partition(":")
    return prefix, name


@lru_cache(maxsize=8192)
def naming(element: Element) -> Naming:
    """Return an element, read."""
    return Naming(element)
