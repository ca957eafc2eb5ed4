"""What differs between the policies over an account before and after: policies, statements, places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guardrails.commands.comparing.pairing import Pair
from guardrails.model.policy.document import PolicyDocument, Statement
from guardrails.model.source import show_pointer

if TYPE_CHECKING:
    from guardrails.files.loaded import Level

_HERE = "(the account)"
"""The last level, whatever the account is called and wherever it stands."""


@dataclass(slots=True)
class Changes:
    """What was done to an account's policies; each entry names the policy and the node."""

    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)


def changes_of(pair: Pair) -> Changes:
    """Return what differs, a move of the account first."""
    found = Changes()
    one, other = (path.rpartition("/")[0] or "Root" for path in pair.paths)
    if one != other:
        found.changed.append(f"moved from {one} to {other}")
    before, after = pair.chains
    _compare(before.scps, after.scps, found)
    _compare(before.rcps, after.rcps, found)
    return found


def _compare(before: tuple[Level, ...], after: tuple[Level, ...], found: Changes) -> None:
    olds, news = dict(_attached(before)), dict(_attached(after))
    names = {key: document.name for key, document in (*olds.items(), *news.items())}
    stayed = {key[0] for key in olds} & {key[0] for key in news}
    for key in [one for one in olds if one not in news]:
        moved = next((each for each in news if each not in olds and names[each] == names[key]), None)
        if moved is None:
            found.removed.append(_placed(key, names, before))
            continue
        if olds[key] != news[moved]:
            found.changed.append(f"{_placed(moved, names, after)}: {_statements(olds[key], news[moved])}")
        elif key[0] in stayed or moved[0] in stayed:  # else the account has moved, and found it where it went
            found.changed.append(f"{names[key]} now at {_node(moved, after)}, was at {_node(key, before)}")
        olds[moved] = news[moved]
    found.added += [_placed(key, names, after) for key in news if key not in olds]
    for key in [one for one in olds if one in news and olds[one] != news[one]]:
        found.changed.append(f"{_placed(key, names, after)}: {_statements(olds[key], news[key])}")


_Key = tuple[str, str, int]


def _attached(levels: tuple[Level, ...]) -> Iterator[tuple[_Key, PolicyDocument]]:
    """Yield what is attached, by place, name, and which of several of that name it is."""
    for at, level in enumerate(levels):
        place = _HERE if at == len(levels) - 1 else level.path
        counts: dict[str, int] = {}
        for document in level.policies:
            counts[document.name] = counts.get(document.name, -1) + 1
            yield (place, document.name, counts[document.name]), document


def _placed(key: _Key, names: dict[_Key, str], levels: tuple[Level, ...]) -> str:
    node = _node(key, levels)
    return names[key] if node == names[key] else f"{names[key]} at {node}"  # a document alone is its own place


def _node(key: _Key, levels: tuple[Level, ...]) -> str:
    return levels[-1].path if key[0] == _HERE else key[0]


def _statements(before: PolicyDocument, after: PolicyDocument) -> str:
    """Which statements are new, gone or not what they were."""
    olds, news = _named(before), _named(after)
    rows = [
        ("added", [name for name in news if name not in olds]),
        ("removed", [name for name in olds if name not in news]),
        ("changed", [name for name in olds if name in news and olds[name] != news[name]]),
    ]
    said = [f"{', '.join(names)} {word}" for word, names in rows if names]
    return "; ".join(said) or "statements in another order, or another version"


def _named(document: PolicyDocument) -> dict[str, Statement]:
    return {one.sid or show_pointer(one.pointer).lstrip("/"): one for one in document.statements}
