"""One row of a plan: a resource, and what applying the plan does to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache

from guardrails.model.plan.values import UNKNOWN, Path, read


class Verb(Enum):
    """What is done to the resource. A replacement deletes and creates, in one of two orders."""

    NO_OP = "no-op"
    CREATE = "create"
    READ = "read"
    UPDATE = "update"
    DELETE = "delete"
    DELETE_THEN_CREATE = "delete, then create"
    CREATE_THEN_DELETE = "create, then delete"
    FORGET = "forget"
    CREATE_THEN_FORGET = "create, then forget"
    UNKNOWN = "unknown"
    """Verbs that this version does not know: what is done cannot be judged."""

    @property
    def creates(self) -> bool:
        """Whether an object is made."""
        return self in _CREATES

    @property
    def deletes(self) -> bool:
        """Whether an object is destroyed."""
        return self in _DELETES

    @property
    def replaces(self) -> bool:
        """Whether one object takes the place of another."""
        return self in (Verb.DELETE_THEN_CREATE, Verb.CREATE_THEN_DELETE)

    @property
    def writes(self) -> bool:
        """Whether AWS is changed at all (for an unknown verb: yes)."""
        return self not in (Verb.NO_OP, Verb.READ, Verb.FORGET)


_CREATES = {Verb.CREATE, Verb.DELETE_THEN_CREATE, Verb.CREATE_THEN_DELETE, Verb.CREATE_THEN_FORGET}
_DELETES = {Verb.DELETE, Verb.DELETE_THEN_CREATE, Verb.CREATE_THEN_DELETE}

VERBS: dict[tuple[str, ...], Verb] = {
    ("no-op",): Verb.NO_OP,
    ("create",): Verb.CREATE,
    ("read",): Verb.READ,
    ("update",): Verb.UPDATE,
    ("delete",): Verb.DELETE,
    ("delete", "create"): Verb.DELETE_THEN_CREATE,
    ("create", "delete"): Verb.CREATE_THEN_DELETE,
    ("forget",): Verb.FORGET,
    ("create", "forget"): Verb.CREATE_THEN_FORGET,
}
"""The `actions` of a change in plan JSON -> what they mean.

Source: https://developer.hashicorp.com/terraform/internals/json-format#change-representation (2026-11)
"""


@dataclass(frozen=True, slots=True)
class Change:
    """One row of `resource_changes`. `before` and `after` hold JSON values and marks; empty where there is none.

    `after` has what the plan knows merged with its masks: UNKNOWN, COMPUTED and SENSITIVE stand in place of values.
    `position` is the row's place in the list; `key` the instance key of count (int) or for_each (str), else None.
    """

    address: str
    type: str
    name: str
    verb: Verb
    position: int
    mode: str = "managed"
    module: str = ""
    key: str | int | None = None
    provider: str = ""
    provider_key: str = ""
    """Which provider block makes it: `aws`, `aws.dr`; empty where the configuration does not say."""
    before: Mapping[str, object] = field(default_factory=dict, repr=False)
    after: Mapping[str, object] = field(default_factory=dict, repr=False)
    previous_address: str = ""
    reason: str = ""
    replace_paths: tuple[Path, ...] = ()
    importing: bool = False
    deposed: str = ""
    deferred: str = ""
    """Why Terraform put the change off (`deferred_changes`), empty for a change that is carried out."""
    differing: frozenset[str] = frozenset()
    """Attributes whose hidden values differ before and after: where both are SENSITIVE, nothing else says so."""

    @property
    def managed(self) -> bool:
        """Whether this is a resource, and no data source."""
        return self.mode == "managed"

    @property
    def config_address(self) -> str:
        """The address without instance keys: `module.cells.aws_sqs_queue.this`."""
        return without_keys(self.address)

    @property
    def module_path(self) -> tuple[str, ...]:
        """The names of the modules around it, outermost first, without instance keys."""
        return tuple(without_keys(self.module).split(".")[1::2]) if self.module else ()

    def get(self, path: str | Path) -> object:
        """Return the value after the change at a path, or its mark."""
        return read(self.after, path)

    def old(self, path: str | Path) -> object:
        """Return the value before the change at a path, or its mark."""
        return read(self.before, path)

    def changes(self, attribute: str) -> bool:
        """Whether a top-level attribute differs, or may: one known only after apply counts as changed."""
        after = self.get(attribute)
        return (
            attribute in self.differing
            or after is UNKNOWN
            or (after is not read(self.before, attribute) and after != self.old(attribute))
        )

    @property
    def settled(self) -> Mapping[str, object]:
        """The values that describe the resource: those after the change, or those before where it goes away."""
        return self.after or self.before


_KEYS = re.compile(r'\[(?:"(?:[^"\\]|\\.)*"|\d+)\]')


@lru_cache(maxsize=16384)
def without_keys(address: str) -> str:
    """Return an address without instance keys, as the configuration writes it."""
    return _KEYS.sub("", address) if "[" in address else address
