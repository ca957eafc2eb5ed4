"""Parameters of policy documents: what each name stands for, and its structural replacement.

A parameter is a JSON string that is exactly `{{name}}`. A list is spliced into the list around it, a text replaces the
text; nothing is ever pasted into the middle of a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from guardrails.model.organization.levels import every_account
from guardrails.model.organization.tree import Organization, Policy
from guardrails.model.source import Pointer

Values = Mapping[str, str | list[str]]
"""What each parameter of one document stands for."""

PARAMETER = re.compile(r"\{\{\s*([A-Za-z0-9_.-]+)\s*\}\}")
_SELECTION = re.compile(r"\$accounts\[\s*(\w+)\s*(==|=|!=|not\s+in|in)\s*(.+?)\s*\]")
_ML = "_ml"
_FIELDS = frozenset({"name", "env", "owner", "status", "connectivity", "data_class", "cost_center", "template"})
_NEGATED = re.compile(r"(?:ForAllValues:)?\w*Not\w+", re.IGNORECASE)
"""Operators that are true of an empty list; under ForAnyValue they are false where the key has no value."""


class ParameterError(ValueError):
    """A reference that stands for nothing; the text says why."""


def values_of(
    policy: Policy, organization: Organization
) -> tuple[dict[str, str | list[str]], list[tuple[Pointer, str]]]:
    """Return what each name stands for in the policy's document, and problems as (pointer into the file, message).

    A named principal stands for its ARNs where the policy exempts it and for nothing where it does not. Where `types`
    is given and `types_ml` is not, that one stands for the same instance types as SageMaker names them.
    """
    problems: list[tuple[Pointer, str]] = []
    values: dict[str, str | list[str]] = {name: [] for name in organization.principals}
    for at, name in enumerate(policy.exempt):
        if name in organization.principals:
            values[name] = list(organization.principals[name])
        else:
            problems.append(((*policy.pointer, "exempt", at), f"no principal is called {name!r}"))
    for name, value in policy.params.items():
        place = (*policy.pointer, "params", name)
        if name in organization.principals:
            problems.append((place, f"the parameter {name!r} has the name of a principal"))
        try:
            values[name] = resolve(value, organization)
        except ParameterError as error:
            problems.append((place, str(error)))
            values[name] = ["unresolved"]
    for name in policy.params:
        values.setdefault(f"{name}{_ML}", [f"ml.{one}" for one in _listed(values[name])])
    return values, problems


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def resolve(value: object, organization: Organization) -> str | list[str]:
    """Return what a value stands for once its references (`$settings...`, `$over_cap`, ...) are followed.

    Raises ParameterError for a reference that stands for nothing.
    """
    if isinstance(value, list):
        found: list[str] = []
        for item in value:
            one = resolve(item, organization)
            found += one if isinstance(one, list) else [one]
        return found
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if not isinstance(value, str):
        raise ParameterError("a parameter is a text, a whole number, true or false, or a list of these")
    return _reference(value, organization) if value.startswith("$") else value


def _reference(text: str, organization: Organization) -> str | list[str]:
    if text.startswith("$accounts["):
        return _account_ids(text, organization)
    head, _, path = text.partition(".")
    resolver = _REFERENCES.get(head)
    if resolver is None:
        raise ParameterError(f"{text!r} is no reference; known are {', '.join(_REFERENCES)} and $accounts[...]")
    return resolver(path, organization)


def _setting(path: str, organization: Organization) -> str | list[str]:
    return _plain(organization.settings.get(path), f"$settings.{path}")


def _state(path: str, organization: Organization) -> str | list[str]:
    value: object = organization.state
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return _plain(value, f"$state.{path}")


def _plain(value: object, shown: str) -> str | list[str]:
    if value is None:
        raise ParameterError(f"{shown} is not set in this file")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int):
        return str(value)
    if isinstance(value, list) and all(isinstance(item, str | int) and not isinstance(item, bool) for item in value):
        return [str(item) for item in value]
    raise ParameterError(f"{shown} is neither a text nor a list of texts")


def _principals(name: str, organization: Organization) -> list[str]:
    if name not in organization.principals:
        raise ParameterError(f"no principal is called {name!r}")
    return list(organization.principals[name])


@lru_cache(maxsize=4)
def _patterns_over_cap(families: tuple[str, ...], allowed: tuple[str, ...]) -> tuple[str, ...]:
    from guardrails.catalog.instance_types import over_cap_patterns

    return over_cap_patterns(families, allowed)


def _over_cap(prefix: str, organization: Organization) -> list[str]:
    if prefix not in ("", "ml"):
        raise ParameterError(f"$over_cap.{prefix} is not known; known are $over_cap and $over_cap.ml")
    families = organization.settings.texts("accelerators.families")
    if not families:
        raise ParameterError("$over_cap needs settings.accelerators.families")
    patterns = _patterns_over_cap(families, organization.settings.texts("accelerators.allow"))
    return [f"{prefix}.{pattern}" if prefix else pattern for pattern in patterns]


_REFERENCES: dict[str, Callable[[str, Organization], str | list[str]]] = {
    "$settings": _setting,
    "$state": _state,
    "$principals": _principals,
    "$over_cap": _over_cap,
}


def _account_ids(text: str, organization: Organization) -> list[str]:
    match = _SELECTION.fullmatch(text)
    if match is None or match[1] not in _FIELDS:
        example = "$accounts[data_class in (confidential, restricted)]"
        raise ParameterError(
            f"{text!r} cannot be read; write it like {example} with one of {', '.join(sorted(_FIELDS))}"
        )
    wanted = {word.strip().strip("\"'") for word in match[3].strip("()").split(",")}
    negated = match[2] in ("!=",) or match[2].startswith("not")
    chosen = []
    for account in every_account(organization):
        value = account.status.value if match[1] == "status" else str(getattr(account, match[1]))
        if account.id and (value in wanted) is not negated:
            chosen.append(account.id)
    return chosen


@dataclass(slots=True)
class Substitution:
    """One replacement of all parameters in a decoded document; `used` and `problems` are filled while it runs."""

    values: Values
    used: set[str] = field(default_factory=set)
    problems: list[tuple[Pointer, str]] = field(default_factory=list)

    def apply(self, value: object, pointer: Pointer = ()) -> object:
        """Return the value with parameters replaced; a negated condition row that lost all values is left out."""
        if isinstance(value, dict):
            return dict(self._members(value, pointer))
        if isinstance(value, list):
            return self._items(value, pointer)
        if isinstance(value, str):
            found = self._lookup(value, pointer)
            if found == []:
                self.problems.append((pointer, f"the parameter {value} stands for an empty list here"))
            return value if found is None else found
        return value

    def _members(self, value: dict[str, object], pointer: Pointer) -> Iterator[tuple[str, object]]:
        for name, item in value.items():
            place = (*pointer, name)
            if "{{" in name:
                self.problems.append((place, f"the key {name!r} holds a parameter; only values can"))
            if name == "Condition" and isinstance(item, dict):
                block = dict(self._condition(item, place))
                if block or not item:
                    yield name, block
            else:
                yield name, self.apply(item, place)

    def _condition(self, block: dict[str, object], pointer: Pointer) -> Iterator[tuple[str, object]]:
        for operator, rows in block.items():
            if not isinstance(rows, dict):
                yield operator, self.apply(rows, (*pointer, operator))
                continue
            kept = {}
            for key, values in rows.items():
                if _NEGATED.fullmatch(operator) and self._empties(values):
                    continue
                kept[key] = self.apply(values, (*pointer, operator, key))
            if kept or not rows:
                yield operator, kept

    def _empties(self, values: object) -> bool:
        """Whether the values are parameters only and each stands for an empty list."""
        items = values if isinstance(values, list) else [values]
        names = [match[1] for item in items if isinstance(item, str) and (match := PARAMETER.fullmatch(item))]
        if not items or len(names) < len(items) or any(self.values.get(name) != [] for name in names):
            return False
        self.used.update(names)
        return True

    def _items(self, items: list[object], pointer: Pointer) -> list[object]:
        result: list[object] = []
        for at, item in enumerate(items):
            found = self._lookup(item, (*pointer, at)) if isinstance(item, str) else None
            if found is None:
                result.append(self.apply(item, (*pointer, at)) if not isinstance(item, str) else item)
            else:
                result += [found] if isinstance(found, str) else found
        if items and not result:
            self.problems.append((pointer, "the parameters of this list stand for nothing, which leaves it empty"))
        return result

    def _lookup(self, text: str, pointer: Pointer) -> str | list[str] | None:
        """Return what a parameter stands for; None for a text that is none (and for one that is not known)."""
        match = PARAMETER.fullmatch(text)
        if match is None:
            if "{{" in text:
                self.problems.append(
                    (pointer, f"{text[:80]!r} holds a parameter among other text; it must stand alone")
                )
            return None
        self.used.add(match[1])
        if match[1] not in self.values:
            self.problems.append((pointer, f"the parameter {match[1]!r} has no value"))
            return None
        return self.values[match[1]]
