"""Reads the resource policies of a change: statements, principals, accounts; what is unknown stays marked as such."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from guardrails.gate.policies.attributes import GRANT_TYPES, POLICY_ATTRIBUTES
from guardrails.gate.policies.blocks import of_document, of_grant
from guardrails.model.plan.change import Change
from guardrails.model.plan.plan import References
from guardrails.model.plan.values import UNKNOWN, Mark, undecidable
from guardrails.model.policy.document import PolicyDocument, PolicyType, Statement
from guardrails.model.policy.parse import value_leniently

Json = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Principal:
    """One principal of a statement: its kind (`AWS`, `Service`, `Federated`, `CanonicalUser`, `*`) and text as written.

    `account` is the 12 digits in it, empty where it names none (`*`, a service, a pattern).
    """

    kind: str
    value: str
    account: str = ""

    @property
    def everybody(self) -> bool:
        """Whether it stands for every AWS account and for callers without credentials: `*`."""
        return self.value == "*" and self.kind in ("AWS", "*")


@dataclass(frozen=True, slots=True)
class ResourcePolicy:
    """One policy of a change. `document` has the statements that could be read, `raw` each of them as it is written.

    `mark` is not None where the text, or a part that matters, is not known: then `hangs_on` names what that hangs on.
    `problem` says why a known text is no policy.
    """

    change: Change
    attribute: str
    document: PolicyDocument | None = None
    raw: tuple[Json, ...] = ()
    mark: Mark | None = None
    hangs_on: tuple[str, ...] = ()
    problem: str = ""

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements that could be read."""
        return self.document.statements if self.document else ()

    def written(self, statement: Statement) -> Json:
        """Return a statement of this policy as it is written."""
        at = statement.pointer[1] if len(statement.pointer) > 1 else 0
        return self.raw[at] if isinstance(at, int) and at < len(self.raw) else {}


def has_policy(type: str) -> bool:
    """Whether resources of this type hold a policy with principals."""
    return type in POLICY_ATTRIBUTES or type in GRANT_TYPES


def policies_of(change: Change, references: References | None = None, before: bool = False) -> Iterator[ResourcePolicy]:
    """Yield the policies that a change leaves behind (`before`: those that it found); nothing for other types.

    With `references`, a text that is only known after apply is read from the `aws_iam_policy_document` that makes it.
    """
    attribute = POLICY_ATTRIBUTES.get(change.type)
    if attribute is not None:
        value = change.old(attribute) if before else change.get(attribute)
        if undecidable(value):
            yield _unknown(change, attribute, value, references)
        elif isinstance(value, str) and value.strip():
            yield read_text(change, attribute, value)
        elif isinstance(value, Mapping):
            yield _of_value(change, attribute, value)
    elif change.type in GRANT_TYPES:
        yield from _granted(change, change.before if before else change.after)


def principals(statement: Statement) -> tuple[Principal, ...]:
    """Return the principals of a statement; those of `NotPrincipal` too (see `statement.principal.negated`)."""
    entries = statement.principal.entries if statement.principal else ()
    return tuple(Principal(kind, value, account_in(value) if kind == "AWS" else "") for kind, value in entries)


_ACCOUNT: Final = re.compile(r"(?:arn:aws[\w-]*:[\w-]+:[\w-]*:)?(\d{12})(?::.*)?", re.DOTALL)


def account_in(text: str) -> str:
    """Return the account of a principal, ARN or bare id; empty where it names none."""
    found = _ACCOUNT.fullmatch(text)
    return found[1] if found else ""


def read_text(change: Change, attribute: str, text: str) -> ResourcePolicy:
    """Return the policy that a text holds; one that is no policy has a `problem`."""
    document, raw, problem = _parsed(text)
    return ResourcePolicy(change, attribute, document, raw, problem=problem)


@lru_cache(maxsize=4096)
def _parsed(text: str) -> tuple[PolicyDocument | None, tuple[Json, ...], str]:
    """Return the document, its statements as written, and the first problem; one text is often on many resources."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None, (), "it is no JSON"
    return _read(value)


def _read(value: object) -> tuple[PolicyDocument | None, tuple[Json, ...], str]:
    if not isinstance(value, Mapping):
        return None, (), "it is no JSON object"
    lenient = value_leniently(value, PolicyType.RESOURCE)
    errors = [one.message for one in lenient.problems if one.severity.value == "error"]
    found = value.get("Statement")
    rows: Sequence[object] = found if isinstance(found, list) else [found]
    raw = tuple(one if isinstance(one, Mapping) else {} for one in rows)
    lost = len(raw) - len(lenient.document.statements if lenient.document else ())
    return lenient.document, raw, errors[0] if errors and lost else ""


def _of_value(change: Change, attribute: str, value: Json, hangs_on: tuple[str, ...] = ()) -> ResourcePolicy:
    document, raw, problem = _read(value)
    return ResourcePolicy(change, attribute, document, raw, UNKNOWN if hangs_on else None, hangs_on, problem)


def _unknown(change: Change, attribute: str, value: object, references: References | None) -> ResourcePolicy:
    """Return the policy that a data source in the plan will make, or one that is not known."""
    mark = value if isinstance(value, Mark) else UNKNOWN
    if references is None or mark is not UNKNOWN:
        return ResourcePolicy(change, attribute, mark=mark, hangs_on=(attribute,))
    targets = references.targets(change, attribute, ("aws_iam_policy_document",))
    if not targets.certain or len(targets.changes) != 1:
        named = tuple(one.address for one in targets.changes) + targets.through
        return ResourcePolicy(change, attribute, mark=mark, hangs_on=(attribute, *named))
    made, hidden = of_document(targets.changes[0])
    if made is None:
        return ResourcePolicy(change, attribute, mark=mark, hangs_on=(attribute, *hidden))
    return _of_value(change, attribute, made, hidden)


def _granted(change: Change, values: Json) -> Iterator[ResourcePolicy]:
    """Yield the statement that the arguments of a grant say."""
    attribute, made, unread = of_grant(change.type, values)
    if made is not None:
        yield _of_value(change, attribute, made)
    elif unread:
        yield ResourcePolicy(change, attribute, mark=UNKNOWN, hangs_on=unread)
