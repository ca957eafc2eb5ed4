"""Words of a request, told apart by their shape: `ec2:RunInstances p3.16xlarge us-east-1 Dev ec2:Tenancy=default`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

_ACTION = re.compile(r"[A-Za-z0-9-]+:[A-Za-z0-9*?]+")
_CONTEXT = re.compile(r"([A-Za-z0-9-]+:[^=\s]+)=(.*)", re.DOTALL)
_REGION = re.compile(r"[a-z]{2}(?:-(?:gov|iso[a-z]?))?-[a-z]+-\d{1,2}")
_ACCOUNT_ID = re.compile(r"\d{12}")
_INSTANCE_TYPE = re.compile(
    r"(?:ml\.)?[a-z]{1,3}\d{1,2}[a-z0-9]*(?:-[a-z0-9]+)*\.(?:nano|micro|small|medium|large|\d*xlarge|metal(?:-\d+xl)?)"
    r"|(?:ml\.)?(?:u|mac|hpc)[a-z0-9-]*\.(?:\d*xlarge|metal(?:-\d+xl)?)"
)


MOST_ACTIONS = 1_000
"""Actions that one pattern may name; the largest service has fewer, and nobody reads 20,000 rows."""


class WordProblem(ValueError):
    """Words that cannot be understood: every problem at once, one line each."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Words:
    """What the words of one request say; empty or `()` for what they leave open.

    `accounts` are names or ids as the organization knows them. `context` holds the key as written and the text after
    the equals sign. `notes` are remarks for the user, such as an instance type that the catalog does not have.
    """

    action: str = ""
    instance_types: tuple[str, ...] = ()
    region: str = ""
    resources: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    context: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reader:
    accounts: dict[str, str]
    words: dict[str, list[str]] = field(default_factory=dict)
    context: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def put(self, kind: str, word: str) -> None:
        self.words.setdefault(kind, []).append(word)

    def read(self, word: str) -> None:
        context = _CONTEXT.fullmatch(word)
        if word.casefold() in self.accounts:
            self.put("account", self.accounts[word.casefold()])
        elif word.startswith("arn:"):
            self.put("resource", word)
        elif context:
            self._context(context[1], context[2])
        elif _ACTION.fullmatch(word) or word == "*":
            self.put("action", word)
        elif _ACCOUNT_ID.fullmatch(word):
            self.problems.append(f"{word} is no account of this organization{_listing(self.accounts.values())}")
        elif _REGION.fullmatch(word):
            self._region(word)
        elif _INSTANCE_TYPE.fullmatch(word):
            self._instance_type(word)
        else:
            self.problems.append(f"{word!r} is not understood{_meant(word, self.accounts.values())}")

    def _context(self, key: str, value: str) -> None:
        if key.lower() in (known.lower() for known in self.context):
            self.problems.append(f"{key} is given twice")
        self.context[key] = value

    def _region(self, word: str) -> None:
        from guardrails.catalog.regions import REGIONS

        if word in REGIONS:
            self.put("region", word)
        else:
            self.problems.append(f"{word!r} is not a Region{_did_you_mean(close(word, REGIONS))}")

    def _instance_type(self, word: str) -> None:
        self.put("instance type", word)
        from guardrails.catalog.instance_types import close_instance_types, instance_type

        if instance_type(word.removeprefix("ml.")) is None:
            near = _did_you_mean(close_instance_types(word.removeprefix("ml.")))
            self.notes.append(f"instance type {word} is not in the catalog of {catalog_date('instance')}{near}")


def read_words(words: Iterable[str], accounts: Iterable[tuple[str, str]]) -> Words:
    """Return what the words say, whatever their order.

    Args:
        accounts: (name, id) of each account of the organization; an account's name wins over any other reading.

    Raises:
        WordProblem: for words that are nothing we know, or that are there twice.
    """
    names: dict[str, str] = {}
    for name, account_id in accounts:
        names[name.casefold()] = name
        if account_id:
            names[account_id] = name
    reader = _Reader(names)
    for word in words:
        reader.read(word)
    for kind in ("action", "region"):
        if len(reader.words.get(kind, ())) > 1:
            reader.problems.append(f"more than one {kind}: {', '.join(reader.words[kind])}")
    if reader.problems:
        raise WordProblem(reader.problems)
    return _words(reader)


def _words(reader: _Reader) -> Words:
    def all_of(kind: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(reader.words.get(kind, ())))

    return Words(
        action="".join(all_of("action")),
        instance_types=all_of("instance type"),
        region="".join(all_of("region")),
        resources=all_of("resource"),
        accounts=all_of("account"),
        context=reader.context,
        notes=tuple(reader.notes),
    )


def close(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return up to three known words that a mistyped one may have meant, the likeliest first."""
    from difflib import get_close_matches

    folded = {one.casefold(): one for one in known}
    return tuple(folded[match] for match in get_close_matches(word.casefold(), folded, n=3, cutoff=0.6))


def _did_you_mean(names: Iterable[str]) -> str:
    listed = list(names)[:3]
    return f"; did you mean {' or '.join(listed)}?" if listed else ""


def _listing(names: Iterable[str]) -> str:
    known = sorted(set(names))
    return f"; it has {', '.join(known[:12])}{', ...' if len(known) > 12 else ''}" if known else ""


def _meant(word: str, accounts: Iterable[str]) -> str:
    """The suggestions for a word of no known shape, from every kind of word there is."""
    from guardrails.catalog.instance_types import close_instance_types
    from guardrails.catalog.regions import REGIONS
    from guardrails.catalog.services import close_matches

    found = [*close(word, accounts), *close(word, REGIONS)]
    found += close_instance_types(word) if "." in word else ()
    found += close_matches(word) if not found else ()
    hint = "" if found else "; expected an action, instance type, Region, ARN, account or key=value"
    return _did_you_mean(dict.fromkeys(found)) + hint


def catalog_date(part: str) -> str:
    """Return the date of the catalog snapshot whose name contains `part`, or `an unknown date`."""
    from guardrails.catalog.freshness import snapshots

    dates = [str(one.date) for one in snapshots() if part in one.name.replace("_", "-")]
    return max(dates, default="an unknown date")


def actions_named(text: str, *, allow_unknown: bool = False) -> tuple[str, ...]:
    """Return the canonical names of the actions that `text` names, wildcards expanded.

    Raises WordProblem when the catalog has none, unless an unknown one is allowed (it is then returned as written).
    """
    from guardrails.catalog.services import action, close_matches, expand

    if "*" in text or "?" in text:
        found = expand(text)
        if not found:
            raise WordProblem([f"no action of the catalog matches {text}{_did_you_mean(close_matches(text))}"])
        if len(found) > MOST_ACTIONS:
            raise WordProblem(
                [f"{text} matches {len(found):,} actions, more than {MOST_ACTIONS:,}: narrow the pattern"]
            )
        return tuple(found)
    known = action(text)
    if known:
        return (known.name,)
    if allow_unknown:
        return (text,)
    hint = "; --allow-unknown-action takes it as it is"
    raise WordProblem([f"{text} is not an action of the catalog{_did_you_mean(close_matches(text))}{hint}"])


def context_values(context: dict[str, str]) -> dict[str, str | tuple[str, ...]]:
    """Return context words as values: lower-case keys; the text of a multivalued key is split at its commas."""
    from guardrails.catalog.keys import is_multivalued

    return {
        key.lower(): tuple(part for part in value.split(",") if part) if is_multivalued(key) else value
        for key, value in context.items()
    }
