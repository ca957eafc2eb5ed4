"""The documents inside a decoded value: the value itself, or what a wrapper, a list or a CLI's output holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from guardrails.files.policies.sorting import TYPES, other_policy
from guardrails.model.policy.document import PolicyType
from guardrails.model.source import Pointer

_WRAPPERS = (
    "PolicyDocument",
    "policyDocument",
    "policy_document",
    "Document",
    "Policy",
    "policy",
    "Content",
    "content",
)
_HOLDERS = ("RoleName", "UserName", "GroupName")
_LISTS = ("Policies", "policies")
_DEEPEST = 12
_VERSIONS = ("2012-10-17", "2008-10-17")
"""Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html (2026-09)"""


@dataclass(frozen=True, slots=True)
class Part:
    """One document in a value: it stands at `prefix`, as an object or as the JSON text of one.

    `statements`: what stands there is only a list of statements (or one), and `value` a document made around it.
    """

    value: object
    prefix: Pointer = ()
    name: str = ""
    type: PolicyType | None = None
    other: str = ""
    statements: bool = False

    def outside(self, pointer: Pointer) -> Pointer:
        """Return the pointer into the whole value for one into the document."""
        return (*self.prefix, *(pointer[1:] if self.statements else pointer))


def parts_of(value: object, everywhere: bool) -> tuple[Part, ...]:
    """Return the documents in a value; `everywhere`: also those deep inside, because the path says what they are."""
    found = tuple(_documents(value, (), "", None, 3))
    if found or not everywhere:
        return found
    return tuple(_deep(value, ()))


def buried(value: object) -> Pointer | None:
    """Return where deep inside of a value a document stands; None where there is none."""
    return next((part.prefix for part in _deep(value, ())), None)


def _documents(value: object, at: Pointer, name: str, type: PolicyType | None, depth: int) -> Iterator[Part]:
    if isinstance(value, list):
        if value and all(_is_statement(one) for one in value):
            yield Part({"Version": "2012-10-17", "Statement": value}, at, name, type, statements=True)
        elif depth:
            for place, one in enumerate(value):
                yield from _documents(one, (*at, place), f"{name}[{place}]", type, depth - 1)
    elif isinstance(value, Mapping):
        yield from _in_object(value, at, name, type, depth)
    elif isinstance(value, str) and at and value.lstrip().startswith("{") and "Statement" in value:
        yield Part(value, at, name, type)


def _in_object(
    value: Mapping[str, object], at: Pointer, name: str, type: PolicyType | None, depth: int
) -> Iterator[Part]:
    if is_document(value):
        yield Part(value, at, name, type)
        return
    if _is_statement(value):
        yield Part({"Version": "2012-10-17", "Statement": value}, at, name, type, statements=True)
        return
    holder = next((key for key in _HOLDERS if key in value), "")
    if holder and "PolicyDocument" in value:
        yield Part(None, at, name, other=f"an identity policy of a {holder.removesuffix('Name').lower()}")
        return
    summary = value.get("PolicySummary", value)
    if isinstance(summary, Mapping):
        name = str(summary.get("Name") or summary.get("PolicyName") or name)
        said = summary.get("Type")
        type = TYPES.get(said, type) if isinstance(said, str) else type
        words = other_policy(said)
        if words and "Content" in value:
            yield Part(None, at, name, other=f"{'an' if words[0] in 'aeiou' else 'a'} {words}")
            return
    for key in (*_WRAPPERS, *_LISTS) if depth else ():
        if key in value:
            yield from _documents(value[key], (*at, key), name, type, depth - 1)


def _deep(value: object, at: Pointer) -> Iterator[Part]:
    if len(at) > _DEEPEST:
        return
    if isinstance(value, Mapping):
        if is_document(value):
            yield Part(value, at, str(at[-1]) if at else "")
            return
        for key, one in value.items():
            yield from _deep(one, (*at, key))
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield from _deep(one, (*at, place))


def is_document(value: object) -> bool:
    """Whether an object is a policy document: it has `Statement`, the same in other letters with an effect in it, or
    the version of the policy language, whatever it calls the rest.
    """
    if not isinstance(value, Mapping):
        return False
    if "Statement" in value or value.get("Version") in _VERSIONS:
        return True
    return any(
        str(key).lower() in ("statement", "statements")
        and any(isinstance(each, Mapping) and "effect" in map(str.lower, map(str, each)) for each in _listed(one))
        for key, one in value.items()
    )


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _is_statement(value: object) -> bool:
    return isinstance(value, Mapping) and "Effect" in value and bool({"Action", "NotAction"} & value.keys())
