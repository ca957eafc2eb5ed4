"""What is wrong, with a user's file or with what it would do: severity, confidence, rule, fix, finding."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from guardrails.model.source import Location, Pointer

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


class Severity(Enum):
    """How much a finding matters; only `ERROR` closes a gate by itself."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """The place among the severities: 0 for the mildest."""
        return list(Severity).index(self)


class Confidence(Enum):
    """How sure we are that an expert would agree: proved from the documents, likely, or a guess worth a look."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a stable id that is never reused, a slug (file, test and documentation anchor), what it demands.

    `severity` and `confidence` are what its findings usually have; a finding may say otherwise.
    """

    id: str
    slug: str
    summary: str
    severity: Severity
    rows: tuple[str, ...] = ()
    confidence: Confidence = Confidence.HIGH


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of a JSON document: the value at `pointer`, which is `old`, becomes `new`.

    `old` None: there is nothing yet, the member is added (or, where the last part is the length of a list, appended).
    `new` None: the member or item is taken away.
    """

    pointer: Pointer
    old: Json
    new: Json


@dataclass(frozen=True, slots=True)
class Fix:
    """How to mend it. `safe`: it provably keeps or narrows what was meant, so `--fix` may apply it unasked."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule broken at a place: the message says what was found, `help` how to mend it.

    `witness` is one concrete request that shows it. `token` is the action, key, ARN or name it is about, and `sid` the
    statement: what a suppression may name. `data_date` (ISO) is the date of the AWS facts it rests on, if it does.

    Of a Terraform plan: `address` and `previous_address` are the resource's, `attribute` the path that is wrong,
    `found` and `expected` what stands there and what should. `undecided` means that the rule could not tell:
    `hangs_on` names the keys or attributes behind that. `node`, `policy` and `sid` are the statement that denies.
    """

    rule: str
    severity: Severity
    message: str
    location: Location
    help: str = ""
    confidence: Confidence = Confidence.HIGH
    witness: str = ""
    sid: str = ""
    token: str = ""
    data_date: str = ""
    fix: Fix | None = None
    related: tuple[tuple[Location, str], ...] = ()
    address: str = ""
    previous_address: str = ""
    attribute: str = ""
    found: str = ""
    expected: str = ""
    undecided: bool = False
    hangs_on: tuple[str, ...] = ()
    node: str = ""
    policy: str = ""
