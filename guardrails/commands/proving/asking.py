"""`--property "..."`: a question in the words of `simulate`, with `not`, lists and patterns, read as an invariant.

The action is the one word that must be there. `not` before it says that every such call is denied; `not` before any
other word turns that word round. A word may be a list (`p3.2xlarge,g5.xlarge`) and hold `*` and `?`.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from guardrails.catalog.keys import close_keys, condition_key, is_multivalued
from guardrails.commands.proving.elements import without
from guardrails.commands.proving.vocabulary import Vocabulary, is_pattern
from guardrails.commands.words import WordProblem, actions_named
from guardrails.evaluation.call import unlisted_keys
from guardrails.evaluation.sent import instance_type_context
from guardrails.model.organization.invariant import Invariant, Sense, Where
from guardrails.model.organization.tree import Organization
from guardrails.model.proof import Claim

_CONTEXT = re.compile(r"([A-Za-z0-9-]+:[^=!]+)(!?=)(.*)", re.DOTALL)
_WHOLE_SERVICE = re.compile(r"\*|[A-Za-z0-9-]+:\*")
_ANY = "any"
"""Stands for an instance type when an action is asked which keys it feeds."""


class Question(NamedTuple):
    """An invariant to ask, of the file or of the command line.

    `elsewhere`: it is about all resources but those that the invariant names; `but` are the accounts that are left out
    of those it names. `notes` are remarks for the user.
    """

    invariant: Invariant
    elsewhere: bool = False
    but: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Said:
    """What the words said so far: items by kind and whether they were turned round, rows, and what went wrong."""

    vocabulary: Vocabulary
    items: dict[tuple[str, bool], list[str]] = field(default_factory=dict)
    rows: list[Where] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    denied: bool = False

    def of(self, kind: str, negated: bool = False) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.items.get((kind, negated), ())))

    def read(self, word: str, negated: bool, by: bool) -> None:
        context = _CONTEXT.fullmatch(word)
        listed = [item for item in word.split(",") if item]
        if by:
            self._put("principals", negated, listed)
        elif context and not word.startswith("arn:"):
            self._row(context[1], (context[2] == "!=") is not negated, listed=context[3].split(","))
        else:
            self._list(word, negated, listed)

    def _list(self, word: str, negated: bool, listed: list[str]) -> None:
        kinds = {item: self.vocabulary.kind(item) for item in listed}
        unknown = [item for item, kind in kinds.items() if not kind]
        self.problems += [f"{item!r} is not understood{self.vocabulary.meant(item)}" for item in unknown]
        found = list(dict.fromkeys(kinds.values()))
        if len(found) > 1 and not unknown:
            self.problems.append(f"{word!r} mixes {' and '.join(found)}: write a list of each")
        elif found and not unknown:
            self._put(found[0], negated, listed)

    def _put(self, kind: str, negated: bool, listed: list[str]) -> None:
        if kind == "actions" and negated:
            if self.of("actions"):
                self.problems.append("`not` before an action says that it is denied: write it before the first action")
            self.denied, negated = True, False
        self.items.setdefault((kind, negated), []).extend(listed)

    def _row(self, key: str, negated: bool, listed: list[str]) -> None:
        values = tuple(value for value in listed if value)
        if not values:
            self.problems.append(f"{key} has no value: write {key}=VALUE, {key}=absent or {key}=present")
        elif values in (("absent",), ("present",)):
            absent = (values == ("absent",)) is not negated
            self.rows.append(Where(key, Sense.ABSENT if absent else Sense.PRESENT))
        else:
            self.rows.append(Where(key, Sense.IS_NOT if negated else Sense.IS, values))


def asked(text: str, organization: Organization, capabilities: Sequence[str]) -> Question:
    """Return what a question asks; raises WordProblem with everything in it that is not understood."""
    said = _Said(Vocabulary(organization, capabilities))
    try:
        _read(said, shlex.split(text))
    except ValueError as error:
        said.problems.append(str(error).lower())
    rows = (*_types(said), *_regions(said), *said.rows)
    _check(said, capabilities)
    notes = (*said.vocabulary.notes, *_unknown_keys(said))
    if said.problems:
        raise WordProblem([f"--property {text!r}: {problem}" for problem in dict.fromkeys(said.problems)])
    invariant = Invariant(
        name=" ".join(text.split()),
        claim=Claim.DENIED if said.denied else Claim.ALLOWED,
        what=said.of("actions"),
        accounts=said.of("accounts") or ("all-members",),
        principals=said.of("principals"),
        except_=said.of("principals", True),
        resources=said.of("resources") or said.of("resources", True),
        where=rows,
    )
    return Question(invariant, bool(said.of("resources", True)), said.of("accounts", True), notes)


def _read(said: _Said, words: list[str]) -> None:
    negated = by = False
    for word in words:
        if word.lower() == "not":
            negated = not negated
        elif word in ("by", "as", "--as"):
            by = True
        else:
            said.read(word, negated, by)
            negated = by = False
    if negated or by:
        said.problems.append(f"a word is missing after {words[-1]!r}")


def _check(said: _Said, capabilities: Sequence[str]) -> None:
    """Note what is missing, contradictory, or names no action."""
    if not said.of("actions") and not said.problems:
        said.problems.append("no action among the words: write one such as ec2:RunInstances, or '*'")
    if said.of("resources") and said.of("resources", True):
        said.problems.append("resources are either named or ruled out: write one of the two lists of ARNs")
    for text in said.of("actions"):
        if text not in capabilities and not _WHOLE_SERVICE.fullmatch(text):
            try:
                actions_named(text)
            except WordProblem as problem:
                said.problems += [one.partition("; --allow")[0] for one in problem.problems]


def _unknown_keys(said: _Said) -> Iterator[str]:
    for key in dict.fromkeys(row.key for row in said.rows):
        if condition_key(key) is None:
            near = close_keys(key)[:2]
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            yield f"{key} is no condition key of the catalog; it is asked as written{hint}"


def _regions(said: _Said) -> Iterator[Where]:
    for negated, sense in ((False, Sense.IS), (True, Sense.IS_NOT)):
        if said.of("Regions", negated):
            yield Where("aws:RequestedRegion", sense, said.of("Regions", negated))


def _types(said: _Said) -> tuple[Where, ...]:
    """Return the rows for instance types, under the key that the actions of the question have for them."""
    wanted, unwanted = said.of("instance types"), said.of("instance types", True)
    if not wanted and not unwanted:
        return ()
    keys = {action: _type_keys(action) for action in said.of("actions")}
    for action, fed in keys.items():
        if not fed:
            said.problems.append(f"{action} has no condition key for an instance type: no policy sees the type")
    if len({tuple(fed.items()) for fed in keys.values()}) > 1:
        said.problems.append(f"{', '.join(keys)} have different keys for instance types: ask of each by itself")
    fed = next(iter(keys.values()), {})
    return tuple(row for key, value in fed.items() for row in _type_rows(said, key, value, wanted, unwanted))


def _type_keys(action: str) -> dict[str, str]:
    """Return the keys that an instance type feeds in calls of an action, and the text that each then holds."""
    if ":" not in action:
        return {}
    fed = {
        key: value if isinstance(value, str) else value[0]
        for key, value in instance_type_context(action, (_ANY,)).items()
    }
    if unlisted_keys(action, fed):
        return {}
    return {_spelled(key): value for key, value in fed.items()}


def _spelled(key: str) -> str:
    known = condition_key(key)
    return known.name if known and known.name.lower() == key else key


def _type_rows(
    said: _Said, key: str, shape: str, wanted: tuple[str, ...], unwanted: tuple[str, ...]
) -> Iterator[Where]:
    """Yield rows of a key; `shape` is what it holds for the type `any`: `any`, `ml.any`, or a text of its own."""
    if not shape.endswith(_ANY):
        yield Where(key, Sense.IS, (shape,))
        return
    start = shape.removesuffix(_ANY)
    plain, but = ([one.removeprefix("ml.") for one in listed] for listed in (wanted, unwanted))
    if plain and but and is_multivalued(key):
        if any(is_pattern(one) for one in but):
            said.problems.append(f"{key} holds several types: write whole types after `not`, or leave the others out")
        plain, but = list(without(tuple(plain), tuple(but))), []  # one row: of one and the same value
    if plain:
        yield Where(key, Sense.IS, tuple(start + one for one in plain))
    if but:
        yield Where(key, Sense.IS_NOT, tuple(start + one for one in but))
