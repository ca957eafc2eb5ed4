"""Invariants of `organization.yaml`: from plain values, whose form is known to be right, to nouns.

References (`$settings.allowed_regions`) mean here what they mean as parameters of a policy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from guardrails.files import codes
from guardrails.files.parameters import ParameterError, resolve
from guardrails.files.reporting import Reporter
from guardrails.model.organization.invariant import Invariant, Sense, Where
from guardrails.model.organization.tree import Organization
from guardrails.model.proof import Claim
from guardrails.model.source import Pointer

Raw = Mapping[str, Any]

_WORDS: Final = {"absent": Sense.ABSENT, "present": Sense.PRESENT}
_SENSES: Final = {"not": Sense.IS_NOT, "only": Sense.ONLY}
_PRINCIPAL: Final = re.compile(r"arn:[^:\s]+:\S+|(?:role|user|assumed-role|federated-user)/\S+|root")
"""An ARN (pattern), or the part of one that says who it is."""


def invariants_of(rows: Sequence[Raw], organization: Organization, report: Reporter) -> tuple[Invariant, ...]:
    """Return the invariants of the file; those that claim nothing or both are reported and left out."""
    found: list[Invariant] = []
    for at, raw in enumerate(rows):
        pointer: Pointer = ("invariants", at)
        if any(raw["name"] == one["name"] for one in rows[:at]):
            report.add(
                codes.WRONG_VALUE, f"two invariants are called {raw['name']!r}", (*pointer, "name"), "rename one"
            )
        claim = _claim(raw, pointer, report)
        if claim is not None:
            found.append(_invariant(raw, claim, pointer, organization, report))
    return tuple(found)


def _claim(raw: Raw, pointer: Pointer, report: Reporter) -> Claim | None:
    said = [claim for key, claim in (("deny", Claim.DENIED), ("allow", Claim.ALLOWED)) if raw.get(key)]
    if len(said) == 1:
        return said[0]
    if said:
        message = f"{raw['name']}: an invariant says deny or allow, not both"
        report.add(codes.WRONG_VALUE, message, (*pointer, "allow"), "make two invariants of it")
    else:
        message = f"{raw['name']}: it names neither deny nor allow, so it claims nothing"
        report.add(codes.MISSING_KEY, message, pointer, "name what must be denied: a capability, or actions")
    return None


def _invariant(raw: Raw, claim: Claim, pointer: Pointer, organization: Organization, report: Reporter) -> Invariant:
    for key in ("principals", "except"):
        _check_principals(raw.get(key, ()), (*pointer, key), organization, report)
    resources = (
        text
        for at, value in enumerate(raw.get("resources", ()))
        for text in _resolved(value, (*pointer, "resources", at), organization, report)
    )
    rows = (_where(key, value, (*pointer, "where", key), organization, report) for key, value in _rows(raw))
    return Invariant(
        name=raw["name"],
        claim=claim,
        what=_texts(raw["deny" if claim is Claim.DENIED else "allow"]),
        accounts=_texts(raw["accounts"]),
        description=raw.get("description") or "",
        principals=tuple(raw.get("principals", ())),
        except_=tuple(raw.get("except", ())),
        resources=tuple(dict.fromkeys(resources)),
        where=tuple(row for row in rows if row is not None),
        boundary=raw.get("boundary") or "",
        pointer=pointer,
    )


def _check_principals(names: Sequence[str], pointer: Pointer, organization: Organization, report: Reporter) -> None:
    for at, name in enumerate(names):
        if name in organization.principals or _PRINCIPAL.fullmatch(name):
            continue
        from difflib import get_close_matches  # a millisecond that only a typing mistake pays for

        close = get_close_matches(name, organization.principals, n=1)
        help = f"did you mean {close[0]!r}?" if close else "name it under principals, or write role/NAME or an ARN"
        report.reference(f"no principal is called {name!r}", (*pointer, at), help)


def _rows(raw: Raw) -> Iterator[tuple[str, object]]:
    yield from raw.get("where", {}).items()


def _where(key: str, value: object, pointer: Pointer, organization: Organization, report: Reporter) -> Where | None:
    """Return one row; None for a value that is none, which is reported."""
    if ":" not in key:
        report.add(codes.WRONG_VALUE, f"{key!r} is no condition key", pointer, "such as aws:RequestedRegion")
        return None
    if isinstance(value, str) and value in _WORDS:
        return Where(key, _WORDS[value], (), pointer)
    sense, plain = Sense.IS, value
    if isinstance(value, dict) and len(value) == 1:
        (word,) = value
        sense, plain, pointer = _SENSES.get(word, Sense.IS), value[word] if word in _SENSES else value, (*pointer, word)
    items = plain if isinstance(plain, list) else [plain]
    if not items or not all(isinstance(item, str | bool | int | float) for item in items):
        help = "write a text, a list of texts, {not: [...]}, {only: [...]}, absent or present"
        report.add(codes.WRONG_VALUE, f"{key}: this says nothing about the key", pointer, help)
        return None
    texts = (text for item in items for text in _resolved(item, pointer, organization, report))
    return Where(key, sense, tuple(dict.fromkeys(texts)), pointer)


def _resolved(value: object, pointer: Pointer, organization: Organization, report: Reporter) -> tuple[str, ...]:
    """Return the texts that a value, or the reference that it is, stands for; a bad reference is reported."""
    if isinstance(value, float):
        return (str(value),)
    try:
        found = resolve(value, organization)
    except ParameterError as error:
        report.add(codes.PARAMETER, str(error), pointer)
        return ("unresolved",)
    return _texts(found)


def _texts(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
