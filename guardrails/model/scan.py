"""What a scanner (Checkov, cfn-lint) says: one record for each check and block, and what it looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Answer(Enum):
    """What a check says of one block. UNKNOWN: it looked, and a value that it needs is not known."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Record:
    """One check on one block: `address` is the resource's (`aws_vpc.main`, `provider.aws.default`).

    `keys` are the attributes that the check looked at, as dotted paths; `message` says what was found and expected.
    `file` is shown to users, `line` and `column` count from 1 (0: unknown). `comment` is the reason of a skip.
    """

    check: str
    address: str
    answer: Answer
    keys: tuple[str, ...] = ()
    message: str = ""
    file: str = ""
    line: int = 0
    end_line: int = 0
    column: int = 0
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Scan:
    """Everything a scanner said of one input.

    `looked` counts the blocks that each check that was asked for looked at (0 for one whose types do not occur);
    `resources` counts the blocks that the scanner saw at all. `notes` are for users: what was done
    differently, and why.
    """

    tool: str
    version: str
    records: tuple[Record, ...]
    looked: Mapping[str, int] = field(default_factory=dict)
    resources: int = 0
    notes: tuple[str, ...] = ()


class ScanFailed(Exception):
    """A scanner did not answer, or not completely: exit code 3. The message is for users and holds no value.

    `usage` True: the request cannot be carried out as it is (unknown check, checks that cannot be loaded, no
    interpreter with the tool): exit code 2.
    """

    def __init__(self, message: str, *, usage: bool = False) -> None:
        super().__init__(message)
        self.usage = usage
